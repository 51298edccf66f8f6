"""Graphs that somebody writes over HTTP → what becomes of the release: documents changed or gone, other graphs.

What follows from a document is worked out again: its wording graph is made anew, and a node whose statements have
changed no longer comes from the cell it once came from, so its trail is taken out of the provenance graph.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from styringsgraf import errors
from styringsgraf.access.scopes import document_graph
from styringsgraf.engine.storage import normalised
from styringsgraf.ingest import read_statements
from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.ingest.syntaxes import by_name
from styringsgraf.namespaces import PREFIXES, Minter
from styringsgraf.pipeline.finish import Change
from styringsgraf.pipeline.gather import Gathered, annotated, compared
from styringsgraf.quality.report import Finding
from styringsgraf.releases import Draft, Source
from styringsgraf.terms import BlankNode, Literal, NamedNode, Quad, nquads, subject_iri

_DERIVED = PREFIXES["prov"] + "wasDerivedFrom"
_PARTS = ("", "claims", "wording", "provenance")
_Graphs = Mapping[str, tuple[Quad, ...]]


@dataclass(frozen=True)
class Origin:
    """Where the statements come from: what findings call it, its hash; ``whole``: it replaces what was there."""

    name: str
    sha256: str
    whole: bool


def change_of(graphs: _Graphs, draft: Draft, minter: Minter, origin: Origin) -> Change:
    """Return the change that gives these graphs these statements (none: the graph goes); what is the same is left out.

    Raises ``Unprocessable`` for statements that cannot stand in a document's graph.
    """
    others: dict[str, tuple[Quad, ...]] = {}
    touched: dict[tuple[str, str], dict[str, tuple[Quad, ...]]] = {}
    for graph, quads in graphs.items():
        settled = tuple(normalised(quads))
        if set(settled) == set(draft.quads(graph)):
            continue
        place = document_graph(graph, minter)
        if place is None:
            others[graph] = settled
            continue
        require_own(settled, place[0], minter)
        touched.setdefault(place[:2], {})[graph] = settled
    documents: list[ImportedDocument] = []
    findings: list[Finding] = []
    gone: set[str] = set()
    for (org, edition), changed in touched.items():
        document = _document(draft, org, edition, changed, minter, origin)
        if document is None:
            gone.add(minter.document(org, edition))
            continue
        documents.append(document)
        findings += _read(document, minter)
    batch = tuple(documents)
    return Change(Gathered(batch, (*findings, *compared(batch, draft.table, minter))), frozenset(gone), others)


def own_documents(gathered: Gathered, minter: Minter) -> Gathered:
    """Return documents from files with what is worked out worked out here, also where a file brings its own."""
    made = []
    for document in gathered.documents:
        for graph in _stated(document, minter):
            require_own(document.graphs[graph], document.organisation, minter)
        if document.mapping:
            made.append(document)  # read from cells, by us
        else:
            graphs = {graph: document.graphs[graph] for graph in _stated(document, minter)}
            made.append(annotated(replace(document, graphs=graphs), minter))
    return replace(gathered, documents=tuple(made))


def _stated(document: ImportedDocument, minter: Minter) -> list[str]:
    own = {minter.graph(document.organisation, document.edition, part) for part in ("", "claims")}
    return [graph for graph in document.graphs if graph in own]


def require_own(quads: Iterable[Quad], org: str, minter: Minter) -> None:
    """Refuse statements about what is not the organisation's own, and about nodes without a name."""
    own = minter.organisation(org)
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or not isinstance(quad.object, NamedNode | Literal):
            raise errors.Unprocessable("writing.blank-node", org=org)
        name = f"{subject_iri(quad)}/"
        if not name.startswith(f"{own}/") or "/../" in name or "/./" in name:
            raise errors.Unprocessable("writing.foreign-subject", node=subject_iri(quad)[:200], own=f"{own}/", org=org)


def _document(
    draft: Draft, org: str, edition: str, changed: _Graphs, minter: Minter, origin: Origin
) -> ImportedDocument | None:
    """Return a document as it is after the change, None when it states nothing any more."""
    iri, home = minter.document(org, edition), minter.graph(org, edition)
    before = {graph: draft.quads(graph) for graph in (minter.graph(org, edition, part) for part in _PARTS)}
    after = {**before, **changed}
    claims, trails = minter.graph(org, edition, "claims"), minter.graph(org, edition, "provenance")
    if not after[home] and not after[claims]:
        return None
    moved = {subject_iri(quad) for graph in changed for quad in {*before[graph]} ^ {*after[graph]}}
    kept = tuple(q for q in before[trails] if q.predicate.value != _DERIVED or subject_iri(q) not in moved)
    graphs = {home: after[home], claims: after[claims], trails: kept}
    graphs = {graph: quads for graph, quads in graphs.items() if quads}
    source = _source(draft, iri, origin)
    made = ImportedDocument(iri, org, edition, home, graphs, source.file_name, source.sha256, source.mapping or "")
    return annotated(made, minter)


def _source(draft: Draft, iri: str, origin: Origin) -> Source:
    """Return where a document comes from: the new statements when they are the whole of it, else still its file."""
    known = next((source for source in draft.previous_sources if source.document == iri), None)
    return Source(iri, origin.name, origin.sha256) if origin.whole or known is None else known


def _read(document: ImportedDocument, minter: Minter) -> tuple[Finding, ...]:
    """Return what the import would say of a document's statements if they came as a file."""
    syntax = by_name("nq")
    assert syntax is not None  # noqa: S101 - a row of the table of syntaxes
    quads = [quad for graph in _stated(document, minter) for quad in document.graphs[graph]]
    found = read_statements(nquads(quads), document.file, syntax, minter).findings
    # There is no file to look into: a place in it would be made up.
    return tuple(replace(finding, cell=None, plan=finding.plan or document.iri) for finding in found)

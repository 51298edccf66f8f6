"""One RDF file in, documents and findings out: which statement belongs to which document, and what cannot be judged.

A plan's own graphs are taken as they stand. Statements outside them – of the default graph, or of graphs that are not
ours – go to the document their subject is stated in, or lies under, or to the first document of its organisation;
what is nobody's goes to the first document of each, so that nothing is left out of what is judged. What is worked
out anew in every check (the UN side, the vocabulary, inferred statements) is not taken from the file, and said so.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from styringsgraf.errors import InputError
from styringsgraf.ingest import rdftext
from styringsgraf.ingest.findings import Findings
from styringsgraf.ingest.lexical import possible
from styringsgraf.ingest.model import Imported, ImportedDocument
from styringsgraf.ingest.syntaxes import Syntax
from styringsgraf.namespaces import CODE, PREFIXES, RESERVED_EDITIONS, SG, Minter, compact, slug
from styringsgraf.settings import Settings, settings
from styringsgraf.terms import A, Literal, NamedNode, Quad, sg, subject_iri
from styringsgraf.vocabulary import vocabulary_quads

_STATED_IN: Final = sg("statedIn")
_DERIVED: Final = PREFIXES["prov"] + "wasDerivedFrom"
_SUBCLASS: Final = PREFIXES["rdfs"] + "subClassOf"
#: Classes that have a part of a document's graphs to themselves.
_PARTS: Final[Mapping[str, str]] = {
    SG + "WordingAnnotation": "wording",
    SG + "SourceRow": "provenance",
    SG + "SourceTable": "provenance",
    SG + "SourceColumn": "provenance",
}
#: More graphs than this a sentence does not name.
_SHOWN: Final = 5


def read_statements(
    content: bytes, name: str, syntax: Syntax, minter: Minter, limits: Settings | None = None
) -> Imported:
    """Read one RDF file. Raises ``InputError`` or ``TooLarge`` when nothing of it can be judged."""
    sink = Findings(name)
    found = list(rdftext.statements(content, name, syntax, minter, (limits or settings()).import_statements))
    own, loose = _split(found, minter, sink)
    documents = _documents(own, loose, minter, name)
    _report_literals(found, sink)
    _report_unknown(found, sink, minter)
    graphs: dict[str, dict[str, dict[Quad, None]]] = {iri: defaultdict(dict) for iri in documents}
    for one in own:
        graph = _graph(one)
        graphs[minter.document_of_graph(graph) or ""][graph][one] = None
    for iri, graph, one in _placed(loose, documents, minter):
        graphs[iri][graph][Quad(one.subject, one.predicate, one.object, NamedNode(graph))] = None
    digest = hashlib.sha256(content).hexdigest()
    made = tuple(
        ImportedDocument(iri, org, edition, minter.graph(org, edition),
                         {graph: tuple(quads) for graph, quads in graphs[iri].items()}, name, digest, "")
        for iri, (org, edition) in documents.items()
    )  # fmt: skip
    return Imported(made, sink.all())


def _split(found: Iterable[Quad], minter: Minter, sink: Findings) -> tuple[list[Quad], list[Quad]]:
    """Return what stands in documents' graphs and what stands outside; what is worked out anew is left out."""
    own: list[Quad] = []
    loose: list[Quad] = []
    left: dict[str, int] = defaultdict(int)
    base = f"{minter.base}graph/"
    for one in found:
        graph, subject = _graph(one), subject_iri(one)
        document = minter.document_of_graph(graph)
        if graph.startswith(base) and document is None:
            left[graph] += 1
        elif minter.is_un(subject) or subject.startswith((SG, CODE, PREFIXES["sdgo"])):
            # A file that described the UN's codes itself could make any code exist.
            left[f"{subject[: subject.rindex('/') + 1]}…"] += 1
        else:
            (loose if document is None else own).append(one)
    if left:
        names = ", ".join([*sorted(left)[:_SHOWN], *(["…"] if len(left) > _SHOWN else [])])
        sink.add("SG-I39", "statements_left_out", value=names, words={"count": sum(left.values())})
    return own, loose


def _documents(own: Iterable[Quad], loose: Iterable[Quad], minter: Minter, name: str) -> dict[str, tuple[str, str]]:
    """Return document → (organisation, edition), sorted; raises ``InputError`` for none, or an address not ours."""
    found = {document for one in own if (document := minter.document_of_graph(_graph(one))) is not None}
    kinds = _document_classes()
    for one in loose:
        if not isinstance(one.object, NamedNode):
            continue
        if one.predicate == _STATED_IN:
            found.add(one.object.value)
        elif one.predicate == A and one.object.value in kinds:
            found.add(subject_iri(one))
    if not found:
        raise InputError("ingest.statements_no_document", file=name)
    made = {}
    for iri in sorted(found):
        match = re.fullmatch(rf"{re.escape(minter.base)}id/([^/]+)/([^/]+)", iri)
        if match is None or (slug(match[1]), slug(match[2])) != match.groups() or match[2] in RESERVED_EDITIONS:
            raise InputError("ingest.statements_address", file=name, found=iri, base=minter.base)
        made[iri] = (match[1], match[2])
    return made


@cache
def _document_classes() -> frozenset[str]:
    """Return the classes of steering documents, whatever they are nested under."""
    links = [(subject_iri(one), one.object) for one in _vocabulary() if one.predicate.value == _SUBCLASS]
    found = {SG + "SteeringDocument"}
    while new := {low for low, high in links if isinstance(high, NamedNode) and high.value in found} - found:
        found |= new
    return frozenset(found)


@cache
def _terms() -> frozenset[str]:
    return frozenset(iri for one in _vocabulary() if (iri := subject_iri(one)).startswith(SG))


def _vocabulary() -> tuple[Quad, ...]:
    return vocabulary_quads(Minter("https://w3id.org/styringsgraf/"))


def _placed(
    loose: list[Quad], documents: Mapping[str, tuple[str, str]], minter: Minter
) -> Iterator[tuple[str, str, Quad]]:
    """Yield (document, graph, statement) for each place a statement outside the documents' graphs belongs."""
    stated: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, str] = {}
    for one in loose:
        if isinstance(one.object, NamedNode):
            if one.predicate == _STATED_IN:
                stated[subject_iri(one)].add(one.object.value)
            elif one.predicate == A and one.object.value in _PARTS:
                parts[subject_iri(one)] = _PARTS[one.object.value]
    first: dict[str, str] = {}
    for iri, (org, _) in documents.items():
        first.setdefault(org, iri)
    for one in loose:
        subject = subject_iri(one)
        part = "provenance" if one.predicate.value == _DERIVED else parts.get(subject, "")
        for iri in _homes(subject, stated, first, documents, minter):
            yield iri, minter.graph(*documents[iri], part), one


def _homes(
    subject: str,
    stated: Mapping[str, set[str]],
    first: Mapping[str, str],
    documents: Mapping[str, tuple[str, str]],
    minter: Minter,
) -> Iterable[str]:
    """Return the documents a subject belongs to."""
    if subject in stated:
        return sorted(stated[subject])
    # A document lies two steps below id/: what is under it begins like it.
    start = "/".join(subject.removeprefix(f"{minter.base}id/").split("/")[:2])
    if (document := f"{minter.base}id/{start}") in documents:
        return [document]
    org = minter.organisation_of(subject)
    return [first[org]] if org is not None and org in first else list(first.values())


def _report_literals(found: Iterable[Quad], sink: Findings) -> None:
    for one in found:
        if isinstance(one.object, Literal) and not possible(one.object):
            kind = compact(one.object.datatype.value)
            focus, path = subject_iri(one), one.predicate.value
            sink.add("SG-I37", "literal_impossible", focus=focus, path=path, value=one.object.value,
                     words={"kind": kind, "node": focus, "property": compact(path)})  # fmt: skip


def _report_unknown(found: Iterable[Quad], sink: Findings, minter: Minter) -> None:
    """Report words of our vocabulary that it does not have: what they say is judged by no rule."""
    terms = _terms()
    unknown: dict[str, tuple[str, str]] = {}
    for one in found:
        used = one.object.value if one.predicate == A and isinstance(one.object, NamedNode) else one.predicate.value
        if used.startswith(SG) and used not in terms:
            unknown.setdefault(used, (subject_iri(one), one.predicate.value))
    for term, (focus, path) in sorted(unknown.items()):
        sink.add("SG-I38", "term_unknown", focus=focus, path=path, value=compact(term),
                 words={"node": focus.removeprefix(f"{minter.base}id/")})  # fmt: skip


def _graph(one: Quad) -> str:
    return one.graph_name.value if isinstance(one.graph_name, NamedNode) else ""

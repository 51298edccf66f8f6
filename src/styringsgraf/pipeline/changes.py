"""Each kind of write → the change it makes to the current release; and whether a token may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from styringsgraf import errors
from styringsgraf.access import EVERYTHING, Grant, covers
from styringsgraf.engine import guard, updating
from styringsgraf.engine.update import Operation, Using, parse
from styringsgraf.engine.updating import Covered
from styringsgraf.ingest.rdftext import triples
from styringsgraf.ingest.syntaxes import Syntax, by_media_type
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.edits import Origin, change_of, own_documents
from styringsgraf.pipeline.finish import Change
from styringsgraf.pipeline.folder import data_folder
from styringsgraf.pipeline.gather import Gathered, gather
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.progress import Progress
from styringsgraf.pipeline.writes import DeleteGraph, Part, Plans, PostGraph, PutGraph, Update, Withdraw, Write
from styringsgraf.releases import Draft
from styringsgraf.settings import Settings
from styringsgraf.terms import NamedNode, Quad

#: Syntaxes in which one graph can be written.
GRAPHS: Final = ("ttl", "nt", "rdf", "jsonld")
_SHOWN: Final = 100


@dataclass(frozen=True)
class Made:
    """A change, and whether it makes something that was not there."""

    change: Change
    created: bool = False


def require_scope(grant: Grant, write: Write, minter: Minter) -> None:
    """Raise Forbidden when a token does not cover what a write names, BadParameter for what is no graph's name."""
    if not grant.write:
        raise errors.Forbidden("access.read-only", token=grant.token)
    if isinstance(write, PutGraph | PostGraph | DeleteGraph):
        grant.require_graph(graph_name(write, minter), minter)
    if isinstance(write, Withdraw):
        org = minter.organisation_of(document_iri(write, minter))
        grant.require_organisation(org or "–")


def graph_name(write: PutGraph | PostGraph | DeleteGraph, minter: Minter) -> str:
    """Return the graph that is written, the default graph for writing where none is named; BadParameter."""
    if not write.graph:
        return minter.default_graph
    try:
        return NamedNode(write.graph).value
    except ValueError:
        raise errors.BadParameter("writing.graph-iri", graph=write.graph[:_SHOWN]) from None


def document_iri(write: Withdraw, minter: Minter) -> str:
    """Return the IRI of the document to be withdrawn."""
    return write.document if "://" in write.document else f"{minter.base}id/{write.document.strip('/')}"


def syntax_of(media: str) -> Syntax:
    """Return the syntax of a graph's body; UnsupportedMedia for one that holds no single graph."""
    found = by_media_type(media)
    if found is None or found.name not in GRAPHS:
        raise errors.UnsupportedMedia("writing.graph-media", media=media[:_SHOWN] or "–")
    return found


def told(write: Write, minter: Minter) -> str:
    """Return what a write does, in a few words, for the release's note."""
    match write:
        case Update():
            return f"SPARQL update {sha256(write.text.encode()).hexdigest()[:12]}"
        case PutGraph() | PostGraph() | DeleteGraph():
            method = {PutGraph: "PUT", PostGraph: "POST", DeleteGraph: "DELETE"}[type(write)]
            return f"{method} graph {graph_name(write, minter).removeprefix(f'{minter.base}graph/')}"[:_SHOWN]
        case Plans():
            return f"plans {' '.join(file.name for file in write.files)}"[:_SHOWN]
        case Withdraw():
            return f"withdraw {document_iri(write, minter).removeprefix(f'{minter.base}id/')}"[:_SHOWN]


def operations(config: Settings, write: Write, grant: Grant) -> tuple[Operation, ...]:
    """Return an update's operations, none for another write. Raises BadQuery, TooLarge, and Forbidden by its scope."""
    if not isinstance(write, Update):
        return ()
    minter = Minter(config.base)
    guard.check_update(write.text, max_bytes=config.update_length, max_nesting=config.query_nesting)
    using = Using(write.using, write.using_named)
    found = parse(write.text, base=write.base, default_graph=minter.default_graph, using=using)
    updating.require(found, _covered(grant, minter), everything=grant.organisation == EVERYTHING)
    return found


def change(config: Settings, write: Write, draft: Draft, grant: Grant, parsed: Sequence[Operation]) -> Made:
    """Return what a write makes of the draft's release. Raises what reading, running and scope raise."""
    minter = Minter(config.base)
    match write:
        case Update():
            return _update(config, write, draft, grant, parsed)
        case Plans():
            return _plans(config, write, draft, grant)
        case Withdraw():
            return Made(Change(Gathered((), ()), gone=frozenset({_known_document(write, draft, minter)})))
        case DeleteGraph():
            graph = graph_name(write, minter)
            if graph not in draft.graphs():
                raise errors.NotFound("writing.no-such-graph", graph=graph[:_SHOWN])
            return Made(change_of({graph: ()}, draft, minter, Origin("DELETE", "", whole=False)))
        case PutGraph() | PostGraph():
            return _graph(config, write, draft, minter)


def _covered(grant: Grant, minter: Minter) -> Covered:
    return Covered(
        lambda graph: covers(grant.organisation, graph, minter), lambda graph: grant.require_graph(graph, minter)
    )


def _update(config: Settings, write: Update, draft: Draft, grant: Grant, parsed: Sequence[Operation]) -> Made:
    minter = Minter(config.base)
    with (
        TemporaryDirectory(dir=config.data / "building", prefix="update-") as folder,
        data_folder(config).reader() as at,
    ):
        work = Path(folder) / "store"
        found = updating.run(at.path, work, parsed, _covered(grant, minter), write.base, minter.default_graph)
    origin = Origin("SPARQL update", sha256(write.text.encode()).hexdigest(), whole=False)
    return Made(change_of(found, draft, minter, origin))


def _graph(config: Settings, write: PutGraph | PostGraph, draft: Draft, minter: Minter) -> Made:
    graph = graph_name(write, minter)
    parts = (Part(write.content, write.media),) if isinstance(write, PutGraph) else write.parts
    given = [quad for part in parts for quad in _triples(part, write.base, graph, config)]
    whole = isinstance(write, PutGraph)
    quads = given if whole else [*draft.quads(graph), *given]
    name = f"{'PUT' if whole else 'POST'} graph"
    origin = Origin(name, sha256(b"".join(part.content for part in parts)).hexdigest(), whole=whole)
    made = change_of({graph: tuple(quads)}, draft, minter, origin)
    return Made(made, created=graph not in draft.graphs())


def _triples(part: Part, base: str, graph: str, config: Settings) -> Iterable[Quad]:
    syntax, name = syntax_of(part.media), NamedNode(graph)
    for one in triples(part.content, syntax.label, syntax, base, config.import_statements):
        yield Quad(one.subject, one.predicate, one.object, name)


def _plans(config: Settings, write: Plans, draft: Draft, grant: Grant) -> Made:
    minter = Minter(config.base)
    gathered = gather(write.files, minter, ReleaseKnown(draft.table), Progress(config.lang))
    if not gathered.documents and not gathered.findings:
        raise errors.Unprocessable("writing.no-plan")
    for document in gathered.documents:
        grant.require_organisation(document.organisation)
    there = {minter.document_of_graph(graph) for graph in draft.graphs()}
    created = any(document.iri not in there for document in gathered.documents)
    return Made(Change(own_documents(gathered, minter)), created)


def _known_document(write: Withdraw, draft: Draft, minter: Minter) -> str:
    iri = document_iri(write, minter)
    known = sorted({found for graph in draft.graphs() if (found := minter.document_of_graph(graph)) is not None})
    if iri not in known:
        short = ", ".join(name.removeprefix(f"{minter.base}id/") for name in known) or "–"
        release = draft.current.id if draft.current else "–"
        raise errors.NotFound("pipeline.no-such-document", given=write.document[:_SHOWN], release=release, known=short)
    return iri

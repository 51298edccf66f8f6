"""Writes one holding of a release in one form, from the archive: no store is needed, whatever has been pruned.

N-Quads and JSON-LD are written graph by graph and hold every graph. The other forms hold what documents state
(``Holding.said``) and are made in memory, up to a number of statements.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final, Literal

from styringsgraf import errors
from styringsgraf.engine import storage
from styringsgraf.export import csvw, documents_in, jsonld, opensdg, packing, stratml
from styringsgraf.export.facts import Facts
from styringsgraf.namespaces import Minter
from styringsgraf.publish.forms import Form, dump_path
from styringsgraf.publish.holdings import Holding, hash_of
from styringsgraf.releases import GraphRecord, Manifest, ReleaseStore
from styringsgraf.serialising import written
from styringsgraf.terms import Quad, RdfFormat, parse
from styringsgraf.texts import LANGUAGES, text

#: The language of forms that have room for one.
_LANG: Final = "nb"
README: Final = "README.txt"
#: What a canonical hash is taken of: named graphs, or triples without them.
Hashed = Literal["dataset", "triples", ""]


@dataclass(frozen=True)
class Written:
    """What a dump says when it is read back: the canonical hash, of what, and how many statements ('' for no RDF)."""

    canonical: str
    of: Hashed
    statements: int


@dataclass(frozen=True)
class Source:
    """One holding of a release, to be read from the archive."""

    store: ReleaseStore
    manifest: Manifest
    holding: Holding
    minter: Minter
    licence: str

    def lines(self, graph: GraphRecord) -> bytes:
        """Return a graph's canonical N-Quads; ``Environment`` when the archive has lost it."""
        content = self.store.archived(graph.name, graph.sha256)
        if content is None:
            raise errors.Environment("dumps.archive", graph=graph.name, release=self.manifest.id)
        return content

    def quads(self, *graphs: GraphRecord) -> Iterator[Quad]:
        """Yield the statements of some graphs."""
        for graph in graphs:
            yield from parse(self.lines(graph), format=RdfFormat.N_QUADS)

    def said(self) -> list[Quad]:
        """Return what documents state, each statement once and without its graph."""
        found = self.quads(*self.holding.said)
        return list(dict.fromkeys(Quad(one.subject, one.predicate, one.object) for one in found))

    def named(self, *names: str) -> tuple[GraphRecord, ...]:
        """Return those of these graphs that the release has."""
        return tuple(graph for name in names if (graph := self.manifest.graph(name)) is not None)


def write(source: Source, form: Form, file: IO[bytes], most: int) -> Written:
    """Write a dump to an open file. ``most``: the number of statements above which a form made in memory is refused.

    Raises ``TooLarge`` for that, ``Environment`` when the archive is incomplete, ``OSError``.
    """
    streams = form.name in _STREAMED
    if not streams and source.holding.said_statements > most:
        values = {"form": form.title, "what": source.holding.name, "count": source.holding.said_statements}
        raise errors.TooLarge("dumps.too-many", **values, limit=most)
    return _WRITERS[form.name](source, form, file)


def _nquads(source: Source, form: Form, file: IO[bytes]) -> Written:  # noqa: ARG001 - as all writers
    with packing.gzipped(file) as packed:
        for graph in source.holding.graphs:
            packed.write(source.lines(graph))
    return _dataset(source)


def _jsonld(source: Source, form: Form, file: IO[bytes]) -> Written:  # noqa: ARG001 - as all writers
    graphs = ((graph.name, source.quads(graph)) for graph in source.holding.graphs)
    with packing.gzipped(file) as packed:
        for piece in jsonld.pieces(graphs):
            packed.write(piece)
    return _dataset(source)


def _turtle(source: Source, form: Form, file: IO[bytes]) -> Written:  # noqa: ARG001 - as all writers
    quads = source.said()
    with packing.gzipped(file) as packed:
        packed.write(written(quads, "ttl"))
    return _triples(quads)


def _csv(source: Source, form: Form, file: IO[bytes]) -> Written:
    quads = source.said()
    about = {
        "dc:title": [{"@value": words, "@language": lang} for lang, words in _title(source).items()],
        "dc:license": {"@id": source.licence},
        "dc:modified": {"@value": source.manifest.created, "@type": "xsd:dateTime"},
        "dc:identifier": _address(source, form),
    }
    made = _triples(quads)
    packing.zipped(file, _with_readme(source, form, csvw.parts(quads, about), made.canonical))
    return made


def _xlsx(source: Source, form: Form, file: IO[bytes]) -> Written:  # noqa: ARG001 - as all writers
    made = documents_in.workbook(source.holding.name, _looked_up(source), source.minter)
    file.write(made.content)
    if not made.same:
        # The template cannot say it all: then there is nothing to promise of what is read back.
        return Written("", "", 0)
    names = {graph.graph for graph in made.graphs}
    held = [graph for graph in source.holding.graphs if graph.name in names]
    return Written(hash_of(held), "dataset", sum(graph.count for graph in held))


def _open_sdg(source: Source, form: Form, file: IO[bytes]) -> Written:
    labels = source.quads(*source.named(source.minter.ontology_graph))
    facts = Facts([*source.said(), *labels])
    organisation = source.minter.organisation(source.holding.name)
    parts = opensdg.parts(facts, organisation, source.minter, _LANG)
    packing.zipped(file, _with_readme(source, form, parts, ""))
    return Written("", "", 0)


def _stratml(source: Source, form: Form, file: IO[bytes]) -> Written:
    facts = Facts(source.said())
    organisation = source.minter.organisation(source.holding.name)

    def parts() -> Iterator[tuple[str, bytes]]:
        for document in stratml.documents(facts):
            content = stratml.plan(facts, document, organisation, _LANG)
            if content is not None and document.startswith(f"{organisation}/"):
                yield f"{document.rpartition('/')[2]}.stratml.xml", content

    packing.zipped(file, _with_readme(source, form, parts(), ""))
    return Written("", "", 0)


def _looked_up(source: Source) -> Mapping[str, tuple[Quad, ...]]:
    """Return the graphs a workbook's cells may lead to: the organisation's own, the UN side, and its neighbours'."""
    own = {graph.name: tuple(source.quads(graph)) for graph in source.holding.graphs}
    wanted = set(source.named(source.minter.sdg_graph, source.minter.sdg_official_graph))
    neighbours = {
        organisation
        for graph in source.holding.said
        for quad in own[graph.name]
        if (organisation := source.minter.organisation_of(getattr(quad.object, "value", ""))) is not None
    }
    for graph in source.manifest.graphs:
        if source.minter.organisation_of_graph(graph.name) in neighbours:
            wanted.add(graph)
    others = {graph.name: tuple(source.quads(graph)) for graph in wanted if graph.name not in own}
    return own | others


def _dataset(source: Source) -> Written:
    return Written(source.holding.canonical, "dataset", source.holding.statements)


def _triples(quads: list[Quad]) -> Written:
    form = storage.canonical(quads)
    return Written(form.sha256, "triples", form.count)


def _title(source: Source) -> Mapping[str, str]:
    return text("dumps.of", what=source.holding.name, release=source.manifest.id)


def _address(source: Source, form: Form) -> str:
    return source.minter.base + dump_path(source.holding.name, form, source.manifest.id)


def _with_readme(
    source: Source, form: Form, parts: Iterable[tuple[str, bytes]], canonical: str
) -> Iterator[tuple[str, bytes]]:
    values: dict[str, Any] = {
        "title": _title(source),
        "form": form.title,
        "created": source.manifest.created,
        "address": _address(source, form),
        "licence": source.licence,
        "canonical": canonical or "–",
    }
    said = text("dumps.readme", **values)
    yield README, packing.text_part(line for lang in LANGUAGES for line in (*said[lang].splitlines(), ""))
    yield from parts


_Writer = Callable[[Source, Form, IO[bytes]], Written]
_STREAMED: Final = frozenset({"nquads", "jsonld"})
_WRITERS: Final[Mapping[str, _Writer]] = {
    "nquads": _nquads,
    "turtle": _turtle,
    "jsonld": _jsonld,
    "csv": _csv,
    "xlsx": _xlsx,
    "open-sdg": _open_sdg,
    "stratml": _stratml,
}

"""Finds in a release what a user names: all documents of an organisation, or one document."""

from collections.abc import Callable, Iterable
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import Table
from styringsgraf.export.stated import Stated
from styringsgraf.ingest.context import VERSION_OF
from styringsgraf.ingest.model import Known
from styringsgraf.namespaces import Minter, slug
from styringsgraf.questions.binding import bind
from styringsgraf.releases import Reader
from styringsgraf.terms import NamedNode, sg

_EDITIONS: Final = "SELECT ?node WHERE { ?node <http://purl.org/dc/terms/isVersionOf> $thing } ORDER BY ?node"
_FROM: Final = sg("validFrom")
_INDICATOR: Final = sg("indicator")


class ReleaseLookup:
    """What the import and the export ask of a release: ``known`` for the import, editions for the export."""

    def __init__(self, known: Known, table: Callable[[str], Table]) -> None:
        self._known = known
        self._table = table

    def enduring_of(self, edition_iri: str) -> str | None:
        """See ``Known``."""
        return self._known.enduring_of(edition_iri)

    def exists(self, iri: str) -> bool:
        """See ``Known``."""
        return self._known.exists(iri)

    def editions_of(self, enduring_iri: str) -> tuple[str, ...]:
        """See ``Lookup``."""
        rows = self._table(bind(_EDITIONS, {"thing": NamedNode(enduring_iri)})).rows
        return tuple(row[0].value for row in rows if row[0] is not None)


def documents(reader: Reader, given: str, minter: Minter) -> tuple[Stated, ...]:
    """Return the documents that ``given`` names: an organisation's slug, org/edition, or an IRI of either.

    They come in the order in which they can be imported: what others build on first. Raises ``NotFound``.
    """
    base = f"{minter.base}id/"
    graphs: dict[str, list[str]] = {}
    for graph in reader.graphs():
        if (document := minter.document_of_graph(graph)) is not None:
            graphs.setdefault(document, []).append(graph)
    wanted = base + "/".join(slug(part) for part in given.removeprefix(base).strip("/").split("/"))
    found = [document for document in graphs if document == wanted or document.startswith(f"{wanted}/")]
    if not found:
        known = sorted({part for document in graphs for part in _names(document.removeprefix(base))})
        raise errors.NotFound("export.no-such", given=given, release=reader.manifest.id, known=", ".join(known) or "–")
    read = [Stated.of(iri, minter, {graph: reader.quads(graph) for graph in graphs[iri]}) for iri in sorted(found)]
    return in_order(read)


def _names(document: str) -> tuple[str, str]:
    return document.partition("/")[0], document


def in_order(documents: Iterable[Stated]) -> tuple[Stated, ...]:
    """Return documents so that each comes after those whose nodes it refers to; the older first where it is free."""
    waiting = sorted(documents, key=lambda one: (one.text(one.iri, _FROM) or "", one.iri))
    needs = {one.iri: _needs(one, [other for other in waiting if other is not one]) for one in waiting}
    done: dict[str, Stated] = {}
    while waiting:
        # Documents that refer to each other have no right order: then the older goes first.
        ready = next((one for one in waiting if needs[one.iri] <= done.keys()), waiting[0])
        done[ready.iri] = ready
        waiting.remove(ready)
    return tuple(done.values())


def _needs(document: Stated, others: Iterable[Stated]) -> set[str]:
    """Return the documents that describe what a document refers to: nodes, and indicators it has results of."""
    named = {value.value for said in document.facts.values() for values in said.values() for value in values}
    own = {enduring for _, enduring in document.links(VERSION_OF)}
    measured = {enduring for _, enduring in document.links(_INDICATOR)} - own
    return {
        other.iri
        for other in others
        if any(iri == other.iri or iri.startswith(f"{other.iri}/") for iri in named)
        or any(enduring in measured for _, enduring in other.links(VERSION_OF))
    }

"""The workbook of all of an organisation's documents, from graphs at hand instead of an open release."""

from collections.abc import Iterable, Mapping
from typing import Final

from styringsgraf.export.find import in_order
from styringsgraf.export.stated import Stated
from styringsgraf.export.workbook import Export, export
from styringsgraf.ingest.mapping import find
from styringsgraf.namespaces import Minter
from styringsgraf.terms import NamedNode, Quad, named, subject_iri

_VERSION_OF: Final = named("dct:isVersionOf")


class GraphLookup:
    """Looks up nodes in graphs, as ``ReleaseLookup`` does in a release."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._nodes: set[str] = set()
        self._enduring: dict[str, str] = {}
        for quad in quads:
            node = subject_iri(quad)
            self._nodes.add(node)
            if quad.predicate == _VERSION_OF and isinstance(quad.object, NamedNode):
                self._enduring.setdefault(node, quad.object.value)
        self._editions: dict[str, list[str]] = {}
        for node in sorted(self._enduring):
            self._editions.setdefault(self._enduring[node], []).append(node)

    def enduring_of(self, edition_iri: str) -> str | None:
        """See ``Known``."""
        return self._enduring.get(edition_iri)

    def exists(self, iri: str) -> bool:
        """See ``Known``."""
        return iri in self._nodes

    def editions_of(self, enduring_iri: str) -> tuple[str, ...]:
        """See ``Lookup``."""
        return tuple(self._editions.get(enduring_iri, ()))


def workbook(organisation: str, graphs: Mapping[str, tuple[Quad, ...]], minter: Minter) -> Export:
    """Return the template's workbook with every document of an organisation (its slug), read again and compared.

    ``graphs``, by name, are the organisation's and those its references lead to.
    """
    parts: dict[str, dict[str, tuple[Quad, ...]]] = {}
    for name, quads in graphs.items():
        document = minter.document_of_graph(name)
        if document is not None and minter.organisation_of_graph(name) == organisation:
            parts.setdefault(document, {})[name] = quads
    documents = in_order(Stated.of(iri, minter, parts[iri]) for iri in sorted(parts))
    lookup = GraphLookup(quad for quads in graphs.values() for quad in quads)
    return export(documents, find("template"), "nb", lookup, minter)

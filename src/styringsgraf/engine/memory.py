"""A small store in memory for working something out over a few graphs, a CONSTRUCT at a time."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from styringsgraf.engine import Table
from styringsgraf.engine.embedded import Embedded


class Memory:
    """Holds statements for as long as one computation lasts. Queries see the union of all graphs."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._store = Store()
        self._store.extend(quads)
        self._engine = Embedded(self._store)

    def add(self, quads: Iterable[Quad]) -> None:
        """Add statements; those already there stay once."""
        self._store.extend(quads)

    @property
    def engine(self) -> Embedded:
        """The query engine over these statements."""
        return self._engine

    def load(self, lines: bytes) -> None:
        """Add statements given as N-Quads."""
        self._store.bulk_load(lines, RdfFormat.N_QUADS)

    def drop(self, graph: str) -> None:
        """Remove one graph, which may not be there."""
        self._store.remove_graph(NamedNode(graph))

    def construct(self, query: str, graph: str) -> list[Quad]:
        """Return what a CONSTRUCT makes as statements of ``graph``, each once. Nothing is added."""
        return self._engine.construct(query, graph)

    def table(self, query: str) -> Table:
        """Return the rows of a SELECT."""
        return self._engine.table(query)

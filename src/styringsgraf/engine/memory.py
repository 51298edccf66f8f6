"""A small store in memory for working something out over a few graphs, a CONSTRUCT at a time."""

from collections.abc import Iterable

from pyoxigraph import Quad, Store

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

    def construct(self, query: str, graph: str) -> list[Quad]:
        """Return what a CONSTRUCT makes as statements of ``graph``, each once. Nothing is added."""
        return self._engine.construct(query, graph)

    def table(self, query: str) -> Table:
        """Return the rows of a SELECT."""
        return self._engine.table(query)

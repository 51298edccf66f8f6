"""A small store in memory for working something out over a few graphs, a CONSTRUCT at a time."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples, Store

from styringsgraf.engine import Table


class Memory:
    """Holds statements for as long as one computation lasts. Queries see the union of all graphs."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        self._store = Store()
        self._store.extend(quads)

    def add(self, quads: Iterable[Quad]) -> None:
        """Add statements; those already there stay once."""
        self._store.extend(quads)

    def construct(self, query: str, graph: str) -> frozenset[Quad]:
        """Return what a CONSTRUCT makes as statements of ``graph``. Nothing is added."""
        found = self._store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, QueryTriples):
            raise TypeError("not a CONSTRUCT query")
        name = NamedNode(graph)
        return frozenset(Quad(triple.subject, triple.predicate, triple.object, name) for triple in found)

    def table(self, query: str) -> Table:
        """Return the rows of a SELECT."""
        found = self._store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, QuerySolutions):
            raise TypeError("not a SELECT query")
        columns = tuple(variable.value for variable in found.variables)
        return Table(columns, tuple(tuple(row[name] for name in columns) for row in found))

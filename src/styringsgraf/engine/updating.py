"""Runs an update on a disposable copy of a store and gives back the graphs it may change, as they are afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from styringsgraf import errors
from styringsgraf.engine import storage
from styringsgraf.engine.embedded import translated
from styringsgraf.engine.update import Operation
from styringsgraf.terms import NamedNode, Quad


@dataclass(frozen=True)
class Covered:
    """What an update may change: a test for names, and what to raise for one it may not."""

    covers: Callable[[str], bool]
    refuse: Callable[[str], None]


def require(operations: Sequence[Operation], covered: Covered, *, everything: bool) -> None:
    """Refuse an update that names a graph which is not covered, or with ``everything`` False, a graph by a variable."""
    for operation in operations:
        for graph in sorted(operation.graphs):
            covered.refuse(graph)
        if operation.variable and not everything:
            raise errors.Forbidden("writing.update-any-graph")
        if operation.every and not everything:
            raise errors.Forbidden("writing.update-every-graph", word=operation.head, what=operation.every.upper())


def run(
    source: Path, work: Path, operations: Sequence[Operation], covered: Covered, base: str, default_graph: str
) -> Mapping[str, tuple[Quad, ...]]:
    """Return each graph that may have changed, with all its statements (none: it is gone).

    ``work`` is a folder to be made, for the copy. Raises BadQuery for what the engine does not take, Forbidden for a
    variable that came to name a graph which is not covered.
    """
    before = storage.open_reader(source)
    storage.copy(before, work)
    store = storage.open_writer(work)
    for operation in operations:
        _run(store, operation, covered, base or None, default_graph)
    names = {*storage.graph_names(before), *storage.graph_names(store)}
    wide = any(operation.variable or operation.every for operation in operations)
    named = frozenset[str]().union(*(operation.graphs for operation in operations))
    found: dict[str, tuple[Quad, ...]] = {}
    for graph in sorted(names | named if wide else named):
        after = tuple(storage.graph_quads(store, graph))
        if wide and graph not in named:
            if set(after) == set(storage.graph_quads(before, graph)):
                continue
            covered.refuse(graph)
        found[graph] = after
    return found


def _run(store: storage.Store, operation: Operation, covered: Covered, base: str | None, default_graph: str) -> None:
    existing = storage.graph_names(store)
    if operation.every:
        for graph in existing:
            if covered.covers(graph) and (operation.every == "all" or graph != default_graph):
                store.remove_graph(NamedNode(graph))
        return
    text = operation.text(existing)
    with translated(text):
        store.update(text, base_iri=base)

"""Compares two releases graph by graph, by merging their sorted archive files: works without any store."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from itertools import chain
from typing import IO, Final, Literal

from styringsgraf.releases.archive import lines
from styringsgraf.releases.layout import Layout
from styringsgraf.releases.manifest import GraphRecord, Manifest

_NOTHING: Final[tuple[bytes, ...]] = ()


@dataclass(frozen=True)
class GraphDifference:
    """One graph that differs: numbers of all statements added and removed, and the first of them as N-Quads."""

    graph: str
    added: int
    removed: int
    added_statements: tuple[str, ...]
    removed_statements: tuple[str, ...]


def diff(layout: Layout, old: Manifest, new: Manifest, limit: int) -> tuple[GraphDifference, ...]:
    """Return the graphs that differ, sorted by name, each with at most ``limit`` statements added and removed."""
    names = sorted({graph.name for graph in (*old.graphs, *new.graphs)})
    pairs = ((name, old.graph(name), new.graph(name)) for name in names)
    return tuple(
        _compared(layout, name, before, after, limit)
        for name, before, after in pairs
        if before is None or after is None or before.sha256 != after.sha256
    )


def _compared(
    layout: Layout, name: str, before: GraphRecord | None, after: GraphRecord | None, limit: int
) -> GraphDifference:
    counts = {"+": 0, "-": 0}
    shown: dict[str, list[str]] = {"+": [], "-": []}
    with ExitStack() as stack:
        opened = [_opened(layout, record, stack) for record in (before, after)]
        for sign, line in merged(*opened):
            counts[sign] += 1
            if len(shown[sign]) < limit:
                shown[sign].append(line.decode().rstrip("\n"))
    return GraphDifference(name, counts["+"], counts["-"], tuple(shown["+"]), tuple(shown["-"]))


def _opened(layout: Layout, record: GraphRecord | None, stack: ExitStack) -> Iterator[bytes]:
    if record is None:
        return iter(_NOTHING)
    content: AbstractContextManager[IO[bytes]] = lines(layout.objects, record)
    return iter(stack.enter_context(content))


def merged(before: Iterator[bytes], after: Iterator[bytes]) -> Iterator[tuple[Literal["+", "-"], bytes]]:
    """Yield the lines that only one of two sorted files has: '-' the first, '+' the second."""
    old, new = next(before, None), next(after, None)
    while old is not None and new is not None:
        if old == new:
            old, new = next(before, None), next(after, None)
        elif old < new:
            yield "-", old
            old = next(before, None)
        else:
            yield "+", new
            new = next(after, None)
    if old is not None:
        yield from (("-", line) for line in chain((old,), before))
    if new is not None:
        yield from (("+", line) for line in chain((new,), after))

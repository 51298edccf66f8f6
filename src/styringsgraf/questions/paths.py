"""Finds the paths between two nodes of the thread, the shortest first, and what a graph of edges reaches. Pure."""

import heapq
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import count, islice
from typing import Final

from styringsgraf.questions.values import Edge, Path

#: Where counting further paths stops; answers then say so.
MOST: Final = 1_000


@dataclass(frozen=True)
class Graph:
    """Edges by their start and by their end."""

    up: Mapping[str, tuple[Edge, ...]]
    down: Mapping[str, tuple[Edge, ...]]

    @classmethod
    def of(cls, edges: Iterable[Edge]) -> "Graph":
        """Build a graph; edges are de-duplicated and ordered, so that answers are the same every time."""
        up: dict[str, list[Edge]] = defaultdict(list)
        down: dict[str, list[Edge]] = defaultdict(list)
        for edge in sorted(set(edges), key=lambda e: (e.start, e.end, e.claimed, e.via)):
            up[edge.start].append(edge)
            down[edge.end].append(edge)
        return cls({k: tuple(v) for k, v in up.items()}, {k: tuple(v) for k, v in down.items()})

    def above(self, starts: Collection[str], without: Set[str] = frozenset()) -> set[str]:
        """Return everything the starts reach upwards by at least one edge, never stepping on ``without``."""
        seen: set[str] = set()
        queue = deque(start for start in starts if start not in without)
        while queue:
            for edge in self.up.get(queue.popleft(), ()):
                if edge.end not in seen and edge.end not in without:
                    seen.add(edge.end)
                    queue.append(edge.end)
        return seen

    def below(self, ends: Collection[str], without: Set[str] = frozenset()) -> set[str]:
        """Return everything that reaches the ends by at least one edge, never stepping on ``without``."""
        seen: set[str] = set()
        queue = deque(end for end in ends if end not in without)
        while queue:
            for edge in self.down.get(queue.popleft(), ()):
                if edge.start not in seen and edge.start not in without:
                    seen.add(edge.start)
                    queue.append(edge.start)
        return seen

    def distances(self, end: str) -> dict[str, int]:
        """Return how many edges lie between each node below and the end."""
        found, queue = {end: 0}, deque([end])
        while queue:
            node = queue.popleft()
            for edge in self.down.get(node, ()):
                if edge.start not in found:
                    found[edge.start] = found[node] + 1
                    queue.append(edge.start)
        return found


def paths(graph: Graph, start: str, end: str, distances: Mapping[str, int]) -> Iterator[Path]:
    """Yield every simple path, the shortest first; ``distances`` are ``graph.distances(end)``.

    Best first with the exact distance left as the bound, so that the first path comes without a detour and a
    cycle (a fault that SG-A11 reports) cannot hold it up.
    """
    if start not in distances or start == end:
        return
    order = count()
    heap: list[tuple[int, int, Path]] = [(distances[start], next(order), ())]
    while heap:
        _, _, walked = heapq.heappop(heap)
        node = walked[-1].end if walked else start
        if node == end:
            yield walked
            continue
        been = {start, *(edge.end for edge in walked)}
        for edge in graph.up.get(node, ()):
            if edge.end in distances and edge.end not in been:
                length = len(walked) + 1 + distances[edge.end]
                heapq.heappush(heap, (length, next(order), (*walked, edge)))


class Finder:
    """Finds paths to one end; prepared once for many starts. A stated path has no claimed edge, a claimed one has."""

    def __init__(self, edges: Collection[Edge], end: str) -> None:
        stated = Graph.of(edge for edge in edges if not edge.claimed)
        whole = Graph.of(edges) if any(edge.claimed for edge in edges) else stated
        self._end = end
        self._ways = {claimed: (graph, graph.distances(end)) for claimed, graph in ((False, stated), (True, whole))}

    def shortest(self, start: str, shown: int, *, claimed: bool) -> tuple[tuple[Path, ...], int]:
        """Return the first ``shown`` paths of a basis and how many there are (counted up to ``MOST``)."""
        graph, distances = self._ways[claimed]
        found = islice(paths(graph, start, self._end, distances), 20 * MOST)
        kept = list(islice((path for path in found if not claimed or any(e.claimed for e in path)), MOST))
        return tuple(kept[:shown]), len(kept)

"""Paths and losses against slow but plain definitions, on generated threads."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store

from styringsgraf.engine import Limits, Table
from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.memo import Memo
from styringsgraf.namespaces import PREFIXES, SG
from styringsgraf.questions import thread_edges
from styringsgraf.questions.dropped import loss
from styringsgraf.questions.paths import MOST, Finder, Graph, paths
from styringsgraf.questions.values import Edge

TYPE, MEASURE = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(SG + "Measure")
LEVELS = 5
NODES = [f"{level}{n}" for level in range(LEVELS) for n in "abc"]
forward = [(a, b) for a in NODES for b in NODES if a[0] < b[0]]
threads = st.sets(st.sampled_from(forward), max_size=24)
any_graph = st.sets(st.tuples(st.sampled_from(NODES[:7]), st.sampled_from(NODES[:7])), max_size=14)


def edges(pairs: set[tuple[str, str]], claimed: frozenset[tuple[str, str]] = frozenset()) -> list[Edge]:
    return [Edge(a, "p", b, (a, b) in claimed) for a, b in sorted(pairs)]


def closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set(pairs)
    while True:
        more = {(a, d) for a, b in found for c, d in pairs if b == c} - found
        if not more:
            return found
        found |= more


def simple_paths(pairs: set[tuple[str, str]], start: str, end: str) -> list[tuple[str, ...]]:
    def walk(path: tuple[str, ...]) -> list[tuple[str, ...]]:
        if path[-1] == end and len(path) > 1:
            return [path]
        return [p for a, b in pairs if a == path[-1] and b not in path for p in walk((*path, b))]

    return walk((start,))


@given(any_graph, st.sampled_from(NODES[:7]), st.sampled_from(NODES[:7]))
def test_every_simple_path_once_the_shortest_first(pairs: set[tuple[str, str]], start: str, end: str) -> None:
    graph = Graph.of(edges(pairs))
    found = list(paths(graph, start, end, graph.distances(end)))
    as_nodes = [(start, *(edge.end for edge in path)) for path in found]
    expected = simple_paths(pairs, start, end) if start != end else []
    assert sorted(as_nodes) == sorted(expected)
    assert all(len(a) <= len(b) for a, b in pairwise(found))


@given(any_graph, st.data())
def test_stated_and_claimed_paths_share_the_whole(pairs: set[tuple[str, str]], data: st.DataObject) -> None:
    claimed = frozenset(data.draw(st.sets(st.sampled_from(sorted(pairs))))) if pairs else frozenset()
    start, end = NODES[0], NODES[1]
    finder = Finder(edges(pairs, claimed), end)
    stated, of_stated = finder.shortest(start, 2, claimed=False)
    judged, of_claimed = finder.shortest(start, 2, claimed=True)
    assert of_stated + of_claimed == len(simple_paths(pairs, start, end))
    assert not any(edge.claimed for path in stated for edge in path)
    assert all(any(edge.claimed for edge in path) for path in judged)
    assert len(stated) == min(2, of_stated)


def test_counting_stops() -> None:
    ladder = {(f"{n}{a}", f"{n + 1}{b}") for n in range(8) for a in "abc" for b in "abc"}
    shown, total = Finder(edges(ladder), "8a").shortest("0a", 3, claimed=False)
    assert total == MOST  # of 3 ** 7
    assert [len(path) for path in shown] == [8, 8, 8]


def keeps(pairs: set[tuple[str, str]], m: str, goal: str, x: str) -> bool:
    """The ontology's formula for acyclic threads: whether ``m`` still supports ``goal`` without ``x``."""
    supports = closure(pairs)
    if (m, goal) not in supports or m == x:
        return False
    if (m, x) not in supports:
        return True
    return any(
        (m == a or (m, a) in supports) and (a, x) in supports and b != x and (b, x) not in supports
        and (b == goal or (b, goal) in supports)
        for a, b in pairs
    )  # fmt: skip


@given(threads, st.sampled_from([node for node in NODES if node[0] in "0123"]))
def test_losses_follow_the_formula(pairs: set[tuple[str, str]], x: str) -> None:
    goals = {node for node in NODES if node[0] in "34"}
    measures = {node for node in NODES if node[0] == "0"}
    lost = loss(Graph.of(edges(pairs)), x, goals, measures)
    supports = closure(pairs)
    assert set(lost.goals) == {goal for goal in goals if (x, goal) in supports}
    for goal, (before, after) in lost.goals.items():
        assert before == sum((m, goal) in supports for m in measures)
        assert after == sum(keeps(pairs, m, goal, x) for m in measures)
    for node in NODES:
        lower = (node, x) in supports
        stands = any(keeps(pairs, node, goal, x) for goal in goals - {x} - lost.falls)
        assert (node in lost.falls) is (lower and not stands), node


def test_a_cycle_does_not_hang() -> None:
    ring = {("m", "a"), ("a", "b"), ("b", "a"), ("b", "g"), ("g", "h"), ("m", "h")}
    lost = loss(Graph.of(edges(ring)), "a", {"g", "h"}, {"m"})
    assert lost.falls == frozenset()  # b goes on to g by itself
    assert lost.goals == {"g": (1, 0), "h": (1, 1)}


def test_a_dropped_goal_takes_along_what_only_serves_it() -> None:
    chain = {("m", "n"), ("n", "x"), ("x", "un"), ("k", "n"), ("k", "other"), ("other", "un")}
    lost = loss(Graph.of(edges(chain)), "x", {"n", "x", "other", "un"}, {"m", "k"})
    assert lost.falls == {"n", "m"}  # n serves nothing but x, m nothing but n; k has the other goal
    assert lost.goals == {"un": (2, 1)}


class Counting(Embedded):
    """Counts what it is asked."""

    asked = 0

    def table(self, query: str, limits: Limits | None = None) -> Table:
        """Ask for rows."""
        self.asked += 1
        return super().table(query, limits)


def test_steps_of_a_release_are_asked_for_once(golden_store: Store) -> None:
    measures = [
        subject.value
        for subject, *_ in golden_store.quads_for_pattern(None, TYPE, MEASURE, None)
        if isinstance(subject, NamedNode)
    ]
    assert len(set(measures)) > 3
    plain = thread_edges.above(Embedded(golden_store), measures)
    keeping = Counting(golden_store, memo=Memo())
    assert set(thread_edges.above(keeping, measures[:2])) <= set(plain)
    assert sorted(map(str, thread_edges.above(keeping, measures))) == sorted(map(str, plain))
    assert any(edge.claimed for edge in plain), "claims are among them"
    before = keeping.asked
    assert sorted(map(str, thread_edges.above(keeping, measures))) == sorted(map(str, plain))
    assert keeping.asked == before

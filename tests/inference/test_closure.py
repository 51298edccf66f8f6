"""The rules against an independent closure: plain sets, loops until nothing is new, no query language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FIRST = date(2020, 1, 1)
UN = ("sdg:3.4", "sdg:3.5", "sdg:13.2", "sdg:3", "sdg:3.4/segment/1")
UN_STEPS = {
    ("sdg:3.4", "sdg:3"),
    ("sdg:3.5", "sdg:3"),
    ("sdg:13.2", "sdg:13"),
    ("sdg:3.4/segment/1", "sdg:3.4"),
}
STEPS = ("fulfils", "concretises", "leadsTo", "refines", "partOfFocusArea", "alignsWith", "delivers", "partOfTarget")
NO_STEPS = ("takesUp", "buildsOn", "answers")


@dataclass(frozen=True)
class Doc:
    name: str
    status: str | None
    adopted: int | None
    start: int | None
    end: int | None
    series: str | None
    supersedes: tuple[str, ...]


@dataclass(frozen=True)
class Node:
    name: str
    same: str
    revises: tuple[str, ...]

    @property
    def doc(self) -> str:
        return self.name.split("/")[0]


@dataclass(frozen=True)
class World:
    docs: tuple[Doc, ...]
    nodes: tuple[Node, ...]
    links: tuple[tuple[str, str, str, str], ...]  # from, predicate, to, document that states it
    claims: tuple[tuple[str, str, str, str], ...]  # from, to, kind, document that states it
    day: int
    assumed: frozenset[str]


def maybe_day() -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, 6)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    names = [f"d{i}" for i in range(draw(st.integers(1, 4)))]
    docs = tuple(
        Doc(
            name,
            draw(st.sampled_from(["adopted", "adopted", "adopted", "adopted", "proposal", "repealed", None])),
            draw(maybe_day()),
            draw(maybe_day()),
            draw(st.none() | st.integers(2, 9)),
            draw(st.sampled_from(["hp", "hp", "plan", None])),
            tuple(draw(st.lists(st.sampled_from(names), max_size=1))),
        )
        for name in names
    )
    nodes: list[Node] = []
    for i in range(draw(st.integers(2, 10))):
        older = [node.name for node in nodes]
        revises = draw(st.lists(st.sampled_from(older), max_size=2, unique=True)) if older else []
        name = f"{draw(st.sampled_from(names))}/n{i}"
        nodes.append(Node(name, draw(st.sampled_from(["a", "b", "c", f"own{i}"])), tuple(revises)))
    local = st.sampled_from([node.name for node in nodes])
    anywhere = st.one_of(local, local, local, st.sampled_from(UN))
    stated_by = st.sampled_from(["own", "own", *names])
    links = draw(st.lists(st.tuples(local, st.sampled_from(STEPS * 2 + NO_STEPS), anywhere, stated_by), max_size=20))
    kinds = st.sampled_from(["claimed", "claimed", "claimed", "trade-off", "direct"])
    claims = draw(st.lists(st.tuples(local, anywhere, kinds, stated_by), max_size=5))
    return World(
        docs,
        tuple(nodes),
        tuple((a, p, b, a.split("/")[0] if by == "own" else by) for a, p, b, by in links),
        tuple((a, b, kind, a.split("/")[0] if by == "own" else by) for a, b, kind, by in claims),
        draw(st.integers(0, 7)),
        frozenset(draw(st.lists(st.sampled_from(names), max_size=1))),
    )


# --- the oracle -----------------------------------------------------------------------------------


def closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set(pairs)
    while more := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= more
    return found


class Oracle:
    def __init__(self, world: World) -> None:
        self.world = world
        self.docs = {doc.name: doc for doc in world.docs}
        self.nodes = {node.name: node for node in world.nodes}
        self.documents = {doc.name for doc in world.docs if self.doc_in_force(doc)}
        self.local = {node.name for node in world.nodes if node.doc in self.documents}
        self.revisions = closure({(node.name, old) for node in world.nodes for old in node.revises})
        self.contributes, self.carried = self.edges()
        self.supports = {(a, b) for a, b in closure(self.contributes | UN_STEPS) if a in self.local}
        self.claims = self.claimed()

    def begun(self, doc: Doc) -> bool:
        if doc.name in self.world.assumed:
            return True
        if doc.status != "adopted" and not (doc.status is None and doc.adopted is not None):
            return False
        adopted = doc.adopted if doc.adopted is not None else doc.start
        return all(day is None or day <= self.world.day for day in (adopted, doc.start))

    def later(self, one: Doc, other: Doc) -> bool:
        if one.name == other.name:
            return False
        if other.name in one.supersedes:
            return True
        if one.name in other.supersedes:
            return False
        starts = [doc.start if doc.start is not None else doc.adopted for doc in (one, other)]
        if None in starts:
            return False
        if starts[0] != starts[1]:
            return starts[0] > starts[1]  # type: ignore[operator]
        return one.adopted is not None and other.adopted is not None and one.adopted > other.adopted

    def doc_in_force(self, doc: Doc) -> bool:
        if doc.name in self.world.assumed:
            return True
        if not self.begun(doc) or (doc.end is not None and doc.end < self.world.day):
            return False
        for other in self.world.docs:
            same = doc.series is not None and other.series == doc.series
            replaces = doc.name in other.supersedes or same
            if self.begun(other) and replaces and self.later(other, doc):
                return False
        return True

    def after(self, one: str, other: str) -> bool:
        documents = (self.docs[self.nodes[one].doc], self.docs[self.nodes[other].doc])
        return (one, other) in self.revisions or self.later(*documents)

    def same_thing(self, start: str) -> set[str]:
        """Return what is reached going sideways to editions of one enduring node, or forward along revisions."""
        reached: set[str] = set()
        frontier = {start}
        while frontier:
            near = {
                node.name
                for node in self.world.nodes
                for name in frontier
                if node.same == self.nodes[name].same or name in node.revises
            }
            reached, frontier = reached | frontier, near - reached - frontier
        return reached

    def successors(self, old: str) -> set[str]:
        found = {name for name in self.same_thing(old) & self.local if self.after(name, old)}
        return {name for name in found if not any(self.after(other, name) for other in found - {name})}

    def edges(self) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        direct: set[tuple[str, str]] = set()
        carried: set[tuple[str, str]] = set()
        for a, predicate, b, by in self.world.links:
            if predicate not in STEPS or a not in self.local or by not in self.documents:
                continue
            if b in self.local or b in UN:
                direct.add((a, b))
            else:
                carried |= {(a, new) for new in self.successors(b) if new != a}
        return direct | carried, carried

    def claimed(self) -> set[tuple[str, str]]:
        claims = {
            (a, b)
            for a, b, kind, by in self.world.claims
            if kind == "claimed" and by in self.documents and a in self.local and (b in self.local or b in UN)
        }
        stated = closure(self.contributes | UN_STEPS)
        every = closure(self.contributes | UN_STEPS | claims)
        before = {(a, c) for c, _ in claims for a, b in stated if b == c} | {(c, c) for c, _ in claims}
        after = {(c, b) for _, c in claims for a, b in every if a == c} | {(c, c) for _, c in claims}
        return {(a, d) for a, b in before for e, f in claims if e == b for c, d in after if c == f}


def build(world: World, town: Any) -> Any:
    def day(number: int | None) -> date | None:
        return None if number is None else FIRST + timedelta(days=number)

    for doc in world.docs:
        town.document(
            doc.name,
            status=doc.status,
            adopted=day(doc.adopted),
            start=day(doc.start),
            end=day(doc.end),
            series=doc.series,
            supersedes=doc.supersedes,
        )
    for node in world.nodes:
        town.node(node.name, same=node.same, revises=node.revises)
    for a, predicate, b, by in world.links:
        town.link(a, f"sg:{predicate}", b, by)
    for a, b, kind, by in world.claims:
        town.claim(a, b, kind=kind, edition=by)
    return town.infer(FIRST + timedelta(days=world.day), *world.assumed)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds())
def test_rules_equal_the_naive_closure(new_town: Callable[[], Any], world: World) -> None:
    found, oracle = build(world, new_town()), Oracle(world)
    claim_nodes = {name for name in found.in_force if "/claim-" in name}
    assert found.in_force - claim_nodes == oracle.documents | oracle.local
    assert found.contributes == oracle.contributes
    assert found.carried == oracle.carried
    assert found.supports == oracle.supports
    assert found.claims == oracle.claims

"""What a change of a bundle can reach: for each shape the focus nodes whose findings may differ, and all they read.

Pure: shapes, the bundle before and the bundle after, as N-Triples. A changed statement is followed back along every
trail (``trails``) that ends in such a statement; the nodes at its beginning are the ones it can reach. Old and new
statements are walked alike, so that what a deletion left behind is found too. From the nodes to judge again the same
trails are then followed forwards: what they meet is a small bundle on which each of those nodes – and no other – is
judged as on the whole one.
"""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from styringsgraf.namespaces import PREFIXES
from styringsgraf.quality.lines import Lines, Triple, has_blank_nodes, split, term
from styringsgraf.quality.reading import Reading, readings
from styringsgraf.quality.trails import OF_CLASS, Trail

_TYPE: Final = term(PREFIXES["rdf"] + "type")


@dataclass(frozen=True)
class Reach:
    """What to judge again. Nodes are written as in N-Triples."""

    #: Per shape (IRI) the nodes whose earlier results no longer count; None: no node's do.
    touched: Mapping[str, Set[bytes] | None]
    #: Per shape the nodes among them that it judges now; shapes without any are left out.
    again: Mapping[str, Set[bytes]]
    #: All that can be read in judging those.
    bundle: bytes
    #: Number of statements that came or went.
    changed: int

    def is_touched(self, shape: str, node: str) -> bool:
        """Tell whether an earlier result of a shape about a node (IRI) no longer counts."""
        nodes = self.touched.get(shape, frozenset())
        return nodes is None or term(node) in nodes

    def is_again(self, shape: str, node: str) -> bool:
        """Tell whether a shape has to judge a node (IRI) again."""
        return term(node) in self.again.get(shape, frozenset())


@dataclass(frozen=True)
class _Plan:
    """The trails of all shapes: each with the shapes that read what stands at its end."""

    readings: Mapping[str, Reading]
    trails: Mapping[Trail, frozenset[str]]
    predicates: frozenset[bytes]


@lru_cache(maxsize=4)
def _plan(shapes: bytes) -> _Plan:
    found = readings(shapes)
    trails: dict[Trail, set[str]] = defaultdict(set)
    predicates = {_TYPE, *(term(one) for reading in found.values() for one in reading.reads.anywhere)}
    for shape, reading in found.items():
        for trail in reading.reads.trails:
            for length in range(1, len(trail) + 1):
                trails[trail[:length]].add(shape)
            predicates |= {term(link.predicate) for step in trail for link in step.links}
    return _Plan(found, {trail: frozenset(users) for trail, users in trails.items()}, frozenset(predicates))


def reach(shapes: bytes, before: bytes, after: bytes) -> Reach | None:
    """Return what to judge again once ``before`` has become ``after``; None when all of it has to be.

    That is so when a shape reads more than trails can say, or when nodes have no names that both bundles share.
    """
    plan = _plan(shapes)
    if before == after:
        return Reach({}, {}, b"", 0)
    if any(one.reads.everything for one in plan.readings.values()) or any(map(has_blank_nodes, (before, after))):
        return None
    # In the order of the file, in which they also lie in memory.
    now_said = after.splitlines()
    old, new = set(before.splitlines()), set(now_said)
    gone, come = old - new, new - old
    changed = [split(line) for line in (*gone, *come)]
    lines = Lines((*now_said, *gone), plan.predicates)
    touched = _touched(plan, lines, changed)
    lines.hide(map(split, gone))
    now = _Now(plan, lines)
    again = {shape: nodes for shape, all_of in touched.items() if (nodes := now.judged(shape, all_of))}
    return Reach(touched, again, now.bundle(again), len(changed))


def _touched(plan: _Plan, lines: Lines, changed: list[Triple]) -> dict[str, Set[bytes] | None]:
    """Follow changed statements back to where trails begin."""
    by_predicate: dict[bytes, list[Triple]] = defaultdict(list)
    for triple in changed:
        by_predicate[triple[1]].append(triple)
    found: dict[str, set[bytes]] = defaultdict(set)
    for trail, shapes in plan.trails.items():
        last = trail[-1]
        starts = {
            triple[2 if link.back else 0]
            for link in last.links
            for triple in by_predicate.get(term(link.predicate), ())
        }
        if not starts:
            continue
        nodes = lines.before(trail if last.many else trail[:-1], starts)
        for shape in shapes:
            found[shape] |= nodes
    everywhere = {
        shape: None
        for shape, reading in plan.readings.items()
        if any(term(one) in by_predicate for one in reading.reads.anywhere)
    }
    return {**found, **everywhere}


class _Now:
    """The bundle after the change: who is to be judged in it, and what is read for that."""

    def __init__(self, plan: _Plan, lines: Lines) -> None:
        self._plan = plan
        self._lines = lines
        self._members: dict[str, Set[bytes]] = {}
        self._ends: dict[tuple[Trail, frozenset[str]], Set[bytes]] = {}
        self._found: set[Triple] = set()

    def judged(self, shape: str, nodes: Set[bytes] | None) -> Set[bytes]:
        """Return which of some nodes (None: of all) a shape judges."""
        targets = self._plan.readings[shape].targets
        found = {one.encode() for one in targets.nodes}
        for name in targets.classes:
            if name not in self._members:
                self._members[name] = self._lines.before(OF_CLASS, {term(name)})
            found |= self._members[name] if nodes is None else self._members[name] & nodes
        for predicate in targets.subjects_of:
            found |= {triple[0] for triple in self._lines.triples(term(predicate))}
        return found if nodes is None else found & nodes

    def bundle(self, again: Mapping[str, Set[bytes]]) -> bytes:
        """Return what shapes read in judging nodes, as N-Triples."""
        for trail, shapes in self._plan.trails.items():
            self._follow(trail, frozenset(shapes & again.keys()), again)
        for shape in again:
            for predicate in self._plan.readings[shape].reads.anywhere:
                self._found.update(self._lines.triples(term(predicate)))
        return b"".join(b"%s %s %s .\n" % triple for triple in self._found)

    def _follow(self, trail: Trail, shapes: frozenset[str], again: Mapping[str, Set[bytes]]) -> Set[bytes]:
        if not shapes:
            return frozenset()
        if (trail, shapes) not in self._ends:
            if trail:
                starts = self._follow(trail[:-1], shapes, again)
                self._ends[trail, shapes] = self._lines.after(trail[-1], starts, self._found)
            else:
                self._ends[trail, shapes] = frozenset().union(*(again[shape] for shape in shapes))
        return self._ends[trail, shapes]

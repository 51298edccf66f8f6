"""Trails: the ways along which a shape reads statements, from its focus node to each of them.

A trail is a sequence of steps over predicates, forwards or backwards. What no trail leads to, a shape cannot see.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from styringsgraf.namespaces import PREFIXES
from styringsgraf.quality.profile import SH, Index
from styringsgraf.terms import NamedNode, Term

_RDF: Final = PREFIXES["rdf"]
#: More ways than this to one statement, and a shape counts as reading everything.
_MOST: Final = 256


@dataclass(frozen=True, order=True)
class Link:
    """One predicate, from subject to object or backwards."""

    predicate: str
    back: bool = False


@dataclass(frozen=True)
class Step:
    """Over one of these links; ``many``: any number of times, none at all included."""

    links: frozenset[Link]
    many: bool = False

    def turned(self) -> "Step":
        """Return the step the other way."""
        return Step(frozenset(Link(link.predicate, not link.back) for link in self.links), self.many)


Trail: TypeAlias = tuple[Step, ...]


class Unbounded(Exception):
    """A shape or query reads what no trail can bound."""


@dataclass(frozen=True)
class Reads:
    """What a shape reads: along trails, some predicates wherever they stand, or – when nothing else holds – all."""

    trails: frozenset[Trail] = field(default_factory=frozenset)
    anywhere: frozenset[str] = field(default_factory=frozenset)
    everything: bool = False

    def __or__(self, other: "Reads") -> "Reads":
        return Reads(self.trails | other.trails, self.anywhere | other.anywhere, self.everything or other.everything)


ALL: Final = Reads(everything=True)


def step(predicate: str, *, back: bool = False) -> Step:
    """Return the step over one predicate."""
    return Step(frozenset((Link(predicate, back),)))


def star(trails: Iterable[Trail]) -> frozenset[Trail]:
    """Return any number of these trails in a row: over any of their links, in any order, which holds more."""
    return frozenset(((Step(frozenset(link for trail in trails for one in trail for link in one.links), many=True),),))


def joined(first: Iterable[Trail], then: Iterable[Trail]) -> frozenset[Trail]:
    """Return every trail of the first followed by every one of the second."""
    later = tuple(then)
    found = frozenset(one + other for one in first for other in later)
    if len(found) > _MOST:
        raise Unbounded
    return found


def turned(trails: Iterable[Trail]) -> frozenset[Trail]:
    """Return trails from their end to their beginning."""
    return frozenset(tuple(one.turned() for one in reversed(trail)) for trail in trails)


#: Being of a class: a type of the node, and any class above it.
OF_CLASS: Final[Trail] = (
    step(_RDF + "type"),
    Step(frozenset((Link(PREFIXES["rdfs"] + "subClassOf"),)), many=True),
)


def members(table: Index, head: Term) -> Iterator[Term]:
    """Yield the members of an RDF list."""
    seen: set[Term] = set()
    while head in table and head not in seen:
        seen.add(head)
        rows = table[head]
        yield from rows.get(_RDF + "first", [])
        head = next(iter(rows.get(_RDF + "rest", [])), head)


def of_path(table: Index, path: Term) -> frozenset[Trail]:
    """Return the trails of a SHACL path; raise ``Unbounded`` for what is none."""
    if isinstance(path, NamedNode):
        return frozenset(((step(path.value),),))
    rows = table.get(path, {})
    if _RDF + "first" in rows:
        found: frozenset[Trail] = frozenset(((),))
        for member in members(table, path):
            found = joined(found, of_path(table, member))
        return found
    for name, values in rows.items():
        inner = [values[0]] if name != SH + "alternativePath" else list(members(table, values[0]))
        trails = frozenset(trail for one in inner for trail in of_path(table, one))
        match name.removeprefix(SH):
            case "alternativePath":
                return trails
            case "inversePath":
                return turned(trails)
            case "zeroOrOnePath":
                return trails | {()}
            case "zeroOrMorePath" | "oneOrMorePath":
                return star(trails)
    raise Unbounded

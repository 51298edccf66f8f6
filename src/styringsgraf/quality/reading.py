"""What each reporting shape reads, worked out from the shapes graph alone: its targets, its paths and its query.

Cautious by default: a SHACL term that is not known here to read nothing counts as reading everything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from styringsgraf.quality.patterns import of_query
from styringsgraf.quality.profile import SH, TARGETS, Index, index, reporting
from styringsgraf.quality.trails import (
    ALL,
    OF_CLASS,
    Reads,
    Trail,
    Unbounded,
    joined,
    members,
    of_path,
    step,
)
from styringsgraf.terms import RdfFormat, Term, parse

_NESTED: Final = ("property", "node", "not", "qualifiedValueShape")
_LISTS: Final = ("and", "or", "xone")
_COMPARED: Final = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
#: Judge the value nodes themselves, or only say something about the shape.
_READ_NOTHING: Final = frozenset(
    (
        *("datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive"),
        *("maxInclusive", "minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang", "in", "hasValue"),
        *("qualifiedMinCount", "qualifiedMaxCount", "path", "severity", "message"),
    )
)
_KNOWN: Final = _READ_NOTHING.union(_NESTED, _LISTS)
_HERE: Final[frozenset[Trail]] = frozenset(((),))


@dataclass(frozen=True)
class Targets:
    """Whom a shape judges: members of classes, subjects of predicates, and nodes by name (as in N-Triples)."""

    classes: frozenset[str] = field(default_factory=frozenset)
    subjects_of: frozenset[str] = field(default_factory=frozenset)
    nodes: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: "Targets") -> "Targets":
        return Targets(self.classes | other.classes, self.subjects_of | other.subjects_of, self.nodes | other.nodes)

    @property
    def reads(self) -> Reads:
        """What must be read to tell whether a node is a target."""
        trails = {(step(predicate),) for predicate in self.subjects_of}
        return Reads(frozenset(trails | ({OF_CLASS} if self.classes else set())))


@dataclass(frozen=True)
class Reading:
    """One reporting shape: whom it judges, and all it reads for that."""

    targets: Targets
    reads: Reads


@lru_cache(maxsize=4)
def readings(shapes: bytes) -> Mapping[str, Reading]:
    """Return the reading of every reporting shape (IRI) of a shapes graph (N-Triples)."""
    table = index(parse(shapes, format=RdfFormat.N_TRIPLES))
    found: dict[str, Reading] = {}
    for shape in reporting(table):
        targets, reads = Targets(), _bounded(table, shape)
        for owner, rows in table.items():
            if owner == shape or shape in rows.get(SH + "property", []):
                targets |= _targets(rows)
                # Values may be literals, and of a literal a report tells too little to find it again.
                reads = ALL if SH + "targetObjectsOf" in rows else reads
        found[shape.value] = Reading(targets, targets.reads | reads)
    return found


def _targets(rows: Mapping[str, list[Term]]) -> Targets:
    classes, subjects_of = (
        frozenset(term.value for term in rows.get(SH + name, [])) for name in ("targetClass", "targetSubjectsOf")
    )
    return Targets(classes, subjects_of, frozenset(map(str, rows.get(SH + "targetNode", []))))


def _bounded(table: Index, shape: Term) -> Reads:
    try:
        # Property shapes of a node shape report under their own names.
        own = {name: terms for name, terms in table[shape].items() if name != SH + "property"}
        return _reads({**table, shape: own}, shape, _HERE, ())
    except Unbounded:
        return ALL


def _reads(table: Index, shape: Term, focus: frozenset[Trail], within: tuple[Term, ...]) -> Reads:
    """Return what a shape reads about nodes that stand at the end of trails; raise ``Unbounded``."""
    rows = table.get(shape)
    if rows is None or shape in within:
        raise Unbounded
    found, values = Reads(), focus
    for path in rows.get(SH + "path", []):
        values = joined(focus, of_path(table, path))
        found |= Reads(values)
    for name, term in _constraints(rows):
        for nested in _nested(table, name, term):
            found |= _reads(table, nested, values, (*within, shape))
        if name == "class":
            found |= Reads(joined(values, [OF_CLASS]))
        elif name in _COMPARED:
            found |= Reads(joined(focus, [(step(term.value),)]))
        elif name == "sparql":
            found |= _query(table, term, focus)
        elif name not in _KNOWN:
            raise Unbounded
    return found


def _nested(table: Index, name: str, term: Term) -> Iterator[Term]:
    if name in _NESTED:
        yield term
    elif name in _LISTS:
        yield from members(table, term)


def _constraints(rows: Mapping[str, list[Term]]) -> Iterator[tuple[str, Term]]:
    for predicate, terms in rows.items():
        name = predicate.removeprefix(SH)
        if predicate.startswith(SH) and name not in TARGETS:
            yield from ((name, term) for term in terms)


def _query(table: Index, constraint: Term, focus: frozenset[Trail]) -> Reads:
    rows = table.get(constraint, {})
    declared = [table.get(one, {}) for source in rows.get(SH + "prefixes", [])
                for one in table.get(source, {}).get(SH + "declare", [])]  # fmt: skip
    prefixes = {one[SH + "prefix"][0].value: one[SH + "namespace"][0].value for one in declared}
    found = Reads()
    for query in rows.get(SH + "select", []):
        read = of_query(query.value, prefixes)
        found |= Reads(joined(focus, read.trails), read.anywhere, read.everything)
    return found

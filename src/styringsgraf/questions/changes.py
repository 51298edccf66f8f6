"""Compares what two editions state: new, gone, reworded, recoded, moved, measured otherwise. Pure but for reading."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.questions.context import Context
from styringsgraf.questions.editions import Same, Stated, same, stated
from styringsgraf.questions.order import counted
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.values import Many, Raw
from styringsgraf.terms import NamedNode

#: Every kind of change; what a reader must not miss comes first.
CHANGES: Final = (
    "new-meaning", "recoded", "other-kind", "moved", "unit-changed", "bands-changed", "reworded", "unlinked", "added",
    "dropped",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change: the node before (None: added) and after (None: dropped); of one that moved, from and to where."""

    change: str
    before: Stated | None
    after: Stated | None
    parted: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()

    def _key(self) -> tuple[int, str, str, str, str, str]:
        before, after = self.before or self.after, self.after or self.before
        assert before is not None and after is not None  # noqa: S101, PT018 - a change has a side
        codes = (counted(self.before.code) if self.before else "", counted(self.after.code) if self.after else "")
        return (CHANGES.index(self.change), before.kind, *codes, before.iri, after.iri)


@dataclass(frozen=True)
class _Sides:
    """Both editions, and what they have in common."""

    before: Mapping[str, Stated]
    after: Mapping[str, Stated]
    same: Same
    pairs: Sequence[tuple[Stated, Stated]] = field(default=())
    alike: frozenset[tuple[str, str]] = frozenset()

    def kept(self, before: str, after: str) -> bool:
        """Whether two parents are the same, or look it: a goal that nobody linked has not moved all below it."""
        return self.same(before, after) or (before, after) in self.alike


def compare(before: Mapping[str, Stated], after: Mapping[str, Stated], are_same: Same) -> list[Change]:
    """Return every change, what must not be missed first, then by kind and code.

    That two nodes are the same is stated (a forerunner, a shared enduring node), never guessed. Equal code and title
    without it is ``unlinked``, equal code with other words ``new-meaning``.
    """
    pairs = _pairs(before, after, are_same)
    lookalikes = [
        (one, other)
        for one, other in _sharing_code(before, after)
        if not are_same(one.iri, other.iri) and _shares_title(one, other)
    ]
    alike = frozenset((one.iri, other.iri) for one, other in lookalikes)
    sides = _Sides(before, after, are_same, pairs, alike)
    return sorted({*_changed(sides), *_unpaired(sides)}, key=Change._key)  # noqa: SLF001 - its own order


def _pairs(before: Mapping[str, Stated], after: Mapping[str, Stated], are_same: Same) -> list[tuple[Stated, Stated]]:
    stated_pairs = {(one, other) for one, other in are_same.pairs if one in before and other in after}
    stated_pairs |= {(iri, iri) for iri in before.keys() & after.keys()}
    return [(before[one], after[other]) for one, other in sorted(stated_pairs)]


def _sharing_code(before: Mapping[str, Stated], after: Mapping[str, Stated]) -> Iterator[tuple[Stated, Stated]]:
    """Yield the nodes of one kind under one code in both."""
    by_code: dict[tuple[str, str], list[Stated]] = defaultdict(list)
    for node in after.values():
        by_code[node.kind, node.code].append(node)
    for node in before.values():
        yield from ((node, other) for other in by_code.get((node.kind, node.code), ()) if node.code)


def _shares_title(one: Stated, other: Stated) -> bool:
    return bool(one.titles.items() & other.titles.items())


def _changed(sides: _Sides) -> Iterator[Change]:
    """Yield what became of the nodes that both editions have."""
    for one, other in sides.pairs:
        tests = {
            "recoded": bool(one.code and other.code) and one.code != other.code,
            "other-kind": one.kind != other.kind,
            "unit-changed": one.unit != other.unit,
            "bands-changed": one.bands != other.bands,
            "reworded": bool(rewordings(one, other)),
        }
        yield from (Change(name, one, other) for name, true in tests.items() if true)
        # An edition's parent counts as its later self.
        parted = frozenset(p for p in one.parents if not any(sides.kept(p, q) for q in other.parents))
        joined = frozenset(q for q in other.parents if not any(sides.kept(p, q) for p in one.parents))
        if parted or joined:
            yield Change("moved", one, other, parted, joined)


def rewordings(one: Stated, other: Stated) -> list[tuple[str, str]]:
    """Return (title or wording, language) of every text that both have and that differs."""
    return sorted(key for key in one.words.keys() & other.words.keys() if one.words[key] != other.words[key])


def _unpaired(sides: _Sides) -> Iterator[Change]:
    """Yield what only one edition has, and codes that both use without being said to be the same."""
    for one, other in _sharing_code(sides.before, sides.after):
        if (one.iri, other.iri) in sides.alike:
            yield Change("unlinked", one, other)
        elif not sides.same(one.iri, other.iri):
            yield Change("new-meaning", one, other)
    found = {one.iri for one, _ in sides.pairs} | {one for one, _ in sides.alike}
    yield from (Change("dropped", node, None) for iri, node in sides.before.items() if iri not in found)
    known = {other.iri for _, other in sides.pairs} | {other for _, other in sides.alike}
    yield from (Change("added", None, node) for iri, node in sides.after.items() if iri not in known)


def between(engine: QueryEngine, old: str, new: str) -> list[Change]:
    """Return the changes between two documents of one release."""
    nodes = stated(engine, {old, new})
    before = {iri: node for iri, node in nodes.items() if node.document == old}
    after = {iri: node for iri, node in nodes.items() if node.document == new}
    if old == new:  # an edition and itself: the two halves of a split share what endures, and are not each other
        return compare(before, before, Same(frozenset()))
    asked = {*before, *(parent for node in before.values() for parent in node.parents)}
    return compare(before, after, same(engine, asked))


def plan_changes(context: Context, bound: Bound) -> Sequence[Mapping[str, Raw]]:
    """Return a row for each change between the parameters ``from`` and ``to``, of the kind ``only`` (``any``: all)."""
    only = bound.one("only")
    found = between(context.engine, bound.one("from") or "", bound.one("to") or "")
    return [_row(change) for change in found if only in ("any", change.change)]


def _row(change: Change) -> Mapping[str, Raw]:
    one, other = change.before, change.after
    first = one or other
    row: dict[str, Raw] = {"change": change.change, "kind": NamedNode(first.kind) if first else None}
    for side, node in (("Before", one), ("After", other)):
        if node is None:
            continue
        row[f"code{side}"] = node.code or None
        row[side.lower()] = NamedNode(node.iri)
        if change.change == "moved":
            row[f"under{side}"] = Many(tuple(sorted(node.parents))) if node.parents else None
        if change.change == "unit-changed":
            row[f"unit{side}"] = _unit(node.unit)
    return row


def _unit(unit: str) -> Raw:
    return NamedNode(unit) if "://" in unit else unit or None  # a unit may be given in words

"""Turns the rows of a matched sheet into records: typed fields, each with the cell it came from."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from styringsgraf.ingest.fields import FieldReader, Parts, Typed
from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.headings import Bound, Matched
from styringsgraf.ingest.model import Row, Value, is_empty
from styringsgraf.namespaces import clean

_LAST_ROW: Final = 1 << 21
#: Column → stretches of merged rows (first, last), sorted.
Covered: TypeAlias = dict[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Filled:
    """The values of one field part, and their cell."""

    values: tuple[Typed, ...]
    place: Place


@dataclass(slots=True)
class Record:
    """One row, typed. ``fields`` holds 'code', 'goal.text' …; ``each`` one set of parts per column of a pattern."""

    place: Place
    fields: dict[str, Filled] = field(default_factory=dict)
    each: dict[str, list[dict[str, Filled]]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def within(self, name: str, one: dict[str, Filled]) -> "Record":
        """Return this record as one column of the pattern ``name`` sees it: blind to its other columns."""
        others = {key: sets for key, sets in self.each.items() if key != name}
        return Record(self.place, self.fields | one, others, self.unread)

    def all(self, name: str) -> tuple[Filled, ...]:
        """Return every value of a field; outside an ``each`` a repeated column gives one per column."""
        if name in self.fields:
            return (self.fields[name],)
        return tuple(one[name] for one in self.each.get(name.split(".", maxsplit=1)[0], ()) if name in one)

    def one(self, name: str | None) -> Typed | None:
        """Return the first value of a field, or None."""
        found = self.all(name) if name else ()
        return found[0].values[0] if found and found[0].values else None

    def text(self, name: str | None) -> str | None:
        """Return the first value of a field as text, or None."""
        value = self.one(name)
        return None if value is None else getattr(value, "text", None) or getattr(value, "value", None) or str(value)

    def where(self, name: str | None) -> Place:
        """Return the cell of a field, or the row."""
        found = self.all(name) if name else ()
        return found[0].place if found else self.place


def records(matched: Matched, reader: FieldReader, only: Sequence[str] | None = None) -> Iterator[Record]:
    """Yield a record per row. ``only``: read just these fields (and report nothing about others)."""
    above = _above(matched, reader, only)
    bound = [b for b in matched.columns if only is None or b.field in only]
    covered = _covered(matched, bound)
    last: dict[str, tuple[Value, Place]] = {}
    any_row = False
    for row in matched.data():
        any_row = True
        record = Record(Place(matched.sheet.name, row.number), dict(above))
        for b in bound:
            _read_cell(record, b, row, reader, last, covered)
        if only is None:
            _check_required(record, matched, row, reader.sink)
        yield record
    if not any_row and above:
        # A sheet that is all labelled rows still describes something: the document, the focus area.
        yield Record(Place(matched.sheet.name, matched.header), dict(above))


def _above(matched: Matched, reader: FieldReader, only: Sequence[str] | None) -> dict[str, Filled]:
    fields: dict[str, Filled] = {}
    for above in matched.above:
        if only is None or above.field in only:
            _put(fields, above.field, reader.read(above.value, above.column, above.place), above.place)
    return fields


def _put(fields: dict[str, Filled], name: str, parts: Parts, place: Place) -> None:
    for part, values in parts.items():
        fields[f"{name}.{part}" if part else name] = Filled(values, place)


def _read_cell(
    record: Record,
    bound: Bound,
    row: Row,
    reader: FieldReader,
    last: dict[str, tuple[Value, Place]],
    covered: Covered,
) -> None:
    raw = row.at(bound.index)
    place = Place(record.place.sheet, row.number, bound.heading, bound.letter)
    if bound.column.fill_down:
        if is_empty(raw):
            raw, place = last.get(bound.field, ("", place))
        last[bound.field] = (raw, place)
    elif covered and is_empty(raw) and (first := _merged_into(covered, row.number, bound.index)) is not None:
        reader.sink.add("SG-I13", "cell_merged", place, words={"first": first})
    parts = reader.read(raw, bound.column, place)
    if not parts and not is_empty(raw):
        record.unread.add(bound.field)
    if bound.column.pattern and bound.groups:
        named = {key: _group(text) for key, text in bound.groups}
        one: dict[str, Filled] = {}
        _put(one, bound.field, parts | named, place)
        if parts:
            record.each.setdefault(bound.field, []).append(one)
    else:
        _put(record.fields, bound.field, parts, place)


def _group(text: str) -> tuple[Typed, ...]:
    return (int(text) if text.isdigit() else clean(text),)


def _covered(matched: Matched, bound: Sequence[Bound]) -> Covered:
    """Return the stretches of merged rows in columns that are not filled down: column → (first, last row), sorted."""
    plain = {b.index for b in bound if not b.column.fill_down}
    found: Covered = {}
    for top, left, bottom, right in matched.sheet.merged:
        for column in plain:
            if top > matched.header and left <= column <= right and (bottom > top or column > left):
                found.setdefault(column, []).append((top, bottom))
    return {column: sorted(stretches) for column, stretches in found.items()}


def _merged_into(covered: Covered, row: int, column: int) -> int | None:
    """Return the first row of the merge that hides a cell, None when nothing hides it."""
    stretches = covered.get(column, [])
    at = bisect_right(stretches, (row, _LAST_ROW)) - 1
    return stretches[at][0] if at >= 0 and stretches[at][0] <= row <= stretches[at][1] else None


def _check_required(record: Record, matched: Matched, row: Row, sink: Findings) -> None:
    for b in matched.columns:
        column = b.column
        if not column.required or column.type == "references" or not is_empty(row.at(b.index)):
            continue
        if record.all(b.field) or any(record.all(name) for name in column.instead):
            continue
        place = Place(matched.sheet.name, row.number, b.heading, b.letter)
        sink.add("SG-I02", "cell_missing", place)

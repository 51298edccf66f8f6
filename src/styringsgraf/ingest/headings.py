"""Finds where the headings of a sheet are and which column is which, and reports what stands under none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.model import Row, Sheet, Value, is_empty, letters
from styringsgraf.ingest.personal import column_is_personal
from styringsgraf.ingest.schema import Column, SheetSpec
from styringsgraf.ingest.words import nearest, shown
from styringsgraf.namespaces import clean, slug
from styringsgraf.texts import Text, text

#: Headings stand among the first rows; further down nobody would find them either.
_SEARCHED: Final = 60
_WIDEST: Final = 500
_SAMPLE: Final = 50
_SIMILAR: Final = 0.6  # less alike than this and a suggestion is no help
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Bound:
    """A column of the file, bound to a field of the mapping; ``groups`` are the named parts of its heading."""

    field: str
    column: Column
    index: int
    heading: str
    groups: tuple[tuple[str, str], ...] = ()
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Above:
    """A labelled value above the table."""

    field: str
    column: Column
    value: Value
    place: Place


@dataclass(frozen=True)
class Matched:
    """A sheet that is read: its specification, its heading row, its columns, the labelled rows above."""

    sheet: Sheet
    spec: SheetSpec
    header: int
    columns: tuple[Bound, ...]
    above: tuple[Above, ...] = ()

    def data(self) -> Iterator[Row]:
        """Yield the rows below the headings that hold anything."""
        return (row for row in self.sheet.rows() if row.number > self.header and not row.empty)


@dataclass(frozen=True)
class Candidate:
    """How well a sheet fits a specification: the heading row found and the columns bound in it."""

    spec: SheetSpec
    header: Row | None
    bound: tuple[Bound, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether every mandatory column is there."""
        return set(self.spec.mandatory) <= {bound.field for bound in self.bound}


Names = dict[str, tuple[str, Column]]


def names_of(columns: Mapping[str, Column]) -> Names:
    """Return every heading, in the form headings are compared by, with its field and column."""
    return {form: item for item in columns.items() for heading in item[1].headings for form in _forms(heading)}


def bind(row: Row, columns: Mapping[str, Column], by_name: Names) -> tuple[Bound, ...]:
    """Return the cells of a row that are headings of these columns; ``by_name`` comes from ``names_of``."""
    known = tuple((name, column) for name, column in columns.items() if column.pattern)
    bound = []
    for index, value in enumerate(row.values[:_WIDEST]):
        if isinstance(value, str) and not is_empty(value):
            # The template marks mandatory columns with a star; it is no part of the name.
            found = _bind_one(clean(value).rstrip("* "), index, known, by_name)
            if found is not None:
                bound.append(found)
    return tuple(bound)


def _bind_one(heading: str, index: int, known: tuple[tuple[str, Column], ...], by_name: Names) -> Bound | None:
    for form in _forms(heading):
        if form in by_name:
            name, column = by_name[form]
            return Bound(name, column, index, heading, (), letters(index))
    for name, column in known:
        match = re.fullmatch(column.pattern, heading, re.IGNORECASE) if column.pattern else None
        if match is not None:
            groups = tuple((key, text) for key, text in match.groupdict().items() if text)
            return Bound(name, column, index, heading, groups, letters(index))
    return None


def _forms(heading: str) -> tuple[str, ...]:
    """Return what a heading is compared by: with and without a bracket at its end ('Beløp (kr)')."""
    bare = re.sub(r"\s*\([^)]*\)\s*\*?$", "", clean(heading))
    return tuple(dict.fromkeys(form for form in (slug(heading), slug(bare)) if form))


def candidate(sheet: Sheet, spec: SheetSpec) -> Candidate:
    """Return the row of a sheet that holds most of a specification's headings."""
    best = Candidate(spec, None)
    by_name = names_of(spec.columns)
    for row in islice(sheet.rows(), _SEARCHED):
        bound = bind(row, spec.columns, by_name)
        if len({b.field for b in bound}) > len({b.field for b in best.bound}):
            best = Candidate(spec, row, bound)
    return best


def matched(sheet: Sheet, found: Candidate, sink: Findings) -> Matched:
    """Return a sheet as it will be read, and report every heading and row that will not be."""
    header = found.header or next(row for row in sheet.rows() if not row.empty)
    bound = _without_doubles(sheet, header, found.bound, sink)
    have = {b.field for b in bound}
    missing = [name for name in found.spec.columns if name not in have]
    renamed = _report_unbound(sheet, header, found, missing, sink)
    for name in found.spec.mandatory:
        if name in missing:
            heading = found.spec.columns[name].headings[0] if found.spec.columns[name].headings else name
            place = Place(sheet.name, header.number, heading)
            sink.add("SG-I01", "column_missing", place, value=heading, words={"seen": _seen(header)})
    rows = islice(sheet.rows(), header.number - 1)
    above = tuple(_above(sheet, found.spec, rows, sink))
    # A sheet of the template with all its headings and nothing below is simply not used.
    if missing and not renamed and next(Matched(sheet, found.spec, header.number, bound).data(), None) is None:
        sink.add("SG-I19", "sheet_without_rows", Place(sheet.name, header.number), value=sheet.name)
    return Matched(sheet, found.spec, header.number, bound, above)


def _without_doubles(sheet: Sheet, header: Row, bound: tuple[Bound, ...], sink: Findings) -> tuple[Bound, ...]:
    kept: dict[tuple[str, tuple[tuple[str, str], ...]], Bound] = {}
    for b in bound:
        first = kept.setdefault((b.field, b.groups), b)
        if first is not b:
            place = Place(sheet.name, header.number, b.heading, b.letter)
            sink.add("SG-I05", "column_twice", place, value=b.heading,
                     words={"first": first.letter, "second": b.letter})  # fmt: skip
    return tuple(kept.values())


def _seen(header: Row) -> str:
    """Return the headings of a row for a reader, at most a score of them."""
    headings = [shown(value) for value in header.values if not is_empty(value)]
    return ", ".join(headings[:_SHOWN]) + (" …" if len(headings) > _SHOWN else "") or "–"


def _report_unbound(sheet: Sheet, header: Row, found: Candidate, missing: list[str], sink: Findings) -> bool:
    """Report headings nobody knows; return whether one of them looks like a known column that is missing."""
    known = {b.index for b in found.bound}
    wanted = [h for name in missing for h in found.spec.columns[name].headings]
    by_name = names_of(found.spec.columns)
    sample = list(islice((r for r in sheet.rows() if r.number > header.number and not r.empty), _SAMPLE))
    renamed = False
    for index, value in enumerate(header.values):
        if index in known or is_empty(value):
            continue
        heading = shown(value)
        place = Place(sheet.name, header.number, heading, letters(index))
        search = sink.may_suggest()
        if index >= _WIDEST and any(form in by_name for form in _forms(heading)):
            sink.add("SG-I04", "column_too_far", place, value=heading, words={"last": letters(_WIDEST - 1)})
        elif column_is_personal(heading, [r.at(index) for r in sample if not is_empty(r.at(index))]):
            sink.add("SG-I14", "column_personal", place, value=heading)
        elif near := nearest(heading, wanted) if search else None:
            renamed = True
            sink.add("SG-I04", "column_renamed", place, value=heading, words={"known": near})
        else:
            hint = _other_name(heading, found.spec) if search else ""
            sink.add("SG-I03", "column_unknown", place, value=heading, words={"help": hint})
    _report_nameless(sheet, header, known, sink)
    return renamed


def _report_nameless(sheet: Sheet, header: Row, known: set[int], sink: Findings) -> None:
    """Report columns with values but no heading, however far down the first value stands."""
    width = len(header.values)
    blank = [index for index, value in enumerate(header.values) if is_empty(value) and index not in known]
    found: dict[int, int] = {}
    for row in sheet.rows():
        if row.number > header.number and (blank or len(row.values) > width):
            for index in (*blank, *range(width, len(row.values))):
                if index not in found and not is_empty(row.at(index)):
                    found[index] = row.number
    for index, number in sorted(found.items()):
        sink.add("SG-I23", "column_without_heading", Place(sheet.name, number, None, letters(index)),
                 value=letters(index), words={"letter": letters(index)})  # fmt: skip


def _other_name(heading: str, spec: SheetSpec) -> Text | str:
    """Return a hint at the known heading a column nobody knows resembles, '' when there is none."""
    every = [h for column in spec.columns.values() for h in (*column.headings, *column.example)]
    near = nearest(heading, every, _SIMILAR)
    return text("ingest.nearest_heading", near=near) if near else ""


def _other_label(label: str, spec: SheetSpec) -> Text | str:
    """Return a hint at the labels that may stand above the headings."""
    every = [h for column in spec.above.values() for h in column.headings]
    near = nearest(label, every, _SIMILAR)
    if near:
        return text("ingest.nearest_label", near=near)
    known = ", ".join(f"«{column.headings[0]}»" for column in spec.above.values() if column.headings)
    return text("ingest.known_labels", known=known) if known else ""


def _above(sheet: Sheet, spec: SheetSpec, rows: Iterable[Row], sink: Findings) -> Iterator[Above]:
    by_name = names_of(spec.above)
    for row in rows:
        cells = [(index, value) for index, value in enumerate(row.values) if not is_empty(value)]
        if not cells:
            continue
        label = clean(str(cells[0][1])).rstrip(":")
        found = bind(Row(row.number, (label,)), spec.above, by_name)
        if found and len(cells) > 1:
            index, value = cells[1]
            yield Above(found[0].field, found[0].column, value, Place(sheet.name, row.number, label, letters(index)))
        elif not found:
            place = Place(sheet.name, row.number, None, letters(cells[0][0]))
            sink.add("SG-I23", "row_above", place, value=label, words={"help": _other_label(label, spec)})

"""Finds which sheet of a book is which sheet of a mapping, where its headings are, and which column is which."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.model import Book, Row, Sheet, Value, is_empty, letters
from styringsgraf.ingest.personal import column_is_personal
from styringsgraf.ingest.schema import Column, SheetSpec
from styringsgraf.ingest.schema import Mapping as MappingFile
from styringsgraf.ingest.words import nearest
from styringsgraf.namespaces import clean, slug
from styringsgraf.texts import Text, text

#: Headings stand among the first rows; further down nobody would find them either.
_SEARCHED: Final = 60
_WIDEST: Final = 500
_SAMPLE: Final = 50
_SIMILAR: Final = 0.6  # less alike than this and a suggestion is no help


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


def assign(book: Book, mapping: MappingFile) -> list[tuple[Sheet, Candidate, bool]]:
    """Return (sheet, candidate, matched by name) for every sheet that the mapping can read."""
    taken: dict[str, int] = {}
    assigned: list[tuple[Sheet, Candidate, bool]] = []
    rest = []
    aside = _aside(mapping)
    for sheet in book.sheets:
        spec = next((s for s in mapping.sheets if slug(sheet.name) in {slug(name) for name in s.names}), None)
        if spec is None and slug(sheet.name) in aside:
            continue
        if spec is None or (spec.id in taken and not spec.many):
            rest.append(sheet)
        else:
            taken[spec.id] = 1
            assigned.append((sheet, candidate(sheet, spec), True))
    for sheet in rest:
        fits = [c for c in (candidate(sheet, s) for s in mapping.sheets if s.many or s.id not in taken) if _fits(c)]
        best = max(fits, key=lambda c: (len(c.bound), len(c.spec.mandatory)), default=None)
        if best is not None and sum(len(c.bound) == len(best.bound) for c in fits) == 1:
            taken[best.spec.id] = 1
            assigned.append((sheet, best, False))
    return assigned


def _aside(mapping: MappingFile) -> set[str]:
    """Return the names of sheets that are for people only, in the form names are compared by."""
    return {slug(name) for names in mapping.aside.values() for name in names}


def _fits(found: Candidate) -> bool:
    return found.complete and len({b.field for b in found.bound}) >= min(3, len(found.spec.columns))


def match(book: Book, mapping: MappingFile, sink: Findings) -> tuple[Matched, ...]:
    """Return the sheets to read, in the mapping's order, and report everything that is not read."""
    assigned = assign(book, mapping)
    read = []
    for sheet, found, by_name in assigned:
        if sheet.hidden and found.spec.hidden == "skip":
            sink.add("SG-I07", "sheet_hidden", Place(sheet.name), value=sheet.name)
        elif next((row for row in sheet.rows() if not row.empty), None) is None:
            sink.add("SG-I19", "sheet_empty", Place(sheet.name), value=sheet.name)
        else:
            if not by_name and not found.spec.many:
                sink.add("SG-I24", "sheet_by_headings", Place(sheet.name), value=sheet.name,
                         words={"known": found.spec.names[0]})  # fmt: skip
            read.append(_matched(sheet, found, sink))
    _report_unread(book, mapping, {sheet.name for sheet, _, _ in assigned}, sink)
    _report_missing(mapping, {matched.spec.id for matched in read}, sink)
    order = {spec.id: place for place, spec in enumerate(mapping.sheets)}
    return tuple(sorted(read, key=lambda matched: order[matched.spec.id]))


def _report_missing(mapping: MappingFile, read: set[str], sink: Findings) -> None:
    """Report mandatory sheets that are not there; without a document at all the whole file is refused elsewhere."""
    for spec in mapping.sheets:
        if spec.required and spec.id not in read and not any(entity.node == "document" for entity in spec.entities):
            sink.add("SG-I01", "sheet_missing", Place(spec.names[0]), value=spec.names[0])


def _report_unread(book: Book, mapping: MappingFile, read: set[str], sink: Findings) -> None:
    names = [name for spec in mapping.sheets for name in spec.names]
    aside = _aside(mapping)
    for sheet in book.sheets:
        if sheet.name in read or slug(sheet.name) in aside:
            continue
        if next((row for row in sheet.rows() if not row.empty), None) is None:
            sink.add("SG-I19", "sheet_empty", Place(sheet.name), value=sheet.name)
        elif sheet.hidden:
            sink.add("SG-I07", "sheet_hidden", Place(sheet.name), value=sheet.name, severity="info")
        else:
            near = nearest(sheet.name, names)
            known = ", ".join(f"«{spec.names[0]}»" for spec in mapping.sheets)
            help_ = text("ingest.nearest_sheet", near=near) if near else text("ingest.known_sheets", known=known)
            sink.add("SG-I06", "sheet_unknown", Place(sheet.name), value=sheet.name, words={"help": help_})


def _matched(sheet: Sheet, found: Candidate, sink: Findings) -> Matched:
    header = found.header or next(row for row in sheet.rows() if not row.empty)
    bound = _without_doubles(sheet, header, found.bound, sink)
    have = {b.field for b in bound}
    missing = [name for name in found.spec.columns if name not in have]
    renamed = _report_unbound(sheet, header, found, missing, sink)
    for name in found.spec.mandatory:
        if name in missing:
            heading = found.spec.columns[name].headings[0] if found.spec.columns[name].headings else name
            place = Place(sheet.name, header.number, heading)
            seen = ", ".join(clean(str(v)) for v in header.values if not is_empty(v))
            sink.add("SG-I01", "column_missing", place, value=heading, words={"seen": seen or "–"})
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


def _report_unbound(sheet: Sheet, header: Row, found: Candidate, missing: list[str], sink: Findings) -> bool:
    """Report headings nobody knows; return whether one of them looks like a known column that is missing."""
    known = {b.index for b in found.bound}
    wanted = {h: name for name in missing for h in found.spec.columns[name].headings}
    sample = list(islice((r for r in sheet.rows() if r.number > header.number and not r.empty), _SAMPLE))
    renamed = False
    for index in range(max((len(r.values) for r in (header, *sample)), default=0)):
        if index in known:
            continue
        heading = clean(str(header.at(index)))
        values = [r.at(index) for r in sample if not is_empty(r.at(index))]
        place = Place(sheet.name, header.number, heading or None, letters(index))
        if not heading:
            if values:
                sink.add("SG-I23", "column_without_heading", place, value=letters(index),
                         words={"letter": letters(index)})  # fmt: skip
        elif column_is_personal(heading, values):
            sink.add("SG-I14", "column_personal", place, value=heading)
        elif near := nearest(heading, list(wanted)):
            renamed = True
            sink.add("SG-I04", "column_renamed", place, value=heading, words={"known": near})
        else:
            sink.add("SG-I03", "column_unknown", place, value=heading, words={"help": _other_name(heading, found.spec)})
    return renamed


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

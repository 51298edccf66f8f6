"""Bytes of a workbook or CSV → sheets of rows with cell addresses. The only module that knows python-calamine."""

import io
from collections.abc import Iterator
from typing import Final

import python_calamine as calamine

from styringsgraf.errors import InputError, TooLarge
from styringsgraf.ingest.container import Opened, expected, recognise
from styringsgraf.ingest.delimited import csv_sheet
from styringsgraf.ingest.findings import Findings
from styringsgraf.ingest.model import Book, Broken, Percent, Row, Sheet, Value
from styringsgraf.ingest.sheetxml import SheetMarks, check_xml, marks_of
from styringsgraf.settings import Settings

#: Columns a sheet may reach for each row allowed: empty corners cost memory too.
_COLUMNS: Final = 25


def open_book(content: bytes, name: str, limits: Settings, sink: Findings) -> Book:
    """Return the sheets of a file.

    Raises ``InputError`` for what is no table or cannot be read whole, ``TooLarge`` for what passes a limit.
    """
    opened = recognise(content, name, limits.unpacked_bytes)
    if not expected(opened.kind, name):
        sink.add("SG-I17", "file_extension", value=name, words={"found": opened.kind})
    if opened.kind == "csv":
        sheets: tuple[Sheet, ...] = (csv_sheet(content, name, sink, limits.import_rows),)
    elif opened.kind == "csv-zip":
        members = sorted(opened.members.items())
        sheets = tuple(csv_sheet(data, member, sink, limits.import_rows) for member, data in members)
    else:
        sheets = _workbook(content, opened, name, limits, sink)
    _check_rows(sheets, name, limits.import_rows)
    return Book(name, sheets)


def _check_rows(sheets: tuple[Sheet, ...], name: str, limit: int) -> None:
    total = 0
    for sheet in sheets:
        total += sum(not row.empty for row in sheet.rows())
        if total > limit:
            raise TooLarge("ingest.too_many_rows", file=name, sheet=sheet.name, limit=limit)


def _workbook(content: bytes, opened: Opened, name: str, limits: Settings, sink: Findings) -> tuple[Sheet, ...]:
    marks: dict[str, SheetMarks] = {}
    if opened.kind == "xls":
        sink.add("SG-I26", "file_old", value=name)
    if opened.kind == "xlsx":
        check_xml(opened.members, name)
        marks = marks_of(opened.members, name, limits.import_rows * _COLUMNS)
        if any(member.endswith("vbaProject.bin") for member in opened.members):
            sink.add("SG-I16", "file_macros", value=name)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(_sheet(book, meta, marks.get(meta.name, SheetMarks())) for meta in _worksheets(book))
    except calamine.PasswordError as problem:
        raise InputError("ingest.file_password", file=name) from problem
    except calamine.CalamineError as problem:
        raise InputError("ingest.file_damaged", file=name) from problem
    except BaseException as problem:
        # A panic in the reader's native code arrives as an exception of its own, outside Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise InputError("ingest.file_damaged", file=name) from problem


def _worksheets(book: calamine.CalamineWorkbook) -> list[calamine.SheetMetadata]:
    return [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, marks: SheetMarks) -> Sheet:
    raw = book.get_sheet_by_name(meta.name)
    left = raw.start[1] if raw.start is not None else 0
    merged = tuple((a + 1, b, c + 1, d) for (a, b), (c, d) in raw.merged_cell_ranges or ())
    broken: dict[int, dict[int, str]] = {}
    for (row, column), text in marks.broken.items():
        broken.setdefault(row, {})[column] = text

    def rows() -> Iterator[Row]:
        number = 0
        for number, values in enumerate(raw.iter_rows() if raw.start is not None else (), start=1):
            cells: list[Value] = [*[""] * left, *values]
            yield Row(number, _marked(cells, number, broken.get(number, {}), marks.percent))
        # Rows of nothing but formulas that were never calculated lie beyond what the reader gives.
        for number in sorted(row for row in broken if row > number):
            yield Row(number, _marked([], number, broken[number], marks.percent))

    return Sheet(meta.name, meta.visible != calamine.SheetVisibleEnum.Visible, rows, merged)


def _marked(cells: list[Value], row: int, broken: dict[int, str], percent: set[tuple[int, int]]) -> tuple[Value, ...]:
    """Return a row's cells with formulas that have no value, and percentages, told apart."""
    if broken:
        cells += [""] * (max(broken) + 1 - len(cells))
        for column, text in broken.items():
            cells[column] = Broken(text)
    if percent:
        for column, value in enumerate(cells):
            if (row, column) in percent and isinstance(value, int | float) and not isinstance(value, bool):
                cells[column] = Percent(float(value))
    return tuple(cells)

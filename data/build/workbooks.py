"""Writes workbooks that come out byte for byte the same every time: typed columns, merged cells, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import xlsxwriter

Value: TypeAlias = str | int | float | date | None
Kind = Literal["text", "date", "number"]

#: Stands in the file's properties instead of the time of building, so that a rebuild changes nothing.
CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - the format has no time zone
_FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    # '@' keeps a code a code: without it a spreadsheet turns 3.4 into a date and 8.10 into 8.1.
    "text": {"num_format": "@", "valign": "top", "text_wrap": True},
    "date": {"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"},
    "number": {"valign": "top"},
    "heading": {"bold": True, "bg_color": "#DDE6EE", "border": 1, "text_wrap": True, "valign": "top"},
    "label": {"bold": True, "valign": "top"},
}


@dataclass(frozen=True)
class Column:
    """A heading, what its cells hold, and its width in characters."""

    heading: str
    kind: Kind = "text"
    width: int = 18


@dataclass(frozen=True)
class Table:
    """One sheet: labelled rows above (may be none), a heading row, rows in the order of the columns.

    ``merged`` lists column A ranges as (first, last) indices into ``rows``; only the first row holds the text.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    above: Sequence[tuple[str, str]] = ()
    merged: Sequence[tuple[int, int]] = ()


def write(path: Path, title: str, tables: Iterable[Table]) -> None:
    """Write the tables as one workbook; the folder must exist."""
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": CREATED})
    formats = {name: book.add_format(dict(parts)) for name, parts in _FORMATS.items()}
    for table in tables:
        _sheet(book.add_worksheet(table.name), table, formats)
    book.close()


def _sheet(sheet: Any, table: Table, formats: Mapping[str, Any]) -> None:
    for index, (label, text) in enumerate(table.above):
        sheet.write_string(index, 0, label, formats["label"])
        sheet.write_string(index, 1, text, formats["text"])
    top = len(table.above) + 1 if table.above else 0
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width, formats[column.kind])
        sheet.write_string(top, index, column.heading, formats["heading"])
    if not table.above:
        sheet.freeze_panes(1, 0)
    for number, row in enumerate(table.rows, start=top + 1):
        for index, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _cell(sheet, (number, index), column.kind, value, formats)
    for first, last in table.merged:
        shared = str(table.rows[first][0])
        sheet.merge_range(top + 1 + first, 0, top + 1 + last, 0, shared, formats["text"])


def _cell(sheet: Any, place: tuple[int, int], kind: Kind, value: Value, formats: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(*place, value, formats["date"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(*place, value, formats["number"])
    elif kind == "number":
        raise ValueError(f"'{value}' in row {place[0] + 1} is no number")
    else:
        sheet.write_string(*place, str(value), formats["text"])

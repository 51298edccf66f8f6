"""XLSX: numbers as numbers, text as text, a heading that stays in sight and filters."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from styringsgraf.tables.model import Grid, Shown, Value, headings, places, words

_WIDEST: Final = 60  # characters; the widest a column is set
_LONGEST: Final = 32_767  # characters a cell can hold
_MOST_PLACES: Final = 10
#: The same table is the same bytes whenever it is asked for: that is what its entity tag says.
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)


def workbook(grid: Grid, lang: str, title: str) -> bytes:
    """Return the table as one sheet, named by the title."""
    buffer = io.BytesIO()
    # strings_to_*: a text is a text, whatever it looks like; numbers arrive as numbers.
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "created": _CREATED})
        sheet = book.add_worksheet(_sheet_name(title))
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        numbers = {n: book.add_format({"num_format": _number_format(n)}) for n in range(_MOST_PLACES)}
        for at, head in enumerate(headings(grid.columns, lang)):
            sheet.write_string(0, at, head, bold)
            sheet.set_column(at, at, _width(head, [row[at] for row in grid.rows]))
        for down, row in enumerate(grid.rows, start=1):
            for at, value in enumerate(row):
                _put(sheet, (down, at), value, numbers, wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(grid.rows), 1), len(grid.columns) - 1)
    return buffer.getvalue()


def _number_format(decimals: int) -> str:
    return "0." + "0" * decimals if decimals else "0"


def _put(sheet: Any, cell: tuple[int, int], value: Value, numbers: Mapping[int, Any], wrapped: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*cell, value)
    elif isinstance(value, int):
        sheet.write_number(*cell, value)
    elif isinstance(value, Decimal):
        sheet.write_number(*cell, float(value), numbers.get(places(value)))
    elif isinstance(value, Shown) and value.link:
        sheet.write_url(*cell, value.link, string=words(value)[:_LONGEST])
    else:
        sheet.write_string(*cell, words(value)[:_LONGEST], wrapped if isinstance(value, Shown) else None)


def _sheet_name(title: str) -> str:
    safe = " ".join("".join(" " if c in "[]:*?/\\" else c for c in title).split())
    return safe[:31].strip(" '") or "Data"


def _width(head: str, values: Sequence[Value]) -> int:
    lines = (line for value in values for line in words(value).split("\n"))
    return min(max([len(head) + 3, *(len(line) + 1 for line in lines)]), _WIDEST)

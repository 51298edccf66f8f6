"""CSV: by the standard for programs, with semicolon and decimal comma for Norwegian desks."""

import csv
import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Final

from styringsgraf.tables.model import Grid, Shown, Value, headings, local, plain, words

#: Signs that make a spreadsheet read a text cell as a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """Return text so that no spreadsheet runs it: a cell that starts with = + - @ or a tab gets an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def standard(grid: Grid) -> bytes:
    """Return RFC 4180 in UTF-8: comma, CRLF, headings and codes as programs name them, numbers with a full stop."""
    return _separated([c.name for c in grid.columns], grid, ",", _coded).encode()


def norwegian(grid: Grid, lang: str) -> bytes:
    """Return what a Norwegian Excel opens by double click: semicolon, decimal comma, byte order mark."""
    text = _separated(headings(grid.columns, lang), grid, ";", partial(_readable, lang=lang))
    return b"\xef\xbb\xbf" + text.encode()


def _separated(heads: Sequence[str], grid: Grid, separator: str, cell: Callable[[Value], str]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    writer.writerow([guarded(head) for head in heads])
    writer.writerows([cell(value) for value in row] for row in grid.rows)
    return buffer.getvalue()


def _coded(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return plain(value)
    return guarded(value.code if isinstance(value, Shown) and value.code is not None else words(value))


def _readable(value: Value, lang: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return local(value, lang) if isinstance(value, int | Decimal) else guarded(words(value))

"""Rows of an answer as bytes: JSON values, CSV for programs, CSV and XLSX for Norwegian desks, text for terminals."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Protocol, TypeAlias

import rich.box
import xlsxwriter
from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from styringsgraf.texts import Text, pick, text

#: Signs that make a spreadsheet read a text cell as a formula; see ``guarded``.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDEST: Final = 60  # characters; the widest a spreadsheet column is set


@dataclass(frozen=True)
class Column:
    """A column: its name for programs, its type (``iri``, ``label``, ``number`` …), its heading for people."""

    name: str
    type: str
    label: Text


@dataclass(frozen=True)
class Shown:
    """A value with structure (a path, several things, a code): how it reads, its JSON form, its form for programs."""

    text: str
    data: Any
    code: str | None = None


_Writer: TypeAlias = Callable[["int | Decimal"], str]
#: A cell. A Decimal keeps the precision it was printed with; None is nothing.
Value: TypeAlias = str | int | Decimal | bool | Shown | None


@dataclass(frozen=True)
class Grid:
    """A table: its columns and its rows, each row as long as the columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def as_json(value: Value) -> Any:
    """Return a cell's JSON form; a decimal becomes a JSON number."""
    if isinstance(value, Shown):
        return value.data
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and _places(value) == 0 else float(value)
    return value


def records(grid: Grid) -> list[dict[str, Any]]:
    """Return the rows as JSON objects, keyed by column name."""
    names = [column.name for column in grid.columns]
    return [dict(zip(names, map(as_json, row), strict=True)) for row in grid.rows]


class Rendered(Protocol):
    """What can be rendered: rows with a title and notes, and a JSON form of the whole answer."""

    @property
    def grid(self) -> Grid:
        """The rows."""
        ...

    @property
    def title(self) -> str:
        """Heading above the rows."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """Sentences below the rows."""
        ...

    def as_json(self) -> Mapping[str, Any]:
        """Return the whole answer for programs."""
        ...


def render(result: Rendered, name: str, lang: str) -> bytes:
    """Return an answer as ``json``, ``csv``, ``csv-no``, ``xlsx`` or ``table`` (text), in UTF-8."""
    if name == "json":
        return json.dumps(result.as_json(), ensure_ascii=False, indent=2).encode() + b"\n"
    if name == "csv":
        return _csv(result.grid)
    if name == "csv-no":
        return _csv_norwegian(result.grid, lang)
    if name == "xlsx":
        return _xlsx(result.grid, lang, result.title)
    return terminal(result.grid, lang, result.title, result.notes).encode()


def guarded(cell: str) -> str:
    """Return text so that no spreadsheet runs it: a cell that starts with = + - @ or a tab gets an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _csv(grid: Grid) -> bytes:
    # RFC 4180: comma, CRLF, headings are the names programs use; numbers keep their full stop.
    return _separated([c.name for c in grid.columns], grid, ",", _plain).encode()


def _csv_norwegian(grid: Grid, lang: str) -> bytes:
    # What a Norwegian Excel opens by double click: semicolon, decimal comma, byte order mark.
    plain = _separated(headings(grid.columns, lang), grid, ";", lambda value: _number(value, lang))
    return b"\xef\xbb\xbf" + plain.encode()


def _separated(heads: Sequence[str], grid: Grid, separator: str, number: _Writer) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    writer.writerow([guarded(head) for head in heads])
    writer.writerows([_cell(value, number) for value in row] for row in grid.rows)
    return buffer.getvalue()


def _cell(value: Value, number: _Writer) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number(value)
    if isinstance(value, Shown) and value.code is not None and number is _plain:
        return guarded(value.code)
    return guarded(_words(value))


def _plain(value: int | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _number(value: int | Decimal, lang: str) -> str:
    return _plain(value) if lang == "en" else _plain(value).replace(".", ",")


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _words(value: Value) -> str:
    if value is None:
        return ""
    return value.text if isinstance(value, Shown) else str(value)


def headings(columns: Sequence[Column], lang: str) -> list[str]:
    """Return the headings for people; a column of IRIs says so, since its labels stand beside it."""
    return [pick(c.label, lang) + (" (IRI)" if c.type == "iri" else "") for c in columns]


def _xlsx(grid: Grid, lang: str, title: str) -> bytes:
    buffer = io.BytesIO()
    # strings_to_*: a text is a text, whatever it looks like; numbers arrive as numbers.
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet(_sheet_name(title))
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        formats = {places: book.add_format({"num_format": _number_format(places)}) for places in range(10)}
        for at, head in enumerate(headings(grid.columns, lang)):
            sheet.write_string(0, at, head, bold)
            sheet.set_column(at, at, _width(head, [row[at] for row in grid.rows]))
        for down, row in enumerate(grid.rows, start=1):
            for at, value in enumerate(row):
                _put(sheet, down, at, value, (formats, wrapped))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(grid.rows), 1), len(grid.columns) - 1)
    return buffer.getvalue()


def _number_format(places: int) -> str:
    return "0." + "0" * places if places else "0"


def _put(sheet: Any, down: int, at: int, value: Value, styles: tuple[Mapping[int, Any], Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(down, at, value)
    elif isinstance(value, int):
        sheet.write_number(down, at, value)
    elif isinstance(value, Decimal):
        sheet.write_number(down, at, float(value), styles[0].get(_places(value)))
    else:
        sheet.write_string(down, at, _words(value)[:32_767], styles[1] if isinstance(value, Shown) else None)


def _sheet_name(title: str) -> str:
    safe = "".join(" " if c in "[]:*?/\\" else c for c in title).strip(" '")
    return safe[:31].strip(" '") or "Data"


def _width(head: str, values: Sequence[Value]) -> int:
    return min(max([len(head) + 3, *(len(_words(v)) + 1 for v in values)]), _WIDEST)


def terminal(grid: Grid, lang: str, title: str = "", notes: Sequence[str] = (), width: int = 100) -> str:
    """Return a text table for people: labels instead of IRIs, empty columns left out, long cells wrapped, not cut."""
    names = {column.name for column in grid.columns}
    shown = [
        at
        for at, column in enumerate(grid.columns)
        if f"{column.name}Label" not in names and (not grid.rows or any(row[at] is not None for row in grid.rows))
    ]
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, color_system=None, highlight=False, markup=False, emoji=False)
    if title:
        console.print(title, soft_wrap=True)
    if grid.rows and _fits(len(shown), width):
        console.print(_rich(grid, shown, lang))
    elif grid.rows:
        console.print(_listed(grid, shown, lang), soft_wrap=True)
    for note in notes:
        console.print(note, soft_wrap=True)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def _fits(columns: int, width: int) -> bool:
    # Under nine characters a column wraps words to pieces: then one block a row reads better.
    return columns * 11 <= width


def _rich(grid: Grid, shown: Sequence[int], lang: str) -> Table:
    table = Table(box=rich.box.SIMPLE, pad_edge=False, show_edge=False)
    for at in shown:
        numeric = grid.columns[at].type in ("number", "integer")
        table.add_column(
            pick(grid.columns[at].label, lang), justify="right" if numeric else "left", overflow="fold", no_wrap=False
        )
    for row in grid.rows:
        table.add_row(*(RichText(_readable(row[at], lang)) for at in shown))
    return table


def _listed(grid: Grid, shown: Sequence[int], lang: str) -> str:
    heads = [pick(grid.columns[at].label, lang) for at in shown]
    blocks = [
        "\n".join(
            f"  {head}: {_readable(row[at], lang)}"
            for head, at in zip(heads, shown, strict=True)
            if row[at] is not None
        )
        for row in grid.rows
    ]
    return "\n\n".join(blocks)


def _readable(value: Value, lang: str) -> str:
    if isinstance(value, bool):
        return pick(text("questions.yes" if value else "questions.no"), lang)
    if isinstance(value, int | Decimal):
        return _number(value, lang)
    return _words(value)

"""Writes a mapping's workbook, empty to be filled in or with rows. A changed mapping gives a changed template."""

import io
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

import xlsxwriter

from styringsgraf.ingest import hints
from styringsgraf.ingest.describe import by_language
from styringsgraf.ingest.numbers import NotANumber, from_float
from styringsgraf.ingest.schema import Column, Lang, Mapping, SheetSpec
from styringsgraf.ingest.template_lists import OFFERED, CodeColumn, Lists
from styringsgraf.texts import pick, text

Cell: TypeAlias = str | Decimal | int | date
#: Sheet id → its rows → field → what the cell holds.
Rows: TypeAlias = Dictionary[str, Sequence[Dictionary[str, Cell]]]

#: Stands in the file instead of the time of writing, so that the same content gives the same file.
_CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - the format has no time zone
_FIRST_DATE: Final = date(1900, 3, 1)  # earlier ones spreadsheets count wrongly
_LONGEST: Final = 32_767
_PLAIN: Final = frozenset({"number", "share", "integer", "year"})
_WIDTHS: Final = {"text": 34, "source": 34, "coded": 34, "references": 20, "choice": 20}
_NARROW: Final = 14
_FORMATS: Final[Dictionary[str, Dictionary[str, Any]]] = {
    # '@' keeps a code a code: without it a spreadsheet turns 3.4 into a date and 8.10 into 8.1.
    "text": {"num_format": "@", "valign": "top", "text_wrap": True},
    "date": {"valign": "top", "align": "left"},
    "number": {"num_format": "General", "valign": "top"},
    "heading": {"bold": True, "bg_color": "#DDE6EE", "border": 1, "text_wrap": True, "valign": "top"},
    "mandatory": {"bold": True, "bg_color": "#C5D9C8", "border": 1, "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
}
_DATE_FORMATS: Final = {"nb": "dd.mm.yyyy", "nn": "dd.mm.yyyy", "en": "yyyy-mm-dd"}


@dataclass(frozen=True)
class _Layout:
    """Where things stand on one sheet: its name, the heading row (0-based), its columns in order."""

    spec: SheetSpec
    name: str
    header: int
    columns: tuple[tuple[str, str, Column], ...]


def write(mapping: Mapping, lang: Lang, rows: Rows | None = None) -> bytes:
    """Return the workbook of a mapping, headings in one language; the same input gives the same bytes.

    ``rows`` fill its sheets. A text longer than a cell may be (32 767 characters) is cut there: whoever fills the
    sheets must compare, as ``export`` does.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    book.set_properties({"title": hints.told(mapping.title, lang), "created": _CREATED})
    formats = {name: book.add_format(dict(parts)) for name, parts in _FORMATS.items()}
    formats["date"].set_num_format(_DATE_FORMATS[lang])
    filled = rows or {}
    layouts = [_layout(spec, lang) for spec in mapping.sheets]
    aside = {name: by_language(names)[lang] for name, names in mapping.aside.items()}
    _read_me(book.add_worksheet(aside["read-me"]), layouts, mapping, lang, formats)
    lists = Lists(aside["lists"], mapping, lang, _codes(layouts, filled))
    for layout in layouts:
        _sheet(book.add_worksheet(layout.name), layout, filled.get(layout.spec.id, ()), lists, formats)
    lists.write(book, formats["heading"], formats["text"])
    book.close()
    return target.getvalue()


def _layout(spec: SheetSpec, lang: Lang) -> _Layout:
    columns = []
    for name, column in spec.columns.items():
        names = column.headings or column.example
        if names:
            columns.append((name, by_language(names)[lang], column))
    return _Layout(spec, by_language(spec.names)[lang], len(spec.above) + bool(spec.above), tuple(columns))


def _codes(layouts: Sequence[_Layout], rows: Rows) -> dict[tuple[str, str], CodeColumn]:
    found: dict[tuple[str, str], CodeColumn] = {}
    for layout in layouts:
        for index, (name, _, _) in enumerate(layout.columns):
            codes = [str(row[name]) for row in rows.get(layout.spec.id, ()) if name in row]
            place = (len(found) + 1, layout.name, index, layout.header + 1)
            found[layout.spec.id, name] = CodeColumn(*place, tuple(dict.fromkeys(codes)))
    return found


def _sheet(
    sheet: Any, layout: _Layout, rows: Sequence[Dictionary[str, Cell]], lists: Lists, formats: Dictionary[str, Any]
) -> None:
    spec, mapping, lang = layout.spec, lists.mapping, lists.lang
    for number, (name, above) in enumerate(spec.above.items()):
        heading = by_language(above.headings)[lang]
        sheet.write_string(number, 0, heading, formats["heading"])
        sheet.write_comment(number, 0, hints.of_column(spec, name, above, mapping, lang), _NOTE_SIZE)
        sheet.write_blank(number, 1, None, formats[_kind(above)])
    for index, (name, heading, column) in enumerate(layout.columns):
        marked = f"{heading} *" if column.required else heading
        sheet.write_string(layout.header, index, marked, formats["mandatory" if column.required else "heading"])
        sheet.write_comment(layout.header, index, hints.of_column(spec, name, column, mapping, lang), _NOTE_SIZE)
        sheet.set_column(index, index, _WIDTHS.get(column.type, _NARROW), formats[_kind(column)])
        _validate(sheet, layout.header + 1, index, column, lists)
    for number, row in enumerate(rows, start=layout.header + 1):
        for index, (name, _, column) in enumerate(layout.columns):
            if name in row:
                _cell(sheet, number, index, row[name], formats[_kind(column)], formats["text"])
    sheet.freeze_panes(layout.header + 1, 1)


_NOTE_SIZE: Final = {"x_scale": 2.2, "y_scale": 1.6}


def _kind(column: Column) -> str:
    return "number" if column.type in _PLAIN else "date" if column.type == "date" else "text"


def _validate(sheet: Any, first: int, index: int, column: Column, lists: Lists) -> None:
    last = first + OFFERED - 1
    source = lists.of(column)
    if source is not None:
        # A cell may hold several codes, which no list has: there the list only helps.
        strict = column.type != "references"
        sheet.data_validation(first, index, last, index, {
            "validate": "list", "source": source, "show_error": strict,
            "error_message": pick(text("template.choose"), lists.lang),
        })  # fmt: skip
    elif column.type == "year":
        sheet.data_validation(first, index, last, index, {
            "validate": "integer", "criteria": "between", "minimum": 1900, "maximum": 2200,
            "error_message": pick(text("template.year-range"), lists.lang),
        })  # fmt: skip


def _cell(sheet: Any, row: int, index: int, value: Cell, form: Any, as_text: Any) -> None:
    if isinstance(value, date) and value >= _FIRST_DATE:
        sheet.write_datetime(row, index, datetime(value.year, value.month, value.day), form)  # noqa: DTZ001 - a day
    elif isinstance(value, date):
        sheet.write_string(row, index, value.isoformat(), as_text)
    elif isinstance(value, str):
        sheet.write_string(row, index, value[:_LONGEST], as_text)
    elif _kept(value):
        sheet.write_number(row, index, float(value), form)
    else:
        # A spreadsheet's number has 15 digits; as text it keeps them all.
        sheet.write_string(row, index, f"{value:f}".replace(".", ","), as_text)


def _kept(value: Decimal | int) -> bool:
    """Tell whether a spreadsheet's number gives the value back: not where it is rounded up to one too large."""
    try:
        return from_float(float(value)) == value
    except NotANumber:
        return False


def _read_me(
    sheet: Any, layouts: Sequence[_Layout], mapping: Mapping, lang: Lang, formats: Dictionary[str, Any]
) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 2, 70)
    sheet.write_string(0, 0, pick(text("template.read-me-title"), lang), formats["title"])
    lines = [hints.told(mapping.title, lang), *(pick(text(f"template.read-me-{n}"), lang) for n in _LINES)]
    for number, line in enumerate(lines, start=1):
        sheet.merge_range(number, 0, number, 2, line, formats["wrapped"])
        sheet.set_row(number, 32)
    first = len(lines) + 2
    for index, key in enumerate(("sheet", "holds", "mandatory")):
        sheet.write_string(first, index, pick(text(f"template.read-me-{key}"), lang), formats["heading"])
    for number, layout in enumerate(layouts, start=first + 1):
        mandatory = ", ".join(heading for _, heading, column in layout.columns if column.required)
        sheet.write_url(number, 0, f"internal:'{layout.name}'!A1", formats["wrapped"], layout.name)
        sheet.write_string(number, 1, hints.of_sheet(layout.spec, lang), formats["wrapped"])
        sheet.write_string(number, 2, mandatory, formats["wrapped"])


_LINES: Final = ("one", "two", "three", "four")

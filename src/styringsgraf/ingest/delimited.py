"""Reads CSV as Norwegian programs write it: semicolon or comma, with or without BOM, UTF-8, UTF-16 or cp1252."""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from styringsgraf.errors import InputError, TooLarge
from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.model import Row, Sheet

_DELIMITERS: Final = ";,\t|"
_SAMPLE: Final = 20
_WIDEST: Final = 16_384  # a spreadsheet's own limit
_ESCAPED: Final = ("'=", "'+", "'-", "'@")


def csv_sheet(content: bytes, name: str, sink: Findings, limit: int) -> Sheet:
    """Return a CSV as one sheet named after the file; raises ``InputError`` for text that is no table."""
    stem = PurePosixPath(name).stem
    text = _decode(content, name, stem, sink)
    rows = _rows(text, name, limit)
    return Sheet(stem, hidden=False, rows=lambda: iter(rows), kind="csv")


def _decode(content: bytes, name: str, sheet: str, sink: Findings) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            sink.add("SG-I18", "csv_encoding", Place(sheet), value=name)
        return text
    raise InputError("ingest.csv_unreadable", file=name)


def _rows(text: str, name: str, limit: int) -> tuple[Row, ...]:
    delimiter = _delimiter(text)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > limit * 2:
                raise TooLarge("ingest.too_many_rows", file=name, sheet=PurePosixPath(name).stem, limit=limit)
            if len(cells) > _WIDEST:
                stem = PurePosixPath(name).stem
                raise TooLarge("ingest.sheet_too_wide", file=name, sheet=stem, row=number, limit=_WIDEST)
            rows.append(Row(number, tuple(_unescaped(cell) for cell in cells)))
    except csv.Error as problem:
        raise InputError("ingest.csv_broken", file=name, line=reader.line_num) from problem
    return tuple(rows)


def _delimiter(text: str) -> str:
    """Return the mark that splits the first lines most often and most evenly; Norwegian files use semicolons."""
    lines = list(_first_lines(text))
    counts = {mark: [line.count(mark) for line in lines] for mark in _DELIMITERS}
    if ";" in text and max(counts[";"], default=0) > 0:
        # A comma may also be a decimal comma; a semicolon is hardly ever anything but a separator.
        return ";"
    return max(_DELIMITERS, key=lambda mark: (sum(counts[mark]), -_DELIMITERS.index(mark)))


def _first_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text)):
        if number >= _SAMPLE:
            return
        # What stands in quotation marks does not separate anything.
        yield "".join(part for index, part in enumerate(line.split('"')) if index % 2 == 0)


def _unescaped(cell: str) -> str:
    """Return a cell without the apostrophe that keeps '=…' from being run as a formula."""
    return cell[1:] if cell.startswith(_ESCAPED) else cell

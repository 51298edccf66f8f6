"""Reads CSV as Norwegian programs write it: semicolon or comma, with or without BOM, UTF-8, UTF-16 or cp1252."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from styringsgraf.errors import InputError, TooLarge
from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.model import Row, Sheet

_DELIMITERS: Final = ";,\t|"
_SAMPLE: Final = 20
_LONGEST: Final = 100_000  # of a line in the sample
_WIDEST: Final = 16_384  # a spreadsheet's own limit
_ESCAPED: Final = ("'=", "'+", "'-", "'@")
_CHUNK: Final = 1 << 20
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
#: What Excel writes on a first line to say how the rest is separated.
_SEPARATOR: Final = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)
#: æ, ø and å as UTF-8 writes them, and as old Macs do between ordinary letters.
_UTF8_LETTERS: Final = re.compile(rb"\xc3[\x85\x86\x98\xa5\xa6\xb8]")
_MAC_LETTERS: Final = re.compile(rb"[a-z][\x8c\xbe\xbf][a-z]")
_CP1252_LETTERS: Final = re.compile(rb"[\xc5\xc6\xd8\xe5\xe6\xf8]")


def csv_sheet(content: bytes, name: str, sink: Findings, limit: int) -> Sheet:
    """Return a CSV as one sheet named after the file; raises ``InputError`` for text that is no table."""
    stem = PurePosixPath(name).stem
    encoding = _encoding(content, name, stem, sink)
    rows = tuple(_rows(content, encoding, name, limit))
    return Sheet(stem, hidden=False, rows=lambda: iter(rows), kind="csv")


def _encoding(content: bytes, name: str, sheet: str, sink: Findings) -> str:
    """Return the encoding in which all of a text can be read."""
    if content.startswith(_UTF16):
        candidates: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        candidates = ()
    else:
        candidates = ("utf-8-sig", "cp1252")
    found = next((encoding for encoding in candidates if _decodes(content, encoding)), None)
    if found is None:
        raise InputError("ingest.csv_unreadable", file=name)
    if found == "cp1252":
        sink.add("SG-I18", "csv_encoding", Place(sheet), value=name)
        if _UTF8_LETTERS.search(content) or (_MAC_LETTERS.search(content) and not _CP1252_LETTERS.search(content)):
            sink.add("SG-I30", "csv_letters", Place(sheet), value=name)
    return found


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content)
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(bytes(view[start : start + _CHUNK]))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    return iter(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""))


def _rows(content: bytes, encoding: str, name: str, limit: int) -> Iterator[Row]:
    stem = PurePosixPath(name).stem
    sample = [line[:_LONGEST] for line in islice(_lines(content, encoding), _SAMPLE)]
    said = _SEPARATOR.fullmatch(sample[0]) if sample else None
    reader = csv.reader(_lines(content, encoding), delimiter=said[1] if said else _delimiter(sample), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number > limit * 2:
                raise TooLarge("ingest.too_many_rows", file=name, sheet=stem, limit=limit)
            if len(cells) > _WIDEST:
                raise TooLarge("ingest.sheet_too_wide", file=name, sheet=stem, row=number, limit=_WIDEST)
            yield Row(number, () if said and number == 1 else tuple(_unescaped(cell) for cell in cells))
    except csv.Error as problem:
        key = "csv_long" if "limit" in str(problem) else "csv_broken"
        raise InputError(f"ingest.{key}", file=name, line=reader.line_num, limit=csv.field_size_limit()) from problem


def _delimiter(sample: list[str]) -> str:
    """Return the mark that splits most of the first lines, and splits them most alike; else a semicolon.

    A comma may also be a decimal comma or stand in a sentence, so a mark in every line beats a mark in many places.
    """
    # What stands in quotation marks does not separate anything.
    bare = ["".join(line.split('"')[::2]) for line in sample if line.strip()]
    counts = {mark: [line.count(mark) for line in bare] for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (_evenness(counts[mark]), -_DELIMITERS.index(mark)))


def _evenness(counts: list[int]) -> tuple[int, int, int]:
    split = Counter(count for count in counts if count)
    number, lines = max(split.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return sum(split.values()), lines, number


def _unescaped(cell: str) -> str:
    """Return a cell without the apostrophe that keeps '=…' from being run as a formula."""
    return cell[1:] if cell.startswith(_ESCAPED) else cell

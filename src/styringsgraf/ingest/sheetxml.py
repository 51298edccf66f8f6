"""Looks into the raw XML of a workbook for what its reader hides: errors, uncalculated formulas, percentages, bombs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.errors import InputError, TooLarge

# No pattern may look past the next tag of its own kind: crafted XML must not take quadratic time.
#: The start of a row, or a cell with its attributes and what is inside it.
_STEP: Final = re.compile(
    rb"<(?:\w+:)?row\b([^<>]*)>|<(?:\w+:)?c\b([^<>]*?)(?:/>|>((?>[^<]+|<(?!/?(?:\w+:)?c\b))*+)</(?:\w+:)?c>)"
)
_SHARED: Final = re.compile(rb"<(?:\w+:)?si\b[^<>]*>((?>[^<]+|<(?!/?(?:\w+:)?si\b))*+)</(?:\w+:)?si>")
_ROW: Final = re.compile(rb"\br=\"(\d{1,9})\"")
_REFERENCE: Final = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,9})\"")
_STYLE: Final = re.compile(rb"\bs=\"(\d{1,6})\"")
_TYPE: Final = re.compile(rb"\bt=\"(\w+)\"")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<]*)</(?:\w+:)?v>")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b")
_PERCENT_FORMATS: Final = frozenset({9, 10})
_SHARED_LENGTH: Final = 40_000  # a spreadsheet's own limit is 32 767 characters a cell
_RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class SheetMarks:
    """What a sheet's XML says beyond values, by (row 1-based, column 0-based), and how far it reaches."""

    percent: set[tuple[int, int]] = field(default_factory=set)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)


def check_xml(members: Mapping[str, bytes], file: str) -> None:
    """Refuse XML that declares entities: no spreadsheet program writes any."""
    for name, content in members.items():
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
            raise InputError("ingest.file_damaged", file=file)


def marks_of(members: Mapping[str, bytes], file: str, cells_limit: int) -> dict[str, SheetMarks]:
    """Return the marks of every sheet by its name.

    Raises ``TooLarge`` when a sheet's corners, or its repeated texts, would not fit in memory.
    """
    percent = _percent_styles(members.get("xl/styles.xml", b""))
    lengths = _shared_lengths(members.get("xl/sharedStrings.xml", b""), file)
    found = {}
    for name, path in _sheets(members, file).items():
        content = members.get(path)
        if content is not None:
            found[name] = _scan(content, percent, lengths, (file, name, cells_limit))
    return found


def _scan(content: bytes, percent: frozenset[int], lengths: list[int], where: tuple[str, str, int]) -> SheetMarks:
    file, name, limit = where
    marks = SheetMarks()
    last, last_column, text = (0, -1), 0, 0
    for match in _STEP.finditer(content):
        if match[2] is None:
            number = _ROW.search(match[1])
            at = (int(number[1]) if number else last[0] + 1, -1)
        else:
            at = _position(match[2], last)
        if at <= last:
            # Whatever reads on would let one cell silently win over the other.
            raise InputError("ingest.file_damaged", file=file)
        last, last_column = at, max(last_column, at[1])
        if not match[3]:
            continue
        kind = _TYPE.search(match[2])
        if kind is not None and kind[1] == b"s" and lengths:
            text += _length(match[3], lengths)
        _mark(marks, at, match[2], match[3], kind[1] if kind else b"n", percent)
        if at[0] * (last_column + 1) > limit or text > limit * 40:
            break
    if last[0] * (last_column + 1) > limit or text > limit * 40:
        raise TooLarge("ingest.sheet_too_wide", file=file, sheet=name, row=last[0], limit=limit)
    return marks


def _position(attributes: bytes, last: tuple[int, int]) -> tuple[int, int]:
    """Return where a cell stands: where it says, else right of the one before."""
    reference = _REFERENCE.search(attributes)
    return (int(reference[2]), _column(reference[1])) if reference else (last[0], last[1] + 1)


def _mark(
    marks: SheetMarks, at: tuple[int, int], attributes: bytes, body: bytes, kind: bytes, percent: frozenset[int]
) -> None:
    if kind == b"e":
        value = _VALUE.search(body)
        marks.broken[at] = value[1].decode("utf-8", "replace") if value else "#"
    elif kind == b"n":
        if _FORMULA.search(body) and not ((value := _VALUE.search(body)) and value[1]):
            marks.broken[at] = ""
        elif percent and (style := _STYLE.search(attributes)) and int(style[1]) in percent:
            marks.percent.add(at)


def _length(body: bytes, lengths: list[int]) -> int:
    value = _VALUE.search(body)
    index = int(value[1]) if value and value[1].isdigit() else -1
    return lengths[index] if 0 <= index < len(lengths) else 0


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number - 1


def _percent_styles(styles: bytes) -> frozenset[int]:
    """Return the cell styles whose number format shows a percentage."""
    if not styles:
        return frozenset()
    try:
        root = ET.fromstring(styles)  # noqa: S314 - entities are refused by check_xml
    except ET.ParseError:
        return frozenset()
    formats = {int(e.get("numFmtId", "0")) for e in root.iter() if _local(e) == "numFmt" and _shows_percent(e)}
    cells = next((e for e in root if _local(e) == "cellXfs"), None)
    wanted = formats | _PERCENT_FORMATS
    return frozenset(i for i, e in enumerate(cells if cells is not None else ()) if _format(e) in wanted)


def _shows_percent(element: ET.Element) -> bool:
    return "%" in re.sub(r'"[^"]*"|\\.', "", element.get("formatCode", ""))


def _format(element: ET.Element) -> int:
    number = element.get("numFmtId", "0")
    return int(number) if number.isdigit() else 0


def _shared_lengths(shared: bytes, file: str) -> list[int]:
    """Return the length of every shared text: one long text shown in a million cells is a bomb too."""
    lengths = [len(item) for item in _SHARED.findall(shared)]
    if max(lengths, default=0) > _SHARED_LENGTH * 8:
        raise InputError("ingest.file_damaged", file=file)
    return lengths if max(lengths, default=0) > 1_000 else []  # noqa: PLR2004 - short texts cannot add up to much


def _sheets(members: Mapping[str, bytes], file: str) -> dict[str, str]:
    """Return the name of every sheet and the member that holds it."""
    try:
        book = ET.fromstring(members["xl/workbook.xml"])  # noqa: S314 - entities are refused by check_xml
        relations = ET.fromstring(members.get("xl/_rels/workbook.xml.rels", b"<none/>"))  # noqa: S314
    except ET.ParseError as problem:
        raise InputError("ingest.file_damaged", file=file) from problem
    targets = {e.get("Id"): e.get("Target", "") for e in relations}
    found: dict[str, str] = {}
    for element in book.iter():
        if _local(element) == "sheet":
            target = targets.get(element.get(_RELATIONS)) or ""
            path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            name = element.get("name", "")
            if name in found:
                # The reader finds sheets by name: the second one would be lost.
                raise InputError("ingest.file_damaged", file=file)
            found[name] = path
    return found


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]

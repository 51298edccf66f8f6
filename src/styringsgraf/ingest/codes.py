"""Reads codes and references: what spreadsheets did to them, and what they may have been."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from styringsgraf.ingest.model import Percent, Value
from styringsgraf.ingest.numbers import NotANumber, from_float
from styringsgraf.namespaces import SDG, clean
from styringsgraf.terms import NamedNode

_SPLIT: Final = re.compile(r"[;\n\r]+")
_SDG_PREFIX: Final = re.compile(r"^(?:sdg|fns? b[eæ]re?kraftsmål|fn|b[eæ]re?kraftsmål)\s*[:.]?\s*", re.IGNORECASE)
#: A goal, target, indicator, or a part of a target; text editors turn its hyphen into a dash.
_SDG_FORM: Final = re.compile(
    r"0?(\d{1,2})(?:\.0?(\d{1,2}|[a-z])(?:\.0?(\d{1,2})|\s?[-\u2010\u2011\u2013]\s?s0?(\d{1,2}))?)?", re.IGNORECASE
)
#: 'S Samfunn', 'S.1 Vekst og utvikling', 'MA.1.1/2016 Sykefravær', '2.3: Trygge skoleveier'.
_CODED: Final = re.compile(
    r"(?P<code>(?:[A-ZÆØÅ]{1,6}(?:[./-]?\d+)?|\d+)(?:[./-][A-Za-zÆØÅæøå]?\d+)*)[.:)]?(?:\s+[–—-]?\s*(?P<text>.+))?"
)


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "des dec"), start=1
    )
    for name in names.split()
}
#: '03.apr', '3-Apr', and in Norwegian 'apr.45': what 3.4 and 4.45 look like after a spreadsheet has saved them as CSV.
_MONTH: Final = re.compile(
    rf"(\d{{1,2}})[.-] ?((?:{'|'.join(_MONTHS)})|(?:{'|'.join(name.title() for name in _MONTHS)}))\.?"
    rf"|({'|'.join(_MONTHS)})\.(\d{{2}})"
)


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code as text; ``was`` says what the cell held instead of text, ``candidates`` what it may have been."""

    text: str | None
    was: str = ""
    candidates: tuple[str, ...] = ()


def read_code(raw: Value, known: Collection[str] = ()) -> CodeReading:
    """Return the code in a cell. ``known``: codes that exist, to tell which reading is possible.

    A number is taken as printed; 8.1 may have been 8.10. A date is never taken: its likely codes are given.
    """
    if isinstance(raw, str):
        likely = from_month(clean(raw))
        return CodeReading(None, "date", (likely,)) if likely else CodeReading(clean(raw) or None)
    if isinstance(raw, datetime | date):
        return CodeReading(None, "date", from_date(raw, known))
    if isinstance(raw, bool) or not isinstance(raw, int | float | Percent):
        return CodeReading(None, "other")
    try:
        printed = f"{from_float(raw.value if isinstance(raw, Percent) else float(raw)):f}"
    except NotANumber:
        return CodeReading(None, "other")
    if "." in printed and printed + "0" in known:
        return CodeReading(printed, "ambiguous", (printed, printed + "0"))
    return CodeReading(printed, "number")


def from_date(raw: date, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return the codes a date may have been: 3.4 became 3 April here and 4 March elsewhere; likeliest first."""
    both = (f"{raw.day}.{raw.month}", f"{raw.month}.{raw.day}")
    possible = tuple(dict.fromkeys(code for code in both if not known or code in known))
    return possible or both[:1]


def from_month(text: str) -> str | None:
    """Return the code that a spreadsheet saved as CSV turned into '03.apr' or 'apr.45'; None for any other text."""
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    day, name, other, year = match.groups()
    month = int(_MONTHS[(name or other).lower()])
    return f"{int(day)}.{month}" if day else f"{month}.{int(year)}"


def from_serial(raw: Value) -> date | None:
    """Return the day that a number, or a text of five digits, stands for in a spreadsheet: 45385 is 3 April 2024."""
    digits = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    within = re.fullmatch(r"[34][0-9]{4}|5[0-4][0-9]{3}", digits)
    return date(1899, 12, 30) + timedelta(days=int(digits)) if within else None


def split(text: str) -> tuple[str, ...]:
    """Return the references of one cell, separated by semicolons or line breaks."""
    return tuple(part for part in (clean(piece) for piece in _SPLIT.split(text)) if part)


def sdg_code(text: str) -> str | None:
    """Return 'SDG 3.4', '03.04', '9.A', '3.4-S2' or an official IRI as a code ('3.4', '9.a', '3.4-s2'), else None."""
    body = text.removeprefix(SDG).removeprefix(SDG.replace("http:", "https:"))
    match = _SDG_FORM.fullmatch(_SDG_PREFIX.sub("", clean(body)))
    if match is None:
        return None
    *parts, segment = match.groups()
    return ".".join(part.lower() for part in parts if part) + (f"-s{segment}" if segment else "")


def names_sdg(text: str) -> bool:
    """Tell whether a reference says itself that it means the UN ('SDG 3.4')."""
    return _SDG_PREFIX.match(clean(text)) is not None or text.startswith((SDG, SDG.replace("http:", "https:")))


def coded(text: str) -> tuple[str, str] | None:
    """Return (code, text) of a cell such as 'S.1 Vekst og utvikling'; None when it does not start with a code."""
    match = _CODED.fullmatch(clean(text))
    return (match["code"], match["text"] or "") if match else None


def municipality_number(raw: Value) -> CodeReading:
    """Return a municipality number of four digits; the leading zero is put back (301 → 0301)."""
    reading = read_code(raw)
    if reading.text is None or not re.fullmatch(r"[0-9]{3,4}", reading.text):
        return CodeReading(None, reading.was or "other")
    padded = reading.text.zfill(4)
    return CodeReading(padded, "padded" if padded != reading.text else "")


def web_address(text: str) -> NamedNode | None:
    """Return a web address as a link; None for other text, and for what only looks like an address ('http://[')."""
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None

"""Reads dates: real ones, texts in Norwegian forms, numbers that were dates, and whole years."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from styringsgraf.ingest.model import Value
from styringsgraf.namespaces import clean

WholeYear = Literal["first", "last"]
_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(20_000, 80_000)  # 1954 to 2119
_YEARS: Final = range(1900, 2201)
_MONTHS: Final = (
    ("januar", "january", "jan"),
    ("februar", "february", "feb"),
    ("mars", "march", "mar"),
    ("april", "apr"),
    ("mai", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("desember", "december", "des", "dec"),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_WORDED: Final = re.compile(r"(\d{1,2})\.?\s+([a-z]+)\.?\s+(\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date, and whether it was worked out from a number ('number') or a year ('year')."""

    value: date
    was: Literal["", "number", "year"] = ""


class NotADate(ValueError):
    """The cell holds no date that can be read in one way only."""


def read_date(raw: Value, whole_year: WholeYear | None = None) -> DateReading:
    """Return the date in a cell; raises ``NotADate``. With ``whole_year`` 2016 is its first or last day.

    No plan reaches beyond 1900 to 2200: such a year is a slip of the keys.
    """
    reading = _reading(raw, whole_year)
    if reading.value.year not in _YEARS:
        raise NotADate(str(raw))
    return reading


def _reading(raw: Value, whole_year: WholeYear | None) -> DateReading:
    if isinstance(raw, datetime):
        return DateReading(raw.date())
    if isinstance(raw, date):
        return DateReading(raw)
    if isinstance(raw, bool):
        raise NotADate(str(raw))
    if isinstance(raw, int | float) and float(raw).is_integer():
        return _from_number(int(raw), whole_year)
    if isinstance(raw, str):
        return _from_text(clean(raw), whole_year)
    raise NotADate(str(raw))


def read_year(raw: Value) -> int:
    """Return a year between 1900 and 2200; raises ``NotADate``. A year typed as text or number is the same."""
    text = clean(raw) if isinstance(raw, str) else f"{raw:g}" if isinstance(raw, int | float) else ""
    if re.fullmatch(r"[0-9]{4}", text) and int(text) in _YEARS:
        return int(text)
    raise NotADate(str(raw))


def _from_number(number: int, whole_year: WholeYear | None) -> DateReading:
    if number in _SERIALS:
        return DateReading(_EPOCH + timedelta(days=number), "number")
    if number in _YEARS and whole_year is not None:
        return _year(number, whole_year)
    match = _COMPACT.fullmatch(str(number))
    if match is not None:
        return DateReading(_day(match[1], match[2], match[3]), "number")
    raise NotADate(str(number))


def _from_text(text: str, whole_year: WholeYear | None) -> DateReading:
    if match := _ISO.fullmatch(text):
        return DateReading(_day(match[1], match[2], match[3]))
    if match := _NUMERIC.fullmatch(text):
        return DateReading(_day(match[3], match[2], match[1]))
    if (match := _WORDED.fullmatch(text)) and match[2].lower() in _MONTH:
        return DateReading(_day(match[3], str(_MONTH[match[2].lower()]), match[1]))
    if re.fullmatch(r"[0-9]{4}", text) and int(text) in _YEARS and whole_year is not None:
        return _year(int(text), whole_year)
    if match := _COMPACT.fullmatch(text):
        return DateReading(_day(match[1], match[2], match[3]), "number")
    raise NotADate(text)


def _year(number: int, whole_year: WholeYear) -> DateReading:
    return DateReading(date(number, 1, 1) if whole_year == "first" else date(number, 12, 31), "year")


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as problem:
        raise NotADate(f"{day}.{month}.{year}") from problem

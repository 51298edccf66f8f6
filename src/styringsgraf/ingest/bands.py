"""Reads value bands as goal cards print them: '1,00–1,29 eller 1,70–1,99', '<0,99', '3 eller bedre', 'økning'."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from styringsgraf.ingest.numbers import NotANumber, decimals, parse
from styringsgraf.namespaces import clean

_MORE: Final = "bedre|betre|mer|meir|høyere|høgare|over|better|more|higher"
_LESS: Final = "mindre|lavere|lågare|færre|under|less|lower"
_OR: Final = re.compile(rf"\s+(?:eller|or)\s+(?!(?:{_MORE}|{_LESS})\b)|\s*;\s*", re.IGNORECASE)
_NUMBER: Final = r"[(]?[-−–+]?\s*[0-9][0-9 .,'’]*[)]?(?:\s*(?:%|pst\.?|prosent))?"
_RANGE: Final = re.compile(rf"({_NUMBER})\s*(?:[-−–—]|\btil\b|\bto\b|\.\.)\s*({_NUMBER})")


def _form(before: str, after: str = "") -> re.Pattern[str]:
    return re.compile(rf"{before}\s*({_NUMBER}){after}", re.IGNORECASE)


#: (pattern whose first group is the bound, which end it is, whether the bound itself is outside)
_FORMS: Final = (
    (_form(r"(?:<=|=<|≤|maks\.?|høyst|høgst|inntil|at most)"), "upper", False),
    (_form(r"(?:>=|=>|≥|minst|minimum|at least)"), "lower", False),
    (_form(r"(?:<|under|mindre enn|less than|below)"), "upper", True),
    (_form(r"(?:>|over|mer enn|meir enn|more than|above)"), "lower", True),
    (_form("", rf"\s*(?:eller|or|og|and)\s*(?:{_MORE})"), "lower", False),
    (_form("", rf"\s*(?:eller|or|og|and)\s*(?:{_LESS})"), "upper", False),
)
_INCREASE: Final = ("økning", "auke", "increase")
_DECREASE: Final = ("reduksjon", "nedgang", "decrease", "reduction")


@dataclass(frozen=True, slots=True)
class Interval:
    """One stretch of values; an absent end is unbounded, ``*_open`` says that the end itself is outside."""

    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_open: bool = False
    upper_open: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """The intervals of one cell, and the most decimals printed in it."""

    intervals: tuple[Interval, ...]
    decimals: int


class NotABand(ValueError):
    """The text is no band."""


def is_word(text: str) -> bool:
    """Tell whether a band is only a word for the side of zero ('økning'), to be read last."""
    return clean(text).lower() in _INCREASE + _DECREASE


def read_band(text: str, others: Iterable[Interval] = ()) -> Band:
    """Return the intervals a cell describes; raises ``NotABand``.

    ``others`` are the indicator's other bands: 'økning' beside 'at least 10' on a scale of *reduction* means a value
    below zero, beside 'below 0' it means above zero, so a word stands for the side the others leave free.
    """
    if is_word(text):
        return Band((_side(clean(text).lower(), tuple(others)),), 0)
    pieces = [piece for piece in _OR.split(clean(text)) if piece]
    if not pieces:
        raise NotABand(text)
    return Band(tuple(_interval(piece) for piece in pieces), max(_precision(piece) for piece in pieces))


def _side(word: str, others: tuple[Interval, ...]) -> Interval:
    above = any(other.upper is None or other.upper > 0 for other in others)
    below = any(other.lower is None or other.lower < 0 for other in others)
    if above != below:
        return Interval(upper=Decimal(0), upper_open=True) if above else Interval(lower=Decimal(0), lower_open=True)
    if above:
        raise NotABand(word)
    above = word not in _INCREASE
    return Interval(upper=Decimal(0), upper_open=True) if above else Interval(lower=Decimal(0), lower_open=True)


def _interval(piece: str) -> Interval:
    for pattern, end, outside in _FORMS:
        match = pattern.fullmatch(piece)
        if match is not None:
            bound = _number(match[1])
            lower = end == "lower"
            return Interval(bound, None, lower_open=outside) if lower else Interval(None, bound, upper_open=outside)
    if piece[-1] in "-−–—":
        # A trailing dash is a minus in a result column; here it is a range without its end.
        raise NotABand(piece)
    try:
        value = parse(piece).value
    except NotANumber:
        return _range(piece)
    return Interval(lower=value, upper=value)


def _range(piece: str) -> Interval:
    match = _RANGE.fullmatch(piece)
    if match is None:
        raise NotABand(piece)
    lower, upper = _number(match[1]), _number(match[2])
    if lower > upper:
        raise NotABand(piece)
    return Interval(lower=lower, upper=upper)


def _number(text: str) -> Decimal:
    try:
        return parse(text).value
    except NotANumber as problem:
        raise NotABand(text) from problem


def _precision(piece: str) -> int:
    return max((decimals(found) for found in re.findall(r"[0-9][0-9 ]*(?:[.,][0-9]+)?", piece)), default=0)

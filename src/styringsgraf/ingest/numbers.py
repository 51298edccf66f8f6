"""Reads numbers in every disguise that Norwegian tables give them, exactly, as decimals."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from styringsgraf.ingest.model import Percent, Value
from styringsgraf.namespaces import clean

_MINUS: Final = "-−–—‒‐‑"
_PERCENT: Final = re.compile(r"\s*(?:%|pst\.?|prosent|percent)$", re.IGNORECASE)
_MONEY: Final = re.compile(r"^(?:kr\.?|nok)\s*|\s*(?:kr\.?|kroner|nok)$", re.IGNORECASE)
_ROUND_SUM: Final = re.compile(rf",[{_MINUS}]$")
_FORMS: Final = (
    # (pattern, mark of thousands, decimal mark)
    (re.compile(r"[0-9]{1,40}"), "", ""),
    (re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+(?:,[0-9]+)?"), " '’", ","),
    (re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+\.[0-9]+"), " '’", "."),
    (re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"), ".", ","),
    (re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"), ",", "."),
    (re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"), ".", ""),
    (re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}"), ",", ""),
    (re.compile(r"[0-9]{0,40},[0-9]{1,40}"), "", ","),
    (re.compile(r"[0-9]{0,40}\.[0-9]{1,40}"), "", "."),
)
_EXPONENT: Final = re.compile(r"[0-9]{1,20}(?:[.,][0-9]{1,20})?[eE][+-]?[0-9]{1,2}")
_AMBIGUOUS: Final = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_LARGEST_EXPONENT: Final = 18
#: What query engines compute with: 18 digits before and after the point. Beyond, sums are silently empty.
_LARGEST: Final = Decimal(10) ** 18
_DECIMALS: Final = 18
_NOISE: Final = Decimal(10) ** -15  # a spreadsheet's 0.3 - 0.1 * 3 is 5.6e-17


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read: its value, and whether it was written as a percentage (12 % is 12)."""

    value: Decimal
    percent: bool = False


class NotANumber(ValueError):
    """The text is no number; ``readings`` holds the candidates when it could be two different ones.

    ``outside`` tells that it is one, but so large or so exact that nothing can compute with it.
    """

    def __init__(self, raw: str, readings: tuple[str, ...] = (), *, outside: bool = False) -> None:
        super().__init__(raw)
        self.readings = readings
        self.outside = outside


def from_float(raw: float) -> Decimal:
    """Return a cell's number with the 15 digits a spreadsheet has, so that 0.1 + 0.2 is 0.3."""
    if not math.isfinite(raw):
        raise NotANumber(str(raw))
    exact = _usable(Decimal(f"{raw:.15g}"), str(raw), rounded=True)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral() and abs(raw) < 1e15 else exact  # noqa: PLR2004


def read_number(raw: Value) -> Number:
    """Return the number in a cell; raises ``NotANumber``.

    A cell that *shows* 98.21 % holds 0.9821: it is read as shown, like the text '98,21 %'.
    """
    if isinstance(raw, Percent):
        return Number(from_float(raw.value * 100), percent=True)
    if isinstance(raw, bool):
        raise NotANumber(str(raw))
    if isinstance(raw, int | float):
        return Number(from_float(float(raw)))
    if isinstance(raw, str):
        return parse(raw)
    raise NotANumber(str(raw))


def parse(raw: str) -> Number:
    """Return the number a text stands for; raises ``NotANumber``."""
    body = clean(raw)
    percent = _PERCENT.search(body) is not None
    body = _ROUND_SUM.sub("", _MONEY.sub("", _PERCENT.sub("", body))).strip()
    body, negative = _sign(body, raw)
    if _AMBIGUOUS.fullmatch(body):
        # In Norwegian a point marks thousands, in files from programs it marks decimals.
        raise NotANumber(raw, (body.replace(".", " "), body.replace(".", ",")))
    value = _usable(_magnitude(body, raw), raw)
    return Number(-value if negative else value, percent)


def _usable(value: Decimal, raw: str, *, rounded: bool = False) -> Decimal:
    """Return a number that can be computed with; ``rounded``: it came from a cell, whose last digits are noise."""
    if rounded and abs(value) < _NOISE:
        return Decimal(0)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_DECIMALS and rounded:
        value = round(value, _DECIMALS)
        exponent = -_DECIMALS
    if abs(value) >= _LARGEST or not isinstance(exponent, int) or exponent < -_DECIMALS:
        raise NotANumber(raw, outside=True)
    return value


def _sign(body: str, raw: str) -> tuple[str, bool]:
    """Return the text without its sign, and whether that sign was a minus (before, after, or brackets)."""
    bracketed = body.startswith("(") and body.endswith(")")
    marks = int(bracketed)
    if bracketed:
        body = body[1:-1].strip()
    if body[:1] and body[0] in _MINUS:
        body, marks = body[1:].strip(), marks + 1
    elif body.startswith("+") and not bracketed:
        return body[1:].strip(), False
    if body[-1:] and body[-1] in _MINUS:
        body, marks = body[:-1].strip(), marks + 1
    if marks > 1:
        raise NotANumber(raw)
    return body, marks == 1


def _magnitude(body: str, raw: str) -> Decimal:
    for pattern, thousands, mark in _FORMS:
        if pattern.fullmatch(body):
            digits = "".join(c for c in body if c not in thousands)
            return Decimal(digits.replace(mark, ".") if mark else digits)
    if _EXPONENT.fullmatch(body):
        value = Decimal(body.replace(",", "."))
        if abs(value.adjusted()) <= _LARGEST_EXPONENT:
            return value
    raise NotANumber(raw)


def decimals(raw: str) -> int:
    """Return how many decimals are printed in a text that is a number."""
    match = re.search(r"[.,]([0-9]+)\D*$", clean(raw))
    return len(match[1]) if match else 0

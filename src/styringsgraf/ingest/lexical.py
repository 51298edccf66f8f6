"""Which literals say what their datatype cannot mean: a store and a rule would pass over them without a word."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from styringsgraf.namespaces import PREFIXES
from styringsgraf.terms import Literal

_XSD: Final = PREFIXES["xsd"]
_ZONE: Final = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DAY: Final = r"(\d{4})-(\d\d)-(\d\d)"
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DOUBLE: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_INTEGER: Final = re.compile(r"[+-]?\d+", re.ASCII)
#: What the engines can count with: 64 bits, and 18 digits before the decimal mark.
_LARGEST: Final = 2**63 - 1
_DIGITS: Final = 18
#: Integer types → least and largest value.
_BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "integer": (-_LARGEST - 1, _LARGEST),
    "long": (-_LARGEST - 1, _LARGEST),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "nonNegativeInteger": (0, _LARGEST),
    "positiveInteger": (1, _LARGEST),
    "nonPositiveInteger": (-_LARGEST - 1, 0),
    "negativeInteger": (-_LARGEST - 1, -1),
    "unsignedLong": (0, _LARGEST),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}


def possible(literal: Literal) -> bool:
    """Tell whether a literal's text is one its datatype has a meaning for; other datatypes are taken as they are."""
    kind = literal.datatype.value
    if not kind.startswith(_XSD):
        return True
    local, text = kind[len(_XSD) :], literal.value
    if local in _BOUNDS:
        low, high = _BOUNDS[local]
        # Python refuses to read numbers of thousands of digits.
        return bool(_INTEGER.fullmatch(text)) and len(text) <= _DIGITS + 2 and low <= int(text) <= high
    check = _CHECKS.get(local)
    return check is None or check(text)


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _decimal(text: str) -> bool:
    return bool(_DECIMAL.fullmatch(text)) and len(text.lstrip("+-").partition(".")[0]) <= _DIGITS


def _dated(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)

    def check(text: str) -> bool:
        match = compiled.fullmatch(text)
        if match is None:
            return False
        try:
            date(*(int(part) for part in match.groups()))
        except ValueError:
            return False
        return True

    return check


_CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "decimal": _decimal,
    "double": _matches(_DOUBLE),
    "float": _matches(_DOUBLE),
    "boolean": _matches("true|false|1|0"),
    "date": _dated(_DAY + _ZONE),
    "dateTime": _dated(f"{_DAY}T{_TIME}{_ZONE}"),
    "dateTimeStamp": _dated(f"{_DAY}T{_TIME}{_ZONE}"),
    "time": _matches(_TIME + _ZONE),
    "gYear": _matches(r"\d{4}" + _ZONE),
    "gYearMonth": _matches(r"\d{4}-(?:0[1-9]|1[0-2])" + _ZONE),
    "gMonth": _matches(r"--(?:0[1-9]|1[0-2])" + _ZONE),
    "gDay": _matches(r"---(?:0[1-9]|[12]\d|3[01])" + _ZONE),
    "gMonthDay": _matches(r"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])" + _ZONE),
    "anyURI": _matches(r"[^\s<>\"{}|\\^`]*"),
}

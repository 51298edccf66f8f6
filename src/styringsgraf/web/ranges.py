"""Part of a file by Range, and whether the reader's copy still holds: RFC 9110, 13 and 14."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final, Literal

from styringsgraf import errors
from styringsgraf.web import etag
from styringsgraf.web.parameters import shortened

_RANGE: Final = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", re.IGNORECASE | re.ASCII)
#: More digits than any file has bytes; the number is not even read.
_DIGITS: Final = 18
_PARSED: Final = (TypeError, ValueError, IndexError)


@dataclass(frozen=True)
class Part:
    """Bytes of a file, the first and the last one included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Number of bytes."""
        return self.last - self.first + 1


def part_of(header: str | None, size: int) -> Part | None:
    """Return the bytes asked for; None for the whole file, also where several ranges or none that we read are given.

    Raises ``OutOfRange`` when the file has none of them.
    """
    found = None if header is None else _RANGE.fullmatch(header)
    if header is None or found is None or found[1] == found[2] == "":
        return None
    first, last = (int(digits[:_DIGITS]) if digits else None for digits in found.groups())
    if first is None:
        first, last = max(size - (last or 0), 0), size - 1 if last else -1
    elif last is not None and last < first:
        return None  # that is no range
    end = size - 1 if last is None else min(last, size - 1)
    if first > end:
        raise errors.OutOfRange("dumps.range", range=shortened(header), size=size, last=size - 1)
    return Part(first, end)


def state(headers: Mapping[str, str], tag: str, modified: datetime) -> Literal["send", "unchanged"]:
    """Return whether the file must be sent at all. Raises ``PreconditionFailed``."""
    match, none_match = headers.get("if-match"), headers.get("if-none-match")
    if match is not None and not {etag.ANY, tag} & set(etag.listed(match)):
        raise errors.PreconditionFailed("dumps.changed", tag=tag)
    if none_match is not None:
        return "unchanged" if {etag.ANY, tag} & set(etag.listed(none_match)) else "send"
    since = _moment(headers.get("if-modified-since"))
    return "unchanged" if since is not None and modified <= since else "send"


def range_holds(headers: Mapping[str, str], tag: str, modified: datetime) -> bool:
    """Return whether If-Range, if there is one, names this very file: a weak tag never does."""
    given = headers.get("if-range")
    return given is None or given.strip() == tag or _moment(given) == modified


def _moment(given: str | None) -> datetime | None:
    if given is None or '"' in given:
        return None
    try:
        found = parsedate_to_datetime(given)
    except _PARSED:
        return None
    return found if found.tzinfo is not None else None

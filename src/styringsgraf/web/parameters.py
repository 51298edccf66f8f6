"""Query-string parameters: each at most once, integers within their bounds, formats by name or Accept."""

from collections.abc import Sequence
from typing import TypeVar

from fastapi import Request

from styringsgraf import errors
from styringsgraf.formats import Format, by_name, negotiate

Word = TypeVar("Word", bound=str)


def single_values(request: Request) -> dict[str, str]:
    """Return the query parameters; one given twice is an error, never a silent choice."""
    values: dict[str, str] = {}
    for name in request.query_params:
        given = request.query_params.getlist(name)
        if len(given) > 1:
            raise errors.BadParameter("web.parameter-twice", name=name, count=len(given))
        values[name] = given[0]
    return values


def whole_number(name: str, value: str | None, default: int, low: int, high: int) -> int:
    """Return an integer parameter within ``low`` … ``high``."""
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 12 and low <= int(value) <= high):  # noqa: PLR2004
        raise errors.BadParameter("web.integer", name=name, value=value, low=low, high=high)
    return int(value)


def choice(name: str, value: str | None, default: Word, offered: Sequence[Word]) -> Word:
    """Return one of a few words."""
    if value is None:
        return default
    for word in offered:
        if word == value:
            return word
    raise errors.BadParameter("web.choice", name=name, value=value, offered=", ".join(offered))


def wanted_format(request: Request, offered: Sequence[Format]) -> Format:
    """Return the representation asked for: ``?format=`` first, then Accept."""
    named = request.query_params.get("format")
    accept = request.headers.get("accept")
    chosen = negotiate(accept, offered) if named is None else by_name(named, offered)
    if chosen is None:
        names = ", ".join(f"{f.name} ({f.media_type})" for f in offered)
        raise errors.NotAcceptable("web.format", wanted=named if named is not None else accept, offered=names)
    return chosen

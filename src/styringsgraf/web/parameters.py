"""Query-string parameters: each at most once, integers within their bounds, formats by name or Accept."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from fastapi import Request

from styringsgraf import errors
from styringsgraf.formats import Format, by_name, negotiate

Word = TypeVar("Word", bound=str)
#: How much of what a caller wrote a sentence repeats, in characters.
_SHOWN: Final = 200


def shortened(value: str) -> str:
    """Return what a caller wrote, short enough to be repeated in an answer."""
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


def single_values(request: Request) -> dict[str, str]:
    """Return the parameters of query and path; one given twice is an error, never a silent choice."""
    values: dict[str, str] = {}
    for name in request.query_params:
        given = [*request.query_params.getlist(name), *(v for n, v in request.path_params.items() if n == name)]
        if len(given) > 1:
            raise errors.BadParameter("web.parameter-twice", name=shortened(name), count=len(given))
        values[name] = given[0]
    return values | request.path_params


def only(values: Mapping[str, str], known: Sequence[str]) -> Mapping[str, str]:
    """Return the values when every name is known: a misspelt parameter is an error, not ignored."""
    for name in values:
        if name not in known:
            raise errors.BadParameter("web.parameter-unknown", name=shortened(name), known=", ".join(known))
    return values


def whole_number(name: str, value: str | None, default: int, low: int, high: int) -> int:
    """Return an integer parameter within ``low`` … ``high``."""
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 12 and low <= int(value) <= high):  # noqa: PLR2004
        raise errors.BadParameter("web.integer", name=name, value=shortened(value), low=low, high=high)
    return int(value)


def choice(name: str, value: str | None, default: Word, offered: Sequence[Word]) -> Word:
    """Return one of a few words."""
    if value is None:
        return default
    for word in offered:
        if word == value:
            return word
    raise errors.BadParameter("web.choice", name=name, value=shortened(value), offered=", ".join(filter(None, offered)))


def wanted_format(request: Request, offered: Sequence[Format]) -> Format:
    """Return the representation asked for: ``?format=`` first, then Accept."""
    named = request.query_params.get("format")
    accept = ", ".join(request.headers.getlist("accept"))
    chosen = negotiate(accept, offered) if named is None else by_name(named, offered)
    if chosen is None:
        names = ", ".join(f"{f.name} ({f.media_type})" for f in offered)
        raise errors.NotAcceptable("web.format", wanted=shortened(accept if named is None else named), offered=names)
    return chosen

"""If-Match: a writer names the release it knows, and is told when another one is current."""

import re
from typing import Final

from styringsgraf import errors

_ANY: Final = "*"
_STRONG: Final = re.compile(r'"(?P<release>\d{6,}-[0-9a-f]{8})(?:[^0-9a-f"][^"]*)?"')


def require_match(tags: tuple[str, ...] | None, current: str | None) -> None:
    """Raise ``PreconditionFailed`` when none of the tags is one of the current release; None: nothing is asked.

    A tag is the release's id in quotes, or begins with it: tags of representations do. Weak tags never match
    (RFC 9110, 13.1.1).
    """
    if tags is None:
        return
    for tag in tags:
        found = _STRONG.fullmatch(tag.strip())
        if current is not None and (tag.strip() == _ANY or (found is not None and found["release"] == current)):
            return
    raise errors.PreconditionFailed("writing.match", current=current or "–")


def tags_of(header: str) -> tuple[str, ...]:
    """Return the entity tags of an If-Match header; what is none matches nothing."""
    return tuple(re.findall(r'\*|(?:W/)?"[^"]*"|[^\s,]+', header)) or ("",)

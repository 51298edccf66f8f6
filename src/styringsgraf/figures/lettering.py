"""How wide text is, near enough, and where it breaks: a picture made on a server cannot ask the font. Pure."""

from functools import lru_cache
from typing import Final
from unicodedata import combining, east_asian_width

#: Widths in em of a common sans serif, rounded up; the rest is as wide as a digit.
_NARROW: Final = frozenset("iljtfrI.,:;'’|!()[]/ ·-")
_BROAD: Final = frozenset("mwMW@%æÆœ—")
_ELLIPSIS: Final = "…"


def width(text: str, size: float) -> float:
    """Return the width of a line, in the unit of ``size``."""
    return size * sum(map(_em, text))


@lru_cache(4096)
def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _BROAD:
        return 0.92
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in {"W", "F"}:  # also emoji
        return 1.3
    return 0.72 if letter.isupper() else 0.57


def fit(text: str, size: float, room: float) -> str:
    """Return a line no wider than ``room``: the text, or as much of it as fits before an ellipsis."""
    line = " ".join(text.split())
    return line if width(line, size) <= room else _cut(line, size, room)


def wrap(text: str, size: float, room: float, most: int) -> list[str]:
    """Return at most ``most`` lines no wider than ``room``; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, size, room):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(" ".join(lines[most - 1 : most + 1]), size, room)]


def _pieces(text: str, size: float, room: float) -> list[str]:
    """Return the words, those too long for a line cut in two with a hyphen: Norwegian makes long ones."""
    found: list[str] = []
    for word in text.split():
        rest = word
        while width(rest, size) > room:
            cut = _fitting(rest, size, room - width("-", size))
            found.append(f"{rest[:cut]}-")
            rest = rest[cut:]
        found.append(rest)
    return found


def _cut(text: str, size: float, room: float) -> str:
    return text[: _fitting(text, size, room - width(_ELLIPSIS, size))].rstrip(" ,.;:–-") + _ELLIPSIS


def _fitting(text: str, size: float, room: float) -> int:
    """Return how many letters fit; at least one."""
    used = 0.0
    for count, letter in enumerate(text):
        used += _em(letter) * size
        if used > room:
            return max(count, 1)
    return len(text)

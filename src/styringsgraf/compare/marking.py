"""Marks word by word what differs between two wordings. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Mark = Literal["same", "gone", "new"]
_TOKENS: Final = re.compile(r"\s+|\w+|[^\w\s]")
#: Longer texts are shown whole: matching takes time by the square of their length.
_MOST: Final = 2_000
#: Texts that share less are two texts, and marks in them only disturb.
_LEAST_ALIKE: Final = 0.3


@dataclass(frozen=True)
class Piece:
    """A stretch of words, and whether it stands in both, only in the old, or only in the new."""

    mark: Mark
    words: str


@dataclass(frozen=True)
class Marked:
    """Both wordings in pieces; joined, they are the wordings. ``alike``: whether they have enough in common to mark."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    alike: bool


def marked(before: str, after: str) -> Marked:
    """Return both wordings with what is gone and new; texts with little in common, or very long ones, in one piece."""
    one, other = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(one) + len(other) > _MOST:
        return _apart(before, after)
    match = SequenceMatcher(None, one, other, autojunk=False)
    shared = sum(len("".join(one[block.a : block.a + block.size]).strip()) for block in match.get_matching_blocks())
    if shared < _LEAST_ALIKE * max(len(before), len(after)):
        return _apart(before, after)
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, first, last, start, end in match.get_opcodes():
        mark_old: Mark = "same" if tag == "equal" else "gone"
        mark_new: Mark = "same" if tag == "equal" else "new"
        _append(old, mark_old, "".join(one[first:last]))
        _append(new, mark_new, "".join(other[start:end]))
    return Marked(tuple(_joined(old)), tuple(_joined(new)), alike=True)


def _apart(before: str, after: str) -> Marked:
    return Marked((Piece("gone", before),), (Piece("new", after),), alike=False)


def _append(pieces: list[Piece], mark: Mark, words: str) -> None:
    if words:
        pieces.append(Piece(mark, words))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with the spaces between two marked ones marked as well: a run of words is one mark."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        around = pieces[at - 1 : at] + pieces[at + 1 : at + 2]
        inside = piece.mark == "same" and not piece.words.strip() and len(around) > 1
        mark = around[0].mark if inside else piece.mark
        if found and found[-1].mark == mark:
            found[-1] = Piece(mark, found[-1].words + piece.words)
        else:
            found.append(Piece(mark, piece.words))
    return found

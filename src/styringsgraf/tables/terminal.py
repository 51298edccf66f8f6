"""Text tables for people at a terminal: at most 100 columns, nothing cut off, labels instead of IRIs."""

import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from styringsgraf.tables.model import Grid, Value, local, words
from styringsgraf.texts import pick, text

WIDTH: Final = 100
_GAP: Final = "   "  # between two columns
_LONG: Final = ("path", "paths")
_WHOLE: Final = 24  # words up to this length stay whole if leaving out details makes the room …
_BROKEN: Final = 16  # … and up to this length in any case; failing that each row becomes a block


def terminal(grid: Grid, lang: str, title: str, notes: Sequence[str]) -> str:
    """Return the title, the rows and the notes.

    What is the same in every row stands once above them; paths stand as sentences below them; what does not fit
    beside the rest is left out and said, and if even that is too wide each row becomes a block of lines.
    """
    parts = [title] if title else []
    if grid.rows:
        cells = [[_readable(value, lang) for value in row] for row in grid.rows]
        parts.extend(_body(grid, cells, lang))
    parts.extend(line for note in notes for line in textwrap.wrap(note, WIDTH))
    return "\n".join(parts) + "\n"


def _body(grid: Grid, cells: list[list[str]], lang: str) -> list[str]:
    heads = [pick(column.label, lang) for column in grid.columns]
    filled = [at for at in _readers(grid) if any(row[at] for row in cells)]
    same = [at for at in filled if len(cells) > 1 and grid.columns[at].type == "label" and _equal(cells, at)]
    long = [at for at in filled if grid.columns[at].type in _LONG]
    short = [at for at in filled if at not in same and at not in long]
    left_out: list[int] = []
    while not _fits(cells, heads, short, _WHOLE) and (spare := [at for at in short if grid.columns[at].detail]):
        left_out.insert(0, spare[-1])
        short.remove(spare[-1])
    parts = [f"{heads[at]}: {cells[0][at]}" for at in same]
    if _fits(cells, heads, short, _BROKEN):
        parts.append(_table(grid, cells, heads, short))
        parts.extend(_sentences(heads[at], [row[at] for row in cells]) for at in long)
    else:
        parts.append(_blocks(cells, heads, [at for at in filled if at not in same]))
        left_out = []
    if left_out:
        parts.append(pick(text("questions.left-out", columns=", ".join(heads[at] for at in left_out)), lang))
    return parts


def _readers(grid: Grid) -> list[int]:
    """Return the columns people read: a column of IRIs gives way to its labels."""
    names = {column.name for column in grid.columns}
    return [at for at, column in enumerate(grid.columns) if f"{column.name}Label" not in names]


def _equal(cells: list[list[str]], at: int) -> bool:
    return len({row[at] for row in cells}) == 1


def _least(cells: list[list[str]], heads: list[str], at: int, longest: int) -> int:
    """Return how narrow a column may be without breaking a word of up to ``longest`` letters."""
    found = (word for line in (heads[at], *(row[at] for row in cells)) for word in line.split())
    return max(1, min(max(map(len, found), default=1), longest))


def _fits(cells: list[list[str]], heads: list[str], columns: Sequence[int], longest: int) -> bool:
    return sum(_least(cells, heads, at, longest) + len(_GAP) for at in columns) - len(_GAP) <= WIDTH


def _table(grid: Grid, cells: list[list[str]], heads: list[str], columns: Sequence[int]) -> str:
    widths = _widths(cells, heads, columns)
    numeric = {at for at in columns if grid.columns[at].type in ("number", "integer")}

    def lines(row: Sequence[str]) -> list[str]:
        wrapped = [textwrap.wrap(row[at], widths[at]) for at in columns]
        level = zip_longest(*wrapped, fillvalue="")
        return [_GAP.join(_set(*cell, right=at in numeric) for at, cell in pairs(line)) for line in level]

    def pairs(line: Sequence[str]) -> Iterator[tuple[int, tuple[str, int]]]:
        return ((at, (cell, widths[at])) for at, cell in zip(columns, line, strict=True))

    rule = "─" * (sum(widths.values()) + len(_GAP) * (len(columns) - 1))
    body = (line for row in cells for line in lines(row))
    return "\n".join(line.rstrip() for line in (*lines(heads), rule, *body))


def _set(cell: str, width: int, *, right: bool) -> str:
    return cell.rjust(width) if right else cell.ljust(width)


def _widths(cells: list[list[str]], heads: list[str], columns: Sequence[int]) -> dict[int, int]:
    """Return the width of each column: as wide as its widest cell, the widest narrowed until all fit."""
    widths = {at: max(len(heads[at]), *(len(row[at]) for row in cells)) for at in columns}
    longest = _WHOLE if _fits(cells, heads, columns, _WHOLE) else _BROKEN
    least = {at: _least(cells, heads, at, longest) for at in columns}
    while sum(widths.values()) + len(_GAP) * (len(columns) - 1) > WIDTH:
        widest = max((at for at in columns if widths[at] > least[at]), key=lambda at: widths[at])
        widths[widest] -= 1
    return widths


def _sentences(head: str, cells: Sequence[str]) -> str:
    lines = [line for cell in cells for line in cell.split("\n") if line]
    wrapped = (textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ") for line in lines)
    return "\n".join((f"{head}:", *wrapped))


def _blocks(cells: list[list[str]], heads: list[str], columns: Sequence[int]) -> str:
    def block(row: list[str]) -> str:
        lines = (f"{heads[at]}: {row[at]}" for at in columns if row[at])
        return "\n".join(textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ") for line in lines)

    return "\n\n".join(map(block, cells))


def _readable(value: Value, lang: str) -> str:
    if isinstance(value, bool):
        return pick(text("questions.yes" if value else "questions.no"), lang)
    return local(value, lang) if isinstance(value, int | Decimal) else words(value)

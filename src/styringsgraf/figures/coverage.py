"""Two municipalities side by side: for each UN goal how many of its targets have goals, measures and indicators. Pure.

A bar is a share of the goal's targets. Each kind has a letter and a look of its own besides its colour, and its number.
"""

from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import Drawing, add
from styringsgraf.figures.lettering import width, wrap
from styringsgraf.figures.paints import ACCENT, EDGE, END, FAINT, GOALS, GROUND, INK, MEANS, QUIET, Paint
from styringsgraf.texts import pick, text

KINDS: Final = ("goal", "measure", "indicator", "claim")
#: Kind → fill, stroke and dashes of its bar.
_LOOKS: Final[dict[str, tuple[Paint, Paint, str | None]]] = {
    "goal": (ACCENT, ACCENT, None),
    "measure": (MEANS, INK, None),
    "indicator": (END, ACCENT, None),
    "claim": (GROUND, EDGE, "3 2"),
}
_AREA: Final = "coverage"
_LABELS, _SIDE, _GAP, _MARGIN = 236, 240, 24, 12
_BAR, _STEP, _AROUND, _EMPTY = 9, 14, 12, 42
_TOP: Final = 104
_SMALL, _NORMAL = 12, 14
_LETTER: Final = 18
_NUMBERS: Final = 64  # at the end of a bar


@dataclass(frozen=True)
class Row:
    """One UN goal: number, name, how many targets it has, and for each side how many have what, by kind."""

    goal: int
    name: str
    targets: int
    sides: tuple[dict[str, int], dict[str, int]]


@dataclass(frozen=True)
class Coverage:
    """Two organisations by name, and the UN goals."""

    names: tuple[str, str]
    rows: tuple[Row, ...]


def picture(coverage: Coverage, lang: str) -> Drawing:
    """Return the figure; 800 wide, as high as the goals need."""
    height = _TOP + sum(map(_row_height, coverage.rows)) + _MARGIN
    across = _MARGIN * 2 + _LABELS + 2 * _SIDE + 2 * _GAP
    one, other = coverage.names
    made = Drawing(
        "coverage",
        across,
        height,
        lang=lang,
        title=_say("title", lang, one=one, other=other),
        description=_description(coverage, lang),
    )
    _legend(made.root, lang)
    for side, name in enumerate(coverage.names):
        lines = wrap(name, _NORMAL + 1, _SIDE, 2)
        for line, words in enumerate(lines):
            up = 12 + 18 * (len(lines) - 1 - line)
            add(made.root, "text", words, x=_left(side), y=_TOP - up, font_size=_NORMAL + 1, font_weight=650)
    y = float(_TOP)
    for row in coverage.rows:
        _row(made.root, row, y, lang)
        y += _row_height(row)
    return made


def letter(kind: str, lang: str) -> str:
    """Return the letter that stands for a kind."""
    return _say(f"letter-{kind}", lang)


def _say(key: str, lang: str, **values: object) -> str:
    return pick(text(f"{_AREA}.{key}", **values), lang)


def _description(coverage: Coverage, lang: str) -> str:
    """Return the sum of both sides in a sentence each."""
    whole = sum(row.targets for row in coverage.rows)
    sums = (
        {kind: sum(row.sides[side].get(kind, 0) for row in coverage.rows) for kind in KINDS} for side in (0, 1)
    )  # fmt: skip
    return " ".join(
        _say("description", lang, name=name, targets=whole, **counts)
        for name, counts in zip(coverage.names, sums, strict=True)
    )


def _row_height(row: Row) -> int:
    """Return the height of a row: less where there is nothing to draw."""
    return len(KINDS) * _STEP + _AROUND if any(any(side.values()) for side in row.sides) else _EMPTY


def _left(side: int) -> int:
    return _MARGIN + _LABELS + _GAP + side * (_SIDE + _GAP)


def _legend(parent: ET.Element, lang: str) -> None:
    x = float(_MARGIN)
    for kind in KINDS:
        _bar(parent, kind, x, 16, 28)
        words = f"{letter(kind, lang)} – {_say(f'kind-{kind}', lang)}"
        add(parent, "text", words, x=x + 34, y=24, font_size=_NORMAL)
        x += 34 + width(words, _NORMAL) + 24
    add(parent, "text", _say("scale", lang), x=_MARGIN, y=46, font_size=_SMALL, fill=QUIET)


def _row(parent: ET.Element, row: Row, y: float, lang: str) -> None:
    add(parent, "line", x1=_MARGIN, x2=_left(1) + _SIDE, y1=y, y2=y, stroke=FAINT, stroke_width=1)
    colour, ink = GOALS.get(row.goal, ("#ffffff", "#000000"))
    add(parent, "rect", x=_MARGIN, y=y + 9, width=30, height=24, rx=3, fill=colour)
    add(parent, "text", str(row.goal), x=_MARGIN + 15, y=y + 26, font_size=_NORMAL, font_weight=700, fill=ink,
        text_anchor="middle")  # fmt: skip
    lines = wrap(row.name, _NORMAL, _LABELS - 40, 2)
    for line, words in enumerate(lines):
        add(parent, "text", words, x=_MARGIN + 38, y=y + (26 if len(lines) == 1 else 18) + line * 16, font_size=_NORMAL)
    for side, counts in enumerate(row.sides):
        _bars(parent, row, counts, _left(side), y + _AROUND / 2 + 1, lang)


def _bars(parent: ET.Element, row: Row, counts: dict[str, int], x: float, y: float, lang: str) -> None:
    if not any(counts.values()):
        add(parent, "text", _say("none", lang), x=x, y=y + 19, font_size=_SMALL, fill=QUIET)
        return
    room = _SIDE - _LETTER - _NUMBERS
    for at, kind in enumerate(KINDS):
        count, top = counts.get(kind, 0), y + at * _STEP
        add(parent, "text", letter(kind, lang), x=x, y=top + _BAR, font_size=_SMALL, fill=QUIET)
        add(parent, "rect", x=x + _LETTER, y=top + _BAR - 1, width=room, height=1, fill=FAINT)
        if count:
            _bar(parent, kind, x + _LETTER, top, max(3.0, room * count / max(1, row.targets)))
        add(parent, "text", _say("of", lang, count=count, targets=row.targets), x=x + _LETTER + room + 6, y=top + _BAR,
            font_size=_SMALL, fill=INK if count else QUIET)  # fmt: skip


def _bar(parent: ET.Element, kind: str, x: float, y: float, across: float) -> None:
    fill, stroke, dashes = _LOOKS[kind]
    add(parent, "rect", x=x, y=y, width=across, height=_BAR, fill=fill, stroke=stroke, stroke_width=1,
        stroke_dasharray=dashes)  # fmt: skip

"""Two municipalities side by side: for each UN goal how many of its targets have goals, measures and indicators. Pure.

A bar is a share of the goal's targets. Each kind has a letter and a look of its own besides its colour, and its number.
Drawn in two sizes: for a column with a goal's name before the bars, and for a phone with it above them.
"""

from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import Drawing, add, path
from styringsgraf.figures.flowing import flow
from styringsgraf.figures.lettering import fit, width, wrap
from styringsgraf.figures.paints import ACCENT, EDGE, END, FAINT, GOALS, GROUND, INK, MEANS, QUIET, Paint
from styringsgraf.texts import pick, text

KINDS: Final = ("goal", "measure", "indicator", "claim")
#: Kind → fill, stroke and dashes of its bar; a measure's has slanting lines too.
_LOOKS: Final[dict[str, tuple[Paint, Paint, str | None]]] = {
    "goal": (ACCENT, ACCENT, None),
    "measure": (MEANS, INK, None),
    "indicator": (END, ACCENT, None),
    "claim": (GROUND, EDGE, "3 2"),
}
_AREA: Final = "coverage"
_BAR, _STEP, _AROUND, _EMPTY = 9, 15, 14, 44
_SMALL, _NORMAL = 12, 14
_LETTER: Final = 18


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


@dataclass(frozen=True)
class _Sizes:
    """One layout: room for a goal's name before the bars (0: above them), for a side, and for the number at a bar."""

    name: str
    across: float
    labels: float
    side: float
    gap: float
    numbers: float

    def left(self, side: int) -> float:
        """Return where a side begins."""
        return self.labels + side * (self.side + self.gap)

    def lines(self, row: Row) -> list[str]:
        """Return the name of a goal as it stands before or above the bars."""
        room = (self.labels or self.across) - 44
        return wrap(row.name, _NORMAL, room, 2)

    @property
    def head(self) -> float:
        """How much room names of goals take above the bars, and the side's name above each."""
        return 0 if self.labels else 60

    def high(self, row: Row) -> float:
        """Return the height of a row: less where there is nothing to draw."""
        if any(any(side.values()) for side in row.sides):
            return len(KINDS) * _STEP + _AROUND + self.head
        return 66 if self.head else _EMPTY


_WIDE: Final = _Sizes("coverage", 960, 280, 324, 32, 66)
_NARROW: Final = _Sizes("coverage-narrow", 288, 0, 138, 12, 58)


def picture(coverage: Coverage, lang: str, *, narrow: bool = False) -> Drawing:
    """Return the figure: 960 wide, or 288 for a phone; as high as the goals need."""
    sizes = _NARROW if narrow else _WIDE
    one, other = coverage.names
    places, last = flow([34 + width(_legend_words(kind, lang), _NORMAL) for kind in KINDS], sizes.across, 24, gap=22)
    scale = wrap(_say("scale", lang), _SMALL, sizes.across, 3)
    names = [wrap(name, _NORMAL + 1, sizes.side, 3) for name in coverage.names]
    top = last + 24 + 16 * len(scale) + 18 * max(map(len, names)) + 4
    height = top + sum(map(sizes.high, coverage.rows)) + 2
    title = _say("title", lang, one=one, other=other)
    made = Drawing(sizes.name, sizes.across, height, lang=lang, title=title, description=_description(coverage, lang))
    _pattern(made.root, sizes)
    for kind, (x, y) in zip(KINDS, places, strict=True):
        _bar(made.root, sizes, kind, x + 1, y - 9, 26)
        add(made.root, "text", _legend_words(kind, lang), x=x + 34, y=y, font_size=_NORMAL)
    for at, words in enumerate(scale):
        add(made.root, "text", words, x=0, y=last + 22 + 16 * at, font_size=_SMALL, fill=QUIET)
    for side, lines in enumerate(names):
        for at, words in enumerate(lines):
            up = 10 + 18 * (len(lines) - 1 - at)
            add(made.root, "text", words, x=sizes.left(side), y=top - up, font_size=_NORMAL + 1, font_weight=650)
    for row in coverage.rows:
        _row(made.root, sizes, coverage, row, top, lang)
        top += sizes.high(row)
    return made


def letter(kind: str, lang: str) -> str:
    """Return the letter that stands for a kind."""
    return _say(f"letter-{kind}", lang)


def _legend_words(kind: str, lang: str) -> str:
    return f"{letter(kind, lang)} – {_say(f'kind-{kind}', lang)}"


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


def _row(parent: ET.Element, sizes: _Sizes, coverage: Coverage, row: Row, y: float, lang: str) -> None:
    add(parent, "line", x1=0, x2=sizes.across, y1=y, y2=y, stroke=FAINT, stroke_width=1)
    colour, ink = GOALS.get(row.goal, ("#ffffff", "#000000"))
    add(parent, "rect", x=0, y=y + 9, width=30, height=24, rx=3, fill=colour)
    add(parent, "text", str(row.goal), x=15, y=y + 26, font_size=_NORMAL, font_weight=700, fill=ink,
        text_anchor="middle")  # fmt: skip
    lines = sizes.lines(row)
    for line, words in enumerate(lines):
        add(parent, "text", words, x=40, y=y + (26 if len(lines) == 1 else 18) + line * 16, font_size=_NORMAL)
    for side, counts in enumerate(row.sides):
        x, top = sizes.left(side), y + sizes.head + _AROUND / 2 + 1
        if not any(counts.values()):
            # On a line with the name of the goal, or of the side where there is one.
            add(parent, "text", _say("none", lang), x=x, y=y + (52 if sizes.head else 26), font_size=_SMALL, fill=QUIET)
            continue
        if sizes.head:
            words = fit(coverage.names[side], _SMALL, sizes.side)
            add(parent, "text", words, x=x, y=y + 52, font_size=_SMALL, fill=QUIET)
        _bars(parent, sizes, row, counts, x, top, lang)


def _bars(parent: ET.Element, sizes: _Sizes, row: Row, counts: dict[str, int], x: float, y: float, lang: str) -> None:
    room = sizes.side - _LETTER - sizes.numbers
    for at, kind in enumerate(KINDS):
        count, top = counts.get(kind, 0), y + at * _STEP
        add(parent, "text", letter(kind, lang), x=x, y=top + _BAR, font_size=_SMALL, fill=QUIET)
        add(parent, "rect", x=x + _LETTER, y=top + _BAR - 1, width=room, height=1, fill=FAINT)
        if count:
            _bar(parent, sizes, kind, x + _LETTER, top, max(3.0, room * count / max(1, row.targets)))
        add(parent, "text", _say("of", lang, count=count, targets=row.targets), x=x + _LETTER + room + 6, y=top + _BAR,
            font_size=_SMALL, fill=INK if count else QUIET)  # fmt: skip


def _bar(parent: ET.Element, sizes: _Sizes, kind: str, x: float, y: float, across: float) -> None:
    fill, stroke, dashes = _LOOKS[kind]
    add(parent, "rect", x=x, y=y, width=across, height=_BAR, fill=fill, stroke=stroke, stroke_width=1,
        stroke_dasharray=dashes)  # fmt: skip
    if kind == "measure":
        add(parent, "path", d=path("M", x, y, "h", across, "v", _BAR, "h", -across, "z"),
            fill=f"url(#{sizes.name}-{kind})")  # fmt: skip


def _pattern(svg: ET.Element, sizes: _Sizes) -> None:
    """Draw what tells the bar of measures from that of indicators in grey: slanting lines."""
    made = add(add(svg, "defs"), "pattern", id=f"{sizes.name}-measure", width=5, height=5,
               patternUnits="userSpaceOnUse")  # fmt: skip
    add(made, "path", d=path("M", 0, 5, "L", 5, 0), fill="none", stroke=INK, stroke_width=0.9)

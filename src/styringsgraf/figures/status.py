"""Status of focus areas: for each a bar of its indicators by colour, with marks, numbers and the net. Pure.

Each colour has a mark and a pattern of its own, and its number stands beside the bar. Drawn in two sizes: for a column
with everything of an area in a line, and for a phone with name, bar and numbers below each other.
"""

from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import Drawing, add, mark, path
from styringsgraf.figures.flowing import flow
from styringsgraf.figures.lettering import fit, width, wrap
from styringsgraf.figures.paints import BANDS, EDGE, FAINT, GROUND, INK, ON_YELLOW, QUIET
from styringsgraf.texts import pick, text
from styringsgraf.texts.written import number

COLOURS: Final = ("green", "yellow", "red", "none")
_LINE: Final = 17  # from one line of a name to the next
_SMALL, _NORMAL = 12, 13


@dataclass(frozen=True)
class Area:
    """A focus area: how many indicators have each colour of ``COLOURS``, and green less red (None: no colours)."""

    name: str
    counts: tuple[int, int, int, int]
    net: int | None


@dataclass(frozen=True)
class _Sizes:
    """One layout: rooms across, how thick a bar is, and how far a mark with its number is from the next."""

    name: str
    across: float
    label: float  # room for a name before the bar; 0 where it stands above
    bar: float
    thick: float
    step: float


_WIDE: Final = _Sizes("status", 960, 290, 350, 22, 58)
_NARROW: Final = _Sizes("status-narrow", 288, 0, 286, 18, 54)
_TOP: Final = 40
#: How high a row is: with one line of name before the bar, and what stands below the name where it is above.
_ROW, _BELOW, _APART = 46, 56, 12


def picture(title: str, areas: tuple[Area, ...], lang: str, *, narrow: bool = False) -> Drawing:
    """Return the figure: 960 wide and 46 high for each area, or 288 wide for a phone."""
    sizes = _NARROW if narrow else _WIDE
    names = [wrap(area.name, _NORMAL, (sizes.label or sizes.across) - 16, 3 if narrow else 2) for area in areas]
    heights = [_APART + _BELOW + _LINE * len(lines) if narrow else _ROW for lines in names]
    made = Drawing(sizes.name, sizes.across, _TOP + sum(heights) + (0 if areas else 20), lang=lang, title=title,
                   description=_description(areas, lang))  # fmt: skip
    _patterns(made.root, sizes)
    _legend(made.root, sizes, lang)
    most = max((sum(area.counts) for area in areas), default=0) or 1
    if not areas:
        add(made.root, "text", _say("empty", lang), x=0, y=_TOP + 4, font_size=_NORMAL, fill=INK)
    y = float(_TOP)
    for area, lines, height in zip(areas, names, heights, strict=True):
        add(made.root, "line", x1=0, x2=sizes.across, y1=y, y2=y, stroke=FAINT, stroke_width=1)
        (_below if narrow else _beside)(made.root, sizes, area, lines, y, most, lang)
        y += height
    return made


def _patterns(svg: ET.Element, sizes: _Sizes) -> None:
    """Draw what tells the colours in grey: green is plain, yellow has dots, red has slanting lines."""
    inks = add(svg, "defs")
    dots = add(inks, "pattern", id=f"{sizes.name}-yellow", width=8, height=8, patternUnits="userSpaceOnUse")
    add(dots, "circle", cx=4, cy=4, r=1.4, fill=ON_YELLOW)
    lines = add(inks, "pattern", id=f"{sizes.name}-red", width=8, height=8, patternUnits="userSpaceOnUse")
    add(lines, "path", d=path("M", 0, 8, "L", 8, 0), fill="none", stroke=GROUND, stroke_width=1.4)


def _legend(svg: ET.Element, sizes: _Sizes, lang: str) -> None:
    words = [_say(colour, lang) for colour in COLOURS]
    places, _ = flow([20 + width(one, _SMALL) for one in words], 10_000, 20, gap=14)
    for colour, one, (x, y) in zip(COLOURS, words, places, strict=True):
        mark(svg, colour, x + 7, y - 4, size=11)
        add(svg, "text", one, x=x + 20, y=y, font_size=_SMALL, fill=QUIET)
    if sizes.label:
        add(svg, "text", _say("net", lang), x=sizes.across, y=20, font_size=_SMALL, fill=QUIET, text_anchor="end")


def _beside(svg: ET.Element, sizes: _Sizes, area: Area, lines: list[str], y: float, most: int, lang: str) -> None:
    """Draw an area in one line."""
    for at, line in enumerate(lines):
        down = 27 if len(lines) == 1 else 19 + at * _LINE
        add(svg, "text", line, x=0, y=y + down, font_size=_NORMAL, fill=INK)
    _bar(svg, sizes, area, sizes.label, y + 12, most)
    _numbers(svg, sizes, area, sizes.label + sizes.bar + 28, y + 27, lang)
    add(svg, "text", _net(area, lang), x=sizes.across, y=y + 27, font_size=_NORMAL, font_weight=700, fill=INK,
        text_anchor="end")  # fmt: skip


def _below(svg: ET.Element, sizes: _Sizes, area: Area, lines: list[str], y: float, most: int, lang: str) -> None:
    """Draw an area as name, bar and numbers below each other."""
    for line in lines:
        y += _LINE
        add(svg, "text", line, x=0, y=y + 2, font_size=_NORMAL, font_weight=650, fill=INK)
    _bar(svg, sizes, area, 1, y + 11, most)
    _numbers(svg, sizes, area, 7, y + 49, lang)
    told = f"{_say('net', lang)} {_net(area, lang)}"
    add(
        svg, "text", told, x=sizes.across - 1, y=y + 49, font_size=_NORMAL, font_weight=700, fill=INK, text_anchor="end"
    )


def _bar(svg: ET.Element, sizes: _Sizes, area: Area, x: float, y: float, most: int) -> None:
    for colour, count in zip(COLOURS, area.counts, strict=True):
        if count:
            across = sizes.bar * count / most
            looks: dict[str, Any] = {"x": x, "y": y, "width": across, "height": sizes.thick}
            add(svg, "rect", **looks, fill=BANDS.get(colour, GROUND), stroke=EDGE, stroke_width=1)
            if colour in ("yellow", "red"):
                add(svg, "rect", **looks, fill=f"url(#{sizes.name}-{colour})")
            x += across


def _numbers(svg: ET.Element, sizes: _Sizes, area: Area, x: float, y: float, lang: str) -> None:
    for colour, count in zip(COLOURS, area.counts, strict=True):
        told = fit(number(count, 0, lang), _NORMAL, sizes.step - 18)
        mark(svg, colour, x, y - 5, size=11)
        add(svg, "text", told, x=x + 11, y=y, font_size=_NORMAL, fill=INK if count else QUIET)
        x += sizes.step


def _net(area: Area, lang: str) -> str:
    return "–" if area.net is None else net(area.net, lang)


def net(value: int, lang: str) -> str:
    """Return green less red with its sign."""
    return f"+{number(value, 0, lang)}" if value > 0 else number(value, 0, lang)


def _say(key: str, lang: str, **values: object) -> str:
    return pick(text(f"status.figure-{key}", **values), lang)


def _description(areas: tuple[Area, ...], lang: str) -> str:
    told = (
        _say("row", lang, name=area.name, **dict(zip(COLOURS, (number(n, 0, lang) for n in area.counts), strict=True)))
        for area in areas
    )
    return " ".join(told) or _say("empty", lang)

"""An indicator through the years: results as lines with marks, zones of colour, baseline, target and pace. Pure.

A zone is told by its word, its pattern and its colour; an area by its mark, its line and its name.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import Drawing, add, path
from styringsgraf.figures.lettering import fit, width
from styringsgraf.figures.paints import ACCENT, BANDS, EDGE, FAINT, GROUND, INK, QUIET, THREAD, Paint
from styringsgraf.figures.scale import Scale, around
from styringsgraf.texts import pick, text
from styringsgraf.texts.written import number

_ACROSS, _PLOT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 168, 34, 30
_LEGEND: Final = 22  # a line of the legend
_SMALL, _NORMAL = 11, 12
#: Lines that get a look of their own; more areas than this are not drawn in one figure.
MOST: Final = 6
_DASHES: Final = (None, "6 3", "2 3", "9 3 2 3", "4 4", "1 3")
_PAINTS: Final[tuple[Paint, ...]] = (ACCENT, INK, THREAD, QUIET, EDGE, INK)
_VALUES: Final = 8  # results whose numbers are written beside them


@dataclass(frozen=True)
class Dot:
    """A result: the line is not drawn from the one before where it ``breaks``."""

    year: int
    value: Decimal
    breaks: bool = False


@dataclass(frozen=True)
class Line:
    """The results of one area, oldest first."""

    name: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Zone:
    """A band: its colour, its ends (None: without end), and how it is written."""

    colour: str
    lower: Decimal | None
    upper: Decimal | None
    words: str


@dataclass(frozen=True)
class SeriesFigure:
    """What is drawn. ``pace``: change a year after the last result of the first line, up to the target's year."""

    title: str
    unit: str
    places: int | None
    lines: tuple[Line, ...]
    zones: tuple[Zone, ...] = ()
    baseline: Dot | None = None
    targets: tuple[Dot, ...] = ()
    pace: Decimal | None = None


def picture(figure: SeriesFigure, lang: str) -> Drawing:
    """Return the figure: 720 wide, higher the more areas it has. It needs at least one result, baseline or target."""
    lines = figure.lines[:MOST]
    height = _TOP + _PLOT + _BOTTOM + _LEGEND * _rows(figure) + 8
    made = Drawing("series", _ACROSS, height, lang=lang, title=figure.title, description=_description(figure, lang))
    across, up = _scales(figure)
    _zones(made.root, figure, up)
    _axes(made.root, figure, across, up, lang)
    for at, line in enumerate(lines):
        _line(made.root, line, at, across, up)
    if lines:
        _values(made.root, lines[0], figure.places, across, up, lang)
    _ends(made.root, figure, across, up)
    _legend(made.root, figure, lines, lang)
    return made


def _rows(figure: SeriesFigure) -> int:
    """Return how many lines the legend has."""
    besides = (figure.targets, figure.baseline, figure.pace is not None)
    return len(figure.lines[:MOST]) + sum(map(bool, besides))


def _every(figure: SeriesFigure) -> list[Dot]:
    dots = [dot for line in figure.lines[:MOST] for dot in line.dots]
    return [*dots, *figure.targets, *([figure.baseline] if figure.baseline else [])]


def _scales(figure: SeriesFigure) -> tuple[Scale, Scale]:
    dots = _every(figure)
    ends = [end for zone in figure.zones for end in (zone.lower, zone.upper) if end is not None]
    up = around([*(dot.value for dot in dots), *ends], _TOP + _PLOT, _TOP)
    years = [dot.year for dot in dots]
    low, high = min(years), max(years)
    pad = 0.5 if low == high else (high - low) * 0.04
    return Scale(low - pad, high + pad, _LEFT, _ACROSS - _RIGHT), up


def _zones(svg: ET.Element, figure: SeriesFigure, up: Scale) -> None:
    """Draw the bands from side to side, each with its pattern, and their words where there is room beside them."""
    inks = add(svg, "defs")
    for colour, paint in BANDS.items():
        _pattern(inks, colour, paint)
    told = sorted(figure.zones, key=lambda zone: -float(zone.upper if zone.upper is not None else Decimal("1e30")))
    before = float("-inf")
    for zone in told:
        top = _TOP if zone.upper is None else up.at(zone.upper)
        bottom = _TOP + _PLOT if zone.lower is None else up.at(zone.lower)
        down, across = max(bottom - top, 1.5), _ACROSS - _LEFT - _RIGHT
        paint = BANDS.get(zone.colour, FAINT)
        add(svg, "rect", x=_LEFT, y=top, width=across, height=down, fill=paint, fill_opacity=0.16)
        if zone.colour in BANDS:
            add(svg, "rect", x=_LEFT, y=top, width=across, height=down, fill=f"url(#series-{zone.colour})")
        middle = max((top + bottom) / 2 + 4, before + 14)
        if middle < _TOP + _PLOT + 12:
            words = fit(zone.words, _SMALL, _RIGHT - 26)
            add(svg, "rect", x=_ACROSS - _RIGHT + 6, y=middle - 9, width=10, height=10, fill=paint, stroke=INK,
                stroke_width=0.6)  # fmt: skip
            add(svg, "text", words, x=_ACROSS - _RIGHT + 21, y=middle, font_size=_SMALL, fill=INK)
            before = middle


def _pattern(parent: ET.Element, colour: str, paint: Paint) -> None:
    """Draw what tells a zone in grey: green is plain, yellow has dots, red has slanting lines."""
    made = add(parent, "pattern", id=f"series-{colour}", width=10, height=10, patternUnits="userSpaceOnUse")
    if colour == "yellow":
        add(made, "circle", cx=3, cy=3, r=1.1, fill=paint)
    elif colour == "red":
        add(made, "path", d=path("M", 0, 10, "L", 10, 0), fill="none", stroke=paint, stroke_width=1)


def _axes(svg: ET.Element, figure: SeriesFigure, across: Scale, up: Scale, lang: str) -> None:
    add(svg, "text", fit(figure.unit, _NORMAL, _ACROSS - 20), x=10, y=16, font_size=_NORMAL, fill=QUIET)
    for value in up.ticks():
        y = up.at(value)
        add(svg, "line", x1=_LEFT, x2=_ACROSS - _RIGHT, y1=y, y2=y, stroke=FAINT, stroke_width=1)
        words = fit(number(value.normalize(), None, lang), _SMALL, _LEFT - 14)
        add(svg, "text", words, x=_LEFT - 8, y=y + 4, font_size=_SMALL, fill=QUIET, text_anchor="end")
    bottom = _TOP + _PLOT
    add(svg, "line", x1=_LEFT, x2=_ACROSS - _RIGHT, y1=bottom, y2=bottom, stroke=EDGE, stroke_width=1)
    last = float("-inf")
    for year in sorted({dot.year for dot in _every(figure)}):
        x = across.at(year)
        if x - last >= width("0000", _SMALL) + 8:
            add(svg, "text", str(year), x=x, y=bottom + 18, font_size=_SMALL, fill=QUIET, text_anchor="middle")
            last = x


def _line(svg: ET.Element, line: Line, at: int, across: Scale, up: Scale) -> None:
    paint = _PAINTS[at]
    for one, other in pairwise(line.dots):
        if not other.breaks:
            add(svg, "line", x1=across.at(one.year), y1=up.at(one.value), x2=across.at(other.year),
                y2=up.at(other.value), stroke=paint, stroke_width=2.4 if at == 0 else 1.6,
                stroke_dasharray=_DASHES[at])  # fmt: skip
    for dot in line.dots:
        x, y = across.at(dot.year), up.at(dot.value)
        if dot.breaks:
            add(svg, "line", x1=x, x2=x, y1=_TOP, y2=_TOP + _PLOT, stroke=INK, stroke_width=1, stroke_dasharray="3 3")
        _mark(svg, at, x, y, paint)


def _mark(svg: ET.Element, at: int, x: float, y: float, paint: Paint) -> None:
    """Draw the mark of a line: circle, square, triangle, diamond, ring, cross."""
    looks: dict[str, Any] = {"fill": paint, "stroke": GROUND, "stroke_width": 1}
    if at == 0:
        add(svg, "circle", cx=x, cy=y, r=5, **looks)
    elif at == 1:
        add(svg, "rect", x=x - 4, y=y - 4, width=8, height=8, **looks)
    elif at == 2:  # noqa: PLR2004 - the third look
        add(svg, "path", d=path("M", x, y - 5, "l", 5, 9, "h", -10, "z"), **looks)
    elif at == 3:  # noqa: PLR2004
        add(svg, "path", d=path("M", x, y - 6, "l", 5, 6, "l", -5, 6, "l", -5, -6, "z"), **looks)
    elif at == 4:  # noqa: PLR2004
        add(svg, "circle", cx=x, cy=y, r=4, fill=GROUND, stroke=paint, stroke_width=2)
    else:
        add(svg, "path", d=path("M", x - 4, y - 4, "l", 8, 8, "m", 0, -8, "l", -8, 8), fill="none", stroke=paint,
            stroke_width=2)  # fmt: skip


def _values(svg: ET.Element, line: Line, places: int | None, across: Scale, up: Scale, lang: str) -> None:
    """Write the numbers of the first line above its marks, where there are few enough to be read."""
    if len(line.dots) > _VALUES:
        return
    for dot in line.dots:
        words = fit(number(dot.value, places, lang), _NORMAL, 90)
        x, y = across.at(dot.year), up.at(dot.value) - 10
        # A halo of the ground keeps the number readable on zones and lines.
        add(svg, "text", words, x=x, y=max(y, _TOP + 10), font_size=_NORMAL, font_weight=600, fill=INK, stroke=GROUND,
            stroke_width=3, paint_order="stroke", text_anchor="middle")  # fmt: skip


def _ends(svg: ET.Element, figure: SeriesFigure, across: Scale, up: Scale) -> None:
    """Draw baseline, targets, and the straight line that today's pace makes."""
    if figure.baseline is not None:
        x, y = across.at(figure.baseline.year), up.at(figure.baseline.value)
        add(svg, "circle", cx=x, cy=y, r=7, fill="none", stroke=INK, stroke_width=1.4, stroke_dasharray="2 2")
    for target in figure.targets:
        x, y = across.at(target.year), up.at(target.value)
        add(svg, "path", d=path("M", x, y - 8, "l", 8, 8, "l", -8, 8, "l", -8, -8, "z"), fill=GROUND, stroke=THREAD,
            stroke_width=2.4)  # fmt: skip
    latest = figure.lines[0].dots[-1] if figure.lines and figure.lines[0].dots else None
    final = max((target.year for target in figure.targets), default=None)
    if figure.pace is not None and latest is not None and final is not None and final > latest.year:
        value = latest.value + figure.pace * (final - latest.year)
        add(svg, "line", x1=across.at(latest.year), y1=up.at(latest.value), x2=across.at(final), y2=up.at(value),
            stroke=ACCENT, stroke_width=1.6, stroke_dasharray="1 4", stroke_linecap="round")  # fmt: skip


def _legend(svg: ET.Element, figure: SeriesFigure, lines: tuple[Line, ...], lang: str) -> None:
    y = _TOP + _PLOT + _BOTTOM + 12.0
    for at, line in enumerate(lines):
        add(svg, "line", x1=_LEFT, x2=_LEFT + 36, y1=y - 4, y2=y - 4, stroke=_PAINTS[at], stroke_width=2,
            stroke_dasharray=_DASHES[at])  # fmt: skip
        _mark(svg, at, _LEFT + 18, y - 4, _PAINTS[at])
        _told(svg, line.name, y)
        y += _LEGEND
    if figure.baseline is not None:
        add(svg, "circle", cx=_LEFT + 18, cy=y - 4, r=7, fill="none", stroke=INK, stroke_width=1.4,
            stroke_dasharray="2 2")  # fmt: skip
        value = number(figure.baseline.value, figure.places, lang)
        _told(svg, _say("figure-baseline", lang, told=f"{value} ({figure.baseline.year})"), y)
        y += _LEGEND
    if figure.targets:
        add(svg, "path", d=path("M", _LEFT + 18, y - 11, "l", 7, 7, "l", -7, 7, "l", -7, -7, "z"), fill=GROUND,
            stroke=THREAD, stroke_width=2.2)  # fmt: skip
        told = ", ".join(f"{number(one.value, figure.places, lang)} ({one.year})" for one in figure.targets)
        _told(svg, _say("figure-target", lang, told=told), y)
        y += _LEGEND
    if figure.pace is not None:
        add(svg, "line", x1=_LEFT, x2=_LEFT + 36, y1=y - 4, y2=y - 4, stroke=ACCENT, stroke_width=1.6,
            stroke_dasharray="1 4", stroke_linecap="round")  # fmt: skip
        _told(svg, _say("figure-pace", lang), y)


def _told(svg: ET.Element, words: str, y: float) -> None:
    shown = fit(words, _NORMAL, _ACROSS - _LEFT - 60)
    add(svg, "text", shown, x=_LEFT + 46, y=y, font_size=_NORMAL, fill=INK)


def _say(key: str, lang: str, **values: object) -> str:
    return pick(text(f"indicator.{key}", **values), lang)


def _description(figure: SeriesFigure, lang: str) -> str:
    """Tell each line in words: first and last result, and how many there are."""
    told = []
    for line in figure.lines[:MOST]:
        if line.dots:
            first, last = line.dots[0], line.dots[-1]
            ends = {"first": number(first.value, figure.places, lang), "last": number(last.value, figure.places, lang)}
            key = "figure-one" if first == last else "figure-line"
            told.append(_say(key, lang, name=line.name, begins=first.year, ends=last.year, **ends))
    return " ".join(told) or _say("figure-none", lang)

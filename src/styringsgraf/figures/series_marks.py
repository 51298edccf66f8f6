"""What stands in the frame of a series: each area's line with its marks, baseline, targets, pace and numbers. Pure.

An area is told by its mark, its dashes and its name, never by colour alone.
"""

from itertools import pairwise
from typing import Any, Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import add, path
from styringsgraf.figures.flowing import apart
from styringsgraf.figures.lettering import width
from styringsgraf.figures.paints import ACCENT, EDGE, GROUND, INK, QUIET, THREAD, Paint
from styringsgraf.figures.scale import Scale
from styringsgraf.figures.series_model import Line, SeriesFigure, Sizes
from styringsgraf.texts.written import number

DASHES: Final = (None, "6 3", "2 3", "9 3 2 3", "4 4", "1 3")
PAINTS: Final[tuple[Paint, ...]] = (ACCENT, INK, THREAD, QUIET, EDGE, INK)
_VALUES: Final = 8  # results whose numbers are written beside them
#: How far above and below the foot of a number another mark would touch it, and how much lower it then stands.
_TALL, _UNDER, _BELOW = 17, 5, 32
_DOTTED: Final[dict[str, Any]] = {
    "stroke": ACCENT, "stroke_width": 1.6, "stroke_dasharray": "1 4", "stroke_linecap": "round",
}  # fmt: skip


def line(svg: ET.Element, one: Line, at: int, sizes: Sizes, across: Scale, up: Scale) -> None:
    """Draw the results of an area; an upright line where they cannot be compared with those before."""
    for before, dot in pairwise(one.dots):
        if not dot.breaks:
            add(svg, "line", x1=across.at(before.year), y1=up.at(before.value), x2=across.at(dot.year),
                y2=up.at(dot.value), stroke=PAINTS[at], stroke_width=2.4 if at == 0 else 1.6,
                stroke_dasharray=DASHES[at])  # fmt: skip
    for dot in one.dots:
        x, y = across.at(dot.year), up.at(dot.value)
        if dot.breaks:
            add(svg, "line", x1=x, x2=x, y1=sizes.top, y2=sizes.floor, stroke=INK, stroke_width=1,
                stroke_dasharray="3 3")  # fmt: skip
        mark(svg, at, x, y)


def mark(svg: ET.Element, at: int, x: float, y: float) -> None:
    """Draw the mark of a line: circle, square, triangle, diamond, ring, cross."""
    paint = PAINTS[at]
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


def numbers(svg: ET.Element, figure: SeriesFigure, sizes: Sizes, across: Scale, up: Scale, lang: str) -> None:
    """Write the results of the first line above its marks: where they are few, all that have room side by side.

    A number stands below its mark where another area's mark is in its place.
    """
    dots = figure.shown[0].dots if figure.shown else ()
    if len(dots) > _VALUES:
        return
    words = [number(dot.value, figure.places, lang) for dot in dots]
    rooms = [width(one, sizes.normal) for one in words]
    places = [
        max(min(across.at(dot.year), sizes.across - room / 2), room / 2) for dot, room in zip(dots, rooms, strict=True)
    ]
    others = [(dot.year, up.at(dot.value)) for one in figure.shown[1:] for dot in one.dots]
    for at in sorted(apart(list(zip(places, rooms, strict=True)), 3)):
        y = up.at(dots[at].value) - 12
        if any(year == dots[at].year and -_TALL <= other - y <= _UNDER for year, other in others):
            y += _BELOW
        y = min(max(y, sizes.top + 10), sizes.floor - 4)
        # A halo of the ground keeps the number readable on zones and lines.
        add(svg, "text", words[at], x=places[at], y=y, font_size=sizes.normal, font_weight=600, fill=INK,
            stroke=GROUND, stroke_width=3, paint_order="stroke", text_anchor="middle")  # fmt: skip


def ends(svg: ET.Element, figure: SeriesFigure, across: Scale, up: Scale) -> None:
    """Draw baseline, the straight line that today's pace makes, and targets."""
    if figure.baseline is not None:
        ring(svg, across.at(figure.baseline.year), up.at(figure.baseline.value))
    if (paced := figure.paced) is not None:
        latest, last = paced
        x, y, to_x = across.at(latest.year), up.at(latest.value), across.at(last.year)
        share = _within(float(latest.value), float(last.value), up)
        straight = up.start + (float(last.value) - up.low) / (up.high - up.low) * (up.end - up.start)
        add(svg, "line", x1=x, y1=y, x2=x + (to_x - x) * share, y2=y + (straight - y) * share, **_DOTTED)
    for target in figure.targets:
        diamond(svg, across.at(target.year), up.at(target.value))


def _within(start: float, end: float, up: Scale) -> float:
    """Return the share of a line that lies on the axis: a line that leaves it ends there, with its slope kept."""
    if up.low <= end <= up.high:
        return 1.0
    edge = up.high if end > up.high else up.low
    return max(0.0, min(1.0, (edge - start) / (end - start)))


def ring(svg: ET.Element, x: float, y: float) -> None:
    """Draw the sign of a baseline."""
    add(svg, "circle", cx=x, cy=y, r=7, fill="none", stroke=INK, stroke_width=1.4, stroke_dasharray="2 2")


def diamond(svg: ET.Element, x: float, y: float) -> None:
    """Draw the sign of a target."""
    add(svg, "path", d=path("M", x, y - 8, "l", 8, 8, "l", -8, 8, "l", -8, -8, "z"), fill=GROUND, stroke=THREAD,
        stroke_width=2.4)  # fmt: skip


def pace(svg: ET.Element, x: float, y: float, across: float) -> None:
    """Draw the sign of a pace: the dotted line itself."""
    add(svg, "line", x1=x, x2=x + across, y1=y, y2=y, **_DOTTED)

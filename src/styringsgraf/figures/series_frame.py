"""What the lines of a series stand on: the zones of the bands with their patterns, and the axes. Pure."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import add, path
from styringsgraf.figures.flowing import apart
from styringsgraf.figures.lettering import fit, width
from styringsgraf.figures.paints import BANDS, EDGE, FAINT, GROUND, INK, QUIET, Paint
from styringsgraf.figures.scale import Scale
from styringsgraf.figures.series_model import SeriesFigure, Sizes, Zone
from styringsgraf.texts.written import number

SWATCH: Final = 14  # side of the square that stands for a zone


def zones(svg: ET.Element, figure: SeriesFigure, sizes: Sizes, up: Scale) -> None:
    """Draw the bands from side to side, each with its pattern, and their words where there is room beside them."""
    inks = add(svg, "defs")
    for colour, paint in BANDS.items():
        _pattern(inks, sizes.name, colour, paint)
    before = float("-inf")
    for zone, upper in joined(figure):
        top = sizes.top if upper is None else up.at(upper)
        bottom = sizes.floor if zone.lower is None else up.at(zone.lower)
        _ground(svg, sizes, zone.colour, (sizes.start, top, sizes.end - sizes.start, max(bottom - top, 1.5)))
        middle = max((top + bottom) / 2 + 4, before + SWATCH + 4)
        if sizes.right and middle < sizes.floor + 12:
            swatch(svg, sizes, zone.colour, sizes.end + 10, middle - 11)
            words = fit(zone.words, sizes.normal, sizes.right - SWATCH - 18)
            add(svg, "text", words, x=sizes.end + SWATCH + 17, y=middle, font_size=sizes.normal, fill=INK)
            before = middle


def joined(figure: SeriesFigure) -> Iterator[tuple[Zone, Decimal | None]]:
    """Yield the zones from above with their upper ends.

    A plan prints "1,30–1,69" and "1,70–1,99": between two numbers of that precision is nothing, so nothing is left
    open between the zones either.
    """
    step = Decimal(1).scaleb(-(figure.places or 0))
    above: Zone | None = None
    for zone in sorted(figure.zones, key=lambda zone: -(zone.upper if zone.upper is not None else Decimal("1e30"))):
        upper = zone.upper
        if upper is not None and above is not None and above.lower is not None and 0 < above.lower - upper <= step:
            upper = above.lower
        yield zone, upper
        above = zone


def swatch(svg: ET.Element, sizes: Sizes, colour: str, x: float, y: float) -> None:
    """Draw the square that stands for a zone, with its pattern."""
    add(svg, "rect", x=x, y=y, width=SWATCH, height=SWATCH, fill=GROUND)
    _ground(svg, sizes, colour, (x, y, SWATCH, SWATCH))
    add(svg, "rect", x=x, y=y, width=SWATCH, height=SWATCH, fill="none", stroke=INK, stroke_width=1)


def _ground(svg: ET.Element, sizes: Sizes, colour: str, box: tuple[float, float, float, float]) -> None:
    x, y, across, down = box
    add(svg, "rect", x=x, y=y, width=across, height=down, fill=BANDS.get(colour, FAINT), fill_opacity=0.16)
    if colour in BANDS:
        add(svg, "rect", x=x, y=y, width=across, height=down, fill=f"url(#{sizes.name}-{colour})")


def _pattern(parent: ET.Element, name: str, colour: str, paint: Paint) -> None:
    """Draw what tells a zone in grey: green is plain, yellow has dots, red has slanting lines."""
    made = add(parent, "pattern", id=f"{name}-{colour}", width=10, height=10, patternUnits="userSpaceOnUse")
    if colour == "yellow":
        add(made, "circle", cx=3, cy=3, r=1, fill=QUIET)  # yellow dots are hardly seen on yellow, and not in grey
    elif colour == "red":
        add(made, "path", d=path("M", 0, 10, "L", 10, 0), fill="none", stroke=paint, stroke_width=1)


def ticks(up: Scale, lang: str) -> list[tuple[Decimal, str]]:
    """Return the round numbers of the upright axis, and how they are written: whole, for half a number is another."""
    return [(value, number(value.normalize(), None, lang)) for value in up.ticks()]


def axes(svg: ET.Element, figure: SeriesFigure, sizes: Sizes, across: Scale, up: Scale, lang: str) -> None:
    """Draw the lines of round numbers, the unit above them, and the years there are results or targets for."""
    unit = fit(figure.unit, sizes.normal, sizes.across - 20)
    add(svg, "text", unit, x=0, y=16, font_size=sizes.normal, fill=QUIET)
    for value, words in ticks(up, lang):
        y = up.at(value)
        add(svg, "line", x1=sizes.start, x2=sizes.end, y1=y, y2=y, stroke=FAINT, stroke_width=1)
        shown = fit(words, sizes.small, sizes.left - 8)
        add(svg, "text", shown, x=sizes.left - 8, y=y + 4, font_size=sizes.small, fill=QUIET, text_anchor="end")
    add(svg, "line", x1=sizes.start, x2=sizes.end, y1=sizes.floor, y2=sizes.floor, stroke=EDGE, stroke_width=1)
    years = sorted({dot.year for dot in figure.every})
    labels = [(across.at(year), width(str(year), sizes.small)) for year in years]
    for at in sorted(apart(labels, 8)):
        middle, room = labels[at]
        x = min(middle, sizes.across - room / 2)
        add(svg, "text", str(years[at]), x=x, y=sizes.floor + 18, font_size=sizes.small, fill=QUIET,
            text_anchor="middle")  # fmt: skip

"""What the signs of a series mean, in words: areas, baseline, targets, pace, and on a phone the bands. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures import series_marks as marks
from styringsgraf.figures.drawing import add
from styringsgraf.figures.flowing import flow
from styringsgraf.figures.lettering import width, wrap
from styringsgraf.figures.paints import INK
from styringsgraf.figures.series_frame import SWATCH, joined, swatch
from styringsgraf.figures.series_model import SeriesFigure, Sizes
from styringsgraf.texts import pick, text
from styringsgraf.texts.written import number

_SIGN: Final = 36  # room of a sign
_LINES: Final = 3  # that the words of an entry may take
#: Draws a sign whose middle is at this place.
_Draw = Callable[[ET.Element, float, float], None]


@dataclass(frozen=True)
class _Entry:
    draw: _Draw
    lines: tuple[str, ...]
    room: float


def legend(figure: SeriesFigure, sizes: Sizes, lang: str) -> tuple[float, Callable[[ET.Element], None]]:
    """Return where the legend ends downwards, and what draws it: the frame must know its height first."""
    step, start = sizes.normal + 4, sizes.left if sizes.right else 0.0
    entries = [_entry(draw, words, sizes, sizes.across - start) for draw, words in _told(figure, sizes, lang)]
    top = sizes.floor + sizes.bottom + 14
    places: list[tuple[float, float]] = []
    if sizes.right:
        rooms = [one.room for one in entries]
        flowed, bottom = flow(rooms, sizes.across - start, top, gap=28, step=24)
        places = [(start + x, y) for x, y in flowed]
    else:
        bottom = top
        for one in entries:
            places.append((start, bottom))
            bottom += step * len(one.lines) + 8
        bottom -= step + 8

    def draw(svg: ET.Element) -> None:
        for (x, y), one in zip(places, entries, strict=True):
            one.draw(svg, x + _SIGN / 2, y - 4)
            for at, words in enumerate(one.lines):
                add(svg, "text", words, x=x + _SIGN + 8, y=y + at * step, font_size=sizes.normal, fill=INK)

    return bottom + 12, draw


def _entry(draw: _Draw, words: str, sizes: Sizes, across: float) -> _Entry:
    lines = wrap(words, sizes.normal, across - _SIGN - 8, 1 if sizes.right else _LINES)
    return _Entry(draw, tuple(lines), _SIGN + 8 + max(width(line, sizes.normal) for line in lines))


def _told(figure: SeriesFigure, sizes: Sizes, lang: str) -> Iterator[tuple[_Draw, str]]:
    for at, line in enumerate(figure.shown):
        yield partial(_line, at), line.name
    if figure.baseline is not None:
        value = number(figure.baseline.value, figure.places, lang)
        yield marks.ring, _say("figure-baseline", lang, told=f"{value} ({figure.baseline.year})")
    if figure.targets:
        told = ", ".join(f"{number(one.value, figure.places, lang)} ({one.year})" for one in figure.targets)
        yield marks.diamond, _say("figure-target", lang, told=told)
    if figure.paced is not None:
        yield _pace, _say("figure-pace", lang)
    if not sizes.right:
        for zone, _ in joined(figure):
            yield partial(_swatch, sizes, zone.colour), zone.words


def _line(at: int, svg: ET.Element, x: float, y: float) -> None:
    add(svg, "line", x1=x - _SIGN / 2, x2=x + _SIGN / 2, y1=y, y2=y, stroke=marks.PAINTS[at], stroke_width=2,
        stroke_dasharray=marks.DASHES[at])  # fmt: skip
    marks.mark(svg, at, x, y)


def _pace(svg: ET.Element, x: float, y: float) -> None:
    marks.pace(svg, x - _SIGN / 2, y, _SIGN)


def _swatch(sizes: Sizes, colour: str, svg: ET.Element, x: float, y: float) -> None:
    swatch(svg, sizes, colour, x - SWATCH / 2, y - SWATCH / 2)


def _say(key: str, lang: str, **values: object) -> str:
    return pick(text(f"indicator.{key}", **values), lang)

"""Status of focus areas: for each a bar of its indicators by colour, with marks, numbers and the net. Pure.

Each colour has a mark and a pattern of its own, and its number stands beside the bar.
"""

from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import Drawing, add, mark, path
from styringsgraf.figures.lettering import fit, wrap
from styringsgraf.figures.paints import BANDS, EDGE, GROUND, INK, QUIET
from styringsgraf.texts import pick, text
from styringsgraf.texts.written import number

COLOURS: Final = ("green", "yellow", "red", "none")
_ACROSS, _LABEL, _BAR, _MARGIN = 800, 236, 250, 10
_ROW, _TOP, _THICK = 46, 40, 20
_SMALL, _NORMAL = 12, 13
_STEP: Final = 46  # between a mark with its number and the next


@dataclass(frozen=True)
class Area:
    """A focus area: how many indicators have each colour of ``COLOURS``, and green less red (None: no colours)."""

    name: str
    counts: tuple[int, int, int, int]
    net: int | None


def picture(title: str, areas: tuple[Area, ...], lang: str) -> Drawing:
    """Return the figure: 800 wide, 46 high for each area."""
    made = Drawing("status", _ACROSS, _TOP + _ROW * len(areas) + 2 * _MARGIN, lang=lang, title=title,
                   description=_description(areas, lang))  # fmt: skip
    _patterns(made.root)
    _legend(made.root, lang)
    most = max((sum(area.counts) for area in areas), default=0) or 1
    if not areas:
        add(made.root, "text", _say("empty", lang), x=_MARGIN, y=_TOP + 4, font_size=_NORMAL, fill=INK)
    for at, area in enumerate(areas):
        _row(made.root, area, _TOP + at * _ROW, most, lang)
    return made


def _patterns(svg: ET.Element) -> None:
    """Draw what tells the colours in grey: green is plain, yellow has dots, red has slanting lines."""
    inks = add(svg, "defs")
    dots = add(inks, "pattern", id="status-yellow", width=8, height=8, patternUnits="userSpaceOnUse")
    add(dots, "circle", cx=4, cy=4, r=1.4, fill=INK)
    lines = add(inks, "pattern", id="status-red", width=8, height=8, patternUnits="userSpaceOnUse")
    add(lines, "path", d=path("M", 0, 8, "L", 8, 0), fill="none", stroke=GROUND, stroke_width=1.4)


def _legend(svg: ET.Element, lang: str) -> None:
    x = float(_MARGIN + 8)
    for colour in COLOURS:
        words = _say(colour, lang)
        mark(svg, colour, x, 16, size=11)
        add(svg, "text", words, x=x + 12, y=20, font_size=_SMALL, fill=QUIET)
        x += 30 + 7.4 * len(words)
    add(svg, "text", _say("net", lang), x=_ACROSS - _MARGIN, y=20, font_size=_SMALL, fill=QUIET, text_anchor="end")


def _row(svg: ET.Element, area: Area, y: float, most: int, lang: str) -> None:
    lines = wrap(area.name, _NORMAL, _LABEL - 16, 2)
    for at, line in enumerate(lines):
        add(svg, "text", line, x=_MARGIN, y=y + (18 if len(lines) == 1 else 11 + at * 16), font_size=_NORMAL, fill=INK)
    x = float(_MARGIN + _LABEL)
    for colour, count in zip(COLOURS, area.counts, strict=True):
        if count:
            across = _BAR * count / most
            looks: dict[str, Any] = {"x": x, "y": y + 3, "width": across, "height": _THICK}
            add(svg, "rect", **looks, fill=BANDS.get(colour, GROUND), stroke=EDGE, stroke_width=1)
            if colour in ("yellow", "red"):
                add(svg, "rect", **looks, fill=f"url(#status-{colour})")
            x += across
    x = float(_MARGIN + _LABEL + _BAR + 24)
    for colour, count in zip(COLOURS, area.counts, strict=True):
        mark(svg, colour, x, y + 13, size=11)
        add(svg, "text", fit(number(count, 0, lang), _NORMAL, 30), x=x + 11, y=y + 18, font_size=_NORMAL, fill=INK)
        x += _STEP
    told = "–" if area.net is None else net(area.net, lang)
    add(svg, "text", told, x=_ACROSS - _MARGIN, y=y + 18, font_size=_NORMAL, font_weight=700, fill=INK,
        text_anchor="end")  # fmt: skip


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

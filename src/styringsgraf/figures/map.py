"""Draws the map: a row for each goal of the UN, a cell for each of its targets, and how far the thread reaches there.

How far is told by the filling of a cell (whole, half, dashed frame, none), so that it reads in grey; how it goes by
the shape of a mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import DOCUMENT, Drawing, add, link, mark
from styringsgraf.figures.lettering import width, wrap
from styringsgraf.figures.paints import EDGE, FAINT, GOALS, GROUND, INK, QUIET, THREAD

#: How far the thread reaches, in the order of the legend.
STATES: Final = ("measure", "goal", "claimed", "none")
_LEFT, _CELL, _HIGH, _GAP = 236.0, 44.0, 40.0, 4.0
_MARGIN, _HEADER, _ROW = 16.0, 30.0, 44.0
_NAME, _CODE, _LEGEND = 13.0, 12.0, 13.0


@dataclass(frozen=True)
class Cell:
    """A target: its code, how far the thread reaches, the weakest latest result ('' for none), and where it leads."""

    code: str
    state: str
    band: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class Row:
    """A goal: number, name, and its targets. ``outlined``: a focus area says it builds on the goal."""

    number: int
    name: str
    cells: tuple[Cell, ...]
    words: str = ""
    href: str = ""
    outlined: bool = False


@dataclass(frozen=True)
class Legend:
    """What the signs mean, in words: of each state, of each colour, and of the mark at goals that are built on."""

    states: Sequence[tuple[str, str]]
    bands: Sequence[tuple[str, str]]
    outlined: str


def draw(rows: Sequence[Row], legend: Legend, *, lang: str, title: str, description: str) -> Drawing:
    """Return the map as a figure."""
    longest = max((len(row.cells) for row in rows), default=1)
    across = 2 * _MARGIN + _LEFT + longest * (_CELL + _GAP)
    legend_top = _MARGIN + _HEADER + len(rows) * _ROW + 28
    entries = [("state", *one) for one in legend.states] + [("band", *one) for one in legend.bands]
    entries.append(("outlined", "", legend.outlined))
    places, bottom = _flow([words for *_, words in entries], across, legend_top)
    made = Drawing("map", across, bottom + _MARGIN, lang=lang, title=title, description=description, role=DOCUMENT)
    add(made.root, "text", title, x=_MARGIN, y=_MARGIN + 14, font_size=17, font_weight=700)
    for place, row in enumerate(rows):
        _row(made.root, row, _MARGIN + _HEADER + place * _ROW)
    for (x, y), (kind, name, words) in zip(places, entries, strict=True):
        _sign(made.root, kind, name, x, y)
        add(made.root, "text", words, x=x + 30, y=y + 5, font_size=_LEGEND)
    return made


def _flow(words: Sequence[str], across: float, top: float) -> tuple[list[tuple[float, float]], float]:
    """Return where the entries of the legend stand, in lines as long as the figure is wide, and where they end."""
    x, y, places = _MARGIN, top, []
    for one in words:
        room = 30 + width(one, _LEGEND) + 26
        if x > _MARGIN and x + room > across - _MARGIN:
            x, y = _MARGIN, y + 26
        places.append((x, y))
        x += room
    return places, y + 14


def _row(svg: ET.Element, row: Row, top: float) -> None:
    ground, ink = GOALS[row.number]
    label = link(svg, row.href, row.words or row.name)
    add(label, "rect", x=_MARGIN, y=top, width=_HIGH, height=_HIGH, fill=ground)
    add(label, "text", str(row.number), x=_MARGIN + _HIGH / 2, y=top + 26, font_size=17, font_weight=700, fill=ink,
        text_anchor="middle")  # fmt: skip
    lines = wrap(row.name, _NAME, _LEFT - _HIGH - 26, 2)
    for place, line in enumerate(lines):
        y = top + (25 if len(lines) == 1 else 17 + 16 * place)
        add(label, "text", line, x=_MARGIN + _HIGH + 10, y=y, font_size=_NAME)
    if row.outlined:
        _star(label, _MARGIN + _LEFT - 10, top + _HIGH / 2)
    for place, cell in enumerate(row.cells):
        _cell(svg, cell, row.number, _MARGIN + _LEFT + place * (_CELL + _GAP), top)


def _cell(svg: ET.Element, cell: Cell, goal: int, x: float, top: float) -> None:
    ground, ink = GOALS[goal]
    group = link(svg, cell.href, cell.words)
    whole = cell.state == "measure"
    dashes = "4 3" if cell.state == "claimed" else None
    edge = FAINT if cell.state == "none" else EDGE if cell.state == "claimed" else ground
    thick = 1.0 if cell.state == "none" else 1.5
    add(group, "rect", x=x + 0.5, y=top + 0.5, width=_CELL - 1, height=_HIGH - 1, rx=3, stroke=edge,
        fill=ground if whole else GROUND, stroke_dasharray=dashes, stroke_width=thick)  # fmt: skip
    if cell.state == "goal":
        add(group, "rect", x=x + 1, y=top + _HIGH - 8, width=_CELL - 2, height=7, fill=ground)
    add(group, "text", cell.code, x=x + _CELL / 2, y=top + (15 if cell.band else 24), font_size=_CODE,
        text_anchor="middle", font_weight=400 if cell.state == "none" else 700,
        fill=ink if whole else QUIET if cell.state == "none" else INK)  # fmt: skip
    if cell.band:
        # On a ground of its own: a red mark on a green goal would be seen by few.
        add(group, "circle", cx=x + _CELL / 2, cy=top + 27.5, r=8.5, fill=GROUND)
        mark(group, cell.band, x + _CELL / 2, top + 27.5, 9)


def _star(parent: ET.Element, x: float, y: float) -> None:
    """Draw the sign of a goal that a focus area builds on: a small diamond."""
    add(parent, "rect", x=-4.5, y=-4.5, width=9, height=9, fill=THREAD,
        transform=f"translate({x:.1f} {y:.1f}) rotate(45)")  # fmt: skip


def _sign(svg: ET.Element, kind: str, name: str, x: float, y: float) -> None:
    if kind == "band":
        mark(svg, name, x + 11, y, 12)
        return
    if kind == "outlined":
        _star(svg, x + 11, y)
        return
    grey, edge = EDGE, FAINT if name == "none" else EDGE
    add(svg, "rect", x=x, y=y - 9, width=22, height=18, rx=3, fill=grey if name == "measure" else GROUND, stroke=edge,
        stroke_dasharray="4 3" if name == "claimed" else None, stroke_width=1.5)  # fmt: skip
    if name == "goal":
        add(svg, "rect", x=x + 1, y=y + 4, width=20, height=5, fill=grey)

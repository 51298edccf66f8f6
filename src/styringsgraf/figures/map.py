"""Draws the map: a row for each goal of the UN, a cell for each of its targets, and how far the thread reaches there.

How far is told by the filling of a cell (whole, half, dashed frame, none), so that it reads in grey; how it goes by
the shape of a mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures.drawing import DOCUMENT, Drawing, add, link, mark
from styringsgraf.figures.flowing import flow
from styringsgraf.figures.lettering import fit, width, wrap
from styringsgraf.figures.paints import EDGE, FAINT, GOALS, GROUND, INK, QUIET, THREAD

#: How far the thread reaches, in the order of the legend.
STATES: Final = ("measure", "goal", "claimed", "none")
_MARGIN, _HEADER = 4.0, 30.0
_NAME, _LEGEND, _TITLE = 13.0, 13.0, 17


@dataclass(frozen=True)
class _Layout:
    """Sizes: of the squares, of the room for a goal's name, and how many cells stand side by side (0: all)."""

    margin: float
    left: float
    cell: float
    high: float
    gap: float
    head: float  # room above the cells of a goal, for its name; 0 where that stands before them
    side: int
    code: float  # size of the codes in the cells

    def across(self, rows: "Sequence[Row]") -> float:
        """Return how wide the figure is."""
        longest = self.side or max((len(row.cells) for row in rows), default=1)
        return 2 * self.margin + self.left + longest * (self.cell + self.gap)

    def down(self, row: "Row") -> float:
        """Return how much room a goal takes."""
        lines = -(-len(row.cells) // self.side) if self.side else 1
        return self.head + max(lines, 1) * (self.high + self.gap)


_WIDE: Final = _Layout(_MARGIN, 260.0, 44.0, 40.0, 4.0, 0.0, 0, 13.0)
#: For a phone: the name above the cells, and as many of them in a line as 288 px hold.
_NARROW: Final = _Layout(0.0, 0.0, 38.0, 34.0, 3.0, 34.0, 7, 12.0)


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


def draw(
    rows: Sequence[Row], legend: Legend, *, lang: str, title: str, description: str, narrow: bool = False
) -> Drawing:
    """Return the map as a figure; ``narrow`` as one for a small screen, with the cells of a goal in lines."""
    layout = _NARROW if narrow else _WIDE
    across, edge = layout.across(rows), layout.margin
    top = edge + (0 if narrow else _HEADER)
    entries = [("state", *one) for one in legend.states] + [("band", *one) for one in legend.bands]
    entries.append(("outlined", "", legend.outlined))
    end = top + sum(layout.down(row) for row in rows)
    places, last = flow([30 + width(words, _LEGEND) for *_, words in entries], across, end + 28, edge=edge)
    bottom, name = last + 14, "map-narrow" if narrow else "map"
    made = Drawing(name, across, bottom + edge, lang=lang, title=title, description=description, role=DOCUMENT)
    if not narrow:
        add(made.root, "text", fit(title, _TITLE, across - 2 * edge), x=edge, y=edge + 14, font_size=_TITLE,
            font_weight=700)  # fmt: skip
    for row in rows:
        _row(made.root, row, top, layout)
        top += layout.down(row)
    for (x, y), (kind, sign, words) in zip(places, entries, strict=True):
        _sign(made.root, kind, sign, x, y)
        add(made.root, "text", words, x=x + 30, y=y + 5, font_size=_LEGEND)
    return made


def _row(svg: ET.Element, row: Row, top: float, layout: _Layout) -> None:
    _label(svg, row, top, layout)
    side = layout.side or len(row.cells)
    for place, cell in enumerate(row.cells):
        line, column = divmod(place, side)
        x = layout.margin + layout.left + column * (layout.cell + layout.gap)
        _cell(svg, cell, row.number, x, top + layout.head + line * (layout.high + layout.gap), layout)


def _label(svg: ET.Element, row: Row, top: float, layout: _Layout) -> None:
    """Draw number, name and sign of a goal: before its cells, or above them."""
    ground, ink = GOALS[row.number]
    box = layout.head - 8 if layout.head else layout.high
    x, room = layout.margin, (layout.across((row,)) if layout.head else layout.left) - box - 26
    top += layout.head and 4
    label = link(svg, row.href, row.words or row.name)
    add(label, "rect", x=x, y=top, width=box, height=box, fill=ground)
    add(label, "text", str(row.number), x=x + box / 2, y=top + box / 2 + 6, font_size=14 if layout.head else 17,
        font_weight=700, fill=ink, text_anchor="middle")  # fmt: skip
    lines = wrap(row.name, _NAME, room, 1 if layout.head else 2)
    for place, line in enumerate(lines):
        y = top + (box / 2 + 5 if len(lines) == 1 else 17 + 16 * place)
        add(label, "text", line, x=x + box + 10, y=y, font_size=_NAME)
    if row.outlined:
        end = x + box + 20 + width(lines[0], _NAME) if layout.head else x + layout.left - 10
        _star(label, end, top + box / 2)


def _cell(svg: ET.Element, cell: Cell, goal: int, x: float, top: float, layout: _Layout) -> None:
    ground, ink = GOALS[goal]
    across, down = layout.cell, layout.high
    group = link(svg, cell.href, cell.words)
    whole = cell.state == "measure"
    dashes = "4 3" if cell.state == "claimed" else None
    edge = FAINT if cell.state == "none" else EDGE if cell.state == "claimed" else ground
    thick = 1.0 if cell.state == "none" else 1.5
    add(group, "rect", x=x + 0.5, y=top + 0.5, width=across - 1, height=down - 1, rx=3, stroke=edge,
        fill=ground if whole else GROUND, stroke_dasharray=dashes, stroke_width=thick)  # fmt: skip
    if cell.state == "goal":
        add(group, "rect", x=x + 1, y=top + down - 8, width=across - 2, height=7, fill=ground)
    add(group, "text", cell.code, x=x + across / 2, y=top + (down * 0.375 if cell.band else down * 0.6),
        font_size=layout.code, text_anchor="middle", font_weight=400 if cell.state == "none" else 700,
        fill=ink if whole else QUIET if cell.state == "none" else INK)  # fmt: skip
    if cell.band:
        # On a ground of its own: a red mark on a green goal would be seen by few.
        middle, ring = top + down * 0.6875, down * 0.2125
        add(group, "circle", cx=x + across / 2, cy=middle, r=ring, fill=GROUND)
        mark(group, cell.band, x + across / 2, middle, ring + 0.5)


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

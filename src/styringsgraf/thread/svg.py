"""Draws a thread as an SVG: columns of cards from why to how, joined by lines; legible in grey, in print, read aloud.

The form for a phone, all cards in one column, is drawn by ``upright``.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures import Drawing, add, path, wrap
from styringsgraf.figures.drawing import DOCUMENT
from styringsgraf.figures.paints import EDGE, QUIET, THREAD
from styringsgraf.questions.order import counted
from styringsgraf.thread import card_svg, cards, upright
from styringsgraf.thread.card_svg import DASHES, STROKES
from styringsgraf.thread.cards import WIDTH, Card, Cards
from styringsgraf.thread.layout import Box, Line, Placed, place
from styringsgraf.thread.model import Thread

_MARGIN, _GAP_DOWN = 16.0, 16.0
#: What a desk shows at once: a thread of few columns is drawn to fill it, its cards and the gaps up to these widths.
_DESK: Final = 1184.0
_LARGEST, _FARTHEST = 360.0, 150.0
_ARROW: Final = "arrow:"  # marks the pieces of a line that are never dashed


def picture(thread: Thread, *, narrow: bool = False) -> Drawing:
    """Return the thread as a figure: ``.inline()`` for a page, ``.file()`` alone; the same thread, the same bytes.

    ``narrow``: 288 wide, for a phone.
    """
    return upright.picture(thread) if narrow else _Picture(thread).drawn()


def _widths(columns: int, *, crowd: bool) -> tuple[float, float]:
    """Return how wide cards are and the gaps between columns. A crowd of lines needs room between the columns."""
    if crowd:
        return WIDTH, 118.0
    gaps = max(columns - 1, 1)
    room = _DESK - 2 * _MARGIN
    card = min(max((room - 64 * gaps) / columns, WIDTH), _LARGEST)
    return card, min(max((room - card * columns) / gaps, 64.0), _FARTHEST)


class _Picture:
    """One picture under way."""

    def __init__(self, thread: Thread) -> None:
        self._thread = thread
        used = cards.used(thread)
        self._headings = [heading for heading in cards.headings() if heading in used]
        crowd = len(thread.nodes) > cards.MANY
        self._width, self._between = _widths(len(self._headings), crowd=crowd)
        self._thick = 1.1 if crowd else 1.8
        self._cards = Cards(thread, self._width).all()
        self._placed = self._place()
        root = thread.by_iri[thread.root]
        self._title = card_svg.word(thread, "picture", node=root.title)
        self._across = 2 * _MARGIN + len(self._headings) * (self._width + self._between) - self._between
        self._across = max(self._across, 620.0)
        self._header = wrap(self._title, 19, self._across - 2 * _MARGIN, 3)
        self._under = [part for part in (root.document_label,) if part]
        self._top = _MARGIN + 26 * len(self._header) + 20 * len(self._under) + 52

    def _place(self) -> Placed:
        nodes = self._thread.by_iri
        boxes = [
            Box(card.iri, self._headings.index(card.heading), card.height, _key(nodes[card.iri].code))
            for card in self._cards
        ]
        lines = (Line(link.start, link.end, link.basis) for link in self._thread.links)
        return place(boxes, lines, _GAP_DOWN)

    def drawn(self) -> Drawing:
        """Return the picture."""
        legend = card_svg.explained(self._thread, self._cards, self._across - 2 * _MARGIN)
        height = self._top + self._placed.height + 34 + card_svg.LEGEND * len(legend) + _MARGIN
        made = Drawing("thread", self._across, height, lang=self._thread.lang, title=self._title,
                       description=card_svg.description(self._thread, self._headings), role=DOCUMENT)  # fmt: skip
        svg = made.root
        self._heading(svg)
        self._lines(svg)
        for column, heading in enumerate(self._headings):
            self._column(svg, column, heading)
        card_svg.legend(svg, legend, _MARGIN, self._top + self._placed.height + 34)
        return made

    def _heading(self, svg: ET.Element) -> None:
        y = _MARGIN + 16
        for line in self._header:
            add(svg, "text", line, x=_MARGIN, y=y, font_size=19, font_weight=700)
            y += 26
        for line in self._under:
            add(svg, "text", line, x=_MARGIN, y=y, font_size=13, fill=QUIET)
            y += 20
        for column, heading in enumerate(self._headings):
            words = card_svg.word(self._thread, f"heading-{heading}")
            add(svg, "text", words, x=self._x(column), y=self._top - 18, font_size=14, font_weight=700, fill=THREAD)
            add(svg, "path", d=path("M", self._x(column), self._top - 10, "h", self._width), stroke=EDGE)

    def _column(self, svg: ET.Element, column: int, heading: str) -> None:
        words = card_svg.word(self._thread, f"heading-{heading}")
        group = add(svg, "g", role="list", aria_label=words)
        mine = [card for card in self._cards if card.heading == heading]
        for card in sorted(mine, key=lambda card: self._placed.tops[card.iri]):
            card_svg.draw(group, card, self._x(column), self._y(card), self._width, root=card.iri == self._thread.root)

    def _x(self, column: int) -> float:
        return _MARGIN + column * (self._width + self._between)

    def _y(self, card: Card) -> float:
        return self._top + self._placed.tops[card.iri]

    def _lines(self, svg: ET.Element) -> None:
        group = add(svg, "g", fill="none", aria_hidden="true")
        drawn: set[str] = set()
        boxes = {card.iri: card for card in self._cards}
        for line, lanes in sorted(self._placed.lanes.items(), key=lambda item: (item[0].end, item[0].start)):
            for piece in self._paths(boxes[line.start], boxes[line.end], lanes):
                if (key := f"{line.style} {piece}") in drawn:
                    continue  # shared lanes are drawn once
                drawn.add(key)
                dashed = DASHES[line.style] and not piece.startswith(_ARROW)  # half an arrowhead points nowhere
                dash = {"stroke_dasharray": DASHES[line.style]} if dashed else {}
                stroke = STROKES[line.style]
                add(group, "path", d=piece.removeprefix(_ARROW), stroke=stroke, stroke_width=self._thick, **dash)

    def _paths(self, start: Card, end: Card, lanes: tuple[tuple[int, float], ...]) -> Iterator[str]:
        """Yield the pieces of a line: curves between columns, straight through lanes, an arrow at its end."""
        first, last = self._headings.index(start.heading), self._headings.index(end.heading)
        y, goal = self._y(start) + start.height / 2, self._y(end) + end.height / 2
        if first == last:  # within a column: round its left side
            x = self._x(first)
            yield path("M", x, y, "C", x - 40, y, x - 40, goal, x - 7, goal)
            yield _arrow(x, goal, leftwards=False)
            return
        leftwards = last < first
        x = self._x(first) + (0 if leftwards else self._width)
        for column, middle in lanes:
            near, far = self._x(column) + self._width, self._x(column)
            near, far = (near, far) if leftwards else (far, near)
            lane = self._top + middle
            yield _curve(x, y, near, lane)
            yield path("M", near, lane, "H", far)
            x, y = far, lane
        edge = self._x(last) + (self._width if leftwards else 0)
        yield _curve(x, y, edge + (7 if leftwards else -7), goal)
        yield _arrow(edge, goal, leftwards=leftwards)


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (x + to_x) / 2
    return path("M", x, y, "C", middle, y, middle, to_y, to_x, to_y)


def _arrow(x: float, y: float, *, leftwards: bool) -> str:
    back = 8 if leftwards else -8
    return _ARROW + path("M", x + back, y - 5, "L", x, y, "l", back, 5)


def _key(code: str) -> tuple[str, ...]:
    return (counted(code),)

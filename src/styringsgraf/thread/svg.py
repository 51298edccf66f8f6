"""Draws a thread as an SVG: columns of cards from why to how, joined by lines; legible in grey, in print, read aloud.

Colour never says something alone: results have a shape and a word, bases of links a dash pattern.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures import Drawing, add, mark, path, width, wrap
from styringsgraf.figures.drawing import DOCUMENT
from styringsgraf.figures.paints import EDGE, END, GOALS, GROUND, INK, MEANS, OTHER, QUIET, THREAD, UN
from styringsgraf.questions.order import counted
from styringsgraf.texts import pick, text
from styringsgraf.thread import cards
from styringsgraf.thread.cards import BADGE, PADDING, WIDTH, Card, Cards, Text
from styringsgraf.thread.layout import Box, Line, Placed, place
from styringsgraf.thread.model import Thread

_FILL: Final = {"un": UN, "end": END, "means": MEANS, "other": OTHER}
_MARGIN, _GAP_DOWN = 28.0, 16.0
_DASHES: Final = {"stated": "", "claimed": "7 4", "carried-over": "2 4"}
_STROKES: Final = {"stated": THREAD, "claimed": QUIET, "carried-over": QUIET}
_SIZES: Final = {"code": cards.TITLE, "title": cards.TITLE}
_BOLD: Final = frozenset(("code", "strong"))
_INDENTED: Final = frozenset(("indented", "strong"))
_ARROW: Final = "arrow:"  # marks the pieces of a line that are never dashed


def picture(thread: Thread) -> Drawing:
    """Return the thread as a figure: ``.inline()`` for a page, ``.file()`` alone; the same thread, the same bytes."""
    return _Picture(thread).drawn()


class _Picture:
    """One picture under way."""

    def __init__(self, thread: Thread) -> None:
        self._thread, self._lang = thread, thread.lang
        self._cards = Cards(thread).all()
        # A crowd of lines needs room between the columns, and thinner lines.
        crowd = len(thread.nodes) > cards.MANY
        self._between, self._thick = (118.0, 1.1) if crowd else (72.0, 1.8)
        used = {card.heading for card in self._cards}
        self._headings = [heading for heading in cards.headings() if heading in used]
        self._placed = self._place()
        root = thread.by_iri[thread.root]
        self._title = pick(text("thread.picture", node=root.title), self._lang)
        self._across = 2 * _MARGIN + len(self._headings) * (WIDTH + self._between) - self._between
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
        legend = list(self._legend())
        height = self._top + self._placed.height + 34 + 20 * len(legend) + _MARGIN
        made = Drawing("thread", self._across, height, lang=self._lang, title=self._title,
                       description=self._description(), role=DOCUMENT)  # fmt: skip
        svg = made.root
        self._heading(svg)
        self._lines(svg)
        for column, heading in enumerate(self._headings):
            self._column(svg, column, heading)
        for row, words in enumerate(legend):
            y = self._top + self._placed.height + 34 + 20 * row
            _legend_row(svg, words, y)
        return made

    def _description(self) -> str:
        first, last = (pick(text(f"thread.heading-{h}"), self._lang) for h in (self._headings[0], self._headings[-1]))
        return self._word("picture-description", nodes=len(self._thread.nodes), first=first, last=last)

    def _heading(self, svg: ET.Element) -> None:
        y = _MARGIN + 16
        for line in self._header:
            add(svg, "text", line, x=_MARGIN, y=y, font_size=19, font_weight=700)
            y += 26
        for line in self._under:
            add(svg, "text", line, x=_MARGIN, y=y, font_size=13, fill=QUIET)
            y += 20
        for column, heading in enumerate(self._headings):
            words = pick(text(f"thread.heading-{heading}"), self._lang)
            add(svg, "text", words, x=self._x(column), y=self._top - 18, font_size=14, font_weight=700, fill=THREAD)
            add(svg, "path", d=path("M", self._x(column), self._top - 10, "h", WIDTH), stroke=EDGE)

    def _column(self, svg: ET.Element, column: int, heading: str) -> None:
        words = pick(text(f"thread.heading-{heading}"), self._lang)
        group = add(svg, "g", role="list", aria_label=words)
        mine = [card for card in self._cards if card.heading == heading]
        for card in sorted(mine, key=lambda card: self._placed.tops[card.iri]):
            _card(group, card, self._x(column), self._y(card), root=card.iri == self._thread.root)

    def _x(self, column: int) -> float:
        return _MARGIN + column * (WIDTH + self._between)

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
                dashed = _DASHES[line.style] and not piece.startswith(_ARROW)  # half an arrowhead points nowhere
                dash = {"stroke_dasharray": _DASHES[line.style]} if dashed else {}
                stroke = _STROKES[line.style]
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
        x = self._x(first) + (0 if leftwards else WIDTH)
        for column, middle in lanes:
            near, far = self._x(column) + WIDTH, self._x(column)
            near, far = (near, far) if leftwards else (far, near)
            lane = self._top + middle
            yield _curve(x, y, near, lane)
            yield path("M", near, lane, "H", far)
            x, y = far, lane
        edge = self._x(last) + (WIDTH if leftwards else 0)
        yield _curve(x, y, edge + (7 if leftwards else -7), goal)
        yield _arrow(edge, goal, leftwards=leftwards)

    def _legend(self) -> Iterator[tuple[str, str]]:
        """Yield (what it explains, words) for what the picture uses."""
        bases = {link.basis for link in self._thread.links}
        for basis in _DASHES:
            if basis in bases:
                yield basis, self._word(f"legend-{basis}")
        if any(line.style == "effect" for card in self._cards for line in card.lines):
            root = self._thread.by_iri[self._thread.root]
            yield "effect", self._word("legend-effect", node=root.code or root.label)
        if self._thread.truncated:
            yield "", self._word("truncated")

    def _word(self, name: str, **values: object) -> str:
        return pick(text(f"thread.{name}", **values), self._lang)


def _card(parent: ET.Element, card: Card, x: float, y: float, *, root: bool) -> None:
    group = add(parent, "g", role="listitem")
    add(group, "title", card.alternative)
    stroke, thick = (THREAD, 3.2) if root else (EDGE, 1.0)
    add(group, "rect", x=x, y=y, width=WIDTH, height=card.height, rx=5, fill=_FILL[card.side], stroke=stroke,
         stroke_width=thick)  # fmt: skip
    left = x + PADDING
    if card.goal is not None:
        _badge(group, card, left, y + PADDING)
        left += BADGE + 9
    at = y + PADDING
    for line in card.lines:
        at += cards.step(line)
        _text(group, line, left, at - 4, x)


def _text(group: ET.Element, line: Text, left: float, y: float, edge: float) -> None:
    size = _SIZES.get(line.style, cards.SMALL)
    if line.style == "effect":
        room = width(line.words, size) + 14
        ground = INK if line.mark in ("falls", "loses") else GROUND
        add(group, "rect", x=edge + PADDING, y=y - 13, width=room, height=18, rx=9, fill=ground, stroke=INK)
        add(group, "text", line.words, x=edge + PADDING + 7, y=y, font_size=size,
             fill=GROUND if ground is INK else INK)  # fmt: skip
        return
    if line.mark:
        mark(group, line.mark, edge + PADDING + 5, y - 4)
    x = edge + PADDING + 17 if line.mark or line.style in _INDENTED else left
    weight = 700 if line.style in _BOLD else 400
    add(group, "text", line.words, x=x, y=y, font_size=size, font_weight=weight)


def _badge(group: ET.Element, card: Card, x: float, y: float) -> None:
    ground, ink = GOALS[card.goal or 1]
    add(group, "rect", x=x, y=y, width=BADGE, height=BADGE, fill=ground)
    add(group, "text", card.badge, x=x + BADGE / 2, y=y + BADGE / 2 + 5, text_anchor="middle", font_weight=700,
        font_size=16 if len(card.badge) <= 3 else 12, fill=ink)  # fmt: skip  # noqa: PLR2004


def _legend_row(svg: ET.Element, row: tuple[str, str], y: float) -> None:
    what, words = row
    if what in _DASHES:
        dash = {"stroke_dasharray": _DASHES[what]} if _DASHES[what] else {}
        add(svg, "path", d=path("M", _MARGIN, y - 4, "h", 44), stroke=_STROKES[what], stroke_width=1.8, **dash)
    elif what == "effect":
        add(svg, "rect", x=_MARGIN, y=y - 13, width=44, height=18, rx=9, fill=GROUND, stroke=INK)
    x = _MARGIN + (56 if what else 0)
    add(svg, "text", words, x=x, y=y, font_size=12, fill=QUIET)


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (x + to_x) / 2
    return path("M", x, y, "C", middle, y, middle, to_y, to_x, to_y)


def _arrow(x: float, y: float, *, leftwards: bool) -> str:
    back = 8 if leftwards else -8
    return _ARROW + path("M", x + back, y - 5, "L", x, y, "l", back, 5)


def _key(code: str) -> tuple[str, ...]:
    return (counted(code),)

"""Draws a thread as an SVG: columns of cards from why to how, joined by lines; legible in grey, in print, read aloud.

No script, no style sheet and no font of its own, so that it may stand in any page. Colour never says something alone:
results have a shape and a word, bases of links a dash pattern.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.questions.order import counted
from styringsgraf.texts import pick, text
from styringsgraf.thread import cards
from styringsgraf.thread.cards import BADGE, PADDING, WIDTH, Card, Cards, Text
from styringsgraf.thread.layout import Box, Line, Placed, place
from styringsgraf.thread.lettering import width, wrap
from styringsgraf.thread.model import Thread

_INK, _QUIET, _THREAD, _EDGE = "#1a1a1a", "#454545", "#8f1d2c", "#767676"
_FILL: Final = {"un": "#ffffff", "end": "#eef4fb", "means": "#fdf5e8", "other": "#f4f1f8"}
_FONT: Final = "Inter, 'Segoe UI', Helvetica, Arial, sans-serif"
_MARGIN, _GAP_DOWN = 28.0, 16.0
_DASHES: Final = {"stated": "", "claimed": "7 4", "carried-over": "2 4"}
_STROKES: Final = {"stated": _THREAD, "claimed": _QUIET, "carried-over": _QUIET}
_RESULTS: Final = {"green": "#2e7d32", "yellow": "#f2b705", "red": "#c62828"}
#: The UN's colours of its goals, and those on which black is legible (on the rest white).
_GOALS: Final = (
    "#e5243b", "#dda63a", "#4c9f38", "#c5192d", "#ff3a21", "#26bde2", "#fcc30b", "#a21942", "#fd6925", "#dd1367",
    "#fd9d24", "#bf8b2e", "#3f7e44", "#0a97d9", "#56c02b", "#00689d", "#19486a",
)  # fmt: skip
_BLACK_ON: Final = frozenset((2, 3, 5, 6, 7, 9, 11, 12, 14, 15))
_SIZES: Final = {"code": cards.TITLE, "title": cards.TITLE}
_BOLD: Final = frozenset(("code", "strong"))
_INDENTED: Final = frozenset(("indented", "strong"))
_ARROW: Final = "arrow:"  # marks the pieces of a line that are never dashed
#: What XML cannot hold.
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def picture(thread: Thread) -> bytes:
    """Return the thread as a standalone SVG in UTF-8; the same thread always gives the same bytes."""
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

    def drawn(self) -> bytes:
        """Return the picture's bytes."""
        legend = list(self._legend())
        height = self._top + self._placed.height + 34 + 20 * len(legend) + _MARGIN
        svg = ET.Element("svg", {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_n(self._across)} {_n(height)}",
            "width": _n(self._across), "height": _n(height), "role": "graphics-document document",
            "aria-labelledby": "thread-title", "aria-describedby": "thread-description",
            "lang": self._lang, "xml:lang": self._lang, "font-family": _FONT, "fill": _INK,
        })  # fmt: skip
        _add(svg, "title", self._title, id="thread-title")
        _add(svg, "desc", self._description(), id="thread-description")
        _add(svg, "rect", x=0, y=0, width=self._across, height=height, fill="#ffffff")
        self._heading(svg)
        self._lines(svg)
        for column, heading in enumerate(self._headings):
            self._column(svg, column, heading)
        for row, words in enumerate(legend):
            y = self._top + self._placed.height + 34 + 20 * row
            _legend_row(svg, words, y)
        ET.indent(svg, " ")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(svg, encoding="unicode")}\n'.encode()

    def _description(self) -> str:
        first, last = (pick(text(f"thread.heading-{h}"), self._lang) for h in (self._headings[0], self._headings[-1]))
        return self._word("picture-description", nodes=len(self._thread.nodes), first=first, last=last)

    def _heading(self, svg: ET.Element) -> None:
        y = _MARGIN + 16
        for line in self._header:
            _add(svg, "text", line, x=_MARGIN, y=y, font_size=19, font_weight=700)
            y += 26
        for line in self._under:
            _add(svg, "text", line, x=_MARGIN, y=y, font_size=13, fill=_QUIET)
            y += 20
        for column, heading in enumerate(self._headings):
            words = pick(text(f"thread.heading-{heading}"), self._lang)
            _add(svg, "text", words, x=self._x(column), y=self._top - 18, font_size=14, font_weight=700, fill=_THREAD)
            _add(svg, "path", d=f"M{_n(self._x(column))} {_n(self._top - 10)}h{_n(WIDTH)}", stroke=_EDGE)

    def _column(self, svg: ET.Element, column: int, heading: str) -> None:
        words = pick(text(f"thread.heading-{heading}"), self._lang)
        group = _add(svg, "g", role="list", aria_label=words)
        mine = [card for card in self._cards if card.heading == heading]
        for card in sorted(mine, key=lambda card: self._placed.tops[card.iri]):
            _card(group, card, self._x(column), self._y(card), root=card.iri == self._thread.root)

    def _x(self, column: int) -> float:
        return _MARGIN + column * (WIDTH + self._between)

    def _y(self, card: Card) -> float:
        return self._top + self._placed.tops[card.iri]

    def _lines(self, svg: ET.Element) -> None:
        group = _add(svg, "g", fill="none", aria_hidden="true")
        drawn: set[str] = set()
        boxes = {card.iri: card for card in self._cards}
        for line, lanes in sorted(self._placed.lanes.items(), key=lambda item: (item[0].end, item[0].start)):
            for path in self._paths(boxes[line.start], boxes[line.end], lanes):
                if (key := f"{line.style} {path}") in drawn:
                    continue  # shared lanes are drawn once
                drawn.add(key)
                dashed = _DASHES[line.style] and not path.startswith(_ARROW)  # half an arrowhead points nowhere
                dash = {"stroke_dasharray": _DASHES[line.style]} if dashed else {}
                stroke = _STROKES[line.style]
                _add(group, "path", d=path.removeprefix(_ARROW), stroke=stroke, stroke_width=self._thick, **dash)

    def _paths(self, start: Card, end: Card, lanes: tuple[tuple[int, float], ...]) -> Iterator[str]:
        """Yield the pieces of a line: curves between columns, straight through lanes, an arrow at its end."""
        first, last = self._headings.index(start.heading), self._headings.index(end.heading)
        y, goal = self._y(start) + start.height / 2, self._y(end) + end.height / 2
        if first == last:  # within a column: round its left side
            x = self._x(first)
            yield f"M{_n(x)} {_n(y)}C{_n(x - 40)} {_n(y)} {_n(x - 40)} {_n(goal)} {_n(x - 7)} {_n(goal)}"
            yield _arrow(x, goal, leftwards=False)
            return
        leftwards = last < first
        x = self._x(first) + (0 if leftwards else WIDTH)
        for column, middle in lanes:
            near, far = self._x(column) + WIDTH, self._x(column)
            near, far = (near, far) if leftwards else (far, near)
            lane = self._top + middle
            yield _curve(x, y, near, lane)
            yield f"M{_n(near)} {_n(lane)}H{_n(far)}"
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
    group = _add(parent, "g", role="listitem")
    _add(group, "title", card.alternative)
    stroke, thick = (_THREAD, 3.2) if root else (_EDGE, 1.0)
    _add(group, "rect", x=x, y=y, width=WIDTH, height=card.height, rx=5, fill=_FILL[card.side], stroke=stroke,
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
        ground = _INK if line.mark in ("falls", "loses") else "#ffffff"
        _add(group, "rect", x=edge + PADDING, y=y - 13, width=room, height=18, rx=9, fill=ground, stroke=_INK)
        _add(group, "text", line.words, x=edge + PADDING + 7, y=y, font_size=size,
             fill="#ffffff" if ground == _INK else _INK)  # fmt: skip
        return
    if line.mark:
        _mark(group, line.mark, edge + PADDING + 5, y - 4)
    x = edge + PADDING + 17 if line.mark or line.style in _INDENTED else left
    weight = 700 if line.style in _BOLD else 400
    _add(group, "text", line.words, x=x, y=y, font_size=size, font_weight=weight)


def _badge(group: ET.Element, card: Card, x: float, y: float) -> None:
    goal = card.goal or 1
    _add(group, "rect", x=x, y=y, width=BADGE, height=BADGE, fill=_GOALS[goal - 1])
    _add(group, "text", card.badge, x=x + BADGE / 2, y=y + BADGE / 2 + 5, text_anchor="middle", font_weight=700,
         font_size=16 if len(card.badge) <= 3 else 12, fill="#000000" if goal in _BLACK_ON else "#ffffff")  # fmt: skip  # noqa: PLR2004


def _mark(group: ET.Element, colour: str, x: float, y: float) -> None:
    """Draw a result's colour as a shape of its own: circle, triangle, square, else an empty ring."""
    fill = _RESULTS.get(colour, "#ffffff")
    if colour == "yellow":
        _add(group, "path", d=f"M{_n(x)} {_n(y - 6)}l6 11h-12z", fill=fill, stroke=_INK, stroke_width=0.8)
    elif colour == "red":
        _add(group, "rect", x=x - 5, y=y - 5, width=10, height=10, fill=fill, stroke=_INK, stroke_width=0.8)
    else:
        _add(group, "circle", cx=x, cy=y, r=5, fill=fill, stroke=_INK, stroke_width=0.8)


def _legend_row(svg: ET.Element, row: tuple[str, str], y: float) -> None:
    what, words = row
    if what in _DASHES:
        dash = {"stroke_dasharray": _DASHES[what]} if _DASHES[what] else {}
        _add(svg, "path", d=f"M{_n(_MARGIN)} {_n(y - 4)}h44", stroke=_STROKES[what], stroke_width=1.8, **dash)
    elif what == "effect":
        _add(svg, "rect", x=_MARGIN, y=y - 13, width=44, height=18, rx=9, fill="#ffffff", stroke=_INK)
    x = _MARGIN + (56 if what else 0)
    _add(svg, "text", words, x=x, y=y, font_size=12, fill=_QUIET)


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (x + to_x) / 2
    return f"M{_n(x)} {_n(y)}C{_n(middle)} {_n(y)} {_n(middle)} {_n(to_y)} {_n(to_x)} {_n(to_y)}"


def _arrow(x: float, y: float, *, leftwards: bool) -> str:
    return f"{_ARROW}M{_n(x + (8 if leftwards else -8))} {_n(y - 5)}L{_n(x)} {_n(y)}l{8 if leftwards else -8} 5"


def _key(code: str) -> tuple[str, ...]:
    return (counted(code),)


def _n(number: float) -> str:
    """Return a coordinate, with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")


def _add(parent: ET.Element, tag: str, words: str = "", **attributes: object) -> ET.Element:
    """Append an element; names with underscores get hyphens, numbers are rounded, text is made writable."""
    named = {
        name.replace("_", "-"): _n(value) if isinstance(value, float) else _UNWRITABLE.sub("\ufffd", str(value))
        for name, value in attributes.items()
    }
    element = ET.SubElement(parent, tag, named)
    if words:
        element.text = _UNWRITABLE.sub("\ufffd", words)
    return element

"""Draws one card of a thread's picture, and the legend below: what both layouts of the picture have in common.

Colour never says something alone: results have a shape and a word, bases of links a dash pattern.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from styringsgraf.figures import Paint, add, mark, path, width, wrap
from styringsgraf.figures.paints import EDGE, END, GOALS, GROUND, INK, MEANS, OTHER, QUIET, THREAD, UN
from styringsgraf.texts import pick, text
from styringsgraf.thread import cards
from styringsgraf.thread.cards import BADGE, PADDING, Card, Text
from styringsgraf.thread.model import Thread

#: Basis of a link → its dashes and its paint.
DASHES: Final = {"stated": "", "claimed": "7 4", "carried-over": "2 4"}
STROKES: Final[dict[str, Paint]] = {"stated": THREAD, "claimed": QUIET, "carried-over": QUIET}
#: From one line of the legend to the next.
LEGEND: Final = 20.0
_FILL: Final = {"un": UN, "end": END, "means": MEANS, "other": OTHER}
_SIZES: Final = {"code": cards.TITLE, "title": cards.TITLE}
_BOLD: Final = frozenset(("code", "strong"))
_INDENTED: Final = frozenset(("indented", "strong"))
_SMALL: Final = 12
_SIGN: Final = 56.0  # room of a sign in the legend


def draw(parent: ET.Element, card: Card, x: float, y: float, across: float, *, root: bool) -> None:
    """Draw a card with its left upper corner at (x, y)."""
    group = add(parent, "g", role="listitem")
    add(group, "title", card.alternative)
    stroke, thick = (THREAD, 3.2) if root else (EDGE, 1.0)
    add(group, "rect", x=x, y=y, width=across, height=card.height, rx=5, fill=_FILL[card.side], stroke=stroke,
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


def explained(thread: Thread, shown: tuple[Card, ...], across: float) -> list[tuple[str, str]]:
    """Return the legend as lines no wider than ``across``: (what it explains or '', words)."""
    found: list[tuple[str, str]] = []
    for what, words in _explained(thread, shown):
        first, *more = wrap(words, _SMALL, across - (_SIGN if what else 0), 3)
        found += [(what, first), *((f"after-{what}" if what else "", line) for line in more)]
    return found


def _explained(thread: Thread, shown: tuple[Card, ...]) -> Iterator[tuple[str, str]]:
    """Yield (what it explains, words) for what the picture uses."""
    bases = {link.basis for link in thread.links}
    for basis in DASHES:
        if basis in bases:
            yield basis, word(thread, f"legend-{basis}")
    if any(line.style == "effect" for card in shown for line in card.lines):
        root = thread.by_iri[thread.root]
        yield "effect", word(thread, "legend-effect", node=root.code or root.label)
    if thread.truncated:
        yield "", word(thread, "truncated")


def legend(svg: ET.Element, lines: list[tuple[str, str]], x: float, y: float) -> None:
    """Draw what ``explained`` returned, the first line at y."""
    for what, words in lines:
        if what in DASHES:
            dash = {"stroke_dasharray": DASHES[what]} if DASHES[what] else {}
            add(svg, "path", d=path("M", x, y - 4, "h", 44), stroke=STROKES[what], stroke_width=1.8, **dash)
        elif what == "effect":
            add(svg, "rect", x=x, y=y - 13, width=44, height=18, rx=9, fill=GROUND, stroke=INK)
        add(svg, "text", words, x=x + (_SIGN if what else 0), y=y, font_size=_SMALL, fill=QUIET)
        y += LEGEND


def description(thread: Thread, used: list[str]) -> str:
    """Return the picture in a sentence; ``used``: the headings from why to how."""
    first, last = (word(thread, f"heading-{heading}") for heading in (used[0], used[-1]))
    return word(thread, "picture-description", nodes=len(thread.nodes), first=first, last=last)


def word(thread: Thread, name: str, **values: object) -> str:
    """Return a word of the catalogue in the thread's language."""
    return pick(text(f"thread.{name}", **values), thread.lang)

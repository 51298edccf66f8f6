"""Draws a thread for a phone: all cards in one column from why to how, joined by lines in a gutter on their left.

Lines of one basis to one card share an upright line, its lane; lanes that do not meet share a place in the gutter.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias
from xml.etree import ElementTree as ET

from styringsgraf.figures import Drawing, add, path
from styringsgraf.figures.drawing import DOCUMENT
from styringsgraf.figures.paints import EDGE, THREAD
from styringsgraf.questions.order import counted
from styringsgraf.thread import card_svg, cards
from styringsgraf.thread.cards import Card, Cards
from styringsgraf.thread.model import Thread

ACROSS: Final = 288.0
_GAP, _HEADING = 12.0, 40.0
#: Places in the gutter: how far apart, where the first stands from the cards, and what the gutter takes at most.
_PITCH, _FIRST, _GUTTER = 9.0, 16.0, 96.0
_BEND: Final = 5.0
#: Where lines meet a card: an arrow for each basis near its first line of words, what leaves it a little lower.
_IN: Final = {"stated": 18.0, "claimed": 9.0, "carried-over": 26.0}
_OUT: Final = 34.0
#: What cards of a heading are ordered by: place of what they lead to, code, IRI.
_Rank: TypeAlias = tuple[int, str, str]


@dataclass(frozen=True)
class Lane:
    """An upright line to one card: from where to where it reaches, and the cards it comes from."""

    end: str
    basis: str
    starts: tuple[str, ...]
    top: float
    bottom: float


def picture(thread: Thread) -> Drawing:
    """Return the thread as a figure 288 wide; no title in it, since a page says it above."""
    return _Upright(thread).drawn()


class _Upright:
    """One picture under way. How wide the gutter is follows from the lanes, how wide the cards from the gutter."""

    def __init__(self, thread: Thread) -> None:
        self._thread = thread
        used = cards.used(thread)
        self._headings = [heading for heading in cards.headings() if heading in used]
        order = self._order(Cards(thread).all())
        # Lanes that do not meet in the order of cards do not meet whatever their heights: the gutter is known first.
        rough = {iri: float(at) for at, iri in enumerate(order)}
        rough_in = {(iri, basis): at for iri, at in rough.items() for basis in _IN}
        self._places = places(self._lanes(rough_in, rough))
        count = max(self._places.values(), default=-1) + 1
        self._pitch = min(_PITCH, (_GUTTER - _FIRST) / max(count, 1))
        self._left = _FIRST + count * self._pitch if count else 0.0
        self._cards = {card.iri: card for card in Cards(thread, ACROSS - self._left - 2).all()}
        self._rows = [self._cards[iri] for iri in order]

    def _order(self, made: Sequence[Card]) -> list[str]:
        """Return the cards from why to how; those of a heading near what they lead to, then by their codes."""
        ends: dict[str, list[str]] = defaultdict(list)
        for link in self._thread.links:
            ends[link.start].append(link.end)
        at: dict[str, int] = {}
        for heading in self._headings:
            mine = {card.iri for card in made if card.heading == heading}
            keys = {iri: self._key(iri, ends, mine, at) for iri in mine}
            for iri in sorted(mine, key=lambda one: keys[one]):
                at[iri] = len(at)
        return list(at)

    def _key(self, iri: str, ends: Mapping[str, list[str]], mine: set[str], at: Mapping[str, int]) -> tuple[_Rank, ...]:
        """Return what a card is ordered by: where it leads to a card of its own heading, it follows that one."""
        chain = [iri]
        while beside := sorted(end for end in ends[chain[-1]] if end in mine and end not in chain):
            chain.append(beside[0])
        return tuple(self._rank(one, ends[one], at) for one in reversed(chain))

    def _rank(self, iri: str, ends: Sequence[str], at: Mapping[str, int]) -> _Rank:
        above = [at[end] for end in ends if end in at]
        # The nearest of what it leads to: the farther ones are mostly the same for all of a heading.
        return max(above, default=-1), counted(self._thread.by_iri[iri].code), iri

    def _lanes(self, ins: Mapping[tuple[str, str], float], outs: Mapping[str, float]) -> list[Lane]:
        """Return the lanes, given where lines of each basis come in at cards and where they go out."""
        starts: dict[tuple[str, str], set[str]] = defaultdict(set)
        for link in self._thread.links:
            if link.start != link.end:
                starts[link.end, link.basis].add(link.start)
        found = []
        for (end, basis), mine in starts.items():
            reach = [ins[end, basis], *(outs[start] for start in mine)]
            found.append(Lane(end, basis, tuple(sorted(mine)), min(reach), max(reach)))
        return sorted(found, key=lambda lane: (lane.bottom - lane.top, lane.top, lane.end, lane.basis))

    @cached_property
    def _tops(self) -> tuple[dict[str, float], dict[str, float], float]:
        """Where cards and headings begin, and where the last card ends."""
        tops: dict[str, float] = {}
        headings: dict[str, float] = {}
        y = -_GAP
        for card in self._rows:
            if card.heading not in headings:
                headings[card.heading] = y + _GAP
                y += _HEADING
            tops[card.iri] = y + _GAP
            y += _GAP + card.height
        return tops, headings, y

    def drawn(self) -> Drawing:
        """Return the picture."""
        tops, headings, end = self._tops
        lines = card_svg.explained(self._thread, tuple(self._rows), ACROSS)
        height = end + 34 + card_svg.LEGEND * len(lines)
        made = Drawing("thread-narrow", ACROSS, height, lang=self._thread.lang,
                       title=card_svg.word(self._thread, "picture", node=self._thread.by_iri[self._thread.root].title),
                       description=card_svg.description(self._thread, self._headings), role=DOCUMENT)  # fmt: skip
        self._draw_lanes(made.root)
        for heading, y in headings.items():
            words = card_svg.word(self._thread, f"heading-{heading}")
            add(made.root, "path", d=path("M", self._left, y + 26, "H", ACROSS), stroke=EDGE)
            add(made.root, "text", words, x=self._left, y=y + 19, font_size=14, font_weight=700, fill=THREAD)
            group = add(made.root, "g", role="list", aria_label=words)
            for card in self._rows:
                if card.heading == heading:
                    card_svg.draw(group, card, self._left, tops[card.iri], ACROSS - self._left - 2,
                                  root=card.iri == self._thread.root)  # fmt: skip
        card_svg.legend(made.root, lines, 0, end + 34)
        return made

    def _draw_lanes(self, svg: ET.Element) -> None:
        tops = self._tops[0]
        ins = {(iri, basis): top + down for iri, top in tops.items() for basis, down in _IN.items()}
        outs = {iri: top + min(_OUT, self._cards[iri].height - 9) for iri, top in tops.items()}
        group = add(svg, "g", fill="none", aria_hidden="true")
        for lane in self._lanes(ins, outs):
            x = self._left - _FIRST - self._places[lane.end, lane.basis] * self._pitch
            stroke, dash = card_svg.STROKES[lane.basis], card_svg.DASHES[lane.basis] or None
            y, edge = ins[lane.end, lane.basis], self._left - 1
            bend = min(_BEND, self._pitch)
            for away, starts in ((1.0, [outs[one] for one in lane.starts if outs[one] >= y]),
                                 (-1.0, [outs[one] for one in lane.starts if outs[one] < y])):  # fmt: skip
                if not starts:
                    continue
                far = max(starts, key=lambda one: abs(one - y))
                trunk = path("M", edge - 6, y, "H", x + bend, "Q", x, y, x, y + away * bend, "V", far - away * bend)
                add(group, "path", d=trunk, stroke=stroke, stroke_width=1.6, stroke_dasharray=dash)
                for start in starts:
                    twig = path("M", x, start - away * bend, "Q", x, start, x + bend, start, "H", edge)
                    add(group, "path", d=twig, stroke=stroke, stroke_width=1.6, stroke_dasharray=dash)
            add(group, "path", d=path("M", edge - 7, y - 4.5, "L", edge, y, "l", -7, 4.5), stroke=stroke,
                stroke_width=1.6)  # fmt: skip


def places(lanes: Sequence[Lane]) -> dict[tuple[str, str], int]:
    """Return each lane's place in the gutter by its end and basis: short ones nearest to the cards, none on another."""
    rows: list[list[Lane]] = []
    found: dict[tuple[str, str], int] = {}
    for lane in lanes:
        free = (
            at for at, row in enumerate(rows) if all(lane.bottom < one.top or one.bottom < lane.top for one in row)
        )  # fmt: skip
        at = next(free, len(rows))
        if at == len(rows):
            rows.append([])
        rows[at].append(lane)
        found[lane.end, lane.basis] = at
    return found

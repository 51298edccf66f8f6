"""The page of a red thread: levels of cards from the node upwards and downwards, each with what it leads to and why."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal
from urllib.parse import urlencode

from fastapi import Request

from styringsgraf.namespaces import SDG, Minter, sdg_code_of
from styringsgraf.questions.order import counted
from styringsgraf.texts import Text, pick, text
from styringsgraf.thread import Drop, Link, Measuring, Node, Thread
from styringsgraf.thread.cards import HEADING, OTHER, headings
from styringsgraf.thread.drawing import is_told, result, support_left
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import telling
from styringsgraf.web.state import service_of

#: Cards that stand open at once in each direction; levels beyond are folded, with their numbers.
_OPEN: Final = 24
#: Nodes whose picture stands in the page; a larger one is a file of its own.
DRAWN: Final = 90
Side = Literal["up", "down"]


@dataclass(frozen=True)
class Named:
    """A thing by its words (with their language, '' for the page's), code and address."""

    words: str
    lang: str
    code: str = ""
    href: str = ""


@dataclass(frozen=True)
class Lead:
    """What a card leads to: the other card, the link in words, its basis, and the reason of a claim."""

    end: Named
    link: str
    basis: str
    reason: Text


@dataclass(frozen=True)
class Reading:
    """An indicator on a card: what it measures and its latest result."""

    indicator: Named
    colour: str
    words: str


@dataclass(frozen=True)
class Card:
    """A node of the thread. ``far``: steps from the root; ``goal``: number of the UN goal it belongs to."""

    id: str
    node: Named
    kind: str
    page: str
    plan: Named | None
    far: int
    in_force: bool
    goal: int | None
    under: str
    leads: tuple[Lead, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Level:
    """Cards of one kind, in the order of their codes; ``open``: shown without being asked for."""

    heading: str
    cards: tuple[Card, ...]
    open: bool


@dataclass(frozen=True)
class Loss:
    """What a drop does to one node; ``left``: how many of its measures are left, '' where none are counted."""

    node: Named
    kind: str
    left: str


@dataclass(frozen=True)
class Fall:
    """One effect of a drop, in words, and the nodes it concerns."""

    effect: str
    words: str
    losses: tuple[Loss, ...]


def reference(iri: str, minter: Minter) -> str:
    """Return how an address of ours names a node: the UN's code, else the path of our own, else the IRI."""
    return sdg_code_of(iri) if minter.is_un(iri) else iri.removeprefix(f"{minter.base}id/")


def address(request: Request, lang: str, node: str, *, page: str = "thread", **asked: str) -> str:
    """Return the address of the thread of a node named by ``reference``; '' where there is no such page."""
    path = f"/{lang}/{page}"
    if not navigation.exists(request, path):
        return ""
    return f"{navigation.prefix(request)}{path}?{urlencode({'node': node, **asked}, safe='/')}"


class Teller:
    """Tells one thread to a reader."""

    def __init__(self, request: Request, thread: Thread, reasons: Mapping[tuple[str, str], Text]) -> None:
        self._request, self._thread, self._reasons = request, thread, reasons
        self._lang = thread.lang
        self._minter = Minter(service_of(request).config.base)
        self._places = Places(request, self._lang)
        self._ids = {node.iri: f"n{number}" for number, node in enumerate(thread.nodes)}
        self._up: dict[str, list[Link]] = defaultdict(list)
        self._at: dict[str, list[Measuring]] = defaultdict(list)
        for link in thread.links:
            self._up[link.start].append(link)
        for indicator in thread.indicators:
            for node in indicator.measures:
                self._at[node].append(indicator)

    @property
    def root(self) -> Card:
        """The node itself."""
        return self._card(self._thread.by_iri[self._thread.root], 0)

    def levels(self, side: Side) -> Iterator[Level]:
        """Yield the levels of one direction, the nearest first."""
        groups: dict[str, list[tuple[int, Node]]] = defaultdict(list)
        for node in self._thread.nodes:
            far = getattr(node, side)
            if far and node.iri != self._thread.root:
                groups[HEADING.get(node.kind or "", OTHER)].append((far, node))
        order = [name for name in headings() if name in groups]  # from why to how
        if side == "up":
            order.reverse()
        shown = 0
        for name in order:
            members = sorted(groups[name], key=lambda pair: (counted(pair[1].code), pair[1].iri))
            shown += len(members)
            yield Level(
                pick(text(f"thread.heading-{name}"), self._lang),
                tuple(self._card(node, far) for far, node in members),
                shown <= _OPEN,
            )

    def falls(self) -> tuple[Fall, ...] | None:
        """Return what dropping the root does, effect by effect; None where nothing can rest on it."""
        if self._thread.dropped is None:
            return None
        grouped = groupby(self._thread.dropped, key=lambda drop: (drop.effect, drop.effect_label))
        return tuple(Fall(effect, words, tuple(map(self._loss, drops))) for (effect, words), drops in grouped)

    def _loss(self, drop: Drop) -> Loss:
        left = support_left(drop, self._lang) if drop.measures_before else ""
        return Loss(self._named(drop.iri, drop.label, drop.code), drop.kind_label, left)

    def _card(self, node: Node, far: int) -> Card:
        plan = None
        if node.document:
            plan = Named(node.document_label, self._language(node.document))
        return Card(
            self._ids[node.iri],
            self._named(node.iri, node.label, node.code),
            node.kind_label,
            self._places.of(node.iri) or "",
            plan,
            far,
            node.in_force or not node.document,
            goal_of(node.iri),
            node.goal_label,
            tuple(self._leads(node)),
            tuple(self._readings(node)),
        )

    def _leads(self, node: Node) -> Iterator[Lead]:
        nodes = self._thread.by_iri
        for link in sorted(self._up[node.iri], key=lambda one: (counted(nodes[one.end].code), one.end, one.basis)):
            end = nodes[link.end]
            named = Named(end.label, self._language(end.iri), _code(end.code, end.label), f"#{self._ids[end.iri]}")
            yield Lead(named, link.predicate_label, link.basis, self._reasons.get((link.start, link.end), {}))

    def _readings(self, node: Node) -> Iterator[Reading]:
        for one in self._at[node.iri]:
            at = self._places.of(one.iri) or ""
            named = Named(one.label, self._language(one.iri), _code(one.code, one.label), at)
            seen = one.latest
            if seen is None:
                yield Reading(named, "", "")
            else:
                colour = seen.colour or "" if is_told(seen) else ""
                yield Reading(named, colour, result(one, seen, self._lang))

    def _named(self, iri: str, label: str, code: str) -> Named:
        at = address(self._request, self._lang, reference(iri, self._minter))
        return Named(label, self._language(iri), _code(code, label), at)

    def _language(self, iri: str) -> str:
        return self._thread.languages.get(iri, "")


def _code(code: str, label: str) -> str:
    """Return a code that people use and that the words do not hold already."""
    return code if telling(code) and code != label else ""


def goal_of(iri: str) -> int | None:
    """Return the number of the UN goal that one of the UN's goals, targets or indicators belongs to."""
    first = sdg_code_of(iri).partition(".")[0] if iri.startswith(SDG) else ""
    return int(first) if first.isdigit() else None


def shares(levels: Sequence[Level]) -> int:
    """Return how many cards the levels hold."""
    return sum(len(level.cards) for level in levels)

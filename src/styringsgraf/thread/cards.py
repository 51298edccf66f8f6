"""What stands on the cards of a thread's picture, line by line, and what a card says to those who cannot see it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from styringsgraf.figures import wrap
from styringsgraf.namespaces import SDG, SDGO, SG
from styringsgraf.texts import pick, text
from styringsgraf.thread.drawing import is_told, result, support_left
from styringsgraf.thread.model import Drop, Link, Measuring, Node, Thread

#: The least and usual width of a card.
WIDTH: Final = 232.0
PADDING: Final = 11.0
BADGE: Final = 34.0  # side of a UN goal's coloured square
TITLE, SMALL = 13.0, 12.0
TITLE_STEP, SMALL_STEP = 17.0, 15.5
_GLYPH: Final = 17.0  # room for the mark before a result
_PILL: Final = 14.0  # room round the words of an effect
MANY: Final = 60  # more nodes than this: fewer lines on each

#: Columns from why to how: heading (``thread.heading-…``) and the classes under it.
COLUMNS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("goals", (f"{SDGO}Goal",)),
    ("targets", (f"{SDGO}Target", f"{SDGO}Indicator", f"{SG}EndSegment", f"{SG}MeansSegment", f"{SG}QualifierSegment",
                 f"{SG}TargetSegment")),
    ("visions", (f"{SG}Vision",)),
    ("focus-areas", (f"{SG}FocusArea",)),
    ("main-goals", (f"{SG}MainGoal",)),
    ("sub-goals", (f"{SG}SubGoal",)),
    ("strategies", (f"{SG}Strategy",)),
    ("assignments", (f"{SG}Assignment",)),
    ("measures", (f"{SG}Measure", f"{SG}Pilot")),
    ("projects", (f"{SG}Project", f"{SG}Programme", f"{SG}Portfolio")),
    ("indicators", (f"{SG}Indicator",)),
)  # fmt: skip
#: Heading of what has no column of its own.
OTHER: Final = "others"
#: Class → heading of its column.
HEADING: Final = {kind: name for name, kinds in COLUMNS for kind in kinds}
_SIDES: Final = {"goals": "un", "targets": "un", "visions": "end", "main-goals": "end", "sub-goals": "end",
                 "strategies": "means", "assignments": "means", "measures": "means", "projects": "means"}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One line of text on a card: ``style`` is code, title, small or strong; ``mark`` a result's colour before it."""

    words: str
    style: str
    mark: str | None = None


@dataclass(frozen=True)
class Card:
    """A node as a card: heading of its column, what it says, how high it is, and its text alternative."""

    iri: str
    heading: str
    side: str
    lines: tuple[Text, ...]
    height: float
    alternative: str
    goal: int | None = None
    badge: str = ""


def headings() -> tuple[str, ...]:
    """Return the headings in their order, from why to how."""
    return (*(name for name, _ in COLUMNS), OTHER)


def used(thread: Thread) -> set[str]:
    """Return the headings that a thread has cards for."""
    return {HEADING.get(node.kind or "", OTHER) for node in thread.nodes}


class Cards:
    """Makes the cards of one thread in its language, ``width`` wide."""

    def __init__(self, thread: Thread, width: float = WIDTH) -> None:
        self._thread, self._lang, self._width = thread, thread.lang, width
        self._dense = len(thread.nodes) > MANY

    def all(self) -> tuple[Card, ...]:
        """Return the cards, the root's first."""
        return tuple(self._card(node) for node in self._thread.nodes)

    def _card(self, node: Node) -> Card:
        heading = HEADING.get(node.kind or "", OTHER)
        goal = _goal_number(node.iri)
        room = self._width - 2 * PADDING - (BADGE + 9 if goal else 0)
        lines = [*self._title(node, heading, room), *self._results(node), *self._drop(node)]
        height = 2 * PADDING + sum(step(line) for line in lines)
        return Card(
            node.iri,
            heading,
            _SIDES.get(heading, "other"),
            tuple(lines),
            max(height, BADGE + 2 * PADDING if goal else 0.0),
            self._alternative(node),
            goal,
            node.code if goal else "",
        )

    def _title(self, node: Node, heading: str, room: float) -> list[Text]:
        most = 2 if self._dense else 4
        if heading in ("goals", "targets") and node.iri.startswith(SDG):  # the number stands in the badge
            name = node.label if node.label != node.code else ""
            words = name or f"{node.kind_label} {node.code}"
            lines = [Text(line, "code" if heading == "goals" else "title") for line in wrap(words, TITLE, room, most)]
            under = "" if f"{SDG}{_goal_number(node.iri)}" in self._thread.by_iri else node.goal_label
            return lines + [Text(line, "small") for line in wrap(under, SMALL, room, 2) if line]
        remarks = [node.kind_label] if _is_special(node) and node.kind_label else []
        remarks += [self._word("not-in-force")] if node.document and not node.in_force else []
        lines = [Text(node.code, "code")] if node.code and node.code != node.label else []
        if remarks:
            first = f"{node.code} · {', '.join(remarks)}" if lines else ", ".join(remarks)
            lines = [Text(first, "code")]
        return lines + [Text(line, "title") for line in wrap(node.label, TITLE, room, most)]

    def _results(self, node: Node) -> list[Text]:
        lines: list[Text] = []
        room = self._width - 2 * PADDING - _GLYPH
        for indicator in self._at.get(node.iri, ()):
            first, *more = wrap(indicator.title, SMALL, room, 1 if self._dense else 2)
            seen = indicator.latest
            mark = seen.colour if seen and is_told(seen) else "none"
            lines += [Text(first, "small", mark), *(Text(line, "indented") for line in more)]
            lines += [Text(line, "strong") for line in wrap(self._reading(indicator), SMALL, room, 2)]
        return lines

    def _reading(self, indicator: Measuring) -> str:
        seen = indicator.latest
        if seen is None:
            return self._word("not-measured-yet")
        colour = f", {seen.colour_label}" if is_told(seen) else ""
        return result(indicator, seen, self._lang) + colour

    def _drop(self, node: Node) -> list[Text]:
        drop = self._drops.get(node.iri)
        if drop is None:
            return []
        room = self._width - 2 * PADDING - _PILL
        return [Text(line, "effect", drop.effect) for line in wrap(self._effect(drop), SMALL, room, 3)]

    def _effect(self, drop: Drop) -> str:
        return f"{drop.effect_label}: {support_left(drop, self._lang)}" if drop.measures_before else drop.effect_label

    def _alternative(self, node: Node) -> str:
        """Return everything the card and its lines show, in sentences."""
        title = node.title if not node.goal_label else f"{node.title} ({node.goal_label})"
        parts = [", ".join(part for part in (title, node.kind_label, node.document_label) if part)]
        parts += [self._word("not-in-force")] if node.document and not node.in_force else []
        ends = [self._end(link) for link in self._up.get(node.iri, ())]
        parts += [f"{self._word('leads-to')}: {'; '.join(ends)}"] if ends else []
        parts += [
            f"{self._word('measured-by')} {indicator.title}: {self._reading(indicator)}"
            for indicator in self._at.get(node.iri, ())
        ]
        drop = self._drops.get(node.iri)
        if drop is not None:
            root = self._thread.by_iri[self._thread.root]
            words = pick(text("thread.if-dropped", node=root.code or root.label), self._lang)
            parts.append(f"{words} {self._effect(drop)}")
        return ". ".join((parts[0], *(part[:1].upper() + part[1:] for part in parts[1:]))) + "."

    def _end(self, link: Link) -> str:
        end = self._thread.by_iri[link.end].title
        return end if link.basis == "stated" else f"{end} ({pick(text(f'thread.basis-{link.basis}'), self._lang)})"

    def _word(self, name: str) -> str:
        return pick(text(f"thread.{name}"), self._lang)

    @cached_property
    def _at(self) -> Mapping[str, list[Measuring]]:
        found: dict[str, list[Measuring]] = defaultdict(list)
        for indicator in self._thread.indicators:
            for node in indicator.measures:
                found[node].append(indicator)
        return found

    @cached_property
    def _up(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self._thread.links:
            found[link.start].append(link)
        return found

    @cached_property
    def _drops(self) -> Mapping[str, Drop]:
        return {drop.iri: drop for drop in self._thread.dropped or ()}


def step(line: Text) -> float:
    """Return how much room a line takes downwards."""
    if line.style == "effect":
        return SMALL_STEP + 8
    return TITLE_STEP if line.style in ("code", "title") else SMALL_STEP + (6 if line.mark else 0)


def _is_special(node: Node) -> bool:
    """Whether a node's class says more than the heading of its column."""
    heading = HEADING.get(node.kind or "", OTHER)
    return heading == OTHER or node.kind not in {f"{SG}Measure", *(kinds[0] for _, kinds in COLUMNS)}


def _goal_number(iri: str) -> int | None:
    """Return the number of the UN goal an IRI belongs to."""
    local = iri.removeprefix(SDG) if iri.startswith(SDG) else ""
    number = local[1:3] if local.startswith("C") else local.partition(".")[0]
    return int(number) if number.isdigit() else None

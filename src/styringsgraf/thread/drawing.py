"""Draws a thread as trees of text, plain or for a colour terminal; a node that was drawn before is only named."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final, Literal

from styringsgraf.questions.order import counted
from styringsgraf.texts import pick, text
from styringsgraf.thread.model import Drop, Link, Measuring, Node, Observed, Thread

#: Writes the word of a colour; what it adds must not take room.
Paint = Callable[[str, str], str]
_ANSI: Final = {"green": "32", "yellow": "33", "red": "31"}


def plain(_: str, word: str) -> str:
    """Return the word as it is."""
    return word


def coloured(colour: str, word: str) -> str:
    """Return the word in its colour, for a terminal."""
    return f"\x1b[{_ANSI[colour]}m{word}\x1b[0m" if colour in _ANSI else word


def draw(thread: Thread, lang: str, paint: Paint = plain) -> str:
    """Return the node, the trees of what it leads to and what leads to it, and what falls if it is dropped."""
    pen = _Pen(thread, lang, paint)
    lines = [pen.name(thread.by_iri[thread.root], with_document=True), *pen.readings(thread.root, "  ")]
    if thread.direction != "down":
        lines += ["", pen.word("why"), *(pen.tree("up") or [f"  {pen.word('nothing-above')}"])]
    if thread.direction != "up":
        lines += ["", pen.word("how"), *(pen.tree("down") or [f"  {pen.word('nothing-below')}"])]
    lines += pen.drop()
    if thread.truncated:
        lines += ["", pen.word("truncated")]
    return "\n".join(lines) + "\n"


class _Pen:
    """Draws one thread in one language."""

    def __init__(self, thread: Thread, lang: str, paint: Paint) -> None:
        self._thread, self._lang, self._paint = thread, lang, paint
        self._up: dict[str, list[Link]] = defaultdict(list)
        self._down: dict[str, list[Link]] = defaultdict(list)
        self._at: dict[str, list[Measuring]] = defaultdict(list)
        for link in thread.links:
            self._up[link.start].append(link)
            self._down[link.end].append(link)
        for indicator in thread.indicators:
            for node in indicator.measures:
                self._at[node].append(indicator)

    def word(self, name: str) -> str:
        """Return a word of the catalogue."""
        return pick(text(f"thread.{name}"), self._lang)

    def name(self, node: Node, *, with_document: bool = False) -> str:
        """Return a node as one line: code, label, class; marks what is not in force."""
        remarks = [node.kind_label] if node.kind_label else []
        if with_document and node.document_label:
            remarks.append(node.document_label)
        if node.document and not node.in_force:
            remarks.append(self.word("not-in-force"))
        return f"{node.title} ({', '.join(remarks)})" if remarks else node.title

    def tree(self, direction: Literal["up", "down"]) -> list[str]:
        """Return the lines of one tree below the root. Walks with a stack: a thread may be longer than Python's."""
        links = self._up if direction == "up" else self._down
        drawn = {self._thread.root}
        lines: list[str] = []
        stack = self._branches(links[self._thread.root], direction, "  ")
        while stack:
            link, far, lead, below = stack.pop()
            again = f" – {self.word('seen-above')}" if far in drawn and links[far] else ""
            lines.append(f"{lead}{self._said(link)}{self.name(self._thread.by_iri[far])}{again}")
            if far not in drawn:
                drawn.add(far)
                lines += self.readings(far, f"{below}{'│ ' if links[far] else '  '}")
                stack += self._branches(links[far], direction, below)
        return lines

    def _branches(self, links: Sequence[Link], direction: str, lead: str) -> list[tuple[Link, str, str, str]]:
        """Return a node's links as (link, far end, lead of its line, lead of the lines below it), last first."""
        wanted = self._reached(links, direction)
        rows = [
            (link, far, f"{lead}{'└─ ' if last else '├─ '}", f"{lead}{'   ' if last else '│  '}")
            for (link, far), last in zip(wanted, _last(len(wanted)), strict=True)
        ]
        return rows[::-1]

    def _reached(self, links: Sequence[Link], direction: str) -> list[tuple[Link, str]]:
        """Return the links whose far end was reached in this direction, in the order of codes."""
        ends = [(link, link.end if direction == "up" else link.start) for link in links]
        nodes = self._thread.by_iri
        kept = [(link, far) for link, far in ends if getattr(nodes[far], direction) is not None]
        return sorted(
            kept, key=lambda pair: (nodes[pair[1]].kind or "", counted(nodes[pair[1]].code), pair[1], pair[0].basis)
        )

    def _said(self, link: Link) -> str:
        """Return the basis of a link where it is not the document's own word."""
        if link.basis == "stated":
            return ""
        return f"[{link.predicate_label if link.basis == 'claimed' else self.word('carried-over')}] "

    def readings(self, node: str, lead: str) -> Iterator[str]:
        """Yield a line for each indicator at a node, with its latest observation."""
        for indicator in self._at.get(node, ()):
            yield f"{lead}· {self.word('measured-by')} {indicator.title}: {self._latest(indicator)}"

    def _latest(self, indicator: Measuring) -> str:
        seen = indicator.latest
        if seen is None:
            return self.word("not-measured-yet")
        colour = f", {self._paint(seen.colour, seen.colour_label)}" if is_told(seen) and seen.colour else ""
        return result(indicator, seen, self._lang) + colour

    def drop(self) -> list[str]:
        """Return what dropping the root does, one line a node, under what it does to them."""
        if self._thread.dropped is None:
            return []
        root = self._thread.by_iri[self._thread.root]
        lines = ["", pick(text("thread.if-dropped", node=root.code or root.label), self._lang)]
        for label, drops in groupby(self._thread.dropped, key=lambda drop: drop.effect_label):
            lines += [f"  {label}:", *(f"    {self._loss(drop)}" for drop in drops)]
        return lines if self._thread.dropped else [*lines, f"  {self.word('nothing-falls')}"]

    def _loss(self, drop: Drop) -> str:
        kind = f" ({drop.kind_label})" if drop.kind_label else ""
        left = f" – {support_left(drop, self._lang)}" if drop.measures_before else ""
        return f"{drop.title}{kind}{left}"


def is_told(seen: Observed) -> bool:
    """Whether a result's colour says anything: not where the plan has no bands."""
    return seen.colour not in (None, "no-bands")


def result(indicator: Measuring, seen: Observed, lang: str) -> str:
    """Return a result as the reader writes it: the number, or why there is none, with unit and year.

    Names of units are not made to follow a number ('157 antall per år'); they stand beside the year.
    """
    if seen.value is None:
        return f"{seen.status_label} ({seen.period})"
    facts = ", ".join(part for part in (indicator.unit_label, str(seen.period)) if part)
    return f"{spelled(seen.value, lang)} ({facts})"


def spelled(value: Decimal, lang: str) -> str:
    """Return a number as the reader writes it."""
    told = f"{value:f}"
    return told if lang == "en" else told.replace(".", ",").replace("-", "−")


def support_left(drop: Drop, lang: str) -> str:
    """Return how many of a goal's measures are left."""
    return pick(text("thread.support-left", before=drop.measures_before, after=drop.measures_after), lang)


def _last(count: int) -> list[bool]:
    return [place == count - 1 for place in range(count)]

"""Draws a thread as trees of plain text; a node that was drawn before is only named."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from styringsgraf.texts import pick, text
from styringsgraf.thread.model import Link, Measuring, Node, Thread


def draw(thread: Thread, lang: str) -> str:
    """Return the node, the tree of what it leads to, the tree of what leads to it, and whether that is all."""
    pen = _Pen(thread, lang)
    lines = [pen.name(thread.by_iri[thread.root], with_document=True), *pen.readings(thread.root, "  ")]
    if thread.direction != "down":
        lines += ["", pen.word("why"), *(pen.tree("up") or [f"  {pen.word('nothing-above')}"])]
    if thread.direction != "up":
        lines += ["", pen.word("how"), *(pen.tree("down") or [f"  {pen.word('nothing-below')}"])]
    if thread.truncated:
        lines += ["", pen.word("truncated")]
    return "\n".join(lines) + "\n"


class _Pen:
    """Draws one thread in one language."""

    def __init__(self, thread: Thread, lang: str) -> None:
        self._thread, self._lang = thread, lang
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
        title = node.label if node.code in ("", node.label) else f"{node.code} {node.label}"
        remarks = [node.kind_label] if node.kind_label else []
        if with_document and node.document_label:
            remarks.append(node.document_label)
        if node.document and not node.in_force:
            remarks.append(self.word("not-in-force"))
        return f"{title} ({', '.join(remarks)})" if remarks else title

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
            kept, key=lambda pair: (nodes[pair[1]].kind or "", _natural(nodes[pair[1]].code), pair[1], pair[0].basis)
        )

    def _said(self, link: Link) -> str:
        """Return the basis of a link where it is not the document's own word."""
        if link.basis == "stated":
            return ""
        return f"[{link.predicate_label if link.basis == 'claimed' else self.word('carried-over')}] "

    def readings(self, node: str, lead: str) -> Iterator[str]:
        """Yield a line for each indicator at a node, with its latest observation."""
        for indicator in self._at.get(node, ()):
            title = (
                indicator.label if indicator.code in ("", indicator.label) else f"{indicator.code} {indicator.label}"
            )
            yield f"{lead}· {self.word('measured-by')} {title}: {self._latest(indicator)}"

    def _latest(self, indicator: Measuring) -> str:
        seen = indicator.latest
        if seen is None:
            return self.word("not-measured-yet")
        parts = [self._number(seen.value), indicator.unit_label] if seen.value is not None else [seen.status_label]
        return f"{' '.join(part for part in parts if part)} ({seen.period})"

    def _number(self, value: Decimal) -> str:
        """Return a number as the reader writes it."""
        plain = f"{value:f}"
        return plain if self._lang == "en" else plain.replace(".", ",").replace("-", "−")


def _natural(code: str) -> list[tuple[int, str]]:
    """Return a sort key that puts T4 before T10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", code)]


def _last(count: int) -> list[bool]:
    return [place == count - 1 for place in range(count)]

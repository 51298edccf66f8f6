"""A thread as one table: the root, then a row for every link, with what stands at its far end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from styringsgraf.namespaces import SG
from styringsgraf.tables import Column, Grid, Shown, Value
from styringsgraf.texts import pick, text
from styringsgraf.thread.model import Drop, Link, Measuring, Node, Thread

_MEASURES: Final = f"{SG}measures"
_PLACES: Final = ("root", "up", "down", "indicator")
_BASES: Final = ("stated", "claimed", "carried-over")
_EFFECTS: Final = ("falls", "loses", "keeps", "without")
_COLOURS: Final = ("green", "yellow", "red", "several", "outside", "no-bands")
#: Name, type, and which words its codes mean (the heading is ``thread.column-…``).
_COLUMNS: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("place", "code", "place", _PLACES),
    ("steps", "integer", "", ()),
    ("kind", "iri", "", ()),
    ("kindLabel", "label", "", ()),
    ("code", "code", "", ()),
    ("node", "iri", "", ()),
    ("nodeLabel", "label", "", ()),
    ("property", "iri", "", ()),
    ("propertyLabel", "label", "", ()),
    ("basis", "code", "basis", _BASES),
    ("nearCode", "code", "", ()),
    ("near", "iri", "", ()),
    ("nearLabel", "label", "", ()),
    ("document", "iri", "", ()),
    ("documentLabel", "label", "", ()),
    ("inForce", "boolean", "", ()),
    ("year", "year", "", ()),
    ("value", "number", "", ()),
    ("unit", "label", "", ()),
    ("colour", "code", "colour", _COLOURS),
    ("status", "label", "", ()),
    ("ifDropped", "code", "effect", _EFFECTS),
    ("measuresBefore", "integer", "", ()),
    ("measuresAfter", "integer", "", ()),
)


@dataclass(frozen=True)
class Rows:
    """A thread as ``tables.render`` takes it.

    ``place`` says where the node stands: root, up, down, or an indicator at one; ``steps`` how far from the root;
    ``property`` and ``basis`` the link that joins it to ``near``, which is nearer the root. A node with several links
    has a row for each. The last columns say what happens to the node if the root is dropped.
    """

    thread: Thread

    @cached_property
    def grid(self) -> Grid:
        """The rows."""
        names = [name for name, *_ in _COLUMNS]
        rows = tuple(tuple(row.get(name) for name in names) for row in self._rows())
        return Grid(tuple(_column(*column) for column in _COLUMNS), rows)

    @property
    def title(self) -> str:
        """The root."""
        return self.thread.by_iri[self.thread.root].title

    @property
    def notes(self) -> tuple[str, ...]:
        """Whether there is more."""
        return (pick(text("thread.truncated"), self.thread.lang),) if self.thread.truncated else ()

    def as_json(self) -> Mapping[str, Any]:
        """Return the thread's own JSON form."""
        return self.thread.to_json()

    @cached_property
    def _drops(self) -> Mapping[str, Drop]:
        return {drop.iri: drop for drop in self.thread.dropped or ()}

    def _rows(self) -> Iterator[Mapping[str, Value]]:
        thread, nodes = self.thread, self.thread.by_iri
        yield {**self._node(nodes[thread.root]), "place": self._code("place", "root"), "steps": 0}
        yield from self._links("up")
        yield from self._links("down")
        for indicator in thread.indicators:
            for near in indicator.measures:
                yield {**self._indicator(indicator), **self._near(nodes[near])}

    def _links(self, place: Literal["up", "down"]) -> Iterator[Mapping[str, Value]]:
        """Yield the links walked in a direction: the nearest first, then as codes are listed."""
        nodes = self.thread.by_iri
        ends = [
            (nodes[link.end if place == "up" else link.start], nodes[link.start if place == "up" else link.end], link)
            for link in self.thread.links
        ]
        reached = [
            (steps, far, near, link)
            for far, near, link in ends
            if (steps := getattr(far, place)) is not None and getattr(near, place) is not None
        ]
        for steps, far, near, link in sorted(reached, key=lambda row: (row[0], row[1].iri, row[2].iri, row[3].basis)):
            yield {
                **self._node(far),
                **self._near(near),
                **self._link(link),
                "place": self._code("place", place),
                "steps": steps,
            }

    def _node(self, node: Node) -> dict[str, Value]:
        drop = self._drops.get(node.iri)
        row: dict[str, Value] = {
            "kind": node.kind,
            "kindLabel": node.kind_label or None,
            "code": node.code or None,
            "node": node.iri,
            "nodeLabel": node.label,
            "document": node.document,
            "documentLabel": node.document_label or None,
            "inForce": node.in_force if node.document else None,
        }
        if drop is not None:
            row["ifDropped"] = self._code("effect", drop.effect)
            row["measuresBefore"], row["measuresAfter"] = drop.measures_before, drop.measures_after
        return row

    def _near(self, node: Node) -> dict[str, Value]:
        return {"nearCode": node.code or None, "near": node.iri, "nearLabel": node.label}

    def _link(self, link: Link) -> dict[str, Value]:
        return {
            "property": link.predicate,
            "propertyLabel": link.predicate_label,
            "basis": self._code("basis", link.basis),
        }

    def _indicator(self, indicator: Measuring) -> dict[str, Value]:
        row: dict[str, Value] = {
            "place": self._code("place", "indicator"),
            "kind": f"{SG}Indicator",
            "kindLabel": pick(text("thread.indicator"), self.thread.lang),
            "code": indicator.code or None,
            "node": indicator.iri,
            "nodeLabel": indicator.label,
            "property": _MEASURES,
            "propertyLabel": pick(text("thread.measures"), self.thread.lang),
            "basis": self._code("basis", "stated"),
            "unit": indicator.unit_label or None,
        }
        seen = indicator.latest
        if seen is not None:
            row["year"] = int(seen.period) if seen.period.isdigit() else seen.period
            row["value"], row["status"] = seen.value, seen.status_label or None
            row["colour"] = self._code("colour", seen.colour) if seen.colour else None
        return row

    def _code(self, list_: str, code: str) -> Shown:
        return Shown(pick(text(f"thread.{list_}-{code}"), self.thread.lang), code, code)


def _column(name: str, kind: str, list_: str, codes: tuple[str, ...]) -> Column:
    meanings = {code: text(f"thread.{list_}-{code}") for code in codes}
    return Column(name, kind, text(f"thread.column-{name.removesuffix('Label')}"), meanings)

"""What a red thread is: nodes, links with their basis, indicators with bands, effects of a drop; its JSON shape."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias

from styringsgraf.questions.bands import Band
from styringsgraf.tables import as_json

Direction: TypeAlias = Literal["up", "down", "both"]
#: Who says so: a document (or the UN, about its own goals), a reader, or a document about a superseded edition.
Basis: TypeAlias = Literal["stated", "claimed", "carried-over"]


@dataclass(frozen=True)
class Node:
    """One thing on the thread. ``up``/``down``: steps from the root in that direction, None where not reached so.

    ``goal_label`` names the UN goal that a target or indicator of the UN belongs to, '' for all else.
    """

    iri: str
    kind: str | None
    kind_label: str
    code: str
    label: str
    document: str | None
    document_label: str
    in_force: bool
    up: int | None
    down: int | None
    goal_label: str = ""

    @property
    def title(self) -> str:
        """Code and label, once where they are the same."""
        return titled(self.code, self.label)

    def to_json(self) -> dict[str, Any]:
        """Return the node as in ``Thread.to_json``."""
        return {
            "iri": self.iri,
            "class": self.kind,
            "classLabel": self.kind_label,
            "code": self.code,
            "label": self.label,
            "document": self.document,
            "documentLabel": self.document_label,
            "inForce": self.in_force,
            "up": self.up,
            "down": self.down,
            "goalLabel": self.goal_label,
        }


@dataclass(frozen=True)
class Link:
    """One step: ``start`` contributes to ``end`` by a property, or by a claim (then the property is None)."""

    start: str
    end: str
    predicate: str | None
    predicate_label: str
    basis: Basis

    def to_json(self) -> dict[str, Any]:
        """Return the link as in ``Thread.to_json``."""
        return {
            "from": self.start,
            "to": self.end,
            "property": self.predicate,
            "propertyLabel": self.predicate_label,
            "basis": self.basis,
        }


@dataclass(frozen=True)
class Observed:
    """An indicator's latest observation: year, value at the indicator's decimals (or None), status, area, colour.

    ``colour`` is green, yellow, red, several, outside or no-bands; None where there is no value, or one that breaks the
    series.
    """

    period: str
    value: Decimal | None
    status: str | None
    status_label: str
    area: str | None
    area_label: str
    colour: str | None = None
    colour_label: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the observation as in ``Thread.to_json``."""
        return {
            "period": self.period,
            "value": as_json(self.value),
            "status": self.status,
            "statusLabel": self.status_label,
            "area": self.area,
            "areaLabel": self.area_label,
            "colour": self.colour,
            "colourLabel": self.colour_label,
        }


@dataclass(frozen=True)
class Measuring:
    """An indicator that hangs at nodes of the thread."""

    iri: str
    code: str
    label: str
    unit_label: str
    measures: tuple[str, ...]
    latest: Observed | None
    bands: tuple[Band, ...] = ()
    decimals: int | None = None

    @property
    def title(self) -> str:
        """Code and label, once where they are the same."""
        return titled(self.code, self.label)

    def to_json(self) -> dict[str, Any]:
        """Return the indicator as in ``Thread.to_json``."""
        return {
            "iri": self.iri,
            "code": self.code,
            "label": self.label,
            "unitLabel": self.unit_label,
            "measures": list(self.measures),
            "latest": self.latest.to_json() if self.latest else None,
            "bands": [_band(band) for band in self.bands],
        }


@dataclass(frozen=True)
class Drop:
    """What dropping the root means for one node: falls, loses (all support), keeps (some), without (had none).

    The numbers of measures are told for goals and targets only.
    """

    effect: str
    effect_label: str
    iri: str
    kind_label: str
    code: str
    label: str
    measures_before: int | None
    measures_after: int | None

    @property
    def title(self) -> str:
        """Code and label, once where they are the same."""
        return titled(self.code, self.label)

    def to_json(self) -> dict[str, Any]:
        """Return the effect as in ``Thread.to_json``."""
        return {
            "effect": self.effect,
            "effectLabel": self.effect_label,
            "node": self.iri,
            "classLabel": self.kind_label,
            "code": self.code,
            "label": self.label,
            "measuresBefore": self.measures_before,
            "measuresAfter": self.measures_after,
        }


@dataclass(frozen=True)
class Thread:
    """The red thread of one node, upwards (why) and downwards (how), in one language.

    A graph, not a tree: a node stands once however many ways lead to it. ``truncated``: a limit of depth, nodes or
    links cut it, so there is more than is shown. ``dropped``: what dropping the root does; None where
    nothing can rest on it, because it is the UN's or not in force. ``languages``: by IRI the language of a label that
    is not in the thread's own.
    """

    root: str
    direction: Direction
    lang: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    indicators: tuple[Measuring, ...]
    truncated: bool
    dropped: tuple[Drop, ...] | None = None
    languages: Mapping[str, str] = field(default_factory=dict, hash=False)

    def to_json(self) -> dict[str, Any]:
        """Return the thread as JSON.

        ``{"node": IRI, "direction": "both", "lang": "nb",
        "nodes": [{"iri", "class", "classLabel", "code", "label", "document", "documentLabel", "inForce",
        "up": steps or null, "down": steps or null, "goalLabel"}],
        "links": [{"from", "to", "property", "propertyLabel", "basis": "stated" | "claimed" | "carried-over"}],
        "indicators": [{"iri", "code", "label", "unitLabel", "measures": [IRI],
        "latest": {"period", "value", "status", "statusLabel", "area", "areaLabel", "colour", "colourLabel"} | null,
        "bands": [{"colour", "lower", "lowerOpen", "upper", "upperOpen"}]}],
        "ifDropped": [{"effect", "effectLabel", "node", "classLabel", "code", "label", "measuresBefore",
        "measuresAfter"}] | null, "truncated": false}``; the root is the first node; ``property`` is null for a claim.
        """
        return {
            "node": self.root,
            "direction": self.direction,
            "lang": self.lang,
            "nodes": _json(self.nodes),
            "links": _json(self.links),
            "indicators": _json(self.indicators),
            "ifDropped": None if self.dropped is None else _json(self.dropped),
            "truncated": self.truncated,
        }

    @cached_property
    def by_iri(self) -> Mapping[str, Node]:
        """The nodes by IRI."""
        return {node.iri: node for node in self.nodes}


def titled(code: str, label: str) -> str:
    """Return code and label, once where they are the same."""
    return label if code in ("", label) else f"{code} {label}"


def _json(parts: Iterable[Node | Link | Measuring | Drop]) -> list[dict[str, Any]]:
    return [part.to_json() for part in parts]


def _band(band: Band) -> dict[str, Any]:
    return {
        "colour": band.colour,
        "lower": as_json(band.lower),
        "lowerOpen": band.lower_open,
        "upper": as_json(band.upper),
        "upperOpen": band.upper_open,
    }

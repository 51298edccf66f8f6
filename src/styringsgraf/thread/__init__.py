"""The red thread of a node: upwards what it leads to (why), downwards what leads to it (how)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import SDGO, Minter
from styringsgraf.questions import labels
from styringsgraf.questions.labels import Names
from styringsgraf.questions.values import number, padded
from styringsgraf.texts import pick, text
from styringsgraf.thread import details, root
from styringsgraf.thread.details import Facts, Indicator, Seen
from styringsgraf.thread.drawing import draw
from styringsgraf.thread.model import Basis, Direction, Link, Measuring, Node, Observed, Thread
from styringsgraf.thread.walk import Step, Walk, walk

__all__ = ["Basis", "Direction", "Link", "Measuring", "Node", "Observed", "Thread", "draw", "red_thread"]

#: Nodes of one thread besides its root. A municipality's thread has some hundreds; a UN goal's over a country more.
MOST_NODES: Final = 500


def red_thread(
    engine: QueryEngine,
    node: str,
    direction: Direction,
    minter: Minter,
    *,
    lang: str,
    depth: int = 12,
    max_nodes: int = MOST_NODES,
) -> Thread:
    """Return the thread of a node named by IRI, prefixed name, SDG code or org/edition/code.

    From something in force, or from the UN's side, it follows what is in force at the release's reference date; from
    a node of another edition, what the documents stated. At most ``depth`` steps each way and ``max_nodes`` nodes
    besides the root (those above before those below). One query a level, and seven more whatever the size.
    Raises NotFound for a node that is not there.
    """
    start = root.find(engine, minter, node)
    first = details.facts(engine, [start]).get(start, Facts(None, in_force=False))
    in_force = first.in_force or first.of_the_un
    above = Walk({start: 0})
    below = Walk({start: 0})
    if direction != "down":
        above = walk(engine, start, up=True, in_force=in_force, depth=depth, most=max_nodes)
    if direction != "up":
        room = max_nodes - len(above.distances) + 1
        below = walk(engine, start, up=False, in_force=in_force, depth=depth, most=room)
    return _told(engine, minter, lang, _Walked(start, direction, above, below, in_force))


@dataclass(frozen=True)
class _Walked:
    """Both walks of one thread."""

    start: str
    direction: Direction
    above: Walk
    below: Walk
    in_force: bool

    @property
    def steps(self) -> set[Step]:
        """All links found."""
        return self.above.steps | self.below.steps

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The root, the nodes above by distance, the nodes below by distance."""
        others = {**self.above.distances, **self.below.distances}.keys() - {self.start}
        return (self.start, *sorted(others, key=self._place))

    def _place(self, node: str) -> tuple[int, int, str]:
        """Nodes above first, by distance; then those below."""
        up = self.above.distances.get(node)
        return (0, up, node) if up is not None else (1, self.below.distances[node], node)


def _told(engine: QueryEngine, minter: Minter, lang: str, walked: _Walked) -> Thread:
    facts = details.facts(engine, walked.nodes)
    documents = details.documents(engine, walked.nodes)
    behind = details.properties(engine, {step.start for step in walked.steps})
    local = [node for node in walked.nodes if minter.organisation_of(node) is not None]
    indicators = details.indicators(engine, local, in_force=walked.in_force)
    seen = details.latest(engine, [indicator.iri for indicator in indicators], minter)
    names = labels.fetch(engine, _to_name(walked, facts, documents, behind, indicators, seen), lang)
    return Thread(
        walked.start,
        walked.direction,
        lang,
        tuple(_node(iri, walked, facts.get(iri), documents.get(iri), names) for iri in walked.nodes),
        tuple(sorted((_link(step, behind, names) for step in walked.steps), key=_by_ends)),
        tuple(_measuring(indicator, seen.get(indicator.iri), names) for indicator in indicators),
        walked.above.cut or walked.below.cut,
    )


def _to_name(
    walked: _Walked,
    facts: Mapping[str, Facts],
    documents: Mapping[str, str],
    behind: Mapping[tuple[str, str], str],
    indicators: Iterable[Indicator],
    seen: Mapping[str, Seen],
) -> set[str]:
    """Return every IRI that needs a label, so that they come in one query."""
    wanted = {*walked.nodes, *documents.values(), *behind.values(), *seen}
    wanted.update(fact.kind for fact in facts.values() if fact.kind)
    wanted.update(indicator.iri for indicator in indicators)
    wanted.update(indicator.unit for indicator in indicators if indicator.unit)
    wanted.update(iri for one in seen.values() for iri in (one.area, one.status) if iri)
    return wanted


def _node(iri: str, walked: _Walked, facts: Facts | None, document: str | None, names: Names) -> Node:
    kind = facts.kind if facts else None
    return Node(
        iri=iri,
        kind=kind,
        kind_label=_term(kind, names),
        code=names.codes.get(iri, ""),
        label=names.name(iri),
        document=document,
        document_label=names.name(document) if document else "",
        in_force=bool(facts and facts.in_force),
        up=walked.above.distances.get(iri),
        down=walked.below.distances.get(iri),
    )


def _link(step: Step, behind: Mapping[tuple[str, str], str], names: Names) -> Link:
    if step.claimed:
        return Link(step.start, step.end, None, pick(text("thread.claims"), names.lang), "claimed")
    name = behind.get((step.start, step.end))
    return Link(
        step.start, step.end, name, _term(name, names), "carried-over" if details.is_carried(name) else "stated"
    )


def _term(iri: str | None, names: Names) -> str:
    """Return what a class or property is called; the UN's own terms have their names in our catalogue."""
    if iri is None:
        return ""
    return pick(text(f"thread.{iri.removeprefix(SDGO)}"), names.lang) if iri.startswith(SDGO) else names.name(iri)


def _by_ends(link: Link) -> tuple[str, str, str]:
    return link.start, link.end, link.basis


def _measuring(indicator: Indicator, seen: Seen | None, names: Names) -> Measuring:
    unit = names.name(indicator.unit) if indicator.unit else ""
    label = names.name(indicator.iri)
    latest = _observed(indicator, seen, names) if seen else None
    return Measuring(indicator.iri, names.codes.get(indicator.iri, ""), label, unit, indicator.measures, latest)


def _observed(indicator: Indicator, seen: Seen, names: Names) -> Observed:
    places = number(indicator.decimals)
    value = number(seen.value)
    printed = padded(value, None if places is None else int(places))
    return Observed(
        period=seen.period,
        value=printed if isinstance(printed, Decimal) else value,
        status=seen.status,
        status_label=names.name(seen.status) if seen.status else "",
        area=seen.area,
        area_label=names.name(seen.area) if seen.area else "",
    )

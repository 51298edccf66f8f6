"""Tells a walked thread: labels, documents, bases of links, indicators with bands and results, effects of a drop."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import SDG, SDGO, SG, Minter
from styringsgraf.questions import bands, dropped
from styringsgraf.questions.bands import Band
from styringsgraf.questions.dropped import Effect
from styringsgraf.questions.labels import Names
from styringsgraf.questions.trend import NOT_COMPARABLE
from styringsgraf.questions.values import number, padded
from styringsgraf.texts import pick, text
from styringsgraf.thread import details
from styringsgraf.thread.details import Facts, Indicator, Seen
from styringsgraf.thread.model import Direction, Drop, Link, Measuring, Node, Observed, Thread
from styringsgraf.thread.said import STATED_IN, Said
from styringsgraf.thread.walk import Step, Walk

#: Classes of the thread: what can be dropped, with something resting on it. Not indicators, plans, organisations.
_DROPPABLE: Final = frozenset(
    SG + name
    for name in ("Vision", "FocusArea", "MainGoal", "SubGoal", "Strategy", "Assignment", "Measure", "Pilot", "Project",
                 "Programme")
)  # fmt: skip


@dataclass(frozen=True)
class Walked:
    """Both walks of one thread."""

    start: str
    direction: Direction
    above: Walk
    below: Walk
    in_force: bool
    said: Said

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


@dataclass(frozen=True)
class _Fetched:
    """What the queries brought, before there are labels."""

    said: Said
    facts: Mapping[str, Facts]
    behind: Mapping[tuple[str, str], str]
    indicators: tuple[Indicator, ...]
    seen: Mapping[str, Seen]
    bands: Mapping[str, tuple[Band, ...]]
    effects: tuple[Effect, ...] | None

    def to_name(self, nodes: Iterable[str]) -> set[str]:
        """Return every IRI that needs a label, so that they come in one query."""
        shown = {*nodes, *(effect.iri for effect in self.effects or ())}
        wanted = {*shown, *self.behind.values(), *self.seen}
        wanted.update(document for node in nodes for document in self.said.texts(node, STATED_IN))
        wanted.update(goal for node in shown if (goal := _goal(node)))
        wanted.update(fact.kind for fact in self.facts.values() if fact.kind)
        wanted.update(indicator.iri for indicator in self.indicators)
        wanted.update(indicator.unit for indicator in self.indicators if indicator.unit)
        wanted.update(iri for one in self.seen.values() for iri in (one.area, one.status) if iri)
        wanted.update(effect.kind for effect in self.effects or () if effect.kind)
        return wanted


def told(engine: QueryEngine, minter: Minter, lang: str, walked: Walked) -> Thread:
    """Return the thread of what was walked. The number of queries does not follow the number of nodes."""
    fetched = _fetch(engine, minter, walked)
    wanted = fetched.to_name(walked.nodes)
    walked.said.fetch(wanted)
    names = Names(lang)
    names.add(walked.said.rows(wanted))
    return Thread(
        walked.start,
        walked.direction,
        lang,
        tuple(_node(iri, walked, fetched, names) for iri in walked.nodes),
        tuple(sorted((_link(step, fetched.behind, names) for step in walked.steps), key=_by_ends)),
        tuple(_measuring(indicator, fetched, names) for indicator in fetched.indicators),
        walked.above.cut or walked.below.cut,
        None if fetched.effects is None else tuple(_drop(effect, fetched, names) for effect in fetched.effects),
        {iri: code for iri in names.texts if (code := names.language(iri)) not in {lang, ""}},
    )


def _fetch(engine: QueryEngine, minter: Minter, walked: Walked) -> _Fetched:
    walked.said.fetch(walked.nodes)
    facts = {node: details.facts(walked.said, node) for node in walked.nodes}
    local = [node for node in walked.nodes if minter.organisation_of(node) is not None]
    indicators = details.indicators(engine, local, in_force=walked.in_force)
    iris = [indicator.iri for indicator in indicators]
    return _Fetched(
        walked.said,
        facts,
        details.properties(walked.said, {step.start for step in walked.steps}),
        tuple(indicators),
        details.latest(engine, iris, minter),
        bands.fetch(engine, iris),
        _effects(engine, minter, walked.start, facts.get(walked.start)),
    )


def _effects(engine: QueryEngine, minter: Minter, root: str, facts: Facts | None) -> tuple[Effect, ...] | None:
    if facts is None or facts.kind not in _DROPPABLE or not facts.in_force:
        return None
    return tuple(effect for effect in dropped.effects(engine, minter, root) if effect.effect != "dropped")


def _goal(iri: str) -> str | None:
    """Return the UN goal above a target or indicator of the UN, by their IRIs."""
    match = re.match(rf"{re.escape(SDG)}(?:C(\d\d)|(\d+)\.)", iri)
    return f"{SDG}{int(match[1] or match[2])}" if match else None


def _node(iri: str, walked: Walked, fetched: _Fetched, names: Names) -> Node:
    facts, document, goal = fetched.facts.get(iri), details.document(fetched.said, iri), _goal(iri)
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
        goal_label=names.full(goal) if goal else "",
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


def _measuring(indicator: Indicator, fetched: _Fetched, names: Names) -> Measuring:
    seen, coloured = fetched.seen.get(indicator.iri), fetched.bands.get(indicator.iri, ())
    stated = number(indicator.decimals)
    places = None if stated is None else int(stated)
    return Measuring(
        indicator.iri,
        names.codes.get(indicator.iri, ""),
        names.name(indicator.iri),
        names.name(indicator.unit) if indicator.unit else "",
        indicator.measures,
        _observed(seen, places, coloured, names) if seen else None,
        coloured,
        places,
    )


def _observed(seen: Seen, places: int | None, coloured: tuple[Band, ...], names: Names) -> Observed:
    value = number(seen.value)
    printed = padded(value, places)
    colour = None if value is None or seen.status == NOT_COMPARABLE else bands.colour_of(value, places, coloured)
    return Observed(
        period=seen.period,
        value=printed if isinstance(printed, Decimal) else value,
        status=seen.status,
        status_label=names.name(seen.status) if seen.status else "",
        area=seen.area,
        area_label=names.name(seen.area) if seen.area else "",
        colour=colour,
        colour_label=pick(text(f"thread.colour-{colour}"), names.lang) if colour else "",
    )


def _drop(effect: Effect, fetched: _Fetched, names: Names) -> Drop:
    shown = fetched.facts.get(effect.iri)  # says pilot where the effect says measure
    kind = (shown.kind if shown else None) or effect.kind or None
    return Drop(
        effect.effect,
        pick(text(f"thread.effect-{effect.effect}"), names.lang),
        effect.iri,
        _term(kind, names),
        effect.code,
        names.name(effect.iri),
        effect.measures_before,
        effect.measures_after,
    )

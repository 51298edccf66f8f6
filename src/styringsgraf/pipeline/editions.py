"""Finds what only shows between editions: order and circles of plans and forerunners, a unit that changed.

One edition is checked against the others of its organisation, in the batch and in the release, in force or not; the
shapes see only what is in force. The cost follows the batch.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from styringsgraf.engine import Table
from styringsgraf.ingest.findings import RULES
from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.quality.locate import locate
from styringsgraf.quality.report import Finding
from styringsgraf.questions.binding import bind
from styringsgraf.terms import Literal, NamedNode, Term, lexical, subject_iri
from styringsgraf.texts import Text, pick, text
from styringsgraf.vocabulary import vocabulary_quads

_SUPERSEDES, _FROM, _TO, _UNIT = (SG + name for name in ("supersedes", "validFrom", "validTo", "unitOfMeasure"))
_REVISES, _ENDURES = PREFIXES["prov"] + "wasRevisionOf", PREFIXES["dct"] + "isVersionOf"
_FOLLOWED: Final = frozenset((_SUPERSEDES, _FROM, _TO, _UNIT, _REVISES, _ENDURES))
_CHUNK: Final = 2_000  # nodes asked for in one query

_PLANS: Final = f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?org {{ $nodes }} ?subject <{PREFIXES["dct"]}publisher> ?org . ?subject ?property ?value
  FILTER (?property IN (<{_SUPERSEDES}>, <{_FROM}>)) }}"""
_NODES: Final = f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?subject {{ $nodes }} ?subject ?property ?value FILTER (?property IN (<{_REVISES}>, <{_UNIT}>)) }}"""
_SERIES: Final = f"""SELECT DISTINCT ?subject ?property ?value WHERE {{
  VALUES ?series {{ $nodes }} ?subject <{_ENDURES}> ?series . ?subject ?property ?value
  FILTER (?property IN (<{_UNIT}>, <{_ENDURES}>)) }}"""

_Table = Callable[[str], Table]
Facts = dict[str, dict[str, set[str]]]


def between_editions(
    table: _Table | None, documents: Sequence[ImportedDocument], minter: Minter
) -> tuple[Finding, ...]:
    """Return the findings (SG-I31, I32, I33, I35) on these documents against each other and the release."""
    world = _World(table, documents, minter)
    found = [
        finding
        for document in documents
        for finding in (*_superseding(world, document.iri), *_horizon(world, document.iri))
    ]
    for node in world.stated:
        found += [*_forerunners(world, node), *_units(world, node)]
    return located(found, documents)


def located(found: Sequence[Finding], documents: Sequence[ImportedDocument]) -> tuple[Finding, ...]:
    """Return findings with the cells they were read from."""
    if not found:
        return ()
    quads = {name: graph for document in documents for name, graph in document.graphs.items()}
    stated = [quad for name, graph in quads.items() if not name.endswith("/provenance") for quad in graph]
    provenance = [quad for name, graph in quads.items() if name.endswith("/provenance") for quad in graph]
    return locate(found, stated, provenance)


@dataclass(frozen=True)
class _Name:
    """Speaks of IRIs by their short names, and of units by their labels."""

    minter: Minter

    def short(self, iri: str) -> str:
        return iri.removeprefix(f"{self.minter.base}id/")

    def code(self, iri: str) -> str:
        return iri.rpartition("/")[2]

    def units(self, iris: Iterable[str]) -> Mapping[str, Text]:
        """Return unit → its name in every language; a unit in words is its own name."""
        wanted = set(iris)
        found: dict[str, dict[str, str]] = {iri: {} for iri in wanted}
        label = PREFIXES["skos"] + "prefLabel"
        for quad in vocabulary_quads(self.minter):
            iri = subject_iri(quad)
            if iri in wanted and quad.predicate.value == label and isinstance(quad.object, Literal):
                found[iri][quad.object.language or "nb"] = quad.object.value
        return {iri: words or {"nb": iri} for iri, words in found.items()}


class _World:
    """What the batch states, and what the release holds of the same plans, nodes and series."""

    def __init__(self, table: _Table | None, documents: Sequence[ImportedDocument], minter: Minter) -> None:
        self._table, self._minter, self.name = table, minter, _Name(minter)
        self._batch = {document.iri for document in documents}
        self.facts: Facts = defaultdict(lambda: defaultdict(set))
        self.stated: list[str] = []
        for document in documents:
            self._learn(document)
        self._ask(_PLANS, {minter.organisation(document.organisation) for document in documents})
        self._trace()
        self._ask(_SERIES, {series for node in self.stated for series in self._series(node)})
        self.versions: dict[str, set[str]] = defaultdict(set)
        for node, said in self.facts.items():
            for series in said.get(_ENDURES, ()):
                self.versions[series].add(node)

    def _learn(self, document: ImportedDocument) -> None:
        seen: dict[str, None] = {}
        for quad in document.graphs.get(document.graph, ()):
            if quad.predicate.value in _FOLLOWED and isinstance(quad.object, NamedNode | Literal):
                self.facts[subject_iri(quad)][quad.predicate.value].add(lexical(quad.object))
                seen[subject_iri(quad)] = None
        self.stated += [iri for iri in seen if iri != document.iri]

    def _series(self, node: str) -> set[str]:
        """Return the series of a node that has a unit: only indicators are compared by series."""
        return self.facts[node].get(_ENDURES, set()) if self.facts[node].get(_UNIT) else set()

    def _trace(self) -> None:
        """Follow forerunners through the release, to where they end or come round."""
        known = set(self.facts)
        level = {older for node in self.stated for older in self.facts[node].get(_REVISES, ())} - known
        while level:
            self._ask(_NODES, level)
            known |= level
            level = {older for node in level for older in self.facts[node].get(_REVISES, ())} - known

    def _ask(self, query: str, nodes: Iterable[str]) -> None:
        """Learn what the release says; of documents that the batch replaces it says nothing."""
        ordered = sorted(nodes)
        for start in range(0, len(ordered), _CHUNK) if self._table else ():
            terms: list[Term] = [NamedNode(iri) for iri in ordered[start : start + _CHUNK]]
            for subject, name, value in self._table(bind(query, {"nodes": terms})).rows:  # type: ignore[misc]
                iri = lexical(subject)
                if self.plan(iri) not in self._batch:
                    self.facts[iri][lexical(name)].add(lexical(value))

    def plan(self, iri: str) -> str:
        """Return the plan that an edition node's IRI names (a plan's own is itself)."""
        return self._minter.base + "id/" + "/".join(self.name.short(iri).split("/")[:2])

    def one(self, iri: str, name: str) -> str:
        """Return a fact, '' where there is none."""
        return min(self.facts[iri].get(name, ()), default="") if iri in self.facts else ""

    def starts(self, iri: str) -> str:
        """Return the first day of the plan that states something."""
        return self.one(self.plan(iri), _FROM)

    def all(self, iri: str, name: str) -> list[str]:
        """Return facts in order."""
        return sorted(self.facts[iri].get(name, ())) if iri in self.facts else []

    def circle(self, start: str, name: str) -> list[str]:
        """Return the way from something back to itself by a property; nothing when there is none."""
        stack, seen = [[start]], {start}
        while stack:
            way = stack.pop()
            for end in self.all(way[-1], name):
                if end == start:
                    return [*way, start]
                if end not in seen:
                    seen.add(end)
                    stack.append([*way, end])
        return []

    def path(self, way: Iterable[str]) -> str:
        """Return a way in words."""
        return " → ".join(self.name.short(iri) for iri in way)


def _superseding(world: _World, plan: str) -> Iterator[Finding]:
    name = world.name.short
    way = world.circle(plan, _SUPERSEDES)
    if len(way) == 2:  # noqa: PLR2004 - there and back at once
        yield finding("SG-I31", plan, _SUPERSEDES, plan, "supersedes-itself", plan=name(plan))
    elif way:
        yield finding("SG-I31", plan, _SUPERSEDES, way[1], "supersedes-circle", path=world.path(way))
    for other in world.all(plan, _SUPERSEDES) if not way else ():
        begins, other_begins = world.one(plan, _FROM), world.one(other, _FROM)
        if begins and other_begins and other_begins > begins:
            values = {"plan": name(plan), "begins": begins, "other": name(other), "other_begins": other_begins}
            yield finding("SG-I32", plan, _SUPERSEDES, other, "supersedes-later", **values)


def _horizon(world: _World, plan: str) -> Iterator[Finding]:
    begins, ends = world.one(plan, _FROM), world.one(plan, _TO)
    if begins and ends and ends < begins:
        values = {"plan": world.name.short(plan), "begins": begins, "ends": ends}
        yield finding("SG-I32", plan, _TO, ends, "ends-first", **values)


def _forerunners(world: _World, node: str) -> Iterator[Finding]:
    name = world.name.short
    for older in world.all(node, _REVISES):
        if world.plan(older) == world.plan(node):
            yield finding("SG-I33", node, _REVISES, older, "forerunner-here", node=name(node), other=name(older))
            continue
        way = world.circle(node, _REVISES)
        begins, other_begins = world.starts(node), world.starts(older)
        if older in way[1:2]:
            yield finding("SG-I33", node, _REVISES, older, "forerunner-circle", path=world.path(way))
        elif begins and other_begins and other_begins > begins:
            values = {"node": name(node), "begins": begins, "other": name(older), "other_begins": other_begins}
            yield finding("SG-I32", node, _REVISES, older, "forerunner-later", **values)


def _units(world: _World, node: str) -> Iterator[Finding]:
    """Yield a finding where the edition before measures the same indicator in another unit."""
    unit = world.one(node, _UNIT)
    before = _before(world, node) if unit else None
    other = world.one(before, _UNIT) if before else ""
    if before and other and other != unit:
        labels = world.name.units((unit, other))
        message = {
            lang: words.format(unit=pick(labels[unit], lang), other=pick(labels[other], lang))
            for lang, words in text(
                "pipeline.unit-changed", code=world.name.code(node), edition=world.name.short(world.plan(before)),
                unit="{unit}", other="{other}",
            ).items()
        }  # fmt: skip
        yield _made("SG-I35", node, _UNIT, unit, message)


def _before(world: _World, node: str) -> str | None:
    """Return the edition before an indicator's: its forerunner, else the nearest of its series, older ones first."""
    older = [iri for iri in world.all(node, _REVISES) if world.one(iri, _UNIT)]
    if older:
        return older[-1]
    others = {iri for series in world.all(node, _ENDURES) for iri in world.versions.get(series, ())} - {node}
    dated = [(world.starts(iri), iri) for iri in others if world.one(iri, _UNIT)]
    earlier = [place for place in dated if place[0] <= world.starts(node)]
    if earlier:
        return max(earlier)[1]
    later = [place for place in dated if place[1] not in world.stated]  # those of the batch speak for themselves
    return min(later)[1] if later else None


def finding(rule: str, node: str, path: str, value: str, key: str, /, **values: str) -> Finding:
    """Return a finding of the pipeline's own, without its cell."""
    return _made(rule, node, path, value, text(f"pipeline.{key}", **values))


def _made(rule: str, node: str, path: str, value: str, message: Text) -> Finding:
    known = RULES[rule]
    return Finding(rule, known.severity, message, focus_node=node, path=path, value=value, stops=known.stops)

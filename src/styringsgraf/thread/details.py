"""Fetches what a walked thread is told with: classes, documents, the property of each link, indicators, labels."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import KINDS, SDGO, SG, Minter
from styringsgraf.questions.binding import bind
from styringsgraf.terms import NamedNode, Term, lexical
from styringsgraf.thread.walk import MEASURES, STATED, UN_STEPS

_PROLOGUE: Final = f"PREFIX sg: <{SG}>\nPREFIX dct: <http://purl.org/dc/terms/>\n"
# FILTER … IN, not a second VALUES: see ``walk``.
_SAID: Final = (
    "SELECT DISTINCT ?node ?property ?value WHERE {{ VALUES ?node {{ $nodes }} ?node ?property ?value "
    "FILTER (?property IN ({properties})) }}"
)
_DOCUMENTS: Final = _PROLOGUE + (
    "SELECT DISTINCT ?node ?document ?force WHERE { VALUES ?node { $nodes } ?node sg:statedIn ?document "
    "OPTIONAL { ?document sg:inForce ?force } }"
)
_INDICATORS: Final = _PROLOGUE + (
    "SELECT DISTINCT ?node ?indicator ?force ?unit ?decimals WHERE { VALUES ?node { $nodes } "
    "?indicator sg:measures ?node . OPTIONAL { ?indicator sg:inForce ?force } "
    "OPTIONAL { ?indicator sg:unitOfMeasure ?unit } OPTIONAL { ?indicator sg:decimals ?decimals } }"
)
_OBSERVATIONS: Final = _PROLOGUE + (
    "SELECT DISTINCT ?indicator ?period ?area ?value ?status WHERE { VALUES ?indicator { $nodes } "
    "?indicator dct:isVersionOf ?series . ?seen sg:indicator ?series . ?seen sg:period ?period . "
    "OPTIONAL { ?seen sg:area ?area } OPTIONAL { ?seen sg:value ?value } "
    "OPTIONAL { ?seen sg:observationStatus ?status } }"
)

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_IN_FORCE: Final = f"{SG}inForce"
_CARRIED: Final = f"{SG}carriedOver"
#: Classes by which a node is called, the most telling first: a pilot before the measure it also is.
_CLASSES: Final = (
    f"{SG}Pilot",
    *(SG + name for name in KINDS if name != "Pilot"),
    *(SG + name for name in ("EndSegment", "MeansSegment", "QualifierSegment", "TargetSegment")),
    *(SDGO + name for name in ("Goal", "Target", "Indicator")),
)

Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Facts:
    """What is stated of a node's kind: its class (None for one we have no name for), and whether it is in force."""

    kind: str | None
    in_force: bool

    @property
    def of_the_un(self) -> bool:
        """Whether it is a goal, target or indicator of the UN, or a part of one."""
        return self.kind is not None and (self.kind.startswith(SDGO) or self.kind.endswith("Segment"))


@dataclass(frozen=True)
class Indicator:
    """An indicator at nodes of the thread, before it has labels."""

    iri: str
    unit: str | None
    decimals: Term | None
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """An observation before it has labels."""

    period: str
    area: str | None
    value: Term | None
    status: str | None


def facts(engine: QueryEngine, nodes: Collection[str]) -> Mapping[str, Facts]:
    """Return class and force of nodes, in one query."""
    found: dict[str, dict[str, set[str]]] = {}
    for node, name, value in _rows(engine, _said(_TYPE, _IN_FORCE), nodes):
        found.setdefault(lexical(node), {}).setdefault(lexical(name), set()).add(lexical(value))
    return {
        node: Facts(
            next((kind for kind in _CLASSES if kind in said.get(_TYPE, ())), None),
            bool({"true", "1"} & said.get(_IN_FORCE, set())),
        )
        for node, said in found.items()
    }


def documents(engine: QueryEngine, nodes: Collection[str]) -> Mapping[str, str]:
    """Return the document that states each node; of several the one in force, then the last by name."""
    best: dict[str, tuple[bool, str]] = {}
    for node, document, force in _rows(engine, _DOCUMENTS, nodes):
        found = (lexical(force) in ("true", "1"), lexical(document))
        best[lexical(node)] = max(found, best.get(lexical(node), found))
    return {node: document for node, (_, document) in best.items()}


def properties(engine: QueryEngine, starts: Collection[str]) -> Mapping[tuple[str, str], str]:
    """Return the property behind each link from these nodes; ``sg:carriedOver`` where no document states it."""
    order = (*STATED, *UN_STEPS, MEASURES, _CARRIED)
    best: dict[tuple[str, str], int] = {}
    for start, name, end in _rows(engine, _said(*order), starts):
        place = (lexical(start), lexical(end))
        rank = order.index(lexical(name))
        best[place] = min(rank, best.get(place, rank))
    return {place: order[rank] for place, rank in best.items()}


def is_carried(name: str | None) -> bool:
    """Whether a link was carried over from a superseded edition."""
    return name == _CARRIED


def indicators(engine: QueryEngine, nodes: Collection[str], *, in_force: bool) -> list[Indicator]:
    """Return the indicators that measure these nodes, each once; ``in_force``: only those."""
    found: dict[str, tuple[str | None, Term | None, set[str]]] = {}
    for node, iri, force, unit, decimals in _rows(engine, _INDICATORS, nodes):
        if not in_force or lexical(force) in ("true", "1"):
            kept = found.setdefault(lexical(iri), (lexical(unit) or None, decimals, set()))
            kept[2].add(lexical(node))
    return [
        Indicator(iri, unit, decimals, tuple(sorted(measured)))
        for iri, (unit, decimals, measured) in sorted(found.items())
    ]


def latest(engine: QueryEngine, iris: Collection[str], minter: Minter) -> Mapping[str, Seen]:
    """Return each indicator's latest observation: of its own organisation where there is one, else of any area."""
    best: dict[str, tuple[tuple[bool, int, str, str], Seen]] = {}
    for iri, period, area, value, status in _rows(engine, _OBSERVATIONS, iris):
        org = minter.organisation_of(lexical(iri))
        own = org is not None and lexical(area) == minter.organisation(org)
        year = lexical(period)
        # Where a year says two things, the value goes before the status, and the answer is the same every time.
        rank = (own, int(year) if year.isdigit() else 0, lexical(value), lexical(area))
        seen = Seen(year, lexical(area) or None, value, lexical(status) or None)
        if lexical(iri) not in best or rank > best[lexical(iri)][0]:
            best[lexical(iri)] = (rank, seen)
    return {iri: seen for iri, (_, seen) in best.items()}


def _said(*properties: str) -> str:
    return _SAID.format(properties=", ".join(f"<{name}>" for name in properties))


def _rows(engine: QueryEngine, query: str, nodes: Collection[str]) -> tuple[Row, ...]:
    if not nodes:
        return ()
    terms: list[Term] = [NamedNode(node) for node in sorted(nodes)]
    return engine.table(bind(query, {"nodes": terms})).rows

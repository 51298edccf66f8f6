"""What a walked thread is told with: classes, documents, the property of each link; fetches indicators and results."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import KINDS, SDGO, SG, Minter
from styringsgraf.questions.binding import bind
from styringsgraf.terms import NamedNode, Term, lexical
from styringsgraf.thread.said import CARRIED, MEASURES, STATED, STATED_IN, TYPE, UN_STEPS, Said

_PROLOGUE: Final = f"PREFIX sg: <{SG}>\nPREFIX dct: <http://purl.org/dc/terms/>\n"
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

_STEPS: Final = (*STATED, *UN_STEPS, MEASURES, CARRIED)
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


def facts(said: Said, node: str) -> Facts:
    """Return class and force of a node."""
    kinds = said.texts(node, TYPE)
    return Facts(next((kind for kind in _CLASSES if kind in kinds), None), said.is_in_force(node))


def document(said: Said, node: str) -> str | None:
    """Return the document that states a node; of several the one in force, then the last by name."""
    return max(said.texts(node, STATED_IN), key=lambda iri: (said.is_in_force(iri), iri), default=None)


def properties(said: Said, starts: Collection[str]) -> Mapping[tuple[str, str], str]:
    """Return the property behind each link from these nodes; ``sg:carriedOver`` where no document states it."""
    found: dict[tuple[str, str], str] = {}
    for start in starts:
        for name in _STEPS:  # the first that says it counts
            for end in said.texts(start, name):
                found.setdefault((start, end), name)
    return found


def is_carried(name: str | None) -> bool:
    """Whether a link was carried over from a superseded edition."""
    return name == CARRIED


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


def _rows(engine: QueryEngine, query: str, nodes: Collection[str]) -> tuple[Row, ...]:
    if not nodes:
        return ()
    terms: list[Term] = [NamedNode(node) for node in sorted(nodes)]
    return engine.table(bind(query, {"nodes": terms})).rows

"""The latest result of the indicators at some nodes, with the colour its plan gives it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.questions import bands
from styringsgraf.questions.binding import bind
from styringsgraf.questions.trend import NOT_COMPARABLE
from styringsgraf.questions.values import number
from styringsgraf.terms import NamedNode, Term, lexical

_PROLOGUE: Final = f"PREFIX sg: <{SG}>\nPREFIX dct: <{PREFIXES['dct']}>\n"
_MEASURING: Final = _PROLOGUE + (
    "SELECT DISTINCT ?node ?indicator ?document WHERE { VALUES ?node { $nodes } ?indicator sg:measures ?node . "
    "?indicator sg:statedIn ?document }"
)
_INDICATORS: Final = _PROLOGUE + (
    "SELECT DISTINCT ?indicator ?series ?decimals WHERE { VALUES ?indicator { $nodes } ?indicator a sg:Indicator . "
    "OPTIONAL { ?indicator dct:isVersionOf ?series } OPTIONAL { ?indicator sg:decimals ?decimals } }"
)
_OBSERVATIONS: Final = _PROLOGUE + (
    "SELECT DISTINCT ?series ?year ?area ?value ?status WHERE { VALUES ?series { $nodes } "
    "?seen sg:indicator ?series . ?seen sg:period ?year . OPTIONAL { ?seen sg:area ?area } "
    "OPTIONAL { ?seen sg:value ?value } OPTIONAL { ?seen sg:observationStatus ?status } }"
)


@dataclass(frozen=True)
class Result:
    """An indicator and its latest result: year, value as stored, decimals it is printed with, colour, status.

    Everything but the indicator is None where there is no result; the colour also where the value has none.
    """

    indicator: str
    year: int | None = None
    value: Decimal | None = None
    places: int | None = None
    colour: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class _Seen:
    year: int
    value: Decimal | None
    status: str


def latest(
    engine: QueryEngine, nodes: Collection[str], plans: Collection[str], minter: Minter
) -> Mapping[str, tuple[Result, ...]]:
    """Return the results at each node: of the indicators of these plans that measure it, or of the node itself.

    The latest is that of the indicator's own organisation where it has any, else of any area.
    """
    measuring: dict[str, set[str]] = defaultdict(set)
    for row in _table(engine, _MEASURING, nodes):
        node, indicator, document = map(lexical, row)
        if document in plans:
            measuring[node].add(indicator)
    asked = {*nodes, *(indicator for found in measuring.values() for indicator in found)}
    about = {lexical(row[0]): (lexical(row[1]), number(row[2])) for row in _table(engine, _INDICATORS, asked)}
    for node in about.keys() & set(nodes):
        measuring[node].add(node)
    seen = _observations(engine, {series for series, _ in about.values() if series})
    colours = bands.fetch(engine, about)
    found = {}
    for indicator, (series, places) in about.items():
        own = minter.organisation(minter.organisation_of(indicator) or "")
        decimals = None if places is None else int(places)
        found[indicator] = _result(indicator, _last(seen.get(series, {}), own), decimals, colours.get(indicator, ()))
    return {node: tuple(found[i] for i in sorted(indicators & found.keys())) for node, indicators in measuring.items()}


def _table(engine: QueryEngine, query: str, nodes: Collection[str]) -> tuple[tuple[Term | None, ...], ...]:
    terms: list[Term] = [NamedNode(iri) for iri in sorted(nodes)]
    return engine.table(bind(query, {"nodes": terms})).rows if terms else ()


def _observations(engine: QueryEngine, series: Collection[str]) -> Mapping[str, Mapping[str, list[_Seen]]]:
    found: dict[str, dict[str, list[_Seen]]] = defaultdict(lambda: defaultdict(list))
    for iri, year, area, value, status in _table(engine, _OBSERVATIONS, series):
        if lexical(year).isdigit():
            found[lexical(iri)][lexical(area)].append(_Seen(int(lexical(year)), number(value), lexical(status)))
    return found


def _last(areas: Mapping[str, list[_Seen]], own: str) -> _Seen | None:
    candidates = areas.get(own) or [seen for place in areas.values() for seen in place]
    # Where a year says two things, the value goes before the status, and the answer is the same every time.
    return max(candidates, key=lambda s: (s.year, s.value is not None, s.value or 0, s.status), default=None)


def _result(indicator: str, seen: _Seen | None, places: int | None, held: Collection[bands.Band]) -> Result:
    if seen is None:
        return Result(indicator)
    compared = seen.value is not None and seen.status != NOT_COMPARABLE
    colour = bands.colour_of(seen.value, places, held) if compared and seen.value is not None else None
    return Result(indicator, seen.year, seen.value, places, colour, seen.status or None)

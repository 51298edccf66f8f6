"""Fills the columns that hold a result against the one before it, in the same area."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from styringsgraf.namespaces import CODE, SG
from styringsgraf.questions.binding import bind
from styringsgraf.questions.context import Context, Rows
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.values import Raw, number
from styringsgraf.terms import NamedNode, Term, lexical

_SERIES: Final = (
    f"PREFIX sg: <{SG}>\n"
    """SELECT DISTINCT ?indicator ?area ?year ?value ?status WHERE {
  VALUES ?indicator { $nodes }
  ?observation sg:indicator ?indicator . ?observation sg:area ?area .
  ?observation sg:period ?year . ?observation sg:value ?value .
  OPTIONAL { ?observation sg:observationStatus ?status } }"""
)

#: A break in the series: such a value is neither compared nor compared with.
NOT_COMPARABLE: Final = f"{CODE}observation-status/not-comparable"
_BETTER: Final = {f"{CODE}direction/higher-is-better": 1, f"{CODE}direction/lower-is-better": -1}

_Series = dict[int, Decimal]


def trend_columns(context: Context, _bound: Bound, rows: Rows) -> Sequence[Mapping[str, Raw]]:
    """Return ``previousYear``, ``previousValue``, ``change`` (value − previous) and ``trend``.

    Rows have ``enduring`` (the indicator through time), ``area``, ``period``, ``value``, ``observationStatus`` and
    ``direction``. The trend is improved or worsened where the indicator says which way is better, else up or down.
    """
    series = _series(context, {lexical(row["enduring"]) for row in rows})
    return [_against_before(row, series[lexical(row["enduring"]), lexical(row["area"])]) for row in rows]


def _series(context: Context, indicators: set[str]) -> Mapping[tuple[str, str], _Series]:
    found: dict[tuple[str, str], _Series] = defaultdict(dict)
    if indicators:
        nodes: list[Term] = [NamedNode(iri) for iri in sorted(indicators)]
        for indicator, area, year, value, status in context.engine.table(bind(_SERIES, {"nodes": nodes})).rows:
            amount = number(value)
            if amount is not None and lexical(status) != NOT_COMPARABLE:
                found[lexical(indicator), lexical(area)][int(lexical(year))] = amount
    return found


def _against_before(row: Mapping[str, Term | None], series: _Series) -> Mapping[str, Raw]:
    value, year = number(row["value"]), number(row["period"])
    earlier = [y for y in series if year is not None and y < year]
    if value is None or not earlier or lexical(row["observationStatus"]) == NOT_COMPARABLE:
        return {}
    before = max(earlier)
    change = value - series[before]
    return {
        "previousYear": before,
        "previousValue": series[before],
        "change": change,
        "trend": _trend(change, _BETTER.get(lexical(row["direction"]), 0)),
    }


def _trend(change: Decimal, better: int) -> str:
    if change == 0:
        return "unchanged"
    if better == 0:
        return "up" if change > 0 else "down"
    return "improved" if change * better > 0 else "worsened"

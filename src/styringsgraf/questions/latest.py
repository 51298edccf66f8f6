"""Fills the columns that hold an indicator's latest result and its colour, as far as a year where there is one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from styringsgraf.namespaces import SG
from styringsgraf.questions import bands
from styringsgraf.questions.binding import bind
from styringsgraf.questions.context import Context, Rows
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.trend import NOT_COMPARABLE
from styringsgraf.questions.values import Raw, number
from styringsgraf.terms import NamedNode, Term, lexical

_SEEN: Final = (
    f"PREFIX sg: <{SG}>\nPREFIX dct: <http://purl.org/dc/terms/>\n"
    """SELECT DISTINCT ?indicator ?area ?year ?value ?status WHERE {
  VALUES ?indicator { $nodes } ?indicator dct:isVersionOf ?series . ?seen sg:indicator ?series .
  ?seen sg:period ?year . ?seen sg:value ?value . ?seen sg:area ?area .
  OPTIONAL { ?seen sg:observationStatus ?status } }"""
)

_Seen = tuple[int, str, Term | None, str]  # year, area, value, status


def latest_columns(context: Context, _bound: Bound, rows: Rows) -> Sequence[Mapping[str, Raw]]:
    """Return ``period``, ``value``, ``band`` of the latest result, and the ``first`` and ``last`` year with one.

    Rows have ``node`` (an indicator as a plan states it, or anything else, which gets nothing), ``kind`` and
    ``decimals``; where they have ``until``, it is the last year that counts. The result is the organisation's own
    where it has one, else the last area's by name. A break in the series has no colour.
    """
    wanted = {lexical(row["node"]) for row in rows if lexical(row["kind"]) == "Indicator"}
    seen = _seen(context, wanted)
    coloured = bands.fetch(context.engine, wanted)
    found: list[Mapping[str, Raw]] = []
    for row in rows:
        iri = lexical(row["node"])
        results = seen.get(iri, [])
        until = number(row.get("until"))
        told = [one for one in results if until is None or one[0] <= until]
        if not told:
            found.append({"first": results[0][0], "last": results[-1][0]} if results else {})
            continue
        year, _, value, status = told[-1]
        colour = None if status == NOT_COMPARABLE else _colour(value, row["decimals"], coloured.get(iri, ()))
        found.append({"period": year, "value": value, "band": colour, "first": results[0][0], "last": results[-1][0]})
    return found


def _seen(context: Context, indicators: set[str]) -> Mapping[str, list[_Seen]]:
    """Return the results of each indicator in the order of years; of its own organisation only, where it has any."""
    found: dict[str, list[_Seen]] = defaultdict(list)
    if indicators:
        nodes: list[Term] = [NamedNode(iri) for iri in sorted(indicators)]
        for iri, area, year, value, status in context.engine.table(bind(_SEEN, {"nodes": nodes})).rows:
            if lexical(year).isdigit():
                found[lexical(iri)].append((int(lexical(year)), lexical(area), value, lexical(status)))
    kept: dict[str, list[_Seen]] = {}
    for indicator, results in found.items():
        owner = context.minter.organisation_of(indicator)
        own = [one for one in results if owner is not None and one[1] == context.minter.organisation(owner)]
        kept[indicator] = sorted(own or results, key=lambda one: (one[0], one[1], lexical(one[2])))
    return kept


def _colour(value: Term | None, decimals: Term | None, coloured: Sequence[bands.Band]) -> str | None:
    amount, places = number(value), number(decimals)
    return None if amount is None else bands.colour_of(amount, None if places is None else int(places), coloured)

"""Fills the columns that say whether a target value is reached at today's pace: a straight line, nothing cleverer."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import CODE, SG
from styringsgraf.questions.binding import bind
from styringsgraf.questions.context import Context, Rows
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.trend import NOT_COMPARABLE
from styringsgraf.questions.values import Raw, number
from styringsgraf.terms import NamedNode, Term, lexical

_SERIES: Final = (
    f"PREFIX sg: <{SG}>\n"
    """SELECT DISTINCT ?series ?area ?year ?value ?status WHERE {
  VALUES ?series { $nodes }
  ?observation sg:indicator ?series . ?observation sg:area ?area . ?observation sg:period ?year .
  OPTIONAL { ?observation sg:value ?value } OPTIONAL { ?observation sg:observationStatus ?status } }"""
)
#: +1 where more is better, −1 where less is; a range has no value to reach.
_BETTER: Final = {f"{CODE}direction/higher-is-better": 1, f"{CODE}direction/lower-is-better": -1}
_PATIENCE: Final = 100  # years; what takes longer is not reached at this pace
_MOST_PLACES: Final = 9


@dataclass(frozen=True)
class Point:
    """A value in a year."""

    year: int
    value: Decimal


@dataclass(frozen=True)
class Outlook:
    """Where a straight line leads: ``verdict`` is one of the column's codes; None where the line says nothing."""

    verdict: str
    latest: Point | None = None
    since: Point | None = None
    per_year: Decimal | None = None
    reached: int | None = None
    from_baseline: bool = False


def comparable(results: Collection[tuple[int, Decimal | None, bool]]) -> list[Point]:
    """Return the results after the last break in the series, oldest first; each is (year, value, whether a break)."""
    broken = max((year for year, _, is_break in results if is_break), default=0)
    return [Point(year, value) for year, value, _ in sorted(results) if value is not None and year > broken]


def outlook(
    points: Sequence[Point], baseline: Point | None, target: Point, better: int, today: int, *, from_baseline: bool
) -> Outlook:
    """Judge one target value: ``points`` comparable and oldest first, ``today`` the year of the reference date."""
    latest = points[-1] if points else None
    if latest is None or better == 0:
        return Outlook("no-direction" if latest else "not-enough-results", latest)
    if (latest.value - target.value) * better >= 0 or target.year < today:
        return Outlook("reached" if (latest.value - target.value) * better >= 0 else "overdue", latest)
    before = points[-2] if len(points) > 1 and not from_baseline else None
    since = before or baseline
    if since is None or since.year >= latest.year:
        return Outlook("not-enough-results", latest)
    per_year = (latest.value - since.value) / (latest.year - since.year)
    left = target.value - latest.value
    years = left / per_year if per_year * left > 0 else Decimal(_PATIENCE + 1)
    reached = latest.year + int(years.to_integral_value(ROUND_CEILING)) if years <= _PATIENCE else None
    verdict = "not-at-this-pace" if reached is None else "on-time" if reached <= target.year else "late"
    return Outlook(verdict, latest, since, per_year, reached, before is None)


def pace_columns(context: Context, _bound: Bound, rows: Rows) -> Sequence[Mapping[str, Raw]]:
    """Return latest result, what is left, change per year, verdict and year, for each row of a target value.

    Rows have ``series``, ``municipality``, ``targetYear``, ``targetValue``, ``startYear``, ``startValue``,
    ``direction``, ``decimals`` and ``asked`` (last-two or baseline).
    """
    series = _series(context.engine, {lexical(row["series"]) for row in rows})
    today = context.reference_date.year
    return [_row(row, series[lexical(row["series"]), lexical(row["municipality"])], today) for row in rows]


def _series(engine: QueryEngine, wanted: set[str]) -> Mapping[tuple[str, str], list[tuple[int, Decimal | None, bool]]]:
    found: dict[tuple[str, str], list[tuple[int, Decimal | None, bool]]] = defaultdict(list)
    if wanted:
        nodes: list[Term] = [NamedNode(iri) for iri in sorted(wanted)]
        for indicator, area, year, value, status in engine.table(bind(_SERIES, {"nodes": nodes})).rows:
            seen = (int(lexical(year)), number(value), lexical(status) == NOT_COMPARABLE)
            found[lexical(indicator), lexical(area)].append(seen)
    return found


def _row(
    row: Mapping[str, Term | None], results: Collection[tuple[int, Decimal | None, bool]], today: int
) -> Mapping[str, Raw]:
    target = _point(row["targetYear"], row["targetValue"])
    if target is None:
        return {}
    asked = lexical(row["asked"]) == "baseline"
    baseline = _point(row["startYear"], row["startValue"])
    seen = judged(results, baseline, target, lexical(row["direction"]), today, from_baseline=asked)
    return _columns(seen, target, _places(row["decimals"]))


def judged(
    results: Collection[tuple[int, Decimal | None, bool]],
    baseline: Point | None,
    target: Point,
    direction: str,
    today: int,
    *,
    from_baseline: bool = False,
) -> Outlook:
    """Judge one target value as the question pace does: by results, and a baseline, from after the last break.

    ``direction`` is the IRI of the indicator's direction, ``today`` the year of the reference date.
    """
    broken = max((year for year, _, is_break in results if is_break), default=0)
    usable = baseline if baseline is not None and baseline.year > broken else None
    better = _BETTER.get(direction, 0)
    return outlook(comparable(results), usable, target, better, today, from_baseline=from_baseline)


def _columns(seen: Outlook, target: Point, places: int) -> Mapping[str, Raw]:
    found: dict[str, Raw] = {"verdict": seen.verdict, "yearReached": seen.reached}
    if seen.latest is not None:
        found |= {"latestYear": seen.latest.year, "latestValue": seen.latest.value}
        found["remaining"] = None if seen.verdict == "reached" else target.value - seen.latest.value
    if seen.latest is not None and seen.since is not None and seen.per_year is not None:
        found |= {
            "perYear": seen.per_year.quantize(Decimal(1).scaleb(-places - 1), ROUND_HALF_UP),
            "sinceYear": seen.since.year,
            "since": "baseline" if seen.from_baseline else "last-two",
        }
    return found


def _places(term: Term | None) -> int:
    stated = number(term)
    return min(int(stated), _MOST_PLACES) if stated is not None and stated >= 0 else 1


def _point(year: Term | None, value: Term | None) -> Point | None:
    amount, when = number(value), number(year)
    return None if amount is None or when is None else Point(int(when), amount)

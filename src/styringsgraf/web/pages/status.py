"""What the page of status shows: which plans have results, the colours of each focus area, and each indicator."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.figures.drawing import Drawing
from styringsgraf.figures.status import Area, picture
from styringsgraf.namespaces import PREFIXES, SG
from styringsgraf.questions import Result
from styringsgraf.questions.binding import bind
from styringsgraf.tables import Value
from styringsgraf.tables.model import as_json, records
from styringsgraf.terms import NamedNode, lexical
from styringsgraf.texts import Text
from styringsgraf.web.pages.choices import Choice

_PREFIXES: Final = f"PREFIX sg: <{SG}>\nPREFIX dct: <{PREFIXES['dct']}>\n"
_PLANS: Final = (
    _PREFIXES
    + """SELECT ?plan ?year WHERE {
  { SELECT DISTINCT ?plan ?series WHERE {
      VALUES ?plan { $plans } ?indicator sg:statedIn ?plan . ?indicator a sg:Indicator .
      ?indicator dct:isVersionOf ?series } }
  OPTIONAL { ?result sg:indicator ?series . ?result sg:area $municipality . ?result sg:value ?value .
             ?result sg:period ?year } } GROUP BY ?plan ?year"""
)


@dataclass(frozen=True)
class Indicator:
    """One indicator with its result in a year."""

    iri: str
    code: str
    year: int
    value: Value
    band: str
    trend: str
    before: int | None  # the year it is compared with


@dataclass(frozen=True)
class FocusArea:
    """One focus area: how many indicators are green, yellow, red and without colour, and the net."""

    iri: str
    code: str
    counts: tuple[int, int, int, int]
    net: int | None


@dataclass(frozen=True)
class View:
    """What is shown, and what everything is called."""

    areas: tuple[FocusArea, ...]
    indicators: tuple[Indicator, ...]
    names: Mapping[str, Text] = field(hash=False)

    def name(self, iri: str) -> Text:
        """Return what something is called."""
        return self.names.get(iri) or {"": iri.rpartition("/")[2]}


def years_of(engine: QueryEngine, plans: Iterable[Choice], municipality: str) -> Mapping[str, tuple[int, ...]]:
    """Return the plans that state indicators, by IRI, with the years the municipality has results for, latest first."""
    terms = [NamedNode(plan.iri) for plan in plans]
    found: dict[str, set[int]] = {}
    if terms:
        for plan, year in engine.table(bind(_PLANS, {"plans": terms, "municipality": NamedNode(municipality)})).rows:
            found.setdefault(lexical(plan), set()).update({int(lexical(year))} if year is not None else ())
    return {plan: tuple(sorted(years, reverse=True)) for plan, years in found.items()}


def usual(plans: Sequence[Choice], years: Mapping[str, Sequence[int]]) -> Choice | None:
    """Return the plan that is meant where none is named: in force, with the latest results; the newest of several."""
    with_indicators = [plan for plan in plans if plan.iri in years]
    return max(with_indicators, key=lambda plan: (plan.in_force, max(years[plan.iri], default=0)), default=None)


def view(areas_of: Result, indicators_of: Result, municipality: str, year: int | None) -> View:
    """Return what both answers tell, with the names that came with them."""
    names = {
        iri: words for answer in (areas_of, indicators_of) if answer.names for iri, words in answer.names.texts.items()
    }
    return View(areas(areas_of), indicators(indicators_of, municipality, year), names)


def areas(result: Result) -> tuple[FocusArea, ...]:
    """Return the focus areas of an answer to status-by-focus-area that have indicators at all."""
    rows = records(result.grid)
    return tuple(
        FocusArea(row["focusArea"], row["code"] or "",
                  (row["green"], row["yellow"], row["red"], row["colourless"]), row["net"])
        for row in rows if row["indicators"]
    )  # fmt: skip


def indicators(result: Result, municipality: str, year: int | None) -> tuple[Indicator, ...]:
    """Return the municipality's own results in an answer to indicator-status: of a year, else the last of each."""
    names = [column.name for column in result.grid.columns]
    found: dict[str, Indicator] = {}
    for cells in result.grid.rows:
        row = dict(zip(names, cells, strict=True))
        own = {name: as_json(cell) for name, cell in row.items()}
        if own["area"] == municipality and own["value"] is not None and year in (None, own["period"]):
            # In order of years: the last one stays.
            found[own["indicator"]] = Indicator(
                own["indicator"], own["code"] or "", own["period"], row["value"], own["band"] or "", own["trend"] or "",
                own["previousYear"],
            )  # fmt: skip
    return tuple(found.values())


def drawn(view: View, title: str, lang: str, words: Mapping[str, str], *, narrow: bool = False) -> Drawing | None:
    """Draw the focus areas; None where there are none. ``words``: what each is called in the reader's language."""
    rows = tuple(Area(f"{area.code} {words[area.iri]}".strip(), area.counts, area.net) for area in view.areas)
    return picture(title, rows, lang, narrow=narrow) if rows else None

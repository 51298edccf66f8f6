"""What the page of an indicator shows: the series in words, as a table and as a figure, and what its plan says."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from styringsgraf.figures.drawing import Drawing
from styringsgraf.figures.series import MOST, Dot, Line, SeriesFigure, Zone, picture
from styringsgraf.namespaces import Minter
from styringsgraf.questions.bands import colour_of
from styringsgraf.questions.pace import Outlook, Point, judged
from styringsgraf.questions.values import padded
from styringsgraf.resource.series import Edition, Result, Series
from styringsgraf.tables import Column, Grid
from styringsgraf.texts import Text, text
from styringsgraf.web.pages.numbers import number
from styringsgraf.web.pages.words import Words

#: Rows of results on the page; the CSV has all.
ROWS: Final = 300
#: (name for programs, type) of the columns of the CSV; headings are indicator.column-<name>.
_COLUMNS: Final = (("area", "iri"), ("areaLabel", "label"), ("year", "year"), ("value", "number"), ("band", "code"),
                   ("status", "iri"), ("statusLabel", "label"), ("document", "iri"))  # fmt: skip
#: What is told of an indicator, and what rule SG-C03 wants of each.
_FACTS: Final = ("unitOfMeasure", "direction", "frequency", "resultLevel", "responsible", "dataQuality",
                 "indicatorSource", "comparisonGroup", "validFromYear")  # fmt: skip
_OUGHT: Final = ("unitOfMeasure", "direction", "frequency", "indicatorSource", "responsible")
_KNOWN: Final = frozenset({"green", "yellow", "red"})


@dataclass(frozen=True)
class Judged:
    """A target value and where today's pace leads."""

    target: Point
    outlook: Outlook


class Telling:
    """Says what a series holds, in one language. ``today``: the year of the release's reference date."""

    def __init__(self, series: Series, lang: str, minter: Minter, today: int) -> None:
        self.series = series
        self.shown: Edition = series.shown
        self._words = Words(lang)
        self._lang = lang
        self.main = minter.organisation(minter.organisation_of(series.iri) or "")
        self.judged = tuple(self._judged(today))

    def name(self, iri: str) -> Text:
        """Return what something is called."""
        return self.series.names.texts.get(iri) or {"": self.series.names.codes.get(iri) or iri.rpartition("/")[2]}

    def plain(self, iri: str) -> str:
        """Return what something is called, in a sentence or a figure."""
        return self._words.chosen(self.name(iri))[1]

    def written(self, value: Decimal | None) -> str:
        """Return a value with as many decimals as the plan prints."""
        return "" if value is None else number(value, self.shown.decimals, self._lang)

    def paced(self, value: Decimal) -> str:
        """Return a change a year, with one decimal more than results have."""
        places = self.shown.decimals
        return number(value, 1 if places is None else places + 1, self._lang)

    def colour(self, result: Result) -> str:
        """Return the colour of a result by the bands of the edition shown; '' where it gets none."""
        if result.value is None or result.breaks:
            return ""
        return colour_of(result.value, self.shown.decimals, self.shown.bands)

    def own(self) -> list[Result]:
        """Return the municipality's own results."""
        return [one for one in self.series.results if one.area == self.main]

    def latest(self) -> Result | None:
        """Return the municipality's last result; for want of one, the last of anybody."""
        valued = [one for one in self.series.results if one.value is not None]
        return max(valued, key=lambda one: (one.area == self.main, one.year), default=None)

    def areas(self) -> list[str]:
        """Return the areas, the municipality first, then those with most results."""
        counts: dict[str, int] = {}
        for one in self.series.results:
            counts[one.area] = counts.get(one.area, 0) + (one.value is not None)
        return sorted(counts, key=lambda area: (area != self.main, -counts[area], self.plain(area)))

    def rows(self) -> list[Result]:
        """Return the results as a table shows them: the municipality first, the newest year first."""
        order = {area: at for at, area in enumerate(self.areas())}
        return sorted(self.series.results, key=lambda one: (order[one.area], -one.year, one.value is None))

    def _judged(self, today: int) -> Iterator[Judged]:
        results = [(one.year, one.value, one.breaks) for one in self.own()]
        for target in self.shown.targets:
            yield Judged(target, judged(results, self.shown.baseline, target, self.shown.one("direction"), today))

    def zones(self) -> Iterator[tuple[str, str]]:
        """Yield (colour, how the plan prints the band)."""
        for band in self.shown.bands:
            yield band.colour, band.words(self.shown.decimals, self._lang)

    def figure(self, *, narrow: bool = False) -> Drawing | None:
        """Draw the series, or its ``narrow`` form for a phone; None where there is nothing to draw."""
        lines = [line for line in map(self._line, self.areas()[:MOST]) if line.dots]
        baseline, targets = self.shown.baseline, self.shown.targets
        if not lines and baseline is None and not targets:
            return None
        pace = next((one.outlook.per_year for one in self.judged if one.outlook.per_year is not None), None)
        first = bool(lines) and lines[0].name == self.plain(self.main)
        words = self._words
        return picture(
            SeriesFigure(
                title=words.t("indicator.figure-title", name=self.plain(self.shown.iri)),
                unit=self.plain(self.shown.one("unitOfMeasure")) if self.shown.one("unitOfMeasure") else "",
                places=self.shown.decimals,
                lines=tuple(lines),
                zones=tuple(
                    Zone(band.colour, band.lower, band.upper, f"{words.t(f'band-{band.colour}')} {told}")
                    for band, (_, told) in zip(self.shown.bands, self.zones(), strict=True)
                    if band.colour in _KNOWN
                ),
                baseline=Dot(baseline.year, baseline.value) if baseline else None,
                targets=tuple(Dot(one.year, one.value) for one in targets),
                pace=pace if first else None,
            ),
            self._lang,
            narrow=narrow,
        )

    def _line(self, area: str) -> Line:
        dots = [Dot(one.year, one.value, one.breaks) for one in self.series.results
                if one.area == area and one.value is not None]  # fmt: skip
        return Line(self.plain(area), tuple(dots))

    def grid(self) -> Grid:
        """Return the results as a table for programs."""
        columns = tuple(Column(name, kind, text(f"indicator.column-{name}")) for name, kind in _COLUMNS)
        rows = (
            (one.area, self.plain(one.area), one.year, padded(one.value, self.shown.decimals), self.colour(one) or None,
             one.status, self.plain(one.status), " ".join(document for document, _ in one.sources))
            for one in self.rows()
        )  # fmt: skip
        return Grid(columns, tuple(rows))


def facts(shown: Edition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the plan says of the indicator: (local name of the property, values: IRIs or words)."""
    yield from ((name, shown.facts[name]) for name in _FACTS if shown.facts.get(name))


def lacking(shown: Edition) -> tuple[str, ...]:
    """Return what every indicator ought to have and this one has not, by local name."""
    return tuple(name for name in _OUGHT if not shown.facts.get(name))

"""Value bands of indicators: fetched, worded, and the colour they give a result. Pure but for the fetching."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import CODE, SG
from styringsgraf.questions.binding import bind
from styringsgraf.questions.values import number, padded
from styringsgraf.tables.model import local
from styringsgraf.terms import NamedNode, Term, lexical

_QUERY: Final = (
    f"PREFIX sg: <{SG}>\n"
    """SELECT DISTINCT ?indicator ?band ?colour ?lower ?lowerOpen ?upper ?upperOpen WHERE {
  VALUES ?indicator { $nodes } ?indicator sg:hasBand ?band . ?band sg:colour ?colour .
  OPTIONAL { ?band sg:lower ?lower } OPTIONAL { ?band sg:lowerOpen ?lowerOpen }
  OPTIONAL { ?band sg:upper ?upper } OPTIONAL { ?band sg:upperOpen ?upperOpen } }"""
)
_COLOURS: Final = f"{CODE}band-colour/"
#: The order in which colours are told; others follow by name.
ORDER: Final = ("green", "yellow", "red")
_MOST_PLACES: Final = 9  # as many as the query indicator-status scales by


@dataclass(frozen=True)
class Band:
    """One band: colour (``green`` …) and its ends; an absent end is unbounded, an open one is not in the band."""

    colour: str
    lower: Decimal | None = None
    lower_open: bool = False
    upper: Decimal | None = None
    upper_open: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether a value as printed lies in the band."""
        above = self.lower is None or value > self.lower or (value == self.lower and not self.lower_open)
        below = self.upper is None or value < self.upper or (value == self.upper and not self.upper_open)
        return above and below

    def words(self, places: int | None, lang: str) -> str:
        """Return the band as plans print it: ``4,5–6``, ``<7,3``, ``≥80``."""
        low, high = (_printed(end, places, lang) for end in (self.lower, self.upper))
        if low and high and not self.lower_open and not self.upper_open:
            return low if low == high else f"{low}–{high}"
        parts = [f"{'>' if self.lower_open else '≥'}{low}"] if low else []
        parts += [f"{'<' if self.upper_open else '≤'}{high}"] if high else []
        return " ".join(parts) or "–"


def _printed(end: Decimal | None, places: int | None, lang: str) -> str:
    if end is None:
        return ""
    shown = padded(end.normalize() + 0, places)
    return local(shown if isinstance(shown, Decimal) else end, lang).replace("-", "−")


def fetch(engine: QueryEngine, indicators: Collection[str]) -> Mapping[str, tuple[Band, ...]]:
    """Return the bands of indicators, in the order of colours and of their lower ends."""
    if not indicators:
        return {}
    nodes: list[Term] = [NamedNode(iri) for iri in sorted(indicators)]
    found: dict[str, set[Band]] = defaultdict(set)
    for indicator, _, colour, lower, lower_open, upper, upper_open in engine.table(bind(_QUERY, {"nodes": nodes})).rows:
        name = lexical(colour).removeprefix(_COLOURS)
        ends = (number(lower), _true(lower_open), number(upper), _true(upper_open))
        found[lexical(indicator)].add(Band(name, *ends))
    return {iri: ordered(bands) for iri, bands in found.items()}


def _true(term: Term | None) -> bool:
    return lexical(term) in ("true", "1")


def ordered(bands: Iterable[Band]) -> tuple[Band, ...]:
    """Return bands green first, each colour from its lowest."""

    def key(band: Band) -> tuple[int, str, bool, Decimal, Decimal]:
        place = ORDER.index(band.colour) if band.colour in ORDER else len(ORDER)
        low = band.lower if band.lower is not None else Decimal(0)
        high = band.upper if band.upper is not None else Decimal("Infinity")
        return place, band.colour, band.lower is not None, low, high

    return tuple(sorted(bands, key=key))


def colour_of(value: Decimal, places: int | None, bands: Collection[Band]) -> str:
    """Return ``green``, ``yellow``, ``red``, ``several``, ``outside`` or ``no-bands``.

    The value is compared as the plan prints it: rounded half away from zero to so many decimals. The question
    indicator-status says the same in SPARQL; a test holds the two together.
    """
    if not bands:
        return "no-bands"
    printed = value
    if places is not None and 0 <= places <= _MOST_PLACES:
        printed = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    held = {band.colour for band in bands if band.holds(printed)}
    return "outside" if not held else held.pop() if len(held) == 1 else "several"

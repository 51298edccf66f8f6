"""Overlaps and gaps of value bands, against an independent walk over the printed values."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styringsgraf.quality import engines

SG = "https://w3id.org/styringsgraf/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
NODE = "https://example.org/i"
RANGE = range(-12, 13)  # grid steps that are walked; every end drawn lies well inside


@dataclass(frozen=True)
class Band:
    lower: int | None
    upper: int | None
    lower_open: bool
    upper_open: bool

    def holds(self, step: int) -> bool:
        above = self.lower is None or (step > self.lower if self.lower_open else step >= self.lower)
        below = self.upper is None or (step < self.upper if self.upper_open else step <= self.upper)
        return above and below


ends = st.none() | st.integers(-8, 8)
bands = st.builds(Band, ends, ends, st.booleans(), st.booleans())
indicators = st.lists(st.tuples(st.integers(0, 3), st.lists(bands, min_size=1, max_size=4)), min_size=20, max_size=20)


def literal(step: int, decimals: int) -> str:
    return f'"{Decimal(step).scaleb(-decimals):f}"^^<{XSD}decimal>'


def statements(number: int, decimals: int, drawn: list[Band]) -> str:
    node = f"{NODE}{number}"
    lines = [
        f"<{node}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SG}Indicator> .",
        f'<{node}> <{SG}decimals> "{decimals}"^^<{XSD}integer> .',
    ]
    for place, band in enumerate(drawn):
        own = f"<{node}/band/{place}>"
        lines.append(f"<{node}> <{SG}hasBand> {own} .")
        for name, end, is_open in (("lower", band.lower, band.lower_open), ("upper", band.upper, band.upper_open)):
            if end is not None:
                lines.append(f"{own} <{SG}{name}> {literal(end, decimals)} .")
                lines.append(f'{own} <{SG}{name}Open> "{str(is_open).lower()}"^^<{XSD}boolean> .')
    return "\n".join(lines) + "\n"


def shown(step: int, decimals: int) -> str:
    return f"{Decimal(step).scaleb(-decimals).normalize():f}"


def overlaps(drawn: list[Band]) -> set[int | None]:
    """The first value two bands share – the last when they share everything below it, none when everything."""
    found: set[int | None] = set()
    for one, other in combinations(drawn, 2):
        shared = [step for step in RANGE if one.holds(step) and other.holds(step)]
        if not shared:
            continue
        if one.lower is not None or other.lower is not None:
            found.add(shared[0])
        else:
            found.add(None if one.upper is None and other.upper is None else shared[-1])
    return found


def gaps(drawn: list[Band]) -> set[int]:
    """The first uncovered value after the end of some band, when a band starts above it."""
    after = {band.upper + (0 if band.upper_open else 1) for band in drawn if band.upper is not None}
    starts = [band.lower + (1 if band.lower_open else 0) for band in drawn if band.lower is not None]
    return {step for step in after if not any(b.holds(step) for b in drawn) and any(start > step for start in starts)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(indicators)
def test_overlaps_and_gaps_are_those_of_the_printed_values(drawn: list[tuple[int, list[Band]]]) -> None:
    bundle = "".join(statements(n, decimals, own) for n, (decimals, own) in enumerate(drawn)).encode()
    found = engines.validate(bundle)
    for number, (decimals, own) in enumerate(drawn):
        mine = {
            rule: {f.value for f in found if f.focus_node == f"{NODE}{number}" and f.rule == rule}
            for rule in ("SG-C06", "SG-C07")
        }
        assert mine["SG-C06"] == {"0" if step is None else shown(step, decimals) for step in overlaps(own)}
        assert mine["SG-C07"] == {shown(step, decimals) for step in gaps(own)}


@settings(max_examples=5, deadline=None)
@given(indicators)
def test_both_engines_agree_on_any_bands(drawn: list[tuple[int, list[Band]]]) -> None:
    bundle = "".join(statements(n, decimals, own) for n, (decimals, own) in enumerate(drawn)).encode()
    engines.validate(bundle, "both")

"""Direction against the colours of value bands, against an independent walk over the values."""

from dataclasses import dataclass
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styringsgraf.quality import engines

SG = "https://w3id.org/styringsgraf/ns#"
CODE = "https://w3id.org/styringsgraf/code/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NODE = "https://example.org/i"
RANKS = {"green": 3, "yellow": 2, "red": 1}
DIRECTIONS = ("higher-is-better", "lower-is-better", "within-range")
WALK = range(-3, 30)  # well beyond every end that is drawn


@dataclass(frozen=True)
class Band:
    colour: str
    lower: int | None
    upper: int | None

    def holds(self, value: int) -> bool:
        return (self.lower is None or value >= self.lower) and (self.upper is None or value <= self.upper)


@st.composite
def apart(draw: st.DrawFn) -> list[Band]:
    """Bands that do not overlap, perhaps with gaps, perhaps unbounded below and above, in any order."""
    cuts = sorted(draw(st.lists(st.integers(0, 25), min_size=2, max_size=10, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    found = [Band(draw(st.sampled_from(sorted(RANKS))), low, high) for low, high in pairs]
    if draw(st.booleans()):
        found[0] = Band(found[0].colour, None, found[0].upper)
    if draw(st.booleans()):
        found[-1] = Band(found[-1].colour, found[-1].lower, None)
    return draw(st.permutations(found))


ends = st.none() | st.integers(0, 9)
anyhow = st.lists(st.builds(Band, st.sampled_from(sorted(RANKS)), ends, ends), min_size=1, max_size=4)
indicators = st.lists(st.tuples(st.sampled_from(DIRECTIONS), apart()), min_size=20, max_size=20)


def statements(number: int, direction: str, bands: list[Band]) -> str:
    node = f"{NODE}{number}"
    lines = [
        f"<{node}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SG}Indicator> .",
        f"<{node}> <{SG}direction> <{CODE}direction/{direction}> .",
    ]
    for place, band in enumerate(bands):
        own = f"<{node}/band/{place}>"
        lines += [f"<{node}> <{SG}hasBand> {own} .", f"{own} <{SG}colour> <{CODE}band-colour/{band.colour}> ."]
        for name, end in (("lower", band.lower), ("upper", band.upper)):
            if end is not None:
                lines.append(f'{own} <{SG}{name}> "{end}"^^<{XSD}decimal> .')
    return "\n".join(lines) + "\n"


def contradicts(direction: str, bands: list[Band]) -> bool:
    """Whether the colours, value by value, go another way than the direction."""
    ranks = [RANKS[band.colour] for value in WALK for band in bands if band.holds(value)]
    if direction == "higher-is-better":
        return any(later < earlier for earlier, later in combinations(ranks, 2))
    if direction == "lower-is-better":
        return any(later > earlier for earlier, later in combinations(ranks, 2))
    runs = [rank for place, rank in enumerate(ranks) if place == 0 or rank != ranks[place - 1]]
    return any(middle < low and middle < high for low, middle, high in combinations(runs, 3))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(indicators)
def test_contradictions_are_those_of_the_values(drawn: list[tuple[str, list[Band]]]) -> None:
    bundle = "".join(statements(n, direction, bands) for n, (direction, bands) in enumerate(drawn)).encode()
    found = [f for f in engines.validate(bundle) if f.rule == "SG-C12"]
    for number, (direction, bands) in enumerate(drawn):
        mine = [f for f in found if f.focus_node == f"{NODE}{number}"]
        assert len([f for f in mine if f.path == f"{SG}direction"]) == contradicts(direction, bands)
        green = [band for band in bands if band.colour == "green"]
        is_open = direction == "within-range" and any(None in (band.lower, band.upper) for band in green)
        assert len([f for f in mine if f.path == f"{SG}hasBand"]) == is_open


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DIRECTIONS), anyhow), min_size=15, max_size=15))
def test_both_engines_agree_on_any_colours(drawn: list[tuple[str, list[Band]]]) -> None:
    bundle = "".join(statements(n, direction, bands) for n, (direction, bands) in enumerate(drawn)).encode()
    engines.validate(bundle, "both")

"""What was measured: by country and server; and the goals it is held against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from contestants import Loaded
from load import Load
from nation import Country
from publishing import Published
from runs import Outcome

#: Megabytes resident while the largest country is served; seconds of a publish in it.
_MEMORY, _SECONDS = 400.0, 2.0
#: (run of ours, server, run of theirs, how many times as fast).
_RATIOS: Final = (
    ("cold", "oxigraph", "whole", 0.8),
    ("cold", "oxigraph", "cold", 0.8),
    ("cold", "rdflib", "whole", 8.0),
    ("cold", "rdflib", "cold", 8.0),
    ("warm", "oxigraph", "warm", 3.0),
    ("304", "oxigraph", "warm", 10.0),
)
_WHOLE: Final = " asked all that is in our answer"
#: Latency in the largest country, and publish there, against one municipality.
_GROWTH, _PUBLISH_GROWTH = 1.5, 1.3


@dataclass
class Contestant:
    """What one server did in one country."""

    loaded: Loaded | None = None
    start: float | None = None
    memory: tuple[float, float] | None = None
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    note: str = ""

    def load(self, question: str, kind: str) -> Load | None:
        """Return one run, None when there was none."""
        outcome = self.outcomes.get(question)
        return outcome.loads.get(kind) if outcome else None


@dataclass
class Place:
    """Everything measured in one country."""

    country: Country
    servers: dict[str, Contestant] = field(default_factory=dict)
    published: Published | None = None

    @property
    def size(self) -> int:
        """Number of municipalities."""
        return self.country.municipalities

    def load(self, server: str, question: str, kind: str) -> Load | None:
        """Return one run, None when there was none."""
        return self.servers.get(server, Contestant()).load(question, kind)


@dataclass(frozen=True)
class Verdict:
    """One goal: what was found, what was wanted, and whether more is better."""

    what: str
    found: float
    wanted: float
    unit: str
    more_is_better: bool

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.found >= self.wanted if self.more_is_better else self.found <= self.wanted

    @property
    def said(self) -> str:
        """By how much it is missed, or that it is met."""
        if self.met:
            return "met"
        lacking = self.wanted / self.found if self.more_is_better else self.found / self.wanted
        return f"missed by a factor of {lacking:.2f}"


def ratio(place: Place, question: str, kind: str, server: str, theirs: str) -> float | None:
    """Return how many times as many requests a second ours answers."""
    mine, other = place.load("ours", question, kind), place.load(server, question, theirs)
    if theirs == "whole" and other and other.refused + other.broken:
        return None  # an answer in parts is whole only when every part came
    return mine.rate / other.rate if mine and other and other.rate else None


def verdicts(places: Sequence[Place]) -> Iterator[Verdict]:
    """Hold everything against the goals; what was not measured is not judged."""
    for place in places:
        for question in place.servers.get("ours", Contestant()).outcomes:
            for kind, server, theirs, wanted in _RATIOS:
                found = ratio(place, question, kind, server, theirs)
                if found is not None:
                    what = f"{place.size}: {question}, {kind} ÷ {server}{_WHOLE if theirs == 'whole' else ''}"
                    yield Verdict(what, found, wanted, "×", True)  # noqa: FBT003
    if len(places) > 1:
        yield from _growth(places[0], places[-1])
    yield from _bounds(places[-1])


def _growth(one: Place, many: Place) -> Iterator[Verdict]:
    for question in one.servers.get("ours", Contestant()).outcomes:
        for kind in ("cold", "warm"):
            small, large = one.load("ours", question, kind), many.load("ours", question, kind)
            for name in ("p50", "p99") if small and large else ():
                what = f"{many.size} ÷ {one.size}: {question}, {kind}, {name} of ours"
                yield Verdict(what, getattr(large, name) / getattr(small, name), _GROWTH, "×", False)  # noqa: FBT003
    if one.published and many.published:
        found = many.published.median / one.published.median
        yield Verdict(f"{many.size} ÷ {one.size}: publish", found, _PUBLISH_GROWTH, "×", False)  # noqa: FBT003


def _bounds(many: Place) -> Iterator[Verdict]:
    if many.published:
        yield Verdict(f"{many.size}: publish", many.published.median, _SECONDS, " s", False)  # noqa: FBT003
    mine = many.servers.get("ours")
    if mine and mine.memory:
        yield Verdict(f"{many.size}: resident while serving", mine.memory[0], _MEMORY, " MB", False)  # noqa: FBT003

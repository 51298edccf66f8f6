"""What supports each goal and target of the UN in one municipality, as the start page and the page of a goal show it.

Pure: made of the rows of queries/pages/map.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from styringsgraf.namespaces import SDG
from styringsgraf.questions import Result
from styringsgraf.questions.order import counted
from styringsgraf.tables import records
from styringsgraf.texts import Text

#: The colours of results, the weakest first: a target is shown by the weakest of its latest results.
_WEAKEST: Final = ("red", "yellow", "green")
_MEANS: Final = ("Strategy", "Assignment", "Project")


@dataclass(frozen=True)
class Support:
    """What supports one thing: how many of each kind the plans state and somebody reads into them, and how it goes."""

    iri: str
    code: str
    names: Text
    stated: Mapping[str, int] = field(default_factory=dict)
    claimed: Mapping[str, int] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)  # IRI → colour of the latest result, '' for none
    areas: tuple[str, ...] = ()  # focus areas that say they build on it

    @property
    def goals(self) -> int:
        """How many goals."""
        return self.stated.get("End", 0)

    @property
    def measures(self) -> int:
        """How many measures."""
        return self.stated.get("Measure", 0)

    @property
    def means(self) -> int:
        """How many strategies, assignments and projects."""
        return sum(self.stated.get(kind, 0) for kind in _MEANS)

    @property
    def claims(self) -> int:
        """How much that is only somebody's reading of the plans."""
        return sum(self.claimed.values())

    @property
    def state(self) -> str:
        """How far the thread reaches: ``measure``, ``goal`` (or means, no measure), ``claimed`` or ``none``."""
        if self.measures:
            return "measure"
        if self.goals or self.means:
            return "goal"
        return "claimed" if self.claims else "none"

    @property
    def bands(self) -> Mapping[str, int]:
        """How many indicators have each colour as their latest result, the weakest first."""
        found = Counter(self.indicators.values())
        return {colour: found[colour] for colour in _WEAKEST if found[colour]}

    @property
    def band(self) -> str:
        """The weakest of the latest results: ``red``, ``yellow``, ``green``, or '' for none with a colour."""
        return next(iter(self.bands), "")

    @property
    def goal(self) -> int:
        """The number of the UN goal it is or belongs to; 0 for anything else."""
        number = self.iri.removeprefix(SDG).partition(".")[0] if self.iri.startswith(SDG) else ""
        return int(number) if number.isdigit() else 0


@dataclass(frozen=True)
class Coverage:
    """The map of one municipality: UN goals and targets in the order of their numbers, and its focus areas."""

    goals: tuple[Support, ...]
    targets: tuple[Support, ...]
    areas: tuple[Support, ...]
    years: tuple[int, ...]
    release: str
    names: Mapping[str, Text]

    def of(self, goal: Support) -> tuple[Support, ...]:
        """Return the targets of a goal."""
        return self._by_goal.get(goal.goal, ())

    @cached_property
    def _by_goal(self) -> Mapping[int, tuple[Support, ...]]:
        found: dict[int, list[Support]] = defaultdict(list)
        for target in self.targets:
            found[target.goal].append(target)
        return {goal: tuple(targets) for goal, targets in found.items()}

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many targets are in each state."""
        return Counter(target.state for target in self.targets)


def coverage(result: Result) -> Coverage:
    """Return the map that an answer of queries/pages/map holds."""
    texts = result.names.texts if result.names else {}
    codes = result.names.codes if result.names else {}
    facts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: {"stated": {}, "claimed": {}})
    indicators: dict[str, dict[str, str]] = defaultdict(dict)
    areas: dict[str, list[str]] = defaultdict(list)
    things: dict[str, list[str]] = defaultdict(list)
    years: set[int] = set()
    for row in records(result.grid):
        thing, kind, basis = row["thing"], row["kind"], row["basis"]
        if basis == "itself":
            things[kind].append(thing)
        elif basis == "measured":
            indicators[thing][row["node"]] = row["band"] or ""
            years.update(year for year in (row["first"], row["last"]) if year)
        elif basis == "built":
            areas[thing].append(row["node"])
        else:
            facts[thing][basis][kind] = row["count"]

    def made(iris: Iterable[str]) -> tuple[Support, ...]:
        found = [
            Support(iri, codes.get(iri, ""), texts.get(iri, {}), facts[iri]["stated"], facts[iri]["claimed"],
                    indicators[iri], tuple(areas[iri]))
            for iri in iris
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda one: (counted(one.code), one.iri)))

    span = tuple(range(max(years), min(years) - 1, -1)) if years else ()
    return Coverage(
        made(things["Goal"]), made(things["Target"]), made(things["FocusArea"]), span, result.release, texts
    )

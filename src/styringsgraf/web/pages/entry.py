"""The words of the planning method for readers: which terms stand where, and a real example of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from styringsgraf.namespaces import SG
from styringsgraf.publish.examples import Example, Release, of_classes
from styringsgraf.publish.glossary import Entry, Glossary
from styringsgraf.texts import Text, text


@dataclass(frozen=True)
class Word:
    """A word of the method that is no class of things: it has a text of ours, and a page where it is seen."""

    name: str
    path: str

    @property
    def title(self) -> Text:
        """The word."""
        return text(f"words.{self.name}")

    @property
    def about(self) -> Text:
        """What it means."""
        return text(f"words.{self.name}-about")


@dataclass(frozen=True)
class Group:
    """Words that belong together, in the order they build on each other."""

    name: str
    classes: tuple[str, ...]
    words: tuple[Word, ...] = ()

    @property
    def title(self) -> Text:
        """The heading."""
        return text(f"words.group-{self.name}")

    @property
    def about(self) -> Text:
        """What they have in common."""
        return text(f"words.group-{self.name}-about")


GROUPS: Final = (
    Group("thread", ("FocusArea", "MainGoal", "SubGoal", "Strategy", "Assignment", "Measure", "Indicator"),
          (Word("thread", "/{lang}/thread"),)),
    Group("results", ("Observation", "ValueBand", "TargetValue", "GoalAssessment", "StatusReport")),
    Group("plans", ("SteeringDocument", "MasterPlan", "ThematicPlan", "ActionProgramme", "PlanningStrategy", "Report",
                    "Decision")),
    Group("responsible", ("Municipality", "ServiceArea", "Unit", "Partner", "PoliticalBody")),
    Group("un", ("TargetSegment", "Contribution"),
          (Word("goal", "/{lang}/goal/3"), Word("target", "/{lang}/target/3.4"))),
    Group("service", ("QualityRule", "WordingAnnotation"), (Word("release", "/{lang}/releases"),)),
)  # fmt: skip
#: Classes whose things have no title of their own: the first one found is as good as any.
_UNNAMED: Final = frozenset({"Observation", "ValueBand", "TargetValue", "TargetSegment", "WordingAnnotation"})


@dataclass(frozen=True)
class Shown:
    """A group with its terms, each with an example where the release has one."""

    group: Group
    terms: tuple[tuple[Entry, Example | None], ...]


def shown(release: Release, found: Glossary) -> tuple[Shown, ...]:
    """Return all groups. Two queries."""
    entries = {entry.local: entry for entry in found.classes}
    wanted = [name for group in GROUPS for name in group.classes]
    examples = of_classes(
        release,
        titled=[SG + name for name in wanted if name not in _UNNAMED],
        untitled=[SG + name for name in wanted if name in _UNNAMED],
    )
    return tuple(Shown(group, _terms(group.classes, entries, examples)) for group in GROUPS)


def _terms(
    names: Sequence[str], entries: Mapping[str, Entry], examples: Mapping[str, Example]
) -> tuple[tuple[Entry, Example | None], ...]:
    return tuple((entries[name], examples.get(SG + name)) for name in names)

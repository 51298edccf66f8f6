"""Who asks which question: the one table by which lists of questions are ordered."""

from collections.abc import Mapping
from typing import Final

from styringsgraf.questions.catalogue import Catalogue, Question

#: Who asks → the questions, in the order one meets them. A question stands with who asks it first.
ASKERS: Final[Mapping[str, tuple[str, ...]]] = {
    "analyst": (
        "measures-for-target",
        "uncovered-targets",
        "target-ends-and-means",
        "segment-coverage",
        "quantified-targets",
        "local-targets",
        "goals-with-several-sdgs",
        "goals-on-means-only",
        "strategies-on-ends",
        "focus-area-claims",
        "links-by-kind",
        "strategies-without-assignment",
        "assignments-without-measure",
        "orphan-measures",
        "goals-with-only-activity-indicators",
        "goals-outside-the-master-plan",
        "trade-offs",
        "plan-changes",
    ),
    "controller": (
        "indicator-status",
        "status-by-focus-area",
        "red-two-years",
        "missing-results",
        "incomplete-indicators",
        "band-faults",
        "new-meanings",
    ),
    "unit-leader": ("my-assignments",),
    "auditor": (
        "evidence-chain",
        "sources",
        "goals-changed-after-results",
        "unmeasurable-goals",
        "goals-without-report",
        "plan-rhythm",
        "data-quality",
    ),
    "councillor": ("what-if-dropped", "goals-on-one-measure", "pace", "goals-that-are-strategies"),
    "citizen": ("about", "search", "datasets"),
}
#: Where a question stands that the table does not name: one of somebody's own.
OTHER: Final = "other"


def grouped(catalogue: Catalogue) -> Mapping[str, tuple[Question, ...]]:
    """Return the questions by who asks, each once; those the table does not name come last."""
    named = {question.name: question for question in catalogue.questions}
    found = {asker: tuple(named[name] for name in names if name in named) for asker, names in ASKERS.items()}
    placed = {name for names in ASKERS.values() for name in names}
    found[OTHER] = tuple(question for question in catalogue.questions if question.name not in placed)
    return {asker: questions for asker, questions in found.items() if questions}

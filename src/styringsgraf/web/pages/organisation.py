"""What the pages of an organisation and of a focus area show. Pure: made of the rows of queries/pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from styringsgraf.questions import Result
from styringsgraf.questions.order import counted
from styringsgraf.tables import Shown, Value
from styringsgraf.texts import Text

#: Kinds of documents in the order in which a municipality governs by them; the first that fits names the document.
DOCUMENTS: Final = (
    "MasterPlan", "ThematicPlan", "ActionProgramme", "OperationalPlan", "PlanningStrategy", "AssignmentLetter",
    "Report", "PolicySignal", "Plan", "SteeringDocument",
)  # fmt: skip
CONTENTS: Final = ("FocusArea", "MainGoal", "SubGoal", "Strategy", "Assignment", "Measure", "Indicator")
#: What stands under a focus area, by level.
LEVELS: Final = ("Vision", "MainGoal", "SubGoal", "Strategy")


@dataclass(frozen=True)
class Document:
    """One edition: its kind, how long it is valid ('' for an end that is not told), and how much it states."""

    iri: str
    names: Text
    kind: str
    begins: str
    ends: str
    status: Text
    in_force: bool
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Node:
    """One node under a focus area; ``above`` are the IRIs it stands under; an indicator has its latest result."""

    iri: str
    code: str
    names: Text
    kind: str
    above: tuple[str, ...]
    in_force: bool
    period: Value = None
    value: Decimal | None = None
    unit: Text | None = None
    band: str = ""


@dataclass(frozen=True)
class Area:
    """A focus area with its document, the UN goals it builds on, and everything under it by kind."""

    itself: Node
    document: Node
    goals: tuple[Node, ...]
    nodes: Mapping[str, tuple[Node, ...]]
    release: str

    def under(self, iri: str) -> tuple[Node, ...]:
        """Return what stands right under something, from goals to strategies."""
        return tuple(node for level in LEVELS for node in self.nodes.get(level, ()) if iri in node.above)

    def measuring(self, iri: str) -> tuple[Node, ...]:
        """Return the indicators of something."""
        return tuple(node for node in self.nodes.get("Indicator", ()) if iri in node.above)

    @property
    def bands(self) -> Mapping[str, int]:
        """How many indicators have each colour as their latest result; '' for none."""
        found = [
            node.band if node.band in {"green", "yellow", "red"} else "" for node in self.nodes.get("Indicator", ())
        ]
        return {colour: found.count(colour) for colour in ("green", "yellow", "red", "") if colour in found}


def documents(result: Result) -> Mapping[str, tuple[Document, ...]]:
    """Return the documents by kind; in each kind those in force first, then the newest."""
    texts = result.names.texts if result.names else {}
    found: dict[str, list[Document]] = {}
    for row in _rows(result):
        kinds = str(row["kind"]).split()
        kind = next((one for one in DOCUMENTS if one in kinds), "SteeringDocument")
        counts = dict(pair.split(":") for pair in str(row["counts"] or "").split())
        found.setdefault(kind, []).append(
            Document(
                str(row["document"]),
                texts.get(str(row["document"]), {}),
                kind,
                str(row["from"] or ""),
                str(row["to"] or ""),
                texts.get(str(row["status"]), {}),
                bool(row["inForce"]),
                {name: int(counts[name]) for name in CONTENTS if name in counts},
            )
        )
    newest = {kind: sorted(rows, key=lambda one: (one.in_force, one.begins, one.iri), reverse=True)
              for kind, rows in found.items()}  # fmt: skip
    return {kind: tuple(newest[kind]) for kind in DOCUMENTS if kind in newest}


def area(result: Result) -> Area | None:
    """Return a focus area; None where the answer is about something else."""
    by_kind: dict[str, list[Node]] = {}
    for row in _rows(result):
        by_kind.setdefault(str(row["kind"]), []).append(_node(row, result))
    ordered = {
        kind: tuple(sorted(nodes, key=lambda one: (counted(one.code), one.iri))) for kind, nodes in by_kind.items()
    }
    if "itself" not in ordered or "document" not in ordered:
        return None
    return Area(ordered["itself"][0], ordered["document"][0], ordered.get("un-goal", ()), ordered, result.release)


def _node(row: Mapping[str, Value], result: Result) -> Node:
    texts = result.names.texts if result.names else {}
    codes = result.names.codes if result.names else {}
    iri, above, value = str(row["node"]), row["above"], row["value"]
    return Node(
        iri,
        codes.get(iri, ""),
        texts.get(iri, {}),
        str(row["kind"]),
        tuple(above.data) if isinstance(above, Shown) else (),
        bool(row["inForce"]),
        row["period"],
        Decimal(value) if isinstance(value, int | Decimal) else None,
        texts.get(str(row["unit"])) if row["unit"] else None,
        str(row["band"] or ""),
    )


def _rows(result: Result) -> list[dict[str, Value]]:
    columns = [column.name for column in result.grid.columns]
    return [dict(zip(columns, row, strict=True)) for row in result.grid.rows]

"""The page of a UN target: the target taken apart, who supports it, and by which path.

Pure: made of the rows of the question target-ends-and-means and of queries/pages/target and target-supporters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from styringsgraf.namespaces import SDG
from styringsgraf.questions import Result
from styringsgraf.questions.order import counted
from styringsgraf.tables import Shown, Value
from styringsgraf.texts import Text

#: Kinds in the order of the thread, from why to how.
KINDS: Final = (
    "FocusArea", "Vision", "MainGoal", "SubGoal", "Strategy", "Assignment", "Measure", "Project", "Indicator",
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """A thing with its code and its names in all languages."""

    iri: str
    code: str
    names: Text


@dataclass(frozen=True)
class Step:
    """One edge of a path: by which property, to what, and whether only a reader claims it."""

    property: str
    names: Text
    end: Named
    claimed: bool


@dataclass(frozen=True)
class Supporter:
    """Something in a plan that leads to the target, with the shortest path, or an indicator with its latest result."""

    node: Named
    kind: str
    basis: str  # stated, claimed or measured
    document: Named
    steps: tuple[Step, ...]
    others: int
    measured: tuple[Named, ...] = ()
    period: int | None = None
    value: Decimal | None = None
    unit: Text | None = None
    band: str = ""

    @property
    def direct(self) -> bool:
        """Whether it is linked to the target itself, or to a part of it, and not through something else."""
        local = [step for step in self.steps if not _of_the_un(step.end.iri)]
        return not local


@dataclass(frozen=True)
class Segment:
    """One part of a target, with everything told of it by column."""

    node: Named
    role: str
    role_names: Text
    facts: Mapping[str, Value]
    names: Mapping[str, Text]
    who: str = ""  # who can act: local, shared, national or global, '' where nobody says


@dataclass(frozen=True)
class Municipality:
    """How much in a municipality's plans leads to the target."""

    slug: str
    names: Text
    stated: int
    claimed: int


@dataclass(frozen=True)
class Target:
    """A target: itself, the goal above it (None for a goal), the UN's indicators, and the municipalities."""

    itself: Named
    goal: Named | None
    indicators: tuple[Named, ...]
    municipalities: tuple[Municipality, ...]
    release: str

    @property
    def number(self) -> int:
        """The number of the goal it belongs to."""
        return int((self.goal or self.itself).code or 0)


class _Names:
    """The names of one answer."""

    def __init__(self, result: Result) -> None:
        self._texts = result.names.texts if result.names else {}
        self._codes = result.names.codes if result.names else {}
        columns = [column.name for column in result.grid.columns]
        self.rows = [dict(zip(columns, row, strict=True)) for row in result.grid.rows]

    def named(self, iri: Value) -> Named:
        """Return a thing by its IRI."""
        name = str(iri)
        return Named(name, self._codes.get(name, ""), self.text(name))

    def text(self, iri: Value) -> Text:
        """Return the names of a thing."""
        return self._texts.get(str(iri), {})


def target(result: Result) -> Target:
    """Return what an answer of queries/pages/target tells."""
    names = _Names(result)
    by_kind: dict[str, list[Mapping[str, Value]]] = {}
    for row in names.rows:
        by_kind.setdefault(str(row["kind"]), []).append(row)
    found = {kind: [names.named(row["thing"]) for row in rows] for kind, rows in by_kind.items()}
    return Target(
        found["itself"][0],
        next(iter(found.get("goal", ())), None),
        tuple(sorted(found.get("indicator", ()), key=lambda one: counted(one.code))),
        tuple(
            Municipality(str(row["thing"]).rpartition("/")[2], names.text(row["thing"]) or {}, _int(row["stated"]),
                         _int(row["claimed"]))
            for row in by_kind.get("municipality", ())
        ),
        result.release,
    )  # fmt: skip


def segments(result: Result) -> tuple[Segment, ...]:
    """Return the parts of a target in the order of its text."""
    names = _Names(result)
    return tuple(
        Segment(
            names.named(row["segment"]),
            str(row["role"]).rpartition("/")[2],
            names.text(row["role"]),
            row,
            {name: names.text(row[name]) if row[name] else {} for name in ("unit", "meansCategory")},
            str(row["whoActs"] or "").rpartition("/")[2],
        )
        for row in sorted(names.rows, key=lambda row: counted(str(row["code"])))
    )


def supporters(result: Result) -> Mapping[str, tuple[Supporter, ...]]:
    """Return what supports a target by kind, in the order of the thread; each thing once, stated before claimed."""
    names = _Names(result)
    found: dict[str, dict[str, Supporter]] = {kind: {} for kind in KINDS}
    for row in sorted(names.rows, key=lambda row: str(row["basis"]) == "claimed"):
        found[str(row["kind"])].setdefault(str(row["node"]), _supporter(row, names))
    return {
        kind: tuple(sorted(kept.values(), key=lambda one: (counted(one.node.code), one.node.iri)))
        for kind, kept in found.items()
        if kept
    }


def _supporter(row: Mapping[str, Value], names: _Names) -> Supporter:
    path = _data(row["path"])
    steps = tuple(
        Step(edge["property"], names.text(edge["property"]), names.named(edge["to"]), edge["basis"] == "claimed")
        for edge in path
    )
    period = row["period"]
    return Supporter(
        names.named(row["node"]),
        str(row["kind"]),
        str(row["basis"]),
        names.named(row["document"]),
        steps,
        len(_data(row["otherPaths"])) + _int(row["morePaths"]),
        tuple(map(names.named, _data(row["measured"]))),
        _int(period) if period else None,
        _number(row["value"]),
        names.text(row["unit"]) if row["unit"] else None,
        str(row["band"] or ""),
    )


def _of_the_un(iri: str) -> bool:
    return iri.startswith(SDG) or "/id/sdg/" in iri


def _data(value: Value) -> Sequence[Any]:
    return value.data if isinstance(value, Shown) else ()


def _int(value: Value) -> int:
    return int(value) if isinstance(value, int | Decimal) else 0


def _number(value: Value) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) else None

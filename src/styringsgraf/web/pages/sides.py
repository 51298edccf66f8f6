"""Two municipalities side by side: what the query of each found as rows of the figure, and as a table to download."""

from collections.abc import Mapping
from typing import Final

from styringsgraf.figures.coverage import KINDS, Coverage, Row
from styringsgraf.questions import Result
from styringsgraf.tables import Column, Grid, Shown, Value
from styringsgraf.texts import Text, text

ALL: Final = "all"
#: Rows of the query: 17 goals, and what their targets may have.
MOST: Final = 17 * (len(KINDS) + 1)


def coverage(names: tuple[str, str], results: tuple[Result, Result]) -> Coverage:
    """Return both sides by UN goal, in the order of the goals."""
    one, other = map(_counts, results)
    goals: dict[int, str] = {}
    for result in results:
        goals |= {int(str(row[0])): str(row[2]) for row in result.grid.rows}
    rows = (
        Row(
            goal,
            goals[goal],
            max(one.get((goal, ALL), 0), other.get((goal, ALL), 0)),
            (_of(one, goal), _of(other, goal)),
        )
        for goal in sorted(goals)
    )
    return Coverage(names, tuple(rows))


def _counts(result: Result) -> Mapping[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for code, _, _, kind, targets in result.grid.rows:
        word = kind.code if isinstance(kind, Shown) else str(kind)
        found[int(str(code)), word or ""] = int(str(targets))
    return found


def _of(side: Mapping[tuple[int, str], int], goal: int) -> dict[str, int]:
    return {kind: side.get((goal, kind), 0) for kind in KINDS}


def grid(shown: Coverage, slugs: tuple[str, str]) -> Grid:
    """Return the table of the figure: a row a UN goal, a column for each side and kind."""
    columns = [
        Column("goal", "code", text("compare-page.column-goal")),
        Column("goalLabel", "label", text("compare-page.column-name")),
        Column("targets", "integer", text("compare-page.column-targets")),
    ]
    for name, slug in zip(shown.names, slugs, strict=True):
        columns += [Column(f"{slug}-{kind}", "integer", _heading(name, kind)) for kind in KINDS]
    rows = tuple(map(_row, shown.rows))
    return Grid(tuple(columns), rows)


def _row(row: Row) -> tuple[Value, ...]:
    return (str(row.goal), row.name, row.targets, *(side[kind] for side in row.sides for kind in KINDS))


def _heading(name: str, kind: str) -> Text:
    return {lang: f"{name}: {words}" for lang, words in text(f"coverage.kind-{kind}").items()}

"""The map as a table for spreadsheets: a row for each target of the UN."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from styringsgraf.tables import Column, Grid, Value, records, render
from styringsgraf.texts import pick, text
from styringsgraf.web.pages.coverage import Coverage

_COLUMNS: Final = (
    ("code", "code"), ("target", "label"), ("goals", "integer"), ("means", "integer"), ("measures", "integer"),
    ("claims", "integer"), ("indicators", "integer"), ("green", "integer"), ("yellow", "integer"), ("red", "integer"),
)  # fmt: skip


@dataclass(frozen=True)
class _Table:
    grid: Grid
    title: str = ""
    notes: Sequence[str] = ()

    def as_json(self) -> Mapping[str, Any]:
        """Return the rows for programs."""
        return {"rows": records(self.grid)}


def written(found: Coverage, lang: str) -> bytes:
    """Return the map as CSV in UTF-8, headings as programs name them."""
    rows: list[tuple[Value, ...]] = [
        (one.code, pick(one.names, lang), one.goals, one.means, one.measures, one.claims, len(one.indicators),
         one.bands.get("green", 0), one.bands.get("yellow", 0), one.bands.get("red", 0))
        for one in found.targets
    ]  # fmt: skip
    columns = tuple(Column(name, kind, text(f"start.column-{name}")) for name, kind in _COLUMNS)
    return render(_Table(Grid(columns, tuple(rows))), "csv", lang)

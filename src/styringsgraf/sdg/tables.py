"""Reads the tables of data/sdg/: one row after the other, with its number as a spreadsheet shows it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from styringsgraf import resources


@dataclass(frozen=True)
class Row:
    """One row of a table: its file, its number (the heading is row 1) and its cells by heading."""

    path: Path
    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        """Return a cell as text, '' where it is empty or the column is missing."""
        return self.cells.get(heading) or ""


def folder() -> Path:
    """Return the folder of the UN tables."""
    return resources.data() / "sdg"


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV with headings."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, cells in enumerate(csv.DictReader(lines), start=2):
            yield Row(path, number, {name: text for name, text in cells.items() if name and text})


def table(name: str) -> Iterator[Row]:
    """Yield the rows of one of the shipped tables: 'goals', 'targets', 'indicators', 'segments'."""
    return rows(folder() / f"{name}.csv")


@cache
def indicators_of() -> dict[str, frozenset[str]]:
    """Return the indicator codes of every target."""
    found: dict[str, set[str]] = {row["code"]: set() for row in table("targets")}
    for row in table("indicators"):
        found[row["target"]].add(row["code"])
    return {target: frozenset(codes) for target, codes in found.items()}

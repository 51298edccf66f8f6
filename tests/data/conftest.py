"""Reads the shipped workbooks the way a reader without our import sees them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import pytest

Row: TypeAlias = dict[str, Any]
Sheets: TypeAlias = dict[str, list[Row]]

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
FACTS = ROOT.parent / "shared" / "facts"


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture(scope="session")
def facts() -> Path:
    if not FACTS.is_dir():
        pytest.skip("../shared/facts is not at hand: the data are not compared with the collected facts")
    return FACTS


@pytest.fixture(scope="session")
def plan() -> Callable[[str], Sheets]:
    """A template workbook as sheet → rows as heading → value."""

    def read(name: str) -> Sheets:
        book = openpyxl.load_workbook(DATA / f"{name}.xlsx")
        return {sheet.title: list(_rows(sheet, 1)) for sheet in book}

    return read


@pytest.fixture(scope="session")
def cards() -> Callable[[str], list[Row]]:
    """The rows of every goal card in a workbook, sub-goals filled down, with sheet, focus goal and area added."""

    def read(name: str) -> list[Row]:
        book = openpyxl.load_workbook(DATA / f"{name}.xlsx")
        return [row for sheet in book if sheet["A1"].value == "Satsingsområde" for row in _card(sheet)]

    return read


def _rows(sheet: Any, heading_row: int) -> Iterator[Row]:
    headings = [cell.value for cell in sheet[heading_row]]
    for cells in sheet.iter_rows(min_row=heading_row + 1, values_only=True):
        yield dict(zip(headings, cells, strict=True))


def _card(sheet: Any) -> Iterator[Row]:
    top = next(cell.row for cell in sheet["A"] if cell.value == "Sentrale utfordringer")
    above = {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(1, top - 1)}
    goal = None
    for row in _rows(sheet, top):
        goal = row["Sentrale utfordringer"] or goal
        yield row | {"Sentrale utfordringer": goal, "ark": sheet.title, "over": above}

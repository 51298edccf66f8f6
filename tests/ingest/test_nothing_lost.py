"""Whatever happens to a workbook, every row of it is in the graph or named in a finding, and so is every text in it.

Whole plans are damaged at random, a few blows each; the same seeds always give the same workbooks.
"""

import io
import random
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import openpyxl
import pytest

from styringsgraf.ingest import MemoryKnown, read
from styringsgraf.ingest.model import letters
from styringsgraf.namespaces import SG, Minter, clean, slug
from styringsgraf.terms import Literal

Grid = list[list[Any]]
Book = dict[str, Grid]
SEEDS: Final = range(120)
CONCEPT: Final = ("Kode", "Tittel", "Ordlyd", "Side", "Kilde")
TEXTS: Final = {"Kode", "Tittel", "Ordlyd", "Side", "Kilde", "Navn", "Merknad", "Begrunnelse"}
#: Findings that say of a whole sheet, or of a column in it, that it was not read.
SHEET_LEFT_OUT: Final = {"SG-I06", "SG-I07", "SG-I27"}
COLUMN_LEFT_OUT: Final = {"SG-I03", "SG-I04", "SG-I05", "SG-I14", "SG-I23"}
JUNK: Final[tuple[Any, ...]] = (
    "", None, "—", "?", "3.10", "18.1", "x; y", "=1+1", "\u00a0", "\u00ad", 16.1, 3, -4, 1e300, True, date(2026, 4, 3),
    "#REF!", "T1", "O1\nO2", "Å" * 300, "a" * 5000, "👍", "<script>", "\u202e1", "ca. 4", "2026", "0301", "'5", "1.234",
)  # fmt: skip


def plan(rng: random.Random) -> Book:
    """Return a whole plan, each row with texts of its own."""

    def rows(prefix: str, count: int, *more: Callable[[int], Any]) -> Grid:
        return [
            [f"{prefix}{n}", *(f"{prefix}-{what} {n}" for what in ("tittel", "ordlyd", "side", "kilde")),
             *(make(n) for make in more)]
            for n in range(1, count + 1)
        ]  # fmt: skip

    n = rng.randint(2, 5)
    return {
        "Dokument": [["Organisasjon", "Organisasjonsnavn", "Utgave", "Tittel", "Type"],
                     ["lia", "Lia kommune", "hp-2026", "Handlingsprogram", "handlingsprogram"]],
        "Organisasjon": [["Kode", "Navn", "Type"], *[[f"e{i}", f"enhet {i}", "virksomhet"] for i in range(1, n + 1)]],
        "Satsingsområder": [[*CONCEPT, "Bygger på FN-mål"], *rows("SO", n, str)],
        "Hovedmål": [[*CONCEPT, "Satsingsområde"], *rows("H", n, lambda i: f"SO{i}")],
        "Delmål": [[*CONCEPT, "Hovedmål", "Støtter FN"], *rows("D", n, lambda i: f"H{i}", lambda i: f"{i}.1")],
        "Strategier": [[*CONCEPT, "Mål"], *rows("S", n, lambda i: f"D{i}")],
        "Oppdrag": [[*CONCEPT, "Strategi", "Ansvarlig"], *rows("O", n, lambda i: f"S{i}", lambda i: f"e{i}")],
        "Tiltak": [[*CONCEPT, "Oppdrag", "Ansvarlig"], *rows("T", n, lambda i: f"O{i}", lambda i: f"e{i}")],
        "Indikatorer": [[*CONCEPT, "Måler", "Enhet", "Grønn", "Rød"],
                        *rows("I", n, lambda i: f"D{i}", lambda _: "prosent", lambda _: "50–100", lambda _: "<50")],
        "Målinger": [["Indikator", "År", "Verdi", "Merknad"],
                     *[[f"I{i}", 2020 + i, i * 1.5, f"merknad {i}"] for i in range(1, n + 1)]],
        "Bidrag": [["Fra", "Til", "Type", "Begrunnelse"],
                   *[[f"T{i}", f"{i}.2", "påstått", f"grunn {i}"] for i in range(1, n + 1)]],
    }  # fmt: skip


def blow(book: Book, rng: random.Random) -> None:
    """Damage one thing."""
    name = rng.choice([sheet for sheet in book if sheet != "Dokument"])
    grid = book[name]
    row, column = rng.randrange(len(grid)), rng.randrange(len(grid[0]))
    if row == 0 and rng.random() < 0.5:
        row = rng.randrange(1, len(grid)) if len(grid) > 1 else 0
    rng.choice((in_a_cell, in_a_cell, in_the_rows, in_the_columns))(grid, row, column, rng)
    if rng.random() < 0.2:
        others = [f"{name} 2", "Ark9", "Notater", name[:-1]]
        book[rng.choice(others)] = [list(line) for line in grid]


def in_a_cell(grid: Grid, row: int, column: int, rng: random.Random) -> None:
    if row == 0:
        grid[0][min(column, len(grid[0]) - 1)] = rng.choice(["Tittel", "Titel", "Noe helt annet", "Kode", "", 2025])
    elif column < len(grid[row]):
        grid[row][column] = rng.choice(JUNK)


def in_the_rows(grid: Grid, row: int, column: int, rng: random.Random) -> None:
    place = max(row, 1)
    how = rng.randrange(3)
    if how == 0:
        grid.insert(place, list(grid[min(place, len(grid) - 1)]) if len(grid) > 1 else [])
    elif how == 1:
        grid.insert(place, [""] * column)
    else:
        rest = grid[1:]
        rng.shuffle(rest)
        grid[1:] = rest[: rng.randrange(len(rest) + 1)]


def in_the_columns(grid: Grid, row: int, column: int, rng: random.Random) -> None:
    how = rng.randrange(3)
    if how == 0:
        grid[row].append(f"løst {rng.randrange(1000)}")
    elif how == 1:
        grid[row].insert(0, rng.choice(JUNK))
    else:
        for line in grid:
            if len(line) > column:
                line.append(line.pop(column))


def saved(book: Book) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, grid in book.items():
        sheet = made.create_sheet(name)
        for row in grid:
            sheet.append([None if value == "" else value for value in row])
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


class Account:
    """What became of one workbook: rows and texts that landed, and what the findings name."""

    def __init__(self, content: bytes) -> None:
        minter = Minter("https://example.org/")
        imported = read(content, "plan.xlsx", None, minter, MemoryKnown())
        self.landed: set[tuple[str, int]] = set()
        self.said: set[str] = set()
        for document in imported.documents:
            rows: dict[str, dict[str, str]] = {}
            for quad in document.graphs.get(document.graph + "/provenance", ()):
                rows.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
            for facts in rows.values():
                if f"{SG}rowNumber" in facts:
                    self.landed.add((rows[facts[f"{SG}inTable"]][f"{SG}sheetName"], int(facts[f"{SG}rowNumber"])))
            stated = [quad for name, quads in document.graphs.items() if "/provenance" not in name for quad in quads]
            self.said |= {quad.object.value for quad in stated if isinstance(quad.object, Literal)}
            self.said |= {quad.object.value for quad in stated if hasattr(quad.object, "value")}
        cells = [(finding.rule, finding.cell) for finding in imported.findings if finding.cell]
        self.sheets = {cell.sheet for rule, cell in cells if rule in SHEET_LEFT_OUT}
        self.columns = {(cell.sheet, cell.letter) for rule, cell in cells if rule in COLUMN_LEFT_OUT}
        self.named = {(cell.sheet, cell.row) for _, cell in cells}
        # Without its mandatory column of codes, no row of a sheet can land.
        self.headless = {cell.sheet for rule, cell in cells if rule == "SG-I01"}

    def says(self, text: str) -> bool:
        """Tell whether a text is in the graph: whole, line by line, or as the short name of a part."""
        lines = [line for line in text.splitlines() if is_something(line)]
        return clean(text) in self.said or slug(text) in self.said or all(clean(line) in self.said for line in lines)


def is_something(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(clean(value)))


def lost(book: Book, account: Account) -> list[str]:
    """Return every row, and every text of a row, that is neither in the graph nor in a finding."""
    missing = []
    for name, grid in book.items():
        if name in account.sheets:
            continue
        headings = [clean(str(value)) if is_something(value) else "" for value in grid[0]] if grid else []
        for number, row in enumerate(grid[1:], start=2):
            if not any(is_something(value) for value in row):
                continue
            place = (name, number)
            if place not in account.landed and place not in account.named and name not in account.headless:
                missing.append(f"{name}!{number} {row}")
            if place not in account.landed:
                continue
            for index, value in enumerate(row):
                heading = headings[index] if index < len(headings) else ""
                spoken = heading in TEXTS and isinstance(value, str) and is_something(value)
                told = place in account.named or (name, letters(index)) in account.columns
                if spoken and not told and not account.says(value):
                    missing.append(f"{name}!{letters(index)}{number} {value!r}")
    return missing


@pytest.mark.parametrize("part", range(4))
def test_every_row_and_text_lands_or_is_named(part: int) -> None:
    checked = 0
    for seed in list(SEEDS)[part::4]:
        rng = random.Random(seed)  # noqa: S311 - damage, not secrets
        book = plan(rng)
        for _ in range(rng.randint(1, 6)):
            blow(book, rng)
        assert lost(book, Account(saved(book))) == [], f"seed {seed}"
        checked += 1
    assert checked == len(SEEDS) // 4


def test_an_undamaged_plan_lands_whole() -> None:
    book = plan(random.Random(1))  # noqa: S311 - damage, not secrets
    account = Account(saved(book))
    assert account.named == set()
    rows = {(name, number) for name, grid in book.items() for number in range(2, len(grid) + 1)}
    assert account.landed == rows

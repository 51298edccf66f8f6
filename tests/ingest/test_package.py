"""Packages that no spreadsheet program writes, but tools and attackers do: nothing in them may be lost in silence."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from styringsgraf.errors import InputError

Rows = list[tuple[Any, ...]]
OPP: Rows = [("Kode", "Tittel", "Strategi", "Ansvarlig"), ("O1", "a", "", "lia"), ("O2", "b", "", "lia")]
OLD = Path(__file__).parent / "files" / "gammel.xls"


def repacked(content: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w") as new,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, member in (extra or {}).items():
            new.writestr(name, member)
    return target.getvalue()


@pytest.fixture
def book(make: Any, document: Any) -> bytes:
    content: bytes = make(Dokument=document, Oppdrag=OPP)
    return content


def replaced(member: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if name != member:
            return content
        assert old in content
        return content.replace(old, new, 1)

    return change


SHEET = "xl/worksheets/sheet2.xml"
DAMAGED = [
    ("a row twice", replaced(SHEET, b'<row r="3"', b'<row r="2"')),
    ("a cell twice", replaced(SHEET, b'r="B2"', b'r="A2"')),
    ("cells out of order", replaced(SHEET, b'r="B3"', b'r="D3"')),
    ("two sheets of one name", replaced("xl/workbook.xml", b'name="Oppdrag"', b'name="Dokument"')),
]


@pytest.mark.parametrize(("what", "change"), DAMAGED, ids=[what for what, _ in DAMAGED])
def test_what_would_overwrite_is_refused(load: Any, book: bytes, what: str, change: Any) -> None:
    with pytest.raises(InputError) as problem:
        load(repacked(book, change))
    assert problem.value.key == "ingest.file_damaged", what


def test_a_part_given_twice_is_refused(load: Any, book: bytes) -> None:
    with pytest.raises(InputError) as problem:
        load(repacked(book, lambda _, content: content, {SHEET: b"<worksheet/>"}))
    assert problem.value.key == "ingest.file_damaged"


def test_cells_without_addresses_are_read_in_order(load: Any, book: bytes) -> None:
    found = load(repacked(book, lambda name, c: re.sub(rb' r="[A-Z]+[0-9]+"', b"", c) if name == SHEET else c))
    assert found.values("lia/hp-2026/assignment/O2", "dct:title") == {"b@nb"}


def test_an_error_in_a_cell_without_address_is_found(load: Any, make: Any, document: Any) -> None:
    rows = [(*OPP[0], "Side"), ("O1", "a", "x", "lia", 7)]
    change = replaced(SHEET, b'<c r="E2"><v>7</v>', b'<c t="e"><v>#REF!</v>')
    found = load(repacked(make(Dokument=document, Oppdrag=rows), change))
    finding = found.only("SG-I11")
    assert (finding.value, finding.cell.letter, finding.cell.row) == ("#REF!", "E", 2)


def saved(content: bytes, cells: dict[str, object]) -> bytes:
    edited = openpyxl.load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        edited["Oppdrag"][address] = value
    target = io.BytesIO()
    edited.save(target)
    return target.getvalue()


def test_rows_of_uncalculated_formulas_below_the_table_are_not_lost(load: Any, book: bytes) -> None:
    found = load(saved(book, {"A4": '="O"&3', "A6": '="O"&4', "B6": '="x"'}))
    cells = {(f.cell.row, f.cell.letter) for f in found.findings if f.rule == "SG-I11" and f.cell}
    assert cells == {(4, "A"), (6, "A"), (6, "B")}


def test_a_sheet_of_nothing_but_uncalculated_formulas_is_not_empty(load: Any, make: Any, document: Any) -> None:
    content = saved(make(Dokument=document, Oppdrag=[]), {"A1": '="Kode"', "A2": '="O1"'})
    rules = [f.rule for f in load(content).findings]
    assert "SG-I01" in rules
    assert "SG-I19" not in rules


def test_an_old_workbook_that_was_cut_off_is_called_damaged(load: Any) -> None:
    whole = OLD.read_bytes()
    for keep in (600, len(whole) // 3, len(whole) // 2):
        with pytest.raises(InputError) as problem:
            load(whole[:keep], "gammel.xls")
        assert problem.value.key == "ingest.file_damaged"

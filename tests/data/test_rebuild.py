"""The committed workbooks are what the scripts build: cell by cell, and byte by byte between two builds."""

import subprocess
import sys
from pathlib import Path

import openpyxl


def _build(data: Path, target: Path) -> list[Path]:
    subprocess.run([sys.executable, str(data / "build" / "build.py"), str(target)], check=True, capture_output=True)
    return sorted(target.rglob("*.xlsx"))


def test_committed_workbooks_equal_a_rebuild_cell_by_cell(data: Path, tmp_path: Path) -> None:
    compared = 0
    built = _build(data, tmp_path)
    assert [path.relative_to(tmp_path) for path in built] == [
        path.relative_to(data) for path in sorted(data.rglob("*.xlsx"))
    ]
    for path in built:
        fresh = openpyxl.load_workbook(path)
        committed = openpyxl.load_workbook(data / path.relative_to(tmp_path))
        assert fresh.sheetnames == committed.sheetnames
        for name in fresh.sheetnames:
            assert fresh[name].merged_cells == committed[name].merged_cells
            for mine, theirs in zip(fresh[name].iter_rows(), committed[name].iter_rows(), strict=True):
                for new, old in zip(mine, theirs, strict=True):
                    assert (new.value, new.data_type, new.number_format) == (
                        old.value,
                        old.data_type,
                        old.number_format,
                    )
                    compared += new.value is not None
    assert len(built) == 23
    assert compared > 6000


def test_two_builds_are_the_same_bytes(data: Path, tmp_path: Path) -> None:
    first, second = _build(data, tmp_path / "a"), _build(data, tmp_path / "b")
    assert len(first) == 23
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_no_formulas_and_no_numbers_among_the_codes(data: Path) -> None:
    seen = 0
    for path in data.rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            for column in sheet.iter_cols():
                if column[0].value in {"Kode", "Utgave", "Støtter FN", "Bygger på FN-mål", "Indikator", "Måler", "Til"}:
                    filled = [cell for cell in column[1:] if cell.value is not None]
                    assert all(cell.data_type == "s" and cell.number_format == "@" for cell in filled), sheet.title
                    seen += len(filled)
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert seen > 400

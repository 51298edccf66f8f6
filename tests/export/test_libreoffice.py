"""People edit workbooks in a spreadsheet: what LibreOffice saves again says the same, but for what was edited."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from styringsgraf.export import export
from styringsgraf.export.workbook import compared
from styringsgraf.ingest import read
from styringsgraf.ingest.mapping import find
from styringsgraf.namespaces import Minter

SOFFICE = shutil.which("soffice")
#: Documents with texts, dates, bands, odd numbers, claims and results in both shapes of plan.
NAMES = ("eksempel/kommuneplan-2023", "eksempel/handlingsprogram-2026-2029", "eksempel/arsrapport-2025",
         "asker/handlingsprogram-2016-2019", "asker/arsrapport-2015")  # fmt: skip

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (Debian: libreoffice-calc) is not installed")


def saved_again(files: list[Path], folder: Path) -> dict[str, bytes]:
    """Open workbooks in LibreOffice and save them: file name → content. One start, in a profile of its own."""
    target = folder / "saved"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {path.name: path.read_bytes() for path in target.glob("*.xlsx")}


@pytest.fixture(scope="module")
def exported(shipped: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, files = tmp_path_factory.mktemp("exported"), {}
    for name in NAMES:
        made = export([shipped.stated(name)], find("template"), "nb", shipped.lookup, Minter("https://example.org/"))
        files[name] = folder / f"{name.replace('/', '-')}.xlsx"
        files[name].write_bytes(made.content)
    return files


def differences(content: bytes, name: str, shipped: Any, minter: Minter) -> tuple[list[str], list[str]]:
    """Return the statements of a shipped document that an import of this content lacks, and those it adds."""
    imported = read(content, "plan.xlsx", find("template"), minter, shipped.lookup)
    assert [finding.message["en"] for finding in imported.findings if finding.stops] == []
    graphs = {graph: quads for document in imported.documents for graph, quads in document.graphs.items()}
    stated = shipped.stated(name)
    parts = [compared(graph, quads, graphs.get(graph, ())) for graph, quads in stated.graphs.items()]
    assert all(part.same == (not part.lost and not part.added) for part in parts)
    return [line for part in parts for line in part.lost], [line for part in parts for line in part.added]


def test_saved_again_it_says_the_same(exported: dict[str, Path], shipped: Any, minter: Minter, tmp_path: Path) -> None:
    saved = saved_again(list(exported.values()), tmp_path)
    assert len(saved) == len(NAMES)
    for name, path in exported.items():
        assert differences(saved[path.name], name, shipped, minter) == ([], []), name


@pytest.mark.parametrize(
    ("name", "edit", "changes"),
    [
        ("eksempel/handlingsprogram-2026-2029", ("Tiltak", "T1", "Tittel *", "Ny tittel"), (1, 1)),
        ("eksempel/kommuneplan-2023", ("Indikatorer", "I1", "Desimaler", 3), (1, 1)),
        ("asker/handlingsprogram-2016-2019", ("Delmål", "S.1", "Merknad", "Vårt notat"), (0, 1)),
    ],
)
def test_one_cell_changed_changes_one_statement(
    name: str,
    edit: tuple[str, str, str, Any],
    changes: tuple[int, int],
    exported: dict[str, Path],
    shipped: Any,
    minter: Minter,
    tmp_path: Path,
) -> None:
    sheet, code, heading, value = edit
    book = openpyxl.load_workbook(exported[name])
    rows = book[sheet]
    headings = [one.value for one in rows[1]]
    (row,) = [number for number in range(2, rows.max_row + 1) if rows.cell(number, 1).value == code]
    rows.cell(row, headings.index(heading) + 1).value = value
    changed = tmp_path / "endret.xlsx"
    book.save(changed)
    saved = saved_again([changed], tmp_path)
    gone, new = differences(saved["endret.xlsx"], name, shipped, minter)
    assert (len(gone), len(new)) == changes
    assert len({line.split(" ")[0] for line in (*gone, *new)}) == 1
    assert str(value) in new[0]


def test_the_drop_downs_gather_codes_of_several_sheets(exported: dict[str, Path], tmp_path: Path) -> None:
    # openpyxl drops what formulas gave, so LibreOffice has to work them out.
    book = openpyxl.load_workbook(exported["eksempel/kommuneplan-2023"])
    goals = [[cell.value for cell in book[sheet]["A"][1:] if cell.value] for sheet in ("Delmål", "Hovedmål")]
    book.save(tmp_path / "nye.xlsx")
    saved = saved_again([tmp_path / "nye.xlsx"], tmp_path)
    target = tmp_path / "lest.xlsx"
    target.write_bytes(saved["nye.xlsx"])
    lists = openpyxl.load_workbook(target, data_only=True)["Ordlister"]
    (column,) = [cell.column for cell in lists[1] if cell.value == "Delmål + Hovedmål"]
    offered = [lists.cell(row, column).value for row in range(2, lists.max_row + 1)]
    assert [code for code in offered if code] == goals[0] + goals[1]
    assert len(goals[0] + goals[1]) > 10

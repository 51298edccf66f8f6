"""LibreOffice opens questions' answers: numbers are numbers, and Norwegian letters are letters."""

import shutil
import subprocess
from pathlib import Path
from urllib.request import urlopen

import openpyxl
import pandas as pd
import pytest

SOFFICE = shutil.which("soffice")
#: Semicolons, quotation marks, UTF-8, from line 1, Norwegian (bokmål), quoted is text, numbers are recognised.
CSV = "--infilter=CSV:59,34,76,1,,1044,false,true"
STATUS = "api/v1/questions/indicator-status"

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (Debian: libreoffice-calc) is not installed")


def opened(content: bytes, name: str, folder: Path, *options: str) -> list[tuple[object, ...]]:
    """Return the rows LibreOffice sees in a file."""
    (folder / name).write_bytes(content)
    profile, target = f"-env:UserInstallation={(folder / 'profile').as_uri()}", folder / "opened"
    command = [str(SOFFICE), profile, "--headless", *options, "--convert-to", "xlsx", "--outdir", str(target)]
    subprocess.run([*command, str(folder / name)], check=True, capture_output=True, timeout=300)
    (made,) = target.glob("*.xlsx")
    sheet = openpyxl.load_workbook(made).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def fetched(address: str) -> bytes:
    with urlopen(address, timeout=60) as answer:  # noqa: S310 - our own
        content: bytes = answer.read()
        return content


@pytest.mark.parametrize(("form", "options"), [("csv-no", (CSV,)), ("xlsx", ())])
def test_it_sees_the_same_as_the_standard_csv(site: str, tmp_path: Path, form: str, options: tuple[str, ...]) -> None:
    standard = pd.read_csv(f"{site}/{STATUS}?format=csv")
    content = fetched(f"{site}/{STATUS}?format={form}")
    rows = opened(content, "svar.xlsx" if form == "xlsx" else "svar.csv", tmp_path, *options)
    head = next(number for number, row in enumerate(rows) if row[0] == "Kode")
    own = rows[head + 1 : head + 1 + len(standard)]
    assert len(own) == len(standard) > 50
    assert "Målestatus" in rows[head]
    value, label = rows[head].index("Resultat"), rows[head].index("Indikator")
    assert [row[label] for row in own] == standard["indicatorLabel"].tolist()
    expected = [None if pd.isna(number) else number for number in standard["value"]]
    assert [row[value] for row in own] == expected
    assert all(isinstance(number, int | float) for number in (row[value] for row in own) if number is not None)
    assert any(isinstance(number, float) and number % 1 for number in expected)

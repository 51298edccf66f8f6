"""``styringsgraf sdg``: the UN's own texts into a release, and the table of segments, as a user meets them."""

import csv
import importlib.util
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from styringsgraf import cli, pipeline
from styringsgraf.sdg.tables import folder
from styringsgraf.settings import Settings, settings

_SPEC = importlib.util.spec_from_file_location(
    "official_sample", Path(__file__).parents[1] / "sdg" / "official_sample.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
made: Any = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with vocabulary and UN codes only, to be copied."""
    path = tmp_path_factory.mktemp("fresh") / "data"
    pipeline.initialise(Settings(data=path), empty=True)
    return path


@pytest.fixture
def data(fresh: Path, tmp_path: Path) -> str:
    settings.cache_clear()
    return str(copytree(fresh, tmp_path / "data"))


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_import_tells_what_differs_and_which_release_is_current(
    capsys: pytest.CaptureFixture[str], data: str, tmp_path: Path
) -> None:
    file = tmp_path / "un.ttl"
    file.write_bytes(made.written(made.sample()))
    code, out, err = said(capsys, "sdg", "import", str(file), "--data", data, "--lang", "nb")
    assert code == 0
    assert "000002-" in out
    assert "SG-U21" in err
    assert "8 av indikatorene våre er nyere enn filen" in err
    code, out, _ = said(capsys, "sdg", "import", str(file), "--data", data, "--lang", "nb")
    assert (code, out.split()[:3]) == (0, ["Ingenting", "er", "endret;"])
    query = "SELECT ?o WHERE { <http://metadata.un.org/sdg/3.4> <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }"
    code, out, _ = said(capsys, "sparql", query, "--format", "csv", "--data", data)
    assert set(out.split("\r\n")[1:3]) == {"Whatever 3.4 demands", "Tout ce que demande 3.4"}


def test_exit_codes_say_why_nothing_was_imported(capsys: pytest.CaptureFixture[str], data: str, tmp_path: Path) -> None:
    whole = made.sample()
    lacking = made.without(whole, lambda quad: quad.subject.value.endswith("sdg/9.5"))
    cases: dict[str, tuple[bytes, int, str]] = {
        "lacking.ttl": (made.written(lacking), 1, "9.5"),
        "damaged.ttl": (made.written(whole)[:-40], 3, "damaged.ttl"),
        "other.ttl": (b'<http://x> <http://y> "z" .', 3, "other.ttl"),
        "plan.xlsx": (b"PK", 3, "plan.xlsx"),
    }
    for name, (content, expected, word) in cases.items():
        (tmp_path / name).write_bytes(content)
        code, out, err = said(capsys, "sdg", "import", str(tmp_path / name), "--data", data, "--lang", "nn")
        assert (code, out) == (expected, ""), name
        assert word in err
        assert "--accepted" not in err  # there is no such option here
    assert said(capsys, "sdg", "import", str(tmp_path / "lacking.ttl"), "--data", str(tmp_path / "none"))[0] == 2
    assert said(capsys, "releases", "list", "--data", data, "--format", "csv")[1].count("0000") == 1


def test_the_shipped_table_of_segments_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "sdg", "check", "--lang", "en")
    assert code == 0
    assert "Nothing found." in out


def test_check_points_to_the_cell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with (folder() / "segments.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    column = rows[0].index("target")
    rows[4][column] = "99.9"
    copy = tmp_path / "mine.csv"
    with copy.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)
    code, out, _ = said(capsys, "sdg", "check", str(copy), "--lang", "nb")
    assert code == 1
    assert "SG-U01" in out
    assert "celle B5" in out
    assert said(capsys, "sdg", "check", str(tmp_path / "none.csv"))[0] == 3


def test_the_uns_own_file_from_the_command_line(capsys: pytest.CaptureFixture[str], data: str) -> None:
    if not made.UN_FILE.is_file():
        pytest.skip("../shared/data/un-sdg is not at hand: the UN's own file is not imported")
    code, out, err = said(capsys, "sdg", "import", str(made.UN_FILE), "--data", data, "--lang", "en")
    assert code == 0
    assert "000002-" in out
    assert "12.3" in err
    assert "14.6" in err
    assert "SG-U26" not in err

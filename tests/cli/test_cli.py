"""The command line as a user meets it: output, exit codes, and one sentence for everything that goes wrong."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from styringsgraf import cli, resources
from styringsgraf.settings import settings

ROOT = Path(__file__).parents[2]
ASKER_2016 = ROOT / "data" / "asker" / "handlingsprogram-2016-2019.xlsx"


@pytest.fixture(autouse=True)
def on_shipped_data(shipped_folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("STYRINGSGRAF_DATA", str(shipped_folder))
    settings.cache_clear()
    yield
    settings.cache_clear()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command line; return exit code, standard output and standard error."""
    code = cli.run(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_questions_are_listed_with_an_example_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "questions")
    assert code == 0
    examples = [line.split()[1:] for line in out.splitlines() if line.strip().startswith("styringsgraf ask")]
    assert len(examples) == len(list(resources.questions().glob("*.*"))) >= 7
    assert "[organisation=asker] [year=2015] [colour=red]\n" in out
    for example in examples:
        code, _, err = said(capsys, *example, "--format", "json")
        assert (code, err) == (0, "")


def test_ask_writes_tables_and_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = said(capsys, "ask", "measures-for-target", "target=3.4", "--format", "json")
    rows = json.loads(out)["rows"]
    assert code == 0
    book = tmp_path / "svar.xlsx"
    assert said(capsys, "ask", "measures-for-target", "target=3.4", "--format", "xlsx", "-o", str(book))[0] == 0
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None
    assert sheet.max_row == len(rows) + 1


def test_sparql_from_text_and_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?t a <http://metadata.un.org/sdg/ontology#Target> }"
    assert said(capsys, "sparql", query, "--format", "csv")[1].split() == ["n", "169"]
    file = tmp_path / "q.rq"
    file.write_text(query, encoding="utf-8")
    assert said(capsys, "sparql", f"@{file}", "--format", "csv")[1].split() == ["n", "169"]


def test_thread_reads_as_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = said(capsys, "thread", "3.4", "--down")
    assert code == 0
    assert "3.4" in text
    body = json.loads(said(capsys, "thread", "3.4", "--down", "--format", "json")[1])
    assert body


@pytest.mark.parametrize("form", ["csv", "csv-no", "svg", "xlsx", "json", "text"])
def test_thread_is_written_to_a_file_in_every_form(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    file = tmp_path / "trad"
    code, out, _ = said(capsys, "thread", "eksempel/kommuneplan-2023/S1", "--format", form, "-o", str(file))
    assert (code, out) == (0, "")
    assert b"\x1b" not in file.read_bytes() or form == "xlsx"
    assert file.stat().st_size > 500


@pytest.mark.parametrize(
    ("names", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_terminals_and_those_who_ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, names: dict[str, str], coloured: bool
) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    _, out, _ = said(capsys, "thread", "eksempel/kommuneplan-2023/D1.1", "--up")
    assert ("\x1b[33mgul\x1b[0m" in out) is coloured
    assert "gul" in out


def test_compare_says_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    plans = ("asker/handlingsprogram-2016-2019", "asker/handlingsprogram-2017-2020")
    code, out, _ = said(capsys, "compare", *plans, "--only", "recoded")
    assert code == 0
    assert "Indikator «Sykefravær i prosent» har ny kode: MA.1.1 (før MA.1.2)." in out
    rows = list(csv.DictReader(io.StringIO(said(capsys, "compare", *plans, "--format", "csv")[1])))
    assert {row["change"] for row in rows} >= {"new-meaning", "recoded", "moved", "bands-changed", "added", "dropped"}
    assert "ingen endringer" in said(capsys, "compare", "current", "1")[1]


WRONG = [
    (("ask", "no-such"), 2, "no-such"),
    (("ask", "measures-for-target"), 2, "target"),
    (("ask", "measures-for-target", "target=3.10"), 2, "3.10"),
    (("ask", "measures-for-target", "target"), 2, "target"),
    (("ask", "measures-for-target", "target=3", "target=4"), 2, "target"),
    (("ask", "measures-for-target", "target=3.4", "--format", "png"), 2, "png"),
    (("ask", "measures-for-target", "target=3.4", "-o", "/no/such/folder/x.csv"), 2, "/no/such/folder"),
    (("sparql", "SELECT WHERE {"), 2, ""),
    (("sparql", "LOAD <http://127.0.0.1:1/>"), 2, "LOAD"),
    (("sparql", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"), 2, "SERVICE"),
    (("sparql", "@no-such-file.rq"), 3, "no-such-file.rq"),
    (("sparql", "SELECT * WHERE " + "{" * 4000 + "}" * 4000), 2, ""),
    (("thread", "eksempel/kommuneplan-2023/NOPE"), 2, "NOPE"),
    (("thread", "3.4", "--format", "png"), 2, "png"),
    (("compare", "asker/handlingsprogram-2016-2019", "1"), 2, "asker/handlingsprogram-2016-2019"),
    (("compare", "asker/handlingsprogram-2016-2019", "asker/nope"), 2, "asker/nope"),
    (("compare", "1", "99"), 2, "99"),
    (("compare", "1", "1", "--only", "sideways"), 2, "sideways"),
    (("compare", "1", "1", "--format", "png"), 2, "png"),
    (("releases", "show", "99"), 2, "99"),
    (("import", "no-such-file.xlsx"), 3, "no-such-file.xlsx"),
    (("check", "no-such-file.xlsx"), 3, "no-such-file.xlsx"),
    (("check", str(ASKER_2016), "--report", "pdf"), 2, "pdf"),
    (("check", str(ASKER_2016), "--mapping", "no-such-mapping"), 3, "no-such-mapping"),
    (("check", str(ASKER_2016), "--reference-date", "tomorrow"), 2, "tomorrow"),
    (("withdraw", "asker/no-such"), 2, "no-such"),
    (("init",), 2, ""),
    (("no-such-command",), 2, "no-such-command"),
    (("ask", "--no-such-option"), 2, "--no-such-option"),
]


@pytest.mark.parametrize(("arguments", "code", "names"), WRONG, ids=[" ".join(row[0])[:40] for row in WRONG])
def test_what_goes_wrong_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, names: str
) -> None:
    left, out, err = said(capsys, *arguments)
    assert left == code
    assert out == ""
    assert names in err
    assert 0 < len(err) < 1500


def test_unreadable_files_are_told_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    whole = ASKER_2016.read_bytes()
    files = {"empty.xlsx": b"", "text.xlsx": b"not a workbook", "cut.xlsx": whole[: len(whole) // 2]}
    sentences = set()
    for name, content in files.items():
        path = tmp_path / name
        path.write_bytes(content)
        code, _, err = said(capsys, "check", str(path))
        assert code == 3
        assert name in err
        sentences.add(err.replace(name, ""))
    assert len(sentences) == 3


def test_check_tells_the_cell_and_sets_the_exit_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = tmp_path / "rapport.json"
    code, out, _ = said(capsys, "check", str(ASKER_2016), "--report", "text", "--report", f"json={report}")
    body = json.loads(report.read_text(encoding="utf-8"))
    assert code == (1 if any(f["severity"] == "violation" and not f["accepted"] for f in body["findings"]) else 0)
    assert body["counts"]["violation"] > 0
    # The plan is judged together with the other plans of Asker in force; every finding names its cell in one of them.
    files = {finding["cell"]["file"].removeprefix("asker/") for finding in body["findings"]}
    assert ASKER_2016.name in files <= {path.name for path in ASKER_2016.parent.glob("*.xlsx")}
    assert ASKER_2016.name in out
    assert said(capsys, "check", str(ASKER_2016), "--fail-on", "info")[0] == 1


def test_check_stores_nothing(capsys: pytest.CaptureFixture[str], shipped_folder: Path) -> None:
    def state() -> list[tuple[str, int]]:
        return sorted((str(p), p.stat().st_mtime_ns) for p in shipped_folder.rglob("*") if p.is_file())

    before = state()
    said(capsys, "check", str(ASKER_2016))
    assert state() == before


def test_import_without_publish_gives_statements(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "plan.nq"
    assert said(capsys, "import", str(ASKER_2016), "-o", str(out))[0] == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert any("indicator/MA.1.1" in line for line in lines)


def test_releases_are_listed_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "releases", "list")
    assert code == 0
    assert any(line.startswith("*") and "000001-" in line for line in out.splitlines())
    rows = list(csv.DictReader(io.StringIO(said(capsys, "releases", "list", "--format", "csv")[1])))
    assert [(row["referenceDate"], row["note"]) for row in rows] == [("2026-06-30", "init")]
    assert said(capsys, "releases", "verify")[0] == 0


def test_only_plans_are_offered_as_plans(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = said(capsys, "ask", "unmeasurable-goals", "plan=asker/no-such")
    assert "asker/handlingsprogram-2016-2019" in err
    _, _, err = said(capsys, "ask", "unmeasurable-goals", "plan=no-such")
    assert "blant annet: " in err
    assert "http" not in err


def test_messages_come_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    sentences = {said(capsys, "ask", "no-such", "--lang", lang)[2] for lang in ("nb", "nn", "en")}
    assert len(sentences) == 3


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own."""
    environment = os.environ | {"STYRINGSGRAF_DATA": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "styringsgraf", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_ask_builds_the_first_release_itself(tmp_path: Path) -> None:
    done = run("ask", "orphan-measures", folder=tmp_path / "new")
    assert done.returncode == 0
    assert (tmp_path / "new" / "current.json").is_file()
    assert "asker" in done.stderr


def test_a_port_in_use_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), folder=tmp_path / "new")
    assert done.returncode == 4
    assert str(port) in done.stderr
    assert str(port + 1) in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("a file where the folder should be")
    done = run("releases", "list", folder=in_the_way / "data")
    assert done.returncode == 4
    assert str(in_the_way) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_fault(shipped_folder: Path) -> None:
    command = f"{sys.executable} -m styringsgraf questions | head -1"
    environment = os.environ | {"STYRINGSGRAF_DATA": str(shipped_folder)}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""

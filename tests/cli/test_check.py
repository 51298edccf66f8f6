"""The check as CI meets it: several reports at once, exit codes 0 to 4, paths tried first, a list to start from."""

import errno
import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import rdflib
import yaml

from styringsgraf import cli, errors, pipeline
from styringsgraf.quality.exports import EXPORTS
from styringsgraf.quality.report import Report
from styringsgraf.settings import settings

ROOT = Path(__file__).parents[2]
CLEAN = ROOT / "data" / "eksempel" / "kommuneplan-2023.xlsx"
FAULTY = ROOT / "data" / "asker" / "strategiplan-eiendom-2016-2026.xlsx"
ALONE = ("--against", "none", "--reference-date", "2024-06-30", "--lang", "nb")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STYRINGSGRAF_DATA", str(tmp_path / "none"))
    settings.cache_clear()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run(["check", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def stands(_: object, files: object, **__: object) -> Report:
    raise AssertionError(f"the check was run: {files}")


def test_all_reports_at_once_tell_the_same_number(capsys: pytest.CaptureFixture[str]) -> None:
    forms = [name for name in EXPORTS if name != "text"]
    wanted = [argument for name in forms for argument in ("--report", f"{name}={name}{EXPORTS[name].suffix}")]
    code, out, err = said(capsys, str(FAULTY), *ALONE, *wanted, "--report", "text")
    assert code == 1
    assert out.startswith("■ ")
    assert [line.split(" → ")[0] for line in err.splitlines() if " → " in line] == forms
    findings = json.loads(Path("json.json").read_bytes())["findings"]
    assert len(findings) > 5
    assert any(finding["responsible"] or finding["plan"] for finding in findings)
    sheet = openpyxl.load_workbook("xlsx.xlsx").active
    assert sheet is not None
    graph = rdflib.Graph().parse("ttl.ttl")
    results = graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/shacl#result"))
    assert len(findings) == sheet.max_row - 1 == len(list(results))
    assert len(findings) == len(json.loads(Path("sarif.sarif").read_bytes())["runs"][0]["results"])
    assert len(findings) == Path("github.txt").read_text(encoding="utf-8").count("\n")
    cases = ET.parse("junit.xml").getroot().iter("properties")  # noqa: S314 - our own
    assert len(findings) == len(list(cases))
    assert len(findings) == Path("html.html").read_text(encoding="utf-8").count('<td class="rule">')


def test_paths_are_those_of_the_caller(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "planer").mkdir()
    (tmp_path / "planer" / "min plan.xlsx").write_bytes(FAULTY.read_bytes())
    said(capsys, "planer/min plan.xlsx", *ALONE, "--report", "github=a.txt", "--report", "sarif=a.sarif")
    assert "file=planer/min plan.xlsx,line=" in Path("a.txt").read_text(encoding="utf-8")
    assert '"uri": "planer/min%20plan.xlsx"' in Path("a.sarif").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((str(CLEAN), *ALONE), 0),
        ((str(FAULTY), *ALONE), 1),
        ((str(FAULTY), *ALONE, "--report", "pdf"), 2),
        (("missing.xlsx", *ALONE), 3),
    ],
)
def test_exit_codes(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int) -> None:
    left, out, err = said(capsys, *arguments)
    assert left == code
    assert bool(out) is (code < 2)
    assert bool(err) is (code >= 2)


@pytest.mark.parametrize("fault", [RuntimeError("hm"), errors.Environment("cli.internal", kind="X", message="hm")])
def test_exit_code_of_a_fault_inside(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def breaks(*_: object, **__: object) -> Report:
        raise fault

    monkeypatch.setattr(pipeline, "check", breaks)
    code, _, err = said(capsys, str(CLEAN), *ALONE)
    assert code == 4
    assert "hm" in err


def test_fail_on_decides(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, str(CLEAN), *ALONE, "--report", "json", "--fail-on", "info")
    assert code == int(bool(json.loads(out)["findings"]))
    said(capsys, str(FAULTY), *ALONE, "--write-baseline", "a.yaml", "--reason", "x")
    assert said(capsys, str(FAULTY), *ALONE, "--accepted", "a.yaml", "--fail-on", "info")[0] == 0


UNWRITABLE = [
    ("--report", "json=no/such/folder.json", "no/such/folder.json (finnes ikke)"),
    ("--report", "html=.", ". (det er en mappe)"),
    ("--report", "sarif=plan.xlsx", "plan.xlsx er alt i bruk"),
    ("--report", "csv=./folder/../plan.xlsx", "er alt i bruk"),
    ("--report", "ttl=plan.xlsx/x", "plan.xlsx/x (en del av stien er ikke en mappe)"),
    ("--report", "ttl=" + "x" * 5000, "xxx"),
    ("--write-baseline", "no/such/list.yaml", "no/such/list.yaml (finnes ikke)"),
]


@pytest.mark.parametrize(("option", "value", "words"), UNWRITABLE, ids=[row[1][:20] for row in UNWRITABLE])
def test_a_path_that_cannot_be_written_is_said_before_the_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, option: str, value: str, words: str
) -> None:
    Path("plan.xlsx").write_bytes(CLEAN.read_bytes())
    Path("folder").mkdir()
    monkeypatch.setattr(pipeline, "check", stands)
    more = ("--reason", "x") if option == "--write-baseline" else ()
    code, out, err = said(capsys, "plan.xlsx", *ALONE, option, value, *more)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert Path("plan.xlsx").read_bytes() == CLEAN.read_bytes()
    assert {path.name for path in Path().iterdir()} == {"plan.xlsx", "folder"}


def test_a_file_without_permission_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.open

    def closed(path: Path, *arguments: Any, **options: Any) -> Any:  # the superuser, whom tests may run as, gets in
        if path.name == "a.json":
            raise PermissionError(errno.EACCES, "Permission denied")
        return whole(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", closed)
    monkeypatch.setattr(pipeline, "check", stands)
    code, _, err = said(capsys, str(CLEAN), *ALONE, "--report", "json=a.json")
    assert code == 2
    assert "a.json (ingen tilgang)" in err


def test_a_disk_that_fills_up_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, str(CLEAN), *ALONE, "--report", "json=/dev/full")
    assert (code, "Kan ikke skrive rapporten til /dev/full (disken er full)" in err) == (2, True)


def test_a_file_name_that_is_no_text_is_told_as_far_as_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"pl\xe5n.xlsx")
    Path(name).write_bytes(FAULTY.read_bytes())
    wanted = [argument for form in EXPORTS for argument in ("--report", f"{form}={form}.out")]
    assert said(capsys, name, *ALONE, *wanted)[0] == 1
    assert "file=pl?n.xlsx,line=" in Path("github.out").read_text(encoding="utf-8")


def test_two_reports_in_one_file_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, str(CLEAN), *ALONE, "--report", "json=a", "--report", "csv=./a")
    assert (code, "a er alt i bruk" in err, Path("a").exists()) == (2, True, False)


def test_only_lines_share_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, str(CLEAN), *ALONE, "--report", "json", "--report", "csv")
    assert (code, out, "json, csv" in err) == (2, "", True)
    code, out, _ = said(capsys, str(FAULTY), *ALONE, "--report", "github", "--report", "text")
    assert code == 1
    assert out.startswith("::")
    assert "\n■ " in out


def test_a_workbook_is_not_shown_in_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "check", stands)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    code, _, err = said(capsys, str(CLEAN), *ALONE, "--report", "xlsx")
    assert (code, "--report xlsx=rapport.xlsx" in err) == (2, True)


def test_a_report_that_exists_is_replaced_and_kept_if_the_check_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text("before")
    assert said(capsys, "missing.xlsx", *ALONE, "--report", "json=a.json", "--report", "csv=b.csv")[0] == 3
    assert Path("a.json").read_text() == "before"
    assert not Path("b.csv").exists()
    assert said(capsys, str(CLEAN), *ALONE, "--report", "json=a.json")[0] == 0
    assert json.loads(Path("a.json").read_bytes())["engine"] == "fast"


def test_a_baseline_makes_the_next_check_green_until_it_expires(capsys: pytest.CaptureFixture[str]) -> None:
    given = ("--write-baseline", "godtatt.yaml", "--reason", "Kjent da vi begynte", "--expires", "2024-12-31")
    code, out, err = said(capsys, str(FAULTY), *ALONE, *given, "--report", "json")
    assert code == 0
    found = json.loads(out)
    assert found["counts"]["violation"] > 0
    assert found["accepted"] == len(found["findings"])
    entries = yaml.safe_load(Path("godtatt.yaml").read_text(encoding="utf-8"))
    assert f"godtatt.yaml: {len(entries)} godtatte funn" in err
    assert {entry["reason"] for entry in entries} == {"Kjent da vi begynte"}
    assert said(capsys, str(FAULTY), *ALONE, "--accepted", "godtatt.yaml", "--fail-on", "info")[0] == 0
    late = ("--against", "none", "--reference-date", "2025-01-01", "--lang", "nb")
    code, out, _ = said(capsys, str(FAULTY), *late, "--accepted", "godtatt.yaml")
    assert code == 1
    assert "Godtatte funn der fristen er ute" in out


def test_a_baseline_is_renewed_and_keeps_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    first = ("--write-baseline", "a.yaml", "--reason", "Den første")
    said(capsys, str(FAULTY), *ALONE, *first)
    entries = yaml.safe_load(Path("a.yaml").read_text(encoding="utf-8"))
    gone = {"rule": "SG-A01", "focusNode": f"{entries[0]['focusNode']}X", "reason": "Borte"}
    Path("a.yaml").write_text(yaml.safe_dump([*entries[1:], gone], allow_unicode=True), encoding="utf-8")
    code, _, err = said(capsys, str(FAULTY), *ALONE, "--write-baseline", "a.yaml", "--reason", "Ny")
    assert (code, "--accepted" in err) == (2, True)
    again = ("--accepted", "a.yaml", "--write-baseline", "a.yaml", "--reason", "Den andre")
    assert said(capsys, str(FAULTY), *ALONE, *again)[0] == 0
    reasons = [entry["reason"] for entry in yaml.safe_load(Path("a.yaml").read_text(encoding="utf-8"))]
    assert sorted(set(reasons)) == ["Den andre", "Den første"]
    assert reasons.count("Den andre") == 1
    assert len(reasons) == len(entries)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--reason", "x"), "--write-baseline FIL"),
        (("--expires", "2030-01-01"), "--write-baseline FIL"),
        (("--write-baseline", "a.yaml"), "med en grunn"),
        (("--write-baseline", "a.yaml", "--reason", "  "), "med en grunn"),
        (("--write-baseline", "a.yaml", "--reason", "x", "--expires", "2024-06-29"), "Fristen 2024-06-29 er ute"),
        (("--write-baseline", "a.yaml", "--reason", "x", "--expires", "snart"), "«snart» er ikke en dato"),
    ],
)
def test_a_baseline_that_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.setattr(pipeline, "check", stands)
    code, _, err = said(capsys, str(CLEAN), *ALONE, *arguments)
    assert code == 2
    assert words in err
    assert not Path("a.yaml").exists()

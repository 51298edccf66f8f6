"""template and export at the command line: what is written, what is refused, and that nothing is half done."""

from pathlib import Path
from typing import Any

import pytest

from styringsgraf import errors
from styringsgraf.cli import run
from styringsgraf.export import export as core_export
from styringsgraf.ingest.mapping import find
from styringsgraf.ingest.template import write

Capture = pytest.CaptureFixture[str]


def test_a_template_in_each_language_and_of_another_mapping(tmp_path: Path) -> None:
    for lang in ("nb", "nn", "en"):
        assert run(["template", str(tmp_path / f"{lang}.xlsx"), "--lang", lang]) == 0
        assert (tmp_path / f"{lang}.xlsx").read_bytes() == write(find("template"), lang)  # type: ignore[arg-type]
    assert run(["template", str(tmp_path / "card.xlsx"), "--lang", "nb", "--mapping", "goal-card"]) == 0
    assert (tmp_path / "card.xlsx").read_bytes() == write(find("goal-card"), "nb")


def test_a_file_that_exists_is_replaced_only_by_force(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "mal.xlsx"
    path.write_bytes(b"mine")
    assert run(["template", str(path), "--lang", "en"]) == errors.Conflict.exit_code
    assert "--force" in capsys.readouterr().err
    assert path.read_bytes() == b"mine"
    assert run(["template", str(path), "--force"]) == 0
    assert path.read_bytes()[:2] == b"PK"
    assert [one.name for one in tmp_path.iterdir()] == ["mal.xlsx"], "nothing is left beside it"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["template", "{tmp}/mal.xls"], ".xlsx"),
        (["template", "{tmp}/file/mal.xlsx"], "write to"),
        (["template", "{tmp}/folder.xlsx"], "is a folder"),
        (["template", "{tmp}/mal.xlsx", "--mapping", "malen"], "goal-card, template"),
        (["export", "askr", "{tmp}/ut", "--data", "{data}"], "asker/arsrapport-2015"),
        (["export", "asker/arsrapport-1914", "{tmp}/ut", "--data", "{data}"], "no organisation or document"),
        (["export", "", "{tmp}/ut", "--data", "{data}"], "no organisation or document"),
        (["export", "asker", "{tmp}/file", "--data", "{data}"], "write to"),
        (["export", "asker/arsrapport-2015", "{tmp}/file/x.xlsx", "--data", "{data}"], "write to"),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, shipped_folder: Path, capsys: Capture
) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "folder.xlsx").mkdir()
    filled = [one.format(tmp=tmp_path, data=shipped_folder) for one in arguments]
    assert run([*filled, "--lang", "en"]) in (errors.UsageError.exit_code, errors.InputError.exit_code)
    printed = capsys.readouterr()
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert len(printed.err.strip().splitlines()) == 1
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["file", "folder.xlsx"]


def test_one_document_as_one_workbook_in_a_folder_or_as_a_file(
    tmp_path: Path, shipped_folder: Path, capsys: Capture
) -> None:
    what = ["asker/arsrapport-2015", "https://w3id.org/styringsgraf/id/asker/arsrapport-2015"]
    assert run(["export", what[0], str(tmp_path / "a.xlsx"), "--data", str(shipped_folder), "--lang", "en"]) == 0
    assert "graph/asker/arsrapport-2015, " in capsys.readouterr().out
    assert run(["export", what[1], str(tmp_path / "b"), "--data", str(shipped_folder), "--lang", "en"]) == 0
    (file,) = (tmp_path / "b").iterdir()
    assert file.name == "arsrapport-2015.xlsx"
    assert file.read_bytes() == (tmp_path / "a.xlsx").read_bytes()


def test_the_workbook_checks_as_the_document_did(tmp_path: Path, shipped_folder: Path, capsys: Capture) -> None:
    path = tmp_path / "plan.xlsx"
    assert run(["export", "eksempel/kommuneplan-2023", str(path), "--data", str(shipped_folder)]) == 0
    assert run(["check", str(path), "--against", str(shipped_folder), "--reference-date", "2026-06-30"]) == 0


def test_what_does_not_fit_is_told_and_gives_exit_1(
    tmp_path: Path, shipped_folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(documents: Any, *rest: Any) -> Any:
        # A mapping without the sheet of indicators cannot say them.
        mapping = find("template")
        less = mapping.model_copy(update={"sheets": tuple(s for s in mapping.sheets if s.id != "indicator")})
        return core_export(documents, less, *rest[1:])

    monkeypatch.setattr("styringsgraf.cli.template.export", forgetful)
    arguments = ["export", "eksempel/kommuneplan-2023", str(tmp_path / "x.xlsx"), "--data", str(shipped_folder)]
    assert run([*arguments, "--lang", "en"]) == errors.Refused.exit_code
    printed = capsys.readouterr().err
    assert "statements are missing" in printed
    assert "/indicator/" in printed

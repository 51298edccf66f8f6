"""Publishing to a running service from the command line: what arrives, what is refused, and what is never told."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from styringsgraf import cli, pipeline
from styringsgraf.access import Tokens
from styringsgraf.cli.send import TOKEN
from styringsgraf.service import Service
from styringsgraf.settings import Settings, settings
from styringsgraf.web.serve import listen, server

DATA = Path(__file__).parents[2] / "data" / "eksempel"
PLAN = DATA / "handlingsprogram-2025-2028.xlsx"
DAY = ("--reference-date", "2026-06-30")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()


@pytest.fixture
def service(writable: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a running server that takes plans; a token for the example is in the environment."""
    config = writable.model_copy(update={"log_format": "none", "upload_bytes": 200_000})
    monkeypatch.setenv(TOKEN, Tokens(config.data).create("eksempel", write=True).secret + "\n")
    with Service.open(config) as opened, listen("127.0.0.1", 0) as listener:
        made = server(opened)
        thread = threading.Thread(target=made.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            made.should_exit = True
            thread.join(60)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run(["publish", *arguments, "--lang", "nb"])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    secret = os.environ.get(TOKEN, "").strip()
    assert not secret or secret not in out + err
    return code, out, err


def release_of(config: Settings) -> str:
    found = pipeline.data_folder(config).current_id()
    assert found is not None
    return found


def faulty(folder: Path) -> Path:
    """The plan with one assignment that points to a strategy nobody has."""
    book = openpyxl.load_workbook(PLAN)
    sheet = book["Oppdrag"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Strategi")
    sheet.cell(2, column).value = "kommuneplan-2023:S999"
    path = folder / "feil.xlsx"
    book.save(path)
    return path


def test_a_folder_is_tried_published_and_then_nothing_new(
    service: str, writable: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "planer"
    (folder / "2025").mkdir(parents=True)
    # The report comes first in the alphabet, and refers to the programme.
    for source, name in ((PLAN, "2025/å.xlsx"), (DATA / "arsrapport-2025.xlsx", "2025/a.xlsx")):
        (folder / name).write_bytes(source.read_bytes())
    (folder / "2026.xlsx").write_bytes((DATA / "handlingsprogram-2026-2029.xlsx").read_bytes())
    (folder / "2025" / "~$å.xlsx").write_bytes(b"a spreadsheet's own")
    (folder / "notes.md").write_text("Not a plan", encoding="utf-8")
    before = release_of(writable)
    code, _, err = said(capsys, str(folder), "--to", service, *DAY, "--dry-run")
    assert (code, release_of(writable)) == (0, before)
    assert before in err
    code, out, err = said(capsys, str(folder), "--to", f"{service}/", *DAY, "--report", "json")
    after = release_of(writable)
    assert (code, after != before) == (0, True)
    assert json.loads(out)["release"] == after
    assert [line.split()[0] for line in err.splitlines()] == [
        "leser",
        "leser",
        "leser",
        "sender",
        "venter",
        "Utgivelse",
    ]
    assert after in err
    code, _, err = said(capsys, str(folder), "--to", service, *DAY)
    assert (code, release_of(writable)) == (0, after)
    assert err.splitlines()[-1].startswith("Ingenting er endret")
    # Whoever saw the release before is told that there is another one.
    code, _, err = said(capsys, str(PLAN), "--to", service, *DAY, "--if-release", before)
    assert code == 2
    assert "--if-release" in err


def test_a_refusal_is_told_as_a_check_tells_it(
    service: str, writable: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before, path = release_of(writable), faulty(tmp_path)
    reports = ("--report", "text", "--report", "json=r.json", "--report", "github=r.txt")
    code, out, err = said(capsys, str(path), "--to", service, *DAY, *reports)
    assert (code, release_of(writable)) == (1, before)
    assert "SG-E03" in out
    assert "feil.xlsx › Oppdrag › celle H2" in out
    assert "ingenting er endret" in err
    told = json.loads(Path("r.json").read_bytes())["findings"]
    assert {finding["rule"] for finding in told if finding["stops"]} >= {"SG-E03"}
    assert Path("r.txt").read_text(encoding="utf-8").startswith("::error ")


def test_who_may_not_is_told_what_to_do(
    service: str,
    writable: Settings,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokens = Tokens(writable.data)
    own = os.environ[TOKEN]
    given = {
        "sg_00000000_" + "A" * 43: "token create",
        tokens.create("asker", write=True).secret: "organisasjonen som eier planen",
        tokens.create("eksempel", write=False).secret: "--scope write",
        "to ord": "STYRINGSGRAF_TOKEN",
        "": "STYRINGSGRAF_TOKEN",
    }
    for secret, remedy in given.items():
        monkeypatch.setenv(TOKEN, secret)
        code, out, err = said(capsys, str(PLAN), "--to", service)
        assert (code, out) == (2, ""), remedy
        assert remedy in err
    monkeypatch.setenv(TOKEN, own)
    (tmp_path / "plan.docx").write_bytes(b"PK not a plan")
    (tmp_path / "plan.xlsx").write_bytes(b"not a plan at all")
    (tmp_path / "stor.csv").write_bytes(b"a;b\n" * 1_000_000)
    for name, expected, words in (
        ("plan.docx", 2, "styringsgraf template"),
        ("plan.xlsx", 3, "kan ikke lese"),
        ("stor.csv", 2, "STYRINGSGRAF_UPLOAD_BYTES"),
        ("finnes-ikke.xlsx", 3, "finnes-ikke.xlsx"),
    ):
        code, out, err = said(capsys, name, "--to", service)
        assert (code, out) == (expected, ""), err
        assert words in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("plan.csv", "--to", "ftp://127.0.0.1/"), 2),
        (("plan.csv", "--to", "127.0.0.1:8000"), 2),
        (("plan.csv", "--to", "http://kari:hemmelig@127.0.0.1/"), 2),
        (("plan.csv", "--to", "http://127.0.0.1:1/?a=b"), 2),
        (("plan.csv", "--to", "http://127.0.0.1:1/", "--report", "pdf"), 2),
        (("plan.csv", "--to", "http://127.0.0.1:1/", "--report", "json=plan.csv"), 2),
        (("plan.csv", "--to", "http://127.0.0.1:1/", "--if-release", 'a"\r\nX: y'), 2),
        (("plan.csv", "--to", "http://127.0.0.1:1/", "--reference-date", "i dag"), 2),
        (("tom", "--to", "http://127.0.0.1:1/"), 3),
        (("plan.csv",), 2),
    ],
)
def test_nothing_is_sent_when_the_command_cannot_be_meant(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str, ...],
    code: int,
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("something was sent")

    monkeypatch.setenv(TOKEN, "sg_00000000_" + "A" * 43)
    monkeypatch.setattr("styringsgraf.cli.send.send", never)
    (tmp_path / "plan.csv").write_text("a;b\n", encoding="utf-8")
    (tmp_path / "tom").mkdir()
    found, out, err = said(capsys, *arguments)
    assert (found, out) == (code, "")
    assert err.count("\n") <= 2
    assert "hemmelig" not in err

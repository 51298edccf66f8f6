"""styringsgraf releases dump: into a folder, ready for the service, and what it says when it cannot."""

from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest

from styringsgraf.cli import run

FORMS = ["--form", "nquads", "--form", "csv"]


@pytest.fixture
def data(shipped_folder: Path) -> list[str]:
    return ["--data", str(shipped_folder), "--lang", "en"]


def test_files_with_their_checksums(tmp_path: Path, data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["releases", "dump", "current", str(tmp_path), "--organisation", "sunndal", *FORMS, *data]) == 0
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    told = capsys.readouterr().out
    lines = (folder / "checksums.txt").read_text().splitlines()
    assert [line.partition("  ")[2] for line in lines] == ["sunndal.csv.zip", "sunndal.nq.gz"]
    for line in lines:
        digest, _, name = line.partition("  ")
        assert sha256((folder / name).read_bytes()).hexdigest() == digest
        assert digest in told
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert run(["releases", "dump", "1", str(tmp_path), "--organisation", "sunndal", "--form", "csv.zip", *data]) == 0
    assert (folder / "sunndal.csv.zip").stat().st_mtime_ns == before["sunndal.csv.zip"]


def test_ready_for_the_service(shipped_folder: Path, tmp_path: Path) -> None:
    own = copytree(shipped_folder, tmp_path / "data")
    assert run(["releases", "dump", "current", "--organisation", "sdg", "--form", "turtle", "--data", str(own)]) == 0
    (made,) = (own / "dumps").glob("*/sdg.ttl.gz")
    assert made.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["9"], "There is no release '9'"),
        (["current", "--organisation", "oslo"], "does not have 'oslo'. It has: alt, sdg, asker"),
        (["current", "--form", "pdf"], "nquads"),
        (["current", "--organisation", "alt", "--form", "xlsx"], "alt.nq.gz"),
    ],
)
def test_what_is_not_there_says_what_is(
    arguments: list[str], said: str, tmp_path: Path, data: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    release, *rest = arguments
    assert run(["releases", "dump", release, str(tmp_path / "out"), *rest, *data]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_folder(tmp_path: Path, data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("mine")
    assert run(["releases", "dump", "current", str(tmp_path / "out"), *data]) == 2
    assert "is a file" in capsys.readouterr().err
    assert (tmp_path / "out").read_text() == "mine"

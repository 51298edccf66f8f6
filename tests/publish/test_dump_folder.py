"""The folder of downloads: whole files or none, one maker, bounded room, nothing left behind by what fails."""

import errno
import fcntl
import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import IO

import pytest

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.publish import dumping
from styringsgraf.publish.dump_folder import DumpFolder
from styringsgraf.publish.dumps import Written
from styringsgraf.publish.holdings import holdings
from styringsgraf.releases import ReleaseStore
from styringsgraf.settings import Settings

SAID = Written("ab" * 32, "dataset", 7)


def writing(content: bytes) -> Callable[[IO[bytes]], Written]:
    def write(file: IO[bytes]) -> Written:
        file.write(content)
        return SAID

    return write


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_what_was_made_is_ready(tmp_path: Path) -> None:
    folder = DumpFolder(tmp_path / "dumps", 1000)
    assert folder.ready("1", "a.nq.gz") is None
    made = folder.make("1", "a.nq.gz", writing(b"content"), 0)
    assert made == folder.ready("1", "a.nq.gz")
    assert (made.size, made.sha256) == (7, sha256(b"content").hexdigest())
    assert (made.canonical, made.of, made.statements) == (SAID.canonical, SAID.of, SAID.statements)
    assert names(tmp_path / "dumps") == {"1/a.nq.gz", "1/a.nq.gz.json", "lock"}


def test_it_is_made_once(tmp_path: Path) -> None:
    folder = DumpFolder(tmp_path, 1000)
    first = folder.make("1", "a", writing(b"x"), 0)
    assert folder.make("1", "a", writing(b"other"), 0) == first


@pytest.mark.parametrize("harm", ["gone", "cut", "unknown", "broken"])
def test_a_file_that_is_not_whole_is_not_there(tmp_path: Path, harm: str) -> None:
    folder = DumpFolder(tmp_path, 1000)
    folder.make("1", "a", writing(b"content"), 0)
    path, known = tmp_path / "1" / "a", tmp_path / "1" / "a.json"
    if harm == "gone":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(b"con")
    elif harm == "unknown":
        known.unlink()
    else:
        known.write_text('{"file": "a"')
    assert folder.ready("1", "a") is None
    assert folder.make("1", "a", writing(b"content"), 0).size == 7
    assert path.read_bytes() == b"content"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    def write(file: IO[bytes]) -> Written:
        file.write(b"some")
        raise OSError(number, os.strerror(number))

    folder = DumpFolder(tmp_path, 1000)
    with pytest.raises(errors.Environment) as raised:
        folder.make("1", "a", write, 0)
    assert raised.value.key == ("releases.folder-unusable" if number == errno.EIO else "releases.disk-full")
    assert names(tmp_path) == {"lock"}


def test_one_file_larger_than_the_room_is_refused_while_it_is_written(tmp_path: Path) -> None:
    written = 0

    def write(file: IO[bytes]) -> Written:
        nonlocal written
        for _ in range(10_000):
            file.write(b"x" * 10_000)
            written += 10_000
        return SAID

    with pytest.raises(errors.TooLarge) as raised:
        DumpFolder(tmp_path, 50_000).make("1", "a", write, 0)
    assert raised.value.key == "dumps.no-room"
    assert written < 100_000
    assert names(tmp_path) == {"lock"}


def test_the_files_asked_for_longest_ago_go_first(tmp_path: Path) -> None:
    folder = DumpFolder(tmp_path, 100)
    for number, name in enumerate("abc"):
        folder.make("1", name, writing(b"x" * 30), 0)
        os.utime(tmp_path / "1" / f"{name}.json", (number, number))
    folder.touch("1", "a")
    folder.make("2", "d", writing(b"x" * 50), 0)
    assert [name for name in "abc" if folder.ready("1", name)] == ["a"]
    assert folder.ready("2", "d") is not None


def test_a_reader_keeps_a_file_that_goes(tmp_path: Path) -> None:
    folder = DumpFolder(tmp_path, 100)
    folder.make("1", "a", writing(b"a" * 80), 0)
    with folder.path("1", "a").open("rb") as reading:
        folder.make("1", "b", writing(b"b" * 80), 0)
        assert folder.ready("1", "a") is None
        assert reading.read() == b"a" * 80


def test_only_one_makes_files(tmp_path: Path) -> None:
    folder = DumpFolder(tmp_path, 100)
    with (tmp_path / "lock").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(errors.Busy) as raised:
            folder.make("1", "a", writing(b"x"), 0.05)
    assert raised.value.key == "dumps.making"
    assert folder.make("1", "a", writing(b"x"), 0).size == 1


def test_leftovers_of_a_killed_maker_are_removed(tmp_path: Path) -> None:
    (tmp_path / "making-old").write_bytes(b"half")
    DumpFolder(tmp_path, 100).make("1", "a", writing(b"x"), 0)
    assert names(tmp_path) == {"1/a", "1/a.json", "lock"}


def test_what_a_release_has_is_all_of_it_and_nothing_twice(shipped_folder: Path) -> None:
    manifest = ReleaseStore(shipped_folder).current()
    assert manifest is not None
    found = holdings(manifest, Minter(Settings().base))
    assert list(found) == ["alt", "sdg", "asker", "eksempel", "nye-asker", "sunndal"]
    assert set(found["alt"].graphs) == set(manifest.graphs)
    parts = [graph for name, one in found.items() if name != "alt" for graph in one.graphs]
    assert len(parts) == len(set(parts))
    rest = {graph.name.rpartition("/")[2] for graph in set(manifest.graphs) - set(parts)}
    assert rest == {"ontology"}
    said = {graph.name.rpartition("/")[2] for graph in found["asker"].said}
    assert not said & {"wording", "provenance", "inferred", "quality"}
    assert "claims" in said


def test_a_graph_the_archive_has_lost_is_named(shipped_folder: Path, tmp_path: Path) -> None:
    copied = tmp_path / "data"
    (copied / "objects").mkdir(parents=True)
    release = ReleaseStore(shipped_folder).current()
    assert release is not None
    (copied / "releases" / release.id).mkdir(parents=True)
    (copied / "releases" / release.id / "manifest.json").write_bytes(release.to_bytes())
    (copied / "current.json").write_text(json.dumps({"release": release.id, "latest": 1}))
    config = Settings(data=copied)
    asked = dumping.wanted(release, "sunndal.nq.gz", Minter(config.base))
    with pytest.raises(errors.Environment, match="graph/sunndal/"):
        dumping.make(config, ReleaseStore(copied), asked, dumping.folder(config), 0)
    assert names(copied / "dumps") == {"lock"}

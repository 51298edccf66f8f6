"""What recovery takes away, and what it must never take away."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from styringsgraf import errors
from styringsgraf.releases import Manifest, ReleaseStore


class Child(Protocol):
    """Another process (conftest.py)."""

    def hear(self) -> str: ...
    def say(self, line: str = "") -> None: ...


Publish = Callable[..., Manifest]
Values = Callable[..., set[str]]


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def killed_first_publish(child: Callable[..., Child], folder: Path, phase: str) -> None:
    """A first publish, killed right after a phase."""
    nursery = child("nursery", folder)
    assert nursery.hear() == "ready"
    nursery.say(f"1 {phase}")
    process, line = 0, ""
    while not (process and line == "stopped"):
        heard = nursery.hear()
        assert heard
        if heard.startswith("process"):
            process = int(heard.split()[1])
        else:
            line = heard
    os.kill(process, signal.SIGKILL)
    while nursery.hear() != f"dead {process}":
        pass


@pytest.mark.parametrize("phase", ["copied", "archived", "placed", "activated"])
def test_a_first_publish_that_is_killed(
    folder: Path, store: ReleaseStore, publish: Publish, child: Callable[..., Child], phase: str
) -> None:
    killed_first_publish(child, folder, phase)
    store.recover()
    if phase == "activated":
        assert store.current() is not None
        assert store.verify().faults == ()
        return
    assert store.current() is None
    assert store.list() == ()
    with pytest.raises(errors.NotFound):
        store.get("1")
    assert names(folder) == {"building", "current.json", "objects", "releases", "writer.lock"}
    assert publish(["a"]).sequence == 1


def test_a_release_placed_but_never_current_is_not_served_and_goes(
    folder: Path, store: ReleaseStore, current: Manifest, child: Callable[..., Child], values: Values
) -> None:
    killed_first_publish(child, folder, "placed")
    (half,) = {path.name for path in (folder / "releases").iterdir()} - {m.id for m in store.list()}
    assert half.startswith("000003-")
    assert store.current() == current
    for given in (half, "3"):
        with pytest.raises(errors.NotFound):
            store.reader(given)
        with pytest.raises(errors.NotFound):
            store.activate(given)
    removed = store.recover()
    assert f"releases/{half}" in removed
    assert len([name for name in removed if name.startswith("objects/")]) == 3
    assert not (folder / "releases" / half).exists()
    assert store.current() == current
    assert store.verify("1").faults == store.verify("2").faults == ()
    assert values(store) == {"a", "b"}


def test_half_written_files_go_and_whole_ones_stay(folder: Path, store: ReleaseStore, current: Manifest) -> None:
    before = names(folder)
    left = [
        "current.json.tmp",
        "objects/0123.nq.gz.tmp",
        f"releases/{current.id}/store.json.tmp",
        "building/000003-x",
        "building/rebuild-000001-x",
    ]
    for name in left:
        if name.startswith("building"):
            (folder / name / "work").mkdir(parents=True)
        (folder / name / "work" / "x" if name.startswith("building") else folder / name).write_bytes(b"half")
    (folder / "objects" / "orphan.nq.gz").write_bytes(b"nobody's")
    assert set(store.recover()) == {*left, "objects/orphan.nq.gz"}
    assert names(folder) == before
    assert store.recover() == ()


def test_after_a_roll_back_the_newer_releases_stay(store: ReleaseStore, current: Manifest) -> None:
    store.activate("1")
    assert store.recover() == ()
    assert store.list()[-1] == current
    assert store.activate("2") == current


def test_without_a_pointer_nothing_is_taken_away(folder: Path, store: ReleaseStore, current: Manifest) -> None:
    (folder / "current.json").unlink()
    (folder / "building" / "000003-x").mkdir()
    before = names(folder / "releases") | names(folder / "objects")
    assert store.recover() == ("building/000003-x",)
    assert names(folder / "releases") | names(folder / "objects") == before


def test_while_a_manifest_cannot_be_read_the_archive_is_left_alone(
    folder: Path, store: ReleaseStore, current: Manifest
) -> None:
    (folder / "releases" / current.id / "manifest.json").write_text("{}")
    (folder / "building" / "000003-x").mkdir()
    before = names(folder / "objects")
    assert store.recover() == ("building/000003-x",)
    assert names(folder / "objects") == before


def test_strange_files_are_nobodys_business(folder: Path, store: ReleaseStore, current: Manifest) -> None:
    for name in ("releases/notes.txt", "releases/000009", "objects/readme", "my-backup.json"):
        (folder / name).write_text("mine")
    before = names(folder)
    assert store.recover() == ()
    assert len(store.list()) == 2
    assert len(store.prune()) == 0
    assert names(folder) == before

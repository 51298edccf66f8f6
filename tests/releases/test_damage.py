"""Damaged files and unusable disks: one sentence with the place and the remedy, and nothing half-done."""

import errno
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from pyoxigraph import Quad

from styringsgraf import errors
from styringsgraf.engine import storage
from styringsgraf.releases import PHASES, Manifest, ReleaseStore
from styringsgraf.releases.files import guarded


class Child(Protocol):
    """Another process (conftest.py)."""

    def hear(self) -> str: ...


DAY = date(2026, 6, 30)
GRAPH = "https://example.org/graph/plan"
Publish = Callable[..., Manifest]
Values = Callable[..., set[str]]
Quads = Callable[..., list[Quad]]

POINTERS = {
    "empty": b"",
    "half": b'{"release": "000002-',
    "binary": b"\x00\xff\xfe\x00",
    "another form": b"[1, 2]",
    "no number": b'{"release": "000002-ab12cd34"}',
    "no id": b'{"release": "../../etc", "latest": 2}',
    "a text for a number": b'{"release": null, "latest": "2"}',
    "a number for an id": b'{"release": 2, "latest": 2}',
}


@pytest.mark.parametrize("content", POINTERS.values(), ids=POINTERS.keys())
def test_a_damaged_pointer_is_named_and_a_choice_mends_it(
    folder: Path, store: ReleaseStore, current: Manifest, publish: Publish, values: Values, content: bytes
) -> None:
    (folder / "current.json").write_bytes(content)
    for use in (store.current, store.current_id, store.reader, store.list, store.verify, lambda: publish(["x"])):
        with pytest.raises(errors.Environment) as fault:
            use()
        assert str(folder / "current.json") in str(fault.value)
        assert "releases activate" in str(fault.value)
    store.recover()
    assert store.activate("2") == current
    assert json.loads((folder / "current.json").read_text()) == {"release": current.id, "latest": 2}
    assert values(store) == {"a", "b"}
    assert publish(["x"]).sequence == 3


def test_a_lost_pointer_is_not_a_new_folder(folder: Path, store: ReleaseStore, current: Manifest) -> None:
    (folder / "current.json").unlink()
    for use in (store.current, store.reader, lambda: store.draft(reference_date=DAY).__enter__()):
        with pytest.raises(errors.Environment, match="releases activate"):
            use()
    store.activate("1")
    assert store.current() == store.get("1")
    assert store.get("2") == current


MANIFESTS = {
    "empty": b"",
    "half": b'{"id": "0000',
    "no object": b"[]",
    "nothing in it": b"{}",
    "binary": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", [*MANIFESTS.values(), None], ids=[*MANIFESTS, "gone"])
def test_a_damaged_manifest_is_named(
    folder: Path, store: ReleaseStore, current: Manifest, content: bytes | None, values: Values
) -> None:
    path = folder / "releases" / current.id / "manifest.json"
    path.unlink() if content is None else path.write_bytes(content)
    for use in (store.current, store.reader, store.list, store.verify):
        with pytest.raises(errors.Environment) as fault:
            use()
        assert str(path) in str(fault.value)
        assert "\n" not in str(fault.value)
    # The other release is not affected.
    assert values(store, release="1") == {"a", "b"}
    assert store.activate("1") == store.current()


def changed(form: dict[str, object], **values: object) -> bytes:
    return json.dumps(form | values).encode()


def test_a_manifest_that_was_tampered_with_is_refused(folder: Path, store: ReleaseStore, current: Manifest) -> None:
    path = folder / "releases" / current.id / "manifest.json"
    form = json.loads(path.read_text())
    (first, *others) = form["graphs"]
    for content in (
        changed(form, id="000002-00000000"),
        changed(form, graphs=others),
        changed(form, graphs=[first | {"sha256": "0" * 64}, *others]),
        changed(form, unknown="field"),
        changed(form, referenceDate="soon"),
        changed(form, graphs=[first | {"count": "many"}, *others]),
    ):
        path.write_bytes(content)
        with pytest.raises(errors.Environment, match="backup"):
            store.current()
    path.write_bytes(changed(form))
    assert store.current() == current


@pytest.mark.parametrize(
    ("phase", "number"), [*((phase, errno.ENOSPC) for phase in PHASES), ("synced", errno.EROFS), ("placed", errno.EIO)]
)
def test_a_disk_that_fails_in_any_phase_leaves_the_old_release(
    folder: Path, store: ReleaseStore, current: Manifest, quads: Quads, values: Values, phase: str, number: int
) -> None:
    before = {str(path.relative_to(folder)) for path in folder.rglob("*")}

    def failing(seen: str) -> None:
        if seen == phase:
            with guarded(folder):
                raise OSError(number, os.strerror(number), str(folder))

    def work() -> None:
        with store.draft(reference_date=DAY, progress=failing) as draft:
            draft.replace(GRAPH, quads(["new"]))
            draft.commit()

    with pytest.raises(errors.Environment) as fault:
        work()
    key = {errno.ENOSPC: "disk-full", errno.EROFS: "folder-forbidden", errno.EIO: "folder-unusable"}[number]
    assert fault.value.key == f"releases.{key}"
    assert str(folder) in str(fault.value)
    assert store.verify().faults == ()
    if phase in {"activated", "pruned"}:
        assert values(store) == {"new"}
        return
    assert store.current() == current
    assert {str(path.relative_to(folder)) for path in folder.rglob("*")} == before
    assert store.recover() == ()


@pytest.mark.parametrize("size", [100, 1000, 30_000, 300_000])
def test_a_full_disk_as_the_system_reports_it(
    folder: Path, store: ReleaseStore, current: Manifest, child: Callable[..., Child], size: int
) -> None:
    """No file may grow beyond a size: where it fails is up to the engine and to us, what is said is not."""
    assert child("little-space", folder, size).hear() == "Environment releases.disk-full"
    assert store.recover() == ()
    assert store.current() == current
    assert store.verify().faults == ()


def test_enough_space_is_enough(folder: Path, store: ReleaseStore, child: Callable[..., Child]) -> None:
    assert child("little-space", folder, 30_000_000).hear() == "published"
    assert store.verify().faults == ()


def test_a_switch_that_may_have_happened_is_never_undone(
    folder: Path, store: ReleaseStore, current: Manifest, publish: Publish, values: Values,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The pointer's rename succeeds, making it durable fails: the new release is current and must stay."""
    real = os.fsync

    def failing(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink() == folder and (folder / "current.json").stat().st_ino != inode:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(handle)

    inode = (folder / "current.json").stat().st_ino
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing)
        with pytest.raises(errors.Environment):
            publish(["new"])
    assert store.recover() == ()
    assert store.list()[-1] != current
    assert values(store) == {"new"}
    assert store.verify().faults == ()


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    store = ReleaseStore(tmp_path / "data")
    for use in (lambda: store.draft(reference_date=DAY).__enter__(), store.current, store.reader, store.prune):
        with pytest.raises(errors.Environment, match="--data"):
            use()
    assert (tmp_path / "data").read_text() == "not a folder"


def test_a_folder_that_cannot_be_made() -> None:
    with pytest.raises(errors.Environment, match="/proc/styringsgraf"):
        ReleaseStore(Path("/proc/styringsgraf")).draft(reference_date=DAY).__enter__()


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (OSError("IO error: No space left on device: While appending to file: 000008.log"), "disk-full"),
        (OSError("IO error: Read-only file system: While open a file"), "folder-forbidden"),
        (OSError("IO error: Something new"), "folder-unusable"),
        (storage.StoreDamaged("no CURRENT"), "store-damaged"),
        (RuntimeError("Corruption: block checksum mismatch"), "store-damaged"),
    ],
)
def test_the_engines_words_become_ours(fault: Exception, key: str, tmp_path: Path) -> None:
    with pytest.raises(errors.Environment) as raised, guarded(tmp_path):
        raise fault
    assert raised.value.key == f"releases.{key}"


def test_a_fault_of_the_program_stays_one(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ours"), guarded(tmp_path):
        raise RuntimeError("ours")
    with pytest.raises(FileNotFoundError), guarded(tmp_path, FileNotFoundError):
        raise FileNotFoundError

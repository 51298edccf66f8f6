"""Writing that survives a crash: what is durable when, and what is there in between."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.releases.files import remove, write_atomic

Publish = Callable[..., Manifest]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """Every fsync and rename, in order; a rename by its target."""
    seen: list[tuple[str, Path]] = []
    fsync, rename, replace = os.fsync, Path.rename, Path.replace

    def synced(handle: int) -> None:
        seen.append(("fsync", Path(f"/proc/self/fd/{handle}").readlink()))
        fsync(handle)

    def renamed(path: Path, target: Path) -> Path:
        seen.append(("rename", target))
        return rename(path, target)

    def replaced(path: Path, target: Path) -> Path:
        seen.append(("replace", target))
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(Path, "replace", replaced)
    return seen


def test_everything_is_durable_before_it_is_visible(
    folder: Path, store: ReleaseStore, current: Manifest, publish: Publish, log: list[tuple[str, Path]]
) -> None:
    manifest = publish(["new"])
    release = folder / "releases" / manifest.id
    placed = log.index(("rename", release))
    switched = log.index(("replace", folder / "current.json"))
    assert placed < switched
    durable = {path for what, path in log[:placed] if what == "fsync"}
    building = {path.parent for path in durable if path.name == "manifest.json.tmp"}
    assert len(building) == 1
    made = building.pop()
    for path in release.rglob("*"):
        assert made / path.relative_to(release) in durable, path
    assert made in durable
    record = manifest.graphs[-1]
    assert folder / "objects" in durable
    assert folder / "objects" / f"{record.sha256}.nq.gz.tmp" in durable
    assert ("fsync", folder / "releases") in log[placed:switched]
    assert ("fsync", folder / "current.json.tmp") in log[placed:switched]
    assert ("fsync", folder) in log[switched:]


def test_until_the_rename_the_old_content_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")
    seen: list[bytes] = []
    fsync = os.fsync

    def watching(handle: int) -> None:
        seen.append(path.read_bytes())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watching)
    write_atomic(path, b"new")
    assert seen == [b"old", b"new"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_removing_takes_files_folders_links_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    for name in ("folder", "file", "link", "nothing"):
        remove(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept" / "file").exists()

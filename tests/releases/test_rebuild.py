"""Stores are disposable: whatever happens to one, the archive makes it again – if the archive is whole."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from styringsgraf import errors
from styringsgraf.engine import storage
from styringsgraf.releases import Manifest, ReleaseStore, rebuild


class Child(Protocol):
    """Another process (conftest.py)."""

    def hear(self) -> str: ...
    def ask(self, line: str = "") -> str: ...


GRAPH = "https://example.org/graph/plan"
OTHER = "https://example.org/graph/other"
Publish = Callable[..., Manifest]
Values = Callable[..., set[str]]


def store_of(folder: Path, manifest: Manifest) -> Path:
    return folder / "releases" / manifest.id / "store"


def object_of(folder: Path, manifest: Manifest, graph: str) -> Path:
    record = manifest.graph(graph)
    assert record is not None
    return folder / "objects" / f"{record.sha256}.nq.gz"


def gone(path: Path) -> None:
    shutil.rmtree(path)


def emptied(path: Path) -> None:
    shutil.rmtree(path)
    path.mkdir()


def opens_empty(path: Path) -> None:
    """What the engine makes of some cut-off stores (tests/engine/test_storage.py): it opens one without a graph."""
    shutil.rmtree(path)
    storage.open_writer(path).flush()


def without_data(path: Path) -> None:
    for file in path.glob("*.sst"):
        file.unlink()


def garbage(path: Path) -> None:
    (path / "CURRENT").write_bytes(b"\x00\xff" * 40)


@pytest.mark.parametrize(
    ("harm", "use"),
    [
        *((harm, "read") for harm in (gone, emptied, opens_empty, without_data, garbage)),
        *((harm, "publish") for harm in (gone, opens_empty, without_data)),
        (opens_empty, "activate"),
        (garbage, "rebuild"),
    ],
)
def test_a_damaged_store_is_made_again_by_whoever_needs_it(
    folder: Path,
    store: ReleaseStore,
    current: Manifest,
    publish: Publish,
    values: Values,
    harm: Callable[[Path], None],
    use: str,
) -> None:
    harm(store_of(folder, current))
    if use == "publish":
        publish(["new"])
        assert values(store) == {"new"}
    elif use != "read":
        assert getattr(store, use)(current.id) == current
    if use != "publish":
        assert values(store) == {"a", "b"}
    assert values(store, OTHER) == {"o"}
    assert store.verify().faults == ()
    assert store.verify().with_store
    assert list((folder / "building").iterdir()) == []


def test_a_store_of_another_engine_is_made_again(
    folder: Path, store: ReleaseStore, current: Manifest, values: Values, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = folder / "releases" / current.id / "store.json"
    made = store_of(folder, current).stat().st_ino
    assert json.loads(stamp.read_text()) == {"engine": storage.ENGINE}
    assert values(store) == {"a", "b"}
    assert store_of(folder, current).stat().st_ino == made
    stamp.write_text('{"engine": "pyoxigraph 0.1"}')
    assert values(store) == {"a", "b"}
    assert store_of(folder, current).stat().st_ino != made
    assert json.loads(stamp.read_text()) == {"engine": storage.ENGINE}
    assert store.current() == current
    stamp.write_text("half a stam")
    assert values(store) == {"a", "b"}
    assert json.loads(stamp.read_text()) == {"engine": storage.ENGINE}


def test_a_store_in_use_is_not_taken_away(
    folder: Path,
    store: ReleaseStore,
    current: Manifest,
    child: Callable[..., Child],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuild, "_PATIENCE", 0.05)
    reading = child("hold-reader", folder)
    assert reading.hear() == f"open {current.id}"
    with pytest.raises(errors.Busy, match=current.id):
        store.rebuild()
    assert reading.ask("count") == "3"
    assert store.verify().faults == ()
    assert list((folder / "building").iterdir()) == []


def test_a_folder_copied_without_its_locks_works(
    folder: Path, store: ReleaseStore, current: Manifest, values: Values
) -> None:
    for path in (folder / "writer.lock", folder / "releases" / current.id / "lock"):
        path.unlink()
    assert store.verify().with_store is False
    assert values(store) == {"a", "b"}
    assert store.verify().with_store


def test_the_archive_alone_is_enough(folder: Path, store: ReleaseStore, current: Manifest, values: Values) -> None:
    """What a backup must hold: objects, manifests and the pointer."""
    for path in (folder / "releases").glob("*/*"):
        if path.name != "manifest.json":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in ("building", "writer.lock"):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert values(store) == {"a", "b"}
    assert values(store, release="1") == {"a", "b"}
    assert store.verify().faults == ()


def missing(path: Path) -> None:
    path.unlink()


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-6])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def not_gzip(path: Path) -> None:
    path.write_bytes(b"<a> <b> <c> .")


def another_graph(path: Path) -> None:
    path.write_bytes(gzip.compress(b"<https://example.org/1> <https://example.org/2> <https://example.org/3> .\n"))


@pytest.mark.parametrize("harm", [missing, truncated, empty, not_gzip, another_graph])
def test_a_damaged_archive_is_named_and_the_good_store_stays(
    folder: Path, store: ReleaseStore, current: Manifest, values: Values, harm: Callable[[Path], None]
) -> None:
    path = object_of(folder, current, GRAPH)
    harm(path)
    with pytest.raises(errors.Environment) as fault:
        store.rebuild()
    assert str(path) in str(fault.value)
    assert GRAPH in str(fault.value)
    assert values(store) == {"a", "b"}
    gone(store_of(folder, current))
    with pytest.raises(errors.Environment, match="backup"):
        store.reader()
    assert list((folder / "building").iterdir()) == []


@pytest.mark.parametrize("harm", [missing, truncated, another_graph])
def test_publishing_the_graph_again_heals_the_archive(
    folder: Path,
    store: ReleaseStore,
    current: Manifest,
    publish: Publish,
    harm: Callable[[Path], None],
) -> None:
    publish(["else"])
    harm(object_of(folder, current, GRAPH))
    assert publish(["a", "b"]).graphs == current.graphs
    assert store.verify().faults == ()
    store.rebuild(current.id)


def test_a_failed_attempt_does_not_stand_in_the_way_of_the_next(
    folder: Path, store: ReleaseStore, current: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine locks a store by its path within a process, for as long as an error keeps its frames alive."""
    kept = []

    def broken(opened: storage.Store, *_: object) -> int:
        raise OSError(28, f"No space left on device, {opened}")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "load", broken)
        for _ in range(2):
            with pytest.raises(errors.Environment, match="full") as fault:
                store.rebuild()
            kept.append(fault.value)
    assert store.rebuild() == current
    assert store.verify().faults == ()


def test_a_store_that_takes_less_than_the_archive_holds_is_refused(
    folder: Path, store: ReleaseStore, current: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "load", lambda *_: 0)
    with pytest.raises(errors.Environment, match="0 statements after storing, not"):
        store.rebuild()
    assert store.verify().faults == ()

"""Readers keep their release whole, in this process and in others, whatever writers do meanwhile."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from styringsgraf import errors
from styringsgraf.engine import Limits
from styringsgraf.releases import Manifest, Pruned, ReleaseStore


class Child(Protocol):
    """Another process (conftest.py)."""

    def hear(self) -> str: ...
    def ask(self, line: str = "") -> str: ...
    def close(self) -> None: ...
    def kill(self) -> None: ...


DAY = date(2026, 6, 30)
GRAPH = "https://example.org/graph/plan"
Publish = Callable[..., Manifest]
Values = Callable[..., set[str]]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
LIMITS = Limits(seconds=5.0, rows=10, bytes=10_000)


def stores(folder: Path) -> list[int]:
    """Numbers of the releases that have a ready store."""
    return sorted(int(path.parent.name[:6]) for path in (folder / "releases").glob("*/store"))


def test_a_reader_answers_from_its_release_after_a_switch(store: ReleaseStore, publish: Publish) -> None:
    first = publish(["a"])
    with store.reader() as reader:
        publish(["a", "b"])
        publish(["a", "b", "c"])
        store.prune()
        assert reader.manifest == first
        assert reader.table(COUNT).rows[0][0].value == "1"  # type: ignore[union-attr]
        assert reader.answer("ASK { ?s ?p 'a' }", "application/json", LIMITS).content.count(b"true") == 1
        assert [quad.object.value for quad in reader.quads(GRAPH)] == ["a"]  # type: ignore[union-attr]
    with store.reader() as reader:
        assert reader.table(COUNT).rows[0][0].value == "3"  # type: ignore[union-attr]
        assert reader.path.is_dir()


def test_a_closed_reader_says_so(store: ReleaseStore, publish: Publish) -> None:
    publish(["a"])
    reader = store.reader()
    reader.close()
    reader.close()
    for use in (lambda: reader.table(COUNT), lambda: reader.engine, lambda: reader.quads(GRAPH)):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_a_release_is_found_by_id_or_number_and_an_unknown_one_is_named(store: ReleaseStore, publish: Publish) -> None:
    first, second = publish(["a"]), publish(["b"])
    for given in (first.id, "1", "000001", " 1 "):
        with store.reader(given) as reader:
            assert reader.manifest == first
    for given in ("3", "0", "-1", "none", "", "../releases", second.id[:-1]):
        with pytest.raises(errors.NotFound, match=second.id):
            store.reader(given)


def test_no_release_yet_tells_how_to_make_one(folder: Path, store: ReleaseStore) -> None:
    for use in (store.reader, store.verify, store.rebuild, lambda: store.get("1"), lambda: store.activate("1")):
        with pytest.raises(errors.NotFound):
            use()
    with pytest.raises(errors.NotFound, match="styringsgraf init"):
        store.reader()
    assert not folder.exists()


def test_pruning_keeps_the_newest_and_the_current(folder: Path, store: ReleaseStore, publish: Publish) -> None:
    for number in range(1, 7):
        publish([number])
    assert stores(folder) == [4, 5, 6]
    store.activate("2")
    assert stores(folder) == [2, 4, 5, 6]
    assert store.prune() == Pruned()
    assert stores(folder) == [2, 4, 5, 6]
    last = publish(["next"])
    assert (last.sequence, last.previous) == (7, store.get("2").id)
    assert stores(folder) == [5, 6, 7]


def test_one_store_is_always_kept(folder: Path, publish: Publish) -> None:
    publish(["a"])
    publish(["b"])
    assert len(ReleaseStore(folder, keep_stores=0).prune()) == 1
    assert stores(folder) == [2]


def test_pruning_leaves_a_release_that_another_process_reads(
    folder: Path, store: ReleaseStore, publish: Publish, child: Callable[..., Child]
) -> None:
    first = publish(range(500))
    reading = child("hold-reader", folder)
    assert reading.hear() == f"open {first.id}"
    for number in range(2, 6):
        publish([number])
    assert stores(folder) == [1, 3, 4, 5]
    assert store.prune() == Pruned(held=(first.id,))
    assert reading.ask("count") == "500"
    reading.close()
    assert reading.hear() == "closed"
    assert store.prune() == Pruned(stores=(first.id,))
    assert stores(folder) == [3, 4, 5]


def test_a_reader_that_is_killed_holds_nothing(
    folder: Path, store: ReleaseStore, publish: Publish, child: Callable[..., Child]
) -> None:
    first = publish(["a"])
    reading = child("hold-reader", folder)
    reading.hear()
    for number in range(2, 5):
        publish([number])
    assert store.prune().held == (first.id,)
    reading.kill()
    assert store.prune().stores == (first.id,)


def test_many_processes_and_threads_read_one_release(
    folder: Path, publish: Publish, values: Values, store: ReleaseStore, child: Callable[..., Child]
) -> None:
    publish(["a", "b"])
    others = [child("hold-reader", folder) for _ in range(3)]
    assert len({other.hear() for other in others}) == 1
    seen: list[set[str]] = []
    threads = [threading.Thread(target=lambda: seen.append(values(store))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [{"a", "b"}] * 4
    assert [other.ask() for other in others] == ["2"] * 3


def test_a_pruned_release_is_rebuilt_when_somebody_asks_for_it(
    folder: Path, store: ReleaseStore, publish: Publish, values: Values
) -> None:
    for number in range(1, 6):
        publish(range(number))
    assert stores(folder) == [3, 4, 5]
    assert values(store, release="1") == {"0"}
    assert stores(folder) == [1, 3, 4, 5]
    assert store.verify("1").with_store
    assert store.verify("1").faults == ()
    assert store.prune().stores == (store.get("1").id,)
    assert list((folder / "building").iterdir()) == []


def test_a_pruned_release_is_rebuilt_only_once_for_all_who_wait(
    folder: Path, publish: Publish, child: Callable[..., Child]
) -> None:
    for number in range(1, 5):
        publish(range(number * 10))
    others = [child("hold-reader", folder, "1") for _ in range(3)]
    assert {other.hear() for other in others} == {f"open {ReleaseStore(folder).get('1').id}"}
    assert [other.ask() for other in others] == ["10"] * 3


def test_activate_rolls_back_and_forth(store: ReleaseStore, publish: Publish, values: Values) -> None:
    for number in range(1, 6):
        publish([number])
    assert store.activate("1").sequence == 1
    assert store.current_id() == store.get("1").id
    assert values(store) == {"1"}
    assert len(store.list()) == 5
    assert store.activate("5") == store.current()
    assert values(store) == {"5"}


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A data folder with one release that others may read and nobody may write to."""
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "data"
        with ReleaseStore(folder).draft(reference_date=DAY) as draft:
            draft.commit(note="empty")
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield folder
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


def test_a_folder_one_may_not_write_to_can_be_read_but_not_published_to(
    forbidden: Path, child: Callable[..., Child]
) -> None:
    reading = child("somebody-else", forbidden)
    assert reading.ask("current") == "empty"
    assert reading.ask("read") == "0"
    assert reading.ask("recover") == "()"
    for act in ("publish", "prune", "rebuild"):
        said = reading.ask(act)
        assert said.startswith("Environment releases.folder-forbidden"), said
        assert str(forbidden) in said
        assert "--data" in said

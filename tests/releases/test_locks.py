"""One writer at a time, over processes and threads; a dead writer's lock is free."""

import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from pyoxigraph import Quad

from styringsgraf import errors
from styringsgraf.releases import Manifest, ReleaseStore


class Child(Protocol):
    """Another process (conftest.py)."""

    def hear(self) -> str: ...
    def say(self, line: str = "") -> None: ...
    def ask(self, line: str = "") -> str: ...
    def kill(self) -> None: ...


DAY = date(2026, 6, 30)
GRAPH = "https://example.org/graph/plan"
Publish = Callable[..., Manifest]
Values = Callable[..., set[str]]


def test_writers_queue_and_none_is_lost(
    folder: Path, store: ReleaseStore, publish: Publish, values: Values, child: Callable[..., Child]
) -> None:
    publish(["zero"])
    writers = [child("add-value", folder, f"value{n}") for n in range(4)]
    assert [writer.hear() for writer in writers] == ["ready"] * 4
    for writer in writers:
        writer.say("go")
    made = {writer.hear() for writer in writers}
    assert made == {manifest.id for manifest in store.list()[1:]}
    assert len(made) == 4
    assert values(store) == {"zero", "value0", "value1", "value2", "value3"}


def test_threads_of_one_process_queue_too(folder: Path, quads: Callable[..., list[Quad]], values: Values) -> None:
    def add(value: str) -> None:
        with ReleaseStore(folder, wait=60.0).draft(reference_date=DAY) as draft:
            draft.replace(GRAPH, [*draft.quads(GRAPH), *quads([value])])
            draft.commit()

    threads = [threading.Thread(target=add, args=[f"value{n}"]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert values(ReleaseStore(folder)) == {"value0", "value1", "value2", "value3"}


def test_a_writer_that_waits_in_vain_is_told_where_the_other_one_works(
    folder: Path, publish: Publish, store: ReleaseStore, child: Callable[..., Child], values: Values
) -> None:
    old = publish(["a"])
    writer = child("hold-writer", folder, "b")
    assert writer.hear() == "writing"
    before = time.monotonic()
    for act in (lambda: publish(["c"]), lambda: store.activate("1"), store.prune, store.rebuild):
        with pytest.raises(errors.Busy) as busy:
            act()
        assert str(folder) in str(busy.value)
        assert "0.2 seconds" in str(busy.value)
    assert time.monotonic() - before >= 4 * 0.2
    # Readers do not wait, and leftovers are not to be told from work under way.
    assert values(store) == {"a"}
    assert store.recover() == ()
    assert list((folder / "building").iterdir()) != []
    new = writer.ask("commit")
    assert store.get(new).previous == old.id
    assert values(store) == {"b"}


def test_the_lock_of_a_killed_writer_is_free_and_its_leftovers_go(
    folder: Path, publish: Publish, store: ReleaseStore, child: Callable[..., Child]
) -> None:
    publish(["a"])
    writer = child("hold-writer", folder, "b")
    assert writer.hear() == "writing"
    writer.kill()
    (left,) = (folder / "building").iterdir()
    assert left.name.startswith("000002-")
    assert store.recover() == (f"building/{left.name}",)
    assert publish(["c"]).sequence == 2


def test_the_next_writer_cleans_up_if_nobody_did_before(
    folder: Path, publish: Publish, child: Callable[..., Child]
) -> None:
    writer = child("hold-writer", folder, "b")
    assert writer.hear() == "writing"
    writer.kill()
    assert publish(["c"]).sequence == 1
    assert list((folder / "building").iterdir()) == []


def test_a_draft_in_a_draft_is_refused_and_spoils_nothing(store: ReleaseStore, publish: Publish) -> None:
    publish(["a"])
    with store.draft(reference_date=DAY) as draft:
        with pytest.raises(errors.Busy):
            publish(["b"])
        draft.drop(GRAPH)
        assert draft.commit().changed
    assert [manifest.sequence for manifest in store.list()] == [1, 2]

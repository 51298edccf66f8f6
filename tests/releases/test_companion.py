"""Files beside the store: made before the release is visible, as disposable as the store, never half there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from styringsgraf.errors import Environment
from styringsgraf.releases import Content, ReleaseStore

GRAPH = "https://example.org/graph/plan"


class Sizes:
    """A companion that holds the size and hash of each graph, one a line; it notes how it was made."""

    name = "sizes"

    def __init__(self) -> None:
        self.made: list[bool] = []
        self.fails = False

    def build(self, target: Path, content: Content, previous: Path | None) -> None:
        if self.fails:
            target.write_text("half")
            raise OSError(28, "No space left on device")
        self.made.append(previous is not None and previous.exists())
        lines = (f"{name} {len(list(content.quads(name)))} {sha}" for name, sha in sorted(content.graphs.items()))
        target.write_text("\n".join(lines))

    def fits(self, path: Path, graphs: Mapping[str, str]) -> bool:
        found = path.read_text().splitlines() if path.exists() else []
        return {line.split()[0]: line.split()[2] for line in found} == dict(graphs)

    def whole(self, path: Path, content: Content) -> bool:
        return self.fits(path, content.graphs)


@pytest.fixture
def sizes() -> Sizes:
    return Sizes()


@pytest.fixture
def store(folder: Path, sizes: Sizes) -> ReleaseStore:
    """The suite's store, with a companion."""
    return ReleaseStore(folder, keep_stores=2, wait=0.2, companions=(sizes,))


def place(folder: Path, release: str) -> Path:
    return folder / "releases" / release / "beside" / "sizes"


def test_it_is_there_with_the_release_and_made_from_the_one_before(
    folder: Path, store: ReleaseStore, publish: Any, sizes: Sizes
) -> None:
    first, second = publish("ab"), publish("abc")
    assert sizes.made == [False, True]
    assert place(folder, first.id).read_text().split()[1] == "2"
    assert place(folder, second.id).read_text().split()[1] == "3"
    assert store.verify().faults == ()
    with store.reader() as reader:
        assert reader.companion("sizes") == place(folder, second.id)
    assert len(sizes.made) == 2


def test_a_publish_that_changes_nothing_makes_none(publish: Any, sizes: Sizes) -> None:
    publish("ab")
    publish("ab")
    assert sizes.made == [False]


def test_one_that_cannot_be_made_stops_the_publish(
    folder: Path, store: ReleaseStore, publish: Any, sizes: Sizes
) -> None:
    first = publish("ab")
    sizes.fails = True
    with pytest.raises(Environment) as caught:
        publish("abc")
    assert caught.value.key == "releases.disk-full"
    assert [manifest.id for manifest in store.list()] == [first.id]
    assert list((folder / "building").iterdir()) == []


@pytest.mark.parametrize("missing", [True, False])
def test_a_missing_or_foreign_one_is_made_when_asked_for(
    missing: bool, folder: Path, store: ReleaseStore, publish: Any
) -> None:
    made = publish("ab")
    whole = place(folder, made.id).read_text()
    if missing:
        place(folder, made.id).unlink()
        place(folder, made.id).parent.rmdir()
        assert store.verify().faults == ()  # nothing wrong: it is made when it is asked for
    else:
        place(folder, made.id).write_text("x 1 y")
        (fault,) = store.verify().faults
        assert fault.kind == "companion-different"
        assert "styringsgraf rebuild" in fault.sentence("nb")
    with store.reader() as reader:
        assert reader.companion("sizes").read_text() == whole
    assert store.verify().faults == ()
    assert list((folder / "building").iterdir()) == []


def test_it_is_made_again_when_damaged(folder: Path, store: ReleaseStore, publish: Any, sizes: Sizes) -> None:
    publish("ab")
    with store.reader() as reader:
        path = reader.companion("sizes")
        whole = path.read_text()
        path.write_text("half")
        assert reader.companion("sizes").read_text() == "half"  # looked at once a reader
        assert reader.companion("sizes", renew=True).read_text() == whole
    assert sizes.made == [False, False]


def test_rebuild_makes_store_and_companion(folder: Path, store: ReleaseStore, publish: Any, sizes: Sizes) -> None:
    made = publish("ab")
    place(folder, made.id).write_text("half")
    store.rebuild()
    assert store.verify().faults == ()
    assert sizes.made == [False, False]


def test_it_goes_with_the_store_and_comes_back_with_it(folder: Path, store: ReleaseStore, publish: Any) -> None:
    first, *_ = publish("a"), publish("ab"), publish("abc")
    assert not place(folder, first.id).parent.exists()
    store.activate(first.id)
    with store.reader() as reader:
        assert reader.companion("sizes").read_text().split()[1] == "1"


def test_what_a_killed_pruner_left_is_removed(folder: Path, store: ReleaseStore, publish: Any) -> None:
    first, *_ = publish("a"), publish("ab"), publish("abc")
    place(folder, first.id).parent.mkdir()
    place(folder, first.id).write_text("left")
    assert store.prune().stores == (first.id,)
    assert not place(folder, first.id).parent.exists()


def test_a_held_release_keeps_its_companion(folder: Path, store: ReleaseStore, publish: Any) -> None:
    first = publish("a")
    with store.reader() as reader:
        publish("ab")
        publish("abc")
        publish("abcd")
        assert reader.companion("sizes") == place(folder, first.id)
        assert place(folder, first.id).exists()
    store.prune()
    assert not place(folder, first.id).exists()

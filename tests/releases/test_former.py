"""What earlier releases said: the newest that did, within bounds, and never what still is."""

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from styringsgraf.releases import Manifest, ReleaseStore, former

START = "https://example.org/graph/"
NODE = "https://example.org/a"
SAYS = NamedNode("https://example.org/says")


def release(store: ReleaseStore, **graphs: list[tuple[str, str]]) -> Manifest:
    """Publish graphs of (subject, word); an empty one goes."""
    with store.draft(reference_date=date(2026, 1, 1)) as draft:
        for name, said in graphs.items():
            graph = NamedNode(START + name)
            draft.replace(graph.value, [Quad(NamedNode(s), SAYS, Literal(word), graph) for s, word in said])
        return draft.commit().manifest


def anywhere(graph: str) -> bool:
    return graph.startswith(START)


def test_the_newest_release_that_said_something_is_found(store: ReleaseStore) -> None:
    release(store, one=[(NODE, "first"), ("https://example.org/b", "stays")])
    second = release(store, one=[(NODE, "second"), ("https://example.org/b", "stays")])
    current = release(store, one=[("https://example.org/b", "stays")])
    found = store.former.find(current, NODE, anywhere)
    assert found is not None
    assert (found.release, [one.object for one in found.statements]) == (second.id, [Literal("second")])
    assert store.former.find(current, "https://example.org/", anywhere) is None
    assert store.former.find(current, "https://example.org/never", anywhere) is None


def test_what_still_is_was_not_before(store: ReleaseStore) -> None:
    release(store, one=[(NODE, "x")], other=[("https://example.org/o", "1")])
    current = release(store, other=[("https://example.org/o", "2")])
    assert store.former.find(current, NODE, anywhere) is None


def test_only_graphs_that_may_have_held_it_are_unpacked(store: ReleaseStore) -> None:
    release(store, one=[(NODE, "x")])
    current = release(store, one=[("https://example.org/b", "y")])
    assert store.former.find(current, NODE, lambda graph: graph.endswith("/other")) is None


def test_answers_follow_the_current_release(store: ReleaseStore) -> None:
    first = release(store, one=[(NODE, "x"), ("https://example.org/b", "y")])
    second = release(store, one=[("https://example.org/b", "y")])
    assert store.former.find(second, NODE, anywhere) is not None
    store.activate(first.id)
    found = store.former.find(first, NODE, anywhere)
    assert found is None  # the release that lacks it is another one; it says nothing of it


def test_the_search_is_bounded(store: ReleaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    release(store, one=[(NODE, "x")])
    for number in range(3):
        current = release(store, one=[("https://example.org/b", str(number))])
    assert store.former.find(current, NODE, anywhere) is not None
    monkeypatch.setattr(former, "GRAPHS", 1)
    fresh = ReleaseStore(store.folder)
    assert fresh.former.find(current, NODE, anywhere) is None


def test_a_damaged_archive_hides_what_it_held_and_nothing_else(store: ReleaseStore) -> None:
    first = release(store, one=[(NODE, "x")], other=[(NODE, "y")])
    current = release(store, one=[("https://example.org/b", "1")], other=[("https://example.org/b", "2")])
    digest = next(graph.sha256 for graph in first.graphs if graph.name == f"{START}one")
    (store.folder / "objects" / f"{digest}.nq.gz").write_bytes(b"damaged")
    found = store.former.find(current, NODE, anywhere)
    assert found is not None
    assert [one.object for one in found.statements] == [Literal("y")]

"""Comparing releases, from the archive alone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf import errors
from styringsgraf.releases import GraphDifference, Manifest, ReleaseStore
from styringsgraf.releases.diff import merged

GRAPH = "https://example.org/graph/plan"
OTHER = "https://example.org/graph/other"
Publish = Callable[..., Manifest]
LINES = st.sets(st.binary(max_size=3))


def line(value: str, graph: str) -> str:
    return f'<https://example.org/plan> <https://example.org/says> "{value}" <{graph}> .'


@given(LINES, LINES)
def test_merging_sorted_lines_is_the_difference_of_sets(before: set[bytes], after: set[bytes]) -> None:
    found = list(merged(iter(sorted(before)), iter(sorted(after))))
    assert [text for sign, text in found if sign == "-"] == sorted(before - after)
    assert [text for sign, text in found if sign == "+"] == sorted(after - before)


def test_graphs_changed_come_and_gone(folder: Path, store: ReleaseStore, publish: Publish) -> None:
    publish(["a", "b", "ø"])
    publish(["b", "c", "ø"])
    publish(["o"], OTHER)
    shutil.rmtree(folder / "building")
    changed = GraphDifference(GRAPH, 1, 1, (line("c", GRAPH),), (line("a", GRAPH),))
    assert store.diff("1", "2") == (changed,)
    assert store.diff("1", "3") == (GraphDifference(OTHER, 1, 0, (line("o", OTHER),), ()), changed)
    assert store.diff("3", "2") == (GraphDifference(OTHER, 0, 1, (), (line("o", OTHER),)),)
    assert store.diff("2", "2") == ()


def test_all_are_counted_and_some_are_shown(store: ReleaseStore, publish: Publish) -> None:
    publish(range(100))
    publish(range(50, 175))
    (found,) = store.diff("1", "2", limit=3)
    assert (found.added, found.removed) == (75, 50)
    assert (len(found.added_statements), len(found.removed_statements)) == (3, 3)
    (found,) = store.diff("1", "2", limit=0)
    assert (found.added, found.added_statements) == (75, ())


def test_an_unknown_release_and_a_damaged_file_are_named(folder: Path, store: ReleaseStore, publish: Publish) -> None:
    publish(["a"])
    publish(["b"])
    with pytest.raises(errors.NotFound, match="'7'"):
        store.diff("1", "7")
    for path in (folder / "objects").iterdir():
        path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(errors.Environment, match=r"\.nq\.gz"):
        store.diff("1", "2")

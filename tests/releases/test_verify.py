"""Verifying recomputes every hash, and names what differs."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from styringsgraf.engine import storage
from styringsgraf.releases import Fault, Manifest, ReleaseStore
from styringsgraf.texts import LANGUAGES

GRAPH = "https://example.org/graph/plan"
OTHER = "https://example.org/graph/other"
STRAY = "https://example.org/graph/stray"


def tampered(folder: Path, manifest: Manifest, change: Callable[[storage.Store], None]) -> None:
    """Do what nobody should: write to a published store."""
    store = storage.open_writer(folder / "releases" / manifest.id / "store")
    change(store)
    store.flush()


def quad(value: str, graph: str | None) -> Quad:
    node = NamedNode("https://example.org/plan")
    return Quad(node, node, Literal(value), NamedNode(graph)) if graph else Quad(node, node, Literal(value))


def test_a_whole_release_has_no_faults(store: ReleaseStore, current: Manifest) -> None:
    outcome = store.verify()
    assert (outcome.manifest, outcome.with_store, outcome.faults) == (current, True, ())
    assert store.verify("1").manifest.sequence == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, "object-missing"),
        (b"", "object-different"),
        (b"not compressed", "object-unreadable"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "object-unreadable"),
        (gzip.compress(b"something else\n", mtime=0), "object-different"),
    ],
)
def test_each_fault_of_the_archive(
    folder: Path, store: ReleaseStore, current: Manifest, content: bytes | None, kind: str
) -> None:
    record = current.graph(OTHER)
    assert record is not None
    path = folder / "objects" / f"{record.sha256}.nq.gz"
    path.unlink() if content is None else path.write_bytes(content)
    assert store.verify().faults == (Fault(kind, OTHER, str(path)),)  # type: ignore[arg-type]
    # The release before it does not have that graph.
    assert store.verify("1").faults == ()


@pytest.mark.parametrize(
    ("change", "kind", "graph"),
    [
        (lambda store: store.add(quad("more", GRAPH)), "graph-different", GRAPH),
        (lambda store: store.remove_graph(NamedNode(OTHER)), "graph-missing", OTHER),
        (lambda store: store.clear_graph(NamedNode(OTHER)), "graph-different", OTHER),
        (lambda store: store.add(quad("stray", STRAY)), "graph-extra", STRAY),
        (lambda store: store.add(quad("stray", None)), "graph-extra", "default"),
    ],
)
def test_each_fault_of_a_store(
    folder: Path,
    store: ReleaseStore,
    current: Manifest,
    change: Callable[[storage.Store], None],
    kind: str,
    graph: str,
) -> None:
    tampered(folder, current, change)
    place = str(folder / "releases" / current.id / "store")
    assert store.verify().faults == (Fault(kind, graph, place),)  # type: ignore[arg-type]
    store.rebuild()
    assert store.verify().faults == ()


def test_a_store_that_cannot_be_read(folder: Path, store: ReleaseStore, current: Manifest) -> None:
    path = folder / "releases" / current.id / "store"
    for file in path.glob("*.sst"):
        file.write_bytes(b"\x00" * file.stat().st_size)
    assert store.verify().faults == (Fault("store-damaged", "", str(path)),)


def test_all_faults_are_named_in_every_language(folder: Path, store: ReleaseStore, current: Manifest) -> None:
    tampered(folder, current, lambda store: store.add(quad("stray", STRAY)))
    for path in (folder / "objects").iterdir():
        path.unlink()
    faults = store.verify().faults
    assert sorted(fault.kind for fault in faults) == ["graph-extra", "object-missing", "object-missing"]
    for fault in faults:
        sentences = {fault.sentence(lang) for lang in LANGUAGES}
        assert len(sentences) == 3
        assert all(fault.graph in sentence and fault.place in sentence for sentence in sentences)

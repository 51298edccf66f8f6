"""What the store does on disk, and the traps of it that everything above relies on."""

import os
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    serialize,
)

from styringsgraf import errors
from styringsgraf.engine import storage
from styringsgraf.engine.embedded import Embedded

GRAPH = "https://example.org/graph/a"
OTHER = "https://example.org/graph/b"
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def node(name: object) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def quad(subject: object, value: object, graph: str = GRAPH) -> Quad:
    return Quad(node(subject), node("says"), Literal(str(value)), NamedNode(graph))


def decimal(subject: object, lexical: str) -> Quad:
    return Quad(node(subject), node("measures"), Literal(lexical, datatype=DECIMAL), NamedNode(GRAPH))


def on_disk(path: Path, quads: list[Quad]) -> Path:
    """Write a sealed store: flushed, closed and copied, as a release's is."""
    store = storage.open_writer(path.with_name(path.name + ".work"))
    store.extend(quads)
    store.flush()
    del store
    storage.copy(storage.open_reader(path.with_name(path.name + ".work")), path)
    return path


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {entry.name: (entry.read_bytes(), entry.stat().st_mtime_ns) for entry in folder.iterdir()}


# Traps of the engine


def test_a_read_only_store_copies_only_what_was_flushed(tmp_path: Path) -> None:
    store = storage.open_writer(tmp_path / "unflushed")
    store.extend([quad(n, n) for n in range(50)])
    del store
    source = storage.open_reader(tmp_path / "unflushed")
    assert storage.count(source, GRAPH) == 50
    storage.copy(source, tmp_path / "empty")
    assert storage.total(storage.open_reader(tmp_path / "empty")) == 0

    store = storage.open_writer(tmp_path / "unflushed")
    store.flush()
    del store
    storage.copy(storage.open_reader(tmp_path / "unflushed"), tmp_path / "whole")
    assert storage.total(storage.open_reader(tmp_path / "whole")) == 50


def test_a_copy_shares_files_and_lives_its_own_life(tmp_path: Path) -> None:
    source = on_disk(tmp_path / "source", [quad(n, n) for n in range(50)])
    before = contents(source)
    storage.copy(storage.open_reader(source), tmp_path / "copy")
    shared = [entry for entry in (tmp_path / "copy").iterdir() if entry.stat().st_nlink > 1]
    assert shared
    store = storage.open_writer(tmp_path / "copy")
    storage.apply_difference(store, GRAPH, [quad("new", "new")])
    store.flush()
    assert storage.count(store, GRAPH) == 1
    assert storage.count(storage.open_reader(source), GRAPH) == 50
    assert contents(source) == before


def test_reading_leaves_no_trace_and_writing_is_refused(tmp_path: Path) -> None:
    source = on_disk(tmp_path / "source", [quad(1, 1)])
    before = contents(source)
    store = storage.open_reader(source, [GRAPH])
    assert storage.count(store, GRAPH) == 1
    with pytest.raises(RuntimeError):
        store.add(quad(2, 2))
    assert contents(source) == before


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST*", "*.sst"])
@pytest.mark.parametrize("harm", [emptied, halved, os.remove])
def test_a_damaged_store_is_found_when_it_is_opened(tmp_path: Path, pattern: str, harm: Callable[[Path], None]) -> None:
    source = on_disk(tmp_path / "source", [quad(n, n) for n in range(50)])
    files = sorted(source.glob(pattern))
    assert files
    for file in files:
        # The files are shared with the store this one was copied from.
        shutil.copy(file, file.with_suffix(".own"))
        file.with_suffix(".own").replace(file)
        harm(file)
    with pytest.raises(storage.StoreDamaged):
        storage.open_reader(source, [GRAPH])


def test_a_store_whose_list_of_files_is_cut_off_opens_empty_unless_the_graphs_are_named(tmp_path: Path) -> None:
    source = on_disk(tmp_path / "source", [quad(1, 1)])
    (listing,) = source.glob("MANIFEST*")
    halved(listing)
    assert storage.total(storage.open_reader(source)) == 0
    with pytest.raises(storage.StoreDamaged):
        storage.open_reader(source, [GRAPH])


def test_damage_inside_a_file_is_found_by_the_question_that_meets_it(tmp_path: Path) -> None:
    source = on_disk(tmp_path / "source", [quad(n, f"{n} {'x' * 50}") for n in range(5000)])
    # All but the names of the graphs, which are read when the store is opened, and the texts, which hold them.
    for file in sorted(source.glob("*.sst"), key=lambda file: file.stat().st_size)[2:-1]:
        content = bytearray(file.read_bytes())
        content[len(content) // 8 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 8)
        file.unlink()
        file.write_bytes(content)
    engine = Embedded(storage.open_reader(source, [GRAPH]))
    with pytest.raises(errors.Environment, match="styringsgraf rebuild"):
        engine.table("SELECT ?s ?o WHERE { ?s ?p ?o }")


def test_no_folder_no_store(tmp_path: Path) -> None:
    with pytest.raises(storage.StoreDamaged):
        storage.open_reader(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


# Differences

VALUES = st.sets(st.tuples(st.integers(0, 8), st.integers(0, 3)), max_size=20)


@given(VALUES, VALUES, VALUES)
def test_a_difference_makes_the_graph_exactly_what_was_asked(
    before: set[tuple[int, int]], wanted: set[tuple[int, int]], elsewhere: set[tuple[int, int]]
) -> None:
    store = Store()
    store.extend(quad(*pair) for pair in before)
    store.extend(quad(*pair, graph=OTHER) for pair in elsewhere)
    found = storage.apply_difference(store, GRAPH, [quad(*pair) for pair in wanted])
    assert found == storage.Difference(added=len(wanted - before), removed=len(before - wanted))
    assert found.any == (wanted != before)
    assert set(storage.graph_quads(store, GRAPH)) == {quad(*pair) for pair in wanted}
    assert set(storage.graph_quads(store, OTHER)) == {quad(*pair, graph=OTHER) for pair in elsewhere}
    assert (GRAPH in storage.graph_names(store)) == bool(wanted)


def test_a_difference_is_taken_of_what_the_store_returns(tmp_path: Path) -> None:
    store = storage.open_writer(tmp_path / "store")
    assert storage.apply_difference(store, GRAPH, [decimal(1, "12.50"), decimal(1, "12.5")]).added == 1
    assert next(storage.graph_quads(store, GRAPH)).object == Literal("12.5", datatype=DECIMAL)
    assert not storage.apply_difference(store, GRAPH, [decimal(1, "12.500")]).any


@pytest.mark.parametrize("stray", [quad(2, 2, OTHER), Quad(node(2), node("says"), Literal("2"), DefaultGraph())])
def test_a_statement_of_another_graph_is_refused_and_nothing_changes(stray: Quad) -> None:
    store = storage.normalised([quad(1, 1)])
    with pytest.raises(ValueError, match=GRAPH):
        storage.apply_difference(store, GRAPH, [quad(3, 3), stray])
    assert list(store) == [quad(1, 1)]


def test_many_statements_take_the_way_of_bulk_loading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "BULK", 10)
    monkeypatch.setattr(storage, "BATCH", 7)
    store = storage.open_writer(tmp_path / "store")
    wanted = [quad(n, n) for n in range(35)]
    assert storage.apply_difference(store, GRAPH, wanted) == storage.Difference(35, 0)
    graph = storage.canonical(storage.graph_quads(store, GRAPH))
    assert graph.count == 35
    loaded = storage.open_writer(tmp_path / "loaded")
    assert storage.load(loaded, GRAPH, BytesIO(graph.lines)) == 35
    assert storage.canonical(storage.graph_quads(loaded, GRAPH)) == graph


# Canonical form

TERMS = st.one_of(
    st.integers(0, 5).map(node),
    st.text(st.characters(codec="utf-8"), max_size=8).map(Literal),
    st.tuples(st.text('\r\n\t"\\\x85\u2028æ', max_size=6), st.sampled_from(["nb", "nn", "en"])).map(
        lambda pair: Literal(pair[0], language=pair[1])
    ),
    st.decimals(-100, 100, places=3).map(lambda number: Literal(f"{number:f}", datatype=DECIMAL)),
)


def statement(subject: object, value: NamedNode | BlankNode | Literal) -> Quad:
    about = subject if isinstance(subject, BlankNode) else node(subject)
    return Quad(about, node("says"), value, NamedNode(GRAPH))


def rdfc(quads: list[Quad]) -> bytes:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    written = serialize(dataset, format=RdfFormat.N_QUADS)
    assert written is not None
    # Splitting at line feeds only: nothing else ends a line of N-Quads.
    return b"".join(sorted(line + b"\n" for line in written.split(b"\n") if line))


@given(st.lists(st.tuples(st.integers(0, 5), TERMS), max_size=15))
def test_without_blank_nodes_the_sorted_lines_are_the_rdfc_form(pairs: list[tuple[int, Literal]]) -> None:
    stored = list(storage.normalised(statement(*pair) for pair in pairs))
    graph = storage.canonical(stored)
    assert graph.lines == rdfc(stored)
    assert graph.count == len(stored)


LINKS = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8)


def blank_graph(links: set[tuple[int, int]], names: list[str]) -> list[Quad]:
    return [statement(BlankNode(names[a]), BlankNode(names[b])) for a, b in links]


@given(LINKS, st.permutations("abcde"))
def test_blank_nodes_may_be_called_anything(links: set[tuple[int, int]], names: list[str]) -> None:
    here = storage.canonical(storage.normalised(blank_graph(links, list("vwxyz"))))
    there = storage.canonical(storage.normalised(blank_graph(links, names)))
    assert here == there
    assert here.lines == rdfc(blank_graph(links, list("vwxyz")))


def test_another_structure_of_blank_nodes_is_another_graph() -> None:
    ring = storage.canonical(blank_graph({(0, 1), (1, 2), (2, 0)}, list("abcde")))
    line = storage.canonical(blank_graph({(0, 1), (1, 2), (2, 3)}, list("abcde")))
    assert ring.sha256 != line.sha256


def test_blank_nodes_with_the_same_label_stay_apart_between_graphs(tmp_path: Path) -> None:
    store = storage.open_writer(tmp_path / "store")
    first = [statement(BlankNode("b"), Literal("here"))]
    second = [Quad(BlankNode("b"), node("says"), Literal("there"), NamedNode(OTHER))]
    storage.apply_difference(store, GRAPH, first)
    storage.apply_difference(store, OTHER, second)
    found = store.query(
        "SELECT * WHERE { ?x <https://example.org/says> 'here', 'there' }", use_default_graph_as_union=True
    )
    assert list(found) == []  # type: ignore[arg-type]
    assert not storage.apply_difference(store, GRAPH, [statement(BlankNode("else"), Literal("here"))]).any
    graph = storage.canonical(storage.graph_quads(store, GRAPH))
    assert graph == storage.canonical(storage.normalised(first))
    again = storage.open_writer(tmp_path / "again")
    storage.load(again, GRAPH, BytesIO(graph.lines))
    assert set(storage.graph_quads(again, GRAPH)) == set(storage.graph_quads(store, GRAPH))


def test_memory_and_disk_give_the_same_form(tmp_path: Path) -> None:
    quads = [decimal(1, "012.50"), quad(1, "a\nb"), decimal(2, "-0.0")]
    disk = storage.open_reader(on_disk(tmp_path / "store", quads))
    assert storage.canonical(storage.graph_quads(disk, GRAPH)) == storage.canonical(storage.normalised(quads))
    assert b'"12.5"' in storage.canonical(storage.normalised(quads)).lines


def test_lines_of_another_graph_and_lines_that_are_none_are_not_loaded() -> None:
    store = Store()
    with pytest.raises(ValueError, match=GRAPH):
        storage.load(store, GRAPH, BytesIO(storage.canonical([quad(1, 1, OTHER)]).lines))
    with pytest.raises(SyntaxError):
        storage.load(store, GRAPH, BytesIO(b"<https://example.org/1> is not N-Quads\n"))
    assert storage.total(store) == 0


def test_names_and_counts() -> None:
    store = storage.normalised([quad(1, 1), quad(2, 2), quad(1, 1, OTHER)])
    assert storage.graph_names(store) == (GRAPH, OTHER)
    assert storage.count(store, GRAPH) == 2
    assert storage.count(store, "https://example.org/none") == 0
    assert storage.total(store) == 3

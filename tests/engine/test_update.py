"""Updates taken apart: which graphs they name to change, what is refused, and that the engine reads what we read."""

from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import pyoxigraph as ox
import pytest

from styringsgraf import errors
from styringsgraf.engine import storage, updating
from styringsgraf.engine.spelling import spelled
from styringsgraf.engine.tokens import scan
from styringsgraf.engine.update import Operation, Using, parse
from styringsgraf.engine.updating import Covered
from styringsgraf.terms import Quad

DEFAULT = "http://x/default"
BASE = "http://h/sparql"
NONE = Using()
THREE = """INSERT DATA { GRAPH <http://g/1> { <http://s/1> <http://p> 1 }
  GRAPH <http://g/2> { <http://s/2> <http://p> 2 } GRAPH <http://g/3> { <http://s/3> <http://p> 3 } }"""
ANY = Covered(lambda _: True, lambda _: None)


def parsed(text: str, using: Using = NONE) -> tuple[Operation, ...]:
    return parse(text, base=BASE, default_graph=DEFAULT, using=using)


def graphs(text: str) -> set[str]:
    return {graph for operation in parsed(text) for graph in operation.graphs}


def ran(tmp_path: Path, text: str, using: Using = NONE, covered: Covered = ANY) -> dict[str, set[str]]:
    store = ox.Store(str(tmp_path / "before"))
    store.update(THREE)
    store.flush()
    del store
    found = updating.run(tmp_path / "before", tmp_path / "after", parsed(text, using), covered, BASE, DEFAULT)
    return {graph: {_shown(quad) for quad in quads} for graph, quads in found.items()}


def _shown(quad: Quad) -> str:
    return f"{quad.subject.value} {quad.object.value}"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("INSERT DATA { GRAPH <http://g/1> { <a> <b> <c> } }", {"http://g/1"}),
        ("INSERT DATA { <a> <b> <c> }", {DEFAULT}),
        ("insert data { <a> <b> <c> . graph <g> { <a> <b> 1.5 . } <a> <b> 'GRAPH <x> {' }", {DEFAULT, "http://h/g"}),
        ("PREFIX g: <http://g/> DELETE DATA { GRAPH g:1 { <a> <b> <c> } }", {"http://g/1"}),
        ("BASE <http://o/x/> CREATE GRAPH <../y>", {"http://o/y"}),
        ("PREFIX g: <http://g/> DROP GRAPH g:1 ; PREFIX g: <http://k/> CLEAR SILENT GRAPH g:1", {"http://g/1", "http://k/1"}),
        ("INSERT DATA { GRAPH <http://g/\\u0031> { <a> <b> <c> } }", {"http://g/1"}),
        ("INSERT DATA { GRAPH <http://g/\\U00000031> { <a> <b> <c> } }", {"http://g/1"}),
        ("PREFIX g: <http://g/> INSERT DATA { GRAPH g:a\\-b { <a> <b> <c> } }", {"http://g/a-b"}),
        ("DROP GRAPH <http://g/1> # GRAPH <http://g/2>", {"http://g/1"}),
        ("DROP # <http://g/2>\nGRAPH#x\n<http://g/1>", {"http://g/1"}),
        ("COPY <http://g/1> TO <http://g/2>", {"http://g/2"}),
        ("ADD GRAPH <http://g/1> TO DEFAULT", {DEFAULT}),
        ("MOVE SILENT <http://g/1> TO <http://g/2>", {"http://g/1", "http://g/2"}),
        ("MOVE DEFAULT TO <http://g/2>", {DEFAULT, "http://g/2"}),
        ("CLEAR DEFAULT", {DEFAULT}),
        ("WITH <http://g/1> DELETE { ?s ?p ?o } INSERT { GRAPH <http://g/2> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
         {"http://g/1", "http://g/2"}),
        ("WITH <http://g/1> INSERT { GRAPH <http://g/2> { ?s ?p ?o } } WHERE { GRAPH <http://g/3> { ?s ?p ?o } }",
         {"http://g/2"}),
        ("DELETE WHERE { GRAPH <http://g/1> { ?s ?p ?o } }", {"http://g/1"}),
        ("DELETE { ?s ?p ?o } WHERE { GRAPH <http://g/1> { ?s ?p ?o } }", {DEFAULT}),
        ("INSERT { GRAPH <http://g/1> { [] <p> (1 2) ; a [ <q> true ] } } WHERE { } ;", {"http://g/1"}),
        ("CREATE GRAPH <http://g/1>;CREATE GRAPH <http://g/2>;", {"http://g/1", "http://g/2"}),
    ],
)  # fmt: skip
def test_the_graphs_an_update_changes_are_known(text: str, named: set[str]) -> None:
    assert graphs(text) == named
    assert not any(operation.variable or operation.every for operation in parsed(text))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE WHERE { GRAPH $g { ?s ?p ?o } }",
        "INSERT { GRAPH <http://g/1> { <a> <b> <c> } GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_a_variable_for_a_graph_is_seen(text: str) -> None:
    assert [operation.variable for operation in parsed(text)] == [True]
    with pytest.raises(errors.Forbidden):
        updating.require(parsed(text), ANY, everything=False)
    updating.require(parsed(text), ANY, everything=True)


@pytest.mark.parametrize("text", ["DROP ALL", "CLEAR SILENT NAMED", "CREATE GRAPH <g> ; clear all"])
def test_all_graphs_are_not_one_organisations(text: str) -> None:
    with pytest.raises(errors.Forbidden):
        updating.require(parsed(text), ANY, everything=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing",
        "PREFIX a: <b>",
        "SELECT * { ?s ?p ?o }",
        "DROPALL",
        "DROP ALLGRAPH <g>",
        "INSERTDATA { <a> <b> <c> }",
        "CLEAR XYZ",
        "DROP GRAPH",
        "DROP GRAPH ?g",
        "DROP GRAPH <a> DROP GRAPH <b>",
        "INSERT DATA { <a> <b> <c>",
        "INSERT DATA { <a> <b> <c> } }",
        "INSERT DATA { { <a> <b> <c> } }",
        "INSERT DATA { GRAPH <g> { GRAPH <h> { <a> <b> <c> } } }",
        "INSERT DATA { <a> <b> trueGRAPH <g> { <a> <b> <c> } }",
        "INSERT DATA { <a> <b> GRAPHx:y { <a> <b> <c> } }",
        "INSERT DATA { GRAPH ?g { <a> <b> <c> } }",
        "INSERT { <a> <b> <c> }",
        "DELETE { <a> <b> <c> } { ?s ?p ?o }",
        "COPY <a> <b>",
        "LOAD <http://x/>",
        "LOAD SILENT <http://x/> INTO GRAPH <g>",
        "CREATE GRAPH x:y",
        'INSERT DATA { GRAPH "g" { <a> <b> <c> } }',
        "INSERT DATA { GRAPH _:g { <a> <b> <c> } }",
        "WITH <g> DROP ALL",
        "INSERT DATA { <a> <b> <c> {| <d> <e> |} }",
    ],
)
def test_what_is_no_update_is_refused_with_words(text: str, tmp_path: Path) -> None:
    with pytest.raises(errors.BadQuery):
        ran(tmp_path, text)


def test_statements_without_a_graph_go_to_the_default_graph_for_writing(tmp_path: Path) -> None:
    first, last = "<http://s/9> <http://p> 9 .", ". <http://s/7> a <x>"
    text = f"INSERT DATA {{ {first} GRAPH <http://g/1> {{ <http://s/8> <http://p> 8 }} {last} }}"
    assert ran(tmp_path, text) == {
        DEFAULT: {"http://s/9 9", "http://s/7 http://h/x"},
        "http://g/1": {"http://s/1 1", "http://s/8 8"},
    }


def test_patterns_see_all_graphs_as_queries_do(tmp_path: Path) -> None:
    text = "INSERT { GRAPH <http://g/9> { ?s <http://p> ?o } } WHERE { ?s <http://p> ?o }"
    assert ran(tmp_path, text)["http://g/9"] == {"http://s/1 1", "http://s/2 2", "http://s/3 3"}


@pytest.mark.parametrize(
    ("using", "pattern", "found"),
    [
        (Using(("http://g/1",)), "?s <http://p> ?o", {"http://s/1 1"}),
        (Using(("http://g/1", "http://g/3")), "?s <http://p> ?o", {"http://s/1 1", "http://s/3 3"}),
        (Using((), ("http://g/2",)), "GRAPH ?g { ?s <http://p> ?o }", {"http://s/2 2"}),
        (Using((), ("http://g/2",)), "?s <http://p> ?o", set()),
        (Using(("http://g/1",), ("http://g/2",)), "?s <http://p> ?o", {"http://s/1 1"}),
        (Using(("http://g/1",)), "GRAPH ?g { ?s <http://p> ?o }", set()),
    ],
)
def test_the_requests_dataset_is_what_patterns_see(tmp_path: Path, using: Using, pattern: str, found: set[str]) -> None:
    text = f"INSERT {{ GRAPH <http://g/9> {{ ?s <http://p> ?o }} }} WHERE {{ {pattern} }}"
    assert ran(tmp_path, text, using)["http://g/9"] == found


@pytest.mark.parametrize("clause", ["USING <http://g/1>", "USING NAMED <http://g/1>"])
def test_a_dataset_is_chosen_once(clause: str) -> None:
    with pytest.raises(errors.BadQuery):
        parsed(f"INSERT {{ <a> <b> <c> }} {clause} WHERE {{ }}", Using(("http://g/1",)))
    with pytest.raises(errors.BadQuery):
        parsed("WITH <http://g/1> INSERT { <a> <b> <c> } WHERE { }", Using((), ("http://g/1",)))
    assert parsed(f"INSERT {{ <a> <b> <c> }} {clause} WHERE {{ }}")


def test_delete_where_takes_a_dataset_too(tmp_path: Path) -> None:
    text = "DELETE WHERE { GRAPH <http://g/1> { ?s ?p ?o } }"
    assert ran(tmp_path, text, Using((), ("http://g/2",))) == {"http://g/1": {"http://s/1 1"}}


def test_all_graphs_means_those_that_are_covered(tmp_path: Path) -> None:
    covered = Covered(lambda graph: graph != "http://g/2", lambda _: None)
    assert ran(
        tmp_path, "DROP ALL ; INSERT DATA { GRAPH <http://g/1> { <http://s/5> <http://p> 5 } }", NONE, covered
    ) == {
        "http://g/1": {"http://s/5 5"},
        "http://g/3": set(),
    }


def test_a_variable_that_comes_to_name_a_graph_not_covered_is_refused(tmp_path: Path) -> None:
    def refuse(graph: str) -> None:
        if graph == "http://g/2":
            raise errors.Forbidden("access.own-graph", graph=graph)

    text = "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    with pytest.raises(errors.Forbidden):
        ran(tmp_path, text, NONE, Covered(lambda graph: graph != "http://g/2", refuse))


def test_the_store_an_update_runs_on_stays_as_it_was(tmp_path: Path) -> None:
    ran(tmp_path, "DROP ALL")
    assert storage.graph_names(storage.open_reader(tmp_path / "before")) == tuple(f"http://g/{n}" for n in (1, 2, 3))


#: Pieces that mean different things to a reader by context and to one by longest match.
_PIECES = ["?a", "<", "<'x>", "<#x>", "'", '"', "#", "\n", "}", "{", ";", " ", "DROP ALL", "GRAPH", "<http://g/2>",
           "<(>", "'''", "FILTER(", ")", "1", "true", "\\u0027", ".", "<\\u0027>", "a", "<x", ">",
           "INSERT"]  # fmt: skip


@hypothesis.given(st.lists(st.sampled_from(_PIECES), max_size=14))
@hypothesis.settings(max_examples=400)
def test_no_text_makes_the_engine_change_a_graph_we_did_not_see(pieces: list[str]) -> None:
    text = f"INSERT {{ GRAPH <http://g/1> {{ <http://s/1> <http://p> 9 }} }} WHERE {{ {''.join(pieces)} }}"
    try:
        operations = parsed(text)
    except errors.StyringsgrafError:
        return
    store = ox.Store()
    store.update(THREE)
    before = {graph: set(storage.graph_quads(store, graph)) for graph in storage.graph_names(store)}
    changed = {graph for operation in operations for graph in operation.graphs}
    wide = any(operation.variable or operation.every for operation in operations)
    for operation in operations:
        if operation.every:
            continue
        try:
            store.update(operation.text(()), base_iri=BASE)
        except (SyntaxError, ValueError, RuntimeError, OSError):
            return
    after = {graph: set(storage.graph_quads(store, graph)) for graph in storage.graph_names(store)}
    differ = {graph for graph in before.keys() | after.keys() if before.get(graph) != after.get(graph)}
    assert wide or differ <= changed


def test_a_name_that_an_engine_would_read_as_less_than_hides_nothing(tmp_path: Path) -> None:
    head = "INSERT { GRAPH <http://g/1> { <http://s/1> <http://p> 9 } } WHERE { BIND(1 AS ?a) FILTER(?a"
    # To the standard an IRI and a string that holds the rest; to the engine a string, then a second operation.
    text = f"{head}<'x>' && true) }} ; DROP GRAPH <http://g/2> #') }}"
    store = ox.Store()
    store.update(THREE)
    store.update(text)
    assert "http://g/2" not in storage.graph_names(store)
    assert graphs(text) == {"http://g/1"}
    with pytest.raises(errors.BadQuery):
        ran(tmp_path, text)


@pytest.mark.parametrize("text", ["?a<'x>'", "<http://a>", "<>", "<\\u0061>", "<\U0001f600>", '"<x>" # <y>'])
def test_spelling_leaves_one_reading(text: str) -> None:
    again = spelled(scan(text))
    iris = [token for token in scan(again) if token.kind == "iri"]
    assert all(token.text == "<>" or token.text[1] == "\\" for token in iris)
    assert len(iris) == sum(token.kind == "iri" for token in scan(text))

"""The engine in process: rows, statements, formats by kind, datasets, and sentences for what does not parse."""

import json
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from styringsgraf import errors
from styringsgraf.engine import EVERY_GRAPH, Dataset, Limits
from styringsgraf.engine.embedded import Embedded

LIMITS = Limits(seconds=10, rows=1000, bytes=1_000_000)


@pytest.fixture(scope="module")
def engine() -> Embedded:
    store = Store()
    for graph, count in (("g:1", 3), ("g:2", 4)):
        for number in range(count):
            subject, value = NamedNode(f"https://example.org/base/{graph[2]}/{number}"), Literal(number)
            store.add(Quad(subject, NamedNode("http://example.org/p"), value, NamedNode(graph)))
    return Embedded(store, "https://example.org/base/")


def counted(engine: Embedded, clause: str = "", dataset: Dataset = EVERY_GRAPH) -> tuple[int, int]:
    """Return how many triples the default graph has, and how many the named graphs."""

    def count(pattern: str) -> int:
        query = f"SELECT (COUNT(*) AS ?n) {clause} {{ {pattern} }}"
        found = json.loads(engine.answer(query, None, LIMITS, dataset).content)
        return int(found["results"]["bindings"][0]["n"]["value"])

    return count("?s ?p ?o"), count("GRAPH ?g { ?s ?p ?o }")


def test_a_table_has_columns_in_order_and_terms_or_nothing(engine: Embedded) -> None:
    table = engine.table("SELECT ?o ?none ?s { GRAPH <g:1> { ?s ?p ?o } } ORDER BY ?o LIMIT 1")
    assert table.columns == ("o", "none", "s")
    assert table.rows == ((Literal(0), None, NamedNode("https://example.org/base/1/0")),)
    assert not table.truncated


def test_rows_are_cut_at_the_limit_and_it_is_said(engine: Embedded) -> None:
    table = engine.table("SELECT * { ?s ?p ?o }", Limits(10, 5, 1))
    assert (len(table.rows), table.truncated) == (5, True)
    assert not engine.table("SELECT * { ?s ?p ?o }", Limits(10, 7, 1)).truncated


def test_relative_iris_are_resolved_against_the_base(engine: Embedded) -> None:
    assert engine.table("SELECT ?o { <2/3> ?p ?o }").rows == ((Literal(3),),)


def test_construct_returns_statements_of_the_graph_each_once(engine: Embedded) -> None:
    made = engine.construct("CONSTRUCT { <x:a> <x:b> <x:c> } WHERE { ?s ?p ?o }", "g:new")
    assert made == [Quad(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c"), NamedNode("g:new"))]


@pytest.mark.parametrize("ask", ["table", "construct"])
def test_the_wrong_form_is_named(engine: Embedded, ask: str) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        engine.table("ASK {}") if ask == "table" else engine.construct("ASK {}", "g:1")
    assert caught.value.key == "engine.form"


@pytest.mark.parametrize(
    ("clause", "dataset", "expected"),
    [
        ("", Dataset(), (7, 7)),
        ("FROM <g:1>", Dataset(), (3, 0)),
        ("FROM <g:1> FROM <g:2>", Dataset(), (7, 0)),
        ("FROM NAMED <g:2>", Dataset(), (0, 4)),
        ("FROM <g:1> FROM NAMED <g:2>", Dataset(), (3, 4)),
        ("", Dataset(("g:1",)), (3, 0)),
        ("", Dataset((), ("g:2",)), (0, 4)),
        ("", Dataset(("g:1",), ("g:2",)), (3, 4)),
        ("", Dataset(("g:none",)), (0, 0)),
        # The request's dataset is the one that counts, not the query's.
        ("FROM <g:2>", Dataset(("g:1",)), (3, 0)),
        ("FROM <g:1> FROM NAMED <g:1>", Dataset((), ("g:2",)), (0, 4)),
    ],
)
def test_which_graphs_a_query_sees(engine: Embedded, clause: str, dataset: Dataset, expected: tuple[int, int]) -> None:
    assert counted(engine, clause, dataset) == expected


def test_a_dataset_iri_that_is_none_is_named(engine: Embedded) -> None:
    with pytest.raises(errors.BadQuery, match="not an iri"):
        engine.answer("ASK {}", None, LIMITS, Dataset(("not an iri",)))


SELECT, ASK, CONSTRUCT = "SELECT * { ?s ?p ?o }", "ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, None, "srj"),
        (SELECT, "*/*", "srj"),
        (SELECT, "application/json", "srj"),
        (SELECT, "application/sparql-results+xml", "srx"),
        (SELECT, "text/csv", "csv"),
        (SELECT, "text/tab-separated-values", "tsv"),
        (SELECT, "text/turtle, text/csv;q=0.5", "csv"),
        (ASK, None, "srj"),
        (ASK, "text/csv, application/sparql-results+xml;q=0.1", "srx"),
        (CONSTRUCT, None, "ttl"),
        (CONSTRUCT, "application/n-triples", "nt"),
        (CONSTRUCT, "application/rdf+xml", "rdf"),
        (CONSTRUCT, "application/ld+json", "jsonld"),
        ("DESCRIBE <1/0>", "text/turtle", "ttl"),
    ],
)
def test_the_representation_is_chosen_among_what_the_kind_of_query_gives(
    engine: Embedded, query: str, accept: str | None, expected: str
) -> None:
    answer = engine.answer(query, accept, LIMITS)
    assert (answer.format.name, bool(answer.content)) == (expected, True)


@pytest.mark.parametrize(
    ("query", "accept", "listed"),
    [
        (ASK, "text/csv", "application/sparql-results+json, application/sparql-results+xml"),
        (SELECT, "text/turtle", "text/csv, text/tab-separated-values"),
        (CONSTRUCT, "text/csv", "text/turtle, application/n-triples"),
        (SELECT, "application/sparql-results+json;q=0", "application/sparql-results+xml"),
    ],
)
def test_nothing_acceptable_lists_what_exists(engine: Embedded, query: str, accept: str, listed: str) -> None:
    if accept.endswith("q=0"):
        accept += ", image/png"
    with pytest.raises(errors.NotAcceptable) as caught:
        engine.answer(query, accept, LIMITS)
    assert listed in caught.value.sentence("en")


def test_a_graph_is_cut_at_the_row_limit(engine: Embedded) -> None:
    answer = engine.answer(CONSTRUCT, "application/n-triples", Limits(10, 5, 10_000))
    assert (answer.content.count(b"\n"), answer.truncated, answer.kind) == (5, True, "graph")


@pytest.mark.parametrize(
    ("query", "key", "values"),
    [
        ("SELECT ?x { ?x ex:a 1 }", "engine.undeclared-prefix", {"prefix": "ex:", "line": 1, "column": 16}),
        ("PREFIX a: <x:>\nSELECT ?x {\n ?x a:b ?y ; :c 1 }", "engine.undeclared-prefix", {"prefix": ":", "line": 3}),
        ("SELECT * {\n  ?s ?p ?o", "engine.unclosed", {"bracket": "{", "line": 1, "column": 10}),
        ("SELECT * {\n ?s ?p ?o }\n}", "engine.unopened", {"bracket": "}", "line": 3, "column": 1}),
        ("SELECT * { FILTER(?a = 1 } ", "engine.unclosed", {"bracket": "(", "column": 18}),
        ("SELECT *\n{ ?s ?p ?o }\nLIMIT ten", "engine.syntax", {"line": 3, "column": 7}),
        ("SELECT ?x ?x { ?x a 1 }", "engine.syntax-detail", {"detail": "Duplicated variable name in SELECT"}),
        ("SELECT * { <http://a b> ?p ?o }", "engine.syntax-detail", {"detail": "IRI parsing failed"}),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "engine.syntax-detail", {}),
        (
            "SELECT ?x { BIND(<x:f>(1) AS ?x) }",
            "engine.evaluation",
            {"detail": "The custom function <x:f> is not supported"},
        ),
        ("", "engine.syntax", {"line": 1, "column": 1}),
    ],
)
def test_a_faulty_query_is_explained_with_its_place(
    engine: Embedded, query: str, key: str, values: dict[str, Any]
) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        engine.answer(query, None, LIMITS)
    assert caught.value.key == key
    assert {name: caught.value.values[name] for name in values} == values


def test_where_reading_stopped_is_quoted(engine: Embedded) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        engine.answer("SELECT *\n{ ?s ?p ?o }\nLIMIT ten", None, LIMITS)
    assert "linje 3, kolonne 7, etter «SELECT * { ?s ?p ?o } LIMIT»" in caught.value.sentence("nb")

"""The endpoint as real client libraries use it: SPARQLWrapper, and rdflib's remote stores."""

from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

#: SPARQLWrapper makes graphs of a class that rdflib will drop.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SDGO = Namespace("http://metadata.un.org/sdg/ontology#")
SDG = URIRef("https://w3id.org/styringsgraf/graph/sdg")
GOALS = f"SELECT ?goal WHERE {{ ?goal a <{SDGO.Goal}> }} ORDER BY ?goal"
SPACE = Namespace("http://example.org/clients/")


def wrapped(writable: Any, query: str, form: str = JSON, method: str = GET, how: str = URLENCODED) -> SPARQLWrapper:
    made = SPARQLWrapper(writable.sparql)
    made.setQuery(query)
    made.setReturnFormat(form)
    made.setMethod(method)
    made.setRequestMethod(how)
    return made


@pytest.mark.parametrize(("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_in_each_way(writable: Any, method: str, how: str) -> None:
    found = wrapped(writable, GOALS, method=method, how=how).queryAndConvert()
    assert len(found["results"]["bindings"]) == 17


def test_sparqlwrapper_reads_rows_in_each_format(writable: Any) -> None:
    assert len(wrapped(writable, GOALS, XML).queryAndConvert().getElementsByTagName("uri")) == 17
    for form in (CSV, TSV):
        assert len(wrapped(writable, GOALS, form).queryAndConvert().splitlines()) == 18
    assert wrapped(writable, f"ASK {{ ?goal a <{SDGO.Goal}> }}").queryAndConvert()["boolean"] is True


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs_in_each_format(writable: Any, form: str) -> None:
    construct = f"CONSTRUCT {{ ?goal a <{SDGO.Goal}> }} WHERE {{ ?goal a <{SDGO.Goal}> }}"
    found = wrapped(writable, construct, form).queryAndConvert()
    if isinstance(found, bytes):
        found = Graph().parse(data=found, format="turtle")
    assert len(set(found.subjects(RDF.type, SDGO.Goal))) == 17


@pytest.mark.parametrize(("graph", "count"), [(str(SDG), 17), ("http://example.org/none", 0)])
def test_sparqlwrapper_chooses_graphs(writable: Any, graph: str, count: int) -> None:
    made = wrapped(writable, GOALS)
    made.addDefaultGraph(graph)
    assert len(made.queryAndConvert()["results"]["bindings"]) == count


def test_sparqlwrapper_knows_what_our_refusals_mean(writable: Any) -> None:
    with pytest.raises(QueryBadFormed, match="PREFIX ex:"):
        wrapped(writable, "SELECT * WHERE { ?s a ex:Goal }").query()
    with pytest.raises(QueryBadFormed, match="SERVICE"):
        wrapped(writable, "SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").query()


def test_rdflib_asks_a_remote_store(writable: Any) -> None:
    graph = Graph(SPARQLStore(writable.sparql), identifier=SDG)
    assert len(set(graph.subjects(RDF.type, SDGO.Goal))) == 17
    assert len(list(graph.query(GOALS))) == 17
    assert (URIRef("http://metadata.un.org/sdg/3"), RDF.type, SDGO.Goal) in graph
    assert len(graph) > 100


@pytest.mark.parametrize("how", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_updates_with_a_token_and_only_with_one(writable: Any, how: str) -> None:
    graph, subject = SPACE[f"wrapped-{how}"], SPACE.thing
    update = wrapped(writable, f"INSERT DATA {{ GRAPH <{graph}> {{ <{subject}> <{RDF.value}> 7 }} }}", JSON, POST, how)
    update.addCustomHttpHeader("X-Test-Anonymous", "yes")
    with pytest.raises(Unauthorized):
        update.query()
    update.addCustomHttpHeader("Authorization", f"Bearer {writable.token}")
    update.query()
    found = wrapped(writable, f"SELECT ?n WHERE {{ GRAPH <{graph}> {{ ?s ?p ?n }} }}").queryAndConvert()
    assert [row["n"]["value"] for row in found["results"]["bindings"]] == ["7"]


def test_rdflib_writes_and_reads_back_through_a_remote_store(writable: Any) -> None:
    headers = {"Authorization": f"Bearer {writable.token}"}
    store = SPARQLUpdateStore(writable.sparql, writable.sparql, headers=headers)
    graph = Graph(store, identifier=SPACE.remote)
    graph.add((SPACE.thing, RDF.value, Literal('Å «sitere» "her"\n', lang="nb")))
    graph.add((SPACE.thing, RDF.value, Literal(3)))
    assert set(graph.objects(SPACE.thing)) == {Literal('Å «sitere» "her"\n', lang="nb"), Literal(3)}
    graph.remove((SPACE.thing, RDF.value, Literal(3)))
    assert list(graph.objects(SPACE.thing)) == [Literal('Å «sitere» "her"\n', lang="nb")]


def test_rdflib_reads_a_graph_by_its_address(writable: Any) -> None:
    found = Graph().parse(f"{writable.graphs}?graph={SDG}")
    assert len(set(found.subjects(RDF.type, SDGO.Goal))) == 17


def test_rdflib_reads_the_description(writable: Any) -> None:
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    found = Graph().parse(writable.sparql)
    (endpoint,) = found.objects(None, sd.endpoint)
    assert endpoint == URIRef(writable.sparql)

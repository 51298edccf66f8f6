"""The endpoint's description of itself: the same in every syntax, and true."""

from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from styringsgraf.engine import storage
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.terms import RdfFormat, parse
from styringsgraf.web.app import create_app

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SYNTAXES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


def described(client: TestClient, media: str = "text/turtle") -> Graph:
    answer = client.get("/sparql", headers={"Accept": media})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
    return Graph().parse(data=answer.content, format=SYNTAXES[media])


def canonical(graph: Graph) -> storage.CanonicalGraph:
    # rdflib's own comparison takes seconds.
    return storage.canonical(parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES))


def test_it_says_the_same_in_every_syntax(client: TestClient) -> None:
    first = canonical(described(client))
    assert first.count > 100
    for media in SYNTAXES:
        assert canonical(described(client, media)) == first, media


def test_it_names_every_graph_of_the_release_with_its_size(client: TestClient, service: Service) -> None:
    found = described(client)
    (endpoint,) = found.subjects(RDF.type, SD.Service)
    assert (endpoint, SD.endpoint, URIRef("http://testserver/sparql")) in found
    sizes = {
        str(found.value(named, SD["name"])): int(str(found.value(found.value(named, SD.graph), VOID.triples)))
        for named in found.subjects(RDF.type, SD.NamedGraph)
    }
    with service.reader() as reader:
        assert sizes == {graph.name: graph.count for graph in reader.manifest.graphs}
        assert Literal(reader.manifest.id) in set(found.objects())


def test_every_format_it_names_can_be_had(client: TestClient) -> None:
    found = described(client)
    names = {str(name).rpartition("/")[2] for name in found.objects(None, SD.resultFormat)}
    assert names == {
        "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
        "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
    }  # fmt: skip
    for media in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                  "text/tab-separated-values"):  # fmt: skip
        answer = client.get("/sparql", params={"query": "SELECT * {} "}, headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)
    for media in (*SYNTAXES, "application/trig", "application/n-quads"):
        answer = client.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p 3 }"}, headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)


def test_the_same_release_gives_the_same_bytes(client: TestClient) -> None:
    assert client.get("/sparql").content == client.get("/sparql").content


def test_a_browser_gets_it_by_name(client: TestClient) -> None:
    answer = client.get("/sparql?format=turtle", headers={"Accept": BROWSER}, follow_redirects=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert len(Graph().parse(data=answer.content, format="turtle")) > 100


@pytest.mark.parametrize(("language", "page"), [("nn", "/nn/sparql"), ("en-GB", "/en/sparql"), ("", "/nb/sparql")])
def test_who_comes_with_a_browser_is_led_to_the_page_for_people(client: TestClient, language: str, page: str) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": language}
    answer = client.get("/sparql", headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert {"Accept", "Accept-Language"} <= {one.strip() for one in answer.headers["vary"].split(",")}
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("url", "accept", "status", "slug"),
    [
        ("/sparql", "text/csv", 400, "query-missing"),
        ("/sparql", "application/sparql-results+json", 400, "query-missing"),
        ("/sparql", "image/png", 406, "format"),
        ("/sparql?format=csv", "*/*", 406, "format"),
        ("/sparql?query=", "*/*", 400, "query-missing"),
        ("/sparql?default-graph-uri=x:y", "*/*", 400, "query-missing"),
    ],
)
def test_who_wants_something_else_is_told_what(
    client: TestClient, url: str, accept: str, status: int, slug: str
) -> None:
    answer = client.get(url, headers={"Accept": accept})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, slug)


def test_updates_are_named_where_they_are_open(shipped_folder: Path) -> None:
    with Service.open(Settings(data=shipped_folder, writing=True)) as opened:
        told = described(TestClient(create_app(opened)))
    assert set(told.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query, SD.SPARQL11Update}


def test_updates_are_not_named_where_they_are_closed(client: TestClient) -> None:
    assert set(described(client).objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query}

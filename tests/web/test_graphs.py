"""Reading graphs by the Graph Store Protocol: every syntax, every way to name one, and the words for what is wrong."""

from pathlib import Path

import pytest
from rdflib import Dataset, Graph
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.terms import ntriples
from styringsgraf.web.app import create_app

BASE = "https://w3id.org/styringsgraf/"
SDG = f"{BASE}graph/sdg"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SYNTAXES = {
    "ttl": ("text/turtle; charset=utf-8", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
    "trig": ("application/trig", "trig"),
    "nq": ("application/n-quads", "nquads"),
}


def triples(content: bytes, syntax: str) -> set[object]:
    if syntax in {"trig", "nquads"}:
        return {quad[:3] for quad in Dataset().parse(data=content, format=syntax).quads()}
    return set(Graph().parse(data=content, format=syntax))  # this graph has no blank nodes


@pytest.fixture(scope="module")
def sdg(service: Service) -> set[object]:
    with service.reader() as reader:
        return triples(ntriples(reader.quads(SDG)), "nt")


@pytest.mark.parametrize("name", SYNTAXES)
def test_a_graph_is_the_same_in_every_syntax(client: TestClient, sdg: set[object], name: str) -> None:
    media, syntax = SYNTAXES[name]
    named = client.get("/graphs", params={"graph": SDG, "format": name})
    liked = client.get("/graphs", params={"graph": SDG}, headers={"Accept": f"image/png, {media};q=0.3"})
    for answer in (named, liked):
        assert (answer.status_code, answer.headers["content-type"]) == (200, media)
        assert "Accept" in answer.headers["vary"]
    assert named.content == liked.content
    assert triples(named.content, syntax) == sdg
    assert len(sdg) > 1000


def test_every_graph_is_found_by_name_and_by_the_address_that_is_its_name(client: TestClient, service: Service) -> None:
    with service.reader() as reader:
        graphs = reader.manifest.graphs
    assert len(graphs) > 20
    for graph in graphs:
        named = client.get("/graphs", params={"graph": graph.name, "format": "nt"})
        found = client.get(f"/{graph.name.removeprefix(BASE)}", params={"format": "nt"})
        assert len(named.content.splitlines()) == graph.count
        assert found.content == named.content
        assert found.headers["x-styringsgraf-release"] == named.headers["x-styringsgraf-release"]


def test_the_default_graph_always_exists(client: TestClient) -> None:
    answer = client.get("/graphs?default", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.text) == (200, "")


def test_head_tells_what_get_would_give(client: TestClient) -> None:
    for url in (f"/graphs?graph={SDG}", "/graph/sdg", "/graphs?default", "/graphs/none"):
        plain = {"Accept-Encoding": "identity"}
        got, head = client.get(url, headers=plain), client.head(url, headers=plain)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["content-type"] == got.headers["content-type"]
        assert head.headers["content-length"] == str(len(got.content))


def test_a_browser_can_show_it(client: TestClient, sdg: set[object]) -> None:
    answer = client.get("/graph/sdg", headers={"Accept": BROWSER})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert triples(answer.content, "turtle") == sdg


def test_a_name_is_decoded_once(client: TestClient) -> None:
    # An address is decoded once more by this client; the W3C's tests ask a real server.
    assert " http://x/%31." in client.get("/graphs?graph=http://x/%2531").json()["detail"]


@pytest.mark.parametrize(
    ("url", "accept", "status", "slug"),
    [
        ("/graphs", "*/*", 400, "graph-missing"),
        ("/graphs/", "*/*", 400, "graph-missing"),
        ("/graphs?default=1", "*/*", 400, "graph-default"),
        (f"/graphs?default&graph={SDG}", "*/*", 400, "graph-both"),
        ("/graphs/sdg?graph=x:y", "*/*", 400, "graph-both"),
        (f"/graphs?graph={SDG}&graph={SDG}", "*/*", 400, "parameter-twice"),
        ("/graphs?graph=", "*/*", 400, "graph-iri"),
        ("/graphs?graph=graph/sdg", "*/*", 400, "graph-iri"),
        ("/graphs?graph=http://x/a%20b", "*/*", 400, "graph-iri"),
        ("/graphs/a%20b", "*/*", 400, "graph-iri"),
        ("/graphs?grap=x:y", "*/*", 400, "parameter-unknown"),
        ("/graphs?graph=x:y", "*/*", 404, "no-such-graph"),
        (f"/graphs?graph={SDG}", "text/csv", 406, "format"),
        (f"/graphs?graph={SDG}&format=csv", "*/*", 406, "format"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(
    client: TestClient, url: str, accept: str, status: int, slug: str
) -> None:
    answer = client.get(url, headers={"Accept": accept})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, slug)


def test_a_graph_larger_than_an_answer_may_be_is_refused_whole(shipped_folder: Path) -> None:
    with Service.open(Settings(data=shipped_folder, query_bytes=2_000)) as small:
        answer = TestClient(create_app(small)).get("/graph/sdg")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (413, "graph-size")
    assert "2000" in answer.json()["detail"]

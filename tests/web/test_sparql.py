"""The SPARQL protocol for queries, one test a rule."""

import csv
import io
import json
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?g WHERE { ?g a <http://metadata.un.org/sdg/ontology#Goal> } ORDER BY ?g"
CONSTRUCT = "CONSTRUCT { ?g a ?c } WHERE { ?g a ?c . FILTER(?g = <http://metadata.un.org/sdg/3>) }"
SRJ = "application/sparql-results+json"


def test_query_via_get(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": SELECT})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == SRJ
    assert len(answer.json()["results"]["bindings"]) == 17


def test_query_via_form_post(client: TestClient) -> None:
    answer = client.post("/sparql", data={"query": SELECT})
    assert len(answer.json()["results"]["bindings"]) == 17


def test_query_via_direct_post(client: TestClient) -> None:
    answer = client.post("/sparql", content=SELECT.encode(), headers={"Content-Type": "application/sparql-query"})
    assert len(answer.json()["results"]["bindings"]) == 17


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (SRJ, SRJ),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", SRJ),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.3", "application/sparql-results+xml"),
        ("*/*", SRJ),
    ],
)
def test_rows_in_every_format(client: TestClient, accept: str, content_type: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert "Accept" in answer.headers["vary"]


def test_csv_has_a_row_for_each_goal(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": SELECT, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 17
    assert rows[0]["g"] == "http://metadata.un.org/sdg/1"


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_graphs_in_every_format(client: TestClient, media: str) -> None:
    answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert "metadata.un.org/sdg" in answer.text


@pytest.mark.parametrize(
    ("query", "names", "media"),
    [
        (SELECT, ["xml"], "application/sparql-results+xml"),
        (SELECT, ["json"], SRJ),
        (SELECT, ["sparql-json-of-tomorrow", "csv"], "text/csv"),
        (CONSTRUCT, ["xml"], "application/rdf+xml"),
        (CONSTRUCT, ["turtle"], "text/turtle"),
        (CONSTRUCT, ["rdf+xml", "application/rdf+xml"], "application/rdf+xml"),
        (CONSTRUCT, ["json-ld", "application/ld+json,application/x-json+ld"], "application/ld+json"),
        (CONSTRUCT, ["json"], "application/ld+json"),
    ],
)
def test_formats_by_the_names_that_clients_use(client: TestClient, query: str, names: list[str], media: str) -> None:
    answer = client.get("/sparql", params={"query": query, "format": names}, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)


def test_ask_is_a_boolean(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


def test_dataset_parameters_choose_the_graphs(client: TestClient) -> None:
    graph = "https://w3id.org/styringsgraf/graph/sdg"
    counting = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <http://metadata.un.org/sdg/ontology#Goal> }"
    inside = client.get("/sparql", params={"query": counting, "default-graph-uri": graph})
    outside = client.get("/sparql", params={"query": counting, "default-graph-uri": f"{graph}/nowhere"})
    assert inside.json()["results"]["bindings"][0]["n"]["value"] == "17"
    assert outside.json()["results"]["bindings"][0]["n"]["value"] == "0"


FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
SERVICE = quote("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
BRACES = b"SELECT * WHERE " + b"{" * 4000 + b"}" * 4000
BAD: list[tuple[str, str, str, bytes | None, str | None, int, str | None]] = [
    ("no query", "GET", "/sparql?query=", None, None, 400, "query-missing"),
    ("no text", "POST", "/sparql", b" ", DIRECT, 400, "query-missing"),
    ("query in the address", "POST", f"/sparql?query={quote(ASK)}", b"", FORM, 400, "in-address"),
    ("query and update", "POST", "/sparql", b"query=ASK%7B%7D&update=CLEAR+ALL", FORM, 400, "both"),
    ("update by GET", "GET", "/sparql?update=CLEAR+ALL", None, None, 400, "update-get"),
    ("graphs of an update", "GET", f"/sparql?query={quote(ASK)}&using-graph-uri=x:y", None, None, 400, "dataset"),
    ("relative graph", "GET", f"/sparql?query={quote(ASK)}&default-graph-uri=x", None, None, 400, "graph-iri"),
    ("UTF-16", "POST", "/sparql", b"ASK {}", f"{DIRECT}; charset=UTF-16", 415, "charset"),
    ("two queries", "GET", f"/sparql?query={quote(ASK)}&query={quote(ASK)}", None, None, 400, "query-twice"),
    ("syntax", "GET", f"/sparql?query={quote('SELECT WHERE {')}", None, None, 400, None),
    (
        "SERVICE",
        "GET",
        f"/sparql?query={SERVICE}",
        None,
        None,
        400,
        None,
    ),
    ("LOAD", "POST", "/sparql", b"LOAD <http://127.0.0.1:1/>", DIRECT, 400, None),
    ("update", "POST", "/sparql", b"update=CLEAR+ALL", FORM, 403, "writing-off"),
    ("update body", "POST", "/sparql", b"CLEAR ALL", "application/sparql-update", 403, "writing-off"),
    ("media type", "POST", "/sparql", b"{}", "application/json", 415, "sparql-media"),
    ("not UTF-8", "POST", "/sparql", b"ASK { ?s ?p '\xff' }", DIRECT, 400, "encoding"),
    ("method", "PUT", "/sparql", b"", None, 405, "method"),
    (
        "braces",
        "POST",
        "/sparql",
        b"SELECT * WHERE " + b"{" * 4000 + b"}" * 4000,
        "application/sparql-query",
        400,
        None,
    ),
    ("long", "POST", "/sparql", b"#" * 10_000 + b"\nASK {}", DIRECT, 413, None),
    ("huge", "POST", "/sparql", b"#" * 10_000_000, DIRECT, 413, "body-too-large"),
    ("format", "GET", f"/sparql?query={quote(ASK)}&format=png", None, None, 406, "format"),
]


@pytest.mark.parametrize("row", BAD, ids=[row[0] for row in BAD])
def test_bad_requests_get_their_own_sentence(
    client: TestClient, row: tuple[str, str, str, bytes | None, str | None, int, str | None]
) -> None:
    _, method, url, body, media, status, slug = row
    answer = client.request(method, url, content=body, headers={"Content-Type": media} if media else {})
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["title"]
    assert "Traceback" not in problem["detail"]
    if slug:
        assert problem["type"].endswith(f"/{slug}")


def test_what_cannot_be_given_is_406(client: TestClient) -> None:
    for query, accept in ((SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (ASK, "image/png")):
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert answer.status_code == 406, (query, accept)


def test_the_service_goes_on_after_a_hostile_query(client: TestClient) -> None:
    product = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = client.get("/sparql", params={"query": product})
    assert answer.status_code == 504
    assert json.loads(client.get("/sparql", params={"query": ASK}).text)["boolean"] is True

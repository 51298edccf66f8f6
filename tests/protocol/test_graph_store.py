"""Writing graphs over HTTP: what the W3C's suite leaves open, on a real server."""

from typing import Any

import httpx2
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

BASE = "https://w3id.org/styringsgraf/"
TURTLE = {"Content-Type": "text/turtle"}
SYNTAXES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


def sent(triples: str) -> Graph:
    return Graph().parse(data=triples, format="turtle", publicID="http://example.org/")


def read(http: httpx2.Client, url: str) -> Graph:
    answer = http.get(url, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.content, format="turtle")


@pytest.mark.parametrize("media", SYNTAXES)
def test_a_graph_comes_back_as_it_was_put_in_every_syntax(http: httpx2.Client, media: str) -> None:
    url = f"/graphs?graph=http://example.org/in/{SYNTAXES[media]}"
    graph = sent('<a> <b> [ <c> "Ås «1»"@nb, 2.5 ], "x\\ty" .')
    put = http.put(url, content=graph.serialize(format=SYNTAXES[media]).encode(), headers={"Content-Type": media})
    assert put.status_code == 201, put.text
    assert isomorphic(read(http, url), graph)


def test_relative_names_are_resolved_against_the_graph(http: httpx2.Client) -> None:
    http.put("/graphs?graph=http://example.org/rel/x", content=b"<> <p> <../y> .", headers=TURTLE)
    (triple,) = read(http, "/graphs?graph=http://example.org/rel/x")
    assert [str(term) for term in triple] == [
        "http://example.org/rel/x", "http://example.org/rel/p", "http://example.org/y",
    ]  # fmt: skip


def test_a_new_graph_is_found_by_its_name_and_at_its_address(http: httpx2.Client) -> None:
    files = [
        ("one", ("a.ttl", b"<http://example.org/s> <http://example.org/p> 1 .", "text/turtle")),
        ("two", ("b.nt", b"<http://example.org/s> <http://example.org/p> <http://example.org/o> .",
                 "application/n-triples")),
    ]  # fmt: skip
    made = http.post("/graphs", files=files)
    assert made.status_code == 201, made.text
    name = made.headers["location"]
    assert name.startswith(f"{BASE}graphs/")
    found = read(http, f"/graphs?graph={name}")
    assert set(found.objects()) == {Literal(1), URIRef("http://example.org/o")}
    assert isomorphic(read(http, f"/{name.removeprefix(BASE)}"), found)
    asked = http.get("/sparql", params={"query": f"ASK {{ GRAPH <{name}> {{ ?s ?p 1 }} }}"})
    assert asked.json()["boolean"] is True
    described = http.get("/sparql", headers={"Accept": "application/n-triples"}).text
    assert f"<{name}>" in described
    assert http.delete(f"/graphs?graph={name}").status_code == 204
    assert http.get(f"/graphs?graph={name}").status_code == 404


def test_a_lost_update_is_prevented_by_the_tag_of_what_was_read(http: httpx2.Client) -> None:
    url = "/graphs?graph=http://example.org/tagged"
    http.put(url, content=b"<s> <p> 0 .", headers=TURTLE)
    tag = http.get(url, headers={"Accept-Encoding": "identity"}).headers["etag"]
    first = http.put(url, content=b"<s> <p> 1 .", headers={**TURTLE, "If-Match": tag})
    second = http.put(url, content=b"<s> <p> 2 .", headers={**TURTLE, "If-Match": tag})
    assert (first.status_code, second.status_code) == (204, 412)
    assert set(read(http, url).objects()) == {Literal(1)}


def test_nothing_is_written_without_a_token(http: httpx2.Client) -> None:
    anonymous = {**TURTLE, "X-Test-Anonymous": "yes"}
    for method, url, headers in (
        ("PUT", "/graphs?graph=http://example.org/anonymous", anonymous),
        ("POST", "/graphs", anonymous),
        ("DELETE", "/graphs?graph=http://example.org/anonymous", anonymous),
        ("POST", "/sparql", {**anonymous, "Content-Type": "application/sparql-update"}),
    ):
        answer = http.request(method, url, content=b"CLEAR ALL", headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"].split()[0]) == (401, "Bearer"), (method, url)
    form = http.post("/sparql", data={"update": "CLEAR ALL"}, headers={"X-Test-Anonymous": "yes"})
    assert form.status_code == 401
    assert http.get("/graphs?graph=http://example.org/anonymous").status_code == 404


FORM = "multipart/form-data; boundary=x"
TABLE = (
    b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n1\r\n--x--\r\n'
)
FIELD = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
NAMED = "/graphs?graph=http://example.org/faulty"
FAULTS: list[tuple[str, str, str | None, bytes, int, str]] = [
    ("PUT", NAMED, "text/turtle", b"<a> <b> 1 .\n<a> <b> ;;; .\n", 400, "rdf_syntax"),
    ("PUT", NAMED, "application/n-triples", b"<a:a> <a:b> <a:c> .\n<a:a> <a:b> c .\n", 400, "rdf_syntax"),
    ("PUT", NAMED, "application/rdf+xml", b'<?xml version="1.0"?>\n<a><b></a>', 400, "rdf_syntax"),
    ("PUT", NAMED, "application/ld+json", b'{"@context": "http://example.org/c", "a": 1}', 400, "rdf_context"),
    ("PUT", NAMED, "text/turtle", b"<a> <b> '\xe5' .", 400, "rdf_encoding"),
    ("PUT", NAMED, "text/csv", b"1", 415, "graph-media"),
    ("PUT", NAMED, None, b"<a> <b> 1 .", 415, "graph-media"),
    ("PUT", NAMED, "text/turtle; charset=latin-1", b"", 415, "charset"),
    ("PUT", NAMED, FORM, FIELD, 415, "graph-media"),
    ("POST", NAMED, FORM, TABLE, 415, "graph-media"),
    ("POST", NAMED, FORM, FIELD, 400, "upload-field"),
    ("POST", NAMED, FORM, b"--x--\r\n", 400, "upload-empty"),
    ("POST", NAMED, "multipart/form-data", b"--x--\r\n", 400, "upload-form"),
    ("PUT", NAMED, "text/turtle", b"#" * 20_000_001, 413, "upload-too-large"),
    ("PUT", "/graphs", "text/turtle", b"", 400, "graph-missing"),
    ("DELETE", "/graphs", None, b"", 400, "graph-missing"),
    ("PUT", "/graphs?graph=faulty", "text/turtle", b"", 400, "graph-iri"),
    ("PUT", "/graph/sdg", "text/turtle", b"<a> <b> 1 .", 403, "own-graph"),
    ("DELETE", NAMED, None, b"", 404, "no-such-graph"),
    ("PATCH", NAMED, "application/sparql-update", b"", 405, "method"),
    ("POST", "/sparql", "application/sparql-update", b"INSERT DATA { <a:a> <a:b> ", 400, "update-syntax"),
    ("POST", "/sparql?using-graph-uri=x", "application/sparql-update", b"CLEAR ALL", 400, "graph-iri"),
    ("POST", "/sparql?default-graph-uri=x:y", "application/sparql-update", b"CLEAR ALL", 400, "dataset"),
    ("POST", "/sparql", "application/sparql-update", b" ", 400, "update-missing"),
    ("POST", "/sparql?update=x", "application/sparql-update", b"CLEAR ALL", 400, "in-address"),
]


@pytest.mark.parametrize("row", FAULTS, ids=[f"{row[0]}-{row[5]}-{number}" for number, row in enumerate(FAULTS)])
def test_what_is_wrong_is_said_in_plain_words(
    http: httpx2.Client, row: tuple[str, str, str | None, bytes, int, str]
) -> None:
    method, url, media, body, status, slug = row
    headers = {"Accept-Language": "en", **({"Content-Type": media} if media else {})}
    answer = http.request(method, url, content=body, headers=headers)
    problem = answer.json()
    assert (answer.status_code, problem["type"].rpartition("/")[2]) == (status, slug), problem
    if slug == "rdf_syntax":
        assert problem["detail"].startswith("What was sent is not valid ")
        assert "(line 2)" in problem["detail"]
    if status == 405:
        assert answer.headers["allow"] == "GET, HEAD, POST, PUT, DELETE"


def test_an_address_is_decoded_once(http: httpx2.Client) -> None:
    assert f" {BASE}graphs/%31." in http.get("/graphs/%2531").json()["detail"]


def test_an_endpoint_at_no_address_is_refused(http: httpx2.Client, writable: Any) -> None:
    assert http.get("/sparql", headers={"Host": "a%zz"}).json()["type"].endswith("/host")
    assert writable.sparql in http.get("/sparql").text

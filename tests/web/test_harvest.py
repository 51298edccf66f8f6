"""/catalogue, /dataset and VoID over HTTP: a harvest gives one graph in every syntax; pages, links, bad requests."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

DCAT = Namespace("http://www.w3.org/ns/dcat#")
BASE = "https://w3id.org/styringsgraf/"
PARSERS = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/rdf+xml": "xml",
           "application/n-triples": "nt"}  # fmt: skip
KNOWN = "The catalogue has: asker, eksempel, nye-asker, sunndal, sdg."
FORMS = "It exists as: ttl, jsonld, nt, rdf, html."
ADDRESSES = ["/catalogue", "/dataset/asker", "/dataset/sdg", "/dataset/asker/cube", "/cube", "/.well-known/void"]


read: Any = runpy.run_path(str(Path(__file__).parent / "reading.py"))["read"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_harvest_is_the_same_graph_in_every_syntax(client: TestClient, address: str) -> None:
    graphs = []
    for media_type, parser in PARSERS.items():
        answer = client.get(address, headers={"Accept": media_type})
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        graphs.append(Graph().parse(data=answer.content, format=parser))
    assert len(graphs[0]) > 30
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt", "html"])
def test_a_suffix_goes_before_all_else(client: TestClient, suffix: str) -> None:
    for path in ("/catalogue", "/dataset/asker"):
        by_suffix = client.get(f"{path}.{suffix}", headers={"Accept": "text/csv"})
        by_name = client.get(f"{path}?format={suffix}", headers={"Accept": "text/csv"})
        assert by_suffix.status_code == by_name.status_code == 200
        assert by_suffix.headers["content-type"] == by_name.headers["content-type"]
        if suffix != "html":
            assert by_suffix.content == by_name.content


def test_a_harvest_reads_every_dataset_back(client: TestClient) -> None:
    whole = Graph().parse(data=client.get("/catalogue").content, format="turtle")
    datasets = sorted(str(one) for one in whole.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == 5
    for dataset in datasets:
        path = dataset.removeprefix(BASE)
        one = Graph().parse(data=client.get(f"/{path}").content, format="turtle")
        assert set(one.predicate_objects(URIRef(dataset))) == set(whole.predicate_objects(URIRef(dataset)))


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
@pytest.mark.parametrize("path", ["/catalogue", "/dataset/asker", "/dataset/sdg", "/dataset/sunndal"])
def test_pages_are_sound(client: TestClient, path: str, lang: str) -> None:
    answer = client.get(f"{path}?lang={lang}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == lang
    assert read(answer.text).faults == []


def _structured(client: TestClient, path: str) -> dict[str, Any]:
    answer = client.get(path, headers={"Accept": "text/html"})
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
    made: dict[str, Any] = json.loads(found)
    return made


def test_pages_tell_search_engines_what_they_are(client: TestClient) -> None:
    catalogue = _structured(client, "/catalogue?lang=en")
    assert catalogue["@type"] == "DataCatalog"
    assert [one["@id"] for one in catalogue["dataset"]][-1] == f"{BASE}dataset/sdg"
    dataset = _structured(client, "/dataset/asker?lang=en")
    assert (dataset["@type"], dataset["@id"]) == ("Dataset", f"{BASE}dataset/asker")
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert dataset["temporalCoverage"] == "2011-01-01/2030-12-31"
    assert 50 <= len(dataset["description"]) <= 5000  # what search engines ask for
    assert all(one["contentUrl"].startswith(BASE) for one in dataset["distribution"])


def test_pages_point_to_identifier_data_and_licence(client: TestClient) -> None:
    link = client.get("/dataset/asker", headers={"Accept": "text/html"}).headers["link"]
    for relation in ("cite-as", "describedby", "type", "license", "author", "collection", "item"):
        assert f'rel="{relation}"' in link
    assert f'<{BASE}dataset/asker>; rel="cite-as"' in link
    data = client.get("/dataset/asker.ttl").headers["link"]
    assert f'<{BASE}dataset/asker>; rel="describes"' in data


def test_answers_come_with_release_and_tag(client: TestClient) -> None:
    first = client.get("/catalogue.ttl")
    assert first.headers["x-styringsgraf-release"].startswith("000001-")
    again = client.get("/catalogue.ttl", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert client.head("/catalogue").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/dataset/oslo", 404, "There is no dataset “oslo”. " + KNOWN),
        ("/dataset/%2e%2e", 404, "There is no dataset “..”. " + KNOWN),
        ("/dataset/asker.pdf", 404, "The description does not exist as “pdf”. " + FORMS),
        ("/catalogue.csv", 404, "The description does not exist as “csv”. " + FORMS),
        ("/cube.html", 404, "The description does not exist as “html”. It exists as: ttl, jsonld, nt, rdf."),
        ("/dataset/sdg/cube", 404,
         "The dataset “sdg” has no observations with numbers, and therefore no data cube."),
        ("/catalogue?format=csv", 406, None),
        ("/catalogue?lang=sv", 400, None),
        ("/catalogue?page=2", 400, None),
        ("/.well-known/void?lang=nb", 400, None),
    ],
)  # fmt: skip
def test_bad_requests_are_told_what_there_is(client: TestClient, path: str, status: int, says: str | None) -> None:
    answer = client.get(path, headers={"Accept": "text/turtle, application/problem+json", "Accept-Language": "en"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert says is None or answer.json()["detail"] == says

"""What search engines and language models are told: every page once, and only what is there."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app

BASE = "https://w3id.org/styringsgraf/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def rows(client: TestClient, path: str) -> dict[str, str]:
    """Return address → day of change of a sitemap or its index."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    found = [(row.findtext(f"{SITEMAP}loc") or "", row.findtext(f"{SITEMAP}lastmod") or "") for row in root]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_the_index_names_a_list_for_each_organisation_and_dates_it_by_the_release(
    client: TestClient, service: Service
) -> None:
    found = rows(client, "/sitemap.xml")
    names = {address.removeprefix(f"{BASE}sitemap/").removesuffix(".xml") for address in found}
    assert names == {"pages", "sdg", "asker", "eksempel", "nye-asker", "sunndal"}
    current = service.store.current()
    assert current is not None
    assert set(found.values()) == {current.created}


def test_every_page_of_every_list_answers_with_html(client: TestClient) -> None:
    checked = 0
    for part in rows(client, "/sitemap.xml"):
        listed = rows(client, "/" + part.removeprefix(BASE))
        assert listed
        for address in [*listed][:: max(1, len(listed) // 8)]:
            answer = client.get("/" + unquote(address.removeprefix(BASE)), headers={"Accept": "text/html"})
            assert answer.status_code == 200, address
            assert answer.headers["content-type"].startswith("text/html"), address
            assert "noindex" not in answer.text
            checked += 1
    assert checked > 30


def test_a_list_nobody_has_is_not_found(client: TestClient) -> None:
    answer = client.get("/sitemap/nobody.xml")
    assert answer.status_code == 404
    assert "/sitemap.xml" in answer.json()["detail"]


def test_how_things_came_to_be_known_is_not_for_search_engines(client: TestClient) -> None:
    row = client.get("/doc/asker/handlingsprogram-2017-2020/row/brukere/8.html")
    assert '<meta name="robots" content="noindex">' in row.text


def test_crawlers_are_kept_from_what_has_no_end_and_told_where_the_pages_are(client: TestClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /api/v1/" in lines
    assert f"Sitemap: {BASE}sitemap.xml" in lines
    forbidden = [line.partition(": ")[2] for line in lines if line.startswith("Disallow")]
    listed = [
        address.removeprefix(BASE) for part in ("pages", "asker") for address in rows(client, f"/sitemap/{part}.xml")
    ]
    assert not [path for path in listed if f"/{path}".startswith(tuple(forbidden))]


def test_behind_a_proxy_the_rules_are_for_its_prefix(service: Service) -> None:
    behind = TestClient(create_app(service), root_path="/graf")
    assert "Disallow: /graf/sparql" in behind.get("/graf/robots.txt").text


def test_addresses_are_those_of_the_public_never_of_who_asks(shipped_settings: Settings) -> None:
    config = Settings(data=shipped_settings.data, address="https://data.example/graf/")
    with Service.open(config) as opened:
        client = TestClient(create_app(opened), base_url="http://evil.example")
        for path in ("/sitemap.xml", "/sitemap/pages.xml", "/sitemap/asker.xml", "/robots.txt", "/llms.txt"):
            text = client.get(path).text
            assert "https://data.example/graf/" in text
            assert "evil.example" not in text


def test_language_models_get_every_question_and_door_there_is(client: TestClient, service: Service) -> None:
    answer = client.get("/llms.txt")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    text = answer.text
    assert text.startswith("# Styringsgraf\n\n> ")
    linked = re.findall(r"\]\(([^)]+)\)", text)
    assert all(address.startswith(BASE) for address in linked)
    for question in service.catalogue.questions:
        assert f"{BASE}api/v1/questions/{question.name}" in linked
    doors = [address.removeprefix(BASE) for address in linked if "/questions/" not in address]
    assert len(doors) >= 10
    needs_a_parameter = {"api/v1/search", "api/v1/thread", "api/v1/changes"}
    for path in doors:
        assert client.get(f"/{path}").status_code == (400 if path in needs_a_parameter else 200), path
    first = service.catalogue.questions[0]
    assert all(one.name in text for one in first.parameters)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap/asker.xml", "/robots.txt", "/llms.txt"])
def test_they_are_kept_and_have_a_tag(client: TestClient, path: str) -> None:
    answer = client.get(path)
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get(f"{path}?x=1").status_code in {200, 400}

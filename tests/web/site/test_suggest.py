"""Suggestions over HTTP, and what the header's field says of them to its script."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
LANGUAGES = ("nb", "nn", "en")


def suggested(site: TestClient, q: str, **more: str) -> list[dict[str, str]]:
    answer = site.get("/api/v1/suggest", params={"q": q, **more})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["q"] == q.strip()
    found: list[dict[str, str]] = answer.json()["suggestions"]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_beginning_suggests_what_search_finds_first(site: TestClient, service: Service, lang: str) -> None:
    found = suggested(site, "sykk", lang=lang)
    rows = service.ask("search", {"q": "sykk"}, lang=lang, limit=8).as_json()["rows"]
    assert [one["iri"] for one in found] == [row["node"] for row in rows]
    assert len(found) == 8
    assert all(one["text"] and one["kind"] for one in found)
    assert any(one["plan"] for one in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_suggestion_leads_to_a_page_in_the_readers_language(site: TestClient, lang: str) -> None:
    found = suggested(site, "skole", lang=lang)
    led = [one["href"] for one in found if one["href"]]
    assert led
    for href in led:
        answer = site.get(href, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["content-language"]) == (200, lang), href


def test_a_code_comes_first(site: TestClient) -> None:
    assert suggested(site, "3.4")[0]["code"] == "3.4"
    assert suggested(site, "s.1.1")[0]["code"] == "S.1.1"


def test_a_part_of_an_address_is_no_code(site: TestClient) -> None:
    schools = [one for one in suggested(site, "lia skole") if one["iri"].endswith("/unit/lia-skole")]
    assert [one["code"] for one in schools] == [""]


def test_names_say_their_language(site: TestClient) -> None:
    found = suggested(site, "sykkel", lang="en")
    assert {one["lang"] for one in found} >= {"nb"}


@pytest.mark.parametrize("q", ["", "  ", "---", "<>"])
def test_nothing_is_suggested_before_there_is_a_word(site: TestClient, q: str) -> None:
    assert suggested(site, q) == []


@pytest.mark.parametrize("limit", ["1", "3", "10"])
def test_there_are_no_more_than_asked_for(site: TestClient, limit: str) -> None:
    assert len(suggested(site, "kommune", limit=limit)) == int(limit)


@pytest.mark.parametrize(
    "query",
    ["", "q=a&q=b", "q=a&limit=0", "q=a&limit=11", "q=a&limit=x", "q=a&lang=xx", "q=a&other=1", f"q={'z' * 2000}"],
)
def test_a_bad_request_is_told(site: TestClient, query: str) -> None:
    answer = site.get(f"/api/v1/suggest?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_markup_is_only_words(site: TestClient) -> None:
    assert suggested(site, "<script>alert(1)</script>") == []


def test_suggestions_are_kept_by_language(site: TestClient) -> None:
    tags = {
        lang: site.get("/api/v1/suggest", params={"q": "skole", "lang": lang}).headers["etag"] for lang in LANGUAGES
    }
    assert len(set(tags.values())) == 3
    headers = {"If-None-Match": tags["nn"]}
    assert site.get("/api/v1/suggest", params={"q": "skole", "lang": "nn"}, headers=headers).status_code == 304


def test_they_are_described(site: TestClient) -> None:
    described = site.get("/api/openapi.json").json()["paths"]["/api/v1/suggest"]["get"]
    assert described["tags"] == ["search"]
    assert {one["name"] for one in described["parameters"]} == {"q", "limit", "lang"}
    body = described["responses"]["200"]["content"]["application/json"]["schema"]
    keys = set(body["properties"]["suggestions"]["items"]["properties"])
    assert keys == set(suggested(site, "skole")[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_field_works_without_its_script_and_tells_it_its_words(site: TestClient, lang: str) -> None:
    page = read(site.get(f"/{lang}/questions").text)
    form = page.all("form", action=f"/{lang}/search")[0]
    assert form["data-suggest"] == "/api/v1/suggest"
    assert "{count}" in form["data-some"]
    assert form["data-one"]
    assert form["data-none"]
    assert page.all("input", name="q", id="search")
    script = next(one["src"] for one in page.all("script") if one.get("src", "").endswith("suggest.js"))
    assert site.get(script).headers["content-type"].startswith("text/javascript")

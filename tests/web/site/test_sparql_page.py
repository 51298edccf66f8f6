"""SPARQL as a page: examples that answer, limits as they are, faults beside the field, and an editor from this host."""

import runpy
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from styringsgraf import resources
from styringsgraf.questions import load
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.pages import assets
from styringsgraf.web.pages.policy import POLICY
from styringsgraf.web.pages.sparql import EXAMPLES, ROWS, fitted
from styringsgraf.web.site.sparql import EDITOR

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
LANGUAGES = ("nb", "nn", "en")
BROWSER = {"Accept": "text/html"}
SAYABLE = [question for question in load(resources.questions()).questions if question.query is not None]
HOSTILE = "<script>alert(1)</script>"


def shown(site: TestClient, lang: str = "nb", status: int = 200, **values: str) -> tuple[Any, str]:
    answer = site.get(f"/{lang}/sparql?{urlencode(values)}", headers=BROWSER)
    page = read(answer.text)
    assert (answer.status_code, page.faults) == (status, [])
    return page, answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_offers_a_field_examples_and_limits(site: TestClient, service: Service, lang: str) -> None:
    page, text = shown(site, lang)
    assert len(page.all("textarea", name="query")) == 1
    formats = [one["value"] for one in page.all("option")]
    assert formats == ["srj", "srx", "csv", "tsv", "ttl", "nt", "rdf", "jsonld"]
    assert [href for href in page.hrefs if f"/{lang}/sparql?question=" in href] == [
        f"/{lang}/sparql?question={question.name}" for question in SAYABLE
    ]
    written = {"en": "100,000"}.get(lang, "100\u00a0000")
    assert service.config.query_rows == 100_000
    assert f"<dd>{written}</dd>" in text
    assert "/api/v1/limits" in page.hrefs


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_answers_with_something(site: TestClient, name: str) -> None:
    page, _ = shown(site)
    links = [href for href in page.hrefs if href.startswith("/nb/sparql?query=")]
    assert len(links) == len(EXAMPLES) >= 6
    answer = site.get(links[list(EXAMPLES).index(name)], headers=BROWSER)
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (200, [])
    rows = [tag for tag, _ in found.tags].count("tr") - 1
    turtle = answer.text.count("<pre ")
    assert (turtle == 1) if name == "describe" else rows > 0
    assert answer.headers["x-styringsgraf-release"]


@pytest.mark.parametrize("question", SAYABLE, ids=lambda question: question.name)
def test_every_questions_query_can_be_run(site: TestClient, question: Any) -> None:
    _, text = shown(site, question=question.name)
    query = unescape(text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0])
    assert "SELECT" in query
    assert query.rstrip().endswith("LIMIT 100")
    assert not any(f"${one.name} " in query for one in question.parameters if one.required)
    answer = site.post("/sparql", data={"query": query, "format": "srj"}, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/sparql-results+json")


def test_a_query_is_fitted_to_the_limit() -> None:
    query = "SELECT *\n  # what is looked for\n  { ?s ?p '#  no comment' }\n"
    assert fitted(query, 1_000) == query
    assert fitted(query, len(query) - 1) == "SELECT *\n  { ?s ?p '#  no comment' }\n"
    assert fitted(query, 36) == "SELECT *\n{ ?s ?p '#  no comment' }\n"
    assert fitted(query, 20) == ""


def test_all_questions_that_sparql_can_say_are_tried() -> None:
    assert len(SAYABLE) >= 30


def test_rows_links_and_languages(site: TestClient, service: Service) -> None:
    base = service.config.base
    query = f"""SELECT * {{ VALUES (?own ?class ?nowhere ?words ?number) {{
        (<{base}id/asker> <https://w3id.org/styringsgraf/ns#Measure> <javascript:alert(1)> "ord"@nn 1.50) }} }}"""
    page, text = shown(site, query=query)
    assert "/id/asker" in page.hrefs
    assert "/ns#Measure" in page.hrefs
    assert not any(href.startswith("javascript") for href in page.hrefs)
    assert '<span lang="nn">ord</span>' in text
    assert "<td>1.5</td>" in text


@pytest.mark.parametrize(("query", "word"), [("ASK { ?s ?p ?o }", "ja"), ("ASK { <x:a> <x:b> <x:c> }", "nei")])
def test_yes_and_no_are_words(site: TestClient, query: str, word: str) -> None:
    assert f'<p class="lead">{word}</p>' in shown(site, query=query)[1]


def test_an_empty_answer_says_what_to_do(site: TestClient) -> None:
    assert "Se etter tastefeil" in shown(site, query="SELECT * { <x:a> ?p ?o }")[1]


def test_many_rows_are_cut_and_said_to_be(site: TestClient) -> None:
    page, text = shown(site, query="SELECT * { ?s ?p ?o } LIMIT 10000")
    assert [tag for tag, _ in page.tags].count("tr") == ROWS + 1
    assert f"Viser de første {ROWS} radene" in text
    assert len(text) < 300_000


def test_much_turtle_is_cut_and_said_to_be(site: TestClient) -> None:
    _, text = shown(site, query="CONSTRUCT WHERE { ?s ?p ?o } LIMIT 5000")
    assert "Viser begynnelsen" in text
    assert len(text) < 100_000


def test_words_of_the_data_cannot_become_markup(site: TestClient) -> None:
    query = f'SELECT ("{HOSTILE}" AS ?a) ("{HOSTILE}"@ar AS ?b) ("الهدف" AS ?c) {{}}'
    _, text = shown(site, query=query)
    assert HOSTILE not in text
    assert 'dir="auto">الهدف<' in text
    _, text = shown(site, query=f'CONSTRUCT {{ <x:a> <x:b> "{HOSTILE}" }} {{}}')
    assert HOSTILE not in text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELEC * {}", 400),
        (HOSTILE, 400),
        ("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", 400),
        ("INSERT DATA { <x:a> <x:b> 1 }", 400),
        ("SELECT * {" + " { " * 1500, 400),
        ("#" + "x" * 9_000, 413),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bad_query_comes_back_with_what_is_wrong(site: TestClient, query: str, status: int, lang: str) -> None:
    answer = site.get(f"/{lang}/sparql?{urlencode({'query': query})}", headers=BROWSER)
    page = read(answer.text)
    assert answer.status_code == status
    assert page.faults == []
    field = page.all("textarea", name="query")[0]
    assert field["aria-invalid"] == "true"
    assert {*field["aria-describedby"].split()} <= set(page.ids)
    assert page.all("div", role="alert")
    assert HOSTILE not in answer.text


def test_a_query_that_takes_too_long_is_told(shipped_folder: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with Service.open(Settings(data=shipped_folder, query_seconds=0.3)) as hasty:
        client = TestClient(create_app(hasty), raise_server_exceptions=False)
        page, text = shown(client, "nn", 504, query=endless)
    assert endless in unescape(text)
    assert page.all("div", role="alert")


def test_the_form_works_without_any_script(site: TestClient) -> None:
    page, _ = shown(site)
    form = page.all("form", id="plain")[0]
    assert (form["action"], form["method"]) == ("/nb/sparql", "get")
    download = page.all("button", formaction="/sparql")[0]
    assert download["formmethod"] == "post"
    answer = site.post("/sparql", data={"query": "SELECT (1 AS ?x) {}", "format": "csv"}, headers=BROWSER)
    assert answer.text.split() == ["x", "1"]
    assert shown(site, query="SELECT (1 AS ?x) {}", format="csv")[1].count("<tr>") == 2
    wrong = site.post("/sparql", data={"query": "SELECT", "format": "csv"}, headers=BROWSER)
    assert (wrong.status_code, wrong.headers["content-type"]) == (400, "text/html; charset=utf-8")


@pytest.mark.parametrize("query", ["query=a&query=b", "nonsense=1", "question=nope"])
def test_what_no_form_sends_is_told(site: TestClient, query: str) -> None:
    assert site.get(f"/nb/sparql?{query}").status_code in {400, 404}


def test_scripts_are_ours_alone_and_styles_are_known(site: TestClient) -> None:
    policies = site.get("/nb/sparql").headers.get_list("content-security-policy")
    assert len(policies) == 1
    assert "unsafe" not in policies[0]
    assert policies[0].replace(" 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='", "") == POLICY


def test_the_editor_is_offered_where_its_files_are(site: TestClient) -> None:
    page, _ = shown(site)
    form = page.all("form", id="plain")[0]
    there = all(name in assets.assets().files for name in EDITOR)
    assert ("data-script" in form) == there
    scripts = [one for one in page.all("script") if one.get("src", "").endswith("site/sparql.js")]
    assert len(scripts) == int(there)
    if there:
        assert site.get(form["data-script"]).status_code == site.get(form["data-style"]).status_code == 200


def test_an_answer_is_tagged(site: TestClient) -> None:
    address = f"/nb/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } LIMIT 3'})}"
    tag = site.get(address, headers=BROWSER).headers["etag"]
    assert site.get(address, headers={**BROWSER, "If-None-Match": tag}).status_code == 304
    moody = site.get(f"/nb/sparql?{urlencode({'query': 'SELECT (NOW() AS ?t) {}'})}", headers=BROWSER)
    assert "etag" not in moody.headers


def test_the_editor_gets_our_prefixes(site: TestClient, service: Service) -> None:
    text = shown(site)[1]
    assert f'"id": "{service.config.base}id/"' in text
    example = next(href for href in shown(site)[0].hrefs if "?query=" in href)
    assert parse_qs(urlsplit(example).query)["query"][0].startswith("PREFIX sg:")

"""The pages of quality: counts that agree with the API, every filter, pages, accepted findings, rules, releases."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.quality import rules
from styringsgraf.quality.report import SEVERITIES
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.texts import text
from styringsgraf.texts.written import number
from styringsgraf.web.app import create_app
from styringsgraf.web.pages.quality import SIZE
from styringsgraf.web.pages.rules import example

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}
RULES = sorted(rules.load().by_id)


def shown(site: TestClient, address: str) -> tuple[Any, str]:
    answer = site.get(address, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    return page, answer.text


def api(site: TestClient, **values: str) -> dict[str, Any]:
    answer = site.get("/api/v1/findings", params=values)
    assert answer.status_code == 200, answer.text[:300]
    body: dict[str, Any] = answer.json()
    return body


def said(key: str, lang: str = "nb", **values: object) -> str:
    """Return a sentence of the pages as it stands in HTML."""
    return str(escape(text(f"assessed.{key}", **values)[lang]))


def counts(html: str) -> list[int]:
    found = re.findall(r'<span class="count-number">([^<]*)</span>', html)
    return [int(re.sub(r"\D", "", number)) for number in found]


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_counts_are_those_of_the_release(site: TestClient, lang: str) -> None:
    page, html = shown(site, f"/{lang}/quality?organisation=asker")
    body = api(site, organisation="asker")
    told = body["counts"]
    assert counts(html) == [told["violation"], told["warning"], told["info"], body["accepted"]]
    assert told["violation"] > 100
    assert html.count('<li class="finding">') == SIZE
    assert len(page.all("html", lang=lang)) == 1
    assert page.headings[0] == (1, said("title", lang))


def test_the_unmeasurable_goals_of_one_service_area(site: TestClient) -> None:
    """A task that must work: from the page of quality, and as a question."""
    page, html = shown(site, "/nb/quality?organisation=asker&rule=C01&unit=asker/eiendom")
    assert re.findall(r"<p class=\"finding-says\">Delmål (\w+) ", html) == ["D1", "D2"]
    asked = next(href for href in page.hrefs if "questions/unmeasurable-goals" in href)
    assert "unit=asker/eiendom" in asked
    answer = site.get("/api/v1/questions/unmeasurable-goals", params={"unit": "asker/eiendom"}).json()
    assert [row["code"] for row in answer["rows"]] == ["D1", "D2"]
    options = html[html.index('name="unit"') :]
    assert 'value="asker/eiendom"' in options[: options.index("</select>")]


@pytest.mark.parametrize(
    "query", ["severity=violation", "rule=SG-D08", "plan=asker/handlingsprogram-2016-2019", "unit=asker/eiendom",
              "accepted=accepted", "accepted=open&severity=violation",
              "rule=C01&plan=asker/strategiplan-eiendom-2016-2026"]
)  # fmt: skip
def test_filters_agree_with_the_api(site: TestClient, query: str) -> None:
    values = dict(pair.split("=") for pair in query.split("&"))
    total = sum(api(site, organisation="asker", **values)["counts"].values())
    assert total > 0
    _, html = shown(site, f"/nb/quality?organisation=asker&{query}")
    told = {"from": 1, "to": min(total, SIZE), "count": number(total, None, "nb")}
    assert said("findings-count", **told) in html


def test_the_api_keeps_what_is_asked_for(site: TestClient) -> None:
    every = api(site, organisation="asker")["findings"]
    some = api(site, organisation="asker", severity="violation", accepted="open")["findings"]
    assert some == [one for one in every if one["severity"] == "violation" and not one["accepted"]]
    assert all(one["plan"].endswith("/handlingsprogram-2016-2019") for one in
               api(site, organisation="asker", plan="handlingsprogram-2016-2019")["findings"])  # fmt: skip
    responsible = api(site, organisation="asker", unit="asker/eiendom", rule="SG-D08")["findings"]
    assert any(unit["iri"].endswith("/eiendom") for one in responsible for unit in one["responsible"])


@pytest.mark.parametrize("form", ["json", "csv", "csv-no", "xlsx", "sarif", "junit", "ttl", "jsonld", "html", "text"])
def test_the_api_has_every_form_of_a_report(site: TestClient, form: str) -> None:
    answer = site.get("/api/v1/findings", params={"organisation": "asker", "rule": "C01", "format": form})
    assert answer.status_code == 200
    assert answer.headers["etag"]
    assert answer.headers["x-styringsgraf-release"]
    assert len(answer.content) > 500


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("?organisation=", 400), ("?organisation=finnes-ikke", 404), ("?organisation=asker&rule=Z99", 404),
     ("?organisation=asker&severity=fatal", 400), ("?organisation=asker&plan=eksempel/kommuneplan-2023", 400),
     ("?organisation=asker&rulle=C01", 400), ("?organisation=asker&organisation=sunndal", 400),
     ("?organisation=asker&format=docx", 406)],
)  # fmt: skip
def test_the_api_refuses_what_it_does_not_know(site: TestClient, query: str, status: int) -> None:
    answer = site.get(f"/api/v1/findings{query}", headers={"Accept": "*/*"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_pages_go_on_and_end(site: TestClient) -> None:
    first, _ = shown(site, "/nb/quality?organisation=asker&severity=violation")
    assert any(href.endswith("severity=violation&page=2") for href in first.hrefs)
    _, second = shown(site, "/nb/quality?organisation=asker&severity=violation&page=3")
    assert second.count('<li class="finding">') == 109 - 2 * SIZE
    _, beyond = shown(site, "/nb/quality?organisation=asker&severity=violation&page=99")
    assert said("past-the-end") in beyond
    assert site.get("/nb/quality?page=0", headers=BROWSER).status_code == 400


def test_accepted_findings_have_their_reason(site: TestClient) -> None:
    _, html = shown(site, "/nb/quality?organisation=asker&accepted=accepted&rule=C01")
    assert html.count("Planen har ingen indikatorer i de delene vi har sett.") == 3


def test_a_finding_says_where_it_is_and_leads_there(site: TestClient) -> None:
    page, html = shown(site, "/nb/quality?organisation=asker&rule=C01")
    assert "asker/handlingsprogram-2016-2019.xlsx › Samfunn › celle A11" in html
    assert any(href.startswith("/doc/asker/handlingsprogram-2016-2019/sub-goal/S.2") for href in page.hrefs)
    for form in ("csv", "xlsx", "sarif", "junit"):
        address = next(href for href in page.hrefs if f"format={form}" in href)
        assert "rule=SG-C01" in address
        assert site.get(address).status_code == 200


def test_an_organisation_without_findings_says_so(site: TestClient) -> None:
    page, html = shown(site, "/nb/quality?organisation=eksempel")
    assert said("nothing") in html
    assert "/nb/check" in page.hrefs


def test_levels_are_explained_in_plain_words(site: TestClient) -> None:
    _, html = shown(site, "/nn/quality")
    assert all(said(f"level-{level}", "nn") in html for level in SEVERITIES)


def test_one_form_keeps_what_was_chosen_also_when_the_municipality_changes(site: TestClient) -> None:
    plan, unit = "asker/handlingsprogram-2016-2019", "asker/eiendom"
    query = f"plan={plan}&unit={unit}&severity=warning&rule=C01&accepted=open"

    def chosen(organisation: str) -> dict[str, str]:
        page, html = shown(site, f"/nb/quality?organisation={organisation}&{query}")
        assert [found["action"] for found in page.all("form", **{"class": "filters"})] == ["/nb/quality"]
        form = html[html.index('class="filters"') :].partition("</form>")[0]
        selects = re.findall(r'<select[^>]* name="(\w+)".*?</select>', form, re.DOTALL)
        marked = (re.search(r'<option value="([^"]*)"[^>]* selected>', one) for one in form.split("<select")[1:])
        return {name: found[1] if found else "" for name, found in zip(selects, marked, strict=True)}

    own = {"organisation": "asker", "plan": plan, "unit": unit, "severity": "warning", "rule": "SG-C01",
           "accepted": "open"}  # fmt: skip
    assert chosen("asker") == own
    assert chosen("sunndal") == own | {"organisation": "sunndal", "plan": "", "unit": ""}
    _, html = shown(site, f"/nb/quality?organisation=sunndal&{query}")
    note = html[html.index('role="status"') :].partition("</p>")[0]
    assert text("choosing.left-out")["nb"] in note
    assert note.count(", ") - text("choosing.left-out")["nb"].count(", ") == 1, "the plan and the unit"


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_a_page_with_both_examples(site: TestClient, rule: str) -> None:
    _, html = shown(site, f"/nb/quality/rule/{rule}?organisation=asker")
    assert said("rule-why") in html
    assert html.count("<pre ") == 2
    assert example(rule, "fail") != example(rule, "pass")
    assert "@prefix" not in html
    assert "{$" not in html


def test_all_rules_were_looked_at() -> None:
    assert len(RULES) == 47


def test_rules_by_short_name_and_of_the_import(site: TestClient) -> None:
    page, _ = shown(site, "/en/quality/rule/c01")
    assert page.headings[0][1].startswith("SG-C01: ")
    page, html = shown(site, "/nb/quality/rule/SG-I08")
    assert said("rule-import") in html
    assert site.get("/nb/quality/rule/SG-Z99", headers=BROWSER).status_code == 404
    assert site.get("/nb/quality/rule/..%2f..%2fetc", headers=BROWSER).status_code == 404


def test_what_a_caller_writes_is_never_markup(site: TestClient) -> None:
    for name in ("organisation", "plan", "unit", "rule", "severity"):
        answer = site.get("/nb/quality", params={name: "<script>alert(1)</script>"}, headers=BROWSER)
        assert answer.status_code in (400, 404)
        assert "<script>alert" not in answer.text


def test_an_empty_release_says_what_to_do(tmp_path: Path) -> None:
    pipeline.initialise(Settings(data=tmp_path / "data"), empty=True)
    with Service.open(Settings(data=tmp_path / "data")) as opened:
        empty = TestClient(create_app(opened), raise_server_exceptions=False)
        page, html = shown(empty, "/nb/quality")
        assert said("no-plans") in html
        assert "/nb/check" in page.hrefs
        for address in ("/nb/status", "/nb/quality/rule/C01", "/nb/indicator"):
            shown(empty, address)
        assert empty.get("/nb/indicator?node=asker/x/y", headers=BROWSER).status_code == 404


def test_releases_are_compared(writable: Settings) -> None:
    plan = Path(__file__).parents[3] / "data" / "eksempel" / "handlingsprogram-2025-2028.xlsx"
    before = pipeline.read_inputs([plan])
    assert pipeline.publish(writable, before).manifest is not None
    with Service.open(writable) as opened:
        _, html = shown(TestClient(create_app(opened), raise_server_exceptions=False), "/nb/quality")
        table = html[html.index('id="development"') :]
        ids = opened.store.ids()
        told = re.findall(r'<th scope="row"><a href="[^"]*"><code>([^<]*)</code>', table)
        assert told == list(reversed(ids))[: len(told)]
        assert len(told) >= 2

"""The pages of a UN goal and a target: taken apart, who supports it, by which path, and a way on where nobody does."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.texts import LANGUAGES, pick, text
from styringsgraf.web.pages import target as told

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}
WHO = "https://w3id.org/styringsgraf/code/who-acts"


def shown(site: TestClient, address: str) -> tuple[Any, str]:
    answer = site.get(address, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    return page, answer.text


def supporters(service: Service, code: str, organisation: str) -> dict[str, tuple[told.Supporter, ...]]:
    asked = {"target": code, "organisation": organisation}
    return dict(told.supporters(service.ask_for_page("target-supporters", asked, lang="nb", limit=400)))


def test_the_paths_are_those_of_the_question(service: Service) -> None:
    rows = service.ask(
        "measures-for-target", {"target": "3.4", "organisation": "eksempel"}, lang="nb", limit=100
    ).as_json()["rows"]
    asked = {row["measure"]: [edge["to"] for edge in row["path"]] for row in rows if row["basis"] == "stated"}
    found = {
        one.node.iri: [step.end.iri for step in one.steps]
        for one in supporters(service, "3.4", "eksempel")["Measure"] if one.basis == "stated"
    }  # fmt: skip
    assert found == asked
    assert len(found) >= 4


def test_stated_goes_before_claimed_and_each_stands_once(service: Service) -> None:
    groups = supporters(service, "3.4", "eksempel")
    assert list(groups) == [kind for kind in told.KINDS if kind in groups]
    iris = [one.node.iri for rows in groups.values() for one in rows]
    assert len(iris) == len(set(iris)) >= 15
    measures = {one.node.code: one for one in groups["Measure"]}
    assert measures["T1"].basis == "stated"
    assert not measures["T1"].direct
    assert measures["T10"].basis == "claimed"
    assert measures["T10"].direct
    assert measures["T10"].steps[0].claimed


def test_indicators_come_with_their_latest_result(service: Service) -> None:
    found = {one.node.code: one for one in supporters(service, "3.4", "eksempel")["Indicator"]}
    assert found["I3"].band == "red"
    assert found["I3"].period == 2025
    assert {goal.code for goal in found["I3"].measured} == {"3.4", "D1.2"}
    assert found["M2"].period is None


def test_a_claim_in_another_municipality_is_told_as_one(service: Service) -> None:
    groups = supporters(service, "3.4", "asker")
    assert {one.basis for rows in groups.values() for one in rows} == {"claimed"}


def test_parts_stand_in_the_order_of_the_text(service: Service) -> None:
    parts = told.segments(service.ask("target-ends-and-means", {"target": "3.4"}, lang="nb", limit=50))
    assert [part.node.code for part in parts] == ["3.4-s1", "3.4-s2", "3.4-s3", "3.4-s4"]
    assert [part.role for part in parts] == ["qualifier", "end", "means", "end"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_target_is_taken_apart_and_its_support_shown(site: TestClient, lang: str) -> None:
    page, html = shown(site, f"/{lang}/target/3.4")
    assert {"3.4-s1", "3.4-s2", "3.4-s3", "3.4-s4"} <= set(page.ids)
    assert "#3.4-s2" in page.hrefs  # the means serves the end
    assert pick(text("target.basis-claimed"), lang) in html
    assert f"/{lang}/target/3.4?organisation=asker" in page.hrefs
    assert f"/{lang}/thread?node=eksempel/kommuneplan-2023/strategy/S1" in page.hrefs
    asked = [href for href in page.hrefs if href.startswith("/api/v1/questions/measures-for-target")]
    assert {href.rpartition("format=")[2] for href in asked} == {"json", "csv", "xlsx"}
    assert all("target=3.4&organisation=eksempel" in href for href in asked)


def test_the_files_behind_the_page_are_there(site: TestClient) -> None:
    page, _ = shown(site, "/nb/target/3.4")
    files = [href for href in page.hrefs if href.startswith("/api/v1/questions/")]
    assert len(files) == 6
    assert {site.get(href).status_code for href in files} == {200}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nobody_has_a_goal_the_page_says_what_to_do(site: TestClient, lang: str) -> None:
    page, html = shown(site, f"/{lang}/target/1.1")
    assert pick(text("target.nothing-title"), lang) in html
    assert any("uncovered-targets" in href for href in page.hrefs)


def test_where_the_chosen_one_has_nothing_the_page_says_so(site: TestClient) -> None:
    _, html = shown(site, "/nb/target/4.1?organisation=asker")
    assert "Asker kommune (til og med 2019)" in html
    assert "Ingenting i planene til Asker" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_can_act_is_said_in_whole_words_and_why(site: TestClient, service: Service, lang: str) -> None:
    rows = service.ask("target-ends-and-means", {"target": "3.4"}, lang=lang, limit=50).as_json()["rows"]
    wanted = [row["whoActs"].rpartition("/")[2] for row in rows if row["whoActs"]]
    assert "shared" in wanted
    _, html = shown(site, f"/{lang}/target/3.4")
    for who in wanted:
        told = f"<dd>{pick(text(f'target.who-{who}'), lang)} <span"
        assert html.count(told) == wanted.count(who)
        assert pick(text(f"target.who-{who}-why"), lang) in html
    assert "<dd>delt</dd>" not in html


def test_everyone_who_may_act_has_words(service: Service) -> None:
    query = "SELECT DISTINCT ?who { ?who <http://www.w3.org/2004/02/skos/core#inScheme> <" + WHO + "> }"
    codes = service.released(lambda engine: [str(row[0]) for row in engine.table(query).rows])[1]
    assert len(codes) == 4
    for code in codes:
        who = code.strip("<>").rpartition("/")[2]
        for lang in LANGUAGES:
            assert pick(text(f"target.who-{who}"), lang)
            assert pick(text(f"target.who-{who}-why"), lang)


@pytest.mark.parametrize(
    "path",
    ["target/99.1", "target/3.99", "target/3.z", "target/3", "target/3.4.1", "target/%3Cscript%3E", "goal/18", "goal/0",
     "goal/x", "target/3.4?organisation=ingen", "goal/3?organisation=ingen"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(site: TestClient, path: str) -> None:
    answer = site.get(f"/nb/{path}", headers=BROWSER)
    assert answer.status_code == 404
    assert read(answer.text).faults == []


def test_a_misspelt_parameter_is_said(site: TestClient) -> None:
    assert site.get("/nb/target/3.4?organization=asker", headers=BROWSER).status_code == 400


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", [1, 3, 17])
def test_a_goal_lists_all_its_targets(site: TestClient, lang: str, number: int) -> None:
    page, _ = shown(site, f"/{lang}/goal/{number}?organisation=eksempel")
    found = {href for href in page.hrefs if href.startswith(f"/{lang}/target/{number}.")}
    assert len(found) == {1: 7, 3: 13, 17: 19}[number]


def test_a_goal_shows_the_focus_areas_that_build_on_it(site: TestClient) -> None:
    page, _ = shown(site, "/nb/goal/3?organisation=eksempel")
    assert "/nb/area/eksempel/kommuneplan-2023/SO1" in page.hrefs

"""The start page: the map of a municipality as figure, table and files; what is chosen; where it leads."""

import csv
import io
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.texts import LANGUAGES, pick, text
from styringsgraf.web.pages.coverage import Coverage, Support, coverage

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def example(service: Service) -> Coverage:
    return coverage(service.ask_for_page("map", {"organisation": "eksempel"}, lang="nb", limit=20_000))


def shown(site: TestClient, address: str) -> tuple[Any, str]:
    answer = site.get(address, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    return page, answer.text


def one(found: Coverage, code: str) -> Support:
    return next(target for target in found.targets if target.code == code)


def test_the_map_has_every_goal_and_target_in_the_order_people_count(example: Coverage) -> None:
    assert [goal.goal for goal in example.goals] == list(range(1, 18))
    assert len(example.targets) == 169
    assert [target.code for target in example.of(example.goals[2])] == [
        *(f"3.{n}" for n in range(1, 10)), *(f"3.{letter}" for letter in "abcd")
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["3.4", "4.1", "13.2", "11.7"])
def test_the_map_counts_what_the_questions_count(service: Service, example: Coverage, code: str) -> None:
    asked = {"target": code, "organisation": "eksempel"}
    rows = service.ask("measures-for-target", asked, lang="nb", limit=500).as_json()["rows"]
    found = one(example, code)
    assert found.measures == len({row["measure"] for row in rows if row["basis"] == "stated"}) > 0
    assert found.claimed.get("Measure", 0) == len({row["measure"] for row in rows if row["basis"] == "claimed"})
    assert found.state == "measure"


def test_targets_without_a_goal_are_the_uncovered_ones(service: Service, example: Coverage) -> None:
    asked = {"organisation": "eksempel", "only": "no-goal"}
    rows = service.ask("uncovered-targets", asked, lang="nb", limit=200).as_json()["rows"]
    assert {target.code for target in example.targets if not target.goals} == {row["code"] for row in rows}


def test_the_colours_are_those_of_the_question_of_indicators(service: Service, example: Coverage) -> None:
    rows = service.ask("indicator-status", {"organisation": "eksempel"}, lang="nb", limit=2_000).as_json()["rows"]
    own = [row for row in rows if row["area"].endswith("/id/eksempel") and row["value"] is not None]
    latest = {row["indicator"]: row["band"] for row in sorted(own, key=lambda row: row["period"])}
    told = {iri: band for target in example.targets for iri, band in target.indicators.items() if iri in latest}
    assert len(told) >= 5
    assert told == {iri: latest[iri] for iri in told}


def test_the_weakest_result_is_shown() -> None:
    made = Support("x", "1.1", {}, indicators={"a": "green", "b": "red", "c": "yellow", "d": ""})
    assert made.band == "red"
    assert dict(made.bands) == {"red": 1, "yellow": 1, "green": 1}
    assert Support("x", "1.1", {}, indicators={"a": ""}).band == ""


@pytest.mark.parametrize(
    ("stated", "claimed", "state"),
    [({"End": 1, "Measure": 2}, {}, "measure"), ({"End": 1}, {"Measure": 1}, "goal"), ({"Assignment": 1}, {}, "goal"),
     ({}, {"Strategy": 1}, "claimed"), ({}, {}, "none")],
)  # fmt: skip
def test_how_far_the_thread_reaches(stated: dict[str, int], claimed: dict[str, int], state: str) -> None:
    assert Support("x", "1.1", {}, stated, claimed).state == state


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_holds_the_map_its_table_and_its_files(site: TestClient, lang: str) -> None:
    page, html = shown(site, f"/{lang}?organisation=eksempel")
    assert len(page.all("svg")) >= 1
    assert f"/{lang}/target/3.4?organisation=eksempel" in page.hrefs
    cells = [href for href in page.hrefs if href.startswith(f"/{lang}/target/")]
    assert len(set(cells)) == 169
    assert len(cells) == 3 * 169  # the figure, its narrow form and the table lead to the same places
    assert f"/{lang}/map.svg?organisation=eksempel" in page.hrefs
    assert f"<h1>{pick(text('start.title-of', name='Eksempel kommune (oppdiktet)'), lang)}</h1>" in html
    assert pick(text("start.title"), lang) in shown(site, f"/{lang}")[1]
    assert f"/{lang}/area/eksempel/kommuneplan-2023/SO1" in page.hrefs


def test_what_is_chosen_stays_chosen(site: TestClient) -> None:
    page, _ = shown(site, "/nb?organisation=eksempel&year=2024&plan=eksempel/kommuneplan-2023")
    chosen = {attributes["value"] for attributes in page.all("option") if "selected" in attributes}
    assert chosen == {"eksempel", "2024", "eksempel/kommuneplan-2023"}


def test_another_municipality_leaves_the_plan_of_the_one_before(site: TestClient) -> None:
    page, html = shown(site, "/nb?organisation=eksempel&plan=asker/kommuneplan-2014-2026&year=2025")
    alone, _ = shown(site, "/nb?organisation=eksempel&year=2025")
    assert page.all("option", selected="") == alone.all("option", selected="")
    assert "asker/kommuneplan-2014-2026" not in html.partition("<main")[2]


def test_without_a_choice_the_municipality_is_one_that_still_is(site: TestClient) -> None:
    page, _ = shown(site, "/nb?organisation=&year=&plan=")
    chosen = [
        attributes["value"] for attributes in page.all("option") if "selected" in attributes and attributes["value"]
    ]
    assert chosen == ["eksempel"]  # asker has ended; less follows from the plans of nye-asker


def test_results_are_told_as_of_a_year(service: Service) -> None:
    asked = {"organisation": "eksempel", "year": "2021"}
    early = coverage(service.ask_for_page("map", asked, lang="nb", limit=20_000))
    later = coverage(service.ask_for_page("map", {"organisation": "eksempel"}, lang="nb", limit=20_000))
    assert early.years == later.years
    assert len(early.years) > 3
    assert {code.code: code.band for code in early.targets} != {code.code: code.band for code in later.targets}
    assert [target.goals for target in early.targets] == [target.goals for target in later.targets]


def test_one_plan_alone_counts_less(service: Service, example: Coverage) -> None:
    asked = {"organisation": "eksempel", "plan": "eksempel/kommuneplan-2023"}
    alone = coverage(service.ask_for_page("map", asked, lang="nb", limit=20_000))
    assert one(alone, "3.4").goals == one(example, "3.4").goals > 0
    assert one(alone, "3.4").measures == 0 < one(example, "3.4").measures  # measures stand in the action programme


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?organisation=ingen", 404),
        ("?year=tolv", 400),
        ("?colour=red", 400),
        ("?organisation=eksempel&plan=ingen", 404),
    ],
)
def test_what_cannot_be_shown_is_said(site: TestClient, query: str, status: int) -> None:
    assert site.get(f"/nb{query}", headers=BROWSER).status_code == status


def test_the_picture_as_a_file_leads_nowhere_and_may_do_nothing(site: TestClient) -> None:
    answer = site.get("/nn/map.svg?organisation=eksempel")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-language"] == "nn"
    assert not [element for element in root.iter() if "href" in element.attrib]
    assert len([element for element in root.iter() if (element.text or "") in {"3.4", "17.19"}]) == 2


def test_the_numbers_as_a_file(site: TestClient) -> None:
    answer = site.get("/en/map.csv?organisation=eksempel")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}
    assert len(rows) == 169
    assert int(rows["3.4"]["measures"]) > 0
    assert rows["1.1"]["measures"] == "0"


@pytest.mark.parametrize("address", ["/nb", "/nb/map.svg", "/nb/map.csv"])
def test_the_second_time_nothing_is_sent(site: TestClient, address: str) -> None:
    first = site.get(address)
    assert site.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304

"""The pages of a municipality and of a focus area: documents by kind, what stands under what, how it goes."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.texts import LANGUAGES
from styringsgraf.web.pages import organisation as told

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}


def shown(site: TestClient, address: str) -> tuple[Any, str]:
    answer = site.get(address, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    return page, answer.text


def test_documents_stand_by_kind_those_in_force_first(service: Service) -> None:
    asked = {"organisation": "eksempel"}
    found = told.documents(service.ask_for_page("organisation", asked, lang="nb", limit=100))
    assert list(found) == ["MasterPlan", "ActionProgramme", "Report"]
    assert [(one.begins, one.in_force) for one in found["ActionProgramme"]] == [
        ("2026-01-01", True), ("2025-01-01", False)
    ]  # fmt: skip
    assert found["MasterPlan"][0].counts == {
        "FocusArea": 4, "MainGoal": 4, "SubGoal": 10, "Strategy": 10, "Indicator": 11
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", ["asker", "nye-asker", "eksempel", "sunndal"])
def test_a_municipality_has_its_page(site: TestClient, lang: str, slug: str) -> None:
    page, _ = shown(site, f"/{lang}/organisation/{slug}")
    assert f"/{lang}?organisation={slug}" in page.hrefs
    assert f"/{lang}/quality?organisation={slug}" in page.hrefs
    assert len(page.all("table")) >= 1


def test_dates_stand_as_people_write_them(site: TestClient) -> None:
    for lang, begins, ends in (("nn", "01.01.2026–", "31.12.2029"), ("en", "2026-01-01–", "2029-12-31")):
        page = shown(site, f"/{lang}/organisation/eksempel")[1]
        assert f'<span class="nowrap">{begins}</span><span class="nowrap">{ends}</span>' in page


def test_a_municipality_that_has_ended_leads_to_the_one_after_it(site: TestClient) -> None:
    assert "/nb/organisation/nye-asker" in shown(site, "/nb/organisation/asker")[0].hrefs
    assert "/nb/organisation/asker" not in shown(site, "/nb/organisation/nye-asker")[0].hrefs


def test_what_stands_under_a_focus_area(service: Service) -> None:
    asked = {"area": "eksempel/kommuneplan-2023/SO1"}
    found = told.area(service.ask_for_page("area", asked, lang="nb", limit=100))
    assert found is not None
    assert sorted(goal.code for goal in found.goals) == ["16", "3", "4"]
    (main,) = found.under(found.itself.iri)
    assert main.code == "H1"
    below = [node.code for node in found.under(main.iri)]
    assert below[:2] == ["D1.1", "D1.2"]
    first = found.under(main.iri)[0]
    assert "S1" in [node.code for node in found.under(first.iri)]
    assert "I1" in [node.code for node in found.measuring(first.iri)]
    assert sum(found.bands.values()) == len(found.nodes["Indicator"]) > 3


def test_something_else_is_no_focus_area(service: Service) -> None:
    asked = {"area": "eksempel/kommuneplan-2023/strategy/S1"}
    assert told.area(service.ask_for_page("area", asked, lang="nb", limit=100)) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_focus_area_has_its_page(site: TestClient, lang: str) -> None:
    page, html = shown(site, f"/{lang}/area/eksempel/kommuneplan-2023/SO1")
    assert f"/{lang}/goal/3" in page.hrefs
    assert f"/{lang}/organisation/eksempel" in page.hrefs
    assert "D1.1" in html
    assert f"/{lang}/thread?node=eksempel/kommuneplan-2023/strategy/S1" in page.hrefs


def test_a_focus_area_of_a_plan_that_has_ended_has_its_page_too(site: TestClient, service: Service) -> None:
    query = "SELECT ?a { ?a a <https://w3id.org/styringsgraf/ns#FocusArea> } ORDER BY ?a"
    with service.reader() as reader:
        found = sorted({str(getattr(row[0], "value", "")) for row in reader.table(query).rows})
    ended = [iri for iri in found if "/asker/handlingsprogram-2016-2019/" in iri]
    for iri in ended[:2]:
        path = iri.partition("/id/")[2].split("/")
        shown(site, f"/nb/area/{path[0]}/{path[1]}/{path[3]}")
    assert len(found) > 30


@pytest.mark.parametrize(
    "path", ["organisation/ingen", "organisation/%3Cb%3E", "area/a/b/c", "area/eksempel/kommuneplan-2023/S1"]
)
def test_what_does_not_exist_is_not_found(site: TestClient, path: str) -> None:
    assert site.get(f"/nb/{path}", headers=BROWSER).status_code == 404

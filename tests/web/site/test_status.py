"""The page of status: Asker 2015 as the report has it, years with results only, empty states, refusals, its files."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from styringsgraf.texts import text

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}
PLAN = "asker/handlingsprogram-2016-2019"


def shown(site: TestClient, address: str) -> tuple[Any, str]:
    answer = site.get(address, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    return page, answer.text


def said(key: str, lang: str = "nb", **values: object) -> str:
    """Return a sentence of the page as it stands in HTML."""
    return str(escape(text(f"status.{key}", **values)[lang]))


def rows(html: str) -> dict[str, list[str]]:
    """Return the cells of each table row, by the words of its heading."""
    found = {}
    for head, cells in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html, re.DOTALL):
        plain = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td.*?>(.*?)</td>", cells)]
        found[" ".join(re.sub(r"<[^>]+>", " ", head).split())] = plain
    return found


def test_asker_2015(site: TestClient) -> None:
    page, html = shown(site, f"/nb/status?plan={PLAN}&year=2015")
    found = rows(html)
    assert found["B Brukere"] == ["3", "0", "0", "0", "+3"]
    assert found["S Samfunn"][:3] == ["0", "1", "2"]
    assert found["S Samfunn"][-1] == "−2"
    told = {name.split(" ")[0]: cells for name, cells in found.items()}
    assert told["S.1.1"][:3] == ["2015", "0,90", "Rød"]
    assert told["S.1.2"][:3] == ["2015", "157", "Rød"]
    assert [told[code][2] for code in ("B.1.1", "B.2.2", "B.3.1")] == ["Grønn"] * 3
    assert any(href.startswith("/nb/indicator?node=asker/handlingsprogram-2016-2019") for href in page.hrefs)


def test_the_counts_are_those_of_the_question(site: TestClient) -> None:
    answer = site.get("/api/v1/questions/status-by-focus-area", params={"plan": "eksempel/kommuneplan-2023"}).json()
    _, html = shown(site, "/nb/status?plan=eksempel/kommuneplan-2023")
    told = {name.split(" ")[0]: cells for name, cells in rows(html).items()}
    with_indicators = [row for row in answer["rows"] if row["indicators"]]
    assert len(with_indicators) >= 3
    for row in with_indicators:
        assert told[row["code"]][:4] == [str(row[name]) for name in ("green", "yellow", "red", "colourless")]


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_every_language(site: TestClient, lang: str) -> None:
    page, html = shown(site, f"/{lang}/status?plan=eksempel/kommuneplan-2023")
    assert page.headings[0][1].startswith(said("title-of", lang, plan=""))
    assert said("trend-since", lang, trend=said("trend-improved", lang), year=2024) in html
    assert len(page.all("html", lang=lang)) == 1


def test_only_years_with_results_are_offered(site: TestClient) -> None:
    page, html = shown(site, f"/nb/status?plan={PLAN}")
    select = html[html.index('name="year"') :]
    years = re.findall(r'<option value="(\d*)"', select[: select.index("</select>")])
    answer = site.get("/api/v1/questions/indicator-status", params={"plan": PLAN}).json()
    own = {row["period"] for row in answer["rows"] if row["area"].endswith("/id/asker") and row["value"] is not None}
    assert years == ["", *map(str, sorted(own, reverse=True))]
    assert len(own) >= 3
    assert page.all("select", name="plan")


def test_a_year_without_results_says_what_to_do(site: TestClient) -> None:
    page, html = shown(site, f"/nb/status?plan={PLAN}&year=1999")
    assert said("no-indicators") in html
    assert f"/nb/status?plan={PLAN}" in page.hrefs


def test_without_a_plan_one_with_results_is_chosen(site: TestClient) -> None:
    _, html = shown(site, "/nb/status?plan=&year=&organisation=")
    assert said("no-plans") not in html
    assert said("no-indicators") not in html


def test_one_form_keeps_what_was_chosen(site: TestClient) -> None:
    page, html = shown(site, f"/nb/status?organisation=asker&plan={PLAN}&year=2014")
    assert [found["action"] for found in page.all("form", **{"class": "filters"})] == ["/nb/status"]
    form = html[html.index('class="filters"') :].partition("</form>")[0]
    assert re.findall(r'<option value="([^"]*)"[^>]* selected>', form) == ["asker", PLAN, "2014"]
    # A year that the plan has no results of is kept too, and can be seen.
    _, html = shown(site, f"/nb/status?plan={PLAN}&year=1999")
    assert '<option value="1999" selected>' in html


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_another_municipality_in_the_form_leaves_the_plan_and_keeps_the_year(site: TestClient, lang: str) -> None:
    _, html = shown(site, f"/{lang}/status?organisation=eksempel&plan={PLAN}&year=2024")
    form = html[html.index('class="filters"') :].partition("</form>")[0]
    chosen = re.findall(r'<option value="([^"]*)"[^>]* selected>', form)
    assert (chosen[0], chosen[2]) == ("eksempel", "2024")
    assert chosen[1].startswith("eksempel/")
    assert PLAN not in form
    note = html[html.index('role="status"') :].partition("</p>")[0]
    assert text("choosing.left-out")[lang] in note
    assert said("indicators-one", lang) in html
    assert "2016–2019" in note
    assert site.get(f"/{lang}/status?organisation=eksempel", headers=BROWSER).text.count('role="status"') == 0


def test_a_municipality_without_indicators_keeps_form_and_year(site: TestClient) -> None:
    _, html = shown(site, f"/nb/status?organisation=sunndal&plan={PLAN}&year=2015")
    form = html[html.index('class="filters"') :].partition("</form>")[0]
    assert re.findall(r'<option value="([^"]*)"[^>]* selected>', form)[0] == "sunndal"
    assert '<option value="2015" selected>' in form


def test_what_is_not_there_is_refused_in_plain_words(site: TestClient) -> None:
    assert site.get("/nb/status?plan=asker/finnes-ikke", headers=BROWSER).status_code == 404
    assert site.get(f"/nb/status?plan={PLAN}&year=i fjor", headers=BROWSER).status_code == 400
    assert site.get(f"/nb/status?plann={PLAN}", headers=BROWSER).status_code == 400


def test_the_figure_is_a_file_of_its_own(site: TestClient) -> None:
    answer = site.get("/en/status.svg", params={"plan": PLAN, "year": "2015"})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "S Samfunn: 0 green, 1 yellow, 2 red" in answer.text
    none = site.get("/nb/status.svg", params={"organisation": "sunndal", "year": "1950"})
    assert none.status_code == 200

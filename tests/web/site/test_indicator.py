"""The page of an indicator: facts of one named figure, every state a series can be in, three languages, its files."""

import csv
import io
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from styringsgraf.texts import text

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}
GROWTH = "asker/handlingsprogram-2016-2019/S.1.1"
SICK_LEAVE = "eksempel/kommuneplan-2023/indicator/I11"
SVG = "{http://www.w3.org/2000/svg}"


def shown(site: TestClient, node: str, lang: str = "nb") -> tuple[Any, str]:
    answer = site.get(f"/{lang}/indicator", params={"node": node}, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    return page, answer.text


def said(key: str, lang: str = "nb", **values: object) -> str:
    """Return a sentence of the page as it stands in HTML."""
    return str(escape(text(f"indicator.{key}", **values)[lang]))


def table(site: TestClient, node: str) -> list[dict[str, str]]:
    answer = site.get("/nb/indicator.csv", params={"node": node})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_growth_in_2015_was_0_90_and_red(site: TestClient) -> None:
    _, html = shown(site, GROWTH)
    assert "0,90 (prosent) i 2015" in html
    (row,) = [row for row in table(site, GROWTH) if row["year"] == "2015"]
    assert (row["value"], row["band"], row["area"]) == ("0.90", "red", "https://w3id.org/styringsgraf/id/asker")


@pytest.mark.parametrize(
    ("code", "value", "colour"),
    [("S.1.2", "157", "red"), ("B.1.1", "4.93", "green"), ("B.2.2", "4.73", "green"), ("B.3.1", "4.68", "green")],
)
def test_asker_2015(site: TestClient, code: str, value: str, colour: str) -> None:
    rows = table(site, f"asker/handlingsprogram-2016-2019/{code}")
    own = [row for row in rows if row["year"] == "2015" and row["area"].endswith("/id/asker")]
    assert [(row["value"], row["band"]) for row in own] == [(value, colour)]


@pytest.mark.parametrize(
    ("lang", "band"),
    [("nb", "Gul"), ("nn", "Gul"), ("en", "Yellow")],
)
def test_pace_bands_and_areas_in_every_language(site: TestClient, lang: str, band: str) -> None:
    page, html = shown(site, SICK_LEAVE, lang)
    assert said("verdict-late", lang, reached=2028) in html
    assert band in page.words[lang]
    assert len(page.all("html", lang=lang)) == 1
    for area in ("Helse og omsorg", "Oppvekst", "Teknikk og miljø"):
        assert area in html


def test_the_verdict_is_the_answer_of_the_question(site: TestClient) -> None:
    answer = site.get("/api/v1/questions/pace", params={"plan": "eksempel/kommuneplan-2023", "lang": "nb"}).json()
    assert len(answer["rows"]) >= 10
    for row in answer["rows"]:
        _, html = shown(site, row["indicator"])
        assert said(f"verdict-{row['verdict']}", "nb", reached=row["yearReached"] or "") in html, row["code"]


def test_what_endures_shows_its_newest_edition(site: TestClient) -> None:
    page, html = shown(site, "asker/indicator/befolkningsvekst")
    assert [level for level, _ in page.headings].count(1) == 1
    assert html.count("Handlingsprogram 2016–2019") >= 1
    assert html.count("Handlingsprogram 2017–2020") >= 1


def test_a_code_with_another_meaning_is_pointed_out(site: TestClient) -> None:
    page, html = shown(site, "asker/handlingsprogram-2017-2020/MA.1.1")
    assert said("namesakes") in html
    assert any("handlingsprogram-2016-2019/indicator/MA.1.1" in href for href in page.hrefs)
    _, html = shown(site, SICK_LEAVE)
    assert said("namesakes") not in html


def test_one_result_only_and_no_result_at_all(site: TestClient) -> None:
    _, html = shown(site, "asker/handlingsprogram-2016-2019/MA.1.1")
    assert 'role="img"' in html
    _, html = shown(site, "asker/handlingsprogram-2017-2020/MA.1.1")
    assert said("no-results") in html
    assert "ny fra et senere år" in html


def test_a_break_in_the_series_is_marked_and_has_no_colour(site: TestClient) -> None:
    _, html = shown(site, "asker/indicator/ufrivillig-deltid")
    assert '<tr class="break">' in html
    assert [row["band"] for row in table(site, "asker/indicator/ufrivillig-deltid")] == [""]


def test_findings_and_ways_on(site: TestClient) -> None:
    page, html = shown(site, GROWTH)
    assert "/nb/quality/rule/SG-C04" in page.hrefs
    assert any(href.startswith("/nb/thread?node=asker/handlingsprogram-2016-2019") for href in page.hrefs)
    assert any(href.startswith("/doc/asker/handlingsprogram-2016-2019/indicator/S.1.1") for href in page.hrefs)
    assert said("missing", what="")[:-2] in html


def test_the_figure_is_a_file_of_its_own(site: TestClient) -> None:
    answer = site.get("/nn/indicator.svg", params={"node": SICK_LEAVE})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["content-security-policy"]
    told = [found.text for found in ET.fromstring(answer.content).iter(f"{SVG}text")]  # noqa: S314 - our own
    assert "Måltal: 7,2 (2027)" in told
    assert site.get("/nb/indicator.svg", params={"node": "asker/handlingsprogram-2017-2020/MA.1.1"}).status_code == 404


@pytest.mark.parametrize(
    "node", ["tull", "asker/x/y", "eksempel/kommuneplan-2023/sub-goal/D1.1", "<script>alert(1)</script>", "3.4", "a b"]
)
def test_what_is_no_indicator_is_not_found(site: TestClient, node: str) -> None:
    answer = site.get("/nb/indicator", params={"node": node}, headers=BROWSER)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert "er ingen indikator i utgivelsen" in answer.text


@pytest.mark.parametrize("query", ["", "?node=", "?node=%20"])
def test_without_an_indicator_it_says_where_to_find_one(site: TestClient, query: str) -> None:
    answer = site.get(f"/nb/indicator{query}", headers=BROWSER)
    assert answer.status_code == 200
    assert read(answer.text).faults == []
    assert "/nb/status" in read(answer.text).hrefs

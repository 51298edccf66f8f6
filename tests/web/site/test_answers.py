"""Answers of questions on their pages: paging, figures, numbers, paths, columns, SPARQL, downloads, odd words."""

import re
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.tables import Shown

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}
LANGUAGES = ("nb", "nn", "en")
HOSTILE = "<script>alert(1)</script>\" onmouseover='x' ${{7*7}}"
HP16 = "asker/handlingsprogram-2016-2019"


def asked(site: TestClient, name: str, lang: str = "nb", **values: str) -> Any:
    address = f"/{lang}/questions/{name}" + (f"?{urlencode(values)}" if values else "")
    return site.get(address, headers=BROWSER)


def test_a_long_answer_comes_in_pages(site: TestClient, service: Service) -> None:
    rows, pages = 0, 0
    address = f"/nb/questions/indicator-status?{urlencode({'plan': HP16})}"
    while address:
        found = read(site.get(address, headers=BROWSER).text)
        assert found.faults == []
        pages += 1
        rows += [tag for tag, _ in found.tags].count("tr") - 1
        address = next((one["href"] for _, one in found.anchors if one.get("rel") == "next"), "")
    everything = service.ask("indicator-status", {"plan": HP16}, lang="nb", limit=10_000)
    assert rows == len(everything.grid.rows) > 50
    assert pages == -(-rows // 50)
    past = asked(site, "indicator-status", plan=HP16, page="1000")
    assert past.status_code == 200
    assert "Svaret har ikke så mange rader" in past.text


def test_ten_thousand_rows_are_shown_fifty_at_a_time(
    site: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = type(service).ask
    seen = []

    def many(self: Service, name: str, values: Any, *, lang: str, limit: int, offset: int = 0) -> Any:
        seen.append((limit, offset))
        result = given(self, name, values, lang=lang, limit=1)
        there = range(offset, min(offset + limit, 10_000))
        grid = replace(result.grid, rows=result.grid.rows * len(there))
        return replace(result, grid=grid, next="/more" if there and there[-1] < 9_999 else None)

    monkeypatch.setattr(type(service), "ask", many)
    first = asked(site, "sources", organisation="asker", lacks="any", code="any")
    assert (first.status_code, first.text.count("<tr>")) == (200, 51)
    assert "Rad 1 til 50" in first.text
    last = asked(site, "sources", organisation="asker", lacks="any", code="any", page="200")
    assert "Rad 9951 til 10000" in last.text
    assert not read(last.text).all("a", rel="next")
    assert seen == [(50, 0), (50, 9_950)]


def test_bands_have_colour_and_word(site: TestClient) -> None:
    for lang, word in (("nb", "rød"), ("nn", "raud"), ("en", "red")):
        text = asked(site, "indicator-status", lang, plan=HP16, colour="red").text
        assert f'<span class="band band-red"><span class="band-mark" aria-hidden="true"></span>{word}</span>' in text
        assert "band-green" not in text


def test_numbers_and_dates_are_written_as_people_do(site: TestClient) -> None:
    numbers = {lang: asked(site, "indicator-status", lang, organisation="asker").text for lang in LANGUAGES}
    dates = {lang: asked(site, "sources", lang, organisation="eksempel").text for lang in LANGUAGES}
    for lang, value, day in (("nb", "0,9", "13.12.2022"), ("nn", "0,9", "13.12.2022"), ("en", "0.9", "2022-12-13")):
        assert {value, "2018"} <= _cells(numbers[lang])
        assert day in _cells(dates[lang])


def _cells(page: str) -> set[str]:
    return set(re.findall(r"<td[^>]*>([^<]*)</td>", page))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_focus_areas_are_drawn_with_the_numbers_of_the_table(site: TestClient, service: Service, lang: str) -> None:
    answer = asked(site, "status-by-focus-area", lang, plan=HP16)
    found = read(answer.text)
    assert found.faults == []
    assert len(found.all("svg", role="img")) == 2  # for a column, and for a phone
    rows = service.ask("status-by-focus-area", {"plan": HP16}, lang=lang, limit=50).as_json()["rows"]
    shown = [row for row in rows if row["indicators"]]
    assert len(shown) >= 5
    picture = answer.text.partition("<svg")[2].partition("</svg>")[0]
    assert all(row["code"] in picture for row in shown)


def test_paths_are_chains_that_can_be_followed(site: TestClient) -> None:
    found = read(asked(site, "measures-for-target", target="3.4").text)
    assert len(found.all("ol", **{"class": "path"})) >= 6
    nodes = [href for href in found.hrefs if href.startswith("/doc/eksempel/")]
    assert len(nodes) > 20
    assert all(href.endswith("?lang=nb") for href in nodes)


def test_more_columns_are_shown_on_demand(site: TestClient) -> None:
    few = asked(site, "indicator-status", organisation="asker")
    link = next(href for href in read(few.text).hrefs if "columns=all" in href)
    more = site.get(f"/nb/questions/indicator-status{link}", headers=BROWSER)
    assert more.text.count("<th ") > few.text.count("<th ")
    assert read(more.text).faults == []


def test_the_same_question_as_sparql_gives_the_same_rows(site: TestClient, service: Service) -> None:
    found = read(asked(site, "measures-for-target", target="3.4").text)
    link = next(href for href in found.hrefs if href.startswith("/nb/sparql?query="))
    query = parse_qs(urlsplit(link).query)["query"][0]
    answer = site.post("/sparql", data={"query": query}, headers={"Accept": "application/sparql-results+json"})
    rows = service.ask("measures-for-target", {"target": "3.4"}, lang="nb", limit=50).grid.rows
    assert len(answer.json()["results"]["bindings"]) == len(rows) > 0


def test_a_computed_question_says_that_sparql_cannot(site: TestClient) -> None:
    text = asked(site, "what-if-dropped", node="eksempel/handlingsprogram-2025-2028/T1").text
    assert "SPARQL kan ikke si det" in text
    assert "/nb/sparql?query=" not in text


def test_downloads_give_the_rows_of_the_page(site: TestClient, service: Service) -> None:
    found = read(asked(site, "uncovered-targets", goal="4").text)
    json = next(href for href in found.hrefs if href.endswith("format=json"))
    rows = service.ask("uncovered-targets", {"goal": "4"}, lang="nb", limit=50).grid.rows
    assert len(site.get(json).json()["rows"]) == len(rows) > 0
    excel = next(href for href in found.hrefs if href.endswith("format=csv-no"))
    assert site.get(excel).content.startswith(b"\xef\xbb\xbf")


def test_words_of_the_data_cannot_become_markup_and_keep_their_direction(
    site: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = type(service).ask
    arabic = "الهدف الثالث"
    texts = [HOSTILE, arabic, "x" * 50_000, "javascript:alert(1)"]

    def odd(self: Service, name: str, values: Any, **more: Any) -> Any:
        result = given(self, name, values, **more)
        place = [column.name for column in result.grid.columns].index("wording")
        row = result.grid.rows[0]
        rows = tuple((*row[:place], Shown(text, text), *row[place + 1 :]) for text in texts)
        return replace(result, grid=replace(result.grid, rows=rows))

    monkeypatch.setattr(type(service), "ask", odd)
    answer = asked(site, "goals-that-are-strategies", organisation="", least="0.0")
    assert (answer.status_code, read(answer.text).faults) == (200, [])
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert f'dir="auto">{arabic}<' in answer.text
    assert len(answer.text) < 60_000


def test_an_answer_is_kept_and_tagged(site: TestClient) -> None:
    address = "/nb/questions/measures-for-target?target=13.2"
    tag = site.get(address, headers=BROWSER).headers["etag"]
    assert site.get(address, headers={**BROWSER, "If-None-Match": tag}).status_code == 304


def test_no_page_asks_more_than_a_few_queries(
    site: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(site, "indicator-status", organisation="asker")  # the choices are read once a release
    count = []
    given = type(service).ask
    monkeypatch.setattr(type(service), "ask", lambda self, *a, **k: (count.append(a), given(self, *a, **k))[1])
    monkeypatch.setattr(type(service), "released", lambda *_: pytest.fail("no other work on the release"))
    answer = asked(site, "indicator-status", organisation="sunndal")
    assert (answer.status_code, len(count)) == (200, 1)

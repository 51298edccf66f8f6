"""Search as a page: what is found and marked, how it is narrowed down, and what is said where nothing is."""

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from styringsgraf.search.marking import looked_for, pieces
from styringsgraf.service import Service

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
LANGUAGES = ("nb", "nn", "en")
HOSTILE = "<script>alert(1)</script>\" onmouseover='x'"


def found(site: TestClient, lang: str = "nb", status: int = 200, **values: str) -> tuple[Any, str]:
    answer = site.get(f"/{lang}/search?{urlencode(values)}", headers={"Accept": "text/html"})
    page = read(answer.text)
    assert (answer.status_code, page.faults) == (status, []), answer.text[:300]
    return page, answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_search_says_how_to_search(site: TestClient, lang: str) -> None:
    for values in ({}, {"q": ""}, {"q": "  ", "class": "any", "organisation": ""}):
        page, text = found(site, lang, **values)
        assert f"/{lang}/search?q=sykkel" in page.hrefs
        assert '<li class="hit">' not in text
    for href in page.hrefs:
        if href.startswith(f"/{lang}/search?q="):
            assert site.get(href).text.count('<li class="hit">') > 0, href


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hits_stand_by_kind_with_plan_and_owner(site: TestClient, service: Service, lang: str) -> None:
    page, text = found(site, lang, q="sykkel")
    rows = service.ask("search", {"q": "sykkel"}, lang=lang, limit=30).grid.rows
    assert text.count('<li class="hit">') == len(rows) > 20
    headings = [words for level, words in page.headings if level == 2]
    assert len(headings) >= 3
    counted = [int(words.rpartition("(")[2].rstrip(")")) for words in headings if words.endswith(")")]
    assert sum(counted) == len(rows)
    assert "Asker kommune" in text


def test_what_was_found_is_marked(site: TestClient) -> None:
    page, text = found(site, q="sjukefråvær")
    assert "<mark>Sykefravær</mark>" in text or "<mark>sykefravær" in text.lower()
    assert len(page.all("mark")) > 0


@pytest.mark.parametrize(("asked", "code"), [("S.1.1", "S.1.1"), ("s.1.1", "S.1.1"), ("B.2", "B.2")])
def test_a_code_finds_what_has_it(site: TestClient, asked: str, code: str) -> None:
    _, text = found(site, q=asked)
    first = text.index('<li class="hit">')
    assert f"<mark>{code}</mark>" in text[first : first + 600]


@pytest.mark.parametrize(("asked", "code"), [("3.4", "3.4"), ("SDG 13.2", "13.2"), ("4.a", "4.a")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_un_code_leads_straight_to_its_page(site: TestClient, lang: str, asked: str, code: str) -> None:
    page, text = found(site, lang, q=asked)
    assert '<p class="direct">' in text
    assert f"/{lang}/target/{code}" in page.hrefs


def test_a_search_is_narrowed_down_by_kind_and_organisation(site: TestClient) -> None:
    whole = found(site, q="sykkel")[1].count('<li class="hit">')
    page, text = found(site, q="sykkel", **{"class": "indicator"})
    kinds = [words for level, words in page.headings if level == 2]
    assert 0 < text.count('<li class="hit">') < whole
    assert len(kinds) == 1
    assert kinds[0].startswith("Indikatorer")
    assert page.all("option", value="indicator", selected="")
    page, text = found(site, q="sykkel", organisation="eksempel")
    assert text.count('<li class="hit">') < whole
    assert page.all("option", value="eksempel", selected="")


def test_the_latest_result_of_an_indicator_is_told(site: TestClient) -> None:
    assert "Siste resultat: 4 (2018)" in found(site, q="H8 sykkel")[1]
    assert "Latest result: 0.9 (2015)" in found(site, "en", q="Årlig befolkningsvekst")[1]


def test_many_hits_come_in_pages(site: TestClient, service: Service) -> None:
    address, count, pages = "/nb/search?q=kommune", 0, 0
    while address:
        page = read(site.get(address).text)
        assert page.faults == []
        count += len(page.all("li", **{"class": "hit"}))
        pages += 1
        address = next((one["href"] for _, one in page.anchors if one.get("rel") == "next"), "")
    assert count == len(service.ask("search", {"q": "kommune"}, lang="nb", limit=10_000).grid.rows) > 30
    assert pages == -(-count // 30)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_found_says_what_to_do_next(site: TestClient, lang: str) -> None:
    page, text = found(site, lang, q="finsikkjenokonstad")
    assert f"/{lang}/questions" in page.hrefs
    assert "finsikkjenokonstad" in text
    assert '<li class="hit">' not in text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"q": "---"}, "q"),
        ({"q": " ".join(f"ord{number}" for number in range(40))}, "q"),
        ({"q": "y" * 5_000}, "q"),
        ({"q": "sykkel", "class": "hest"}, "class"),
        ({"q": "sykkel", "organisation": HOSTILE}, "organisation"),
        ({"q": "sykkel", "organisation": "eksempel/oppvekst"}, "organisation"),
    ],
)
def test_a_bad_search_comes_back_with_its_form(site: TestClient, values: dict[str, str], field: str) -> None:
    for lang in LANGUAGES:
        page, text = found(site, lang, 400, **values)
        invalid = [one["name"] for _, one in page.tags if one.get("aria-invalid") == "true"]
        assert invalid == [field]
        assert "<script>alert" not in text


def test_markup_in_a_search_stays_words(site: TestClient) -> None:
    _, text = found(site, q=HOSTILE)
    assert "<script>alert" not in text
    assert "onmouseover='x'" not in text


def test_words_from_right_to_left_keep_their_direction(
    site: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = type(service).ask
    arabic = "الهدف الثالث"

    def odd(self: Service, name: str, values: Any, **more: Any) -> Any:
        result = asking(self, name, values, **more)
        place = [column.name for column in result.grid.columns].index("text")
        rows = tuple((*row[:place], arabic, *row[place + 1 :]) for row in result.grid.rows)
        return replace(result, grid=replace(result.grid, rows=rows))

    monkeypatch.setattr(type(service), "ask", odd)
    assert f'dir="auto">{arabic}<' in found(site, q="skolene")[1]


@pytest.mark.parametrize("query", ["q=a&q=b", "q=sykkel&page=0", "q=sykkel&nonsense=1"])
def test_what_no_form_sends_is_told(site: TestClient, query: str) -> None:
    assert site.get(f"/nb/search?{query}").status_code == 400


@pytest.mark.parametrize(
    ("text", "lang", "asked", "marked"),
    [
        ("Sykefraværet skal ned", "nb", "sjukefråvær", ["Sykefraværet"]),
        ("Barnehagar og skular", "nn", "skole barnehage", ["Barnehagar", "skular"]),
        ("Se S.1.1, S.1.10 og S.2.1.", "nb", "S.1.1", ["S.1.1", "S.1.10"]),  # a code is looked for as a beginning
        ("SYKKEL, sykkelparkering og elsykkel", "nb", "sykkel", ["SYKKEL", "sykkelparkering", "elsykkel"]),
        ("Nothing here", "en", "sykkel", []),
        ("", "nb", "sykkel", []),
    ],
)
def test_the_words_that_count_as_found_are_marked(text: str, lang: str, asked: str, marked: list[str]) -> None:
    found = list(pieces(text, lang, looked_for(asked)))
    assert [piece for piece, hit in found if hit] == marked
    assert "".join(piece for piece, _ in found) == text


@given(st.text(), st.sampled_from(["sykkel", "a", "3.4", "å ø æ"]))
def test_pieces_are_the_text(text: str, asked: str) -> None:
    assert "".join(piece for piece, _ in pieces(text, "nb", looked_for(asked))) == text

"""The page that compares: plan editions word by word, releases, municipalities with figure, table and files."""

import csv
import io
import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.pipeline import InputFile
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.pages.choices import Choice
from styringsgraf.web.pages.comparing import usual_plans
from styringsgraf.web.site import compare as compared

read: Callable[[str], Any] = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]

LANGUAGES = ("nb", "nn", "en")
PAIR = "from=asker/handlingsprogram-2016-2019&to=asker/handlingsprogram-2017-2020"
PLAN = Path(__file__).parents[3] / "data" / "eksempel" / "kommuneplan-2023.xlsx"


def faultless(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text[:500]
    page = read(answer.text)
    assert page.faults == []
    return page


def chosen(page: Any) -> list[str]:
    return [found["value"] for tag, found in page.tags if tag == "option" and "selected" in found]


def sections(page: Any) -> dict[str, str]:
    """Return heading of each kind of change, by its anchor."""
    headings = [words for level, words in page.headings if level == 2]
    anchors = [found["id"] for tag, found in page.tags if tag == "h2" and "id" in found]
    return dict(zip(anchors, headings, strict=False))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_editions_side_by_side(client: TestClient, lang: str) -> None:
    answer = client.get(f"/{lang}/compare?{PAIR}")
    page = faultless(answer)
    api = client.get(f"/api/v1/changes?{PAIR}&lang={lang}").json()
    told = sections(page)
    for change, count in api["counts"].items():
        assert f"({count})" in told.get(change, f"({count})")
    assert list(told)[:2] == ["new-meaning", "recoded"]
    assert page.all("del")
    assert page.all("ins")
    assert chosen(page)[-2:] == ["asker/handlingsprogram-2016-2019", "asker/handlingsprogram-2017-2020"]
    assert "Sykefravær i prosent" in answer.text
    assert not [href for href in page.hrefs if href.startswith("javascript")]


def test_the_pair_that_is_meant_when_none_is_named(client: TestClient) -> None:
    page = faultless(client.get("/nb/compare"))
    older, newer = chosen(page)[-2:]
    assert older.rpartition("-")[0][:-4] == newer.rpartition("-")[0][:-4]
    assert older < newer
    assert page.headings[0][1] == faultless(client.get(f"/nb/compare?from={older}&to={newer}")).headings[0][1]


def test_only_one_kind_of_change_and_pages(client: TestClient) -> None:
    every = faultless(client.get(f"/nb/compare?{PAIR}"))
    assert any("page=2" in href for href in every.hrefs)
    last = faultless(client.get(f"/nb/compare?{PAIR}&page=3"))
    assert set(sections(last)) == {"dropped"}
    assert faultless(client.get(f"/nb/compare?{PAIR}&page=4"), 404)
    one = faultless(client.get(f"/nb/compare?{PAIR}&only=recoded"))
    assert set(sections(one)) == {"recoded"}
    assert client.get(f"/nb/compare?{PAIR}&only=nothing").status_code == 400


def test_all_pages_together_hold_every_change(client: TestClient) -> None:
    shown = [client.get(f"/nb/compare?{PAIR}&page={n}").text for n in (1, 2, 3)]
    api = client.get(f"/api/v1/changes?{PAIR}").json()
    assert sum(text.count('<ul class="change-list">') for text in shown) >= len(api["counts"])
    ends = {end["id"].rpartition("/id/")[2] for c in api["changes"] for end in [c["after"] or c["before"]]}
    assert len(ends) > 80
    assert [one for one in ends if not any(f"{one.rpartition('/')[2]}" in text for text in shown)] == []


def test_the_downloads_are_those_of_the_api(client: TestClient) -> None:
    page = faultless(client.get(f"/nb/compare?{PAIR}"))
    found = [href for href in page.hrefs if "/api/v1/changes" in href]
    assert {parse_qs(urlsplit(href).query)["format"][0] for href in found} == {"csv-no", "xlsx", "json"}
    for href in found:
        assert client.get(href).status_code == 200


def test_one_form_whose_municipality_can_be_changed(client: TestClient) -> None:
    page = faultless(client.get(f"/nb/compare?kind=plans&organisation=asker&{PAIR}&only=recoded"))
    assert len(page.all("form", action="/nb/compare")) == 1
    pair = ["asker/handlingsprogram-2016-2019", "asker/handlingsprogram-2017-2020"]
    assert chosen(page) == ["asker", *pair]
    assert page.all("input", type="hidden", name="only", value="recoded")
    # Sent with another municipality, and the plans of the one before.
    page = faultless(client.get(f"/nb/compare?kind=plans&organisation=eksempel&{PAIR}&only=recoded"))
    assert chosen(page) == ["eksempel", "eksempel/handlingsprogram-2025-2028", "eksempel/handlingsprogram-2026-2029"]
    assert page.all("input", type="hidden", name="only", value="recoded")
    # One that has a single plan: the form stays, so that another can be chosen.
    page = faultless(client.get(f"/nb/compare?kind=plans&organisation=sunndal&{PAIR}"))
    assert chosen(page) == ["sunndal"]


def test_plans_of_two_municipalities_stay_a_pair_in_the_form(client: TestClient) -> None:
    pair = ["asker/klem-2018-2030", "nye-asker/temaplan-klima-2021"]
    page = faultless(client.get(f"/nb/compare?kind=plans&organisation=asker&from={pair[0]}&to={pair[1]}"))
    assert chosen(page) == ["asker", *pair]


WRONG = [
    ("from=asker/ukjent&to=asker/handlingsprogram-2017-2020", 404),
    ("from=1&to=asker/handlingsprogram-2017-2020", 400),
    ("from=1&to=999999", 404),
    ("from=asker/handlingsprogram-2016-2019", 200),
    ("kind=organisations&from=asker&to=ukjent", 404),
    ("from=%3Cscript%3Ealert(1)%3C/script%3E&to=javascript:alert(1)", 404),
    ("kind=plans&organisation=ukjent", 200),
]


@pytest.mark.parametrize(("query", "status"), WRONG, ids=[query for query, _ in WRONG])
def test_what_cannot_be_compared_is_said_beside_the_form(client: TestClient, query: str, status: int) -> None:
    for lang in LANGUAGES:
        answer = client.get(f"/{lang}/compare?{query}")
        page = faultless(answer, status)
        assert f"/{lang}/compare?kind=plans" in page.hrefs
        assert "Traceback" not in answer.text
        assert "<script>alert" not in answer.text


def test_wrong_parameters_are_named(client: TestClient) -> None:
    assert client.get("/nb/compare?kind=people").status_code == 400
    assert client.get("/nb/compare?x=1").status_code == 400
    assert client.get("/nb/compare?kind=&from=&to=&organisation=&only=&page=").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_release_alone_says_what_to_do(client: TestClient, lang: str) -> None:
    page = faultless(client.get(f"/{lang}/compare?kind=releases"))
    assert any("kind=plans" in href for href in page.hrefs)
    assert len(page.all("option")) <= 1


def test_changes_lead_to_the_comparison_of_releases(client: TestClient) -> None:
    answer = client.get("/nn/changes?from=1&to=2&organisation=", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == "/nn/compare?kind=releases&from=1&to=2"


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A service with two releases of the example's plan: one title reworded with markup, one goal gone."""
    config = Settings(data=tmp_path_factory.mktemp("revised") / "data")
    pipeline.initialise(config, empty=True)
    book = openpyxl.load_workbook(PLAN)
    for content in (PLAN.read_bytes(), _changed(book)):
        outcome = pipeline.publish(config, [InputFile(PLAN.name, content)], reference_date=date(2026, 6, 30))
        assert outcome.manifest is not None
    with Service.open(config) as opened:
        yield TestClient(create_app(opened), raise_server_exceptions=False)


def _changed(book: openpyxl.Workbook) -> bytes:
    table = book["Utfordringer"]
    assert table.cell(2, 1).value == "U1"
    table.cell(2, 2).value = "Hjelpen kommer <b onclick=alert(1)>for</b> sent, שלום"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_releases_side_by_side(revised: TestClient, lang: str) -> None:
    answer = revised.get(f"/{lang}/compare?kind=releases")
    page = faultless(answer)
    assert {"document-changed", "reworded"} <= set(sections(page))
    assert not page.all("b")
    assert "&lt;b onclick" in answer.text.replace("&lt;</", "&lt;") or "onclick" in answer.text
    news = [found for tag, found in page.tags if tag == "ins"]
    assert news
    older, newer = chosen(page)[:2]
    assert older < newer
    assert faultless(revised.get(f"/{lang}/compare?from={older}&to={newer}")).headings == page.headings
    assert revised.get(f"/{lang}/changes?from=1&to=2").status_code == 200


def test_releases_that_differ_in_much_are_compared_one_municipality_at_a_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compared, "differing", lambda *_: {"asker": 150_000, "eksempel": 150_000})
    page = faultless(client.get("/en/compare?kind=releases&from=1&to=current"))
    links = [href for href in page.hrefs if "organisation=asker" in href]
    assert links
    monkeypatch.undo()
    assert sections(faultless(client.get(links[0]))) == {}  # a release and itself


def test_one_municipality_alone_says_what_to_do(revised: TestClient) -> None:
    page = faultless(revised.get("/nb/compare?kind=organisations"))
    assert not page.all("svg")
    assert revised.get("/nb/compare.svg").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_municipalities_side_by_side(client: TestClient, service: Service, lang: str) -> None:
    answer = client.get(f"/{lang}/compare?from=asker&to=eksempel")
    page = faultless(answer)
    svg = page.all("svg")[0]
    assert svg["role"] == "img"
    assert {svg["aria-labelledby"], svg["aria-describedby"]} <= set(page.ids)
    assert len([href for href in page.hrefs if href.startswith(f"/{lang}/goal/")]) == 17
    found = service.ask_for_page("coverage", {"organisation": "eksempel"}, lang=lang, limit=100)
    sums = dict.fromkeys(("all", "goal", "measure", "indicator", "claim"), 0)
    for row in found.grid.rows:
        sums[row[3].code] += row[4]  # type: ignore[union-attr, operator, index, assignment]
    assert sums["all"] == 169
    assert sums["goal"] > 0
    foot = answer.text.partition("<tfoot>")[2].partition("</tfoot>")[0]
    numbers = [int(part.partition("<")[0]) for part in foot.split('<td class="number">')[1:]]
    assert numbers[0] == 169
    assert numbers[5:] == [sums[kind] for kind in ("goal", "measure", "indicator", "claim")]


def test_the_default_two_are_those_with_most_data(client: TestClient) -> None:
    first, second = chosen(faultless(client.get("/nb/compare?kind=organisations")))
    assert first == "asker"
    assert second != first


def test_the_figure_and_the_table_as_files(client: TestClient) -> None:
    answer = client.get("/nn/compare.svg?from=asker&to=eksempel")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert 'filename="coverage-asker-eksempel.svg"' in answer.headers["content-disposition"]
    assert ET.fromstring(answer.content).get("lang") == "nn"  # noqa: S314 - our own file
    table = client.get("/nn/compare.csv?from=asker&to=eksempel")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 18
    assert rows[0][0] == "FN-mål"
    assert sum(int(row[2]) for row in rows[1:]) == 169
    assert client.get("/nb/compare.svg?from=asker&to=ukjent").status_code == 404


def test_the_page_is_kept_and_found_unchanged(client: TestClient) -> None:
    first = client.get(f"/nb/compare?{PAIR}")
    again = client.get(f"/nb/compare?{PAIR}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def choice(value: str) -> Choice:
    return Choice(value, value, {}, "x")


def test_the_newest_two_editions_of_one_plan_are_meant() -> None:
    plans = [choice(f"x/{name}") for name in ("a-2025-2028", "b-2024", "b-2020", "a-2021-2024")]
    assert usual_plans(plans) == ("x/a-2021-2024", "x/a-2025-2028")
    assert usual_plans(plans[:2]) == ("", "")
    assert usual_plans([]) == ("", "")

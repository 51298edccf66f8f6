"""Questions as pages: every one in every language, its form, its answer, and what is said of bad values."""

import re
import runpy
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from styringsgraf import resources
from styringsgraf.questions import Question, load
from styringsgraf.questions.askers import ASKERS, OTHER, grouped
from styringsgraf.questions.catalogue import Catalogue
from styringsgraf.questions.header import TAKEN
from styringsgraf.service import Service
from styringsgraf.texts import pick
from styringsgraf.web.site.questions import BESIDE

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}
CATALOGUE = load(resources.questions())
LANGUAGES = ("nb", "nn", "en")
HOSTILE = "<script>alert(1)</script>\" onmouseover='x' ${{7*7}}"
HP16 = "asker/handlingsprogram-2016-2019"


def asked(site: TestClient, name: str, lang: str = "nb", **values: str) -> Any:
    address = f"/{lang}/questions/{name}" + (f"?{urlencode(values)}" if values else "")
    return site.get(address, headers=BROWSER)


def needed(question: Question) -> dict[str, str]:
    return {one.name: one.example for one in question.parameters if one.required}


def test_every_question_is_placed_once() -> None:
    placed = [name for names in ASKERS.values() for name in names]
    assert sorted(placed) == sorted(question.name for question in CATALOGUE.questions)
    assert OTHER not in grouped(CATALOGUE)


def test_a_question_of_somebodys_own_is_not_lost() -> None:
    own = CATALOGUE.questions[0]
    renamed = Question(own.header.model_copy(update={"name": "my-own"}), own.query)
    found = grouped(Catalogue((renamed, *CATALOGUE.questions)))
    assert found[OTHER] == (renamed,)
    assert sum(map(len, found.values())) == len(CATALOGUE.questions) + 1


def test_no_question_takes_what_its_page_takes() -> None:
    taken = {one.name for question in CATALOGUE.questions for one in question.parameters}
    assert not taken & {*BESIDE, *TAKEN}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_leads_to_every_question(site: TestClient, lang: str) -> None:
    answer = site.get(f"/{lang}/questions", headers=BROWSER)
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (200, [])
    led_to = [href for href in found.hrefs if href.startswith(f"/{lang}/questions/")]
    assert sorted(led_to) == sorted(f"/{lang}/questions/{question.name}" for question in CATALOGUE.questions)
    titles = {words for words, _ in found.anchors}
    assert {pick(question.title, lang) for question in CATALOGUE.questions} <= titles
    assert set(ASKERS) <= set(found.ids)


def test_all_questions_are_tried() -> None:
    assert len(CATALOGUE.questions) >= 40


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("question", CATALOGUE.questions, ids=lambda question: question.name)
def test_every_question_answers_its_example(site: TestClient, service: Service, question: Question, lang: str) -> None:
    values = needed(question) or {one.name: one.example for one in question.parameters[:1]}
    answer = asked(site, question.name, lang, **values)
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (200, [])
    assert found.headings[0] == (1, pick(question.title, lang))
    result = service.ask(question.name, values, lang=lang, limit=50)
    bodies = [tag for tag, _ in found.tags].count("tr")
    assert bodies == (len(result.grid.rows) + 1 if result.grid.rows else 0)
    if result.empty:
        assert pick(result.empty, lang) in unescape(answer.text)
    for parameter in question.parameters:
        assert f"ask-{parameter.name}" in found.ids
    ends = {parse_qs(urlsplit(href).query).get("format", [""])[0] for href in found.hrefs if "/api/v1/" in href}
    assert {"json", "csv", "csv-no", "xlsx"} <= ends


@pytest.mark.parametrize("question", CATALOGUE.questions, ids=lambda question: question.name)
def test_a_bare_address_asks_nothing_that_is_required(site: TestClient, question: Question) -> None:
    answer = asked(site, question.name)
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (200, [])
    assert ("answer" in found.ids) == (not needed(question))


def test_the_usual_organisation_is_told_and_chosen(site: TestClient) -> None:
    found = asked(site, "strategies-without-assignment").text
    assert "Asker kommune (fra 2020)" in found
    assert '<option value="eksempel" selected' in found
    assert asked(site, "strategies-without-assignment", organisation="").text != found


def test_an_empty_field_is_as_good_as_none(site: TestClient, service: Service) -> None:
    answer = asked(site, "uncovered-targets", organisation="", goal="4", only="any")
    rows = len(service.ask("uncovered-targets", {"goal": "4"}, lang="nb", limit=50).grid.rows)
    assert answer.text.count("<tr>") == rows + 1 > 5


def test_every_example_in_a_form_fills_it_and_answers(site: TestClient) -> None:
    tried = 0
    for question in CATALOGUE.questions:
        for href in read(asked(site, question.name).text).hrefs:
            if href.startswith("?") and href.endswith("#answer") and "columns" not in href:
                tried += 1
                values = {name: one[0] for name, one in parse_qs(urlsplit(href).query).items()}
                answer = asked(site, question.name, **values)
                assert (answer.status_code, read(answer.text).faults) == (200, []), (question.name, href)
    assert tried > 60


def test_choices_come_from_the_data(site: TestClient) -> None:
    text = asked(site, "my-assignments").text
    assert '<optgroup label="Eksempel kommune' in text
    assert '<option value="eksempel/oppvekst"' in text
    assert f'<option value="{HP16}"' in text
    found = read(asked(site, "measures-for-target", target="3.4", organisation="0220").text)
    assert found.all("option", value="0220", selected="")


def offered(text: str, name: str) -> list[str]:
    """Return what a list of a form offers, without what stands for nothing."""
    inside = text[text.index(f' name="{name}"') :].partition("</select>")[0]
    return [value for value in re.findall(r'<option value="([^"]*)"', inside) if value]


def test_a_chosen_organisation_offers_its_own_units_and_plans(site: TestClient) -> None:
    every = asked(site, "unmeasurable-goals")  # the organisation is our choice: the reader has made none
    assert {unit.partition("/")[0] for unit in offered(every.text, "unit")} >= {"asker", "eksempel", "nye-asker"}
    nobody = asked(site, "unmeasurable-goals", organisation="")
    assert offered(nobody.text, "unit") == offered(every.text, "unit")
    for form in ("asker", "https://w3id.org/styringsgraf/id/asker"):
        own = asked(site, "unmeasurable-goals", organisation=form)
        for name in ("unit", "plan"):
            found, whole = offered(own.text, name), offered(every.text, name)
            assert found == [one for one in whole if one.startswith("asker/")], name
            assert 5 < len(found) < len(whole), name


def test_a_unit_of_the_organisation_before_is_left_out_and_said(site: TestClient) -> None:
    answer = asked(site, "unmeasurable-goals", organisation="eksempel", unit="asker/eiendom")
    assert answer.status_code == 200
    page = read(answer.text)
    assert page.all("option", value="eksempel", selected="")
    assert not page.all("option", value="asker/eiendom")
    note = answer.text[answer.text.index('role="status"') :].partition("</p>")[0]
    assert "Dette hører til en annen kommune" in note
    assert "Eiendom." in note
    own = asked(site, "unmeasurable-goals", organisation="asker", unit="asker/eiendom")
    assert read(own.text).all("option", value="asker/eiendom", selected="")
    assert 'role="status"' not in own.text


@pytest.mark.parametrize(("lang", "words"), [("nb", "tas ut"), ("nn", "blir teke ut"), ("en", "dropped")])
def test_taking_something_out_is_said_as_municipalities_say_it(site: TestClient, lang: str, words: str) -> None:
    answer = asked(site, "what-if-dropped", lang, node="eksempel/kommuneplan-2023/S1")
    assert words in answer.text[answer.text.index("<tbody>") :]
    assert words in read(answer.text).headings[0][1]
    assert "dropp" not in answer.text.partition("<main")[2].replace("dropped", "")


@pytest.mark.parametrize(
    ("name", "values", "wrong"),
    [
        ("measures-for-target", {"target": "99"}, {"target"}),
        ("measures-for-target", {"target": ""}, {"target"}),
        ("measures-for-target", {"target": "3.99", "organisation": "nowhere"}, {"target", "organisation"}),
        ("indicator-status", {"year": "i fjor", "colour": "blå", "plan": "x/y"}, {"year", "colour", "plan"}),
        ("indicator-status", {"plan": HOSTILE}, {"plan"}),
        ("what-if-dropped", {"node": HOSTILE}, {"node"}),
        ("what-if-dropped", {"node": "3.4"}, {"node"}),
        ("goals-that-are-strategies", {"least": "mye"}, {"least"}),
        ("search", {"q": "---"}, {"q"}),
        ("search", {"q": " ".join(f"ord{number}" for number in range(40))}, {"q"}),
        ("search", {"q": "x" * 5000}, {"q"}),
        ("local-targets", {"who": "ingen"}, {"who"}),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_bad_values_come_back_with_the_form(
    site: TestClient, name: str, values: dict[str, str], wrong: set[str], lang: str
) -> None:
    answer = asked(site, name, lang, **values)
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (400, [])
    invalid = [one for tag, one in found.tags if one.get("aria-invalid") == "true" and tag in {"input", "select"}]
    assert {one["name"] for one in invalid} == wrong
    for one in invalid:
        assert f"{one['id']}-error" in one["aria-describedby"].split()
        assert {*one["aria-describedby"].split()} <= set(found.ids)
        assert f"#{one['id']}" in found.hrefs  # the summary leads to the field
    assert found.all("div", role="alert")
    assert "answer" not in found.ids
    assert "<script>alert" not in answer.text
    assert answer.headers.get("etag") is None


def test_the_sentence_names_nothing_that_only_programs_use(site: TestClient) -> None:
    text = asked(site, "measures-for-target", target="99").text
    assert "«99» er ikke et FN-mål eller delmål." in text
    assert "Parameteren" not in text


def test_an_unknown_question_leads_to_those_there_are(site: TestClient) -> None:
    answer = asked(site, "measures-for-targets", "nn")
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (404, [])
    assert {"/nn/questions", "/nn/questions/measures-for-target"} <= set(found.hrefs)


@pytest.mark.parametrize("query", ["nonsense=1", "target=3.4&target=3.5", "target=3.4&page=0", "target=3.4&page=x"])
def test_what_no_form_sends_is_told(site: TestClient, query: str) -> None:
    answer = site.get(f"/nb/questions/measures-for-target?{query}", headers=BROWSER)
    assert (answer.status_code, read(answer.text).faults) == (400, [])

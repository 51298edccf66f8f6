"""The page of one thing: in a planner's words, with its history, its findings, and the cells it was read from."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BASE = "https://w3id.org/styringsgraf/"
BROWSER = {"Accept": "text/html"}
GOAL = "eksempel/kommuneplan-2023/sub-goal/D1.1"
LATER = "asker/handlingsprogram-2017-2020/sub-goal/B.2"
LANGUAGES = ("nb", "nn", "en")


@pytest.fixture(scope="module")
def site(service: Service) -> TestClient:
    return TestClient(create_app(service), raise_server_exceptions=False)


def shown(site: TestClient, path: str, lang: str = "nb") -> tuple[Any, str]:
    answer = site.get(f"/doc/{path}?lang={lang}", headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    return page, answer.text


def part(html: str, start: str, end: str) -> str:
    return html[html.index(f'id="{start}"') : html.index(f'id="{end}"')]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nb", ("Gjelder nå", "Se den røde tråden", "Strategier som skal føre hit", "Er delmål av", "Celle")),
        ("nn", ("Gjeld no", "Sjå den raude tråden", "Strategiar som skal føre hit", "Er delmål av", "Celle")),
        ("en", ("In force", "See the red thread", "Strategies that are to lead here", "Is a sub-goal of", "Cell")),
    ],
)
def test_what_a_planner_asks_is_told_in_every_language(site: TestClient, lang: str, words: tuple[str, ...]) -> None:
    page, html = shown(site, GOAL, lang)
    for one in words:
        assert one in html, one
    assert page.headings[0][1].startswith("D1.1 ")
    assert f"/{lang}/thread?node={GOAL}" in page.hrefs


def test_links_go_up_and_down_with_what_is_reached_further_told_once(site: TestClient) -> None:
    _, html = shown(site, GOAL)
    up, down = part(html, "up", "down"), part(html, "down", "history")
    assert re.findall(r"<h4>([^<]*)</h4>", up) == ["Er delmål av", "Støtter opp om", "Støtter gjennom hele tråden"]
    assert re.findall(r"<h4>([^<]*)</h4>", down) == ["Strategier som skal føre hit", "Måles med"]
    assert up.count("H1 Barn og unge har det bra") == 1
    assert up.index("3.4 ") < up.index("16.2 ")  # as people count
    assert "S1 Fra sen hjelp til tidlig innsats" in down


def test_history_compares_each_plan_with_the_one_before(site: TestClient) -> None:
    page, html = shown(site, LATER)
    history = part(html, "history", "findings")
    assert history.index("Handlingsprogram 2016–2019") < history.index("Handlingsprogram 2017–2020")
    assert "01.01.2017–31.12.2020" in history
    at = "/nb/compare?from=asker/handlingsprogram-2016-2019&to=asker/handlingsprogram-2017-2020"
    assert [href for href in page.hrefs if "/compare?" in href] == [at]
    assert site.get(at, headers=BROWSER).status_code == 200


def test_adopted_on_stands_as_a_date_of_the_language(site: TestClient) -> None:
    assert "13.12.2022" in part(shown(site, GOAL)[1], "history", "rows")
    assert "2022-12-13" in part(shown(site, GOAL, "en")[1], "history", "rows")


def test_a_finding_has_its_rule_in_words_and_leads_to_it(site: TestClient) -> None:
    page, html = shown(site, LATER)
    findings = part(html, "findings", "rows")
    assert "SG-A09: Et delmål har en strategi" in findings
    assert "/nb/quality/rule/A09" in page.hrefs
    assert "/nb/quality?plan=asker/handlingsprogram-2017-2020" in page.hrefs
    for href in ("/nb/quality/rule/A09", "/nb/quality?plan=asker/handlingsprogram-2017-2020"):
        assert site.get(href, headers=BROWSER).status_code == 200


def test_the_row_tells_cells_by_column_each_in_its_language(site: TestClient) -> None:
    _, html = shown(site, GOAL)
    rows = dict(re.findall(r'<tr><th scope="row">([A-Z]+\d+)</th>(.*?)</tr>', part(html, "rows", "data")))
    assert [words for words in re.split(r"<[^>]*>", rows["A2"]) if words] == ["Kode", "D1.1"]
    assert "Rett hjelp i tide" in rows["B2"]
    assert "The right help in time" not in rows["B2"]
    assert '<span lang="en">The right help in time</span>' in rows["D2"]


def test_a_cell_that_became_two_things_is_told_once(site: TestClient) -> None:
    _, html = shown(site, LATER)
    places = re.findall(
        r'<th scope="row">([A-Z]+\d+)</th><td[^>]*>(?:<span[^>]*>)?([^<]*)<', part(html, "rows", "data")
    )
    assert ("A8", "Sentrale utfordringer") in places
    assert len(places) == len(set(places)) > 2


def test_how_the_service_knows_is_folded(site: TestClient) -> None:
    _, html = shown(site, LATER)
    before, _, after = html.partition("Tekniske opplysninger")
    for words in ("Vurderer", "Bidrag til", "mål-side"):
        assert words not in before, words
        assert words in after, words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_short_names_of_addresses_are_not_printed_and_a_plan_is_named_once(site: TestClient, lang: str) -> None:
    _, html = shown(site, GOAL, lang)
    assert "helse-og-omsorg Helse" not in html
    facts = html[html.index("<dl>") : html.index('id="thread"')]
    assert facts.count('/id/eksempel/kommuneplan-2023"') == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "name", "above"),
    [
        ("asker/unit/asker-drift", "Asker drift", "Teknikk og miljø"),
        ("asker/service-area/eiendom", "Eiendom", "Asker kommune (til og med 2019)"),
        ("eksempel/partner/frivilligsentralen", "Frivilligsentralen i Eksempel", ""),
    ],
)
def test_a_unit_is_named_first_and_its_short_name_is_folded(
    site: TestClient, path: str, name: str, above: str, lang: str
) -> None:
    page, html = shown(site, path, lang)
    assert page.headings[0] == (1, name)
    slug = path.rpartition("/")[2]
    main = html[html.index("<main") :]
    first, _, folded = main.partition('<details class="fine">')
    assert f"<dd>{slug}</dd>" not in first
    assert f"<dd>{slug}</dd>" in folded
    if above:
        assert re.search(rf"<a [^>]*>(<span[^>]*>)?{re.escape(above)}", first), "by name, without a number before it"


def test_what_has_no_name_is_told_by_what_its_address_says_of_it(site: TestClient) -> None:
    _, html = shown(site, "asker/service-area/eiendom")
    assert ">arsverk 2015 eiendom</a>" in html
    assert ">asker/observation" not in html


def test_a_code_that_people_use_stays_among_the_facts(site: TestClient) -> None:
    _, html = shown(site, GOAL)
    assert "<dd>D1.1</dd>" in html.partition('id="thread"')[0]
    page, html = shown(site, "asker")
    assert page.headings[0][1].startswith("Asker kommune")
    assert "<dd>0220</dd>" in html.partition("<h2")[0]


def test_an_indicator_leads_to_its_development_and_un_codes_to_pages_here(site: TestClient) -> None:
    page, html = shown(site, "eksempel/kommuneplan-2023/indicator/I1")
    assert "Se utviklingen" not in html or any("/nb/indicator?node=" in href for href in page.hrefs)
    goal, _ = shown(site, GOAL)
    outside = [href for href in goal.hrefs if "metadata.un.org" in href]
    assert outside == [] or site.get("/nb/target/3.4", headers=BROWSER).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "asker",
        "asker/handlingsprogram-2017-2020",
        "asker/handlingsprogram-2017-2020/row/brukere/8",
        "asker/handlingsprogram-2017-2020/table/brukere",
        "asker/handlingsprogram-2017-2020/contribution/T18-B.2",
        "asker/sub-goal/tilgjengelige-tjenester",
        "asker/observation/liggetid-fra-2010/2014/asker",
        "sdg/segment/3.4-s1",
        f"{LATER}/wording/nb",
    ],
)
def test_other_things_are_decent_too(site: TestClient, path: str) -> None:
    page, html = shown(site, path)
    assert "Se hvem som støtter dette" not in html or path.startswith("sdg/")
    if "/thread?node=" in html:  # only what is on a thread leads to one
        at = next(href for href in page.hrefs if "/thread?node=" in href)
        assert site.get(at, headers=BROWSER).status_code == 200


# --- hostile words, and none ------------------------------------------------------------------------


HOSTILE = '<img src=x onerror=alert(1)>"'
RTL = "\u202e\u0645\u0631\u062d\u0628\u0627"


def change(config: Settings, *quads: Quad) -> TestClient:
    with pipeline.data_folder(config).draft(reference_date=None) as draft:
        for graph in {quad.graph_name.value for quad in quads}:
            mine = [quad for quad in quads if quad.graph_name.value == graph]
            draft.replace(graph, [*draft.quads(graph), *mine])
        draft.commit()
    return TestClient(create_app(Service.open(config)), raise_server_exceptions=False)


def test_words_of_plans_are_only_words_whichever_way_they_run(writable: Settings) -> None:
    graph = NamedNode(f"{BASE}graph/eksempel/kommuneplan-2023")
    node, source = NamedNode(f"{BASE}id/{GOAL}"), NamedNode("http://purl.org/dc/terms/source")
    note = NamedNode("http://www.w3.org/2004/02/skos/core#note")
    site = change(
        writable,
        Quad(node, note, Literal(RTL, language="nb"), graph),
        Quad(node, note, Literal(HOSTILE, language="nb"), graph),
        Quad(node, note, Literal("a" * 50_000, language="nb"), graph),
        Quad(node, source, NamedNode("javascript:alert(1)"), graph),
    )
    page, html = shown(site, GOAL)
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
    assert f'<span dir="auto">{RTL}</span>' in html
    assert not [href for href in page.hrefs if href.lower().startswith("javascript")]
    assert "a" * 2_001 not in html
    assert "a" * 50_000 in site.get(f"/doc/{GOAL}.ttl").text  # the whole is in the data


def test_a_node_without_links_says_what_is_missing(writable: Settings) -> None:
    graph = NamedNode(f"{BASE}graph/eksempel/kommuneplan-2023")
    node = NamedNode(f"{BASE}id/eksempel/kommuneplan-2023/sub-goal/Z9")
    made = {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": NamedNode(f"{BASE}ns#SubGoal"),
        "http://purl.org/dc/terms/title": Literal("Alene", language="nb"),
        f"{BASE}ns#statedIn": NamedNode(f"{BASE}id/eksempel/kommuneplan-2023"),
    }
    site = change(writable, *(Quad(node, NamedNode(name), value, graph) for name, value in made.items()))
    page, html = shown(site, "eksempel/kommuneplan-2023/sub-goal/Z9")
    assert page.headings[0] == (1, "Alene")
    assert "Planen sier ikke hva dette skal føre til" in html
    assert "Ingenting i planene er koblet hit ennå" in html
    assert 'id="rows"' not in html

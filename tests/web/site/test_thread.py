"""The page of a red thread: both directions as lists, what each card says, what falls, a way on from the unknown."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.pages.thread import DRAWN

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BASE = "https://w3id.org/styringsgraf/"
SG, RDF = f"{BASE}ns#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BROWSER = {"Accept": "text/html"}
STRATEGY = "eksempel/kommuneplan-2023/strategy/S1"
LANGUAGES = ("nb", "nn", "en")


def shown(site: TestClient, address: str) -> tuple[Any, str]:
    """Return a page and its text; it must be there and whole."""
    answer = site.get(address, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    return page, answer.text


def between(html: str, start: str, end: str) -> str:
    return html[html.index(f'id="{start}"') : html.index(f'id="{end}"')]


def levels(html: str) -> list[str]:
    return re.findall(r"<summary><h3>([^<]*)</h3>", html)


def far(html: str) -> list[str]:
    """Return the nodes of the cards' names, as their links name them."""
    return [unquote(node) for node in re.findall(r'class="name"><a href="[^"]*node=([^"&]*)', html)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_directions_and_what_falls_in_every_language(site: TestClient, lang: str) -> None:
    page, html = shown(site, f"/{lang}/thread?node={STRATEGY}")
    assert page.all("html", lang=lang)
    assert page.headings[0] == (1, {"en": "S1 From late help to early action"}.get(lang, "S1 Frå sein hjelp til tidleg "
                                "innsats" if lang == "nn" else "S1 Fra sen hjelp til tidlig innsats"))  # fmt: skip
    body = site.get(f"/api/v1/thread?node={STRATEGY}&lang={lang}").json()
    up = [node for node in body["nodes"] if node["up"]]
    down = [node for node in body["nodes"] if node["down"]]
    assert len(far(between(html, "why", "how"))) == len(up) > 5
    assert len(far(between(html, "how", "dropped"))) == len(down) > 3
    falls = between(html, "dropped", "picture")
    assert falls.count("<li>") == len(body["ifDropped"]) > 5


def test_levels_go_from_the_near_to_the_far_and_say_how_many(site: TestClient) -> None:
    _, html = shown(site, f"/nb/thread?node={STRATEGY}")
    assert levels(between(html, "why", "how")) == [
        "Delmål (2)", "Hovedmål (1)", "Satsingsområder (1)", "FN-delmål (4)", "FN-mål (2)",
    ]  # fmt: skip
    assert levels(between(html, "how", "dropped")) == ["Oppdrag (2)", "Tiltak (3)"]


def test_a_card_says_plan_distance_result_and_what_it_leads_to(site: TestClient) -> None:
    page, html = shown(site, f"/nb/thread?node={STRATEGY}")
    card = re.search(
        r'<li class="card thread-card" id="(n\d+)">(?:(?!</details>).)*?D1\.1.*?</li>\n</ol>', html, re.DOTALL
    )
    assert card is not None
    for words in (
        "delmål",
        "direkte",
        "Kommuneplanens samfunnsdel",
        "Måles med",
        "8,1",
        "Gul",
        "Fører til",
        "er delmål av",
    ):
        assert words in card[0], words
    # What a card leads to is a place on this page, and each of them is there (the reader checks the anchors).
    assert len([href for href in page.hrefs if re.fullmatch(r"#n\d+", href)]) > 10


def test_a_claim_is_marked_and_gives_its_reason_in_its_own_language(site: TestClient) -> None:
    node = "asker/handlingsprogram-2017-2020/strategy/MA-S3"
    page, html = shown(site, f"/en/thread?node={node}")
    assert "claimed" in html
    assert any("kilden knytter ikke satsingsområdet til noe mål" in words for words in page.words["nb"])


@pytest.mark.parametrize(
    ("direction", "why", "how"), [("up", True, False), ("down", False, True), ("both", True, True)]
)
def test_a_direction_that_is_left_out_says_so(site: TestClient, direction: str, *, why: bool, how: bool) -> None:
    _, html = shown(site, f"/nb/thread?node={STRATEGY}&direction={direction}")
    assert bool(far(between(html, "why", "how"))) is why
    assert bool(far(between(html, "how", "dropped"))) is how
    assert ("Denne retningen er ikke med" in html) is (not (why and how))


def test_depth_cuts_and_says_so_and_empty_fields_are_no_wish(site: TestClient) -> None:
    _, html = shown(site, f"/nb/thread?node={STRATEGY}&depth=1&direction=&q=")
    assert "Tråden er lengre enn det som vises her" in html
    assert "indirekte" not in between(html, "why", "how")
    assert '<option value="1" selected>' in html
    for wrong in ("depth=0", "depth=x", "direction=sideways", "colour=red"):
        assert site.get(f"/nb/thread?node={STRATEGY}&{wrong}", headers=BROWSER).status_code == 400, wrong


def test_what_one_can_take_along_is_there(site: TestClient) -> None:
    page, html = shown(site, f"/nb/thread?node={STRATEGY}&direction=up")
    forms = [href for href in page.hrefs if href.startswith("/api/v1/thread?")]
    assert [re.search(r"format=(\w+)", href)[1] for href in forms] == ["csv", "xlsx", "json"]  # type: ignore[index]
    for href in forms:
        answer = site.get(href.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert "direction=up" in href
    picture = next(href for href in page.hrefs if href.startswith("/nb/thread.svg"))
    answer = site.get(picture)
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.content.startswith(b"<?xml")
    asked = next(href for href in page.hrefs if "query=" in href)
    query = unquote(asked.partition("query=")[2].replace("+", " "))
    rows = site.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"}).json()
    stated = site.get(f"/api/v1/thread?node={STRATEGY}&direction=up").json()["links"]
    assert {(row["from"]["value"], row["to"]["value"]) for row in rows["results"]["bindings"]} == {
        (link["from"], link["to"]) for link in stated if link["basis"] == "stated"
    }
    assert "<svg" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_stands_in_the_page_in_two_layouts(site: TestClient, lang: str) -> None:
    page, _ = shown(site, f"/{lang}/thread?node={STRATEGY}")
    drawn = [one for one in page.all("svg") if (one.get("role") or "").startswith("graphics-document")]
    assert [one["aria-labelledby"] for one in drawn] == ["thread-title", "thread-narrow-title"]
    assert all(one["lang"] == lang for one in drawn)
    assert drawn[1]["width"] == "288"
    assert "#picture" in page.hrefs


def test_a_node_alone_is_no_picture(site: TestClient) -> None:
    """The card at the top says the same; the picture is still there as a file."""
    page, html = shown(site, "/nb/thread?node=3&direction=up")
    assert "<svg" not in html
    assert "#picture" not in page.hrefs
    assert any(href.startswith("/nb/thread.svg") for href in page.hrefs)


def test_from_the_un_down_and_at_the_top(site: TestClient) -> None:
    page, html = shown(site, "/nb/thread?node=3.4")
    assert len(far(between(html, "how", "dropped"))) > 10
    assert "sdg-3" in html
    _, top = shown(site, "/nb/thread?node=3")
    assert "Dette er øverst i tråden" in top
    assert "Vi regner bare på dette for ledd i planer som gjelder" in top
    assert page.headings[0][1].startswith("3.4 ")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("node", ["tull", "99.9", "eksempel/kommuneplan-2023/X9", "https://evil.example/x", "<script>"])
def test_what_is_not_there_is_told_with_a_way_on(site: TestClient, lang: str, node: str) -> None:
    answer = site.get(f"/{lang}/thread", params={"node": node}, headers=BROWSER)
    assert answer.status_code in {400, 404}
    page = read(answer.text)
    assert page.faults == []
    assert page.all("input", name="q")
    assert len(far(answer.text)) > 0
    assert "<script>" not in answer.text.replace('<script type="module"', "")
    assert page.all("meta", name="robots", content="noindex")


def test_choosing_by_word_leads_to_threads(site: TestClient) -> None:
    _, html = shown(site, "/nb/thread?q=hjelp")
    hits = far(html)
    assert len(hits) > 2
    for node in hits[:5]:
        shown(site, f"/nb/thread?node={node}")
    _, none = shown(site, "/nb/thread?q=xyzxyz")
    assert "Ingen treff" in none
    assert far(none) == []


def test_choosing_offers_goals_of_one_municipality_whose_threads_are_there(site: TestClient) -> None:
    _, html = shown(site, "/nb/thread")
    starts = far(html)
    assert len(starts) > 2
    assert len({node.partition("/")[0] for node in starts}) == 1
    for node in starts:
        shown(site, f"/nb/thread?node={node}")


def test_behind_a_proxy_every_link_has_the_prefix(service: Service) -> None:
    behind = TestClient(create_app(service), root_path="/graf")
    page, _ = shown(behind, f"/graf/nb/thread?node={STRATEGY}")
    own = [href for href in page.hrefs if href.startswith("/")]
    assert [href for href in own if not href.startswith("/graf/")] == []
    assert len(own) > 20


# --- many nodes, hostile words ----------------------------------------------------------------------


MANY = 300
HOSTILE = '<script>alert(1)</script>" onmouseover="x'
RTL = "\u202e\u0645\u0631\u062d\u0628\u0627"


@pytest.fixture
def crowded(writable: Settings) -> Iterator[TestClient]:
    """The example's main goal with hundreds of sub-goals; one is called by markup, one from right to left."""
    goal = f"{BASE}id/eksempel/kommuneplan-2023/main-goal/H1"
    plan, graph = f"{BASE}id/eksempel/kommuneplan-2023", NamedNode(f"{BASE}graph/eksempel/kommuneplan-2023")
    inferred = NamedNode(f"{BASE}graph/eksempel/inferred")
    with pipeline.data_folder(writable).draft(reference_date=None) as draft:
        said, follows = list(draft.quads(graph.value)), list(draft.quads(inferred.value))
        for number in range(MANY):
            node = NamedNode(f"{plan}/sub-goal/X{number}")
            title = {0: HOSTILE, 1: RTL}.get(number, f"Delmål nummer {number} " + "å" * 90)
            said += [
                Quad(node, NamedNode(f"{RDF}type"), NamedNode(f"{SG}SubGoal"), graph),
                Quad(node, NamedNode("http://purl.org/dc/terms/title"), Literal(title, language="nb"), graph),
                Quad(node, NamedNode("http://www.w3.org/2004/02/skos/core#notation"), Literal(f"X{number}"), graph),
                Quad(node, NamedNode(f"{SG}statedIn"), NamedNode(plan), graph),
                Quad(node, NamedNode(f"{SG}refines"), NamedNode(goal), graph),
            ]
            follows += [
                Quad(node, NamedNode(f"{SG}inForce"), Literal(True), inferred),  # noqa: FBT003 - an RDF literal
                Quad(node, NamedNode(f"{SG}contributesTo"), NamedNode(goal), inferred),
            ]
        draft.replace(graph.value, said)
        draft.replace(inferred.value, follows)
        draft.commit()
    with Service.open(writable) as opened:
        yield TestClient(create_app(opened), raise_server_exceptions=False)


def test_a_thread_of_hundreds_stays_usable_and_its_words_are_only_words(crowded: TestClient) -> None:
    page, html = shown(crowded, "/nb/thread?node=eksempel/kommuneplan-2023/main-goal/H1")
    below = between(html, "how", "dropped")
    assert len(far(below)) > MANY > DRAWN
    assert f"Delmål ({MANY + 4})" in levels(below)
    assert '<details class="level">' in below  # folded, with its number
    assert "<svg" not in html
    assert any(href.startswith("/nb/thread.svg") for href in page.hrefs)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert f'dir="auto">{RTL}' in html
    assert crowded.get("/nb/thread.svg?node=eksempel/kommuneplan-2023/main-goal/H1").status_code == 200
    assert len(crowded.get("/nb/thread?node=eksempel/kommuneplan-2023/main-goal/H1").content) < 1_500_000


def test_a_node_with_few_links_is_a_thread_of_its_own(crowded: TestClient) -> None:
    _, html = shown(crowded, "/nb/thread?node=eksempel/kommuneplan-2023/sub-goal/X7")
    assert far(between(html, "how", "dropped")) == []
    assert "Ingenting er koblet hit" in html

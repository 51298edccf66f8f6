"""Linked data: from a thing to its document, in every representation and however its address is written."""

import csv
import io
import re
import runpy
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.formats import LINKED
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.identifiers import identified

read: Any = runpy.run_path(str(Path(__file__).parent / "reading.py"))["read"]
BASE = "https://w3id.org/styringsgraf/"
NODE = "asker/handlingsprogram-2017-2020/sub-goal/B.2"
#: Lies below a sheet whose name has an å.
ROW = "asker/handlingsprogram-2017-2020/row/målinger/5"
SYNTAXES = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture(scope="module")
def plain(service: Service) -> TestClient:
    """A client that follows no redirect."""
    return TestClient(create_app(service), raise_server_exceptions=False, follow_redirects=False)


def triples(content: bytes, syntax: str) -> set[tuple[str, str, str]]:
    found = (one.triple for one in parse(content, format=SYNTAXES[syntax]))
    return {(str(one.subject), str(one.predicate), str(one.object)) for one in found}


def links(header: str) -> list[tuple[str, str, str]]:
    """Return (relation, target, media type) of each link."""
    made = []
    for target, rest in re.findall(r'<([^>]*)>((?:; \w+="[^"]*")*)', header):
        said = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        made.append((said["rel"], target, said.get("type", "")))
    return made


def test_a_thing_leads_to_its_document(plain: TestClient) -> None:
    answer = plain.get(f"/id/{NODE}", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/doc/{NODE}")
    assert plain.get(f"/id/{NODE}.ttl?lang=en&x=1").headers["location"] == f"/doc/{NODE}.ttl?lang=en&x=1"


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_syntax_says_the_same_by_suffix_parameter_and_header(plain: TestClient, syntax: str) -> None:
    media = next(one.media_type for one in LINKED if one.name == syntax)
    by_suffix = plain.get(f"/doc/{NODE}.{syntax}", headers={"Accept": "text/html"})
    by_parameter = plain.get(f"/doc/{NODE}?format={syntax}", headers={"Accept": "text/html"})
    by_header = plain.get(f"/doc/{NODE}", headers={"Accept": media})
    assert by_suffix.status_code == 200
    assert by_suffix.headers["content-type"].partition(";")[0] == media
    assert by_suffix.content == by_parameter.content == by_header.content
    assert triples(by_suffix.content, syntax) == triples(plain.get(f"/doc/{NODE}.nt").content, "nt")
    # The suffix goes before everything else that is asked.
    assert plain.get(f"/doc/{NODE}.{syntax}?format=html").content == by_suffix.content


def test_the_document_says_what_is_said_of_the_thing_and_what_points_to_it(plain: TestClient) -> None:
    said = triples(plain.get(f"/doc/{NODE}.nt").content, "nt")
    me, sg = f"<{BASE}id/{NODE}>", f"<{BASE}ns#"
    assert (me, f"{sg}refines>", f"<{BASE}id/asker/handlingsprogram-2017-2020/main-goal/B.0>") in said
    assert (f"<{BASE}id/asker/handlingsprogram-2017-2020/indicator/B.2.1>", f"{sg}measures>", me) in said
    assert (f"<{BASE}doc/{NODE}>", "<http://xmlns.com/foaf/0.1/primaryTopic>", me) in said


def test_csv_holds_the_statements_with_their_graphs(plain: TestClient) -> None:
    answer = plain.get(f"/doc/{NODE}", headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    titles = [row for row in rows if row["predicate"].endswith("title")]
    assert [(row["object"], row["language"]) for row in titles] == [("Tilgjengelige tjenester", "nb")]
    assert titles[0]["graph"] == f"{BASE}graph/asker/handlingsprogram-2017-2020"
    assert len(rows) == len(triples(plain.get(f"/doc/{NODE}.nt").content, "nt")) - 3  # the document's own


@pytest.mark.parametrize(
    "path",
    [
        NODE,
        ROW,
        "asker",
        "asker/handlingsprogram-2017-2020",
        "asker/sub-goal/tilgjengelige-tjenester",
        "sdg/segment/3.4-s1",
        "nye-asker/change/2020-01-01",
        "nye-asker/number/3025",
        "eksempel/kommuneplan-2023/indicator/I11/band/red-1",
        "asker/observation/liggetid-fra-2010/2014/asker",
    ],
)
@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_every_kind_of_thing_has_a_whole_page(plain: TestClient, path: str, lang: str) -> None:
    answer = plain.get(f"/doc/{path}", headers={"Accept": BROWSER, "Accept-Language": lang})
    assert answer.status_code == 200
    page = read(answer.text)
    assert page.faults == []
    assert page.all("html", lang=lang)
    assert len(page.headings) > 0
    assert page.headings[0][1]
    assert "://" not in page.headings[0][1]
    assert f"{BASE}id/{quote(path, safe='/.')}" in answer.text


def test_the_page_tells_facts_history_findings_and_row_and_links_stay_on_this_host(plain: TestClient) -> None:
    page = read(plain.get(f"/doc/{NODE}.html?lang=nb").text)
    assert [words for _, words in page.headings] == [
        "B.2 Tilgjengelige tjenester", "I den røde tråden", "Fører til", "Er delmål av", "Følges opp av", "Måles med",
        "Historikk", "Funn fra kvalitetssjekken", "Lest fra", "Data",
    ]  # fmt: skip
    assert "/id/asker/handlingsprogram-2017-2020/main-goal/B.0" in page.hrefs
    assert "/id/asker/handlingsprogram-2016-2019/sub-goal/B.2" in page.hrefs
    assert f"/doc/{NODE}.csv" in page.hrefs
    assert not [href for href in page.hrefs if href.startswith(f"{BASE}id/")]
    for href in [href for href in page.hrefs if href.startswith("/id/")]:
        assert plain.get(f"/doc/{href.removeprefix('/id/')}").status_code == 200, href


def test_what_the_data_says_is_never_markup(writable: Settings) -> None:
    hostile = '<script>alert(1)</script>"'
    graph = f"{BASE}graph/eksempel/kommuneplan-2023"
    node = NamedNode(f"{BASE}id/eksempel/kommuneplan-2023/sub-goal/D1.1")
    title = NamedNode("http://purl.org/dc/terms/title")
    said = Quad(node, title, Literal(hostile, language="nn"), NamedNode(graph))
    change(writable, lambda quads: [*quads, said] if quads[0].graph_name == NamedNode(graph) else quads)
    with Service.open(writable) as opened:
        answer = TestClient(create_app(opened)).get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1.html?lang=nn")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert read(answer.text).faults == []


@pytest.mark.parametrize("accept", ["", "*/*", "text/*, */*;q=0.1", ";;;,,,q=,/", "application/json"])
def test_odd_wishes_get_something_fitting(plain: TestClient, accept: str) -> None:
    answer = plain.get(f"/doc/{NODE}", headers={"Accept": accept})
    assert answer.status_code in {200, 406}
    if accept in {"", "*/*"}:
        assert answer.headers["content-type"].startswith("text/turtle")
    if accept == "application/json":
        assert answer.headers["content-type"] == "application/ld+json"


def test_a_wish_that_cannot_be_met_is_told_what_there_is(plain: TestClient) -> None:
    for answer in (plain.get(f"/doc/{NODE}", headers={"Accept": "image/png"}), plain.get(f"/doc/{NODE}?format=xlsx")):
        assert answer.status_code == 406
        assert "text/turtle" in answer.json()["detail"]
    long = ", ".join(f"x{number}/y{number};q=0.{number}" for number in range(2_000))
    assert plain.get(f"/doc/{NODE}", headers={"Accept": long}).status_code == 406
    assert plain.get(f"/doc/{NODE}.ttl", headers={"Accept": long}).status_code == 200


@pytest.mark.parametrize(
    "path", ["asker/ingen", f"{NODE}.xyz", f"{NODE}.TTL", "nobody", "asker//x", ".ttl", "asker/.ttl"]
)
def test_what_no_graph_knows_is_not_found_and_says_which_suffixes_there_are(plain: TestClient, path: str) -> None:
    answer = plain.get(f"/doc/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    if "//" not in path and not path.endswith("/.ttl") and path != ".ttl":
        assert ".jsonld" in answer.json()["detail"]
    assert plain.get(f"/doc/{path}", headers={"Accept": BROWSER}).headers["content-type"].startswith("text/html")


def test_a_dot_in_a_code_is_part_of_the_code(plain: TestClient) -> None:
    assert plain.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1").status_code == 200
    assert plain.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1.ttl").status_code == 200
    assert plain.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1").status_code == 404
    readings = identified("a/sub-goal/X.csv.ttl", "/doc").readings
    assert [(path, form and form.name) for path, form in readings] == [
        ("a/sub-goal/X.csv.ttl", None),
        ("a/sub-goal/X.csv", "ttl"),
    ]


def test_a_code_that_ends_like_a_suffix_is_found_as_it_stands(writable: Settings) -> None:
    old, new = (f"{BASE}id/eksempel/kommuneplan-2023/sub-goal/{code}" for code in ("D1.1", "D1.csv"))
    change(writable, lambda quads: renamed(quads, old, new))
    with Service.open(writable) as opened:
        client = TestClient(create_app(opened))
        plainly = client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.csv")
        as_csv = client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.csv.csv")
    assert plainly.headers["content-type"].startswith("text/turtle")
    assert as_csv.headers["content-type"].startswith("text/csv")
    assert f"<{new}>" in plainly.text


@pytest.mark.parametrize("root", ["id", "doc"])
def test_another_spelling_is_led_to_the_right_one(plain: TestClient, root: str) -> None:
    decomposed = ROW.replace("å", "a\u030a")
    right = f"/{root}/{quote(ROW)}"
    for wrong in (f"/{root}/{quote(decomposed)}", f"/{root}/{quote(ROW)}/", f"/{root}/{quote(decomposed)}///"):
        answer = plain.get(f"{wrong}?lang=nn")
        assert (answer.status_code, answer.headers["location"]) == (308, f"{right}?lang=nn")


def test_addresses_as_they_come_over_the_wire(
    serving: Callable[..., AbstractContextManager[Any]], shipped_folder: Path
) -> None:
    with serving(shipped_folder) as web:
        for written in (quote(ROW), quote(ROW).lower(), "%61" + quote(ROW)[1:]):
            status, headers, body = web.get(f"/doc/{written}.ttl")
            assert status == 200
            assert headers["content-type"].startswith("text/turtle")
            assert f"<{BASE}id/{ROW}>".encode() in body
            status, headers, _ = web.get(f"/id/{written}")
            assert (status, headers["location"]) == (303, f"/doc/{quote(ROW)}")
        status, _, body = web.get(f"/doc/{quote(quote(ROW))}")
        assert status == 404
        assert f"/doc/{quote(ROW)}" in body.decode()
        for nonsense in ("%", "%zz", "%c3", "%00", "a%0d%0aX-Evil:%201", "%3Cscript%3E", "..%2f..%2fetc", "a" * 5_000):
            for root in ("id", "doc"):
                status, headers, _ = web.get(f"/{root}/{nonsense}")
                assert status in {303, 404}, (root, nonsense)
                assert "x-evil" not in headers


def test_only_the_head_is_given_when_only_that_is_asked(plain: TestClient) -> None:
    for address, status in ((f"/id/{NODE}", 303), (f"/doc/{NODE}", 200), ("/doc/asker/ingen", 404)):
        head, whole = plain.head(address), plain.get(address)
        assert head.status_code == whole.status_code == status
        assert head.content == b""
        assert head.headers.get("link") == whole.headers.get("link")
        assert head.headers.get("etag") == whole.headers.get("etag")


def test_representations_have_tags_of_their_own_and_are_not_sent_twice(plain: TestClient) -> None:
    tags = {one.name: plain.get(f"/doc/{NODE}?format={one.name}").headers["etag"] for one in LINKED}
    assert len(set(tags.values())) == len(LINKED)
    again = plain.get(f"/doc/{NODE}", headers={"Accept": "text/turtle", "If-None-Match": tags["ttl"]})
    assert again.status_code == 304
    assert "Accept" in plain.get(f"/doc/{NODE}").headers["vary"]


def test_signposts_lead_from_the_page_to_identifier_data_and_licence(plain: TestClient) -> None:
    found = links(plain.get(f"/doc/{NODE}.html").headers["link"])
    by_relation: dict[str, list[tuple[str, str]]] = {}
    for relation, target, media in found:
        by_relation.setdefault(relation, []).append((target, media))
    assert by_relation["cite-as"] == [(f"{BASE}id/{NODE}", "")]
    assert by_relation["describedby"] == [
        (f"/doc/{NODE}.{one.name}", one.media_type) for one in LINKED if one.name != "html"
    ]
    assert ("https://schema.org/AboutPage", "") in by_relation["type"]
    assert (f"{BASE}ns#SubGoal", "") in by_relation["type"]
    assert len(by_relation["license"]) == 1
    assert by_relation["author"] == [(f"{BASE}id/asker", "")]
    for target, media in by_relation["describedby"]:
        answer = plain.get(target)
        assert answer.headers["content-type"].partition(";")[0] == media
        back = links(answer.headers["link"])
        assert ("describes", f"/doc/{NODE}.html", "text/html") in back
        assert ("cite-as", f"{BASE}id/{NODE}", "") in back


def test_a_test_host_serves_the_identifiers_of_another(service: Service) -> None:
    client = TestClient(create_app(service), base_url="http://test.example:8080", follow_redirects=False)
    assert client.get(f"/id/{NODE}").headers["location"] == f"/doc/{NODE}"
    page = client.get(f"/doc/{NODE}.html")
    assert "test.example" not in page.text
    assert f"<{BASE}id/{NODE}>" in client.get(f"/doc/{NODE}.ttl").text


def test_behind_a_proxy_every_link_has_its_prefix(service: Service) -> None:
    client = TestClient(create_app(service), root_path="/graf", follow_redirects=False)
    assert client.get(f"/graf/id/{NODE}").headers["location"] == f"/graf/doc/{NODE}"
    answer = client.get(f"/graf/doc/{NODE}.html")
    assert [href for href in read(answer.text).hrefs if href.startswith(("/id", "/doc"))] == []
    assert all(target.startswith("/graf/doc/") for relation, target, _ in links(answer.headers["link"])
               if relation == "describedby")  # fmt: skip


def change(config: Settings, act: Callable[[list[Quad]], list[Quad]], part: str = "") -> str:
    """Publish a release in which the example's graphs are changed, and return its id."""
    with pipeline.data_folder(config).draft(reference_date=None) as draft:
        for name in [graph for graph in draft.graphs() if graph.startswith(f"{BASE}graph/eksempel/{part}")]:
            draft.replace(name, act(list(draft.quads(name))))
        return draft.commit().manifest.id


def renamed(quads: list[Quad], old: str, new: str) -> list[Quad]:
    """Return statements in which one IRI is another."""

    def changed(node: Any) -> Any:
        return NamedNode(new) if node == NamedNode(old) else node

    return [Quad(changed(q.subject), q.predicate, changed(q.object), q.graph_name) for q in quads]


@pytest.fixture
def goal() -> str:
    return f"{BASE}id/eksempel/kommuneplan-2023/sub-goal/D1.1"


@pytest.fixture
def moving(writable: Settings) -> Iterator[tuple[Settings, TestClient]]:
    """A service over a folder that gets new releases."""
    with Service.open(writable) as opened:
        yield writable, TestClient(create_app(opened), raise_server_exceptions=False, follow_redirects=False)


def test_what_a_release_removed_is_gone_and_says_where_it_was(moving: tuple[Settings, TestClient], goal: str) -> None:
    config, client = moving
    before = pipeline.data_folder(config).current_id()
    assert client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1").status_code == 200
    wanted = NamedNode(goal)
    change(config, lambda quads: [q for q in quads if wanted not in (q.subject, q.object)])
    for suffix in ("", ".ttl", ".html"):
        answer = client.get(f"/doc/eksempel/kommuneplan-2023/sub-goal/D1.1{suffix}")
        assert answer.status_code == 410
        assert before in answer.json()["detail"]
        assert answer.json()["type"].endswith("/problems/gone")
    page = client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1?lang=nn", headers={"Accept": "text/html"})
    assert page.status_code == 410
    assert "/nn/changes" in read(page.text).hrefs
    assert client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D9.9").status_code == 404


def test_an_old_code_leads_to_the_new_one(moving: tuple[Settings, TestClient], goal: str) -> None:
    config, client = moving
    change(config, lambda quads: renamed(quads, goal, f"{BASE}id/eksempel/kommuneplan-2023/sub-goal/D1.æ"))
    for suffix in ("", ".ttl", ".html"):
        answer = client.get(f"/doc/eksempel/kommuneplan-2023/sub-goal/D1.1{suffix}?lang=nn")
        assert answer.status_code == 308
        new = quote("/doc/eksempel/kommuneplan-2023/sub-goal/D1.æ")
        assert answer.headers["location"] == f"{new}{suffix}?lang=nn"
        assert client.get(answer.headers["location"]).status_code == 200


def test_what_a_later_edition_carries_on_is_gone_and_the_later_edition_named(
    moving: tuple[Settings, TestClient], goal: str
) -> None:
    config, client = moving
    wanted, later = NamedNode(goal), f"{BASE}id/eksempel/kommuneplan-2027/sub-goal/D1.1"
    graph = f"{BASE}graph/eksempel/kommuneplan-2027"
    revision = NamedNode("http://www.w3.org/ns/prov#wasRevisionOf")
    change(config, lambda quads: [q for q in quads if wanted not in (q.subject, q.object)])
    with pipeline.data_folder(config).draft(reference_date=None) as draft:
        draft.replace(graph, [Quad(NamedNode(later), revision, wanted, NamedNode(graph))])
        draft.commit()
    answer = client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1")
    assert answer.status_code == 410
    assert later in answer.json()["detail"]


def test_what_is_only_pointed_to_is_told_by_what_points_to_it(moving: tuple[Settings, TestClient]) -> None:
    config, client = moving
    graph, sees = f"{BASE}graph/eksempel/kommuneplan-2023", NamedNode(f"{BASE}ns#leadsTo")
    unknown = NamedNode(f"{BASE}id/eksempel/kommuneplan-2023/sub-goal/never")
    link = Quad(NamedNode(f"{BASE}id/eksempel/kommuneplan-2023/strategy/S1"), sees, unknown, NamedNode(graph))
    change(config, lambda quads: [*quads, link] if quads[0].graph_name == NamedNode(graph) else quads)
    answer = client.get("/doc/eksempel/kommuneplan-2023/sub-goal/never.nt")
    assert answer.status_code == 200
    assert f"{sees} {unknown}" in answer.text


def test_an_enduring_node_is_gone_with_its_last_edition(moving: tuple[Settings, TestClient], goal: str) -> None:
    config, client = moving
    (enduring,) = re.findall(
        r"isVersionOf> <([^>]+)>", client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1.nt").text
    )
    path = enduring.removeprefix(f"{BASE}id/")
    page = client.get(f"/doc/{path}.html?lang=nb")
    assert "/id/eksempel/kommuneplan-2023/sub-goal/D1.1" in read(page.text).hrefs
    ends = NamedNode(goal), NamedNode(enduring)
    change(config, lambda quads: [q for q in quads if q.subject not in ends and q.object not in ends])
    assert client.get(f"/doc/{path}").status_code == 410


def test_two_that_could_be_meant_are_no_redirect(moving: tuple[Settings, TestClient], goal: str) -> None:
    config, client = moving
    start = goal.removesuffix("D1.1")

    def split(quads: list[Quad]) -> list[Quad]:
        return [*renamed(quads, goal, f"{start}D1.8"), *renamed(quads, goal, f"{start}D1.9")]

    change(config, split)
    assert client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1").status_code == 410


def test_rolled_back_is_not_gone(moving: tuple[Settings, TestClient], goal: str) -> None:
    config, client = moving
    first = pipeline.data_folder(config).current_id()
    change(config, lambda quads: [q for q in quads if NamedNode(goal) not in (q.subject, q.object)])
    assert client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1").status_code == 410
    pipeline.data_folder(config).activate(first or "")
    assert client.get("/doc/eksempel/kommuneplan-2023/sub-goal/D1.1").status_code == 200

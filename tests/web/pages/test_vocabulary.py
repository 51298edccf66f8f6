"""/ns, /code and /shapes: negotiated in every form, whole pages in three languages, and every IRI leads somewhere."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef
from starlette.testclient import TestClient

from styringsgraf.namespaces import CODE, RULES, SG
from styringsgraf.publish import documents
from styringsgraf.publish.concepts import concepts
from styringsgraf.publish.glossary import glossary
from styringsgraf.quality import rules
from styringsgraf.service import Service
from styringsgraf.texts import LANGUAGES
from styringsgraf.web.app import create_app

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PATHS = ["/ns", "/ns/begreper", "/code", "/code/frequency", "/shapes"]
TYPES = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
}


@pytest.fixture(scope="module")
def site(service: Service) -> TestClient:
    return TestClient(create_app(service), raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="module")
def pages(site: TestClient) -> dict[tuple[str, str], Any]:
    """Every page in every language, read."""
    headers = {"Accept": BROWSER}
    return {
        (path, lang): read(site.get(path, headers={**headers, "Accept-Language": lang}).text)
        for path in PATHS
        for lang in LANGUAGES
    }


@pytest.mark.parametrize("path", [*PATHS, "/alignments"])
@pytest.mark.parametrize("name", TYPES)
def test_header_suffix_and_parameter_ask_for_the_same(site: TestClient, path: str, name: str) -> None:
    media, parser = TYPES[name]
    answers = [
        site.get(path, headers={"Accept": media}),
        site.get(f"{path}?format={name}", headers={"Accept": BROWSER}),
        site.get(f"{path}.{name}", headers={"Accept": "image/png"}),
        site.get(f"{path}.{name}?format=html"),
        site.get(path, headers={"Accept": f"text/html;q=0.1, {media};q=0.9"}),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["content-type"].partition(";")[0] for answer in answers} == {media}
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers[:2]}) == 1
    if path != "/shapes":
        assert len(Graph().parse(data=answers[0].content, format=parser)) > 20


@pytest.mark.parametrize("path", PATHS)
def test_browsers_get_a_page_and_programs_turtle(site: TestClient, path: str) -> None:
    kinds = {}
    for accept in (BROWSER, "*/*", "application/rdf+xml, */*;q=0.1", "text/*"):
        answer = site.get(path, headers={"Accept": accept})
        kinds[accept] = answer.headers["content-type"].partition(";")[0]
        assert {"accept", "accept-language"} <= {v.strip().lower() for v in answer.headers["vary"].split(",")}
    assert list(kinds.values()) == ["text/html", "text/turtle", "application/rdf+xml", "text/turtle"]
    assert site.get(path, headers={"Accept": "image/png"}).status_code == 406
    assert site.get(f"{path}.html", headers={"Accept": "text/turtle"}).headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_whole(pages: dict[tuple[str, str], Any], path: str, lang: str) -> None:
    found = pages[path, lang]
    assert found.faults == []
    assert found.all("html", lang=lang)
    assert len(found.all("link", rel="alternate", type="text/turtle")) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_stands_at_its_local_name_in_the_readers_language(
    pages: dict[tuple[str, str], Any], lang: str
) -> None:
    found, words = pages["/ns", lang], glossary()
    for entry in (*words.classes, *words.properties):
        assert entry.local in found.ids
        assert f"#{entry.local}" in found.hrefs
        assert any(heading == f"{entry.label[lang]} sg:{entry.local}" for _, heading in found.headings), entry.local
        assert entry.definition[lang] in " ".join(found.words[lang])
    for one in words.lists.values():
        assert f"/code/{one.local}" in found.hrefs
    for rule in rules.load().rules:
        assert f"/shapes#{rule.id}" in found.hrefs


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_says_what_it_means_and_finds(pages: dict[tuple[str, str], Any], lang: str) -> None:
    found = pages["/shapes", lang]
    said = found.words[lang]
    loaded = rules.load().rules
    assert len(loaded) == 47
    for rule in loaded:
        assert rule.id in found.ids
        assert (3, f"{rule.id} {rule.label[lang]}") in found.headings
        assert any(rule.help[lang].startswith(words[:60]) for words in said if len(words) > 20), rule.id
    tags = [attributes["class"] for name, attributes in found.tags if "tag-" in attributes.get("class", "")]
    assert len(tags) == sum(len(rule.severities) + rule.stops for rule in loaded)


@pytest.mark.parametrize("name", sorted(documents.code_lists()))
def test_every_code_list_shows_its_codes(site: TestClient, name: str) -> None:
    found = read(site.get(f"/code/{name}", headers={"Accept": BROWSER, "Accept-Language": "nn"}).text)
    one = glossary().lists[name]
    assert found.faults == []
    label = one.label["nn"]
    assert found.headings[0] == (1, label[0].upper() + label[1:])
    frame = {"main", "search", "site-menu"}
    assert [code.local for code in one.codes] == [one for one in found.ids if one not in frame]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_code_lists_are_headed_with_a_large_letter(pages: dict[tuple[str, str], Any], lang: str) -> None:
    headed = [words for level, words in pages["/code", lang].headings if level == 2]
    assert len(headed) == len(glossary().lists) > 20
    assert [words for words in headed if words[0] != words[0].upper()] == []


def test_links_between_the_pages_lead_to_anchors_that_exist(
    site: TestClient, pages: dict[tuple[str, str], Any]
) -> None:
    ids = {path: set(found.ids) for (path, lang), found in pages.items() if lang == "nb"}
    for name in documents.code_lists():
        ids[f"/code/{name}"] = {code.local for code in glossary().lists[name].codes}
    checked = 0
    for (path, _), found in pages.items():
        for href in found.hrefs:
            target, hash_, anchor = href.partition("#")
            if target in ids and hash_:
                assert anchor in ids[target], (path, href)
                checked += 1
            elif target.startswith("/") and "?" not in target and not target.startswith(("/id/", "/doc/")):
                assert target in ids or site.get(target, headers={"Accept": BROWSER}).status_code in {200, 303}, href
    assert checked > 1000


def test_every_iri_of_the_documents_can_be_looked_up(site: TestClient) -> None:
    root = documents.ONTOLOGY.removesuffix("/ns")
    iris = {
        str(term)
        for document in (
            documents.ontology(),
            documents.codes(),
            documents.alignments(),
            documents.shapes(),
            concepts(),
        )
        for subject in {quad.subject for quad in document.quads}
        for term in [getattr(subject, "value", "")]
        if term.startswith(root)
    }
    assert len(iris) > 500
    for path in sorted({iri.removeprefix(root).partition("#")[0] for iri in iris}):
        answer = site.get(path, headers={"Accept": "text/turtle"})
        assert answer.status_code in {200, 303}, path
        if answer.status_code == 303:
            assert site.get(answer.headers["location"], headers={"Accept": "text/turtle"}).status_code == 200, path
    for namespace in (SG, CODE, RULES):
        assert site.get(namespace.removeprefix(root).rstrip("#")).status_code in {200, 303}
    assert site.get("/code/").headers["location"] == "/code"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/code/frequency/yearly", "/code/frequency#yearly"),
        ("/code/frequency/yearly?format=ttl", "/code/frequency?format=ttl#yearly"),
        ("/code/frequency%2Fyearly", "/code/frequency#yearly"),
        ("/rules/SG-A01", "/shapes#SG-A01"),
        ("/rules/SG-C06/query", "/shapes#SG-C06"),
        ("/shapes/prefix-sg", "/shapes"),
        ("/ns/0.1.0", "/ns"),
    ],
)
def test_terms_with_an_address_of_their_own_lead_to_their_document(site: TestClient, path: str, there: str) -> None:
    answer = site.get(path, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (303, there)


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/ns.png", 404, "/ns.ttl"),
        ("/ns.", 404, "/ns."),
        ("/ns.TTL", 404, "/ns.ttl"),
        ("/ns/", 404, "/ns/"),
        ("/ns/9.9.9", 404, "0.1.0"),
        ("/ns/begreper.csv", 404, "/ns/begreper.ttl"),
        ("/ns?format=csv", 406, "ttl"),
        ("/ns?fromat=ttl", 400, "fromat"),
        ("/ns?format=ttl&format=nt", 400, "format"),
        ("/ns?lang=xx", 400, "nb, nn, en"),
        ("/ns.ttl?lang=xx", 400, "nb, nn, en"),
        ("/code/colours", 404, "frequency"),
        ("/code/colours.ttl", 404, "frequency"),
        ("/code/frequency.xlsx", 404, "/code/frequency.ttl"),
        ("/code/frequency/daily-ish", 404, "/code/frequency"),
        ("/code/frequency/", 404, "/code/frequency"),
        ("/code/m%C3%A5l", 404, "mål"),
        ("/code/ma%CC%8Al", 404, "frequency"),
        ("/code/%2525", 404, "frequency"),
        ("/code/%FF", 404, "frequency"),
        ("/code/" + "x" * 5000, 404, "…"),
        ("/rules/SG-Z99", 404, "SG-Z99"),
        ("/rules/../app.py", 404, "app.py"),
        ("/shapes/nothing", 404, "/shapes"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(site: TestClient, path: str, status: int, says: str) -> None:
    answer = site.get(path, headers={"Accept": "application/json", "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert says in answer.json()["detail"]
    assert len(answer.content) < 3000
    page = site.get(path, headers={"Accept": BROWSER, "Accept-Language": "en"})
    assert (page.status_code, read(page.text).faults) == (status, [])


def test_the_context_is_served_at_both_its_addresses(site: TestClient) -> None:
    for path in ("/ns/context.jsonld", "/context.jsonld"):
        answer = site.get(path)
        assert answer.headers["content-type"] == "application/ld+json"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert json.loads(answer.content)["@context"]["Measure"] == "sg:Measure"


def test_a_page_that_is_asked_for_again_keeps_its_policy(site: TestClient) -> None:
    first = site.get("/shapes", headers={"Accept": BROWSER})
    assert "style-src 'self'" in first.headers["content-security-policy"]
    again = site.get("/shapes", headers={"Accept": BROWSER, "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    # A browser takes the headers of this answer over into the page it has kept.
    assert (
        again.headers.get("content-security-policy", first.headers["content-security-policy"])
        == (first.headers["content-security-policy"])
    )


def test_the_page_names_the_release_its_examples_are_from(site: TestClient, service: Service) -> None:
    for path in ("/ns", "/shapes"):
        answer = site.get(path, headers={"Accept": BROWSER})
        assert answer.headers["x-styringsgraf-release"] == service.probe().id
        assert service.probe().id in answer.text


def test_links_in_headers_name_every_syntax(site: TestClient) -> None:
    link = site.get("/code/frequency", headers={"Accept": BROWSER}).headers["link"]
    found = dict(re.findall(r'<(/[^>]+)>; rel="alternate"; type="([^"]+)"', link))
    assert found == {f"/code/frequency.{name}": media for name, (media, _) in TYPES.items()}
    assert f'<{CODE}frequency>; rel="canonical"' in link


def test_the_ontology_says_of_itself_what_harvesters_look_for(site: TestClient) -> None:
    found = Graph().parse(data=site.get("/ns.ttl").content, format="turtle")
    ontology = URIRef(documents.ONTOLOGY)
    assert (ontology, RDF.type, URIRef("http://www.w3.org/2002/07/owl#Ontology")) in found
    for name in ("title", "description", "license", "publisher", "created", "modified"):
        assert found.value(ontology, URIRef(f"http://purl.org/dc/terms/{name}")) is not None, name

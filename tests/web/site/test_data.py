"""The data team's pages: every way leads somewhere, examples ask what answers, releases tell what they hold."""

import re
import runpy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.publish.glossary import glossary
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.texts import LANGUAGES
from styringsgraf.web.app import create_app
from styringsgraf.web.pages import data, entry

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
SHIPPED = Path(__file__).parents[3] / "data" / "eksempel"
HTML = {"Accept": "text/html"}


def words(page: Any) -> str:
    return " ".join(word for said in page.words.values() for word in said)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_way_to_the_data_is_told_and_leads_there(site: TestClient, lang: str) -> None:
    page = read(site.get(f"/{lang}/data").text)
    assert page.faults == []
    told = words(page)
    shown = 0
    for group in data.GROUPS:
        for way in group.ways:
            assert way.about[lang] in told, way.name
            for address in filter(None, (way.path.format(lang=lang), way.api)):
                assert address in page.hrefs
                answer = site.get(address, headers=HTML if "/doc/" in address else {})
                assert answer.status_code == 200, address
                shown += 1
    assert shown > 20


def test_examples_ask_what_answers(site: TestClient) -> None:
    page = site.get("/nb/data").text
    asked = [one for example in data.examples("http://testserver/", "nb") for one in example.asks]
    assert len(asked) >= 6
    for address in asked:
        assert address.split("?")[0] in page
        parts = urlsplit(address)
        answer = site.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        assert answer.status_code == 200, address
    table = site.get(urlsplit(asked[1]).path + "?" + urlsplit(asked[1]).query)
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) > 1


@pytest.mark.parametrize("host", ["evil.example/x", 'a"b', "a;rm -rf", "a b"])
def test_a_host_that_is_none_does_not_stand_in_examples(site: TestClient, host: str) -> None:
    answer = site.get("/nb/data", headers={"Host": host})
    assert "/evil.example" not in answer.text
    assert "rm -rf" not in answer.text
    assert answer.headers["cache-control"].startswith("private")


def test_files_are_told_with_size_and_checksum_once_they_are_there(writable: Settings) -> None:
    with Service.open(writable) as service:
        site = TestClient(create_app(service))
        before = site.get("/nb/data").text
        file = site.get("/dumps/current/sdg.nq.gz")
        after = site.get("/nb/data").text
    assert file.status_code == 200
    told = re.findall(r"<code>([0-9a-f]{64})</code>", after)
    assert (len(re.findall(r"<code>([0-9a-f]{64})</code>", before)), len(told)) == (0, 1)
    assert f'"{told[0]}' in file.headers["etag"] or told[0] in file.headers["etag"]


@pytest.fixture
def two_releases(writable: Settings) -> Iterator[TestClient]:
    """The example's master plan in releases 1 and 2, and an action programme from the third on."""
    file = pipeline.read_inputs([SHIPPED / "handlingsprogram-2025-2028.xlsx"])
    accepted = ()
    made = pipeline.publish(writable, file, reference_date=date(2026, 6, 30), accepted=accepted, note="import x.xlsx")
    assert made.manifest is not None
    with Service.open(writable) as service:
        yield TestClient(create_app(service), raise_server_exceptions=False)


def test_the_list_tells_of_every_release_and_which_one_holds(two_releases: TestClient) -> None:
    listed = two_releases.get("/api/v1/releases").json()
    page = read(two_releases.get("/nb/releases").text)
    rows = [href for href in page.hrefs if re.fullmatch(r"/nb/releases/\d{6}-[0-9a-f]{8}", href)]
    identifiers = [one["id"] for one in reversed(listed["releases"])]
    newest_first = sorted(identifiers, reverse=True)
    assert [href.rpartition("/")[2] for href in dict.fromkeys(rows)] == newest_first
    assert "gjelder nå" in words(page)
    assert "Lest inn: x.xlsx" in words(page)
    assert "Første utgivelse, uten planer" in words(page)


def test_a_release_tells_what_changed_what_it_holds_and_how_to_cite_it(two_releases: TestClient) -> None:
    manifest = max(two_releases.get("/api/v1/releases").json()["releases"], key=lambda one: one["sequence"])
    page = two_releases.get(f"/nb/releases/{manifest['sequence']}", follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (302, f"/nb/releases/{manifest['id']}")
    shown = read(two_releases.get("/nb/releases/current?organisation=eksempel").text)
    assert shown.faults == []
    told = words(shown)
    assert "Ny plan: " in told
    assert f"/nb/releases/{manifest['previous']}" in shown.hrefs
    for source in manifest["sources"]:
        assert source["fileName"] in told
        assert source["sha256"] in told
    stated = {one["name"].rpartition("/graph/")[2]: one["sha256"] for one in manifest["graphs"]}
    assert stated["eksempel/handlingsprogram-2025-2028"] in told
    assert f"utgivelse {manifest['id']}" in told
    assert f"/nb/releases/{manifest['id']} (CC BY 4.0)" in told


def test_the_first_release_says_that_all_is_new_and_one_too_many_is_not_found(two_releases: TestClient) -> None:
    assert "den første utgivelsen" in words(read(two_releases.get("/nb/releases/1").text))
    for wrong in ("99", "x", "000001-00000000"):
        assert two_releases.get(f"/nb/releases/{wrong}", headers=HTML).status_code == 404, wrong
    assert two_releases.get("/nb/releases/1?organisation=nobody", headers=HTML).status_code == 404
    assert two_releases.get("/nb/releases?page=7", headers=HTML).status_code == 200
    assert two_releases.get("/nb/releases?side=7", headers=HTML).status_code == 400


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_are_those_of_the_vocabulary_each_with_its_place_there(site: TestClient, lang: str) -> None:
    page = read(site.get(f"/{lang}/vocabulary").text)
    assert page.faults == []
    told, there = words(page), read(site.get(f"/ns?lang={lang}", headers=HTML).text)
    classes = {one.local: one for one in glossary().classes}
    named = [name for group in entry.GROUPS for name in group.classes]
    assert len(named) > 20
    for name in named:
        assert f"/ns#{name}" in page.hrefs
        assert name in there.ids
        assert classes[name].definition[lang] in told
    examples = [href for href in page.hrefs if href.startswith("/id/")]
    assert len(examples) > 15
    assert all(site.get(href, headers=HTML).status_code == 200 for href in examples[::5])

"""The standing pages: whole in three languages, with figures that are counted and no contact that nobody gave."""

import csv
import json
import runpy
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.texts import LANGUAGES, catalogue
from styringsgraf.web.app import create_app
from styringsgraf.web.pages import assets, standing

ROOT = Path(__file__).parents[3]
read: Any = runpy.run_path(str(ROOT / "tests/web/reading.py"))["read"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGES = ("about", "method", "accessibility")


def said(html: str) -> str:
    return " ".join(text for texts in read(html).words.values() for text in texts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_is_whole_in_each_language(client: TestClient, name: str, lang: str) -> None:
    answer = client.get(f"/{lang}/{name}")
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (200, [])
    assert found.headings[0] == (1, catalogue(name)["title"][lang])
    assert set(found.words) <= {lang, *LANGUAGES}
    words = said(answer.text)
    assert "{" not in words
    # Not in the body: the description, what is said only where something is missing, and sentences with values.
    shown = [key for key, texts in catalogue(name).items() if "{" not in texts[lang] and texts[lang] in words]
    assert len(shown) >= 0.75 * len(catalogue(name)), set(catalogue(name)) - set(shown)


def test_the_methods_figures_are_those_of_the_table(client: TestClient) -> None:
    with (ROOT / "data/sdg/segments.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    ends = {row["target"] for row in rows if row["role"] in {"end", "sub-objective"}}
    targets = {row["target"] for row in rows}
    assert standing.un_figures()["without"] == len(targets - ends)
    words = said(client.get("/nb/method").text)
    for part in (
        f"FNs {len(targets)} delmål",
        f"i {len(rows)} ledd",
        f"{len(targets - ends)} delmål sier ikke noe mål",
    ):
        assert part in words


def test_every_section_of_the_method_can_be_linked_to(client: TestClient) -> None:
    found = read(client.get("/nb/method").text)
    names = [section.name for section in standing.METHOD]
    assert len(names) >= 7
    assert set(names) <= set(found.ids)
    assert {f"#{name}" for name in names} <= set(found.hrefs)
    for href in (href for href in found.hrefs if href.startswith("/")):
        assert client.get(href, headers={"Accept": BROWSER}).status_code == 200, href


def test_no_contact_is_shown_that_nobody_gave(client: TestClient) -> None:
    for name in ("about", "accessibility"):
        html = client.get(f"/nb/{name}").text
        assert "mailto:" not in html
        assert catalogue("about")["errors-none"]["nb"] in said(html)


def test_the_contact_of_the_settings_is_shown(shipped_folder: Path) -> None:
    config = Settings(data=shipped_folder, contact_email="post@kommune.example", contact_name="Planavdelingen")
    with Service.open(config) as service:
        web = TestClient(create_app(service))
        for name in ("about", "accessibility"):
            html = web.get(f"/nn/{name}").text
            assert [text for text, link in read(html).anchors if link["href"] == "mailto:post@kommune.example"] == [
                "Planavdelingen"
            ]
            assert catalogue("about")["errors-none"]["nn"] not in said(html)


def test_every_part_by_others_is_named_with_version_and_licence(client: TestClient) -> None:
    words = said(client.get("/en/about").text)
    assert f"swagger-ui (fastapi-offline) {version('fastapi-offline')} Apache-2.0" in words
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    if "vendor/packed.json" not in assets.assets().files:
        assert catalogue("about")["parts-none"]["en"] in words
        return
    for name in wanted:
        assert (
            f"{name} {locked[f'node_modules/{name}']['version']} {locked[f'node_modules/{name}']['license']}" in words
        )


@pytest.mark.parametrize("name", PAGES)
def test_unknown_parameters_are_told(client: TestClient, name: str) -> None:
    assert client.get(f"/nb/{name}?x=1").status_code == 400


@pytest.mark.parametrize("lang", LANGUAGES)
def test_browsers_are_led_to_the_first_page_in_their_language(client: TestClient, lang: str) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": f"{lang},de;q=0.5"}
    answer = client.get("/", headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{lang}")
    assert answer.headers["vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/turtle, */*;q=0.1", ""])
def test_programs_are_led_to_the_description(client: TestClient, accept: str) -> None:
    answer = client.get("/", headers={"Accept": accept}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "api/docs")


def test_the_way_in_carries_the_proxys_prefix(service: Service) -> None:
    web = TestClient(create_app(service), root_path="/graf")
    answer = web.get("/graf/", headers={"Accept": BROWSER}, follow_redirects=False)
    assert answer.headers["location"].startswith("/graf/")

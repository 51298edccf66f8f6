"""Thread and changes over HTTP: negotiation, forms, pages, and one sentence for everything that goes wrong."""

import csv
import io
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from starlette.testclient import TestClient

from styringsgraf.formats import CHANGES, THREAD, Format

NODE = "/api/v1/thread?node=eksempel/kommuneplan-2023/S1"
PLANS = "/api/v1/changes?from=asker/handlingsprogram-2016-2019&to=asker/handlingsprogram-2017-2020"


#: (what names the form, the address, the headers, the form): by name, and by media type (csv-no shares one with csv).
WISHES = [
    *((f"format={row.name}", f"{NODE}&format={row.name}", {}, row) for row in THREAD),
    *((row.media_type, NODE, {"Accept": row.media_type}, row) for row in THREAD if row.name != "csv-no"),
]


@pytest.mark.parametrize(("url", "headers", "row"), [wish[1:] for wish in WISHES], ids=[wish[0] for wish in WISHES])
def test_a_thread_comes_in_the_form_asked_for(
    client: TestClient, url: str, headers: dict[str, str], row: Format
) -> None:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == row.content_type
    assert "Accept" in answer.headers["vary"]
    assert answer.headers["x-styringsgraf-release"]
    assert len(answer.content) > 500


def test_the_forms_carry_the_same_facts(client: TestClient) -> None:
    body = client.get(NODE).json()
    rows = list(csv.DictReader(io.StringIO(client.get(f"{NODE}&format=csv").text)))
    assert {row["node"] for row in rows} >= {node["iri"] for node in body["nodes"]}
    svg = ET.fromstring(client.get(f"{NODE}&format=svg").content)  # noqa: S314 - our own
    said = [e.text or "" for e in svg.iter("{http://www.w3.org/2000/svg}title")]
    assert len(said) == len(body["nodes"]) + 1
    effects = {drop["node"]: drop["effect"] for drop in body["ifDropped"]}
    assert {row["node"]: row["ifDropped"] for row in rows if row["ifDropped"]}.items() <= effects.items()
    assert "loses" in effects.values()
    latest = [i["latest"] for i in body["indicators"] if i["latest"]]
    assert {one["colour"] for one in latest} & {"green", "yellow", "red"}
    assert "\x1b" not in client.get(f"{NODE}&format=text").text


def test_a_browser_that_opens_the_picture_runs_nothing(client: TestClient) -> None:
    answer = client.get(f"{NODE}&format=svg")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", [row.name for row in CHANGES])
def test_changes_come_in_every_form(client: TestClient, name: str) -> None:
    answer = client.get(f"{PLANS}&format={name}")
    assert answer.status_code == 200
    assert len(answer.content) > 1000


def test_changes_between_plans_in_words_and_in_pages(client: TestClient) -> None:
    whole = client.get(PLANS, headers={"Accept-Language": "nn"}).json()
    assert whole["what"] == "plans"
    assert whole["from"]["code"] == "handlingsprogram-2016-2019"
    assert not whole["truncated"]
    assert sum(whole["counts"].values()) == len(whole["changes"]) > 40
    assert "fått ny tyding" in whole["changes"][0]["sentence"]
    pages: list[Any] = []
    while True:
        answer = client.get(f"{PLANS}&lang=nn&limit=20&offset={len(pages)}")
        page = answer.json()
        assert page["counts"] == whole["counts"]
        assert (answer.headers.get("x-styringsgraf-truncated") == "true") is page["truncated"]
        if not page["changes"]:
            break
        pages += page["changes"]
    assert pages == whole["changes"]
    only = client.get(f"{PLANS}&only=recoded").json()
    assert {change["change"] for change in only["changes"]} == {"recoded"}
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{PLANS}&format=xlsx").content)).active
    assert sheet is not None
    assert sheet.max_row == len(whole["changes"]) + 1


def test_a_release_and_itself_have_no_changes(client: TestClient) -> None:
    body = client.get("/api/v1/changes?from=current&to=1&lang=en").json()
    assert (body["what"], body["changes"], body["counts"]) == ("releases", [], {})


@pytest.mark.parametrize(
    ("url", "status", "names"),
    [
        ("/api/v1/changes", 400, "from"),
        ("/api/v1/changes?from=1", 400, "to"),
        ("/api/v1/changes?from=1&to=asker/handlingsprogram-2016-2019", 400, "asker/handlingsprogram-2016-2019"),
        ("/api/v1/changes?from=1&to=99", 404, "99"),
        ("/api/v1/changes?from=asker/nope&to=asker/nope", 404, "nope"),
        (f"{PLANS}&only=sideways", 400, "sideways"),
        (f"{PLANS}&limit=0", 400, "limit"),
        (f"{PLANS}&format=svg", 406, "svg"),
        (f"{PLANS}&too=much", 400, "too"),
        (f"{NODE}&format=png", 406, "png"),
        (f"{NODE}&format=csv&format=svg", 400, "format"),
    ],
)
@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_what_is_wrong_is_named(client: TestClient, url: str, status: int, names: str, lang: str) -> None:
    answer = client.get(f"{url}{'&' if '?' in url else '?'}lang={lang}")
    assert answer.status_code == status, answer.text
    assert names in answer.json()["detail"]

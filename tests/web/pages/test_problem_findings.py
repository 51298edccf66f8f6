"""What stops a release stands on the page that tells of it, with the cell it came from, and never as markup."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from styringsgraf import errors
from styringsgraf.quality.report import Cell, Finding
from styringsgraf.service import Service
from styringsgraf.web.app import create_app

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
FINDING = Finding(
    rule="SG-A05",
    severity="violation",
    message={"nb": "Tiltak <T1> mangler oppdrag.", "en": "Measure <T1> has no assignment."},
    cell=Cell(file="<plan>.xlsx", sheet="Tiltak", row=7, column="Oppdrag", letter="D"),
)


@pytest.fixture(scope="module")
def refusing(service: Service) -> TestClient:
    app, router = create_app(service), APIRouter()

    @router.get("/refused")
    def refused() -> None:
        raise errors.Refused("writing.refused", count=1, findings=[FINDING.as_json()])

    app.include_router(router)
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("lang", "words", "row"),
    [("nb", "Tiltak <T1> mangler oppdrag.", "rad 7"), ("nn", "Tiltak <T1> mangler oppdrag.", "rad 7"),
     ("en", "Measure <T1> has no assignment.", "row 7")],
)  # fmt: skip
def test_the_page_names_rule_sentence_and_cell(refusing: TestClient, lang: str, words: str, row: str) -> None:
    answer = refusing.get("/refused", headers={"Accept": "text/html", "Accept-Language": lang})
    found = read(answer.text)
    assert (answer.status_code, found.faults) == (422, [])
    said = " ".join(text for texts in found.words.values() for text in texts)
    assert words in said
    for part in ("<plan>.xlsx", "Tiltak", row):
        assert part in said
    assert found.all("a", href="/shapes#SG-A05")
    shapes = read(refusing.get("/shapes", headers={"Accept": "text/html"}).text)
    assert "SG-A05" in shapes.ids

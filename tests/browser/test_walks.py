"""Five tasks as a new user goes about them: from the start page, by what can be seen, on a desk and on a phone."""

import re
import runpy
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from playwright.sync_api import Page

Opened = Callable[..., AbstractContextManager[Any]]
_PLANTED: Final[dict[str, Any]] = runpy.run_path(
    str(Path(__file__).parents[1] / "web" / "site" / "test_check_page.py"), run_name="planted"
)


@pytest.fixture(params=[1280, 320])
def page(request: pytest.FixtureRequest, opened: Opened) -> Iterator[Page]:
    """The start page, as one comes to it; whatever goes wrong on the way fails the walk."""
    with opened("/", width=request.param) as visit:
        assert re.search(r"/nb$", visit.page.url)
        yield visit.page
        assert visit.trouble() == []


def looked_for(page: Page, words: str) -> None:
    """Search from the header."""
    page.get_by_role("banner").get_by_label("Søk i planer og mål").fill(words)
    page.get_by_role("banner").get_by_role("button", name="Søk").click()


def to(page: Page, name: str) -> None:
    """Go where the main menu leads; on a phone it is opened first."""
    opener = page.get_by_role("button", name="Meny")
    if opener.is_visible():
        opener.click()
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name=name, exact=True).click()


def test_what_supports_a_target(page: Page) -> None:
    looked_for(page, "13.2")
    page.get_by_role("main").get_by_role("link", name=re.compile(r"^(FN-delmål )?13\.2\b")).first.click()
    assert "/target/13.2" in page.url
    content = page.get_by_role("main")
    content.get_by_role("link", name=re.compile("Klimabudsjett til kommunestyret")).first.wait_for()
    assert "støtter opp om" in content.inner_text(), "it is not said why"


def test_why_a_measure_is_done(page: Page) -> None:
    looked_for(page, "tidlige hjemmebesøk")
    page.get_by_role("main").get_by_role("link", name=re.compile("Pilot for tidlige hjemmebesøk")).first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile("røde tråden")).first.click()
    assert "/thread?" in page.url
    said = page.get_by_role("main").inner_text()
    for step in ("Tidlig støtte i svangerskapet", "Fra sen hjelp til tidlig innsats", "Rett hjelp i tide", "3.4"):
        assert step in said


def test_the_unmeasurable_goals_of_a_service_area(page: Page) -> None:
    to(page, "Spørsmål")
    page.get_by_role("main").get_by_role("link", name="Hvilke delmål måles ikke av noen indikator?").first.click()
    page.get_by_label("Organisasjon").select_option("asker")
    page.get_by_label("Tjenesteområde eller enhet").select_option("asker/eiendom")
    page.get_by_role("main").get_by_role("button", name="Vis svaret").click()
    page.wait_for_url("**unit=asker%2Feiendom**")
    assert page.get_by_role("main").locator("tbody tr").count() == 2
    assert "Egne bygg brukes fullt ut" in page.get_by_role("main").inner_text()


def test_a_workbook_with_ten_faults(page: Page, tmp_path: Path) -> None:
    faults = _PLANTED["TEN"]
    assert len(faults) == 10
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(_PLANTED["workbook"](*(row[:4] for row in faults)))
    to(page, "Sjekk planen")
    page.get_by_label("Velg én eller flere filer").set_input_files(plan)
    page.get_by_label("Bare filene jeg sender").check()
    page.get_by_role("main").get_by_role("button", name="Sjekk planen").click()
    page.get_by_role("heading", level=1).get_by_text("Rapport").wait_for()
    said = page.get_by_role("main").inner_text()
    for sheet, *_, cell in faults:
        assert re.search(rf"{sheet}\W.*\b{cell}\b", said), (sheet, cell)


def test_a_table_into_a_spreadsheet(page: Page, tmp_path: Path) -> None:
    looked_for(page, "13.2")
    to(page, "Spørsmål")
    page.get_by_role("main").get_by_role("link", name="Hvilke tiltak støtter et FN-mål eller delmål?").first.click()
    page.locator("[name=target]").fill("13.2")
    page.get_by_role("main").get_by_role("button", name="Vis svaret").click()
    page.get_by_role("main").locator("tbody tr").first.wait_for()
    shown = page.get_by_role("main").locator("tbody tr").count()
    with page.expect_download() as waiting:
        page.get_by_role("main").get_by_role("link", name=re.compile("Excel|XLSX")).first.click()
    waiting.value.save_as(tmp_path / "svar.xlsx")
    book = openpyxl.load_workbook(tmp_path / "svar.xlsx")
    assert book.worksheets[0].max_row == shown + 1

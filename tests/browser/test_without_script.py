"""Every page without JavaScript: nothing is missing, and its forms work."""

import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

import pytest

from . import where

Opened = Callable[..., AbstractContextManager[Any]]
PLAN: Final = Path(__file__).parents[2] / "data" / "eksempel" / "kommuneplan-2023.xlsx"
_CONTENT: Final = """Array.from(document.querySelectorAll("main :is(h1, h2, h3, h4, td, th, dd, a[href], figcaption)"))
  .filter((one) => one.checkVisibility()).length"""


@pytest.mark.parametrize("address", where.ONE)
def test_nothing_waits_for_a_script(opened: Opened, address: str) -> None:
    status = where.EVERY["nb", address]
    with opened(address, status=status, java_script_enabled=False) as visit:
        assert visit.ask("hidden()") == []
        plain = visit.page.evaluate(_CONTENT)
        scripts = visit.page.locator("script[src]").count()
    if scripts:
        with opened(address, status=status) as visit:
            assert visit.page.evaluate(_CONTENT) == plain, "a script brings or takes content"


def test_search(opened: Opened) -> None:
    with opened("/nb/about", java_script_enabled=False) as visit:
        page = visit.page
        page.locator("header input[name=q]").fill("sykkel")
        page.locator("header input[name=q]").press("Enter")
        page.wait_for_url("**/nb/search?q=sykkel*")
        assert page.locator("main a", has_text="sykkel").count() > 3


def test_a_question(opened: Opened) -> None:
    with opened("/nb/questions", java_script_enabled=False) as visit:
        page = visit.page
        page.locator("main a[href$='/nb/questions/measures-for-target']").first.click()
        page.locator("main [name=target]").fill("3.4")
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/measures-for-target?**target=3.4**")
        assert page.locator("main table tbody tr").count() > 3


def test_a_plan_is_checked(opened: Opened) -> None:
    with opened("/nb/check", java_script_enabled=False) as visit:
        page = visit.page
        page.locator("main input[type=file]").set_input_files(PLAN)
        page.locator("main form button[type=submit]").click()
        page.wait_for_load_state()
        assert PLAN.name in page.inner_text("main")
        assert page.locator("main h1").count() == 1
        with page.expect_download() as waiting:
            page.locator("main button[name=format][value=xlsx]").click()
        assert waiting.value.suggested_filename == "sjekkrapport.xlsx"
        assert zipfile.is_zipfile(waiting.value.path())
        assert PLAN.name in page.inner_text("main"), "the report stays where it was"


def test_sparql(opened: Opened) -> None:
    with opened("/nb/sparql", java_script_enabled=False) as visit:
        page = visit.page
        page.locator("main textarea[name=query]").fill("SELECT (1 AS ?en) WHERE {}")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        assert page.locator("table td").all_inner_texts() == ["1"]

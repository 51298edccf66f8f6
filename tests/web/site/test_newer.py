"""The way on from a plan that is no longer in force, on the pages of threads, nodes and indicators."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from styringsgraf.texts import text
from styringsgraf.web.pages.choices import Choices

read: Any = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]
BROWSER = {"Accept": "text/html"}
LANGUAGES = ("nb", "nn", "en")
OLD, NEW = "eksempel/handlingsprogram-2025-2028", "eksempel/handlingsprogram-2026-2029"


def box(site: TestClient, address: str) -> tuple[str, list[str]]:
    """Return what the box at the top says, in plain words, and where its links lead; it stands before all headings."""
    answer = site.get(address, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:300]
    page = read(answer.text)
    assert page.faults == []
    top = answer.text[answer.text.index("</h1>") :].partition("<h2")[0]
    found = re.search(r'<div class="ds-alert" data-color="info">(.*?)</div>', top, re.DOTALL)
    if found is None:
        return "", []
    said = " ".join(re.sub(r"<[^>]+>", "", found[1]).split())
    return said, re.findall(r'href="([^"]*)"', found[1])


def said(key: str, lang: str = "nb") -> str:
    return str(escape(text(f"newer.{key}")[lang]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_thread_leads_to_the_thread_in_the_newest_edition(site: TestClient, lang: str) -> None:
    words, links = box(site, f"/{lang}/thread?node={OLD}/T1")
    assert words.startswith(said("edition", lang))
    assert said("same", lang) in words
    assert said("gone", lang) not in words
    assert links == [f"/doc/{NEW}?lang={lang}", f"/{lang}/thread?node={NEW}/measure/T1"]
    assert box(site, links[1]) == ("", []), "in force: there is nothing newer"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_a_node_leads_to_the_page_of_the_node(site: TestClient, lang: str) -> None:
    words, links = box(site, f"/doc/{OLD}/measure/T1?lang={lang}")
    assert words.startswith(said("edition", lang))
    assert links == [f"/doc/{NEW}?lang={lang}", f"/doc/{NEW}/measure/T1?lang={lang}"]


def test_a_new_code_is_followed(site: TestClient) -> None:
    words, links = box(site, f"/doc/{OLD}/measure/T8b?lang=nb")
    assert links[1:] == [f"/doc/{NEW}/measure/T13?lang=nb"]
    assert "T13 " in words
    # What had that code before is something else.
    _, links = box(site, "/nb/indicator?node=asker/handlingsprogram-2016-2019/indicator/MA.1.3")
    assert links[1:] == ["/nb/indicator?node=asker/handlingsprogram-2017-2020/indicator/MA.1.2"]


def test_what_is_not_in_the_newest_edition_leads_to_that_edition(site: TestClient) -> None:
    for address in (f"/nb/thread?node={OLD}/T16", f"/doc/{OLD}/measure/T16?lang=nb"):
        words, links = box(site, address)
        assert words.startswith(said("edition"))
        assert words.endswith(said("gone"))
        assert links == [f"/doc/{NEW}?lang=nb"]


def test_the_page_of_a_plan_leads_to_its_newest_edition(site: TestClient) -> None:
    words, links = box(site, f"/doc/{OLD}?lang=nb")
    assert words.startswith(said("edition"))
    assert said("gone") not in words
    assert links == [f"/doc/{NEW}?lang=nb"]


def test_what_another_plan_carries_on_leads_there_also_over_several_steps(site: TestClient) -> None:
    words, links = box(site, "/doc/asker/energi-og-klimaplan-2013-2030/main-goal/K4?lang=nb")
    assert words.startswith(said("carried"))
    assert links[1] == "/doc/asker/klem-2018-2030/main-goal/K7?lang=nb"
    words, links = box(site, "/doc/asker/energi-og-klimaplan-2013-2030/main-goal/K3?lang=nb")
    assert words.startswith(said("carried"))
    assert links[1] == "/doc/nye-asker/kommuneplan-2020-2032/main-goal/K8?lang=nb"


def test_of_a_municipality_that_is_no_more_the_next_one_is_named(site: TestClient) -> None:
    words, links = box(site, "/doc/asker/handlingsprogram-2017-2020/sub-goal/B.2?lang=nb")
    assert words.startswith(said("organisation"))
    assert links == ["/nb/organisation/nye-asker"], "its own action programme was only proposed"


@pytest.mark.parametrize(
    "address", [f"/doc/{NEW}/measure/T1", "/doc/eksempel/kommuneplan-2023/sub-goal/D1.1", "/nb/thread?node=3.4",
                "/doc/eksempel/unit/personal", f"/doc/{OLD}/row/organisasjon/3", "/doc/sdg/segment/3.4-s1",
                "/doc/nye-asker/handlingsprogram-2021-2024", "/nb/indicator?node=eksempel/kommuneplan-2023/I1"]
)  # fmt: skip
def test_where_nothing_newer_is_to_be_had_nothing_is_said(site: TestClient, address: str) -> None:
    assert box(site, address) == ("", [])


def test_choices_know_series_days_and_what_was_only_proposed(site: TestClient) -> None:
    assert site.get("/nb/status", headers=BROWSER).status_code == 200
    known: Choices = site.app.state.choices  # type: ignore[attr-defined]
    plans = {plan.value: plan for plan in known.plans}
    old, new = plans[OLD], plans[NEW]
    assert old.series == new.series == "handlingsprogram"
    assert (old.since, new.since) == ("2025-01-01", "2026-01-01")
    assert (old.in_force, new.in_force) == (False, True)
    assert plans["nye-asker/temaplan-klima-2021"].since == "2021-06-15", "no day of validity: the day of adoption"
    assert not plans["nye-asker/handlingsprogram-2021-2024"].adopted

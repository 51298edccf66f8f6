"""A thread with bands and effects, as coloured text, as rows, and as the colour a question gives the same result."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.namespaces import CODE
from styringsgraf.questions.bands import Band, colour_of, ordered
from styringsgraf.service import Service
from styringsgraf.terms import decimal, sg
from styringsgraf.texts import LANGUAGES
from styringsgraf.thread import coloured, draw, written


def band(town: Any, colour: str, lower: str | None, upper: str | None) -> None:
    iri = f"{town.iri('plan/Indicator/I1')}/band/{colour}-1"
    town.state("plan/Indicator/I1", "sg:hasBand", iri, "plan")
    town.state(iri, "rdf:type", sg("ValueBand"), "plan")
    town.state(iri, "sg:colour", f"{CODE}band-colour/{colour}", "plan")
    for end, value in (("lower", lower), ("upper", upper)):
        if value is not None:
            town.state(iri, f"sg:{end}", decimal(Decimal(value)), "plan")


@pytest.fixture
def banded(town: Any) -> Any:
    band(town, "green", "85.0", None)
    band(town, "yellow", "80.0", "84.9")
    band(town, "red", None, "79.9")
    return town


# --- bands ----------------------------------------------------------------------------------------


def test_the_latest_result_has_the_colour_of_its_band(banded: Any) -> None:
    (indicator,) = banded.thread("plan/SubGoal/D").indicators
    assert (indicator.latest.colour, indicator.latest.colour_label) == ("yellow", "gul")
    assert [(b.colour, b.words(indicator.decimals, "nb")) for b in indicator.bands] == [
        ("green", "≥85,0"), ("yellow", "80,0–84,9"), ("red", "≤79,9"),
    ]  # fmt: skip
    body = indicator.to_json()
    assert body["bands"][1] == {
        "colour": "yellow", "lower": 80, "lowerOpen": False, "upper": 84.9, "upperOpen": False,
    }  # fmt: skip


def test_a_result_that_breaks_the_series_or_is_none_has_no_colour(banded: Any) -> None:
    banded.observe("trivsel", 2024, "90", status="not-comparable")
    (indicator,) = banded.thread("plan/SubGoal/D").indicators
    assert (indicator.latest.period, indicator.latest.colour) == ("2024", None)
    banded.observe("trivsel", 2025, status="not-measured")
    (indicator,) = banded.thread("plan/SubGoal/D").indicators
    assert indicator.latest.colour is None


def test_without_bands_nothing_is_said_of_colour(town: Any) -> None:
    found = town.thread("plan/SubGoal/D")
    assert found.indicators[0].latest.colour == "no-bands"
    assert "82,0 (prosent, 2023)\n" in draw(found, "nb")


@pytest.mark.parametrize(
    ("value", "places", "colour"),
    [
        ("7.3", 1, "several"), ("7.24", 1, "green"), ("7.25", 1, "several"), ("7.55", 1, "yellow"),
        ("7.65", 1, "outside"),
        ("7.6", None, "yellow"), ("7.61", None, "outside"), ("9", 1, "red"), ("8", 0, "outside"),
    ],
)  # fmt: skip
def test_a_value_is_judged_as_printed(value: str, places: int | None, colour: str) -> None:
    bands = [
        Band("green", upper=Decimal("7.3")),
        Band("yellow", Decimal("7.3"), upper=Decimal("7.6")),
        Band("red", Decimal(8), lower_open=True),
    ]
    assert colour_of(Decimal(value), places, bands) == colour
    assert colour_of(Decimal(value), places, []) == "no-bands"


def test_the_question_gives_the_same_colours(service: Service) -> None:
    """One definition in two languages: indicator-status (SPARQL) and the thread (Python)."""
    plans = ["asker/handlingsprogram-2016-2019", "eksempel/handlingsprogram-2026-2029", "eksempel/kommuneplan-2023"]
    compared = 0
    for plan in plans:
        org = plan.partition("/")[0]
        rows = service.ask("indicator-status", {"plan": plan}, lang="nb", limit=5000).as_json()["rows"]
        own = [row for row in rows if row["area"].endswith(f"/id/{org}")]
        latest = {row["indicator"]: max(r["period"] for r in own if r["indicator"] == row["indicator"]) for row in own}
        for row in own:
            goal = measured(service, row["indicator"]) if row["period"] == latest[row["indicator"]] else None
            if goal is None:
                continue
            thread = service.thread(goal, "down", lang="nb")
            # A goal in force shows the indicators in force; these programmes are older.
            for shown in (one for one in thread.indicators if one.iri == row["indicator"]):
                assert shown.latest is not None
                assert (shown.latest.colour or None) == row["band"], row
                compared += 1
    assert compared >= 25


def measured(service: Service, indicator: str) -> str | None:
    """Return something an indicator measures; series that the plan hangs at no goal are on no thread."""
    links = service.thread(indicator, "up", lang="nb", depth=1).links
    return next((link.end for link in links if link.start == indicator), None)


@given(
    st.permutations(
        [Band("red", Decimal(1)), Band("green", Decimal(2)), Band("green", None, upper=Decimal(1)), Band("yellow")]
    )
)
def test_bands_are_told_green_first_each_from_its_lowest(bands: list[Band]) -> None:
    assert [(b.colour, b.lower) for b in ordered(bands)] == [
        ("green", None), ("green", 2), ("yellow", None), ("red", 1),
    ]  # fmt: skip


# --- what falls away ------------------------------------------------------------------------------


def test_effects_are_those_of_the_question(service: Service) -> None:
    node = "eksempel/kommuneplan-2023/S1"
    rows = service.ask("what-if-dropped", {"node": node}, lang="nb", limit=100).as_json()["rows"]
    thread = service.thread(node, "up", lang="nb")
    assert thread.dropped is not None
    told = [(drop.effect, drop.iri, drop.measures_before, drop.measures_after) for drop in thread.dropped]
    assert told == [
        (r["effect"], r["node"], r["measuresBefore"], r["measuresAfter"]) for r in rows if r["effect"] != "dropped"
    ]
    assert len(told) > 5


@pytest.mark.parametrize("name", ["3.4", "hp23/Measure/T0", "plan/Indicator/I1", "plan"])
def test_what_nothing_can_rest_on_says_nothing(town: Any, name: str) -> None:
    found = town.thread(town.iri(name) if name == "plan" else name)
    assert found.dropped is None
    assert found.to_json()["ifDropped"] is None
    assert "tas ut" not in draw(found, "nb")


def test_a_drop_without_effect_says_so(town: Any) -> None:
    town.node("hp24/Measure/T7", "Løst tiltak")
    town.state("hp24/Measure/T7", "sg:fulfils", "hp24/Assignment/O1", "hp24")
    found = town.thread("hp24/Measure/T7")
    assert {drop.effect for drop in found.dropped} == {"keeps"}
    town.node("hp24/Measure/T8", "Helt løst tiltak")
    lonely = town.thread("hp24/Measure/T8")
    assert lonely.dropped == ()
    assert "ingen mål mister støtte" in draw(lonely, "nb")


# --- text in colour -------------------------------------------------------------------------------


def test_only_the_word_is_coloured_and_it_stays_a_word(banded: Any) -> None:
    found = banded.thread("plan/SubGoal/D")
    plain, painted = draw(found, "nb"), draw(found, "nb", coloured)
    assert "\x1b" not in plain
    assert ", 2023), \x1b[33mgul\x1b[0m\n" in painted
    assert painted.replace("\x1b[33m", "").replace("\x1b[0m", "") == plain


# --- rows -----------------------------------------------------------------------------------------


def rows_of(thread: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(thread, "csv").decode())))


def test_csv_has_the_root_every_link_and_every_indicator(banded: Any) -> None:
    banded.claim("hp24/Measure/T2", "plan/SubGoal/D")
    thread = banded.thread("plan/SubGoal/D")
    rows = rows_of(thread)
    assert [row["place"] for row in rows[:1]] == ["root"]
    links = {(r["node"], r["near"], r["basis"]) for r in rows if r["place"] == "down"}
    links |= {(r["near"], r["node"], r["basis"]) for r in rows if r["place"] == "up"}
    assert links == {(link.start, link.end, link.basis) for link in thread.links}
    assert len(rows) == 1 + len(thread.links) + 1
    (indicator,) = [row for row in rows if row["place"] == "indicator"]
    assert (indicator["code"], indicator["nearCode"], indicator["year"], indicator["value"], indicator["colour"]) == (
        "I1", "D", "2023", "82.0", "yellow",
    )  # fmt: skip
    assert {r["code"]: (r["ifDropped"], r["measuresAfter"]) for r in rows if r["ifDropped"]}["H"] == ("loses", "0")
    assert {r["code"]: r["steps"] for r in rows if r["place"] == "up"} == {"H": "1", "3.4": "1", "S": "2", "3": "2"} | {
        "3": max(r["steps"] for r in rows if r["code"] == "3")
    }


def test_a_thread_of_one_is_one_row(town: Any) -> None:
    (row,) = rows_of(town.thread(town.iri("plan")))
    assert (row["place"], row["near"], row["basis"]) == ("root", "", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_can_be_written(banded: Any, lang: str) -> None:
    thread = banded.thread("plan/SubGoal/D", lang=lang)
    assert json.loads(written(thread, "json")) == thread.to_json()
    sheet = openpyxl.load_workbook(io.BytesIO(written(thread, "xlsx"))).active
    assert sheet is not None
    assert sheet.max_row == len(rows_of(thread)) + 1
    assert written(thread, "csv-no").decode("utf-8-sig").count("\r\n") == len(rows_of(thread)) + 1
    assert written(thread, "text").decode() == draw(thread, lang)

"""The plans of Asker, new Asker and Sunndal: what the sources tell is there with its place, what they lack is not."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

CARDS = ("handlingsprogram-2016-2019", "handlingsprogram-2017-2020", "arsrapport-2015")
Sheets = dict[str, list[dict[str, Any]]]
#: Sheets whose rows say where they stand.
STATED = (
    "Satsingsområder", "Hovedmål", "Delmål", "Strategier", "Tiltak", "Indikatorer", "Målinger", "Bevilgninger",
    "Sammenslåing",
)  # fmt: skip
OF_INTEREST = (*STATED, "Dokument", "Bidrag", "Kommunenumre")


@pytest.fixture(scope="module")
def plans(data: Path, plan: Callable[[str], Sheets]) -> dict[str, Sheets]:
    paths = [path for folder in ("asker", "nye-asker", "sunndal") for path in sorted((data / folder).glob("*.xlsx"))]
    names = [f"{path.parent.name}/{path.stem}" for path in paths]
    return {name: {s: rows for s, rows in plan(name).items() if s in OF_INTEREST} for name in names}


def _all(plans: dict[str, Sheets], sheet: str) -> list[dict[str, Any]]:
    return [row for sheets in plans.values() for row in sheets.get(sheet, [])]


def test_every_workbook_is_collected(plans: dict[str, Sheets]) -> None:
    assert len(plans) == 19
    assert len(_all(plans, "Dokument")) == 38


def test_as_much_as_the_sources_give(plans: dict[str, Sheets]) -> None:
    asker = {name: sheets for name, sheets in plans.items() if not name.startswith("sunndal")}
    goals = {row["Kode"] for sheet in ("Hovedmål", "Delmål") for row in _all(asker, sheet)} - {"V0"}
    # The 29 focus goals and sub-goals of the goal cards are counted in test_asker.
    assert len(goals) + 6 + 23 == 62
    strategies = {
        (row["Kode"], row["Tittel"]) for row in _all(asker, "Strategier") if not row["Kode"].startswith("MA-")
    } | {row["Tittel"] for row in _all(asker, "Strategier") if row["Kode"].startswith("MA-")}
    assert len(strategies) == 43
    measures = [row["Kode"] for row in _all(asker, "Tiltak")]
    assert len(measures) == len(set(measures)) == 31
    assert {int(code[1:].split(".")[0]) for code in measures} == set(range(1, 26))
    series = {row["Kode"].split(".")[0] for row in _all(asker, "Indikatorer") if row["Kode"].startswith("H")}
    assert series == {f"H{number}" for number in range(1, 15)}


def test_every_row_has_its_source_and_place(plans: dict[str, Sheets]) -> None:
    rows = [(name, row) for name, sheets in plans.items() for sheet in STATED for row in sheets.get(sheet, [])]
    assert len(rows) > 300
    assert [(name, row) for name, row in rows if not (row["Kilde"] and row["Side"])] == []
    for name, sheets in plans.items():
        assert all(row["Kilde"] for row in sheets["Dokument"]), name


def test_broken_threads_are_broken(plans: dict[str, Sheets]) -> None:
    assert [row["Kode"] for row in _all(plans, "Tiltak") if row["Oppdrag"]] == []
    led = {row["Kode"] for row in _all(plans, "Strategier") if row["Mål"]}
    assert led == {"D1.1", "D1.2", "D1.3", "D1.4", "D2.1", "D2.2", "D2.3", "D2.4", "D2.5"}
    assert all(row["Hovedmål"] is None for row in _all(plans, "Delmål"))
    assert all(row.get("Støtter FN") is None for sheet in STATED for row in _all(plans, sheet))


def test_what_is_our_reading_is_a_claim_with_a_reason(plans: dict[str, Sheets]) -> None:
    claims = _all(plans, "Bidrag")
    assert len(claims) == 65
    assert {row["Type"] for row in claims} == {"påstått"}
    assert all(len(row["Begrunnelse"]) > 30 for row in claims)


def test_the_eight_focus_areas_of_new_asker_build_on_six_goals(plans: dict[str, Sheets]) -> None:
    areas = plans["nye-asker/kommuneplan-2020-2032"]["Satsingsområder"]
    assert [(row["Bygger på FN-mål"], row["Internt"]) for row in areas] == [
        ("17", "nei"), ("11", "nei"), ("13", "nei"), ("3", "nei"), ("4", "nei"), ("9", "nei"), (None, "ja"),
        (None, "ja"),
    ]  # fmt: skip


def test_old_and_new_asker_are_joined(plans: dict[str, Sheets]) -> None:
    (merger,) = _all(plans, "Sammenslåing")
    assert (merger["Fra"], merger["Til"], merger["Dato"].date().isoformat()) == ("asker", "nye-asker", "2020-01-01")
    numbers = {(row["Organisasjon"], row["Kommunenummer"]) for row in _all(plans, "Dokument")}
    assert numbers == {("asker", "0220"), ("nye-asker", "3203"), ("sunndal", None)}


def test_asker_has_had_three_numbers_one_after_the_other(plans: dict[str, Sheets]) -> None:
    days = ("Gyldig fra", "Gyldig til")
    rows = _all(plans, "Kommunenumre")
    assert sorted((row["Nummer"], row["Organisasjon"], *(_day(row[name]) for name in days)) for row in rows) == [
        ("0220", "asker", "", "2019-12-31"),
        ("3025", "nye-asker", "2020-01-01", "2023-12-31"),
        ("3203", "nye-asker", "2024-01-01", ""),
    ]


def test_new_asker_is_known_by_its_organisation_number_and_in_official_registers(plans: dict[str, Sheets]) -> None:
    rows = [row for row in _all(plans, "Dokument") if row["Organisasjon"] == "nye-asker"]
    assert {row["Organisasjonsnummer"] for row in rows} == {"920125298"}
    (links,) = {row["Offisielle lenker"] for row in rows}
    assert links.splitlines() == [
        "https://data.geonorge.no/administrativeEnheter/kommune/id/172764173000172686",
        "https://data.brreg.no/enhetsregisteret/api/enheter/920125298",
    ]


def _day(cell: Any) -> str:
    return cell.date().isoformat() if cell else ""


def test_the_climate_goal_has_three_baselines_and_targets(plans: dict[str, Sheets]) -> None:
    chain = (("asker/energi-og-klimaplan-2013-2030", "K3", "KI3", 1991, -50),
             ("asker/klem-2018-2030", "K6", "KI6", 2009, -55),
             ("nye-asker/kommuneplan-2020-2032", "K8", "KI8", 2009, -67))  # fmt: skip
    before = None
    for name, goal, indicator, baseline, target in chain:
        sheets = plans[name]
        stated = next(row for row in sheets["Hovedmål"] if row["Kode"] == goal)
        assert (stated["Forløper"] or "").rpartition(":")[2] == (before or "")
        measured = next(row for row in sheets["Indikatorer"] if row["Kode"] == indicator)
        assert (measured["Måler"], measured["Basisår"]) == (goal, baseline)
        assert str(-target) in (stated["Ordlyd"] if target != -50 else "50")
        before = goal


def test_sunndals_goals_stand_in_their_order(plans: dict[str, Sheets]) -> None:
    goals = plans["sunndal/kommuneplan-2020-2030"]["Hovedmål"]
    assert [row["Prioritet"] for row in goals] == [1, 2, 3, 4, 5, 6]
    claimed = {row["Fra"] for row in plans["sunndal/kommuneplan-2020-2030"]["Bidrag"] if row["Til"].startswith("SDG")}
    assert claimed == {row["Kode"] for row in goals}


def test_no_dates_of_adoption_but_those_the_sources_give(plans: dict[str, Sheets]) -> None:
    told = {
        row["Utgave"]: (row["Vedtatt dato"].date().isoformat(), row["Saksnummer"])
        for row in _all(plans, "Dokument")
        if row["Vedtatt dato"]
    }
    assert told == {
        "temaplan-sykkel-2018-2030": ("2018-10-16", None),
        "planstrategi-2016-2019": ("2016-11-08", "122/16"),
        "kommuneplan-2020-2032": ("2020-06-09", None),
        "temaplan-klima-2021": ("2021-06-15", None),
        "temaplan-medborgerskap": ("2021-04-13", None),
        "temaplan-psykisk-helse-og-rus": ("2023-01-31", None),
        "kommuneplan-2020-2030": ("2020-11-25", "91/20"),
    }
    numbered = {row["Organisasjon"] for row in _all(plans, "Dokument") if row["Organisasjonsnummer"]}
    assert numbered == {"nye-asker"}


def test_numbers_of_the_free_series_are_those_of_the_collected_facts(plans: dict[str, Sheets], facts: Path) -> None:
    text = (facts / "asker.md").read_text(encoding="utf-8")
    told = text.split("Further quantified")[1].split("## C.")[0].replace("~", "")
    numbers = {float(n.replace(",", "")) for n in re.findall(r"(?<![\w.])-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?", told)}
    numbers |= {17.7 * 10, 7.3 * 1000}  # printed in Norwegian miles and in billions
    ours = [
        row for name, sheets in plans.items() if not name.startswith("sunndal") for row in sheets.get("Målinger", [])
    ]  # fmt: skip
    assert len(ours) == 78
    assert {float(row["Verdi"]) for row in ours} - numbers == set()


def test_an_uncertain_year_is_flagged(plans: dict[str, Sheets]) -> None:
    figures = plans["nye-asker/nokkeltall"]["Målinger"]
    assert {row["Status"] for row in figures if row["År"] == 2020} == {"anslått"}
    assert all("året er ikke oppgitt" in row["Merknad"].lower() for row in figures if row["År"] == 2020)


def test_accepted_findings_have_a_reason_each(data: Path) -> None:
    listed = yaml.safe_load((data / "godtatte-funn.yaml").read_text(encoding="utf-8"))["accepted"]
    assert len(listed) == 123
    assert all(len(entry["reason"]) > 20 for entry in listed)
    assert {entry["rule"] for entry in listed if "/measure/" in entry["focusNode"]} == {"SG-A05", "SG-D03"}
    assert not [entry for entry in listed if entry["focusNode"].startswith("eksempel/")]

"""Cells and rows that were read wrongly or left out quietly once: each now says what happened to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from styringsgraf.ingest.codes import from_month
from styringsgraf.ingest.dates import NotADate, read_date
from styringsgraf.ingest.numbers import NotANumber, parse, read_number

Plan = Callable[..., Any]
WORK = ("Kode", "Tittel", "Oppdrag", "Ansvarlig", "Støtter FN")
OBSERVATION = ("Indikator", "År", "Område", "Verdi", "Status")
INDICATORS = [("Kode", "Tittel", "Måler", "Enhet"), ("I1", "a", "", "prosent"), ("I2", "b", "", "prosent")]
T1, T2 = ("T1", "a", "", "lia", ""), ("T2", "b", "", "lia", "")


def rows_of(found: Any, rule: str) -> list[int | None]:
    return [finding.cell.row for finding in found.findings if finding.rule == rule and finding.cell]


def test_a_contribution_without_an_end_is_not_lost(plan: Plan) -> None:
    found = plan(
        Tiltak=[WORK, T1, T2],
        Bidrag=[("Fra", "Til", "Type"), ("T1", "", "direkte"), ("", "T2", "direkte"), ("T1", "T2", "direkte")],
    )
    cells = [(f.cell.row, f.cell.column) for f in found.findings if f.rule == "SG-I02" and f.cell]
    assert cells == [(2, "Til"), (3, "Fra")]
    assert sum(s.endswith("contribution/T1-T2") and p == "rdf:type" for s, p, _ in found.triples()) == 1


def test_a_cell_that_may_name_one_thing_does_not_pick_one_of_two(plan: Plan) -> None:
    found = plan(
        Indikatorer=INDICATORS,
        Organisasjon=[("Kode", "Navn", "Type"), ("a", "A", "virksomhet"), ("b", "B", "virksomhet")],
        Målinger=[OBSERVATION, ("I1;I2", 2025, "", 5, ""), ("I1", 2025, "a;b", 5, ""), ("I1", 2024, "a", 5, "")],
        Måltall=[("Indikator", "År", "Verdi"), ("I1\nI2", 2026, 5)],
        Tiltak=[WORK, T1, T2],
        Bidrag=[("Fra", "Til", "Type"), ("T1;T2", "3.4", "direkte")],
    )
    single = [(f.cell.sheet, f.cell.row) for f in found.findings if f.rule == "SG-E03" and f.cell]
    assert sorted(single) == [("Bidrag", 2), ("Målinger", 2), ("Målinger", 3), ("Måltall", 2)]
    assert all(f.stops for f in found.findings if f.rule == "SG-E03")
    assert len({s for s, p, _ in found.triples() if p == "sg:indicator"}) == 1


def test_a_row_that_becomes_nothing_is_named(plan: Plan) -> None:
    found = plan(Indikatorer=INDICATORS, Målinger=[OBSERVATION, ("", 2025, "", "", ""), ("I1", 2025, "", 1, "")])
    assert rows_of(found, "SG-I02") == [2]


def test_a_value_that_cannot_be_read_is_reported_once(plan: Plan) -> None:
    found = plan(Indikatorer=INDICATORS, Målinger=[OBSERVATION, ("I1", 2025, "", "ca. 4", "")])
    assert found.rules() == ["SG-I08"]


@pytest.mark.parametrize("text", ["1" * 19, "9" * 40, "0," + "1" * 19, "1e18", "-1e18"])
def test_numbers_that_no_engine_can_add_are_refused(text: str) -> None:
    with pytest.raises(NotANumber) as problem:
        parse(text)
    assert problem.value.outside


@pytest.mark.parametrize("value", [1e18, 1e300, -1e20])
def test_cells_too_large_to_compute_with_are_refused(plan: Plan, value: float) -> None:
    found = plan(Indikatorer=INDICATORS, Målinger=[OBSERVATION, ("I1", 2025, "", value, "")])
    assert "18" in found.only("SG-I08").message["nb"]


@pytest.mark.parametrize(
    ("value", "read"), [(0.3 - 0.1 * 3, "0"), (1e-300, "0"), (1.23456789e-12, "0.000000000001234568")]
)
def test_the_noise_of_a_spreadsheet_is_no_value(value: float, read: str) -> None:
    assert f"{read_number(value).value:f}" == read


@pytest.mark.parametrize(("decimals", "ok"), [(0, True), (2, True), (-3, False), (10**9, False)])
def test_decimals_are_within_reason(plan: Plan, decimals: int, ok: bool) -> None:
    found = plan(Indikatorer=[(*INDICATORS[0], "Desimaler"), (*INDICATORS[1], decimals)])
    assert found.rules() == ([] if ok else ["SG-I08"])


@pytest.mark.parametrize(
    ("text", "code"),
    [("03.apr", "3.4"), ("3. apr", "3.4"), ("3-Apr", "3.4"), ("16.okt", "16.10"), ("04.des.", "4.12"),
     ("mar.45", "3.45"),
     ("T.1", None), ("MAR-12", None), ("3.4", None), ("Mar-12", None), ("3 apr 2026", None), ("mars", None)],
)  # fmt: skip
def test_codes_that_a_spreadsheet_saved_as_a_day(text: str, code: str | None) -> None:
    assert from_month(text) == code


def test_codes_saved_as_days_and_day_numbers_are_found_in_links_and_codes(plan: Plan) -> None:
    found = plan(
        Tiltak=[WORK, T1, ("03.apr", "b", "", "lia", ""), ("T3", "c", "", "lia", "3.5; 04.mar"), (*T2[:4], 45385)]
    )
    findings = {f.cell.row: f for f in found.findings if f.rule == "SG-E01" and f.cell}
    assert sorted(findings) == [3, 4, 5]
    assert all(f.stops for f in findings.values())
    assert "3.4" in findings[3].message["nb"]
    assert "4.3" in findings[4].message["nb"]
    assert "3.4" in findings[5].message["nb"]
    assert found.values("lia/hp-2026/measure/T3", "sg:alignsWith") == {"sdg:3.5"}


@pytest.mark.parametrize("raw", ["0001-01-01", "9999-12-31", "01.01.2262", date(1600, 1, 1), 18991231])
def test_years_that_no_plan_can_mean(raw: Any) -> None:
    with pytest.raises(NotADate):
        read_date(raw)


def test_what_ends_before_it_begins(plan: Plan) -> None:
    found = plan(
        Tiltak=[(*WORK, "Startdato", "Sluttdato"), (*T1, "2027", "2026"), (*T2, "2026", "2026")],
        Indikatorer=[(*INDICATORS[0], "Minimum", "Maksimum"), (*INDICATORS[1], 100, "20"), (*INDICATORS[2], 0, 100)],
    )
    places = [(f.cell.sheet, f.cell.row, f.cell.column) for f in found.findings if f.rule == "SG-I28" and f.cell]
    assert sorted(places) == [("Indikatorer", 2, "Maksimum"), ("Tiltak", 2, "Sluttdato")]
    assert all(f.stops for f in found.findings)


@pytest.mark.parametrize("link", ["http://[bad", "https://a:99999999/", "http://", "https://%zz/"])
def test_what_only_looks_like_an_address_stays_text(plan: Plan, link: str) -> None:
    found = plan(Tiltak=[(*WORK, "Kilde"), (*T1, link)])
    assert found.findings == ()
    assert found.values("lia/hp-2026/measure/T1", "dct:source") == {link}


@pytest.mark.parametrize("text", ["https://example.org/id/lia/hp-2026/measure/a b", "https://example.org/id/<x>"])
def test_a_reference_by_an_address_that_is_none_is_a_link_to_nothing(plan: Plan, text: str) -> None:
    found = plan(Tiltak=[WORK, ("T1", "a", text, "lia", "")])
    assert found.only("SG-E03").stops


def test_two_rows_with_one_enduring_key(plan: Plan) -> None:
    found = plan(Tiltak=[(*WORK, "Varig nøkkel"), (*T1, "k"), (*T2, "k"), ("T3", "c", "", "lia", "", "—")])
    assert [(f.rule, f.cell.row, f.stops) for f in found.findings if f.cell] == [
        ("SG-D06", 3, True),
        ("SG-I02", 4, True),
    ]


def test_parts_that_belong_to_themselves(plan: Plan) -> None:
    head = ("Kode", "Navn", "Type", "Overordnet")
    found = plan(Organisasjon=[
        head, ("a", "A", "virksomhet", "b"), ("b", "B", "virksomhet", "a"), ("c", "C", "virksomhet", "c"),
        ("d", "D", "virksomhet", "a"), ("e", "E", "virksomhet", "lia"),
    ])  # fmt: skip
    assert [(f.value, f.stops) for f in found.findings if f.rule == "SG-I29"] == [("c", True), ("a → b → a", True)]


def test_a_code_that_two_kinds_share_is_told_where_it_is_used(plan: Plan) -> None:
    sheets = {
        "Hovedmål": [("Kode", "Tittel", "Satsingsområde"), ("1", "a", "")],
        "Delmål": [("Kode", "Tittel", "Hovedmål"), ("1", "b", "1"), ("2", "c", "1")],
        "Strategier": [("Kode", "Tittel", "Mål"), ("S1", "d", "1"), ("S2", "e", "2")],
    }
    found = plan(**sheets)
    finding = found.only("SG-D06")
    assert (finding.severity, finding.cell.sheet, finding.cell.row) == ("warning", "Strategier", 2)
    assert "https://example.org/id/lia/hp-2026/main-goal/1" in finding.message["nb"]
    assert found.values("lia/hp-2026/strategy/S1", "sg:leadsTo") == {"lia/hp-2026/sub-goal/1"}


def test_a_long_cell_does_not_make_a_long_sentence(plan: Plan) -> None:
    found = plan(Tiltak=[WORK, ("T1", "a", "x" * 32_000, "y; " * 50, "z" * 32_000)])
    assert len(found.findings) >= 3
    assert all(len(f.message["nb"]) < 1_000 and len(f.value or "") < 300 for f in found.findings)


@pytest.mark.parametrize(
    ("number", "segment"), [("12/2025", "12-2025"), ("2024/1234-7", "2024-1234-7"), (91.2, "91-2")]
)
def test_a_decision_has_an_address_of_one_segment(
    make: Any, load: Plan, document: Any, number: Any, segment: str
) -> None:
    headings, values = document
    found = load(make(Dokument=[(*headings, "Vedtatt av", "Saksnummer"), (*values, "Kommunestyret", number)]))
    decisions = {s for s, p, o in found.triples() if (p, o) == ("rdf:type", "sg:Decision")}
    assert decisions == {f"lia/hp-2026/decision/{segment}"}
    assert {f.rule for f in found.findings} == {"SG-I22"}


def test_a_dash_for_a_case_number_loses_nothing_quietly(make: Any, load: Plan, document: Any) -> None:
    headings, values = document
    found = load(make(Dokument=[(*headings, "Vedtatt av", "Saksnummer"), (*values, "Kommunestyret", "–")]))
    finding = found.only("SG-I02")
    assert (finding.stops, finding.value, finding.cell.column) == (True, "–", "Saksnummer")

"""What spreadsheets do to plans: every trap gives a finding with its cell, and nothing is lost without one."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from styringsgraf.errors import InputError
from styringsgraf.quality.report import Cell

Plan = Callable[..., Any]
ASSIGNMENT = ("Kode", "Tittel", "Strategi", "Ansvarlig", "Støtter FN")
OBSERVATION = ("Indikator", "År", "Verdi", "Status")
INDICATORS = (("Kode", "Tittel", "Måler", "Enhet"), ("M1", "Andel", "", "prosentandel"))
O1 = "lia/hp-2026/assignment/O1"


def test_a_clean_plan_gives_no_findings(plan: Plan) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "Trygg skolevei", "", "lia", "3.4; SDG 11")])
    assert found.findings == ()
    assert found.values(O1, "sg:alignsWith") == {"sdg:3.4", "sdg:11"}
    assert found.values(O1, "sg:responsible") == {"lia"}


@pytest.mark.parametrize(("number", "other"), [(8.1, "8.10"), (16.1, "16.10"), (17.1, "17.10")])
def test_a_target_that_may_have_lost_its_zero(plan: Plan, number: float, other: str) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", number)])
    finding = found.only("SG-E01")
    assert (finding.severity, finding.stops) == ("warning", False)
    assert str(number) in finding.message["nb"]
    assert other in finding.message["nb"]
    assert finding.cell == Cell("plan.xlsx", "Oppdrag", 2, "Støtter FN", "E")
    assert found.values(O1, "sg:alignsWith") == {f"sdg:{number}"}


def test_another_numeric_target_is_taken_as_printed(plan: Plan) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", 3.4)])
    assert found.only("SG-E01").severity == "info"
    assert found.values(O1, "sg:alignsWith") == {"sdg:3.4"}


@pytest.mark.parametrize(("day", "likely"), [(date(2026, 4, 3), "3.4 / 4.3"), (date(2026, 3, 4), "4.3 / 3.4")])
def test_a_target_that_became_a_date_is_left_out_and_reported(plan: Plan, day: date, likely: str) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", day)])
    finding = found.only("SG-E01")
    assert (finding.severity, finding.stops) == ("violation", True)
    assert likely in finding.message["nn"]
    assert finding.value == day.isoformat()
    assert found.values(O1, "sg:alignsWith") == set()
    assert found.values(O1, "dct:title") == {"t@nb"}


@pytest.mark.parametrize(
    "cell", ["3.4-s2", "SDG 3.4-s2", "03.04-S02", "FN 3.4\u2013s2", "https://example.org/id/sdg/segment/3.4-s2"]
)
def test_a_part_of_a_target_is_a_reference_like_its_target(plan: Plan, cell: str) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", f"{cell}; 3.4")])
    assert found.findings == ()
    assert found.values(O1, "sg:alignsWith") == {"sdg/segment/3.4-s2", "sdg:3.4"}


@pytest.mark.parametrize("cell", ["3.4-s99", "SDG 3.4-s99", "https://example.org/id/sdg/segment/3.4-s99"])
def test_a_part_that_does_not_exist_is_left_out_and_reported(plan: Plan, cell: str) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", cell)])
    finding = found.only("SG-E01")
    assert (finding.severity, finding.stops, finding.value) == ("violation", True, cell)
    assert finding.cell == Cell("plan.xlsx", "Oppdrag", 2, "Støtter FN", "E")
    assert found.values(O1, "sg:alignsWith") == set()


def test_a_claim_of_a_part_is_named_by_the_code_of_the_part(plan: Plan) -> None:
    heading = ("Fra", "Til", "Type", "Begrunnelse")
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "")], Bidrag=[heading, ("O1", "3.4-s2", "påstått", "b")])
    made = "lia/hp-2026/contribution/O1-3.4-s2"
    assert found.values(made, "sg:contributionTo", "claims") == {"sdg/segment/3.4-s2"}


def test_a_target_that_does_not_exist(plan: Plan) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "3.10")])
    finding = found.only("SG-E01")
    assert (finding.severity, finding.stops, finding.value) == ("violation", True, "3.10")
    assert finding.focus_node is not None
    assert finding.focus_node.endswith(O1)
    assert found.values(O1, "sg:alignsWith") == set()


def test_a_decimal_comma_in_a_target_is_explained(plan: Plan) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "3,4")])
    assert "3.4; 3.5" in found.only("SG-E01").message["nb"]


def test_a_code_that_became_a_date_loses_its_row_with_a_finding(plan: Plan) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, (date(2026, 4, 3), "t", "", "lia", "")])
    finding = found.only("SG-E01")
    assert finding.stops
    assert "3.4" in finding.message["nb"]
    assert not any("assignment" in s for s, _, _ in found.triples())


def test_a_numeric_code_is_text(plan: Plan) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, (1.1, "t", "", "lia", "")])
    assert found.only("SG-E01").severity == "info"
    assert found.values("lia/hp-2026/assignment/1.1", "skos:notation") == {"1.1"}


def test_the_same_code_twice_names_both_cells(plan: Plan) -> None:
    found = plan(
        Oppdrag=[ASSIGNMENT, ("O1", "a", "", "lia", ""), ("O2", "b", "", "lia", ""), ("O1", "c", "", "lia", "")]
    )
    finding = found.only("SG-D06")
    assert finding.stops
    assert "Oppdrag, A2" in finding.message["nb"]
    assert "Oppdrag, A4" in finding.message["nb"]
    assert finding.cell is not None
    assert finding.cell.row == 4
    assert found.values(O1, "dct:title") == {"a@nb"}


def test_a_link_to_nothing_is_left_out_with_the_nearest_code(plan: Plan) -> None:
    found = plan(
        Oppdrag=[ASSIGNMENT, ("OPP-12", "a", "", "lia", "")],
        Tiltak=[("Kode", "Tittel", "Oppdrag", "Ansvarlig"), ("T1", "b", "OPP-21", "ukjent")],
    )
    assert found.rules() == ["SG-E03", "SG-E03"]
    link = next(f for f in found.findings if f.value == "OPP-21")
    assert link.stops
    assert "OPP-12" in link.message["nb"]
    assert link.cell == Cell("plan.xlsx", "Tiltak", 2, "Oppdrag", "C")
    assert found.values("lia/hp-2026/measure/T1", "sg:fulfils") == set()


def test_a_word_outside_its_list_is_reported_with_the_nearest(plan: Plan) -> None:
    found = plan(Oppdrag=[(*ASSIGNMENT, "Aktivitetstype"), ("O1", "t", "", "lia", "", "utviklign")])
    finding = found.only("SG-E02")
    assert finding.stops
    assert "utvikling" in finding.message["nb"]


def test_a_missing_mandatory_column(plan: Plan) -> None:
    found = plan(Oppdrag=[("Kode", "Tittel", "Ansvarlig"), ("O1", "t", "lia")])
    finding = found.only("SG-I01")
    assert (finding.stops, finding.value) == (True, "Strategi")
    assert "Kode, Tittel, Ansvarlig" in finding.message["nb"]


def test_a_missing_document_sheet_is_an_error_with_a_remedy(make: Plan, load: Plan) -> None:
    with pytest.raises(InputError) as problem:
        load(make(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "")]))
    assert problem.value.key == "ingest.no_document"
    assert "«Dokument»" in problem.value.sentence("nb")
    assert "Utgave" in problem.value.sentence("nb")


def test_a_workbook_nobody_knows(make: Plan, load: Plan) -> None:
    with pytest.raises(InputError) as problem:
        load(make(Ark1=[("Navn", "Beløp"), ("a", 1)]))
    assert "Ark1 (Navn, Beløp)" in problem.value.sentence("nb")


def test_an_empty_mandatory_cell_and_a_row_without_code(plan: Plan) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "", "", "lia", ""), ("", "uten kode", "", "lia", "")])
    assert found.rules() == ["SG-I02", "SG-I02"]
    cells = {(f.cell.row, f.cell.column) for f in found.findings if f.cell}
    assert cells == {(2, "Tittel"), (3, "Kode")}


@pytest.mark.parametrize("nothing", ["\u00a0", "\u00ad", "\u200b\u200b", "\ufeff ", " " * 500])
def test_marks_that_nobody_sees_are_an_empty_cell(plan: Plan, nothing: str) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", nothing, "", "lia", nothing), (nothing, nothing, "", nothing, "")])
    assert found.only("SG-I02").cell == Cell("plan.xlsx", "Oppdrag", 2, "Tittel", "B")
    assert found.values(O1, "dct:title") == set()


def test_a_nynorsk_title_is_enough(plan: Plan) -> None:
    found = plan(Oppdrag=[(*ASSIGNMENT, "Tittel nynorsk"), ("O1", "", "", "lia", "", "Trygg skuleveg")])
    assert found.findings == ()
    assert found.values(O1, "dct:title") == {"Trygg skuleveg@nn"}


def test_reordered_and_translated_columns_are_the_same(plan: Plan) -> None:
    a = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "3.4")])
    b = plan(Assignments=[("Supports SDG", "Responsible", "Code", "Strategy", "Title"), ("3.4", "lia", "O1", "", "t")])
    assert b.findings == ()
    assert a.triples() == b.triples()


def test_a_renamed_column_is_not_lost_in_silence(plan: Plan) -> None:
    found = plan(Oppdrag=[("Kode", "Tittel", "Strategi", "Ansvarlig", "Støttar FNs"), ("O1", "t", "", "lia", "3.4")])
    finding = found.only("SG-I04")
    assert finding.stops
    assert "Støt" in finding.message["en"]


def test_an_unknown_column_is_kept_out_and_reported(plan: Plan) -> None:
    found = plan(Oppdrag=[(*ASSIGNMENT, "Intern huskelapp"), ("O1", "t", "", "lia", "", "ikke glem")])
    finding = found.only("SG-I03")
    assert (finding.severity, finding.stops) == ("warning", False)
    assert not any("ikke glem" in o for _, _, o in found.triples())


def test_two_columns_with_one_heading(plan: Plan) -> None:
    found = plan(Oppdrag=[("Kode", "Tittel", "Tittel", "Strategi", "Ansvarlig"), ("O1", "a", "b", "", "lia")])
    assert found.only("SG-I05").stops
    assert found.values(O1, "dct:title") == {"a@nb"}


def test_values_without_a_heading_are_reported(plan: Plan) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "", "løs tanke")])
    assert found.only("SG-I23").value == "F"


def test_rows_above_the_headings_and_empty_rows(plan: Plan) -> None:
    found = plan(Oppdrag=[("Utkast fra mars",), (), ASSIGNMENT, (), ("O1", "t", "", "lia", ""), (), ("", "\u00a0", "")])
    assert found.only("SG-I23").value == "Utkast fra mars"
    assert found.values(f"{O1}", "dct:title") == {"t@nb"}
    rows = {o for _, p, o in found.triples("provenance") if p == "sg:rowNumber"}
    assert "5" in rows


def test_unknown_empty_and_hidden_sheets(make: Plan, load: Plan, document: Any) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            make(
                Dokument=document,
                Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "")],
                Notater=[("hei",)],
                Tomt=[],
                Tiltak=[("Kode", "Tittel")],
            )
        )
    )
    book["Oppdrag"].sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    found = load(target.getvalue())
    assert {(f.rule, f.value) for f in found.findings if f.rule in ("SG-I06", "SG-I07", "SG-I19")} == {
        ("SG-I06", "Notater"),
        ("SG-I07", "Oppdrag"),
        ("SG-I19", "Tomt"),
        ("SG-I19", "Tiltak"),
    }
    assert found.only("SG-I07").severity == "warning"
    assert not any("assignment" in s for s, _, _ in found.triples())


def test_a_sheet_with_another_name_is_known_by_its_headings(plan: Plan) -> None:
    found = plan(Ark3=[ASSIGNMENT, ("O1", "t", "", "lia", "")])
    assert found.only("SG-I24").value == "Ark3"
    assert found.values(O1, "dct:title") == {"t@nb"}


def test_leading_zeros_of_a_municipality_number(load: Plan, make: Plan, document: Any) -> None:
    headings, values = document
    found = load(make(Dokument=[(*headings, "Kommunenummer"), (*values, 301)]))
    assert found.only("SG-I12").severity == "info"
    assert found.values("lia", "sg:municipalityNumber") == {"0301"}
    assert found.values("lia", "skos:notation") == {"0301"}


def test_a_wrong_organisation_number(load: Plan, make: Plan, document: Any) -> None:
    headings, values = document
    found = load(make(Dokument=[(*headings, "Organisasjonsnummer"), (*values, "974 760 674")]))
    assert found.only("SG-E02").stops
    right = load(make(Dokument=[(*headings, "Organisasjonsnummer"), (*values, 974760673)]))
    assert right.findings == ()
    assert right.values("lia", "dct:identifier") == {"974760673"}


def test_numbers_as_cells_texts_and_percentages(plan: Plan, show: Any) -> None:
    rows = [
        OBSERVATION,
        ("M1", 2020, 99.34, ""),
        ("M1", "2021", "98,21 %", ""),
        ("M1", 2022, show(0.9821, "0.00%"), ""),
        ("M1", 2023, "–4,4", ""),
        ("M1", 2024, "½", ""),
        ("M1", 2025, "1.234", ""),
    ]
    found = plan(Indikatorer=INDICATORS, Målinger=rows)
    key = "lia/observation/hp-2026-M1"
    got = {year: found.values(f"{key}/{year}/lia", "sg:value") for year in range(2020, 2024)}
    assert got == {2020: {"99.34"}, 2021: {"98.21"}, 2022: {"98.21"}, 2023: {"-4.4"}}
    assert [(f.rule, f.cell.row) for f in found.findings if f.cell and f.rule == "SG-I08"] == [
        ("SG-I08", 6),
        ("SG-I08", 7),
    ]
    assert all(f.stops for f in found.findings if f.rule == "SG-I08")


def test_a_percentage_written_by_a_custom_format(plan: Plan, show: Any) -> None:
    found = plan(Indikatorer=INDICATORS, Målinger=[OBSERVATION, ("M1", 2020, show(0.125, "0.0 %;-0.0 %"), "")])
    assert found.values("lia/observation/hp-2026-M1/2020/lia", "sg:value") == {"12.5"}


def test_two_values_for_one_observation(plan: Plan) -> None:
    rows = [OBSERVATION, ("M1", 2020, 1, ""), ("M1", 2020, 1, ""), ("M1", 2020, 2, "")]
    found = plan(Indikatorer=INDICATORS, Målinger=rows)
    finding = found.only("SG-I20")
    assert (finding.stops, finding.value) == (True, "2")
    assert found.values("lia/observation/hp-2026-M1/2020/lia", "sg:value") == {"1"}


def test_an_observation_with_neither_value_nor_status(plan: Plan) -> None:
    found = plan(Indikatorer=INDICATORS, Målinger=[OBSERVATION, ("M1", 2020, "", ""), ("M1", 2021, "", "ikke målt")])
    assert found.only("SG-I02").cell == Cell("plan.xlsx", "Målinger", 2, None, None)
    status = found.values("lia/observation/hp-2026-M1/2021/lia", "sg:observationStatus")
    assert {iri.rpartition("/")[2] for iri in status} == {"not-measured"}


def test_an_observation_of_no_indicator_is_reported(plan: Plan) -> None:
    found = plan(Indikatorer=INDICATORS, Målinger=[OBSERVATION, ("", 2020, 5, ""), ("M9", 2020, 5, "")])
    assert found.rules() == ["SG-E03", "SG-I02"]
    assert found.only("SG-I02").cell == Cell("plan.xlsx", "Målinger", 2, "Indikator", "A")


@pytest.mark.parametrize(
    ("cell", "expected"), [("01.08.2026", "2026-08-01"), (date(2026, 8, 1), "2026-08-01"), ("2026", "2026-01-01")]
)
def test_dates_as_dates_texts_and_years(plan: Plan, cell: object, expected: str) -> None:
    found = plan(Oppdrag=[(*ASSIGNMENT, "Startdato"), ("O1", "t", "", "lia", "", cell)])
    assert found.findings == ()
    assert found.values(O1, "sg:startDate") == {expected}


def test_a_date_that_is_a_number_is_read_with_a_warning(plan: Plan) -> None:
    found = plan(Oppdrag=[(*ASSIGNMENT, "Startdato"), ("O1", "t", "", "lia", "", 46235)])
    assert found.only("SG-I10").severity == "warning"
    assert found.values(O1, "sg:startDate") == {"2026-08-01"}


def test_a_date_nobody_can_read(plan: Plan) -> None:
    found = plan(Oppdrag=[(*ASSIGNMENT, "Startdato"), ("O1", "t", "", "lia", "", "høsten 2026")])
    assert found.only("SG-I09").value == "høsten 2026"


def test_a_text_that_became_a_date(plan: Plan) -> None:
    found = plan(Oppdrag=[(*ASSIGNMENT, "Side"), ("O1", "t", "", "lia", "", date(2026, 4, 3))])
    assert found.only("SG-I09").stops


def test_a_page_number_stays_text(plan: Plan) -> None:
    assert plan(Oppdrag=[(*ASSIGNMENT, "Side"), ("O1", "t", "", "lia", "", 12)]).values(O1, "sg:page") == {"12"}


def test_merged_cells_count_once_unless_the_mapping_fills_down(make: Plan, load: Plan, document: Any) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            make(
                Dokument=document,
                Oppdrag=[(*ASSIGNMENT, "Kilde"), ("O1", "a", "", "lia", "", "Planen"), ("O2", "b", "", "lia", "", "")],
            )
        )
    )
    book["Oppdrag"].merge_cells("F2:F3")
    target = io.BytesIO()
    book.save(target)
    found = load(target.getvalue())
    assert found.only("SG-I13").cell == Cell("plan.xlsx", "Oppdrag", 3, "Kilde", "F")
    assert found.values("lia/hp-2026/assignment/O2", "dct:source") == set()


def saved(content: bytes, cells: dict[str, object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book["Oppdrag"][address] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_formula_without_a_calculated_value(make: Plan, load: Plan, document: Any) -> None:
    content = make(Dokument=document, Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "3.4")])
    found = load(saved(content, {"B2": '="Trygg "&"skolevei"'}))
    finding = found.only("SG-I11")
    assert (finding.stops, finding.cell) == (True, Cell("plan.xlsx", "Oppdrag", 2, "Tittel", "B"))
    assert found.values(O1, "sg:alignsWith") == {"sdg:3.4"}


def test_a_formula_with_its_cached_value_is_read(make: Plan, load: Plan, document: Any) -> None:
    content = make(Dokument=document, Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "")])
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            xml = source.read(name)
            if name == "xl/worksheets/sheet2.xml":
                at = xml.index(b'<c r="B2"')
                end = xml.index(b"</c>", at) + 4
                formula = b'<c r="B2" t="str"><f>"Trygg "&amp;"skolevei"</f><v>Trygg skolevei</v></c>'
                xml = xml[:at] + formula + xml[end:]
            package.writestr(name, xml)
    found = load(target.getvalue())
    assert found.findings == ()
    assert found.values(O1, "dct:title") == {"Trygg skolevei@nb"}


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_in_a_cell(make: Plan, load: Plan, document: Any, error: str) -> None:
    content = make(Dokument=document, Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "3.4")])
    found = load(saved(content, {"E2": error}))
    assert found.only("SG-I11").value == error


def test_letters_from_a_mac_spaces_and_soft_hyphens(plan: Plan) -> None:
    title = "Trygg\u00a0skole\u00advei pa\u030a A\u030asen"
    found = plan(
        Oppdrag=[
            ("Kode", "Tittel", "Strategi", "Ansvarlig", "Sto\u0308tter FN".replace("o\u0308", "ø")),
            ("O1\u00a0", title, "", "lia\u200b", "3.4\u00a0"),
        ]
    )
    assert found.findings == ()
    assert found.values(O1, "dct:title") == {"Trygg skolevei på Åsen@nb"}
    assert found.values(O1, "sg:alignsWith") == {"sdg:3.4"}


def test_headings_in_decomposed_letters_are_known(plan: Plan) -> None:
    found = plan(Målinger=[("Indikator", "A\u030ar", "Verdi"), ("M1", 2020, 1)], Indikatorer=INDICATORS)
    assert found.findings == ()


@pytest.mark.parametrize("text", ["=1+1", "+47 22 22 22 22", "-frakk", "@navn", "'sitat'"])
def test_texts_that_look_like_formulas_stay_texts(plan: Plan, text: str) -> None:
    found = plan(Oppdrag=[ASSIGNMENT, ("O1", text, "", "lia", "")])
    assert found.values(O1, "dct:title") == {f"{text}@nb"}


def test_macros_are_not_run_and_said_so(make: Plan, load: Plan, document: Any) -> None:
    content = make(Dokument=document, Oppdrag=[ASSIGNMENT, ("O1", "t", "", "lia", "")])
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
    found = load(target.getvalue(), "plan.xlsm")
    assert found.only("SG-I16").severity == "info"
    assert found.values(O1, "dct:title") == {"t@nb"}


def test_a_wrong_extension_is_read_by_content(make: Plan, load: Plan, document: Any) -> None:
    found = load(make(Dokument=document), "plan.csv")
    assert found.only("SG-I17").severity == "info"


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Kontaktperson", ("Ola",)),
        ("E-post", ("ola@example.org",)),
        ("Hvem", ("Kari Nordmann", "Ola A. Hansen", "Per-Ole Berg")),
        ("Merknader", ("spør kari@example.org",)),
    ],
)
def test_a_column_of_personal_data_is_reported_and_not_published(
    plan: Plan, heading: str, cells: tuple[str, ...]
) -> None:
    rows = [(f"O{n}", "t", "", "lia", "", cell) for n, cell in enumerate(cells)]
    found = plan(Oppdrag=[(*ASSIGNMENT, heading), *rows])
    finding = found.only("SG-I14")
    assert finding.value == heading
    everything = str(found.imported)
    assert all(cell not in everything for cell in cells)


def test_an_identity_number_inside_a_text_is_left_out(plan: Plan) -> None:
    found = plan(Oppdrag=[(*ASSIGNMENT, "Ordlyd"), ("O1", "t", "", "lia", "", "Gjelder 01819000049 særskilt")])
    assert found.only("SG-I15").stops
    assert "01819000049" not in str(found.imported)


def test_a_flood_of_one_fault_is_counted_not_listed(plan: Plan) -> None:
    rows = [(f"O{n}", "t", "", "lia", 3.4) for n in range(100)]
    found = plan(Oppdrag=[ASSIGNMENT, *rows])
    assert len(found.findings) == 21
    assert "80" in found.findings[-1].message["nb"]
    assert len({s for s, p, _ in found.triples() if p == "sg:alignsWith"}) == 100

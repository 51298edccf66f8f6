"""Sheets and documents: a second sheet of a kind, a misspelt one, a name that means something else – told, not lost."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from styringsgraf.errors import InputError
from styringsgraf.ingest import mapping
from styringsgraf.namespaces import RESERVED_EDITIONS, segment

Plan = Callable[..., Any]
WORK = ("Kode", "Tittel", "Oppdrag", "Ansvarlig")
T1, T2 = ("T1", "a", "", "lia"), ("T2", "b", "", "lia")


@pytest.mark.parametrize(
    ("name", "rows", "key"),
    [
        ("Measures", [WORK, T2], "Tiltak"),
        ("TILTAK ", [WORK, T2], "Tiltak"),
        ("Tiltak 2", [WORK, T2], "Tiltak"),
        ("Fra i fjor", [WORK, T2], "Tiltak"),
        ("Tiltk", [("Kode", "Ansvarlig"), ("T2", "lia")], "Tiltak"),
        ("Ark7", [("Kode", "Tittel", "Ansvarlig"), ("T2", "b", "lia")], "Tiltak"),
    ],
)
def test_a_sheet_that_is_like_a_known_one_is_not_left_out_quietly(
    make: Any, load: Plan, document: Any, name: str, rows: Any, key: str
) -> None:
    found = load(make(**{"Dokument": document, "Tiltak": [WORK, T1], name: rows}))
    finding = found.only("SG-I27")
    assert (finding.stops, finding.value) == (True, name)
    assert all(key in finding.message[lang] for lang in ("nb", "nn", "en"))
    assert found.values("lia/hp-2026/measure/T1", "dct:title") == {"a@nb"}


def test_sheets_for_people_are_only_mentioned(make: Any, load: Plan, document: Any) -> None:
    found = load(make(Dokument=document, Tiltak=[WORK, T1], Huskeliste=[("Kode", "Dato", "Hvem"), ("x", "y", "z")]))
    assert (found.only("SG-I06").severity, found.only("SG-I06").value) == ("warning", "Huskeliste")


def test_a_mapping_for_another_kind_of_file_does_not_make_an_empty_document(
    make: Any, load: Plan, document: Any, tmp_path: Path
) -> None:
    other = tmp_path / "annen.yaml"
    other.write_text("name: annen\ntitle: {nb: a}\ninclude: [common]\nsheets: [{use: document}]\n", encoding="utf-8")
    found = load(make(Dokument=document, Tiltak=[WORK, T1]), mapping=mapping.find(str(other)))
    assert {(f.rule, f.value) for f in found.findings if f.stops} == {("SG-I27", "hp-2026")}
    assert load(make(Dokument=document)).findings == ()


def test_two_files_of_one_name_in_a_package_are_both_seen(load: Plan) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a/Dokument.csv", "Organisasjon;Organisasjonsnavn;Utgave;Tittel;Type\nlia;Lia;hp;P;plan\n")
        for folder, code in (("a", "T1"), ("b", "T2")):
            package.writestr(f"{folder}/Tiltak.csv", f"Kode;Tittel;Oppdrag;Ansvarlig\n{code};x;;lia\n")
    found = load(target.getvalue(), "plan.zip")
    assert found.only("SG-I27").stops


@pytest.mark.parametrize("name", ["SDG", "alt"])
def test_an_organisation_with_a_name_of_our_own_is_refused(make: Any, load: Plan, document: Any, name: str) -> None:
    headings, values = document
    with pytest.raises(InputError) as problem:
        load(make(Dokument=[headings, [name, *values[1:]]]))
    assert problem.value.key == "ingest.organisation_reserved"


@pytest.mark.parametrize("edition", sorted(RESERVED_EDITIONS))
def test_an_edition_with_a_name_of_our_own_is_refused(make: Any, load: Plan, document: Any, edition: str) -> None:
    headings, values = document
    row = [*values]
    row[2] = edition.upper()
    with pytest.raises(InputError) as problem:
        load(make(Dokument=[headings, row]))
    assert problem.value.key == "ingest.edition_reserved"
    assert problem.value.values["row"] == 2


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        (2, date(2026, 1, 1), "2026-01-01"),
        (2, "???", "???"),
        (0, "—", "—"),
        (0, "../..", "../.."),
        (2, "x" * 300, "xxx"),
    ],
)
def test_a_document_that_cannot_be_named_says_which_cell(
    make: Any, load: Plan, document: Any, column: int, value: object, shown: str
) -> None:
    headings, values = document
    row = [*values]
    row[column] = value
    with pytest.raises(InputError) as problem:
        load(make(Dokument=[headings, row]))
    assert problem.value.key == "ingest.document_unreadable"
    assert (problem.value.values["row"], problem.value.values["column"]) == (2, headings[column])
    assert shown in problem.value.sentence("nb")


def test_rows_of_two_municipalities_with_one_edition_name_belong_to_neither(
    make: Any, load: Plan, document: Any
) -> None:
    headings, values = document
    other = ("mo", "Mo kommune", *values[2:])
    rows = [(*WORK, "Utgave"), (*T1, values[2]), (*T2, "ukjent")]
    found = load(make(Dokument=[headings, values, other], Tiltak=rows))
    assert [(f.cell.row, f.stops) for f in found.findings if f.rule == "SG-I25" and f.cell] == [(2, True), (3, True)]
    assert not any("/measure/" in subject for subject, _, _ in found.triples())


@pytest.mark.parametrize("code", ["—", "*", "...", "..", "👍", "_", "T" * 200])
def test_a_code_without_letters_or_digits_loses_its_row_with_a_finding(plan: Plan, code: str) -> None:
    found = plan(Tiltak=[WORK, T1, (code, "b", "", "lia")])
    finding = found.only("SG-I02")
    assert (finding.stops, finding.cell.row, finding.cell.column) == (True, 3, "Kode")
    assert found.values("lia/hp-2026/measure/T1", "dct:title") == {"a@nb"}


def test_a_segment_never_leads_to_another_place() -> None:
    assert [segment(code) for code in ("..", ".", "—", "../x", "T.1", "Å 1")] == ["", "", "", "..-x", "T.1", "Å-1"]


def test_a_value_far_below_in_a_column_without_heading_is_found(plan: Plan) -> None:
    found = plan(Tiltak=[WORK, *[(f"T{n}", "a", "", "lia") for n in range(300)], ("T300", "a", "", "lia", "løs tanke")])
    assert (found.only("SG-I23").value, found.only("SG-I23").cell.row) == ("E", 302)


def test_a_column_too_far_to_the_right_says_so(plan: Plan) -> None:
    wide = ("Kode", "Tittel", "Oppdrag", *[f"X{n}" for n in range(500)], "Ansvarlig")
    found = plan(Tiltak=[wide, ("T1", "a", "", *["v"] * 500, "lia")])
    far = [f for f in found.findings if f.rule == "SG-I04"]
    assert [f.value for f in far] == ["Ansvarlig"]
    assert "SF" in far[0].message["nb"]
    missing = next(f for f in found.findings if f.rule == "SG-I01")
    assert len(missing.message["nb"]) < 500


def test_a_heading_that_is_a_formula_without_value_is_shown_as_one(make: Any, load: Plan, document: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make(Dokument=document, Tiltak=[WORK, T1])))
    book["Tiltak"]["B1"] = '="Tittel"'
    target = io.BytesIO()
    book.save(target)
    found = load(target.getvalue())
    assert "Broken" not in str([f.message for f in found.findings])
    assert any(f.rule == "SG-I03" and f.value == "=" for f in found.findings)

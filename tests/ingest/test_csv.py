import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from styringsgraf.errors import InputError
from styringsgraf.ingest.delimited import csv_sheet
from styringsgraf.ingest.findings import Findings

Load = Callable[..., Any]
DOCUMENT = "Organisasjon;Organisasjonsnavn;Utgave;Tittel;Type\r\nlia;Lia kommune;hp-2026;Plan;handlingsprogram\r\n"
INDICATORS = "Kode;Tittel;Måler;Enhet;Minimum\r\n0301;Andel ø;;prosentandel;1 234,5\r\n"


def rows(content: bytes, name: str = "Tiltak.csv") -> list[tuple[object, ...]]:
    return [row.values for row in csv_sheet(content, name, Findings(name), 1000).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_that_norwegian_programs_write(encoding: str) -> None:
    assert rows("Kode;Tittel\r\nØ.1;Åse\r\n".encode(encoding)) == [("Kode", "Tittel"), ("Ø.1", "Åse")]


def test_an_old_character_set_is_reported() -> None:
    sink = Findings("a.csv")
    csv_sheet("Ø;1".encode("cp1252"), "a.csv", sink, 10)
    assert [f.rule for f in sink.all()] == ["SG-I18"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b\n1,5;2", ("1,5", "2")),
        ("a,b\n1.5,2", ("1.5", "2")),
        ("a\tb\n1,5\t2", ("1,5", "2")),
        ('a,b\n"x; y",2', ("x; y", "2")),
        ('a;b\n"linje 1\nlinje 2";2', ("linje 1\nlinje 2", "2")),
        ("a;b\n'=1+1;2", ("=1+1", "2")),
        ("a\tb\nx; y\tz; w", ("x; y", "z; w")),
        ("a,b\nx; y,z", ("x; y", "z")),
        ("a, b;c\n1,5, ja;2,5", ("1,5, ja", "2,5")),
        ("a;b\nen, to, tre;x, y\nfire, fem;z", ("en, to, tre", "x, y")),
        ("sep=|\na;b|c\n1;2|3", ("a;b", "c")),
    ],
)
def test_the_separator_is_found(text: str, cells: tuple[str, ...]) -> None:
    # A semicolon inside quotation marks does not make a comma file a semicolon file.
    assert rows(text.encode())[1] == cells


def test_blank_lines_keep_the_row_numbers() -> None:
    sheet = csv_sheet(b"a;b\n\n1;2\n", "a.csv", Findings("a.csv"), 10)
    assert [(row.number, row.empty) for row in sheet.rows()] == [(1, False), (2, True), (3, False)]


def test_a_quotation_mark_left_open_names_the_line() -> None:
    with pytest.raises(InputError) as problem:
        rows(b'a;b\n1;"open\n2;3\n')
    assert problem.value.key == "ingest.csv_broken"
    assert problem.value.values["line"]


def test_what_a_first_line_says_about_the_separator_is_no_row() -> None:
    sheet = csv_sheet(b"sep=;\r\na;b\r\n1;2\r\n", "a.csv", Findings("a.csv"), 10)
    assert [(row.number, row.empty) for row in sheet.rows()] == [(1, True), (2, False), (3, False)]


@pytest.mark.parametrize("content", [b"a;b\n\x00;2\n", "a;b\n1;2\n".encode("utf-16-le"), b"\xff\xfea", b"a\x81b"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(InputError) as problem:
        rows(content)
    assert problem.value.key == "ingest.csv_unreadable"


@pytest.mark.parametrize(
    ("content", "doubtful"),
    [
        ("på øya".encode("cp1252"), False),
        ("på øya\n".encode() + "på øya".encode("cp1252"), True),
        ("gåtur på bøen".encode("mac_roman"), True),
        ("caf\xe9 «x»".encode("cp1252"), False),
    ],
)
def test_letters_that_are_probably_misread_are_a_warning(content: bytes, doubtful: bool) -> None:
    sink = Findings("a.csv")
    csv_sheet(content, "a.csv", sink, 10)
    found = {f.rule: f.severity for f in sink.all()}
    assert found == {"SG-I18": "info"} | ({"SG-I30": "warning"} if doubtful else {})


def test_a_cell_too_long_for_a_table_says_so() -> None:
    with pytest.raises(InputError) as problem:
        rows(b'a;b\n1;"' + b"x" * 200_000 + b'"\n')
    assert problem.value.key == "ingest.csv_long"
    assert problem.value.values["line"] == 2


def zipped(**files: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, text in files.items():
            package.writestr(f"{name}.csv", text.encode("utf-8-sig"))
    return target.getvalue()


def test_a_zip_of_csv_files_is_one_workbook(load: Load) -> None:
    found = load(zipped(Dokument=DOCUMENT, Indikatorer=INDICATORS), "plan.zip")
    assert found.findings == ()
    node = "lia/hp-2026/indicator/0301"
    assert found.values(node, "dct:title") == {"Andel ø@nb"}
    assert found.values(node, "sg:minimum") == {"1234.5"}
    assert found.values("lia/hp-2026/table/indikatorer", "sg:sheetName", "provenance") == {"Indikatorer"}


def test_a_single_csv_of_a_goal_card_tells_its_document_above_the_table(load: Load) -> None:
    text = (
        "Organisasjon;lia\nOrganisasjonsnavn;Lia kommune\nUtgave;hp-2026\nTittel;Plan\nType;handlingsprogram\n"
        "Satsingsområde;S Samfunn\nFokusmål;Et godt sted å bo\n\n"
        "Sentrale utfordringer;Måleindikatorer;Enhet;Ønsket resultat;Resultat 2025\n"
        "S.1 Vekst;S.1.1 Andel;prosentandel;>70;71,5 %\n"
    )
    found = load(text.encode(), "malekart.csv")
    assert found.findings == ()
    assert found.values("lia/hp-2026", "dct:title") == {"Plan@nb"}
    assert found.values("lia/hp-2026/main-goal/S.0", "dct:title") == {"Et godt sted å bo@nb"}
    assert found.values("lia/observation/hp-2026-S.1.1/2025/lia", "sg:value") == {"71.5"}


def test_a_single_csv_without_a_document_says_what_to_do(load: Load) -> None:
    with pytest.raises(InputError) as problem:
        load(INDICATORS.encode(), "Indikatorer.csv")
    assert problem.value.key == "ingest.no_document"
    assert "zip" in problem.value.sentence("nn")

"""The template: everything the mapping says is in the workbook, and what people fill in is read."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from styringsgraf.ingest import hints, template_lists
from styringsgraf.ingest.mapping import find, load
from styringsgraf.ingest.schema import Mapping
from styringsgraf.ingest.template import write
from styringsgraf.sdg import shipped_segments

LANGUAGES = ("nb", "nn", "en")
TEMPLATE = find("template")


def opened(mapping: Mapping, lang: Any, rows: Any = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(mapping, lang, rows)))


@pytest.fixture(scope="module")
def books() -> dict[str, openpyxl.Workbook]:
    return {lang: opened(TEMPLATE, lang) for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_and_column_is_there_with_a_note(lang: str, books: dict[str, openpyxl.Workbook]) -> None:
    book = books[lang]
    assert len(book.sheetnames) == len(TEMPLATE.sheets) + 2
    assert book.sheetnames[0] == {"nb": "Les meg", "nn": "Les meg", "en": "Read me"}[lang]
    columns = 0
    for spec, name in zip(TEMPLATE.sheets, book.sheetnames[1:-1], strict=True):
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        headings = [cell.value for cell in sheet[1]]
        assert len(headings) == len(spec.columns)
        for cell, column in zip(sheet[1], spec.columns.values(), strict=True):
            assert cell.value.removesuffix(" *") in column.headings
            assert cell.value.endswith(" *") == column.required
            assert cell.comment is not None
            assert column.type == "choice" or len(cell.comment.text) > 15, cell.value
            columns += 1
    assert columns > 150


def test_headings_are_in_the_language_asked_for(books: dict[str, openpyxl.Workbook]) -> None:
    name = {"nb": "Målinger", "nn": "Målingar", "en": "Observations"}
    first = {lang: [cell.value for cell in book[name[lang]][1]][:3] for lang, book in books.items()}
    assert first == {"nb": ["Indikator *", "År *", "Område"], "nn": ["Indikator *", "År *", "Område"],
                     "en": ["Indicator *", "Year *", "Area"]}  # fmt: skip


def test_codes_are_text_and_dates_are_dates(books: dict[str, openpyxl.Workbook]) -> None:
    sheet = books["nb"]["Tiltak"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    # Neighbours of one kind share one description of their format and width.
    groups = [one for one in sheet.column_dimensions.values() if one.min]
    formats = {name: next(g for g in groups if g.min <= place <= g.max) for name, place in headings.items()}
    assert {formats[name].number_format for name in ("Kode *", "Oppdrag *", "Side", "Forløper")} == {"@"}
    assert formats["Startdato"].number_format == "dd.mm.yyyy"
    assert all(group.width >= 12 for group in groups)


def test_choices_and_references_have_drop_downs(books: dict[str, openpyxl.Workbook]) -> None:
    book = books["nb"]
    found = 0
    for spec, name in zip(TEMPLATE.sheets, book.sheetnames[1:-1], strict=True):
        lists = {next(iter(one.sqref.ranges)).min_col: one for one in book[name].data_validations.dataValidation}
        for index, (field, column) in enumerate(spec.columns.items(), start=1):
            wanted = column.type in ("choice", "yes-no", "year") or (
                column.type == "references" and (hints.sources(column, TEMPLATE) or "sdg" in column.to)
            )
            assert (index in lists) == bool(wanted), (name, field)
            found += index in lists
    assert found > 60


def test_the_list_of_un_codes_has_the_targets_before_their_parts(books: dict[str, openpyxl.Workbook]) -> None:
    lists = books["nb"][books["nb"].sheetnames[-1]]
    (column,) = [cell.column for cell in lists[1] if cell.value == "FN-koder"]
    codes = [row[0].value for row in lists.iter_rows(min_row=2, min_col=column, max_col=column) if row[0].value]
    first = next(place for place, code in enumerate(codes) if "-s" in code)
    assert codes[:4] == ["1", "1.1", "1.1.1", "1.2"]
    assert not any("-s" in code for code in codes[:first])
    assert all("-s" in code for code in codes[first:])
    assert codes.index("3.9") < codes.index("3.a") < codes.index("4")
    # Nobody aims at 'by 2030': qualifiers are read, but not offered.
    parts = [one for one in shipped_segments() if one.role != "qualifier"]
    assert sorted(codes[first:]) == sorted(one.code for one in parts)
    ordered = sorted(parts, key=lambda one: [int(part) for part in one.target.split(".") if part.isdigit()])
    assert [code.partition(".")[0] for code in codes[first:]] == [one.target.partition(".")[0] for one in ordered]
    assert len({one.target for one in parts}) == 169


def test_every_word_offered_is_understood(books: dict[str, openpyxl.Workbook], load: Any, make: Any) -> None:
    # A plan with one indicator for every unit, in the words of each language's drop-down.
    for lang, book in books.items():
        lists = book[book.sheetnames[-1]]
        heading = {"nb": "Enhet", "nn": "Eining", "en": "Unit"}[lang]
        (column,) = [cell.column for cell in lists[1] if cell.value == heading]
        words = [row[0].value for row in lists.iter_rows(min_row=2, min_col=column, max_col=column) if row[0].value]
        assert len(words) == len(TEMPLATE.lists["unit"]) > 20
        document = [("Organisasjon", "Organisasjonsnavn", "Utgave", "Tittel", "Type"), ("lia", "L", "p", "P", "plan")]
        rows = [("Kode", "Tittel", "Måler", "Enhet"), *((f"I{n}", "x", "3.4", word) for n, word in enumerate(words))]
        result = load(make(Dokument=document, Indikatorer=rows))
        assert result.rules() == []
        assert len({o for _, p, o in result.triples() if p == "sg:unitOfMeasure"}) == len(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_template_is_read_without_a_word_of_complaint(lang: Any, load: Any) -> None:
    rows = {
        "document": [{"organisation": "lia", "organisation-name": "Lia", "edition": "p-1", "title": "P",
                      "type": {"nb": "temaplan", "nn": "temaplan", "en": "thematic plan"}[lang]}],
        "strategy": [{"code": "8.10", "title": "Gange", "un": "3.4; 11.2"}],
    }  # fmt: skip
    result = load(write(TEMPLATE, lang, rows))
    assert result.rules() == []
    assert result.values("lia/p-1/strategy/8.10", "sg:alignsWith") == {"sdg:3.4", "sdg:11.2"}


def test_a_changed_mapping_gives_a_changed_template(tmp_path: Any) -> None:
    path = tmp_path / "egen.yaml"
    path.write_text(
        """
name: egen
title: {nb: Egen, nn: Eigen, en: Own}
include: [common]
sheets:
  - use: document
  - id: dream
    names: ['Drømmer', 'Draumar', 'Dreams']
    columns:
      code: {headings: ['Nr'], type: code, required: true}
      colour: {headings: ['Farge', 'Farge', 'Colour'], note: {nb: Hvilken farge}, property: 'dct:title', lang: nb}
    entities: [{id: dream, class: Challenge, code: ['{code}']}]
""",
        encoding="utf-8",
    )
    book = opened(load(path), "nb")
    assert book.sheetnames == ["Les meg", "Dokument", "Drømmer", "Ordlister"]
    assert [cell.value for cell in book["Drømmer"][1]] == ["Nr *", "Farge"]
    assert "Hvilken farge" in book["Drømmer"]["B1"].comment.text


def test_the_goal_card_has_its_labelled_rows(load: Any) -> None:
    book = opened(find("goal-card"), "nb")
    sheet = book["Målekart"]
    labels = [sheet.cell(row, 1).value for row in range(1, 30)]
    assert "Satsingsområde" in labels
    header = next(row for row in sheet.iter_rows() if row[0].value == "Sentrale utfordringer *")
    assert "Resultat 2025" in [cell.value for cell in header]


def test_stacked_codes_are_worked_out_from_the_first_column_on() -> None:
    parts = [template_lists.CodeColumn(n, f"Ark {n}", 0, 1, ()) for n in (1, 2)]
    assert template_lists.stacked(parts, 3) == (
        '=IF(3<=count1,INDEX(codes1,3),IF(3-count1<=count2,INDEX(codes2,3-count1),""))'
    )


def test_numbers_that_a_spreadsheet_would_round_are_kept_as_text(load: Callable[..., Any]) -> None:

    rows = {
        "document": [{"organisation": "lia", "organisation-name": "L", "edition": "p", "title": "P", "type": "plan"}],
        "indicator": [{"code": "I", "title": "I", "measures": "3.4", "unit": "prosent"}],
        "target-value": [{"indicator": "I", "year": 2030, "value": Decimal("12345678901234567.25")}],
    }
    result = load(write(TEMPLATE, "nb", rows))
    assert result.values("lia/p/indicator/I/target-value/2030", "sg:value") == {"12345678901234567.25"}

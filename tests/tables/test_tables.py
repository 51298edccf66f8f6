"""Tables as bytes: what programs, spreadsheets and terminals get."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.tables import Column, Grid, Shown, Value, records, render

YES: Value = True
NO: Value = False


@dataclass(frozen=True)
class Answer:
    grid: Grid
    title: str = "Hvem: [alt]?"
    notes: tuple[str, ...] = ()

    def as_json(self) -> Mapping[str, Any]:
        return {"rows": records(self.grid)}


def column(name: str, kind: str = "text", **more: Any) -> Column:
    return Column(name, kind, {"nb": name.upper(), "nn": name.upper(), "en": name.upper()}, **more)


def one(*values: Value) -> Answer:
    return Answer(Grid((column("value"),), tuple((value,) for value in values)))


def cells(answer: Answer, name: str = "csv", delimiter: str = ",") -> list[str]:
    text = render(answer, name, "nb").decode("utf-8-sig")
    return [row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row][1:]


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)))
def test_texts_survive_csv_and_nothing_becomes_a_formula(texts: list[str]) -> None:
    got = cells(one(*texts))
    for text, cell in zip(texts, got, strict=True):
        assert cell == (f"'{text}" if text[0] in "=+-@\t\r" else text)
        assert cell[0] not in "=+-@\t\r"


def test_csv_follows_the_standard() -> None:
    content = render(one('a "b", c\nd', Decimal("-1.50"), YES, None), "csv", "nb")
    assert content == b'value\r\n"a ""b"", c\nd"\r\n-1.50\r\ntrue\r\n""\r\n'


def test_csv_for_norwegian_desks() -> None:
    content = render(one(Decimal("-1.50"), "a;b", 7), "csv-no", "nb")
    assert content == '\ufeffVALUE\r\n-1,50\r\n"a;b"\r\n7\r\n'.encode()
    assert b"-1.50" in render(one(Decimal("-1.50")), "csv-no", "en")


def test_codes_for_programs_and_words_for_people() -> None:
    answer = one(Shown("rød", "red", "red"), Shown("A; B", ["a", "b"]))
    assert cells(answer) == ["red", "A; B"]
    assert cells(answer, "csv-no", ";") == ["rød", "A; B"]
    assert records(answer.grid) == [{"value": "red"}, {"value": ["a", "b"]}]


def test_json_numbers_are_numbers() -> None:
    rows = records(one(Decimal("1.50"), Decimal(3), 4, YES, None, "5").grid)
    assert [row["value"] for row in rows] == [1.5, 3, 4, True, None, "5"]
    assert [type(row["value"]) for row in rows[:4]] == [float, int, int, bool]


def test_xlsx_keeps_types_and_dangerous_text_is_text() -> None:
    answer = one("=1+1", "0301", "8.10", Decimal("1.50"), 7, YES, None, Shown("A; B", ["a"]), "http://e.x/")
    sheet = openpyxl.load_workbook(io.BytesIO(render(answer, "xlsx", "nb"))).active
    assert sheet is not None
    found = [sheet.cell(row, 1) for row in range(1, 11)]
    assert [cell.value for cell in found] == [
        "VALUE", "=1+1", "0301", "8.10", 1.5, 7, True, None, "A; B", "http://e.x/",
    ]  # fmt: skip
    assert [cell.data_type for cell in found[:7]] == ["s", "s", "s", "s", "n", "n", "b"]
    assert found[4].number_format == "0.00"
    assert found[9].hyperlink is None
    assert found[0].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:A10"
    assert sheet.title == "Hvem alt"


def test_xlsx_says_nothing_of_when_it_was_asked_for() -> None:
    told = openpyxl.load_workbook(io.BytesIO(render(one(), "xlsx", "nb"))).properties
    assert told.created.year == 2000
    assert told.modified is None or told.modified.year == 2000


def test_xlsx_of_nothing_opens() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render(one(), "xlsx", "nb"))).active
    assert sheet is not None
    assert sheet.max_row == 1


LONG = "Årlig befolkningsvekst i kommunen målt som prosent av innbyggerne ved årets begynnelse"
WIDE = Grid(
    (
        column("thing", "iri"), column("thingLabel", "label"), column("plan", "label"), column("value", "number"),
        column("empty"), column("path", "path"),
    ),
    (
        ("http://e.x/1", LONG, "Plan A", Decimal("1.50"), None, Shown("T1 Sti –løser→ O1 Oppdrag", [])),
        ("http://e.x/2", "Kort", "Plan A", Decimal("10.25"), None, None),
    ),
)  # fmt: skip


def test_text_tables_show_labels_and_lift_what_is_the_same() -> None:
    text = render(Answer(WIDE, "Tittel", ("Merk dette.",)), "table", "nb").decode()
    lines = text.splitlines()
    assert lines[0] == "Tittel"
    assert lines[1] == "PLAN: Plan A"
    assert "http://e.x" not in text
    assert "EMPTY" not in text
    assert lines[-1] == "Merk dette."
    assert "  T1 Sti –løser→ O1 Oppdrag" in lines
    assert max(map(len, lines)) <= 100
    assert all(word in text for word in LONG.split())
    assert "10,25" in text


words = st.lists(st.text(alphabet="abcdefghijæøå0123456789.", min_size=1, max_size=40), min_size=1, max_size=9)


@given(st.lists(st.lists(words.map(" ".join), min_size=11, max_size=11), min_size=1, max_size=4), st.integers(1, 11))
def test_text_tables_fit_and_hide_nothing(rows: list[list[str]], width: int) -> None:
    columns = tuple(column(f"c{n}") for n in range(width))
    text = render(Answer(Grid(columns, tuple(tuple(row[:width]) for row in rows))), "table", "nb").decode()
    lines = text.splitlines()
    assert max(map(len, lines)) <= 100
    letters = sorted(c for c in text if not c.isspace())
    for row in rows:
        for cell in row[:width]:
            assert all(letters.count(c) >= cell.count(c) for c in set(cell.replace(" ", "")))
    if width == 1:  # nothing beside it: the wrapped lines joined are the cells
        body = "".join("".join(lines[3:] if "─" in lines[2] else lines).split())
        assert body.endswith("".join("".join(row[0].split()) for row in rows))


def test_details_give_way_and_are_named() -> None:
    columns = (*(column(f"c{n}") for n in range(5)), column("extra", detail=True))
    row = tuple("x" * 15 for _ in columns)
    text = render(Answer(Grid(columns, (row,))), "table", "nb").decode()
    assert "(--format): EXTRA." in text
    narrow = render(Answer(Grid(columns[-2:], (row[-2:],))), "table", "nb").decode()
    assert "EXTRA" in narrow.splitlines()[1]


def test_rows_too_wide_for_a_table_become_blocks() -> None:
    columns = tuple(column(f"c{n}") for n in range(9))
    text = render(Answer(Grid(columns, (tuple("x" * 15 for _ in columns),))), "table", "nb").decode()
    assert text.count("x" * 15) == 9
    assert "  C8: xxxxxxxxxxxxxxx" in text.splitlines()


def test_an_empty_answer_is_its_notes() -> None:
    assert render(Answer(Grid((column("a"),), ()), "T", ("Ingen.",)), "table", "nb") == b"T\nIngen.\n"


def test_yes_and_no_in_the_readers_language() -> None:
    assert "nei" in render(one(NO), "table", "nn").decode()
    assert "yes" in render(one(YES), "table", "en").decode()


def test_an_unknown_format_is_the_programs_fault() -> None:
    with pytest.raises(ValueError, match="png"):
        render(one(), "png", "nb")

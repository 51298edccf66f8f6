"""A table of segments with faults: each is a finding with row, column and what to do; nothing is thrown away unsaid."""

import csv
from pathlib import Path
from typing import Final

import pytest

from styringsgraf.errors import InputError
from styringsgraf.quality.report import Finding
from styringsgraf.sdg import read_segments
from styringsgraf.sdg.reading import COLUMNS
from styringsgraf.sdg.tables import folder

SHIPPED: Final = folder() / "segments.csv"


def table() -> list[dict[str, str]]:
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def place(rows: list[dict[str, str]], code: str) -> int:
    return next(number for number, row in enumerate(rows) if row["segment"] == code)


def read(path: Path, rows: list[dict[str, str]]) -> tuple[Finding, ...]:
    target = path / "segments.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return read_segments(target).findings


#: What is changed in the row of 3.4-s2 (an end with a number) → rule, column and value of the finding, piece of text.
FAULTS: Final = {
    "a target that does not exist": ({"target": "3.99", "segment": "3.99-s2"}, "SG-U01", "target", "3.99", "169"),
    "an indicator of another target": ({"indicators": "6.1.1"}, "SG-U01", "indicators", "6.1.1", "3.4.1, 3.4.2"),
    "the code of another segment": ({"segment": "3.4-s9"}, "SG-U02", "segment", "3.4-s9", "3.4-s2"),
    "an unknown role": ({"role": "wish"}, "SG-U03", "role", "wish", "end, means, qualifier, sub-objective"),
    "no role": ({"role": ""}, "SG-U03", "role", None, "end, means, qualifier, sub-objective"),
    "an unknown direction": ({"direction": "up"}, "SG-U03", "direction", "up", "lower-is-better"),
    "an unknown unit": ({"unit": "bushels"}, "SG-U03", "unit", "bushels", "relative-percent"),
    "a means category on an end": ({"means_category": "policy"}, "SG-U03", "means_category", "policy", "end"),
    "nobody to act": ({"who_acts": ""}, "SG-U03", "who_acts", None, "local"),
    "a quantity without unit": ({"unit": ""}, "SG-U04", "unit", None, "33.3"),
    "a unit without quantity": ({"quantity": ""}, "SG-U04", "quantity", None, "relative-percent"),
    "a quantity in words": ({"quantity": "one third"}, "SG-U04", "quantity", "one third", "digits"),
    "a decimal comma": ({"quantity": "33,3"}, "SG-U04", "quantity", "33,3", "full stop"),
    "a year of two digits": ({"target_year": "30"}, "SG-U04", "target_year", "30", "four digits"),
    "an order in words": ({"order": "two"}, "SG-U04", "order", "two", "digits"),
    "a certainty above one": ({"confidence": "95"}, "SG-U04", "confidence", "95", "between 0 and 1"),
    "a span inside the one before": ({"start": "3"}, "SG-U05", "start", "3–", "characters"),
    "a span turned round": ({"end": "1"}, "SG-U05", "start", "–1", "characters"),
    "an end that serves itself": ({"achieves": "2"}, "SG-U07", "achieves", "2", "another segment"),
    "a text in two languages": ({"text_nn": ""}, "SG-U09", "text_nn", None, "bokmål, nynorsk and English"),
    "a note in one language": ({"note_nb": "Ja.", "note_nn": "", "note_en": ""}, "SG-U09", "note_nn", None, "empty"),
}  # fmt: skip


def test_the_shipped_table_has_no_fault() -> None:
    found = read_segments(SHIPPED)
    assert found.findings == ()
    assert len(found.segments) == len(table()) > 500


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_is_a_finding_with_row_and_column(tmp_path: Path, fault: str) -> None:
    change, rule, column, value, said = FAULTS[fault]
    rows = table()
    number = place(rows, "3.4-s2")
    rows[number].update(change)
    hits = [
        finding
        for finding in read(tmp_path, rows)
        if finding.rule == rule and finding.cell and (finding.cell.row, finding.cell.column) == (number + 2, column)
    ]
    assert hits, f"no {rule} at row {number + 2}, {column}"
    (finding,) = hits[:1]
    assert finding.cell is not None
    assert finding.cell.letter == chr(ord("A") + COLUMNS.index(column))
    assert (finding.severity, finding.stops) == ("violation", True)
    if value is not None:
        assert finding.value is not None
        assert value in finding.value
    for lang in ("nb", "nn", "en"):
        assert str(number + 2) in finding.message[lang]
        assert "{" not in finding.message[lang]
    assert said in finding.message["en"]


def test_the_faults_were_collected() -> None:
    assert len(FAULTS) == 21


def test_an_order_used_twice_is_told_with_the_number_it_should_be(tmp_path: Path) -> None:
    rows = table()
    number = place(rows, "3.4-s3")
    rows[number]["order"], rows[number]["segment"] = "2", "3.4-s2"
    found = [f for f in read(tmp_path, rows) if f.rule == "SG-U02" and f.cell and f.cell.row == number + 2]
    assert [f.value for f in found] == ["2"]
    assert "3" in found[0].message["nb"]


def test_a_target_without_segments_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, [row for row in table() if row["target"] != "3.4"])
    assert [(f.rule, f.value) for f in found] == [("SG-U06", "3.4")]


def test_a_target_without_an_end_must_say_so(tmp_path: Path) -> None:
    rows = table()
    for row in rows:
        if row["target"] == "9.5":
            row.update(note_nb="", note_nn="", note_en="")
    assert [f.rule for f in read(tmp_path, rows)] == ["SG-U08"]


def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("target;order\n3.4;1\n", encoding="utf-8")
    with pytest.raises(InputError) as problem:
        read_segments(path)
    assert "segment, target" in problem.value.sentence("en")
    path.write_bytes(b"\xff\xfe\x00segment")
    with pytest.raises(InputError):
        read_segments(path)
    with pytest.raises(InputError):
        read_segments(tmp_path / "none.csv")


def test_an_empty_table_lacks_its_columns(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("", encoding="utf-8")
    with pytest.raises(InputError):
        read_segments(tmp_path / "x.csv")

"""The outline of a report for a page: by rule, the gravest first, cut where nobody reads on, with the counts of all."""

from dataclasses import replace

import pytest

from styringsgraf.quality.exports.outline import MOST, MOST_OF_A_RULE, outline
from styringsgraf.quality.report import Cell, Finding, Report, Severity

PLAN = "https://example.org/id/kommune/plan-2024"


def finding(number: int, rule: str = "SG-A05", severity: Severity = "violation", plan: str = PLAN) -> Finding:
    cell = Cell("plan.xlsx", "Tiltak" if number % 3 else "Mål", number + 2, "Oppdrag", "B")
    words = {"nb": f"feil {number}", "nn": f"feil {number} nn", "en": f"fault {number}"}
    return Finding(rule, severity, words, f"{plan}/measure/T{number}", None, None, plan, cell)


def test_rules_stand_gravest_first_with_place_and_message() -> None:
    found = outline(Report.of([finding(1, "SG-C07", "warning"), finding(2)], "fast", 1.0, "000001-ab12cd34"), "nn")
    assert [(one.rule, one.severity, one.count) for one in found.rules] == [
        ("SG-A05", "violation", 1), ("SG-C07", "warning", 1),
    ]  # fmt: skip
    told = found.rules[0].told[0]
    assert (told.message, told.lang, told.sheet, told.address, told.row, told.column) == (
        "feil 2 nn", "nn", "Tiltak", "B4", 4, "Oppdrag",
    )  # fmt: skip
    assert found.counts == (1, 1, 0)
    assert found.rules[0].label != found.rules[0].rule
    assert found.rules[0].help


def test_what_is_cut_is_counted() -> None:
    many = [finding(n, f"SG-A{rule:02}") for rule in range(1, 13) for n in range(MOST_OF_A_RULE + 5)]
    found = outline(Report.of(many, "fast", 1.0), "nb")
    assert found.counts == (len(many), 0, 0)
    assert found.shown == MOST == sum(len(one.told) for one in found.rules)
    assert {one.count for one in found.rules} == {MOST_OF_A_RULE + 5}
    assert [len(one.told) for one in found.rules][-2:] == [0, 0]


def test_other_plans_are_counted_apart() -> None:
    other = f"{PLAN}-x"
    report = Report.of([finding(1), finding(2, plan=other), finding(3, "SG-C07", "warning", other)], "fast", 1.0)
    found = outline(replace(report, plans=frozenset({PLAN})), "nb")
    assert found.counts == (1, 0, 0)
    assert [(one.title, one.counts) for one in found.others] == [("kommune/plan-2024-x", (1, 1, 0))]


def test_sheets_with_most_come_first() -> None:
    found = outline(Report.of([finding(n) for n in range(7)], "fast", 1.0), "nb")
    assert [(one.sheet, one.counts) for one in found.sheets] == [("Tiltak", (4, 0, 0)), ("Mål", (3, 0, 0))]


@pytest.mark.parametrize("words", ["x" * 5_000, "a\ud800b", "\x1b[31m"])
def test_long_and_broken_words_are_made_sound(words: str) -> None:
    told = outline(Report.of([replace(finding(1), message={"nb": words})], "fast", 1.0), "nb").rules[0].told[0]
    assert len(told.message) <= 1_001
    told.message.encode()
    assert "\x1b" not in told.message

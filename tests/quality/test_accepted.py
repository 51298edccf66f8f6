"""Accepted findings are named one by one, run out, and are called stale when the fault is gone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from styringsgraf import errors
from styringsgraf.quality.accepted import accept, baseline, read, write
from styringsgraf.quality.report import AcceptedFinding, Finding, Report
from styringsgraf.texts import LANGUAGES

BASE = "https://example.org/"
TODAY = date(2027, 12, 31)


def test_the_very_finding_is_accepted(
    report: Report, gap: Finding, orphan: Finding, accepted_gap: AcceptedFinding
) -> None:
    marked = accept(report, [accepted_gap], TODAY)
    assert marked.accepted == (gap,)
    assert marked.open == (orphan,)
    assert (marked.stale, marked.expired) == ((), ())
    assert [f["accepted"] for f in marked.as_json()["findings"]] == [False, True]


@pytest.mark.parametrize(
    "change", [{"value": "7.7"}, {"value": None}, {"path": None}, {"rule": "SG-C06"}, {"focus_node": "x"}]
)
def test_any_other_finding_is_not(report: Report, accepted_gap: AcceptedFinding, change: dict[str, str | None]) -> None:
    other = replace(accepted_gap, **change)
    marked = accept(report, [other], TODAY)
    assert marked.accepted == ()
    assert marked.stale == (other,)


def test_acceptance_runs_out_after_its_last_day(report: Report, accepted_gap: AcceptedFinding) -> None:
    marked = accept(report, [accepted_gap], date(2028, 1, 1))
    assert (marked.accepted, marked.stale, marked.expired) == ((), (), (accepted_gap,))


def test_entries_about_what_was_not_checked_are_left_alone(report: Report, accepted_gap: AcceptedFinding) -> None:
    elsewhere = replace(accepted_gap, focus_node="https://example.org/id/annen-kommune/plan/indicator/I1")
    marked = accept(report, [elsewhere, accepted_gap], TODAY, lambda entry: "/kommune/" in (entry.focus_node or ""))
    assert len(marked.accepted) == 1
    assert (marked.stale, marked.expired) == ((), ())


def test_accepting_lets_a_stopping_finding_through(report: Report, orphan: Finding) -> None:
    assert report.stopping == (orphan,)
    entry = AcceptedFinding("SG-A05", "known", orphan.focus_node, orphan.path)
    assert accept(report, [entry], TODAY).stopping == ()


def test_what_is_written_is_read_again(tmp_path: Path, accepted_gap: AcceptedFinding) -> None:
    foreign = AcceptedFinding(
        "SG-E01", "Målet står slik i kilden", "https://other.example/a", value="http://metadata.un.org/sdg/3.10"
    )
    whole = AcceptedFinding("SG-I03", "Not ours to change", value="8.10")
    write(tmp_path / "list.yaml", [accepted_gap, whole, foreign], BASE)
    text = (tmp_path / "list.yaml").read_text(encoding="utf-8")
    assert "focusNode: kommune/plan-2024/indicator/I1" in text
    assert "path: sg:hasBand" in text
    assert "Målet" in text
    assert read(tmp_path / "list.yaml", BASE) == (accepted_gap, foreign, whole)
    moved = read(tmp_path / "list.yaml", "https://plan.example/")
    assert moved[0].focus_node == "https://plan.example/id/kommune/plan-2024/indicator/I1"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- [", "list.yaml"),
        ("rule: SG-A01", "dict"),
        ("- SG-A01", "1"),
        ("- {rule: SG-A01, reason: x}\n- {rule: SG-A01}", "– reason"),
        ("- {rule: SG-A01, reason: x, expires: soon}", "soon"),
        ("- {rule: SG-A01, reason: x, node: y}", "node"),
        ("- {rule: SG-A01, reason: [x]}", "reason"),
        ("- {rule: SG-A01, rule: SG-A02, reason: x}", "twice"),
        ("- {rule: SG-A01, reason: x}\n- {rule: SG-A01, reason: x, expires: 2020-13-45}", "2: month"),
        ("- {rule: SG-A01, reason: [" + "[" * 5000, "levels"),
        ("- &a [*a]", "itself"),
    ],
)
def test_a_wrong_list_gets_a_sentence(tmp_path: Path, text: str, names: str) -> None:
    (tmp_path / "list.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(errors.InputError) as caught:
        read(tmp_path / "list.yaml", BASE)
    assert all(names in caught.value.sentence(lang) for lang in LANGUAGES)


def test_a_missing_list_gets_a_sentence_and_an_empty_one_is_empty(tmp_path: Path) -> None:
    with pytest.raises(errors.InputError):
        read(tmp_path / "list.yaml", BASE)
    (tmp_path / "list.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert read(tmp_path / "list.yaml", BASE) == ()
    (tmp_path / "list.yaml").write_text("accepted: [{rule: SG-I03, reason: x}]\n", encoding="utf-8")
    assert read(tmp_path / "list.yaml", BASE) == (AcceptedFinding("SG-I03", "x"),)


def test_an_entry_without_a_focus_node_accepts_what_the_import_found(report: Report) -> None:
    """What stands in a cell often belongs to no node; it can still be accepted by rule, property and value."""
    cell = replace(report.findings[0], rule="SG-I04", focus_node=None, path=None, value="Ansvarleg eining")
    whole = Report.of([*report.findings, cell], "fast", 0.1)
    entry = AcceptedFinding("SG-I04", "known", value="Ansvarleg eining")
    marked = accept(whole, [entry], TODAY, lambda entry: entry.focus_node is not None)
    assert marked.accepted == (cell,)
    assert marked.stale == ()


def test_of_two_entries_for_one_finding_the_later_counts(report: Report, accepted_gap: AcceptedFinding) -> None:
    old = replace(accepted_gap, expires=date(2020, 1, 1))
    assert accept(report, [old, accepted_gap], TODAY).expired == ()
    assert accept(report, [accepted_gap, old], TODAY).accepted == ()


def test_a_baseline_accepts_everything_found_and_nothing_else(
    report: Report, gap: Finding, orphan: Finding, tmp_path: Path
) -> None:
    entries = baseline(report, [], "Known at the start", date(2028, 6, 30))
    write(tmp_path / "list.yaml", entries, BASE)
    again = read(tmp_path / "list.yaml", BASE)
    assert [(entry.reason, entry.expires) for entry in again] == [("Known at the start", date(2028, 6, 30))] * 2
    assert accept(report, again, TODAY).open == ()
    new = replace(gap, value="8.1")
    assert accept(Report.of([gap, orphan, new], "fast", 0.1), again, TODAY).open == (new,)
    assert accept(report, again, date(2028, 7, 1)).open == report.findings
    assert "*id" not in (tmp_path / "list.yaml").read_text(encoding="utf-8")


def test_a_baseline_keeps_what_was_accepted_and_drops_what_is_gone(
    report: Report, gap: Finding, orphan: Finding, accepted_gap: AcceptedFinding
) -> None:
    stale = replace(accepted_gap, value="9.9")
    elsewhere = replace(accepted_gap, focus_node="https://example.org/id/annen-kommune/plan/indicator/I1")
    late = AcceptedFinding(orphan.rule, "Old", orphan.focus_node, orphan.path, orphan.value, date(2020, 1, 1))
    given = [stale, late, elsewhere, accepted_gap]
    marked = accept(report, given, TODAY, lambda entry: "/kommune/" in (entry.focus_node or ""))
    assert baseline(marked, given, "New") == (
        elsewhere, accepted_gap, AcceptedFinding(orphan.rule, "New", orphan.focus_node, orphan.path, orphan.value)
    )  # fmt: skip


@pytest.mark.parametrize(
    "value",
    ["3.10", "2027-12-31", "null", "ja: nei", "# x", "\x1b[31m\x00", "=1+1", "to\nlinjer ", "å" * 32_000, "'", "😀"],
)
def test_any_value_survives_a_baseline(tmp_path: Path, gap: Finding, value: str) -> None:
    found = Report.of([replace(gap, value=value), replace(gap, value=value, focus_node=None, path=None)], "fast", 0.1)
    write(tmp_path / "list.yaml", baseline(found, [], "x"), BASE)
    assert accept(found, read(tmp_path / "list.yaml", BASE), TODAY).open == ()


@pytest.mark.parametrize(
    "node", ["urn:isbn:1", "https://x.example/a", f"{BASE}id/kommune/plan/measure/T:3", f"{BASE}id/k"]
)
def test_any_focus_node_survives_a_baseline(tmp_path: Path, gap: Finding, node: str) -> None:
    found = Report.of([replace(gap, focus_node=node)], "fast", 0.1)
    write(tmp_path / "list.yaml", baseline(found, [], "x"), BASE)
    assert read(tmp_path / "list.yaml", BASE)[0].focus_node == node

"""The report in the terminal is grouped by who answers, tells place and remedy; JSON has the shape of the contract."""

import json
from dataclasses import replace
from datetime import date

import pytest

from styringsgraf.quality.accepted import accept
from styringsgraf.quality.exports import exit_code, place, to_json, to_text
from styringsgraf.quality.report import UNCHECKED, AcceptedFinding, Cell, Finding, Named, Report, Severity

TODAY = date(2027, 1, 1)


def test_text_names_rule_place_and_remedy(report: Report, accepted_gap: AcceptedFinding) -> None:
    assert to_text(accept(report, [accepted_gap], TODAY), "nb") == (
        "■ kommune/plan-2024\n"
        "  Brudd (1)\n"
        "    SG-A05  Et tiltak løser minst ett oppdrag\n"
        "      – orphan bokmål [stopper utgivelsen]\n"
        "        ↳ plan.xlsx › Tiltak › celle B14 › kolonne «Oppdrag»\n"
        "  Advarsler (1)\n"
        "    SG-C07  Terskelbånd har ingen hull\n"
        "      – gap bokmål [godtatt]\n"
        "        ↳ https://example.org/id/kommune/plan-2024/indicator/I1\n"
        "\n"
        "Brudd: 1 · advarsler: 1 · opplysninger: 0 · av dem godtatt: 1 · motor: fast · 0,42 s\n"
    )


def test_groups_are_files_then_units_then_plans(orphan: Finding, gap: Finding) -> None:
    school = Named("https://example.org/id/kommune/unit/skole", {"nb": "Åsen skole", "nn": "Åsen skule"})
    health = Named("https://example.org/id/kommune/unit/helse", {"nb": "Helse"})
    found = [
        gap,
        replace(orphan, responsible=(school,)),
        replace(orphan, value="2", responsible=(health, school)),
        replace(gap, value="2", responsible=(school,)),
        replace(orphan, value="3", plan="https://example.org/id/kommune/b", plan_title={"nb": "Aktiv fritid"}),
        Finding("SG-I01", "violation", {"nb": "ark"}, cell=Cell("plan.xlsx")),
        Finding("SG-E01", "violation", {"nb": "uten sted"}),
    ]
    report = Report.of(found, "fast", 0.1)

    def heads(lang: str) -> list[str]:
        return [line for line in to_text(report, lang).splitlines() if line.startswith("■")]

    last = ["■ Aktiv fritid", "■ kommune/plan-2024"]
    assert heads("nb") == ["■ plan.xlsx", "■ Helse · Åsen skole", "■ Åsen skole", *last, "■ Uten plan eller fil"]
    assert heads("nn") == ["■ plan.xlsx", "■ Helse · Åsen skule", "■ Åsen skule", *last, "■ Utan plan eller fil"]
    own = to_text(report, "nb").partition("■ Åsen skole\n")[2].partition("■")[0]
    assert own.index("Brudd (1)") < own.index("orphan") < own.index("Advarsler (1)") < own.index("gap")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nn", ("Brot (1)", "Eit tiltak løyser minst eitt oppdrag", "orphan nynorsk", "stoppar utgivinga", "0,42 s")),
        ("en", ("Violations (1)", "A measure fulfils at least one assignment", "orphan English", "cell B14", "0.42 s")),
    ],
)
def test_text_speaks_the_readers_language(report: Report, lang: str, words: tuple[str, ...]) -> None:
    shown = to_text(report, lang)
    assert [word for word in words if word not in shown] == []


def test_entries_without_effect_are_named(report: Report, accepted_gap: AcceptedFinding) -> None:
    stale, expired = replace(accepted_gap, value="9.9"), replace(accepted_gap, expires=date(2026, 1, 1))
    marked = accept(report, [stale, expired], TODAY)
    shown = to_text(marked, "en")
    assert "Accepted findings that no longer occur (1)" in shown
    assert "9.9" in shown
    assert "Accepted findings whose time is up (1)" in shown
    sent = json.loads(to_json(marked))
    assert [entry["value"] for entry in sent["stale"]] == ["9.9"]
    assert [entry["expires"] for entry in sent["expired"]] == ["2026-01-01"]


def test_remarks_are_counted_where_they_are_many(gap: Finding) -> None:
    many = [replace(gap, value=str(n), severity="info") for n in range(25)]
    shown = to_text(Report.of(many, "fast", 0.1), "en")
    assert shown.count("gap English") == 10
    assert "… and 15 more; all are in the JSON report" in shown
    warnings = [replace(gap, value=str(n)) for n in range(25)]
    assert to_text(Report.of(warnings, "fast", 0.1), "en").count("gap English") == 25


def test_nothing_found_is_said() -> None:
    assert to_text(Report.of([], "fast", 0.0), "nb").startswith("Ingen funn.\n")


def test_files_that_were_only_read_are_not_called_checked() -> None:
    shown = to_text(Report.of([], UNCHECKED, 0.0), "nb")
    assert shown.startswith("Ingen funn ved innlesingen.\nBare innlesingen er sjekket")
    assert "motor" not in shown


def test_what_the_import_found_comes_first_under_its_rules_label(orphan: Finding) -> None:
    column, link = (replace(orphan, rule=rule, message={"nb": rule}) for rule in ("SG-I01", "SG-E03"))
    lines = to_text(Report.of([orphan, link, column], "fast", 0.1), "nb").splitlines()
    rules = [line.split()[0] for line in lines if line.startswith("    SG-")]
    assert rules[0] == "SG-I01"
    assert sorted(rules) == ["SG-A05", "SG-E03", "SG-I01"]
    assert "    SG-I01  Obligatoriske ark og kolonner er med" in lines


def test_other_plans_are_counted_and_only_what_is_open_and_grave_is_told(orphan: Finding, gap: Finding) -> None:
    other = "https://example.org/id/kommune/plan-2020"
    own = replace(orphan, value="own", message={"nb": "her"})
    findings = [own, replace(orphan, plan=other), replace(gap, plan=other)]
    report = replace(Report.of(findings, "fast", 0.1), plans=frozenset({str(orphan.plan)}))
    lines = to_text(report, "nb").splitlines()
    assert lines[1:4] == [
        "  Brudd (1)", "    SG-A05  Et tiltak løser minst ett oppdrag", "      – her [stopper utgivelsen]",
    ]  # fmt: skip
    heading = next(n for n, line in enumerate(lines) if line.startswith("I andre planer"))
    assert "brudd: 1 · advarsler: 1 · opplysninger: 0 · av dem godtatt: 0" in lines[heading]
    assert lines[heading + 2] == "      – orphan bokmål [stopper utgivelsen]"
    assert "gap" not in "\n".join(lines)
    assert len(json.loads(to_json(report))["findings"]) == 3


def test_an_entry_without_effect_is_named_as_in_the_list(report: Report, accepted_gap: AcceptedFinding) -> None:
    shown = to_text(accept(report, [replace(accepted_gap, value="9.9")], TODAY), "nb")
    assert "  SG-C07  kommune/plan-2024/indicator/I1 · sg:hasBand · 9.9" in shown


def test_json_has_the_shape_of_the_contract(report: Report) -> None:
    sent = json.loads(to_json(report))
    assert sent["conforms"] is False
    assert (sent["engine"], sent["release"], sent["seconds"]) == ("fast", "000001-ab12cd34", 0.422)
    assert sent["counts"] == {"violation": 1, "warning": 1, "info": 0}
    assert sent["findings"][0] == {
        "rule": "SG-A05",
        "severity": "violation",
        "focusNode": "https://example.org/id/kommune/plan-2024/measure/T3",
        "path": "https://w3id.org/styringsgraf/ns#fulfils",
        "value": None,
        "plan": "https://example.org/id/kommune/plan-2024",
        "message": {"nb": "orphan bokmål", "nn": "orphan nynorsk", "en": "orphan English"},
        "help": "https://w3id.org/styringsgraf/rules/SG-A05",
        "cell": {"file": "plan.xlsx", "sheet": "Tiltak", "row": 14, "column": "Oppdrag", "letter": "B"},
        "stops": True,
        "responsible": [],
        "accepted": False,
    }
    assert sent["findings"][1]["cell"] is None


def test_order_does_not_depend_on_the_order_found(orphan: Finding, gap: Finding) -> None:
    note = replace(gap, rule="SG-A01", severity="info")
    one, other = (Report.of(given, "fast", 0.1) for given in ([note, gap, orphan], [orphan, note, gap]))
    assert one == other
    assert [f.severity for f in one.findings] == ["violation", "warning", "info"]


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("violation", "violation", 1),
        ("warning", "violation", 0),
        ("warning", "warning", 1),
        ("info", "warning", 0),
        ("info", "info", 1),
        ("violation", "info", 1),
    ],
)
def test_exit_code(gap: Finding, severity: Severity, fail_on: Severity, code: int) -> None:
    assert exit_code(Report.of([replace(gap, severity=severity)], "fast", 0.1), fail_on) == code
    assert exit_code(Report.of([], "fast", 0.1), fail_on) == 0


def test_accepted_findings_do_not_fail(gap: Finding, accepted_gap: AcceptedFinding) -> None:
    report = Report.of([gap], "fast", 0.1)
    assert exit_code(report, "warning") == 1
    assert exit_code(accept(report, [accepted_gap], TODAY), "warning") == 0


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell("a.xlsx", "Mål", 4, "Kode", "AA"), "a.xlsx › Mål › celle AA4 › kolonne «Kode»"),
        (Cell("a.xlsx", "Mål", 4), "a.xlsx › Mål › rad 4"),
        (Cell("a.csv", None, 4, "Kode"), "a.csv › rad 4 › kolonne «Kode»"),
        (Cell("a.xlsx", "Mål"), "a.xlsx › Mål"),
        (Cell("a.xlsx"), "a.xlsx"),
    ],
)
def test_places(cell: Cell, shown: str) -> None:
    assert place(cell, "nb") == shown

"""What only shows between editions and organisations: order, circles, numbers, units – with the cell and the remedy."""

import io
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import openpyxl
import pytest

from styringsgraf import pipeline
from styringsgraf.pipeline import InputFile
from styringsgraf.quality.report import Finding, Report
from styringsgraf.settings import Settings
from styringsgraf.texts import LANGUAGES

DAY = date(2026, 6, 1)
RULES = {f"SG-I{n}" for n in range(31, 37)} | {"SG-E03"}


def book(
    edition: str = "hp-2026",
    org: str = "lia",
    *,
    fore: str = "",
    unit: str = "prosent",
    key: str = "",
    numbers: str = "",
    **plan: str,
) -> InputFile:
    """Return a plan with one indicator: ``plan`` are cells of its document row, ``numbers`` all its municipality's."""
    row = {
        "Organisasjon": org, "Organisasjonsnavn": f"{org.title()} kommune", "Kommunenummer": "", "Utgave": edition,
        "Tittel": f"Handlingsprogram {edition}", "Type": "handlingsprogram", "Serie": "handlingsprogram",
        "Gyldig fra": f"{edition[-4:]}-01-01", "Gyldig til": f"{int(edition[-4:]) + 3}-12-31", "Status": "vedtatt",
        "Vedtatt dato": f"{int(edition[-4:]) - 1}-12-10", "Erstatter": "",
        **{name.replace("_", " "): cell for name, cell in plan.items()},
    }  # fmt: skip
    indicator = {"Kode": "I1", "Tittel": "Trivsel", "Måler": "H1", "Enhet": unit, "Forløper": fore, "Varig nøkkel": key}
    sheets = {
        "Dokument": row,
        "Satsingsområder": {"Kode": "F1", "Tittel": "Folkehelse"},
        "Hovedmål": {"Kode": "H1", "Tittel": "God helse", "Satsingsområde": "F1"},
        "Indikatorer": indicator,
    }
    written = openpyxl.Workbook()
    written.remove(written.active)  # type: ignore[arg-type]
    for name, cells in sheets.items():
        sheet = written.create_sheet(name)
        sheet.append(list(cells))
        sheet.append(list(cells.values()))
    if numbers:
        sheet = written.create_sheet("Kommunenumre")
        sheet.append(["Organisasjon", "Nummer", "Gyldig fra"])
        for place, number in enumerate(numbers.split(), start=2020):
            sheet.append([org, number, f"{place}-01-01"])
    content = io.BytesIO()
    written.save(content)
    return InputFile(f"{org}-{edition}.xlsx", content.getvalue(), None)


def told(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule in RULES]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with vocabulary and UN codes only, to be copied."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    pipeline.initialise(Settings(data=folder), empty=True)
    return folder


@pytest.fixture
def config(empty: Path, tmp_path: Path) -> Settings:
    return Settings(data=Path(copytree(empty, tmp_path / "data")))


OLD = {"edition": "hp-2025"}
#: What is published first, what comes then, and the finding: rule, heading of the cell, what its sentence names.
FAULTS: dict[str, tuple[list[dict[str, str]], dict[str, str], str, str, tuple[str, ...]]] = {
    "a plan that supersedes itself": ([], {"Erstatter": "hp-2026"}, "SG-I31", "Erstatter", ("lia/hp-2026",)),
    "plans that supersede each other": (
        [OLD, {"Erstatter": "hp-2025"}], {**OLD, "Erstatter": "hp-2026"}, "SG-I31", "Erstatter",
        ("lia/hp-2025 → lia/hp-2026 → lia/hp-2025",),
    ),
    "a plan that supersedes a later one": (
        [{"edition": "hp-2027"}], {"Erstatter": "hp-2027"}, "SG-I32", "Erstatter", ("2026-01-01", "2027-01-01"),
    ),
    "a plan that ends before it starts": (
        [], {"Gyldig_til": "2025-06-30"}, "SG-I32", "Gyldig til", ("2026-01-01", "2025-06-30"),
    ),
    "a forerunner in a later plan": (
        [{"edition": "hp-2027"}], {"fore": "hp-2027:I1"}, "SG-I32", "Forløper", ("hp-2027/indicator/I1", "2027-01-01"),
    ),
    "forerunners in a circle": (
        [OLD, {"fore": "hp-2025:I1"}], {**OLD, "fore": "hp-2026:I1"}, "SG-I33", "Forløper",
        ("hp-2025/indicator/I1 → lia/hp-2026/indicator/I1 →",),
    ),
    "a forerunner in its own edition": ([], {"fore": "H1"}, "SG-I33", "Forløper", ("hp-2026/main-goal/H1",)),
    "a forerunner that does not exist": (
        [], {"fore": "hp-1999:I1"}, "SG-E03", "Forløper", ("hp-1999:I1", "Indikatorer"),
    ),
    "a number of another organisation": (
        [{"Kommunenummer": "9901"}], {"org": "dal", "Kommunenummer": "9901"}, "SG-I34", "Kommunenummer",
        ("9901", "dal", "lia/hp-2026"),
    ),
    "one organisation with two numbers": (
        [{**OLD, "Kommunenummer": "9901"}], {"Kommunenummer": "9902"}, "SG-I34", "Kommunenummer", ("9901", "9902"),
    ),
    "one organisation with a number it does not list": (
        [{**OLD, "Kommunenummer": "9901"}], {"Kommunenummer": "9902", "numbers": "9902 9903"}, "SG-I34",
        "Kommunenummer", ("9901", "9902"),
    ),
    "a listed number of another organisation": (
        [{"Kommunenummer": "9901", "numbers": "9901 9902"}],
        {"org": "dal", "Kommunenummer": "9901", "numbers": "9901 9902"}, "SG-I34", "Kommunenummer", ("9901", "dal"),
    ),
    "one organisation with two names": (
        [OLD], {"Organisasjonsnavn": "Dal kommune"}, "SG-I36", "Organisasjonsnavn", ("Dal kommune", "Lia kommune"),
    ),
    "a unit that changed since the forerunner": (
        [OLD], {"fore": "hp-2025:I1", "unit": "antall"}, "SG-I35", "Enhet", ("I1", "hp-2025"),
    ),
    "a unit that changed within a series": (
        [{**OLD, "key": "trivsel"}], {"key": "trivsel", "unit": "antall"}, "SG-I35", "Enhet", ("I1", "hp-2025"),
    ),
    "a unit that differs from the newer edition": (
        [{"key": "trivsel"}], {**OLD, "key": "trivsel", "unit": "antall"}, "SG-I35", "Enhet", ("I1", "hp-2026"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_with_its_cell_and_stops_what_it_must(name: str, config: Settings) -> None:
    before, given, rule, heading, names = FAULTS[name]
    for earlier in before:
        assert pipeline.publish(config, [book(**earlier)], reference_date=DAY).manifest is not None
    report = pipeline.check(config, [book(**given)], reference_date=DAY)
    (found,) = told(report)
    assert found.rule == rule
    assert found.cell is not None
    assert (found.cell.row, found.cell.column) == (2, heading)
    for lang in LANGUAGES:
        assert all(word in found.message[lang] for word in names), found.message[lang]
    outcome = pipeline.publish(config, [book(**given)], reference_date=DAY)
    assert told(outcome.report) == [found]
    assert (outcome.manifest is None) == found.stops == (found.severity == "violation")


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if len(fault[0]) == 1])
def test_it_is_found_in_one_batch_too(name: str, config: Settings) -> None:
    (earlier,), given, rule, *_ = FAULTS[name]
    report = pipeline.check(config, [book(**earlier), book(**given)], reference_date=DAY)
    assert [found.rule for found in told(report)] == [rule]


SOUND: list[list[dict[str, Any]]] = [
    [OLD, {"fore": "hp-2025:I1", "Erstatter": "hp-2025"}],
    [OLD, {"unit": "antall"}],  # nothing says that it is the same indicator
    [{**OLD, "key": "a"}, {"key": "b", "unit": "antall"}],
    [{**OLD, "Kommunenummer": "9901"}, {"Kommunenummer": "9901"}],
    [{"Kommunenummer": "9901"}, {"org": "dal", "Kommunenummer": "9902"}],
    [{**OLD, "Kommunenummer": "9901"}, {"Kommunenummer": "9902", "numbers": "9901 9902"}],  # a new number, and told so
    [{"Kommunenummer": "9901"}, {"Kommunenummer": "9902", "Organisasjonsnavn": "Lia nye kommune"}],  # a correction
    [{"unit": "prosent"}, {"unit": "antall"}],  # likewise: the same edition again
    [{}, {"org": "dal"}],
]


@pytest.mark.parametrize("plans", SOUND)
def test_what_is_sound_is_left_alone(plans: list[dict[str, Any]], config: Settings) -> None:
    for plan in plans:
        outcome = pipeline.publish(config, [book(**plan)], reference_date=DAY)
        assert outcome.manifest is not None
        assert told(outcome.report) == []


def test_the_shipped_plans_are_sound(tmp_path: Path) -> None:
    files, _, _ = pipeline.shipped()
    read = pipeline.translate(Settings(data=tmp_path / "none"), files)
    assert [found.message["nb"] for found in told(read.report)] == []
    assert len(read.nquads.splitlines()) > 3_000

"""A small plan as data, and findings about it, shared by the tests of this folder."""

from datetime import date

import pytest

from styringsgraf.quality.report import AcceptedFinding, Cell, Finding, Report

BASE = "https://example.org/"
PLAN = f"{BASE}id/kommune/plan-2024"
SG = "https://w3id.org/styringsgraf/ns#"


def said(what: str) -> dict[str, str]:
    return {"nb": f"{what} bokmål", "nn": f"{what} nynorsk", "en": f"{what} English"}


@pytest.fixture
def orphan() -> Finding:
    cell = Cell("plan.xlsx", "Tiltak", 14, "Oppdrag", "B")
    node = f"{PLAN}/measure/T3"
    return Finding("SG-A05", "violation", said("orphan"), node, f"{SG}fulfils", None, PLAN, cell, stops=True)


@pytest.fixture
def gap() -> Finding:
    return Finding("SG-C07", "warning", said("gap"), f"{PLAN}/indicator/I1", f"{SG}hasBand", "7.6", PLAN)


@pytest.fixture
def report(orphan: Finding, gap: Finding) -> Report:
    return Report.of([gap, orphan, orphan], "fast", 0.4217, "000001-ab12cd34")


@pytest.fixture
def accepted_gap() -> AcceptedFinding:
    node = f"{PLAN}/indicator/I1"
    return AcceptedFinding("SG-C07", "The source prints it so.", node, f"{SG}hasBand", "7.6", date(2027, 12, 31))

"""A report that went through JSON is the same report."""

import json
from datetime import date
from typing import Any

import pytest

from styringsgraf.quality.report import AcceptedFinding, Cell, Finding, Named, Report
from styringsgraf.quality.returned import report_of

FOUND = (
    Finding("SG-A01", "violation", {"nb": "Å", "nn": "Å", "en": "A"}, "http://a/1", "http://a/p", "7", "http://a/plan",
            Cell("plan.xlsx", "Mål", 3, "Kode", "B"), stops=True, responsible=(Named("http://a/u", {"nb": "Enhet"}),)),
    Finding("SG-F04", "info", {"nb": "x", "nn": "x", "en": "x"}, "http://a/2"),
)  # fmt: skip
STALE = AcceptedFinding("SG-A02", "Kjent", "http://a/3", None, None, date(2027, 1, 1))
REPORT = Report(FOUND, "fast", 1.25, "000001-aa", FOUND[1:], (STALE,), (STALE,))


def read_back(change: dict[str, Any] | None = None) -> Report:
    return report_of(json.loads(json.dumps(REPORT.as_json() | (change or {}))))


def test_nothing_is_lost() -> None:
    found = read_back()
    assert found == REPORT
    assert [finding.message for finding in found.findings] == [finding.message for finding in FOUND]
    assert found.as_json() == REPORT.as_json()


@pytest.mark.parametrize(
    "change",
    [
        {"findings": None},
        {"findings": {}},
        {"findings": [[]]},
        {"seconds": "1"},
        {"seconds": True},
        {"engine": None},
        {"release": 3},
        {"stale": [{"rule": "a"}]},
        {"stale": [{"rule": "a", "reason": "b", "expires": "i morgen"}]},
    ],
)
def test_what_is_no_report_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_back(change)

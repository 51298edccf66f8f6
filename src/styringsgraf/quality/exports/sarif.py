"""The report as SARIF 2.1.0, which code hosts show beside the files: rules with help, places, fingerprints."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from styringsgraf import __version__
from styringsgraf.namespaces import RULES
from styringsgraf.quality import rules
from styringsgraf.quality.exports.facts import column_number, fingerprint, label, place
from styringsgraf.quality.exports.setting import Setting
from styringsgraf.quality.report import UNCHECKED, Cell, Finding, Report
from styringsgraf.texts import pick

_LEVELS: Final = {"violation": "error", "warning": "warning", "info": "note"}
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write(report: Report, setting: Setting) -> bytes:
    """Return the report as SARIF; rows and columns of a sheet are lines and columns of the region."""
    names = sorted({finding.rule for finding in report.findings} | _run(report))
    driver = {
        "name": "styringsgraf",
        "semanticVersion": __version__,
        "version": __version__,
        "informationUri": RULES.removesuffix("rules/"),
        "rules": [_rule(name, report, setting.lang) for name in names],
    }
    body = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "language": setting.lang,
                "columnKind": "unicodeCodePoints",
                "results": list(_results(names, report, setting)),
            }
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def _run(report: Report) -> set[str]:
    return set() if report.engine == UNCHECKED else set(rules.load().by_id)


def _rule(name: str, report: Report, lang: str) -> dict[str, Any]:
    known = rules.load().by_id.get(name)
    words = label(name, lang) or name
    own = (finding.severity for finding in report.findings if finding.rule == name)
    level = known.severities[0] if known else next(own, "warning")
    explained = pick(known.help, lang) if known else words
    return {
        "id": name,
        "shortDescription": {"text": words},
        "fullDescription": {"text": explained},
        "help": {"text": explained},
        "helpUri": RULES + name,
        "defaultConfiguration": {"level": _LEVELS[level]},
    }


def _results(names: list[str], report: Report, setting: Setting) -> Iterable[dict[str, Any]]:
    files = _files(report)
    seen: Counter[str] = Counter()
    for finding in report.findings:
        steady = fingerprint(finding, row=False)
        seen[steady] += 1  # the same fault in several rows of a column: told apart by their order, as rows may move
        yield _result(finding, report, setting.lang) | {
            "ruleIndex": names.index(finding.rule),
            "locations": list(_locations(finding, files, setting)),
            "fingerprints": {"styringsgraf/v1": fingerprint(finding)},
            "partialFingerprints": {"primaryLocationLineHash": f"{steady}:{seen[steady]}"},
        }


def _result(finding: Finding, report: Report, lang: str) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": pick(finding.message, lang)},
        "suppressions": [{"kind": "external", "status": "accepted"}] if report.is_accepted(finding) else [],
        "properties": {
            "severity": finding.severity,
            "focusNode": finding.focus_node,
            "path": finding.path,
            "value": finding.value,
            "plan": finding.plan,
            "cell": finding.cell.as_json() if finding.cell else None,
            "message": dict(finding.message),
            "stops": finding.stops,
            "responsible": [unit.as_json() for unit in finding.responsible],
        },
    }


def _locations(finding: Finding, files: Mapping[str, str], setting: Setting) -> Iterable[dict[str, Any]]:
    """Return where a finding is: its cell, else the file its plan was read from, else the one file that was checked."""
    only = next(iter(setting.files)) if len(setting.files) == 1 else None
    file = finding.cell.file if finding.cell else files.get(finding.plan or "", only)
    if file is None:
        return
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(setting.path(file))}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.cell:
        if finding.cell.row:
            column = column_number(finding.cell.letter)
            physical["region"] = {"startLine": finding.cell.row} | ({"startColumn": column} if column else {})
        location["logicalLocations"] = [_logical(finding.cell)]
        location["message"] = {"text": place(finding.cell, setting.lang)}
    yield location


def _logical(cell: Cell) -> dict[str, Any]:
    address = f"{cell.letter or ''}{cell.row or ''}"
    inside = "!".join(part for part in (cell.sheet, address) if part)
    return {"name": inside or cell.file, "fullyQualifiedName": "/".join(p for p in (cell.file, inside) if p)}


def _files(report: Report) -> Mapping[str, str]:
    """Return the file of each plan, where all findings of the plan that have a cell are in one file."""
    found: dict[str, set[str]] = defaultdict(set)
    for finding in report.findings:
        if finding.cell and finding.plan:
            found[finding.plan].add(finding.cell.file)
    return {plan: next(iter(files)) for plan, files in found.items() if len(files) == 1}


def _uri(path: str) -> str:
    return PurePath(path).as_uri() if PurePath(path).is_absolute() else quote(path)

"""The report as annotations of a GitHub workflow: one command a line, so that findings show beside the files."""

from typing import Final

from styringsgraf.quality.exports.facts import column_number, known_facts, label, marks, visible
from styringsgraf.quality.exports.setting import Setting
from styringsgraf.quality.report import Finding, Report
from styringsgraf.texts import pick

_LEVELS: Final = {"violation": "error", "warning": "warning", "info": "notice"}
#: What ends a command or a parameter, and what it is written as.
_DATA: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PARAMETER: Final = _DATA | {":": "%3A", ",": "%2C"}


def write(report: Report, setting: Setting) -> bytes:
    """Return one command a finding; an accepted one is a notice. Below the message stand the facts, one a line."""
    return "".join(_command(finding, report, setting) + "\n" for finding in report.findings).encode()


def _command(finding: Finding, report: Report, setting: Setting) -> str:
    cell, mark = finding.cell, marks(finding, report, setting.lang)
    title = f"{finding.rule} {label(finding.rule, setting.lang)}".strip() + (f" [{mark}]" if mark else "")
    where = {
        "file": setting.path(cell.file) if cell else None,
        "line": cell.row if cell else None,
        "col": column_number(cell.letter) if cell and cell.row else None,
        "title": title,
    }
    parameters = ",".join(
        f"{name}={_escaped(visible(str(value)), _PARAMETER)}" for name, value in where.items() if value is not None
    )
    level = "notice" if report.is_accepted(finding) else _LEVELS[finding.severity]
    facts = (f"{name}: {value}" for name, value in known_facts(finding).items())
    body = "\n".join((visible(pick(finding.message, setting.lang)), *facts))
    return f"::{level} {parameters}::{_escaped(body, _DATA)}"


def _escaped(given: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in given)

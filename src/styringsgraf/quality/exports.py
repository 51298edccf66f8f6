"""Reports for readers: text for a terminal, JSON for programs, and the exit code; all carry the same facts."""

import json
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from styringsgraf.namespaces import compact
from styringsgraf.quality import rules
from styringsgraf.quality.messages import number
from styringsgraf.quality.report import SEVERITIES, UNCHECKED, Accepted, Cell, Finding, Report, Severity
from styringsgraf.texts import catalogue, pick, text

_INDENT: Final = "    "
#: So many remarks of one rule are printed; a plan without nynorsk titles has hundreds of them.
_REMARKS: Final = 10
#: Rules on sheets, columns and cells.
_SHEETS: Final = "SG-I"


def to_json(report: Report) -> bytes:
    """Return the report as JSON (design: quality rules), indented, ending in a newline."""
    return json.dumps(report.as_json(), ensure_ascii=False, indent=2).encode() + b"\n"


def exit_code(report: Report, fail_on: Severity = "violation") -> int:
    """Return 1 when a finding nobody has accepted is at least as bad as ``fail_on``, else 0."""
    worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(finding.severity in worst for finding in report.open))


def to_text(report: Report, lang: str) -> str:
    """Return the report for a terminal: by severity and rule, each finding with its place, counts at the end.

    What the import found comes first: a missing column explains the links that are then missing everywhere.
    """
    lines: list[str] = []
    for severity in SEVERITIES:
        found = [f for f in report.findings if f.severity == severity and report.is_about(f)]
        if found:
            lines += [_say(f"heading-{severity}", lang, count=len(found)), *_by_rule(found, report, lang), ""]
    lines += _elsewhere(report, lang)
    for name, entries in (("stale", report.stale), ("expired", report.expired)):
        if entries:
            lines += [_say(f"heading-{name}", lang, count=len(entries)), *_entries(entries), ""]
    checked = report.engine != UNCHECKED
    if report.conforms:
        lines.append(_say("conforms" if checked else "conforms-read", lang))
    seconds = number(f"{report.seconds:.2f}", lang)
    facts = dict(report.counts) | {"accepted": len(report.accepted), "engine": report.engine, "seconds": seconds}
    lines.append(_say("summary", lang, **facts) if checked else _say("summary-read", lang))
    return "\n".join(lines) + "\n"


def place(cell: Cell, lang: str) -> str:
    """Return where a cell is: ``plan.xlsx › Tiltak › celle B14 › kolonne «Oppdrag»``, as far as it is known."""
    parts = [cell.file, cell.sheet]
    if cell.row is not None and cell.letter:
        parts.append(_say("cell", lang, address=f"{cell.letter}{cell.row}"))
    elif cell.row is not None:
        parts.append(_say("row", lang, number=cell.row))
    if cell.column:
        parts.append(_say("column", lang, heading=cell.column))
    return " › ".join(part for part in parts if part)


def _elsewhere(report: Report, lang: str) -> Iterable[str]:
    """Tell what was found in other plans in force: all of it in numbers, and what nobody has accepted in full."""
    found = [finding for finding in report.findings if not report.is_about(finding)]
    if found:
        counts = {level: sum(finding.severity == level for finding in found) for level in SEVERITIES}
        known = sum(map(report.is_accepted, found))
        yield _say("heading-others", lang, **counts, accepted=known)
        grave = [f for f in found if f.severity == SEVERITIES[0] and not report.is_accepted(f)]
        yield from _by_rule(grave, report, lang)
        yield ""


def _say(name: str, lang: str, **values: object) -> str:
    return pick(text(f"quality.{name}", **values), lang)


def _by_rule(findings: Iterable[Finding], report: Report, lang: str) -> Iterable[str]:
    known = rules.load().by_id
    rule_of: Callable[[Finding], str] = lambda finding: finding.rule  # noqa: E731 - a key, named once
    ordered = sorted(findings, key=lambda finding: (finding.rule in known, not finding.rule.startswith(_SHEETS)))
    for rule, group in groupby(ordered, key=rule_of):
        label = known[rule].label if rule in known else catalogue("rules").get(rule, {})
        yield f"  {rule}  {pick(label, lang)}".rstrip()
        every = list(group)
        shown = every[:_REMARKS] if every[0].severity == "info" else every
        for finding in shown:
            yield f"{_INDENT}{pick(finding.message, lang)}{_marks(finding, report, lang)}"
            where = place(finding.cell, lang) if finding.cell else finding.focus_node
            if where:
                yield f"{_INDENT}  ↳ {where}"
        if len(shown) < len(every):
            yield _INDENT + _say("more", lang, count=len(every) - len(shown))


def _marks(finding: Finding, report: Report, lang: str) -> str:
    if report.is_accepted(finding):
        return f" [{_say('accepted', lang)}]"
    return f" [{_say('stops', lang)}]" if finding.stops else ""


def _entries(entries: Iterable[Accepted]) -> Iterable[str]:
    for entry in entries:
        # As in the list of accepted findings: organisation/edition/kind/code and a prefixed name.
        node, path = entry.focus_node or "", compact(entry.path or "")
        parts = (node.partition("/id/")[2] or node, path, entry.value, str(entry.expires or ""))
        yield f"  {entry.rule}  " + " · ".join(part for part in parts if part)

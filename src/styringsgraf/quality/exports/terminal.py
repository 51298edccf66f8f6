"""The report for a terminal: by who answers for it, worst first, each finding with its place, counts at the end."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from styringsgraf.namespaces import compact
from styringsgraf.quality.exports.facts import Group, groups, label, marks, one_line, place
from styringsgraf.quality.exports.setting import Setting
from styringsgraf.quality.messages import number
from styringsgraf.quality.report import SEVERITIES, UNCHECKED, Accepted, Finding, Report, Severity
from styringsgraf.texts import pick, text

_INDENT: Final = "  "
#: So many remarks of one rule are printed in a group; a plan without nynorsk titles has hundreds of them.
_REMARKS: Final = 10


def write(report: Report, setting: Setting) -> bytes:
    """Return the report as lines of UTF-8 text.

    No line begins with what comes from a file: a build log would obey ``::`` there, and a terminal escape codes.
    """
    lang = setting.lang
    lines: list[str] = []
    for group in groups(filter(report.is_about, report.findings), lang):
        lines += [*_group(group, report, lang), ""]
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
    return ("\n".join(lines) + "\n").encode()


def _say(name: str, lang: str, **values: object) -> str:
    return pick(text(f"quality.{name}", **values), lang)


def _group(group: Group, report: Report, lang: str) -> Iterable[str]:
    yield f"■ {group.title}"
    yield from _levels(group.findings, report, lang)


def _levels(findings: Iterable[Finding], report: Report, lang: str) -> Iterable[str]:
    level: Severity
    for level, own in groupby(findings, key=lambda finding: finding.severity):
        found = list(own)
        yield _INDENT + _say(f"heading-{level}", lang, count=len(found))
        yield from _rules(found, report, lang)


def _rules(findings: Iterable[Finding], report: Report, lang: str) -> Iterable[str]:
    for rule, own in groupby(findings, key=lambda finding: finding.rule):
        yield f"{_INDENT * 2}{rule}  {label(rule, lang)}".rstrip()
        every = list(own)
        shown = every[:_REMARKS] if every[0].severity == "info" else every
        for finding in shown:
            mark = marks(finding, report, lang)
            yield f"{_INDENT * 3}– {one_line(pick(finding.message, lang))}{f' [{mark}]' if mark else ''}"
            where = place(finding.cell, lang) if finding.cell else finding.focus_node
            if where:
                yield f"{_INDENT * 4}↳ {one_line(where)}"
        if len(shown) < len(every):
            yield _INDENT * 3 + _say("more", lang, count=len(every) - len(shown))


def _elsewhere(report: Report, lang: str) -> Iterable[str]:
    """Tell what was found in other plans in force: all of it in numbers, and what nobody has accepted in full."""
    found = [finding for finding in report.findings if not report.is_about(finding)]
    if found:
        counts = {level: sum(finding.severity == level for finding in found) for level in SEVERITIES}
        known = sum(map(report.is_accepted, found))
        yield _say("heading-others", lang, **counts, accepted=known)
        grave = [f for f in found if f.severity == SEVERITIES[0] and not report.is_accepted(f)]
        yield from _rules(grave, report, lang)
        yield ""


def _entries(entries: Iterable[Accepted]) -> Iterable[str]:
    for entry in entries:
        # As in the list of accepted findings: organisation/edition/kind/code and a prefixed name.
        node, path = entry.focus_node or "", compact(entry.path or "")
        parts = (node.partition("/id/")[2] or node, path, entry.value, str(entry.expires or ""))
        yield f"  {one_line(entry.rule)}  " + " · ".join(one_line(part) for part in parts if part)

"""The report for a page that people read: by rule, the gravest first, as much as anybody reads, and counts of all."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Final

from styringsgraf.quality import rules
from styringsgraf.quality.exports.facts import label, marks, name, one_line, sound, spoken, visible
from styringsgraf.quality.report import SEVERITIES, Finding, Named, Report
from styringsgraf.texts import pick

#: How many findings a page shows of one rule, and in all; the files hold every one.
MOST_OF_A_RULE: Final = 50
MOST: Final = 500
#: A value or message longer than this is cut on the page, never in the files.
_LONGEST: Final = 1_000
_SHEETS: Final = 200


@dataclass(frozen=True)
class Told:
    """One finding: what is wrong and what to do, where it stands, who answers for it."""

    message: str
    lang: str
    file: str
    sheet: str
    address: str
    row: int | None
    column: str
    mark: str
    units: str


@dataclass(frozen=True)
class OfRule:
    """The findings of one rule at one severity; ``count`` is of all, ``told`` are those that are shown."""

    rule: str
    severity: str
    label: str
    help: str
    count: int
    told: tuple[Told, ...]


@dataclass(frozen=True)
class OfSheet:
    """How many findings a sheet has, by severity in the order of ``SEVERITIES``."""

    file: str
    sheet: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class OfPlan:
    """How many findings another plan in force has, likewise."""

    title: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Outline:
    """A report in one language. Counts are by severity; ``others`` are plans that were not sent, but judged along."""

    seconds: float
    release: str | None
    counts: tuple[int, ...]
    shown: int
    accepted: int
    rules: tuple[OfRule, ...]
    sheets: tuple[OfSheet, ...]
    others: tuple[OfPlan, ...]


def outline(report: Report, lang: str) -> Outline:
    """Return a report as a page shows it. Pure."""
    own = [sound(finding) for finding in report.findings if report.is_about(finding)]
    shown = tuple(_by_rule(own, report, lang))
    return Outline(
        report.seconds,
        report.release,
        _counts(own),
        sum(len(one.told) for one in shown),
        sum(map(report.is_accepted, own)),
        shown,
        tuple(_by_sheet(own))[:_SHEETS],
        tuple(_by_plan((sound(f) for f in report.findings if not report.is_about(f)), lang)),
    )


def written(report: Report, lang: str, **beside: object) -> bytes:
    """Return the outline as JSON, with what else is known of the check ``beside`` it."""
    return json.dumps({"outline": asdict(outline(report, lang)), **beside}, ensure_ascii=False).encode()


def _counts(findings: Iterable[Finding]) -> tuple[int, ...]:
    found = Counter(finding.severity for finding in findings)
    return tuple(found[level] for level in SEVERITIES)


def _by_rule(findings: Sequence[Finding], report: Report, lang: str) -> Iterable[OfRule]:
    """Yield the rules in the order of the report; room on the page is given to the gravest first."""
    known, left = rules.load().by_id, MOST
    for (severity, rule), group in groupby(findings, key=lambda finding: (finding.severity, finding.rule)):
        every = list(group)
        room = every[: min(MOST_OF_A_RULE, left)]
        left -= len(room)
        explained = pick(known[rule].help, lang) if rule in known else ""
        told = tuple(_told(finding, report, lang) for finding in room)
        yield OfRule(rule, severity, label(rule, lang) or rule, explained, len(every), told)


def _told(finding: Finding, report: Report, lang: str) -> Told:
    message, tongue = spoken(finding.message, lang)
    cell = finding.cell
    address = f"{cell.letter}{cell.row}" if cell and cell.letter and cell.row else ""
    return Told(
        _short(visible(message)),
        tongue,
        one_line(cell.file) if cell else "",
        one_line(cell.sheet or "") if cell else "",
        address,
        cell.row if cell else None,
        _short(one_line(cell.column or "")) if cell else "",
        marks(finding, report, lang),
        _short("; ".join(one_line(name(unit, lang)) for unit in finding.responsible)),
    )


def _by_sheet(findings: Iterable[Finding]) -> Iterable[OfSheet]:
    """Yield the sheets with findings, those with the most and gravest first."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.cell and finding.cell.sheet:
            found.setdefault((finding.cell.file, finding.cell.sheet), []).append(finding)
    every = [OfSheet(one_line(file), one_line(sheet), _counts(own)) for (file, sheet), own in found.items()]
    return sorted(every, key=lambda one: [-count for count in one.counts])


def _by_plan(findings: Iterable[Finding], lang: str) -> Iterable[OfPlan]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        title = one_line(name(Named(finding.plan or "", finding.plan_title), lang))
        found.setdefault(title, []).append(finding)
    return (OfPlan(title, _counts(own)) for title, own in sorted(found.items()))


def _short(given: str) -> str:
    return given if len(given) <= _LONGEST else f"{given[:_LONGEST]}…"

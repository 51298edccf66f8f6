"""What every report tells of a finding, and what all forms share: places, labels, fingerprints, groups."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from styringsgraf.quality import rules
from styringsgraf.quality.report import SEVERITIES, Cell, Finding, Named, Report, Severity
from styringsgraf.texts import Text, catalogue, pick, text

#: What XML cannot hold and a terminal would obey: shown as pictures instead (U+2400 …), or as the replacement mark.
_CONTROLS: Final = {n: 0x2400 + n for n in range(0x20) if chr(n) not in "\t\n"}
_UNSEEN: Final = _CONTROLS | {0x7F: 0x2421} | dict.fromkeys((*range(0x80, 0xA0), 0xFFFE, 0xFFFF), 0xFFFD)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_ADDRESS: Final = re.compile(r"[A-Z]{1,3}")
#: Rules on sheets, columns and cells.
_SHEETS: Final = "SG-I"


def say(name: str, lang: str, **values: object) -> str:
    """Return a sentence of texts/reports.yaml in the reader's language."""
    return pick(text(f"reports.{name}", **values), lang)


def visible(given: str) -> str:
    """Return text that XML can hold and no terminal obeys: control characters as pictures, lines ended by a newline."""
    return given.replace("\r\n", "\n").translate(_UNSEEN)


def one_line(given: str) -> str:
    """Return text on one line, likewise."""
    return " ".join(visible(given).split())


def sound(finding: Finding) -> Finding:
    """Return the finding without halves of characters, which file names may hold and no encoding can."""
    cell = finding.cell
    return replace(
        finding,
        message={lang: _whole(words) for lang, words in finding.message.items()},
        focus_node=_sound(finding.focus_node),
        path=_sound(finding.path),
        value=_sound(finding.value),
        plan=_sound(finding.plan),
        cell=cell and Cell(_whole(cell.file), _sound(cell.sheet), cell.row, _sound(cell.column), _sound(cell.letter)),
    )


def exit_code(report: Report, fail_on: Severity = "violation") -> int:
    """Return 1 when a finding nobody has accepted is at least as bad as ``fail_on``, else 0."""
    return int(any(failing(finding, report, fail_on) for finding in report.findings))


def failing(finding: Finding, report: Report, fail_on: Severity) -> bool:
    """Tell whether a finding makes the check fail."""
    return SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on) and not report.is_accepted(finding)


def marks(finding: Finding, report: Report, lang: str) -> str:
    """Return what is to be known of a finding besides its severity: accepted, or stops the release."""
    if report.is_accepted(finding):
        return pick(text("quality.accepted"), lang)
    return pick(text("quality.stops"), lang) if finding.stops else ""


def place(cell: Cell, lang: str) -> str:
    """Return where a cell is: ``plan.xlsx › Tiltak › celle B14 › kolonne «Oppdrag»``, as far as it is known."""
    parts = [cell.file, cell.sheet]
    if cell.row is not None and cell.letter:
        parts.append(pick(text("quality.cell", address=f"{cell.letter}{cell.row}"), lang))
    elif cell.row is not None:
        parts.append(pick(text("quality.row", number=cell.row), lang))
    if cell.column:
        parts.append(pick(text("quality.column", heading=cell.column), lang))
    return " › ".join(part for part in parts if part)


def column_number(letter: str | None) -> int | None:
    """Return a column's number from 1 (A), or None for what is no column of a spreadsheet."""
    if letter is None or not _ADDRESS.fullmatch(letter):
        return None
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - ord("A") + 1
    return number


def label(rule: str, lang: str) -> str:
    """Return what a rule says, as a title; '' for a rule nobody describes."""
    known = rules.load().by_id
    return pick(known[rule].label if rule in known else catalogue("rules").get(rule, {}), lang)


def known_facts(finding: Finding) -> Mapping[str, str]:
    """Return what a finding is about, by name, each as one line: what is not known is left out."""
    cell = finding.cell
    every = {
        "severity": finding.severity,
        "focusNode": finding.focus_node,
        "path": finding.path,
        "value": finding.value,
        "plan": finding.plan,
        "file": cell and cell.file,
        "sheet": cell and cell.sheet,
        "row": cell and cell.row,
        "column": cell and cell.column,
        "letter": cell and cell.letter,
    }
    return {name: _line(str(value)) for name, value in every.items() if value is not None}


def fingerprint(finding: Finding, *, row: bool = True) -> str:
    """Return 32 hexadecimal digits that name this finding in every run; without ``row`` also when rows move."""
    cell = finding.cell
    where = [cell.file, cell.sheet, cell.column, cell.letter, *([cell.row] if row else [])] if cell else []
    content = json.dumps([*finding.identity, where], ensure_ascii=False).encode()
    return hashlib.sha256(content).hexdigest()[:32]


@dataclass(frozen=True)
class Group:
    """Findings that belong to the same units, plan or file."""

    title: str
    findings: tuple[Finding, ...]


def groups(findings: Iterable[Finding], lang: str) -> tuple[Group, ...]:
    """Return findings by who answers for the focus node, else by plan, else by file; within that by severity and rule.

    Files come first, since a missing column explains the links that are then missing everywhere; then units, then
    plans, each in alphabetical order. What the import found comes first among its like.
    """
    titles: dict[tuple[int, str], str] = {}
    keyed = [(_group(finding, lang, titles), finding) for finding in findings]
    keyed.sort(key=lambda pair: (pair[0][0], titles[pair[0]].casefold(), pair[0], _order(pair[1])))
    key: Callable[[tuple[tuple[int, str], Finding]], tuple[int, str]] = lambda pair: pair[0]  # noqa: E731
    return tuple(Group(titles[name], tuple(f for _, f in own)) for name, own in groupby(keyed, key=key))


def _order(finding: Finding) -> tuple[object, ...]:
    imported = finding.rule not in rules.load().by_id
    return (SEVERITIES.index(finding.severity), not imported, not finding.rule.startswith(_SHEETS), finding.sort_key)


def _group(finding: Finding, lang: str, titles: dict[tuple[int, str], str]) -> tuple[int, str]:
    """Return a finding's group – its rank and what makes it the same – and note the group's title."""
    if finding.responsible:
        key = (1, " ".join(unit.iri for unit in finding.responsible))
        title = " · ".join(sorted(name(unit, lang) for unit in finding.responsible))
    elif finding.plan:
        key, title = (2, finding.plan), name(Named(finding.plan, finding.plan_title), lang)
    elif finding.cell:
        key, title = (0, finding.cell.file), finding.cell.file
    else:
        key, title = (3, ""), say("no-place", lang)
    titles[key] = one_line(title)
    return key


def name(thing: Named, lang: str) -> str:
    """Return what people call something: its title, or the end of its address."""
    return pick(thing.title, lang) or thing.iri.partition("/id/")[2] or thing.iri


def spoken(message: Text, lang: str) -> tuple[str, str]:
    """Return a text and the language it is really in, for readers aloud."""
    found = pick(message, lang)
    return found, next((code for code, words in message.items() if words == found and code), lang)


def _line(given: str) -> str:
    """Return text as one line that can be read back: as it is, or as a JSON string if it holds anything special."""
    plain = given.isprintable() and given == given.strip() and not given.startswith('"')
    return given if plain else json.dumps(given)


def _whole(given: str) -> str:
    return _SURROGATES.sub("\ufffd", given)


def _sound(given: str | None) -> str | None:
    return None if given is None else _whole(given)

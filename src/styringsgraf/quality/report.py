"""Findings and reports: one shape for what SHACL finds and for what the import finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, Protocol

from styringsgraf.namespaces import RULES
from styringsgraf.texts import Text

Severity = Literal["violation", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")
#: Stands for the engine in a report of files that were only read, not checked against the quality rules.
UNCHECKED: Final = "none"


@dataclass(frozen=True)
class Cell:
    """A place in a file: sheet as named, row 1-based as the spreadsheet shows it, column by its heading."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    letter: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the report's JSON form."""
        return {"file": self.file, "sheet": self.sheet, "row": self.row, "column": self.column, "letter": self.letter}


@dataclass(frozen=True)
class Named:
    """Something people know by name: its IRI, and its title in the languages there are."""

    iri: str
    title: Text = field(default_factory=dict, hash=False)

    def as_json(self) -> dict[str, Any]:
        """Return the report's JSON form."""
        return {"iri": self.iri, "title": dict(self.title)}


@dataclass(frozen=True)
class Finding:
    """One fault: rule, where (focus node, path, value, plan, cell), and what to do in three languages."""

    rule: str
    severity: Severity
    message: Text = field(hash=False)
    focus_node: str | None = None
    path: str | None = None
    value: str | None = None
    plan: str | None = None
    cell: Cell | None = None
    stops: bool = False
    #: The units that answer for the focus node, and what the plan is called: reports are grouped by them.
    responsible: tuple[Named, ...] = ()
    plan_title: Text = field(default_factory=dict, hash=False)

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """Return what makes it the same finding in another run: rule, focus node, path, value."""
        return identity(self)

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Order of a report: severity, rule, focus node, path, place, value."""
        place = (self.cell.file, self.cell.sheet or "", self.cell.row or 0, self.cell.letter or "") if self.cell else ()
        *named, value = self.identity
        return (SEVERITIES.index(self.severity), *named, place, value)

    def as_json(self) -> dict[str, Any]:
        """Return the report's JSON form (design: quality rules)."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "focusNode": self.focus_node,
            "path": self.path,
            "value": self.value,
            "plan": self.plan,
            "message": dict(self.message),
            "help": RULES + self.rule,
            "cell": self.cell.as_json() if self.cell else None,
            "stops": self.stops,
            "responsible": [unit.as_json() for unit in self.responsible],
        }


class Accepted(Protocol):
    """A finding somebody accepts by name, with the reason and perhaps a last day; release manifests keep such ones."""

    @property
    def rule(self) -> str:
        """The rule's id."""
        ...

    @property
    def focus_node(self) -> str | None:
        """The focus node's IRI; none where the finding has none."""
        ...

    @property
    def path(self) -> str | None:
        """The property's IRI, likewise."""
        ...

    @property
    def value(self) -> str | None:
        """The value, likewise."""
        ...

    @property
    def reason(self) -> str:
        """Why it is accepted."""
        ...

    @property
    def expires(self) -> date | None:
        """The last day it is accepted."""
        ...


@dataclass(frozen=True)
class AcceptedFinding:
    """An accepted finding as read from a list."""

    rule: str
    reason: str
    focus_node: str | None = None
    path: str | None = None
    value: str | None = None
    expires: date | None = None


def identity(named: "Accepted | Finding") -> tuple[str, str, str, str]:
    """Return what makes it the same finding in another run: rule, focus node, path, value."""
    return (named.rule, named.focus_node or "", named.path or "", named.value or "")


def _entry(entry: Accepted) -> dict[str, Any]:
    return {
        "rule": entry.rule,
        "focusNode": entry.focus_node,
        "path": entry.path,
        "value": entry.value,
        "reason": entry.reason,
        "expires": entry.expires.isoformat() if entry.expires else None,
    }


@dataclass(frozen=True)
class Report:
    """All findings of one check, ordered so that two runs can be compared line by line."""

    findings: tuple[Finding, ...]
    engine: str
    seconds: float
    release: str | None = None
    accepted: tuple[Finding, ...] = ()
    #: Accepted entries that matched nothing any more, and those whose last day has passed.
    stale: tuple[Accepted, ...] = ()
    expired: tuple[Accepted, ...] = ()
    #: The documents the check is about; others in force are checked with them. None named: all are.
    plans: frozenset[str] = frozenset()

    @classmethod
    def of(cls, findings: Iterable[Finding], engine: str, seconds: float, release: str | None = None) -> "Report":
        """Build a report with its findings de-duplicated and in order."""
        unique = {(f.identity, f.cell): f for f in findings}
        return cls(tuple(sorted(unique.values(), key=lambda f: f.sort_key)), engine, seconds, release)

    @property
    def conforms(self) -> bool:
        """Whether nothing at all was found."""
        return not self.findings

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Number of findings by severity."""
        return {level: sum(f.severity == level for f in self.findings) for level in SEVERITIES}

    @cached_property
    def _accepted(self) -> frozenset[tuple[str, str, str, str]]:
        return frozenset(finding.identity for finding in self.accepted)

    def is_accepted(self, finding: Finding) -> bool:
        """Whether somebody has accepted this finding by name."""
        return finding.identity in self._accepted

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings nobody has accepted."""
        return tuple(finding for finding in self.findings if not self.is_accepted(finding))

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """The findings that stop a release and are not accepted by name."""
        return tuple(finding for finding in self.open if finding.stops)

    def is_about(self, finding: Finding) -> bool:
        """Whether a finding lies in a document the check is about, and not in another plan in force."""
        return not self.plans or finding.plan is None or finding.plan in self.plans

    def as_json(self) -> dict[str, Any]:
        """Return the report's JSON form (design: quality rules)."""
        return {
            "conforms": self.conforms,
            "engine": self.engine,
            "release": self.release,
            "seconds": round(self.seconds, 3),
            "counts": dict(self.counts),
            "accepted": len(self.accepted),
            "findings": [f.as_json() | {"accepted": self.is_accepted(f)} for f in self.findings],
            "stale": [_entry(entry) for entry in self.stale],
            "expired": [_entry(entry) for entry in self.expired],
        }

"""Findings and reports: one shape for what SHACL finds and for what the import finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from styringsgraf.namespaces import RULES
from styringsgraf.texts import Text

Severity = Literal["violation", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")


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

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it the same finding in another run: rule, focus node, path, value."""
        return (self.rule, self.focus_node or "", self.path or "", self.value or "")

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Order of a report: severity, rule, focus node, path, value, place."""
        place = (self.cell.file, self.cell.sheet or "", self.cell.row or 0, self.cell.letter or "") if self.cell else ()
        return (SEVERITIES.index(self.severity), *self.identity, place)

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
        }


@dataclass(frozen=True)
class Report:
    """All findings of one check, ordered so that two runs can be compared line by line."""

    findings: tuple[Finding, ...]
    engine: str
    seconds: float
    release: str | None = None
    accepted: tuple[Finding, ...] = ()

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

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """The findings that stop a release and are not accepted by name."""
        return tuple(f for f in self.findings if f.stops and f not in self.accepted)

    def as_json(self) -> dict[str, Any]:
        """Return the report's JSON form (design: quality rules)."""
        return {
            "conforms": self.conforms,
            "engine": self.engine,
            "release": self.release,
            "seconds": round(self.seconds, 3),
            "counts": dict(self.counts),
            "accepted": len(self.accepted),
            "findings": [f.as_json() | {"accepted": f in self.accepted} for f in self.findings],
        }

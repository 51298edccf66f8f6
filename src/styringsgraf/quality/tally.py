"""Counts the findings in an archived graph without loading it: how many of each severity, and how many accepted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from styringsgraf.namespaces import PREFIXES, SG
from styringsgraf.quality.report import SEVERITIES

_SEVERITY: Final = f"<{PREFIXES['sh']}resultSeverity>".encode()
_ACCEPTED: Final = f"<{SG}accepted>".encode()
_LEVELS: Final = {f"<{PREFIXES['sh']}{level.capitalize()}>".encode(): level for level in SEVERITIES}
_TRUE: Final = (b'"true"', b'"1"')


@dataclass(frozen=True)
class Tally:
    """Findings by severity, and how many of all are accepted."""

    counts: Mapping[str, int]
    accepted: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def tally(lines: bytes) -> Tally:
    """Count in N-Quads as the archive holds them: one statement a line, one space between its terms."""
    found: Counter[str] = Counter()
    accepted = 0
    for line in lines.splitlines():
        _, predicate, rest = line.split(b" ", 2) if line.count(b" ") > 1 else (b"", b"", b"")
        if predicate == _SEVERITY:
            level = _LEVELS.get(rest.split(b" ", 1)[0])
            if level:
                found[level] += 1
        elif predicate == _ACCEPTED:
            accepted += rest.startswith(_TRUE)
    return Tally({level: found[level] for level in SEVERITIES}, accepted)

"""What can be found when the UN's file is held against our tables: rules, severities, and collecting the findings."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from styringsgraf.quality.report import Cell, Finding, Severity
from styringsgraf.texts import text

#: Rule → severity. A violation stops the import; what is merely different does not.
OFFICIAL_RULES: Final[Mapping[str, Severity]] = {
    "SG-U20": "violation",  # a goal or target of ours is not there, or has no text at all
    "SG-U21": "warning",  # an indicator of ours is not there; info where the edition explains it
    "SG-U22": "warning",  # a goal, target or indicator of theirs that we do not have
    "SG-U23": "warning",  # several texts in one language; info where only spaces differ
    "SG-U24": "info",  # spaces around a text
    "SG-U25": "info",  # the number of a footnote at the end of a text
    "SG-U26": "warning",  # our segments refer to another English text
    "SG-U27": "warning",  # the codes are those of no edition we know
    "SG-U28": "info",  # found by its code, not by its address
    "SG-U29": "warning",  # a text is missing in a language, or has no language
    "SG-U30": "warning",  # address and code contradict each other
}
_LISTED: Final = 30
_SHOWN: Final = 80
_LEAD: Final = 20


class Notes:
    """Collects the findings on one file."""

    def __init__(self, file: str) -> None:
        self.file, self._found = file, list[Finding]()

    def add(
        self,
        rule: str,
        key: str,
        *,
        focus: str | None = None,
        value: str | None = None,
        severity: Severity | None = None,
        **words: object,
    ) -> None:
        """Add a finding; ``key`` names its sentence in texts/sdg.yaml, ``severity`` softens the rule's own."""
        level = severity or OFFICIAL_RULES[rule]
        message = text(f"sdg.{key}", value=value, **words)
        stops = level == "violation"
        self._found.append(Finding(rule, level, message, focus, None, value, cell=Cell(self.file), stops=stops))

    def all(self) -> tuple[Finding, ...]:
        """Return what was found."""
        return tuple(self._found)


def listed(codes: Iterable[str]) -> str:
    """Return codes for a sentence, in the order of the UN, the first thirty of them."""
    ordered = sorted(set(codes), key=in_order)
    more = f" … (+{len(ordered) - _LISTED})" if len(ordered) > _LISTED else ""
    return ", ".join(ordered[:_LISTED]) + more


def in_order(code: str) -> tuple[tuple[bool, int, str], ...]:
    """Return the sort key of a code: 2.1 before 2.10 before 2.a before 10.1."""
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in code.split("."))


def parting(texts: Collection[str]) -> int:
    """Return from where to show texts so that a reader sees how they differ."""
    letters = enumerate(zip(*texts, strict=False))  # as far as the shortest goes
    common = next((at for at, here in letters if len(set(here)) > 1), min(map(len, texts)))
    return common - _LEAD if common > _SHOWN // 2 else 0


def short(words: str, start: int = 0) -> str:
    """Return a text for a sentence: some of it, from ``start`` on."""
    before, after = "…" if start else "", "…" if len(words) > start + _SHOWN else ""
    return before + words[start : start + _SHOWN] + after

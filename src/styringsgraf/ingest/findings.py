"""Which faults the import itself can find, how grave they are, and collecting them with their cells."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from styringsgraf.quality.report import Cell, Finding, Severity
from styringsgraf.texts import text


@dataclass(frozen=True)
class Rule:
    """Severity of an import rule and whether it stops a publish."""

    severity: Severity
    stops: bool


_LOST: Final = Rule("violation", stops=True)
_DOUBT: Final = Rule("warning", stops=False)
_NOTE: Final = Rule("info", stops=False)

#: Everything the import can report. What would otherwise be lost without the reader noticing stops a publish.
RULES: Final[Mapping[str, Rule]] = {
    "SG-D06": _LOST,  # the same code twice in one plan
    "SG-E01": _LOST,  # an SDG code that does not exist; a code that came as a date (numbers: warning or info)
    "SG-E02": _LOST,  # a word outside its code list; an organisation number with a wrong check digit
    "SG-E03": _LOST,  # a link to something nobody describes
    "SG-I01": _LOST,  # a mandatory column is missing
    "SG-I02": _LOST,  # a mandatory cell is empty, or the row has no code: the row is left out
    "SG-I03": _DOUBT,  # a column nobody knows is left out
    "SG-I04": _LOST,  # a column that looks like a known one under another name is left out
    "SG-I05": _LOST,  # two columns have the same heading
    "SG-I06": _DOUBT,  # a sheet nobody knows is left out
    "SG-I07": _DOUBT,  # a hidden sheet is left out
    "SG-I08": _LOST,  # a number that cannot be read
    "SG-I09": _LOST,  # a date that cannot be read, or a text that the spreadsheet turned into a date
    "SG-I10": _DOUBT,  # a date that was read from a number
    "SG-I11": _LOST,  # a formula without result, or with an error
    "SG-I12": _NOTE,  # leading zeros put back
    "SG-I13": _DOUBT,  # merged cells, of which only the first counts
    "SG-I14": _DOUBT,  # a column of personal data is not published
    "SG-I15": _LOST,  # personal data inside a text: the cell is left out
    "SG-I16": _NOTE,  # macros are not run
    "SG-I17": _NOTE,  # the content is not what the file name says
    "SG-I18": _NOTE,  # a CSV that is not UTF-8
    "SG-I19": _NOTE,  # a sheet without rows
    "SG-I20": _LOST,  # two values for the same observation
    "SG-I21": _LOST,  # a band that cannot be read
    "SG-I22": _NOTE,  # an organisation part that is only named, not listed
    "SG-I23": _DOUBT,  # text above the headings, or in a column without heading, is not read
    "SG-I24": _NOTE,  # a sheet recognised by its headings, not its name
    "SG-I25": _LOST,  # a row that does not say which of several documents it belongs to
    "SG-I26": _NOTE,  # an old .xls, in which formula errors and percentages cannot be told from empty cells and shares
    "SG-I27": _LOST,  # a sheet that looks like a known one, or a second of its kind, is left out; a document left empty
    "SG-I28": _LOST,  # something that ends before it begins, or whose least is more than its most
    "SG-I29": _LOST,  # something that belongs to itself, directly or in a circle
    "SG-I30": _DOUBT,  # a CSV whose letters are probably misread
    "SG-I31": _LOST,  # a plan that supersedes itself, directly or in a circle
    "SG-I32": _LOST,  # editions in the wrong order, a plan that ends before it starts
    "SG-I33": _LOST,  # a forerunner in the same edition, or forerunners in a circle
    "SG-I34": _LOST,  # one number claimed by two organisations, or two numbers of one
    "SG-I35": _DOUBT,  # an indicator that changes unit between editions
    "SG-I36": _DOUBT,  # an organisation that goes by two names
    "SG-I37": _LOST,  # a value in RDF that its datatype has no meaning for
    "SG-I38": _DOUBT,  # a word in RDF that the vocabulary does not have
    "SG-I39": _NOTE,  # statements in RDF that are worked out anew and not taken from the file
}

#: So many findings of one kind in one column are listed; the rest is counted in a last one.
LISTED: Final[Mapping[Severity, int]] = {"violation": 500, "warning": 200, "info": 20}
_SHOWN: Final = 200
#: For so many faults of a file the nearest known word is looked for.
SUGGESTED: Final = 300


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the file being read: sheet, row, heading and letter, any of which may be missing."""

    sheet: str | None = None
    row: int | None = None
    heading: str | None = None
    letter: str | None = None


def _short(value: object) -> Any:
    """Return a value for a sentence: cells hold up to 32 767 characters, readers do not read them twice."""
    if isinstance(value, Mapping):
        return value  # a text in three languages
    written = str(value)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"


@dataclass
class Findings:
    """Collects the findings of one file, and keeps one fault in 100 000 rows from becoming 100 000 texts."""

    file: str
    found: list[Finding] = field(default_factory=list)
    #: (sheet, row) of everything reported.
    touched: set[tuple[str | None, int | None]] = field(default_factory=set)
    _suggestions: int = 0
    _seen: Counter[tuple[str, str, str | None, str | None]] = field(default_factory=Counter)
    _last: dict[tuple[str, str, str | None, str | None], Finding] = field(default_factory=dict)

    def add(  # noqa: PLR0913 - a finding has many sides, all named
        self,
        rule: str,
        key: str,
        place: Place = Place(),
        *,
        focus: str | None = None,
        path: str | None = None,
        value: object = None,
        severity: Severity | None = None,
        words: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Add a finding; ``key`` names its sentence in texts/ingest.yaml.

        ``severity`` may soften the rule's own; ``words`` fill the sentence beside the place and the value.
        """
        level = severity or RULES[rule].severity
        stops = RULES[rule].stops and level == "violation"
        shown = None if value is None else _short(value)
        self.touched.add((place.sheet, place.row))
        kind = (rule, key, place.sheet, place.heading)
        self._seen[kind] += 1
        filled = {"sheet": place.sheet, "row": place.row, "column": place.heading, "file": self.file, "value": shown}
        finding = Finding(
            rule=rule,
            severity=level,
            message=text(f"ingest.{key}", **(filled | {name: _short(word) for name, word in words.items()})),
            focus_node=focus,
            path=path,
            value=shown,
            cell=Cell(self.file, place.sheet, place.row, place.heading, place.letter),
            stops=stops,
        )
        if self._seen[kind] <= LISTED[level]:
            self.found.append(finding)
        else:
            self._last[kind] = finding

    def may_suggest(self) -> bool:
        """Tell whether to look for the nearest known word once more: it is slow, and after some hundred no help."""
        self._suggestions += 1
        return self._suggestions <= SUGGESTED

    def all(self) -> tuple[Finding, ...]:
        """Return what was found, with one closing finding for each kind that was cut."""
        return (*self.found, *(self._closing(kind, last) for kind, last in self._last.items()))

    def _closing(self, kind: tuple[str, str, str | None, str | None], last: Finding) -> Finding:
        more = self._seen[kind] - LISTED[last.severity]
        place = last.cell or Cell(self.file)
        message = text("ingest.more", count=more, sheet=place.sheet, column=place.column, row=place.row, rule=last.rule)
        return Finding(
            rule=last.rule, severity=last.severity, message=message, focus_node=last.focus_node, path=last.path,
            value=None, cell=place, stops=last.stops,
        )  # fmt: skip

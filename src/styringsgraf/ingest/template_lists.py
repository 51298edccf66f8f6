"""The template's sheet of lists: the words of every drop-down, UN codes, the codes of several sheets as one."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from xlsxwriter.utility import xl_col_to_name

from styringsgraf.ingest import hints, labels
from styringsgraf.ingest.describe import by_language
from styringsgraf.ingest.schema import Column, Mapping
from styringsgraf.sdg import sdg_codes, shipped_segments
from styringsgraf.texts import pick, text

#: So many codes of several sheets are offered together, and so many rows of one sheet.
STACKED: Final = 300
OFFERED: Final = 2_000


@dataclass(frozen=True)
class CodeColumn:
    """A column of codes in the workbook: its number among them, sheet, column and first row (0-based), codes."""

    number: int
    sheet: str
    column: int
    first: int
    codes: tuple[str, ...]

    @property
    def range(self) -> str:
        """The cells as a formula names them."""
        letter, quoted = xl_col_to_name(self.column), self.sheet.replace("'", "''")
        return f"'{quoted}'!${letter}${self.first + 1}:${letter}${self.first + OFFERED}"


_Values: TypeAlias = tuple[str, ...] | tuple[CodeColumn, ...]


@dataclass
class Lists:
    """Collects the lists that columns need; ``write`` puts them on their sheet when all are known."""

    name: str
    mapping: Mapping
    lang: str
    codes: Dictionary[tuple[str, str], CodeColumn]
    _columns: dict[_Values, str] = field(default_factory=dict)

    def of(self, column: Column) -> str | None:
        """Return the formula of a column's drop-down, None when there is nothing to choose from."""
        if column.type == "choice" and column.words:
            offered = labels.words(self.mapping, column.words, self.lang)
            return self._listed(by_language(column.headings)[self.lang], tuple(offered.values()))
        if column.type == "yes-no":
            answers = (pick(text(f"template.word-{word}"), self.lang) for word in ("yes", "no"))
            return self._listed(by_language(column.headings)[self.lang], tuple(answers))
        return self._codes_for(column) if column.type == "references" else None

    def _codes_for(self, column: Column) -> str | None:
        found = [self.codes[spec.id, name] for spec, name in hints.sources(column, self.mapping)
                 if (spec.id, name) in self.codes]  # fmt: skip
        if len(found) == 1:
            return f"={found[0].range}"
        if found:
            return self._listed(" + ".join(one.sheet for one in found), tuple(found))
        if "sdg" in column.to:
            return self._listed(pick(text("template.sdg"), self.lang), offered())
        return None

    def _listed(self, heading: str, values: _Values) -> str:
        self._columns.setdefault(values, heading)
        letter = xl_col_to_name(list(self._columns).index(values))
        stacked = bool(values) and isinstance(values[0], CodeColumn)
        return f"='{self.name}'!${letter}$2:${letter}${1 + (STACKED if stacked else len(values))}"

    def write(self, book: Any, heading: Any, plain: Any) -> None:
        """Write every list on a sheet of its own: a heading, then words, or formulas that gather codes."""
        sheet = book.add_worksheet(self.name)
        gathered = {part.number: part for values in self._columns for part in values
                    if isinstance(part, CodeColumn)}  # fmt: skip
        for number, part in gathered.items():
            book.define_name(f"codes{number}", f"={part.range}")
            book.define_name(f"count{number}", f"=COUNTA({part.range})")
        for index, (values, label) in enumerate(self._columns.items()):
            sheet.write_string(0, index, label, heading)
            sheet.set_column(index, index, 26)
            parts = [value for value in values if isinstance(value, CodeColumn)]
            if not parts:
                for row, word in enumerate(values, start=1):
                    sheet.write_string(row, index, str(word), plain)
                continue
            now = [code for part in parts for code in part.codes]
            for row in range(STACKED):
                # A spreadsheet works the formula out when a code is written; until then it shows what is given here.
                sheet.write_formula(row + 1, index, stacked(parts, row + 1), plain, now[row] if row < len(now) else "")
        sheet.freeze_panes(1, 0)


def stacked(parts: Sequence[CodeColumn], number: int) -> str:
    """Return the formula that gives code ``number`` (from 1) of several columns of codes, one after the other."""
    formula, before = '""', [f"count{part.number}" for part in parts]
    for place in reversed(range(len(parts))):
        at = "-".join((str(number), *before[:place]))
        formula = f"IF({at}<={before[place]},INDEX(codes{parts[place].number},{at}),{formula})"
    return f"={formula}"


def offered() -> tuple[str, ...]:
    """Return the UN codes to choose from: goals, targets and indicators first, then the parts of targets.

    Among the parts no qualifier: a plan's goal says what shall be reached or how, never 'by 2030'.
    """
    qualifiers = {one.code for one in shipped_segments() if one.role == "qualifier"}
    return tuple(sorted(sdg_codes() - qualifiers, key=_natural))


def _natural(code: str) -> tuple[bool, tuple[tuple[int, str], ...]]:
    parts = code.replace("-s", ".").split(".")
    return "-s" in code, tuple((int(part), "") if part.isdigit() else (10_000, part) for part in parts)

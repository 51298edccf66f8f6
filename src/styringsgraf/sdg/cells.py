"""Cells of a table of segments: typed, and every fault a finding that names row, column and remedy."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Final

from styringsgraf.quality.report import Cell, Finding
from styringsgraf.sdg.tables import Row, indicators_of
from styringsgraf.texts import text
from styringsgraf.vocabulary import codes_of

_LANGUAGES: Final = ("nb", "nn", "en")
_YEARS: Final = range(1900, 2101)


class Faults:
    """Collects the findings of one table."""

    def __init__(self, file: str, columns: tuple[str, ...]) -> None:
        self.file, self._found = file, list[Finding]()
        self._letters = {name: chr(ord("A") + number) for number, name in enumerate(columns)}

    def add(self, rule: str, key: str, row: Row | None, column: str, value: str | None, **words: object) -> None:
        """Add a finding; ``key`` names its sentence in texts/sdg.yaml."""
        number = row.number if row else None
        message = text(f"sdg.{key}", row=number, column=column, value=value, **words)
        cell = Cell(self.file, None, number, column, self._letters[column])
        self._found.append(Finding(rule, "violation", message, value=value, cell=cell, stops=True))

    def all(self) -> tuple[Finding, ...]:
        """Return what was found, in the order of the report."""
        return tuple(sorted(self._found, key=lambda finding: finding.sort_key))


class Reader:
    """Reads the cells of one row; what cannot be read is a finding and comes back as None."""

    def __init__(self, row: Row, faults: Faults) -> None:
        self.row, self._faults = row, faults

    def fault(self, rule: str, key: str, column: str, value: str | None, **words: object) -> None:
        """Add a finding on a cell of this row."""
        self._faults.add(rule, key, self.row, column, value, **words)

    def target(self) -> str | None:
        """Return the target's code, when there is such a target."""
        code = self.row["target"]
        if code in indicators_of():
            return code
        self.fault("SG-U01", "target_unknown", "target", code)
        return None

    def code(self, column: str, scheme: str, *, wanted: bool | None = True, role: str | None = None) -> str | None:
        """Return a code of a code list. ``wanted``: whether there must be one; None where it may be empty."""
        code = self.row[column]
        if not code:
            if wanted:
                self.fault("SG-U03", "code_missing", column, None, known=_listed(codes_of(scheme)))
            return None
        if wanted is False:
            self.fault("SG-U03", "code_unwanted", column, code, role=role)
        elif code not in codes_of(scheme):
            self.fault("SG-U03", "code_unknown", column, code, known=_listed(codes_of(scheme)))
        else:
            return code
        return None

    def whole(self, column: str, least: int = 0) -> int | None:
        """Return a whole number."""
        written = self.row[column]
        if re.fullmatch(r"[0-9]{1,6}", written) and int(written) >= least:
            return int(written)
        self.fault("SG-U04", "number_wrong", column, written)
        return None

    def year(self, column: str) -> int | None:
        """Return a year, None for an empty cell."""
        written = self.row[column]
        if not written or (re.fullmatch(r"[0-9]{4}", written) and int(written) in _YEARS):
            return int(written) if written else None
        self.fault("SG-U04", "year_wrong", column, written)
        return None

    def numbers(self, column: str) -> tuple[int, ...]:
        """Return whole numbers separated by spaces."""
        pieces = self.row[column].split()
        if all(re.fullmatch(r"[0-9]{1,3}", piece) for piece in pieces):
            return tuple(map(int, pieces))
        self.fault("SG-U04", "number_wrong", column, self.row[column])
        return ()

    def quantity(self) -> tuple[Decimal | None, str]:
        """Return number and unit: both or neither."""
        written, unit = self.row["quantity"], self.row["unit"]
        if not re.fullmatch(r"([0-9]+(\.[0-9]+)?)?", written):
            self.fault("SG-U04", "number_wrong", "quantity", written)
        elif bool(written) != bool(unit):
            column = "unit" if written else "quantity"
            self.fault("SG-U04", f"{column}_missing", column, None, quantity=written, unit=unit)
        elif unit and unit not in codes_of("target-unit"):
            self.fault("SG-U03", "code_unknown", "unit", unit, known=_listed(codes_of("target-unit")))
        elif written:
            return Decimal(written), unit
        return None, ""

    def confidence(self) -> Decimal:
        """Return how certain the division is, from 0 to 1."""
        written = self.row["confidence"]
        if re.fullmatch(r"0(\.[0-9]+)?|1(\.0+)?", written):
            return Decimal(written)
        self.fault("SG-U04", "confidence_wrong", "confidence", written)
        return Decimal(0)

    def texts(self, name: str, *, required: bool = False) -> dict[str, str]:
        """Return a text in nb, nn and en: all three, or none where none is required."""
        found = {lang: self.row[f"{name}_{lang}"] for lang in _LANGUAGES}
        for lang, words in found.items():
            if not words and (required or any(found.values())):
                self.fault("SG-U09", "text_missing", f"{name}_{lang}", None)
        return {lang: words for lang, words in found.items() if words}

    def indicators(self, known: Collection[str]) -> tuple[str, ...]:
        """Return the codes of UN indicators, which must belong to the target."""
        codes = self.row["indicators"].split()
        for code in codes:
            if code not in known:
                self.fault("SG-U01", "indicator_unknown", "indicators", code, known=_listed(known))
        return tuple(code for code in codes if code in known)


def _listed(codes: Collection[str]) -> str:
    return ", ".join(sorted(codes)) or "–"

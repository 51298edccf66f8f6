"""Reads one cell as the type its column has; what cannot be read becomes a finding, never a guess."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from styringsgraf.ingest import codes, dates, numbers
from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.model import Broken, Value, is_empty
from styringsgraf.ingest.personal import has_identity_number
from styringsgraf.ingest.schema import Column
from styringsgraf.ingest.words import WordList, printed, shown, yes_or_no
from styringsgraf.namespaces import clean, expand, segment, slug
from styringsgraf.registers import organisation_number_valid
from styringsgraf.terms import NamedNode


@dataclass(frozen=True, slots=True)
class Reference:
    """A code that stands for something else, to be resolved when all rows are read."""

    text: str


Typed: TypeAlias = str | bool | int | Decimal | date | NamedNode | Reference
#: What a cell gave: '' is the value itself, other names are its parts (code, text, value, status …).
Parts: TypeAlias = dict[str, tuple[Typed, ...]]

_NOTHING: Final = "none"
_NAME: Final = 120  # a longer one is a text in the wrong column, and would make addresses nobody can use
_LONG: Final = 200  # the pattern below takes time with the square of the length
_WITH_STATUS: Final = re.compile(r"(.*\d.*?)\s*\(([^()\d]+)\)")


@dataclass
class FieldReader:
    """Reads cells of one file. ``sdg``: all UN codes that exist."""

    sink: Findings
    lists: Mapping[str, WordList]
    sdg: frozenset[str]

    def read(self, raw: Value, column: Column, place: Place) -> Parts:
        """Return what a cell holds, {} for an empty or unreadable one (which is reported)."""
        if isinstance(raw, Broken):
            key = "formula_error" if raw.text else "formula_uncalculated"
            self.sink.add("SG-I11", key, place, value=raw.text or None, path=_path(column))
            return {}
        if is_empty(raw) or column.type == "ignore":
            return {}
        if column.lines and isinstance(raw, str):
            return self._lines(raw, column, place)
        return _READERS[column.type](self, raw, column, place)

    def _lines(self, raw: str, column: Column, place: Place) -> Parts:
        """Read a cell in which every line is a value of its own."""
        read = [_READERS[column.type](self, line, column, place) for line in raw.splitlines() if not is_empty(line)]
        parts: Parts = {}
        for one in read:
            for part, values in one.items():
                parts[part] = (*parts.get(part, ()), *values)
        return parts

    def fault(self, rule: str, key: str, column: Column, place: Place, raw: object, **values: object) -> Parts:
        """Report an unreadable cell and return nothing."""
        self.sink.add(rule, key, place, path=_path(column), value=shown(raw), words=values)
        return {}

    def text(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a text; numbers as printed."""
        if isinstance(raw, datetime | date | time | timedelta):
            return self.fault("SG-I09", "text_is_date", column, place, raw)
        written = clean(raw) if isinstance(raw, str) else printed(raw)
        if has_identity_number(written):
            self.sink.add("SG-I15", "text_personal", place, path=_path(column))
            return {}
        return {"": (written,)}

    def source(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a text, or a link when it is a web address."""
        parts: Parts = self.text(raw, column, place)
        written = parts.get("", ("",))[0]
        link = codes.web_address(written) if isinstance(written, str) else None
        return {"": (link,)} if link is not None else parts

    def slug(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a short name used in addresses; written any way, kept as lower case with hyphens."""
        parts = self.text(raw, column, place)
        if not parts:
            return {}
        made = slug(str(parts[""][0]))
        usable = made and len(made) <= _NAME
        return {"": (made,)} if usable else self.fault("SG-I02", "cell_unusable", column, place, raw)

    def code(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a code, always text."""
        reading = codes.read_code(raw)
        if reading.text is None:
            return self._no_code(reading, column, place, raw)
        if not segment(reading.text) or len(reading.text) > _NAME:
            return self.fault("SG-I02", "cell_unusable", column, place, raw)
        if reading.was:
            self.sink.add("SG-E01", "code_number", place, path=_path(column), value=reading.text, severity="info")
        return {"": (reading.text,)}

    def coded(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a code followed by a text: 'S.1 Vekst og utvikling'."""
        if not isinstance(raw, str):
            parts = self.code(raw, column, place)
            return {"code": parts[""]} if parts else {}
        found = codes.coded(raw)
        if found is None and column.code_optional:
            return {"": (clean(raw),), "text": (clean(raw),)}
        if found is None:
            return self.fault("SG-I02", "code_not_found", column, place, raw)
        read: Parts = {"code": (found[0],)}
        return read | {"text": (found[1],), "": (found[1],)} if found[1] else read

    def references(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read one or more codes, separated by semicolon or line break."""
        un = "sdg" in column.to
        if isinstance(raw, str):
            pieces = codes.split(raw)
            return {"": tuple(Reference(piece) for piece in pieces if not self._was_date(piece, column, place, un=un))}
        reading = codes.read_code(raw, self.sdg if un else frozenset[str]())
        if reading.text is None:
            return self._no_code(reading, column, place, raw)
        if self._was_date(reading.text, column, place, un=un):
            return {}
        if reading.was == "ambiguous":
            self.sink.add("SG-E01", "code_ambiguous", place, path=_path(column), value=reading.text,
                          severity="warning", words={"other": reading.candidates[1]})  # fmt: skip
        else:
            self.sink.add("SG-E01", "code_number", place, path=_path(column), value=reading.text, severity="info")
        return {"": (Reference(reading.text),)}

    def _was_date(self, piece: str, column: Column, place: Place, *, un: bool) -> bool:
        """Report a code that a spreadsheet turned into '03.apr', or a UN code that became a day's number."""
        serial = codes.from_serial(piece) if un else None
        likely = codes.from_month(piece) or (serial and " / ".join(codes.from_date(serial, self.sdg)))
        if likely:
            self.fault("SG-E01", "code_date", column, place, piece, likely=likely)
        return bool(likely)

    def _no_code(self, reading: codes.CodeReading, column: Column, place: Place, raw: Value) -> Parts:
        if reading.was == "date":
            known = self.sdg if "sdg" in column.to else ()
            likely = codes.from_date(raw, known) if isinstance(raw, date) else reading.candidates
            return self.fault("SG-E01", "code_date", column, place, raw, likely=" / ".join(likely))
        return self.fault("SG-E01", "code_other", column, place, raw)

    def number(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a number in any disguise."""
        value = self._number(raw, column, place)
        return {} if value is None else {"": (value,)}

    def _number(self, raw: Value, column: Column, place: Place) -> Decimal | None:
        try:
            return numbers.read_number(raw).value
        except numbers.NotANumber as problem:
            if isinstance(raw, date):
                self.fault("SG-I08", "number_is_date", column, place, raw)
            elif problem.outside:
                self.fault("SG-I08", "number_outside", column, place, raw)
            elif problem.readings:
                one, other = problem.readings
                self.fault("SG-I08", "number_ambiguous", column, place, raw, one=one, other=other)
            else:
                self.fault("SG-I08", "number_unreadable", column, place, raw)
            return None

    def share(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a share between 0 and 1; 40 % is 0.4."""
        try:
            number = numbers.read_number(raw)
        except numbers.NotANumber:
            return self.fault("SG-I08", "number_unreadable", column, place, raw)
        value = number.value / 100 if number.percent else number.value
        return {"": (value,)} if 0 <= value <= 1 else self.fault("SG-I08", "share_outside", column, place, raw)

    def integer(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a whole number."""
        value = self._number(raw, column, place)
        if value is None:
            return {}
        if value != value.to_integral_value():
            return self.fault("SG-I08", "number_not_whole", column, place, raw)
        if column.between is not None and not column.between[0] <= value <= column.between[1]:
            least, most = column.between
            return self.fault("SG-I08", "number_not_between", column, place, raw, least=least, most=most)
        return {"": (int(value),)}

    def year(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a year, as an integer."""
        try:
            return {"": (dates.read_year(raw),)}
        except dates.NotADate:
            return self.fault("SG-I09", "year_unreadable", column, place, raw)

    def date(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a date; a number that is a date's serial is taken with a warning."""
        try:
            reading = dates.read_date(raw, column.whole_year)
        except dates.NotADate:
            return self.fault("SG-I09", "date_unreadable", column, place, raw)
        if reading.was == "number":
            self.sink.add("SG-I10", "date_from_number", place, path=_path(column), value=shown(raw),
                          words={"date": reading.value})  # fmt: skip
        return {"": (reading.value,)}

    def yes_no(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a yes or no."""
        answer = yes_or_no(raw if isinstance(raw, str) else printed(raw))
        return self.fault("SG-E02", "not_yes_no", column, place, raw) if answer is None else {"": (answer,)}

    def choice(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a word of a list, as the code it stands for; named parts of a pattern come along."""
        words = self.lists[column.words or ""]
        written = clean(raw) if isinstance(raw, str) else printed(raw)
        found = words.find(written)
        if found is None:
            known = words.offered(written, search=self.sink.may_suggest())
            return self.fault("SG-E02", "word_unknown", column, place, raw, known=known)
        code, named = found
        if code == _NOTHING:
            return {}
        iri = expand(code) or code
        return {"": (NamedNode(iri),)} | {key: (int(text) if text.isdigit() else text,) for key, text in named.items()}

    def result(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read a number, or words that say why there is none ('Ikke målt'), or both: '22,04 (ikke sammenlignbar)'."""
        if isinstance(raw, str):
            words = self.lists[column.words or ""]
            if words.find(raw) is not None:
                return _as_status(self.choice(raw, column, place))
            both = _WITH_STATUS.fullmatch(clean(raw)) if len(raw) < _LONG else None
            if both is not None and words.find(both[2]) is not None:
                value = self._number(both[1], column, place)
                status = _as_status(self.choice(both[2], column, place))
                return {} if value is None else status | {"value": (value,), "": (value,)}
            if not any(letter.isdigit() for letter in raw):
                known = words.offered(clean(raw), search=self.sink.may_suggest())
                return self.fault("SG-I08", "result_unreadable", column, place, raw, known=known)
        value = self._number(raw, column, place)
        return {} if value is None else {"value": (value,), "": (value,)}

    def band(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read the text of a value band; read together with the indicator's other bands."""
        if isinstance(raw, date):
            return self.fault("SG-I21", "band_date", column, place, raw, likely=f"{raw.day}–{raw.month}")
        return {"": (clean(raw) if isinstance(raw, str) else printed(raw),)}

    def municipality_number(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read four digits, leading zero put back."""
        reading = codes.municipality_number(raw)
        if reading.text is None:
            return self.fault("SG-E02", "municipality_number_wrong", column, place, raw)
        if reading.was == "padded":
            self.sink.add("SG-I12", "leading_zero", place, path=_path(column), value=shown(raw),
                          words={"code": reading.text})  # fmt: skip
        return {"": (reading.text,)}

    def organisation_number(self, raw: Value, column: Column, place: Place) -> Parts:
        """Read nine digits with a right check digit."""
        digits = "".join((codes.read_code(raw).text or "").split())
        wrong = not organisation_number_valid(digits)
        return self.fault("SG-E02", "organisation_number_wrong", column, place, raw) if wrong else {"": (digits,)}


_Reader: TypeAlias = Callable[[FieldReader, Value, Column, Place], Parts]
_READERS: Final[Mapping[str, _Reader]] = {
    "text": FieldReader.text,
    "code": FieldReader.code,
    "coded": FieldReader.coded,
    "slug": FieldReader.slug,
    "source": FieldReader.source,
    "number": FieldReader.number,
    "share": FieldReader.share,
    "integer": FieldReader.integer,
    "year": FieldReader.year,
    "date": FieldReader.date,
    "yes-no": FieldReader.yes_no,
    "choice": FieldReader.choice,
    "references": FieldReader.references,
    "band": FieldReader.band,
    "result": FieldReader.result,
    "municipality-number": FieldReader.municipality_number,
    "organisation-number": FieldReader.organisation_number,
}


def _as_status(parts: Parts) -> Parts:
    return {("status" if part == "" else part): value for part, value in parts.items()}


def _path(column: Column) -> str | None:
    return expand(column.property) if column.property else None

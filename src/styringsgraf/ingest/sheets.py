"""Finds which sheet of a book is which sheet of a mapping, and reports every sheet that is not read."""

from collections.abc import Iterable
from typing import Final

from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.headings import Candidate, Matched, candidate, matched
from styringsgraf.ingest.model import Book, Sheet, is_empty
from styringsgraf.ingest.schema import Mapping, SheetSpec
from styringsgraf.ingest.words import nearest
from styringsgraf.namespaces import slug
from styringsgraf.texts import text

#: A sheet is like a known one when so many of its headings are known there, and they are at least half of them.
_ALIKE: Final = 3


def assign(book: Book, mapping: Mapping) -> list[tuple[Sheet, Candidate, bool]]:
    """Return (sheet, candidate, matched by name) for every sheet that the mapping can read."""
    taken: dict[str, int] = {}
    assigned: list[tuple[Sheet, Candidate, bool]] = []
    rest = []
    aside = _aside(mapping)
    for sheet in book.sheets:
        spec = _named(sheet, mapping)
        if spec is None and slug(sheet.name) in aside:
            continue
        if spec is None or (spec.id in taken and not spec.many):
            rest.append(sheet)
        else:
            taken[spec.id] = 1
            assigned.append((sheet, candidate(sheet, spec), True))
    for sheet in rest:
        fits = [c for c in (candidate(sheet, s) for s in mapping.sheets if s.many or s.id not in taken) if _fits(c)]
        best = max(fits, key=lambda c: (len(c.bound), len(c.spec.mandatory)), default=None)
        if best is not None and sum(len(c.bound) == len(best.bound) for c in fits) == 1:
            taken[best.spec.id] = 1
            assigned.append((sheet, best, False))
    return assigned


def match(book: Book, mapping: Mapping, sink: Findings) -> tuple[Matched, ...]:
    """Return the sheets to read, in the mapping's order, and report everything that is not read."""
    assigned = assign(book, mapping)
    read = []
    for sheet, found, by_name in assigned:
        if sheet.hidden and found.spec.hidden == "skip":
            sink.add("SG-I07", "sheet_hidden", Place(sheet.name), value=sheet.name)
        elif _is_empty(sheet):
            sink.add("SG-I19", "sheet_empty", Place(sheet.name), value=sheet.name)
        else:
            if not by_name and not found.spec.many:
                sink.add("SG-I24", "sheet_by_headings", Place(sheet.name), value=sheet.name,
                         words={"known": found.spec.names[0]})  # fmt: skip
            read.append(matched(sheet, found, sink))
    # By the sheet itself: two files of one name may lie in different folders of a package.
    seen = {id(sheet) for sheet, _, _ in assigned}
    _report_unread((sheet for sheet in book.sheets if id(sheet) not in seen), mapping, sink)
    _report_missing(mapping, {one.spec.id for one in read}, sink)
    order = {spec.id: place for place, spec in enumerate(mapping.sheets)}
    return tuple(sorted(read, key=lambda one: order[one.spec.id]))


def _named(sheet: Sheet, mapping: Mapping) -> SheetSpec | None:
    return next((s for s in mapping.sheets if slug(sheet.name) in {slug(name) for name in s.names}), None)


def _aside(mapping: Mapping) -> set[str]:
    """Return the names of sheets that are for people only, in the form names are compared by."""
    return {slug(name) for names in mapping.aside.values() for name in names}


def _fits(found: Candidate) -> bool:
    return found.complete and len({b.field for b in found.bound}) >= min(3, len(found.spec.columns))


def _is_empty(sheet: Sheet) -> bool:
    return next((row for row in sheet.rows() if not row.empty), None) is None


def _report_missing(mapping: Mapping, read: set[str], sink: Findings) -> None:
    """Report mandatory sheets that are not there; without a document at all the whole file is refused elsewhere."""
    for spec in mapping.sheets:
        if spec.required and spec.id not in read and not any(entity.node == "document" for entity in spec.entities):
            sink.add("SG-I01", "sheet_missing", Place(spec.names[0]), value=spec.names[0])


def _report_unread(sheets: Iterable[Sheet], mapping: Mapping, sink: Findings) -> None:
    aside = _aside(mapping)
    for sheet in sheets:
        place = Place(sheet.name)
        named = _named(sheet, mapping)
        if named is None and slug(sheet.name) in aside:
            continue
        if _is_empty(sheet):
            sink.add("SG-I19", "sheet_empty", place, value=sheet.name)
        elif sheet.hidden:
            sink.add("SG-I07", "sheet_hidden", place, value=sheet.name, severity="info")
        elif named is not None:
            sink.add("SG-I27", "sheet_twice", place, value=sheet.name, words={"known": named.names[0]})
        elif near := nearest(sheet.name, [name for spec in mapping.sheets for name in spec.names]):
            sink.add("SG-I27", "sheet_renamed", place, value=sheet.name, words={"known": near})
        elif like := _like(sheet, mapping):
            sink.add("SG-I27", "sheet_like", place, value=sheet.name, words={"known": like})
        else:
            known = ", ".join(f"«{spec.names[0]}»" for spec in mapping.sheets)
            words = {"help": text("ingest.known_sheets", known=known)}
            sink.add("SG-I06", "sheet_unknown", place, value=sheet.name, words=words)


def _like(sheet: Sheet, mapping: Mapping) -> str:
    """Return the names of the known sheets whose headings a sheet has, '' when it has hardly any."""
    found = [candidate(sheet, spec) for spec in mapping.sheets]
    best = max((len(one.bound) for one in found), default=0)
    fitting = [one for one in found if one.header is not None and len(one.bound) == best >= _ALIKE]
    alike = [one for one in fitting if one.header and 2 * best >= sum(not is_empty(v) for v in one.header.values)]
    return ", ".join(f"«{one.spec.names[0]}»" for one in alike)

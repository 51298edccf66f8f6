"""Small workbooks made for one test, and ways to look at what an import gave."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from styringsgraf.ingest import Imported, MemoryKnown, read
from styringsgraf.ingest.mapping import Mapping
from styringsgraf.namespaces import Minter, compact
from styringsgraf.quality.report import Finding
from styringsgraf.settings import Settings

BASE = "https://example.org/"
Rows = Sequence[Sequence[Any]]
DOCUMENT: Rows = (
    ("Organisasjon", "Organisasjonsnavn", "Utgave", "Tittel", "Type"),
    ("lia", "Lia kommune", "hp-2026", "Handlingsprogram 2026", "handlingsprogram"),
)


@dataclass(frozen=True)
class Show:
    """A number shown in a format ('0 %')."""

    value: float
    format: str


def workbook(**sheets: Rows) -> bytes:
    """Return a workbook; a sheet's keyword is its name, with _ for a space. Dates become real dates."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    day = book.add_format({"num_format": "d. mmm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.replace("_", " "))
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, Show):
                    sheet.write_number(r, c, value.value, book.add_format({"num_format": value.format}))
                elif isinstance(value, str) and value != "":
                    sheet.write_string(r, c, value)
                elif isinstance(value, date | datetime):
                    sheet.write_datetime(r, c, value, day)
                elif isinstance(value, bool):
                    sheet.write_boolean(r, c, value)
                elif isinstance(value, int | float):
                    sheet.write_number(r, c, value)
    book.close()
    return target.getvalue()


class Result:
    """An import, to be asked short questions."""

    def __init__(self, imported: Imported) -> None:
        self.imported = imported
        self.findings = imported.findings

    def triples(self, part: str = "") -> set[tuple[str, str, str]]:
        """Every statement of the (only) document's graph, shortened: ('hp-2026/measure/T1', 'dct:title', 'x@nb')."""
        found = set()
        for document in self.imported.documents:
            graph = document.graph + (f"/{part}" if part else "")
            for quad in document.graphs.get(graph, ()):
                found.add((short(quad.subject.value), compact(quad.predicate.value), value_of(quad.object)))
        return found

    def values(self, subject: str, predicate: str, part: str = "") -> set[str]:
        return {o for s, p, o in self.triples(part) if s == subject and p == predicate}

    def rules(self) -> list[str]:
        return sorted(f.rule for f in self.findings)

    def only(self, rule: str) -> Finding:
        (found,) = [f for f in self.findings if f.rule == rule]
        return found


def short(iri: str) -> str:
    own = iri.removeprefix(f"{BASE}id/")
    return own if own != iri else compact(iri)


def value_of(term: Any) -> str:
    if hasattr(term, "language") and term.language:
        return f"{term.value}@{term.language}"
    return short(term.value) if not hasattr(term, "language") else term.value


Importer = Callable[..., Result]


def run(
    content: bytes,
    name: str = "plan.xlsx",
    mapping: Mapping | None = None,
    known: MemoryKnown | None = None,
    **limits: Any,
) -> Result:
    chosen = Settings(**limits) if limits else None
    return Result(read(content, name, mapping, Minter(BASE), known or MemoryKnown(), chosen))


@pytest.fixture
def make() -> Callable[..., bytes]:
    return workbook


@pytest.fixture
def load() -> Importer:
    return run


@pytest.fixture
def plan() -> Importer:
    """Import a workbook of the template: the sheet Dokument is added."""

    def import_plan(mapping: Mapping | None = None, known: MemoryKnown | None = None, **sheets: Rows) -> Result:
        return run(workbook(**{"Dokument": DOCUMENT, **sheets}), mapping=mapping, known=known)

    return import_plan


@pytest.fixture
def show() -> type[Show]:
    return Show


@pytest.fixture
def document() -> Rows:
    return DOCUMENT

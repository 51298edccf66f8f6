"""The shapes that travel through the import: sheets of cells in, documents of named graphs out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, Protocol, TypeAlias

from styringsgraf.namespaces import PREFIXES, clean
from styringsgraf.quality.report import Finding
from styringsgraf.terms import NamedNode, Quad


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that the workbook shows as a percentage; ``value`` is the raw cell (0.12 shown as 12 %)."""

    value: float


@dataclass(frozen=True, slots=True)
class Broken:
    """A formula whose result is an error (``#REF!``) or was never calculated (``text`` is then empty)."""

    text: str


#: What a cell may hold. An empty cell is the empty string, whatever it once was.
Value: TypeAlias = str | float | bool | date | datetime | time | timedelta | Percent | Broken

SheetKind = Literal["workbook", "csv"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``number`` as the spreadsheet shows it (1-based), ``values[0]`` is column A."""

    number: int
    values: tuple[Value, ...]

    def at(self, index: int) -> Value:
        """Return the cell at a 0-based column; beyond the end it is empty."""
        return self.values[index] if index < len(self.values) else ""

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything but whitespace."""
        return all(is_empty(value) for value in self.values)


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``rows()`` may be called again and yields rows in order, empty ones included.

    ``merged`` holds ranges as (first row, first column, last row, last column): rows 1-based, columns 0-based.
    """

    name: str
    hidden: bool
    rows: Callable[[], Iterator[Row]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    kind: SheetKind = "workbook"


@dataclass(frozen=True)
class Book:
    """All sheets of one file, in its order."""

    name: str
    sheets: tuple[Sheet, ...]


_UNSEEN: Final = 20


def is_empty(value: Value) -> bool:
    """Tell whether a cell holds nothing: '' or only whitespace (also non-breaking) and marks nobody sees."""
    return isinstance(value, str) and (not value or (len(value) <= _UNSEEN and not clean(value)) or not value.strip())


def letters(index: int) -> str:
    """Return the spreadsheet's name of a 0-based column: 0 → A, 26 → AA."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Known(Protocol):
    """What the current release, and earlier files of the same batch, already hold."""

    def enduring_of(self, edition_iri: str) -> str | None:
        """Return the enduring node of an edition node, or None when the edition node is unknown."""
        ...

    def exists(self, iri: str) -> bool:
        """Tell whether some graph describes this node."""
        ...


_VERSION_OF: Final = PREFIXES["dct"] + "isVersionOf"


@dataclass
class MemoryKnown:
    """Knows what it has been shown; ``add`` an imported document to let later files link to it."""

    nodes: set[str] = field(default_factory=set)
    enduring: dict[str, str] = field(default_factory=dict)

    def enduring_of(self, edition_iri: str) -> str | None:
        """See ``Known``."""
        return self.enduring.get(edition_iri)

    def exists(self, iri: str) -> bool:
        """See ``Known``."""
        return iri in self.nodes

    def add(self, document: "ImportedDocument") -> None:
        """Learn every node that a document describes."""
        for quad in document.graphs.get(document.graph, ()):
            if isinstance(quad.subject, NamedNode):
                self.nodes.add(quad.subject.value)
                if quad.predicate.value == _VERSION_OF and isinstance(quad.object, NamedNode):
                    self.enduring[quad.subject.value] = quad.object.value


@dataclass(frozen=True)
class ImportedDocument:
    """One edition of one document: its named graphs, and the file they came from.

    ``organisation`` and ``edition`` are slugs; ``graph`` is the graph of what the document states;
    ``sha256`` is that of the file; ``mapping`` is the name of the mapping used.
    """

    iri: str
    organisation: str
    edition: str
    graph: str
    graphs: Mapping[str, tuple[Quad, ...]]
    file: str
    sha256: str
    mapping: str


@dataclass(frozen=True)
class Imported:
    """What one file gave."""

    documents: tuple[ImportedDocument, ...]
    findings: tuple[Finding, ...]

"""Documents → one workbook of the template, and the proof: it is read again and compared statement by statement."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass

from styringsgraf.engine import storage
from styringsgraf.export.cells import CellWriter
from styringsgraf.export.naming import Namer
from styringsgraf.export.stated import Lookup, Stated
from styringsgraf.export.walk import Row, SheetWalk
from styringsgraf.ingest import read
from styringsgraf.ingest.schema import Lang, Mapping
from styringsgraf.ingest.template import write
from styringsgraf.namespaces import Minter
from styringsgraf.quality.report import Finding
from styringsgraf.terms import Quad, nquads

_DOCUMENT_FIELD = "in-document"


@dataclass(frozen=True)
class Written:
    """One graph after export and import: its canonical hash before and after, and the statements that differ.

    ``lost`` and ``added`` are N-Quads lines, sorted; both empty means the workbook says exactly what the graph says.
    """

    graph: str
    count: int
    before: str
    after: str
    lost: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing was lost or added."""
        return self.before == self.after


@dataclass(frozen=True)
class Export:
    """A workbook, what reading it again gave for each graph, and the findings of that reading."""

    content: bytes
    graphs: tuple[Written, ...]
    findings: tuple[Finding, ...]

    @property
    def same(self) -> bool:
        """Whether every graph came back as it was."""
        return all(graph.same for graph in self.graphs)


def export(documents: Sequence[Stated], mapping: Mapping, lang: Lang, lookup: Lookup, minter: Minter) -> Export:
    """Write documents of one organisation as one workbook, and read it again."""
    content = write(mapping, lang, rows_of(documents, mapping, lang, lookup, minter))
    imported = read(content, "export.xlsx", mapping, minter, lookup)
    graphs = {name: quads for document in imported.documents for name, quads in document.graphs.items()}
    written = tuple(
        compared(name, quads, graphs.get(name, ()))
        for document in documents
        for name, quads in sorted(document.graphs.items())
    )
    return Export(content, written, imported.findings)


def rows_of(
    documents: Sequence[Stated], mapping: Mapping, lang: Lang, lookup: Lookup, minter: Minter
) -> dict[str, list[Row]]:
    """Return the rows of every sheet: what the documents state, by sheet id."""
    writer = CellWriter(mapping, lang, Namer(documents, lookup, minter))
    taken: Dictionary[str, set[str]] = {document.iri: set() for document in documents}
    rows: dict[str, list[Row]] = {}
    for spec in mapping.sheets:
        for document in documents:
            made = SheetWalk(spec, writer, document, taken[document.iri]).rows()
            if len(documents) > 1 and _DOCUMENT_FIELD in spec.columns:
                made = [{**row, _DOCUMENT_FIELD: document.edition} for row in made]
            rows.setdefault(spec.id, []).extend(made)
    return rows


def compared(graph: str, before: Sequence[Quad], after: Sequence[Quad]) -> Written:
    """Compare a graph with what came back, as a store holds both."""
    old, new = (storage.normalised(quads) for quads in (before, after))
    first, second = storage.canonical(old), storage.canonical(new)
    lost, added = (_lines(quad for quad in one if quad not in other) for one, other in ((old, new), (new, old)))
    return Written(graph, first.count, first.sha256, second.sha256, lost, added)


def _lines(quads: object) -> tuple[str, ...]:
    return tuple(sorted(nquads(quads).decode().splitlines()))  # type: ignore[arg-type]

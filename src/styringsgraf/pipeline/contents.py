"""What a file was read as: its documents, the sheets and rows they came from, and how many nodes of each kind."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.namespaces import SG
from styringsgraf.terms import A, Literal, NamedNode, Quad, named, sg, subject_iri

_TITLE: Final = named("dct:title")
_IN_TABLE: Final = sg("inTable")
_SHEET: Final = sg("sheetName")
_INTERNAL: Final = frozenset(SG + name for name in ("ValueBand", "TargetValue", "Baseline", "SdgLink"))


@dataclass(frozen=True)
class Contents:
    """One document. ``title`` by language; ``sheets``: name and rows that were read; ``nodes``: class IRI and count."""

    iri: str
    title: dict[str, str]
    file: str
    sheets: tuple[tuple[str, int], ...]
    nodes: tuple[tuple[str, int], ...]


def contents(document: ImportedDocument) -> Contents:
    """Return what a document was read as. Pure."""
    stated = document.graphs.get(document.graph, ())
    title = {one.language or "": one.value for one in _titles(stated, document.iri)}
    kinds = Counter(q.object.value for q in stated if q.predicate == A and isinstance(q.object, NamedNode))
    told = ((kind, count) for kind, count in kinds.most_common() if kind.startswith(SG) and kind not in _INTERNAL)
    return Contents(document.iri, title, document.file, tuple(_sheets(document)), tuple(told))


def _titles(stated: Iterable[Quad], iri: str) -> Iterator[Literal]:
    said = (quad.object for quad in stated if quad.predicate == _TITLE and subject_iri(quad) == iri)
    return (one for one in said if isinstance(one, Literal))


def _sheets(document: ImportedDocument) -> Iterator[tuple[str, int]]:
    names: dict[str, str] = {}
    rows: Counter[str] = Counter()
    for graph, quads in document.graphs.items():
        if graph.endswith("/provenance"):
            for quad in quads:
                if quad.predicate == _SHEET and isinstance(quad.object, Literal):
                    names[subject_iri(quad)] = quad.object.value
                elif quad.predicate == _IN_TABLE and isinstance(quad.object, NamedNode):
                    rows[quad.object.value] += 1
    yield from ((name, rows[table]) for table, name in names.items())

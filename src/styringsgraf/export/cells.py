"""Turns what is stated into what a cell holds: the import's typing of cells, backwards."""

from collections.abc import Callable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from styringsgraf.export.naming import Namer
from styringsgraf.export.stated import Stated
from styringsgraf.ingest import labels
from styringsgraf.ingest.schema import Column, Lang, Mapping
from styringsgraf.ingest.template import Cell
from styringsgraf.namespaces import expand
from styringsgraf.terms import Literal, NamedNode, Object
from styringsgraf.texts import pick, text

_TYPED: Final[Dictionary[str, Callable[[str], Cell]]] = {
    "number": Decimal,
    "share": Decimal,
    "integer": int,
    "year": int,
    "date": date.fromisoformat,
}


@dataclass
class CellWriter:
    """Writes cells of one workbook in one language."""

    mapping: Mapping
    lang: Lang
    namer: Namer
    _words: dict[str, Dictionary[str, str]] = field(default_factory=dict)

    def write(self, value: Object, column: Column, lang: str | None, document: Stated) -> Cell | None:
        """Return what a cell of this column holds for a value; None when the column cannot say it."""
        if isinstance(value, NamedNode):
            return self._node(value.value, column, document)
        if not isinstance(value, Literal):
            return None
        if column.type in _TYPED:
            return _TYPED[column.type](value.value)
        if column.type == "yes-no":
            return pick(text("template.word-yes" if value.value == "true" else "template.word-no"), self.lang)
        return value.value if (value.language or None) == lang else None

    def _node(self, iri: str, column: Column, document: Stated) -> Cell | None:
        if column.type == "references":
            return self.namer.name(iri, column.to, document)
        if column.type == "choice":
            return self.words(column).get(iri)
        return iri if column.type == "source" else None

    def words(self, column: Column) -> Dictionary[str, str]:
        """Return a choice's words in the workbook's language, by IRI."""
        name = column.words or ""
        if name not in self._words:
            offered = labels.words(self.mapping, name, self.lang)
            self._words[name] = {expand(code) or code: word for code, word in offered.items()}
        return self._words[name]


def joined(values: list[Cell], column: Column) -> Cell | None:
    """Return the cell of several values: references by semicolon, lines on lines of their own, else the first."""
    unique = list(dict.fromkeys(values))
    if not unique:
        return None
    if len(unique) == 1:
        return unique[0]
    if column.type == "references":
        return "; ".join(str(value) for value in unique)
    if column.lines:
        return "\n".join(str(value) for value in unique)
    return unique[0]

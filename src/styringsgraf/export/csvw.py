"""Statements as CSV files, one a class, with CSV on the Web metadata that says what every column means.

Nothing is lost: a column is one property in one kind of value (IRI, language, datatype), so that every cell is again
the statements it came from. A node stands in the table of its first class; the column ``type`` names all its classes.
Source: W3C, Metadata Vocabulary for Tabular Data.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Final

from styringsgraf.export.facts import Facts
from styringsgraf.namespaces import KINDS, PREFIXES, SG, compact
from styringsgraf.tables import indented
from styringsgraf.terms import A, Literal, NamedNode, Object, Quad

METADATA: Final = "csv-metadata.json"
_XSD: Final = PREFIXES["xsd"]
#: Datatypes that CSV on the Web knows by a short name, and reads to the same value we write.
_DATATYPES: Final = {_XSD + name: name for name in ("string", "integer", "decimal", "boolean", "date", "dateTime")}
_IRI: Final = "iri"
_BLANK: Final = "node"
_OTHER: Final = "other"
#: Between several values of a cell: a space where no value can have one, else the first of these in no value.
_SEPARATORS: Final = ("|", ";", "¦", "\N{SYMBOL FOR RECORD SEPARATOR}")
#: A cell that a spreadsheet would run gets an apostrophe in front, and so does one that would look like that.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class _Kind:
    """What a column's values are: ``iri``, ``node`` (blank), or a literal with language or datatype."""

    of: str
    language: str = ""


@dataclass(frozen=True)
class Column:
    """One column: its name, the property it states, the kind of its values, what separates several of them."""

    name: str
    predicate: str
    kind: _Kind
    separator: str = ""

    def cell(self, values: list[str]) -> str:
        """Return the cell of some values."""
        text = self.separator.join(values)
        return guarded(text) if self.is_text else text

    @property
    def is_text(self) -> bool:
        """Whether the cells are words, which a spreadsheet could take for a formula; a negative number is none."""
        known = _DATATYPES.get(self.kind.of, "string")
        return self.kind.of not in (_IRI, _BLANK) and known == "string"

    def described(self) -> dict[str, Any]:
        """Return the column's metadata."""
        said: dict[str, Any] = {"name": self.name, "titles": self.name, "propertyUrl": self.predicate}
        if self.kind.of == _IRI:
            said |= {"datatype": "anyURI", "valueUrl": f"{{+{self.name}}}"}
        elif self.kind.language:
            said |= {"datatype": "string", "lang": self.kind.language}
        else:
            known = _DATATYPES.get(self.kind.of)
            said["datatype"] = known or {"base": "string", "@id": self.kind.of}
        return said | ({"separator": self.separator} if self.separator else {})


def guarded(cell: str) -> str:
    """Return text so that no spreadsheet runs it; ``plain`` gives it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """Return the text that ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def parts(quads: Iterable[Quad], about: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the package (name, content): the metadata first, then one CSV file a class.

    ``about`` are the metadata's common properties: title, licence and so on.
    """
    facts = Facts(quads)
    tables: dict[str, list[str]] = defaultdict(list)
    for node in facts.nodes:
        tables[_table(facts, node)].append(node)
    made = {name: _columns(facts, nodes) for name, nodes in sorted(tables.items())}
    described = [_schema(f"{name}.csv", columns) for name, columns in made.items()]
    context = ["http://www.w3.org/ns/csvw", {"@language": "nb"}]
    yield METADATA, indented({"@context": context, **about, "tables": described}) + b"\n"
    for name, columns in made.items():
        yield f"{name}.csv", _written(facts, tables[name], columns)


def _table(facts: Facts, node: str) -> str:
    """Return the table a node stands in: of its first class in the order of our kinds, else of any other class."""
    classes = [value.value for value in facts.values(node, A) if isinstance(value, NamedNode)]
    own = [kind for kind in KINDS if SG + kind in classes]
    chosen = own[0] if own else compact(classes[0]).rpartition(":")[2] if classes else _OTHER
    named = _hyphened(re.sub(r"[^A-Za-z0-9]+", "-", chosen).strip("-"))
    return named or _OTHER


def _hyphened(name: str) -> str:
    return _WORD.sub("-", name).lower()


def _kind(value: Object) -> _Kind:
    if isinstance(value, Literal):
        return _Kind(value.datatype.value, value.language or "")
    return _Kind(_IRI if isinstance(value, NamedNode) else _BLANK)


def _columns(facts: Facts, nodes: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of a table after the first, which is the node: types, then properties by name."""
    most: dict[tuple[str, _Kind], int] = defaultdict(int)
    letters: dict[tuple[str, _Kind], set[str]] = defaultdict(set)
    for node in nodes:
        for predicate, values in facts.of(node).items():
            for kind in {_kind(value) for value in values}:
                found = [value.value for value in values if _kind(value) == kind]
                key = (predicate.value, kind)
                most[key] = max(most[key], len(found))
                letters[key].update(mark for mark in _SEPARATORS for text in found if mark in text)
    taken = {"id"}
    ordered = sorted(most, key=lambda key: (key[0] != A.value, compact(key[0]).rpartition(":")[2], str(key)))
    return tuple(
        Column(_name(key, taken), *key, _separator(key[1], letters[key]) if most[key] > 1 else "") for key in ordered
    )


def _name(key: tuple[str, _Kind], taken: set[str]) -> str:
    """Return a name for a column: the property's, with the language, and whatever keeps it apart from others."""
    local = re.sub(r"\W+", "_", compact(key[0]).rpartition(":")[2], flags=re.ASCII).strip("_") or "property"
    suffix = f"_{key[1].language.replace('-', '_')}" if key[1].language else ""
    wanted = f"{local}{suffix}"
    rivals = chain((wanted,), (f"{wanted}_{number}" for number in count(2)))
    chosen = next(name for name in rivals if name not in taken)
    taken.add(chosen)
    return chosen


def _separator(kind: _Kind, used: set[str]) -> str:
    if kind.of in (_IRI, _BLANK):
        return " "
    return next((mark for mark in _SEPARATORS if mark not in used), "\N{INFORMATION SEPARATOR TWO}")


def _schema(url: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    first = {"name": "id", "titles": "id", "datatype": "anyURI", "required": True, "suppressOutput": True}
    schema = {"columns": [first, *(one.described() for one in columns)], "primaryKey": "id", "aboutUrl": "{+id}"}
    return {"url": url, "tableSchema": schema}


def _written(facts: Facts, nodes: Iterable[str], columns: tuple[Column, ...]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["id", *(one.name for one in columns)])
    for node in nodes:
        writer.writerow([node, *(_cell(facts, node, one) for one in columns)])
    return buffer.getvalue().encode()


def _cell(facts: Facts, node: str, column: Column) -> str:
    values = facts.values(node, NamedNode(column.predicate))
    return column.cell([value.value for value in values if _kind(value) == column.kind])

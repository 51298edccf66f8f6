"""States where nodes came from: row, table and columns, in a graph of their own.

A row that moves changes only this graph, so the document's own hash stays the same.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.ingest.context import DocumentGraphs
from styringsgraf.ingest.findings import Place
from styringsgraf.ingest.headings import Matched
from styringsgraf.ingest.schema import Entity, SheetSpec, Statement
from styringsgraf.namespaces import SG, expand, slug
from styringsgraf.terms import A, NamedNode, integer, named, sg, string

_DERIVED: Final = named("prov:wasDerivedFrom")
_LANGUAGE: Final = named("dct:language")
_SOURCE_ROW: Final = sg("SourceRow")
_IN_TABLE: Final = sg("inTable")
_ROW_NUMBER: Final = sg("rowNumber")


def statements_of(spec: SheetSpec) -> dict[str, tuple[Statement, ...]]:
    """Return every statement of each entity: its own, and those its columns declare."""
    own: dict[str, list[Statement]] = {entity.id: list(entity.statements) for entity in spec.entities}
    for name, column in spec.fields():
        if column.property is not None and spec.entities:
            target = column.of or spec.entities[0].id
            own[target].append(Statement(property=column.property, field=name, lang=column.lang))
    return {entity: tuple(statements) for entity, statements in own.items()}


def uses(spec: SheetSpec) -> dict[str, set[tuple[str, str]]]:
    """Return what each field is read as: field → (property IRI, class IRI or '')."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    statements = statements_of(spec)
    for entity in spec.entities:
        kind = "" if entity.class_.startswith("$") else expand(entity.class_) or SG + entity.class_
        pairs = [(s.field, s.property) for s in statements[entity.id] if s.field] + list(_structural(entity))
        for name, prefixed in pairs:
            found[name.split(".")[0]].add((expand(prefixed) or prefixed, kind))
        for name in entity.bands.values():
            found[name].add((f"{SG}hasBand", kind))
    return found


def languages(spec: SheetSpec) -> dict[str, set[str]]:
    """Return in which language each field's text is: field → nb, nn or en."""
    found: dict[str, set[str]] = defaultdict(set)
    for statements in statements_of(spec).values():
        for statement in statements:
            if statement.field and statement.lang:
                found[statement.field.split(".")[0]].add(statement.lang)
    return found


def _structural(entity: Entity) -> list[tuple[str, str]]:
    """Return the fields that identify a node, and the properties they end up in."""
    code = entity.code[0].strip("{}") if entity.code else None
    pairs = [
        (code, "skos:notation"),
        (entity.key, "dct:isVersionOf"),
        (entity.forerunner, "prov:wasRevisionOf"),
        (entity.period, "sg:period"),
        (entity.start, "sg:contributionFrom"),
        (entity.end, "sg:contributionTo"),
        (entity.kind, "sg:contributionKind"),
        (entity.indicator if entity.node == "observation" else None, "sg:indicator"),
        *((name, "sg:area") for name in entity.area),
    ]
    return [(name, prefixed) for name, prefixed in pairs if name]


@dataclass
class Provenance:
    """The provenance of one sheet of one file."""

    matched: Matched
    file: str
    slug: str
    _tables: set[str] = field(default_factory=set)
    _rows: set[tuple[str, int]] = field(default_factory=set)

    def derived(self, node: str, place: Place, document: DocumentGraphs, column: str | None = None) -> None:
        """State that a node came from a row, and for a repeated column from that column."""
        table = self._table(document)
        row = place.row or 0
        iri = f"{document.iri}/row/{self.slug}/{row}"
        graph = document.provenance
        if (document.iri, row) not in self._rows:
            self._rows.add((document.iri, row))
            document.state(iri, A, _SOURCE_ROW, graph)
            document.state(iri, _IN_TABLE, NamedNode(table), graph)
            document.state(iri, _ROW_NUMBER, integer(row), graph)
        document.state(node, _DERIVED, NamedNode(iri), graph)
        if column is not None:
            document.state(node, _DERIVED, NamedNode(f"{table}/column/{column}"), graph)

    def _table(self, document: DocumentGraphs) -> str:
        table = f"{document.iri}/table/{self.slug}"
        if document.iri in self._tables:
            return table
        self._tables.add(document.iri)
        graph = document.provenance
        document.state(table, A, sg("SourceTable"), graph)
        document.state(table, sg("fileName"), string(self.file), graph)
        document.state(table, sg("sheetName"), string(self.matched.sheet.name), graph)
        meaning, spoken = uses(self.matched.spec), languages(self.matched.spec)
        places = [(b.letter, b.heading, b.field) for b in self.matched.columns]
        places += [(a.place.letter or "", a.place.heading or "", a.field) for a in self.matched.above]
        for letter, heading, name in places:
            # Labelled rows above the table share a column: their place is told by the label.
            key = letter if any(b.letter == letter and b.field == name for b in self.matched.columns) else slug(heading)
            column = f"{table}/column/{key}"
            document.state(table, sg("hasColumn"), NamedNode(column), graph)
            document.state(column, A, sg("SourceColumn"), graph)
            document.state(column, sg("columnLetter"), string(letter), graph)
            document.state(column, sg("columnHeading"), string(heading), graph)
            for lang in sorted(spoken.get(name, ())):
                document.state(column, _LANGUAGE, string(lang), graph)
            for prop, kind in sorted(meaning.get(name, ())):
                document.state(column, sg("mapsToProperty"), NamedNode(prop), graph)
                if kind:
                    document.state(column, sg("mapsToClass"), NamedNode(kind), graph)
        return table

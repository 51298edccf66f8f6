"""The document about one IRI: its statements, what points to it, and what the document itself is."""

from typing import Final

from styringsgraf.namespaces import PREFIXES
from styringsgraf.resource.model import Resource
from styringsgraf.tables import Column, Grid
from styringsgraf.terms import A, Literal, NamedNode, Object, Triple, lexical, named
from styringsgraf.texts import text

_TOPIC: Final = NamedNode(PREFIXES["foaf"] + "primaryTopic")
_DOCUMENT: Final = NamedNode(PREFIXES["foaf"] + "Document")
_COLUMNS: Final = ("subject", "predicate", "object", "language", "datatype", "graph")


def address(iri: str, base: str) -> str:
    """Return the address of the document about one of our IRIs: ``{base}id/asker`` → ``{base}doc/asker``."""
    return f"{base}doc/{iri.removeprefix(f'{base}id/')}"


def statements(found: Resource, base: str, licence: str) -> list[Triple]:
    """Return what an RDF document about something says."""
    node, document = NamedNode(found.iri), NamedNode(address(found.iri, base))
    said = [Triple(node, NamedNode(one.predicate), one.value) for one in found.statements]
    said += [Triple(NamedNode(one.subject), NamedNode(one.predicate), node) for one in found.incoming]
    said.append(Triple(document, A, _DOCUMENT))
    said.append(Triple(document, _TOPIC, node))
    said.append(Triple(document, named("dct:license"), NamedNode(licence)))
    return said


def grid(found: Resource) -> Grid:
    """Return the statements as a table, with the graph each stands in; those that point here without it."""
    columns = tuple(Column(name, "text", text(f"resource.column-{name}")) for name in _COLUMNS)
    rows = [(found.iri, one.predicate, *_value(one.value), one.graph) for one in found.statements]
    rows += [(one.subject, one.predicate, found.iri, "", "", "") for one in found.incoming]
    return Grid(columns, tuple(rows))


def _value(value: Object) -> tuple[str, str, str]:
    if not isinstance(value, Literal):
        return lexical(value), "", ""
    language = value.language or ""
    return value.value, language, "" if language else value.datatype.value

"""Text ↔ RDF term, and the few term helpers everyone needs. Hides the RDF library from the rest."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from styringsgraf.namespaces import PREFIXES, SG, clean

__all__ = [
    "A",
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Object",
    "Quad",
    "RdfFormat",
    "Subject",
    "Term",
    "Triple",
    "boolean",
    "calendar_date",
    "decimal",
    "integer",
    "lang_string",
    "lexical",
    "named",
    "nquads",
    "ntriples",
    "parse",
    "quad",
    "serialize",
    "sg",
    "sparql",
    "string",
    "subject_iri",
]

Subject: TypeAlias = NamedNode | BlankNode
Object: TypeAlias = NamedNode | BlankNode | Literal
#: What a query can bind: RDF 1.1 terms (triple terms are never made here).
Term: TypeAlias = NamedNode | BlankNode | Literal

_XSD: Final = PREFIXES["xsd"]
A: Final = NamedNode(PREFIXES["rdf"] + "type")


def sg(local: str) -> NamedNode:
    """Return the term ``sg:local`` of our vocabulary."""
    return NamedNode(SG + local)


def named(prefixed: str) -> NamedNode:
    """Return a prefixed name of a known prefix as a node; ``KeyError`` for an unknown prefix."""
    prefix, _, local = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def string(value: str) -> Literal:
    """Return a plain string literal, in NFC and without invisible characters."""
    return Literal(clean(value))


def lang_string(value: str, lang: str) -> Literal:
    """Return a language-tagged literal, in NFC and without invisible characters."""
    return Literal(clean(value), language=lang)


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=NamedNode(_XSD + "integer"))


def decimal(value: Decimal) -> Literal:
    """Return an xsd:decimal, never in exponent form."""
    return Literal(f"{value:f}", datatype=NamedNode(_XSD + "decimal"))


def boolean(value: bool) -> Literal:  # noqa: FBT001 - the value is the whole point
    """Return an xsd:boolean."""
    return Literal("true" if value else "false", datatype=NamedNode(_XSD + "boolean"))


def calendar_date(value: date) -> Literal:
    """Return an xsd:date."""
    return Literal(value.isoformat(), datatype=NamedNode(_XSD + "date"))


def quad(subject: str, predicate: NamedNode, value: Object, graph: str) -> Quad:
    """Return a quad whose subject and graph are given as IRIs."""
    return Quad(NamedNode(subject), predicate, value, NamedNode(graph))


def lexical(term: Term | None) -> str:
    """Return what a table cell shows: the IRI, the lexical form, or '' for unbound."""
    return "" if term is None else term.value


def sparql(term: Term) -> str:
    """Return a term as SPARQL text, escaped by the RDF library, so that nothing can be injected."""
    return str(term)


def nquads(quads: Iterable[Quad]) -> bytes:
    """Serialise statements as N-Quads, in the order given."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def ntriples(quads: Iterable[Quad]) -> bytes:
    """Serialise statements as N-Triples: graph names dropped, each triple once, sorted."""
    triples = {Triple(found.subject, found.predicate, found.object) for found in quads}
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines))


def subject_iri(statement: Quad) -> str:
    """Return a statement's subject as text; our graphs have IRIs there, never triples."""
    subject = statement.subject
    return str(subject) if isinstance(subject, Triple) else subject.value

"""What our data and services keep to: the one table of specifications, and what is said of those that are named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from styringsgraf.publish import documents
from styringsgraf.publish.saying import kinds, links, words
from styringsgraf.terms import Quad


@dataclass(frozen=True)
class Standard:
    """A specification: its IRI, its name (in English), and where it is read when that is another address."""

    iri: str
    title: str
    page: str = ""


STANDARDS: Final = {
    "sg": Standard(documents.ONTOLOGY, "Styringsgraf vocabulary"),
    "shapes": Standard(documents.SHAPES, "Styringsgraf quality rules (SHACL)"),
    "cube": Standard("https://www.w3.org/TR/vocab-data-cube/", "The RDF Data Cube Vocabulary"),
    "nquads": Standard("https://www.w3.org/TR/n-quads/", "RDF 1.1 N-Quads"),
    "turtle": Standard("https://www.w3.org/TR/turtle/", "RDF 1.1 Turtle"),
    "jsonld": Standard("https://www.w3.org/TR/json-ld11/", "JSON-LD 1.1"),
    "csvw": Standard("https://www.w3.org/TR/tabular-metadata/", "Metadata Vocabulary for Tabular Data"),
    "open-sdg": Standard("https://open-sdg.readthedocs.io/", "Open SDG data format"),
    "stratml": Standard("http://xml.govwebs.net/stratml/references/StrategicPlan.xsd", "StratML Part 1, ISO 17469-1"),
    "sparql": Standard("https://www.w3.org/TR/sparql11-protocol/", "SPARQL 1.1 Protocol"),
    "graph-store": Standard("https://www.w3.org/TR/sparql11-http-rdf-update/", "SPARQL 1.1 Graph Store HTTP Protocol"),
    "openapi": Standard("https://spec.openapis.org/oas/v3.1.0", "OpenAPI 3.1"),
    "ldes": Standard("https://w3id.org/ldes/specification", "Linked Data Event Streams"),
    "atom": Standard("https://www.rfc-editor.org/rfc/rfc4287", "The Atom Syndication Format"),
}
_BY_IRI: Final = {standard.iri: standard for standard in STANDARDS.values()}


def standard(key: str) -> str:
    """Return the IRI of a specification, '' for ''."""
    return STANDARDS[key].iri if key else ""


def about_standards(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield what is said of the specifications that statements name with dct:conformsTo, in the order of their IRIs."""
    named = {quad.object.value for quad in quads if quad.predicate.value.endswith("/terms/conformsTo")}  # type: ignore[union-attr]  # no triple terms
    for iri in sorted(named & _BY_IRI.keys()):
        yield from kinds(iri, "dct:Standard")
        yield from words(iri, "dct:title", {"en": _BY_IRI[iri].title})
        yield from links(iri, "rdfs:seeAlso", _BY_IRI[iri].page or iri)

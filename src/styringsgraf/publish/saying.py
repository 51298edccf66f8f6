"""Short ways to state things: descriptions are long lists of statements, and have no blank nodes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from styringsgraf.namespaces import PREFIXES as SHARED
from styringsgraf.publish import documents
from styringsgraf.terms import A, Literal, NamedNode, Object, Quad, lang_string, string, subject_iri
from styringsgraf.texts import LANGUAGES, Text

#: The prefixes of descriptions: ours and those of the profiles.
PREFIXES: Final[Mapping[str, str]] = {
    **{
        name: SHARED[name]
        for name in ("sg", "rdf", "rdfs", "owl", "xsd", "skos", "dct", "dcat", "foaf", "prov", "qb", "void")
    },
    "adms": "http://www.w3.org/ns/adms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_XSD: Final = SHARED["xsd"]


def node(name: str) -> NamedNode:
    """Return the node of a prefixed name."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def say(subject: str, name: str, value: Object) -> Quad:
    """State one thing; ``name`` is prefixed."""
    return Quad(NamedNode(subject), node(name), value)


def kinds(subject: str, *names: str) -> Iterator[Quad]:
    """State what a thing is."""
    return (Quad(NamedNode(subject), A, node(name)) for name in names)


def links(subject: str, name: str, *objects: str) -> Iterator[Quad]:
    """State links to IRIs; '' is none."""
    return (say(subject, name, NamedNode(one)) for one in objects if one)


def words(subject: str, name: str, text: Text) -> Iterator[Quad]:
    """State a text in each language it has."""
    return (say(subject, name, lang_string(text[lang], lang)) for lang in LANGUAGES if text.get(lang))


def plain(subject: str, name: str, value: str) -> Iterator[Quad]:
    """State a string; '' is none."""
    return iter((say(subject, name, string(value)),) if value else ())


def typed(subject: str, name: str, value: str, datatype: str) -> Iterator[Quad]:
    """State a value of an XSD datatype ('date'); '' is none."""
    made = Literal(value, datatype=NamedNode(_XSD + datatype))
    return iter((say(subject, name, made),) if value else ())


def document(iri: str, quads: Iterable[Quad]) -> documents.Document:
    """Return statements as a document: each once, what is said of one thing together, things in the order given."""
    found: dict[str, dict[Quad, None]] = {}
    for quad in quads:
        found.setdefault(subject_iri(quad), {})[quad] = None
    return documents.of(iri, tuple(quad for row in found.values() for quad in row), PREFIXES)

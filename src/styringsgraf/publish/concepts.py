"""The concepts as a concept collection by SKOS-AP-NO-Begrep 2, for the national catalogue of concepts.

A class of the vocabulary is a way to describe data; the concept behind it gets an IRI of its own, and the class points
to it with dct:subject. A code is a concept already and keeps its IRI. There are no blank nodes and no time of day, so a
harvester sees a change only when there is one. Source: data.norge.no/specification/skos-ap-no-begrep.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from styringsgraf.namespaces import PREFIXES
from styringsgraf.publish import documents
from styringsgraf.publish.glossary import Code, Entry, Glossary, glossary
from styringsgraf.terms import A, Literal, NamedNode, Object, Quad, lang_string, lexical, named, string
from styringsgraf.texts import LANGUAGES, Text, text

COLLECTION: Final = f"{documents.ONTOLOGY}/begreper"
_PUBLISHER: Final = documents.ONTOLOGY.removesuffix("ns") + "project"
_CONTACT: Final = f"{COLLECTION}#contact"
_VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
_XKOS: Final = "http://rdf-vocabulary.ddialliance.org/xkos#"
_UNESKOS: Final = "http://purl.org/umu/uneskos#"
_LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGES: Final = {"nb": "NOB", "nn": "NNO", "en": "ENG"}
_URI: Final = NamedNode(PREFIXES["xsd"] + "anyURI")
_PREFIXES: Final[Mapping[str, str]] = {
    **{name: PREFIXES[name] for name in ("dcat", "dct", "foaf", "org", "owl", "sg", "skos", "xsd")},
    "uneskos": _UNESKOS,
    "vcard": _VCARD,
    "xkos": _XKOS,
}


def concept_of(entry: Entry) -> str:
    """Return the IRI of the concept behind a class."""
    return f"{COLLECTION}#{entry.local}"


@cache
def concepts() -> documents.Document:
    """Return the collection with all its concepts."""
    return documents.of(COLLECTION, tuple(_statements(glossary())), _PREFIXES)


def _statements(found: Glossary) -> Iterator[Quad]:
    members = [*(concept_of(entry) for entry in found.classes), *_codes(found)]
    yield from _collection(members)
    yield from _people()
    classes = {entry.iri: concept_of(entry) for entry in found.classes}
    for entry in found.classes:
        yield from _class_concept(entry, classes)
    for one in found.lists.values():
        below = _below(one.codes)
        for code in one.codes:
            yield from _code_concept(code, one.label, below.get(code.iri, []))


def _codes(found: Glossary) -> Iterator[str]:
    return (code.iri for one in found.lists.values() for code in one.codes)


def _collection(members: list[str]) -> Iterator[Quad]:
    yield _say(COLLECTION, A, named("skos:Collection"))
    yield from _managed(COLLECTION)
    yield from _texts(COLLECTION, "dct:title", text("concepts.title"))
    yield from _texts(COLLECTION, "dct:description", text("concepts.description"))
    for lang in LANGUAGES:
        yield _say(COLLECTION, named("dct:language"), NamedNode(_LANGUAGE + _LANGUAGES[lang]))
    ontology = documents.ontology()
    for name in ("dct:license", "owl:versionInfo"):
        yield from (
            _say(COLLECTION, named(name), value) for value in documents.stated(ontology, ontology.iri, named(name))
        )
    yield from (_say(COLLECTION, named("skos:member"), NamedNode(member)) for member in members)


def _people() -> Iterator[Quad]:
    """Yield who publishes, and where to turn: those who made the vocabulary, whoever runs the service."""
    ontology = documents.ontology()
    names = [lexical(value) for value in documents.stated(ontology, _PUBLISHER, named("foaf:name"))]
    for kind in ("org:Organization", "foaf:Agent"):
        yield _say(_PUBLISHER, A, named(kind))
    for name in names:
        yield _say(_PUBLISHER, named("foaf:name"), string(name))
    yield _say(_PUBLISHER, named("dct:identifier"), Literal(_PUBLISHER, datatype=_URI))
    yield _say(_CONTACT, A, NamedNode(f"{_VCARD}Organization"))
    for name in names:
        yield _say(_CONTACT, NamedNode(f"{_VCARD}fn"), string(name))
    yield _say(_CONTACT, NamedNode(f"{_VCARD}hasURL"), NamedNode(_PUBLISHER))


def _class_concept(entry: Entry, classes: Mapping[str, str]) -> Iterator[Quad]:
    concept = concept_of(entry)
    yield _say(concept, A, named("skos:Concept"))
    yield from _managed(concept)
    yield from _worded(concept, entry.label, entry.definition, entry.note)
    yield from _texts(concept, "dct:subject", text("concepts.subject"))
    yield from _related(concept, "specializes", [classes[one] for one in entry.above if one in classes])
    yield from _related(concept, "generalizes", [classes[one] for one in entry.below if one in classes])
    yield _say(entry.iri, named("dct:subject"), NamedNode(concept))


def _code_concept(code: Code, scheme: Text, below: list[str]) -> Iterator[Quad]:
    yield _say(code.iri, A, named("skos:Concept"))
    yield from _managed(code.iri)
    yield from _worded(code.iri, code.label, code.definition, {})
    yield from _texts(code.iri, "dct:subject", scheme)
    yield from _related(code.iri, "specializes", list(code.above))
    yield from _related(code.iri, "generalizes", below)


def _below(codes: tuple[Code, ...]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in codes:
        for one in code.above:
            found.setdefault(one, []).append(code.iri)
    return found


def _managed(thing: str) -> Iterator[Quad]:
    """Yield what a collection and a concept both must have: identifier, publisher, where to turn."""
    yield _say(thing, named("dct:identifier"), Literal(thing, datatype=_URI))
    yield _say(thing, named("dct:publisher"), NamedNode(_PUBLISHER))
    yield _say(thing, named("dcat:contactPoint"), NamedNode(_CONTACT))
    if thing != COLLECTION:
        yield _say(thing, NamedNode(f"{_UNESKOS}memberOf"), NamedNode(COLLECTION))


def _worded(concept: str, label: Text, definition: Text, note: Text) -> Iterator[Quad]:
    yield from _texts(concept, "skos:prefLabel", label)
    yield from _texts(concept, "skos:definition", definition)
    yield from _texts(concept, "skos:scopeNote", note)


def _related(concept: str, relation: str, others: list[str]) -> Iterator[Quad]:
    return (_say(concept, NamedNode(_XKOS + relation), NamedNode(other)) for other in others)


def _texts(subject: str, predicate: str, words: Text) -> Iterator[Quad]:
    return (_say(subject, named(predicate), lang_string(words[lang], lang)) for lang in LANGUAGES if lang in words)


def _say(subject: str, predicate: NamedNode, value: Object) -> Quad:
    return Quad(NamedNode(subject), predicate, value)

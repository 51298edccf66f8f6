"""VoID: how much of what is in the whole graph and in each dataset, in which vocabularies, linked to what, and where.

The whole graph has one class and one property partition a term; the datasets have theirs, so that a client can choose
where to ask before it asks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from styringsgraf.namespaces import PREFIXES, SDG, Minter
from styringsgraf.publish import dataset as dcat
from styringsgraf.publish.counts import Counts
from styringsgraf.publish.documents import Document
from styringsgraf.publish.facts import Dataset
from styringsgraf.publish.forms import EVERYTHING, UN, dump_path, forms_of
from styringsgraf.publish.lineage import Age
from styringsgraf.publish.publisher import Publisher
from styringsgraf.publish.saying import document, kinds, links, plain, say, typed, words
from styringsgraf.terms import Quad, integer
from styringsgraf.texts import text

#: Where the description is, below the service's address; and the name of what it describes.
PATH: Final = ".well-known/void"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
#: Names of a file's syntax in the W3C's list, for dumps a VoID client reads: plain RDF, packed or not.
_SYNTAXES: Final = {"nquads": "N-Quads", "turtle": "Turtle", "jsonld": "JSON-LD"}


def whole(publisher: Publisher) -> str:
    """Return the IRI of the whole graph as a dataset."""
    return f"{publisher.base}{PATH}#{EVERYTHING}"


def void(
    datasets: Sequence[Dataset], counts: Mapping[str, Counts], statements: int, age: Age, publisher: Publisher
) -> Document:
    """Return the description. ``counts`` by dataset name; ``statements`` and ``age`` of the whole graph."""
    iri = publisher.base + PATH
    quads = [
        *_about(iri, publisher, age),
        *_everything(datasets, counts, statements, publisher),
        *(quad for one in datasets for quad in _one(one, counts[one.name], publisher)),
        *_linksets(datasets, counts),
    ]
    return document(iri, quads)


def _about(iri: str, publisher: Publisher, age: Age) -> Iterator[Quad]:
    yield from kinds(iri, "void:DatasetDescription", "foaf:Document")
    yield from words(iri, "dct:title", text("catalogue.void-document"))
    yield from links(iri, "foaf:primaryTopic", whole(publisher))
    yield from typed(iri, "dct:modified", age.modified, "dateTime")
    yield from links(iri, "dct:publisher", publisher.iri)
    yield from publisher.statements()


def _everything(
    datasets: Sequence[Dataset], counts: Mapping[str, Counts], statements: int, publisher: Publisher
) -> Iterator[Quad]:
    iri = whole(publisher)
    yield from kinds(iri, "void:Dataset")
    yield from words(iri, "dct:title", text("catalogue.void-title"))
    yield from words(iri, "dct:description", text("catalogue.void-description"))
    yield from _access(iri, publisher, EVERYTHING)
    yield from plain(iri, "void:uriSpace", f"{publisher.base}id/")
    yield from links(iri, "void:rootResource", f"{publisher.base}catalogue")
    yield from links(iri, "void:subset", *(one.iri for one in datasets))
    yield say(iri, "void:triples", integer(statements))
    yield say(iri, "void:documents", integer(sum(one.documents for one in datasets)))
    yield from links(iri, "void:vocabulary", *_vocabularies(counts.values()))


def _one(one: Dataset, counted: Counts, publisher: Publisher) -> Iterator[Quad]:
    iri = one.iri
    yield from kinds(iri, "void:Dataset")
    yield from words(iri, "dct:title", dcat.title(one))
    yield from _access(iri, publisher, one.name)
    yield from plain(iri, "void:uriSpace", SDG if one.name == UN else f"{publisher.base}id/{one.name}/")
    yield from links(iri, "void:exampleResource", *_examples(one, publisher.minter))
    yield from typed(iri, "dct:modified", one.age.modified, "dateTime")
    yield say(iri, "void:triples", integer(one.statements))
    yield say(iri, "void:distinctSubjects", integer(counted.subjects))
    yield say(iri, "void:classes", integer(len(counted.classes)))
    yield say(iri, "void:properties", integer(len(counted.properties)))
    yield from links(iri, "void:vocabulary", *_vocabularies([counted]))
    for name, number in counted.classes.items():
        yield from _partition(one, "class", name, number)
    for name, number in counted.properties.items():
        yield from _partition(one, "property", name, number)


def _partition(one: Dataset, kind: str, term: str, number: int) -> Iterator[Quad]:
    """Yield one part of a dataset: its nodes of a class, or its statements with a property."""
    iri = f"{one.iri}#{kind}-{_short(term)}"
    yield from links(one.iri, f"void:{kind}Partition", iri)
    yield from kinds(iri, "void:Dataset")
    yield from links(iri, f"void:{kind}", term)
    yield say(iri, "void:entities" if kind == "class" else "void:triples", integer(number))


def _access(iri: str, publisher: Publisher, what: str) -> Iterator[Quad]:
    address = publisher.address
    yield from links(iri, "dct:license", publisher.licence)
    yield from links(iri, "dct:publisher", publisher.iri)
    yield from links(iri, "void:sparqlEndpoint", f"{address}sparql")
    for form in forms_of(what):
        if form.name in _SYNTAXES:
            yield from links(iri, "void:dataDump", address + dump_path(what, form))
            yield from links(iri, "void:feature", _FORMATS + _SYNTAXES[form.name])


def _linksets(datasets: Sequence[Dataset], counts: Mapping[str, Counts]) -> Iterator[Quad]:
    """Yield the links of each organisation to the UN's own IRIs, one set a property."""
    un = next((one.iri for one in datasets if one.name == UN), "")
    for one in datasets:
        for name, number in counts[one.name].links.items() if one.name != UN and un else ():
            iri = f"{one.iri}#links-{_short(name)}"
            yield from links(one.iri, "void:subset", iri)
            yield from kinds(iri, "void:Linkset")
            yield from links(iri, "void:subjectsTarget", one.iri)
            yield from links(iri, "void:objectsTarget", un)
            yield from links(iri, "void:linkPredicate", name)
            yield say(iri, "void:triples", integer(number))


def _examples(one: Dataset, minter: Minter) -> tuple[str, ...]:
    if one.organisation is None:
        return f"{SDG}3", f"{SDG}3.4"
    stated = sorted(document for graph in one.graphs if (document := minter.document_of_graph(graph.name)))
    return one.organisation.iri, *dict.fromkeys(stated[:1])


def _vocabularies(counted: Iterable[Counts]) -> tuple[str, ...]:
    used = {term for one in counted for term in (*one.classes, *one.properties)}
    found = {space for space in PREFIXES.values() for term in used if term.startswith(space)}
    return tuple(sorted(found))


def _short(term: str) -> str:
    """Return a term as part of an IRI: prefix and local name, or its IRI with hyphens where it has no known prefix."""
    for prefix, space in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if term.startswith(space) and term != space and "/" not in term[len(space) :]:
            return f"{prefix}-{term[len(space) :]}"
    return "".join(letter if letter.isalnum() else "-" for letter in term)

"""The catalogue by DCAT-AP-NO 3: what a national catalogue harvests, and each dataset as a document of its own."""

from collections.abc import Iterator, Sequence

from styringsgraf.publish import controlled, dataset
from styringsgraf.publish.documents import Document
from styringsgraf.publish.doors import DOORS, Door
from styringsgraf.publish.facts import Dataset
from styringsgraf.publish.lineage import Age
from styringsgraf.publish.publisher import Publisher
from styringsgraf.publish.saying import document, kinds, links, plain, typed, words
from styringsgraf.publish.standards import about_standards, standard
from styringsgraf.terms import Quad
from styringsgraf.texts import text


def catalogue_iri(publisher: Publisher) -> str:
    """Return the IRI of the catalogue."""
    return f"{publisher.base}catalogue"


def catalogue(datasets: Sequence[Dataset], age: Age, publisher: Publisher) -> Document:
    """Return the whole catalogue: every dataset, every service. ``age`` is that of all datasets together."""
    iri = catalogue_iri(publisher)
    quads = [
        *_catalogue(iri, datasets, age, publisher),
        *publisher.statements(),
        *(quad for door in DOORS for quad in _service(door, datasets, publisher)),
        *(quad for one in datasets for quad in dataset.statements(one, publisher)),
    ]
    return _whole(iri, quads)


def one_dataset(one: Dataset, publisher: Publisher) -> Document:
    """Return the description of one dataset, with all that it names; other datasets do not change it."""
    iri = catalogue_iri(publisher)
    quads = [
        *dataset.statements(one, publisher),
        *publisher.statements(),
        *(quad for door in DOORS for quad in _service(door, [one], publisher)),
        *links(iri, "dcat:dataset", one.iri),
    ]
    return _whole(one.iri, quads)


def _whole(iri: str, quads: list[Quad]) -> Document:
    return document(iri, [*quads, *about_standards(quads), *controlled.about_values(quads)])


def _catalogue(iri: str, datasets: Sequence[Dataset], age: Age, publisher: Publisher) -> Iterator[Quad]:
    yield from kinds(iri, "dcat:Catalog")
    yield from words(iri, "dct:title", text("catalogue.title"))
    yield from words(iri, "dct:description", text("catalogue.description"))
    yield from typed(iri, "dct:identifier", iri, "anyURI")
    yield from links(iri, "dct:publisher", publisher.iri)
    yield from links(iri, "dcat:contactPoint", publisher.contact_point)
    yield from links(iri, "dct:license", publisher.licence)
    yield from links(iri, "dct:language", *controlled.LANGUAGES)
    yield from links(iri, "dct:spatial", controlled.NORWAY)
    yield from links(iri, "dcat:themeTaxonomy", controlled.THEMES)
    yield from links(iri, "foaf:homepage", publisher.address)
    yield from kinds(publisher.address, "foaf:Document")
    yield from words(publisher.address, "dct:title", text("catalogue.title"))
    yield from typed(iri, "dct:issued", age.issued, "dateTime")
    yield from typed(iri, "dct:modified", age.modified, "dateTime")
    yield from plain(iri, "dcat:version", age.release)
    yield from links(iri, "dcat:dataset", *(one.iri for one in datasets))
    yield from links(iri, "dcat:service", *(dataset.service_iri(publisher, door) for door in DOORS))


def _service(door: Door, datasets: Sequence[Dataset], publisher: Publisher) -> Iterator[Quad]:
    iri, page = dataset.service_iri(publisher, door), publisher.address + door.page
    yield from kinds(iri, "dcat:DataService")
    yield from words(iri, "dct:title", door.title)
    yield from words(iri, "dct:description", door.about)
    yield from typed(iri, "dct:identifier", iri, "anyURI")
    for name in ("keyword-plan-goals", "keyword-un-goals"):
        yield from words(iri, "dcat:keyword", text(f"catalogue.{name}"))
    yield from links(iri, "dct:publisher", publisher.iri)
    yield from links(iri, "dcat:contactPoint", publisher.contact_point)
    yield from links(iri, "dcat:theme", controlled.GOVERNMENT)
    yield from links(iri, "dct:accessRights", controlled.PUBLIC)
    yield from links(iri, "dct:license", publisher.licence)
    yield from links(iri, "adms:status", controlled.COMPLETED)
    yield from links(iri, "dcatap:availability", controlled.AVAILABLE)
    yield from links(iri, "dct:conformsTo", standard(door.standard))
    yield from links(iri, "dcat:endpointURL", publisher.address + door.path)
    yield from links(iri, "dcat:endpointDescription", publisher.address + door.description)
    yield from links(iri, "foaf:page", page)
    yield from kinds(page, "foaf:Document")
    yield from words(page, "dct:title", text("catalogue.door-page", door=door.title))
    yield from links(iri, "dct:format", *(f"{controlled.EU}file-type/{one}" for one in door.formats))
    yield from links(iri, "dcat:servesDataset", *(one.iri for one in datasets))

"""One dataset by DCAT-AP-NO 3: title, publisher, period, place, and a distribution for every form and every door.

Nothing here depends on other datasets, on the day, or on the release beyond the one that changed this dataset last.
"""

from collections.abc import Iterator
from typing import Final

from styringsgraf.publish import controlled, documents
from styringsgraf.publish.concepts import COLLECTION
from styringsgraf.publish.doors import DOORS, Door, access_path
from styringsgraf.publish.facts import Dataset
from styringsgraf.publish.forms import UN, Form, dump_path, forms_of
from styringsgraf.publish.publisher import Publisher, agent
from styringsgraf.publish.saying import kinds, links, plain, typed, words
from styringsgraf.publish.standards import standard
from styringsgraf.terms import Quad
from styringsgraf.texts import LANGUAGES, Text, catalogue, pick, text

#: The concepts a dataset is about: classes of the vocabulary that every municipal plan has, and the UN's.
_SUBJECTS: Final = ("SteeringDocument", "MainGoal", "SubGoal", "Strategy", "Measure", "Indicator", "Observation")
_UN_SUBJECTS: Final = ("TargetSegment",)
#: Who took the UN's targets apart and worded them in Norwegian, and where the UN says them itself.
_PROJECT: Final = documents.ONTOLOGY.removesuffix("ns") + "project"
_UN_SAYS: Final = "http://metadata.un.org/sdg"


def title(dataset: Dataset) -> Text:
    """Return what a dataset is called."""
    if dataset.organisation is None:
        return text("catalogue.un-title")
    return _filled("catalogue.organisation-title", dataset)


def description(dataset: Dataset) -> Text:
    """Return what a dataset holds, in a few sentences."""
    if dataset.organisation is None:
        return text("catalogue.un-description")
    return _filled("catalogue.organisation-description", dataset)


def keywords(dataset: Dataset) -> tuple[Text, ...]:
    """Return the words it is to be found by."""
    group = "un" if dataset.organisation is None else "plan"
    own = () if dataset.organisation is None else (dataset.organisation.name,)
    names = sorted(name for name in catalogue("catalogue") if name.startswith(f"keyword-{group}-"))
    return (*(text(f"catalogue.{name}") for name in names), *own)


def places(dataset: Dataset) -> tuple[str, ...]:
    """Return IRIs of the area it covers: the municipality's where known, else the country; none for the UN side."""
    if dataset.organisation is None:
        return ()
    return dataset.organisation.places or (controlled.NORWAY,)


def part(dataset: Dataset, name: str) -> str:
    """Return the IRI of something that belongs to a dataset and is told of in its document: a distribution."""
    return f"{dataset.iri}#{name}"


def statements(dataset: Dataset, publisher: Publisher) -> Iterator[Quad]:
    """Yield what is said of a dataset and its distributions."""
    iri = dataset.iri
    yield from kinds(iri, "dcat:Dataset")
    yield from words(iri, "dct:title", title(dataset))
    yield from words(iri, "dct:description", description(dataset))
    yield from typed(iri, "dct:identifier", iri, "anyURI")
    for keyword in keywords(dataset):
        yield from words(iri, "dcat:keyword", keyword)
    yield from links(iri, "dct:publisher", publisher.iri)
    yield from links(iri, "dcat:contactPoint", publisher.contact_point)
    yield from links(iri, "dcat:theme", controlled.GOVERNMENT, controlled.DEMOCRACY)
    yield from links(iri, "dct:accessRights", controlled.PUBLIC)
    yield from links(iri, "dct:language", *controlled.LANGUAGES)
    yield from links(iri, "dct:accrualPeriodicity", controlled.IRREGULAR)
    yield from links(iri, "dct:spatial", *places(dataset))
    yield from links(iri, "dct:conformsTo", standard("sg"), standard("shapes"))
    subjects = _UN_SUBJECTS if dataset.name == UN else _SUBJECTS
    yield from links(iri, "dct:subject", *(f"{COLLECTION}#{name}" for name in subjects))
    yield from _history(dataset)
    yield from _origin(dataset)
    yield from _page(iri, f"{publisher.address}dataset/{dataset.name}.html", title(dataset))
    yield from _distributions(dataset, publisher)


def _history(dataset: Dataset) -> Iterator[Quad]:
    """Yield when it began and was changed, and which publishing made it what it is."""
    iri, age, made = dataset.iri, dataset.age, part(dataset, "published")
    yield from typed(iri, "dct:issued", age.issued, "dateTime")
    yield from typed(iri, "dct:modified", age.modified, "dateTime")
    yield from plain(iri, "dcat:version", age.release)
    yield from links(iri, "prov:wasGeneratedBy", made)
    yield from kinds(made, "prov:Activity")
    yield from words(made, "rdfs:label", text("catalogue.published", release=age.release))
    yield from typed(made, "prov:endedAtTime", age.modified, "dateTime")


def _origin(dataset: Dataset) -> Iterator[Quad]:
    """Yield whose plans they are, and for which time."""
    organisation = dataset.organisation
    if organisation is None:
        yield from links(dataset.iri, "dct:creator", _PROJECT)
        yield from links(dataset.iri, "dct:relation", _UN_SAYS)
        yield from agent(_PROJECT, {"nb": "Styringsgraf"}, "")
    else:
        yield from links(dataset.iri, "dct:creator", organisation.iri)
        kind = "LocalAuthority" if organisation.municipality else ""
        yield from agent(organisation.iri, organisation.name, organisation.number, kind)
    if dataset.start or dataset.end:
        period = part(dataset, "period")
        yield from links(dataset.iri, "dct:temporal", period)
        yield from kinds(period, "dct:PeriodOfTime")
        yield from typed(period, "dcat:startDate", dataset.start, "date")
        yield from typed(period, "dcat:endDate", dataset.end, "date")


def _page(thing: str, address: str, named: Text) -> Iterator[Quad]:
    yield from links(thing, "dcat:landingPage", address)
    yield from kinds(address, "foaf:Document")
    yield from words(address, "dct:title", named)


def _distributions(dataset: Dataset, publisher: Publisher) -> Iterator[Quad]:
    for form in forms_of(dataset.name):
        yield from _file(dataset, form, publisher)
    for door in DOORS:
        yield from _way_in(dataset, door, publisher)
    if dataset.observations:
        yield from _cube(dataset, publisher)


def _file(dataset: Dataset, form: Form, publisher: Publisher) -> Iterator[Quad]:
    iri, address = part(dataset, form.name), publisher.address + dump_path(dataset.name, form)
    yield from _distribution(dataset, iri, publisher, form.title, text(f"catalogue.form-{form.name}-about"))
    yield from links(iri, "dcat:accessURL", address)
    yield from links(iri, "dcat:downloadURL", address)
    yield from _encoded(iri, form.file_type, form.media_type, form.standard)
    for name, media_type in (("dcat:compressFormat", form.compressed), ("dcat:packageFormat", form.packaged)):
        yield from links(iri, name, controlled.MEDIA_TYPES + media_type if media_type else "")
    yield from typed(iri, "dct:modified", dataset.age.modified, "dateTime")


def _way_in(dataset: Dataset, door: Door, publisher: Publisher) -> Iterator[Quad]:
    iri = part(dataset, door.name)
    yield from _distribution(dataset, iri, publisher, door.title, door.about)
    yield from links(iri, "dcat:accessURL", publisher.address + access_path(door))
    yield from links(iri, "dcat:accessService", service_iri(publisher, door))
    yield from _encoded(iri, door.format, door.media_type, door.standard)


def _cube(dataset: Dataset, publisher: Publisher) -> Iterator[Quad]:
    iri = part(dataset, "cube")
    yield from _distribution(dataset, iri, publisher, text("catalogue.form-cube"), text("catalogue.form-cube-about"))
    yield from links(iri, "dcat:accessURL", f"{publisher.address}dataset/{dataset.name}/cube")
    yield from links(iri, "dcat:downloadURL", f"{publisher.address}dataset/{dataset.name}/cube.ttl")
    yield from _encoded(iri, "RDF_TURTLE", "text/turtle", "cube")


def _distribution(dataset: Dataset, iri: str, publisher: Publisher, named: Text, about: Text) -> Iterator[Quad]:
    yield from links(dataset.iri, "dcat:distribution", iri)
    yield from kinds(iri, "dcat:Distribution")
    yield from words(iri, "dct:title", named)
    yield from words(iri, "dct:description", about)
    yield from links(iri, "dct:license", publisher.licence)
    yield from links(iri, "adms:status", controlled.COMPLETED)
    yield from links(iri, "dcatap:availability", controlled.AVAILABLE)
    yield from links(iri, "dct:language", *controlled.LANGUAGES)


def _encoded(iri: str, file_type: str, media_type: str, keeps_to: str) -> Iterator[Quad]:
    yield from links(iri, "dct:format", f"{controlled.EU}file-type/{file_type}")
    yield from links(iri, "dcat:mediaType", controlled.MEDIA_TYPES + media_type)
    yield from links(iri, "dct:conformsTo", standard(keeps_to))


def service_iri(publisher: Publisher, door: Door) -> str:
    """Return the IRI of a data service."""
    return f"{publisher.base}catalogue#{door.name}"


def _filled(key: str, dataset: Dataset) -> Text:
    assert dataset.organisation is not None  # noqa: S101 - who calls has looked
    names = {lang: pick(dataset.organisation.name, lang) for lang in LANGUAGES}
    return text(key, organisation=names)

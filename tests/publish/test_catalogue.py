"""The catalogue as a description: what it says, what it leaves unsaid, and that it changes only with the data."""

import csv
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV

from styringsgraf import errors, pipeline
from styringsgraf.publish import documents
from styringsgraf.publish.description import Descriptions
from styringsgraf.publish.doors import DOORS
from styringsgraf.publish.forms import FORMS, forms_of
from styringsgraf.publish.publisher import ORGANISATIONS
from styringsgraf.publish.saying import PREFIXES
from styringsgraf.releases import Reader
from styringsgraf.settings import Settings

Describe = Callable[..., Descriptions]
DATA = Path(__file__).parents[2] / "data"
TABLE = Path(__file__).parents[3] / "shared" / "data" / "dcat-ap-no" / "dcat-ap-no-3-requirements.csv"
BASE = "https://w3id.org/styringsgraf/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace(PREFIXES["vcard"])
ASKER = URIRef(f"{BASE}dataset/asker")
OTHERS = {
    "cv": "http://data.europa.eu/m8g/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "odrs": "http://schema.theodi.org/odrs#",
    "spdx": "http://spdx.org/rdf/terms#",
}
#: Classes that nothing in the catalogue is, with the reason.
NOT_USED = {
    "dcat:DatasetSeries": "a dataset is changed in place; its releases are versions, not a series",
    "cv:Cost": "everything is free",
    "adms:Identifier": "a dataset has one identifier, its IRI",
    "dcat:CatalogRecord": "there is nothing to say of an entry beyond what is said of its dataset",
    "eli:LegalResource": "which law a dataset is kept under is for its publisher to say, and no setting holds it",
    "dcat:Relationship": "datasets are related by what they state, not as datasets",
    "odrs:RightsStatement": "the licence says it all",
    "spdx:Checksum": "the address of a distribution is that of the current dump; sums are beside the dumps themselves",
}
#: (class, property) that not every instance has, with the reason.
NOT_ALL = {
    ("foaf:Agent", "dct:type"): "who made the vocabulary is on no list",
    ("foaf:Agent", "dct:identifier"): "organisation numbers are said where the data has them",
    ("dcat:Dataset", "dct:spatial"): "the UN's goals are for the whole world, which no list of places has",
    ("dcat:Dataset", "dcatap:applicableLegislation"): "see eli:LegalResource",
    ("dcat:DataService", "dcatap:applicableLegislation"): "see eli:LegalResource",
    ("foaf:Document", "dct:language"): "at most one value is allowed, and pages are in three languages",
    ("dct:Location", "dcat:centroid"): "geometry belongs to those who map",
    ("dct:Location", "dcat:bbox"): "geometry belongs to those who map",
}


def graph(document: documents.Document) -> Graph:
    return Graph().parse(data=document.turtle, format="turtle")


@pytest.fixture(scope="module")
def found(operated: Descriptions, reader: Reader) -> Graph:
    return graph(operated.catalogue(reader))


def iri(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef({**OTHERS, **PREFIXES}[prefix] + local)


@cache
def requirements() -> tuple[dict[str, str], ...]:
    with TABLE.open(encoding="utf-8") as file:
        rows = tuple(row for row in csv.DictReader(file) if row["cls"] and row["level"] in {"Obligatorisk", "Anbefalt"})
    assert len(rows) == 95
    return rows


@pytest.mark.skipif(not TABLE.exists(), reason="the table of requirements in ../shared is not here")
def test_every_mandatory_and_recommended_property_is_there_or_has_a_reason(found: Graph) -> None:
    lacking = set()
    for row in requirements():
        things = set(found.subjects(RDF.type, iri(row["cls"])))
        if not things:
            assert row["cls"] in NOT_USED, row
        elif any((thing, iri(row["prop"]), None) not in found for thing in things):
            assert row["level"] == "Anbefalt", row
            lacking.add((row["cls"], row["prop"]))
    assert lacking == set(NOT_ALL)
    assert not any(set(found.subjects(RDF.type, iri(name))) for name in NOT_USED)


@pytest.mark.skipif(not TABLE.exists(), reason="the table of requirements in ../shared is not here")
def test_what_only_the_operator_can_say_is_an_address_for_mail(default: Descriptions, reader: Reader) -> None:
    said = graph(default.catalogue(reader))
    lacking = {
        (row["cls"], row["prop"])
        for row in requirements()
        if row["level"] == "Obligatorisk"
        for thing in said.subjects(RDF.type, iri(row["cls"]))
        if (thing, iri(row["prop"]), None) not in said
    }
    assert lacking == {("vcard:Kind", "vcard:hasEmail")}  # its shape takes a page instead, which is there
    contact = said.value(ASKER, DCAT.contactPoint)
    assert said.value(contact, VCARD.hasURL) == URIRef(BASE)
    name = said.value(said.value(ASKER, DCTERMS.publisher), FOAF.name)
    assert "STYRINGSGRAF_PUBLISHER_NAME" in str(name)


def test_one_dataset_an_organisation_and_one_for_the_un_side(found: Graph) -> None:
    catalogue = URIRef(f"{BASE}catalogue")
    names = {str(one).removeprefix(f"{BASE}dataset/") for one in found.objects(catalogue, DCAT.dataset)}
    assert names == {"asker", "eksempel", "nye-asker", "sunndal", "sdg"}
    assert len(set(found.objects(catalogue, DCAT.service))) == len(DOORS) == 3
    for service in found.subjects(RDF.type, DCAT.DataService):
        assert len(set(found.objects(service, DCAT.servesDataset))) == 5


def test_there_are_no_blank_nodes(found: Graph) -> None:
    assert not any(isinstance(term, BNode) for triple in found for term in triple)


def test_the_operator_is_named_everywhere(found: Graph, operator_says: Mapping[str, str]) -> None:
    publisher = URIRef(ORGANISATIONS + operator_says["publisher_number"])
    assert set(found.objects(None, DCTERMS.publisher)) == {publisher}
    assert set(found.objects(publisher, FOAF.name)) == {
        Literal("Eksempel kommune", "nb"), Literal("Eksempel kommune", "nn"), Literal("Eksempel municipality", "en"),
    }  # fmt: skip
    contact = found.value(ASKER, DCAT.contactPoint)
    assert found.value(contact, VCARD.hasEmail) == URIRef("mailto:plan@eksempel.example")
    assert {str(one) for one in found.objects(None, DCTERMS.license)} == {
        "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
    }


def test_the_period_is_that_of_the_plans(found: Graph) -> None:
    period = found.value(ASKER, DCTERMS.temporal)
    assert found.value(period, DCAT.startDate) == Literal("2011-01-01", datatype=XSD.date)
    assert found.value(period, DCAT.endDate) == Literal("2030-12-31", datatype=XSD.date)


def test_every_form_and_door_is_a_distribution(found: Graph) -> None:
    distributions = {str(one) for one in found.objects(ASKER, DCAT.distribution)}
    names = [*(form.name for form in FORMS), *(door.name for door in DOORS), "cube"]
    assert distributions == {f"{ASKER}#{name}" for name in names}
    assert {str(one) for one in found.objects(URIRef(f"{ASKER}#nquads"), DCAT.downloadURL)} == {
        f"{BASE}dumps/current/asker.nq.gz"
    }
    un = {str(one) for one in found.objects(URIRef(f"{BASE}dataset/sdg"), DCAT.distribution)}
    assert len(un) == len(forms_of("sdg")) + len(DOORS)


def test_addresses_are_the_services_and_names_are_the_bases(describe: Describe, reader: Reader) -> None:
    said = graph(describe(address="http://127.0.0.1:8000/").catalogue(reader))
    assert len(found_addresses(said)) > 40
    assert all(one.startswith("http://127.0.0.1:8000/") for one in found_addresses(said))
    assert (ASKER, RDF.type, DCAT.Dataset) in said


def found_addresses(said: Graph) -> set[str]:
    names = (DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage)
    return {str(one) for name in names for one in said.objects(None, name)}


def test_two_descriptions_of_a_release_are_the_same_bytes(
    describe: Describe, reader: Reader, operator_says: Mapping[str, str]
) -> None:
    one, other = describe(**operator_says), describe(**operator_says)
    for syntax in documents.SYNTAXES:
        assert one.catalogue(reader).written(syntax) == other.catalogue(reader).written(syntax)
        assert one.void(reader).written(syntax) == other.void(reader).written(syntax)
        assert one.cube(reader, "asker").written(syntax) == other.cube(reader, "asker").written(syntax)


def test_no_such_dataset(default: Descriptions, reader: Reader) -> None:
    with pytest.raises(errors.NotFound) as caught:
        default.described(reader, "oslo")
    assert caught.value.sentence("en") == (
        "There is no dataset “oslo”. The catalogue has: asker, eksempel, nye-asker, sunndal, sdg."
    )
    with pytest.raises(errors.NotFound):
        default.cube(reader, "sdg")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, str]:
    """A folder where the example published, then Sunndal; the id of the release between them."""
    config = Settings(data=tmp_path_factory.mktemp("two") / "data")
    pipeline.initialise(config, empty=True)
    publish(config, "eksempel/kommuneplan-2023.xlsx")
    first = pipeline.data_folder(config).current_id()
    publish(config, "sunndal/kommuneplan-2020-2030.xlsx")
    assert first is not None
    return config, first


def publish(config: Settings, name: str) -> None:
    inputs = pipeline.read_inputs([DATA / name])
    accepted = pipeline.read_accepted(pipeline.shipped()[2], config.base)
    result = pipeline.publish(config, inputs, reference_date=date(2026, 6, 30), accepted=accepted)
    assert result.manifest is not None


def test_another_ones_publish_changes_nothing_in_a_dataset(two: tuple[Settings, str]) -> None:
    config, first = two
    store = pipeline.data_folder(config)
    said = Descriptions(config, store.get)
    with store.reader(first) as before, store.reader() as after:
        for name in ("eksempel", "sdg"):
            for syntax in documents.SYNTAXES:
                assert said.described(before, name).written(syntax) == said.described(after, name).written(syntax)
        old, new = graph(said.catalogue(before)), graph(said.catalogue(after))
    dataset, catalogue = URIRef(f"{BASE}dataset/eksempel"), URIRef(f"{BASE}catalogue")
    assert new.value(dataset, DCAT.version) == Literal(first)
    assert new.value(catalogue, DCAT.version) == Literal(store.current_id())
    assert old.value(catalogue, DCTERMS.modified) == old.value(dataset, DCTERMS.modified)
    assert new.value(catalogue, DCTERMS.issued) == old.value(catalogue, DCTERMS.issued)
    assert new.value(new.value(dataset, PROV.wasGeneratedBy), PROV.endedAtTime) == new.value(dataset, DCTERMS.modified)


def test_an_own_change_and_a_withdrawal_show(two: tuple[Settings, str], tmp_path: Path) -> None:
    config = two[0].model_copy(update={"data": shutil.copytree(two[0].data, tmp_path / "data")})
    store = pipeline.data_folder(config)
    said = Descriptions(config, store.get)
    with store.reader() as before:
        issued = said.dataset(before, "eksempel").age.issued
        kept = said.described(before, "sunndal").turtle
    publish(config, "eksempel/handlingsprogram-2025-2028.xlsx")
    with store.reader() as after:
        age = said.dataset(after, "eksempel").age
        assert (age.issued, age.release) == (issued, store.current_id())
        assert said.described(after, "sunndal").turtle == kept
    assert pipeline.withdraw(config, "sunndal/kommuneplan-2020-2030").manifest is not None
    with store.reader() as gone:
        assert [one.name for one in said.datasets(gone)] == ["eksempel", "sdg"]
        assert said.age(gone).release == store.current_id()
        assert said.dataset(gone, "eksempel").age == age


def test_only_who_changed_is_asked_about_again(two: tuple[Settings, str]) -> None:
    config, first = two
    store = pipeline.data_folder(config)
    said = Descriptions(config, store.get)
    with store.reader(first) as before, store.reader() as after:
        old = said.dataset(before, "eksempel")
        new, alone = said.datasets(after), Descriptions(config, store.get).datasets(after)
    assert new == alone
    assert new[0].organisation is old.organisation
    assert new[0].organisation is not alone[0].organisation

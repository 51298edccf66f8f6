"""The concepts by SKOS-AP-NO-Begrep: valid by its shapes, without blank nodes, one concept for each class and code."""

from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS

from styringsgraf.namespaces import SG
from styringsgraf.publish.concepts import COLLECTION, concepts
from styringsgraf.publish.glossary import glossary

SHAPES = Path(__file__).parents[3] / "shared" / "data" / "dcat-ap-no" / "skos-ap-no"
SH = Namespace("http://www.w3.org/ns/shacl#")
XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
CONTACT = URIRef("http://www.w3.org/ns/dcat#contactPoint")
MEASURE = URIRef(f"{COLLECTION}#Measure")
needed = pytest.mark.skipif(not SHAPES.is_dir(), reason="the SKOS-AP-NO shapes in ../shared are not here")


@pytest.fixture(scope="module")
def found() -> Graph:
    return Graph().parse(data=concepts().turtle, format="turtle")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(SHAPES / "SKOS-AP-NO-Begrep-shape_shape_v2.ttl", format="turtle")


def results(data: Graph, shapes: Graph) -> list[tuple[str, str]]:
    """Return (focus node, severity) of everything the shapes say."""
    _, report, _ = validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return [
        (str(report.value(one, SH.focusNode)), str(report.value(one, SH.resultSeverity)))
        for one in report.subjects(RDF.type, SH.ValidationResult)
    ]


@needed
def test_no_violation_and_no_warning(found: Graph, shapes: Graph) -> None:
    targets = {str(one) for one in shapes.objects(None, SH.targetClass)}
    assert {str(SKOS.Concept), str(SKOS.Collection)} <= targets
    assert results(found, shapes) == []


@pytest.fixture(scope="module")
def one(found: Graph) -> Graph:
    """One concept with its publisher and contact point."""
    kept = Graph()
    for subject in (MEASURE, found.value(MEASURE, DCTERMS.publisher), found.value(MEASURE, CONTACT)):
        for triple in found.triples((subject, None, None)):
            if str(triple[2]) != COLLECTION and triple[1] not in {XKOS.specializes, XKOS.generalizes}:
                kept.add(triple)
    return kept


@needed
@pytest.mark.parametrize("lost", [SKOS.prefLabel, SKOS.definition, DCTERMS.publisher, DCTERMS.identifier, CONTACT])
def test_the_shapes_see_what_is_missing(one: Graph, shapes: Graph, lost: URIRef) -> None:
    assert results(one, shapes) == []
    broken = Graph()
    for triple in one:
        if triple[1] != lost or triple[0] != MEASURE:
            broken.add(triple)
    assert 0 < len(broken) < len(one)
    assert set(results(broken, shapes)) == {(str(MEASURE), str(SH.Violation))}


def test_there_are_no_blank_nodes(found: Graph) -> None:
    assert not any(isinstance(term, BNode) for triple in found for term in triple)


def test_every_class_and_code_is_a_concept_of_the_collection(found: Graph) -> None:
    words = glossary()
    members = set(found.objects(URIRef(COLLECTION), SKOS.member))
    codes = {URIRef(code.iri) for one in words.lists.values() for code in one.codes}
    classes = {URIRef(f"{COLLECTION}#{entry.local}") for entry in words.classes}
    assert members == codes | classes == set(found.subjects(RDF.type, SKOS.Concept))
    assert len(members) == 53 + 189
    assert found.value(URIRef(f"{SG}Measure"), DCTERMS.subject) == URIRef(f"{COLLECTION}#Measure")
    assert {str(one) for one in found.objects(URIRef(COLLECTION), DCTERMS.language)} == {
        f"http://publications.europa.eu/resource/authority/language/{code}" for code in ("NOB", "NNO", "ENG")
    }


def test_concepts_say_what_the_vocabulary_says(found: Graph) -> None:
    entry = next(one for one in glossary().classes if one.local == "Measure")
    for predicate, texts in ((SKOS.prefLabel, entry.label), (SKOS.definition, entry.definition)):
        assert set(found.objects(MEASURE, predicate)) == {Literal(words, lang=lang) for lang, words in texts.items()}


def test_broader_and_narrower_mirror_each_other(found: Graph) -> None:
    up = {(low, high) for low, high in found.subject_objects(XKOS.specializes)}
    down = {(low, high) for high, low in found.subject_objects(XKOS.generalizes)}
    assert up == down
    assert len(up) > 40
    assert (URIRef(f"{COLLECTION}#Pilot"), URIRef(f"{COLLECTION}#Measure")) in up

"""The catalogue by the shapes of DCAT-AP-NO 3, DCAT-AP-NO 2.2 and DCAT-AP 3.0.1: what they find, to the last result.

The shapes are not part of the project. Those of DCAT-AP-NO 3 are rebuilt from its text; see their provenance file.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS

from styringsgraf.publish.description import Descriptions
from styringsgraf.releases import Reader

SHAPES = Path(__file__).parents[3] / "shared" / "data" / "dcat-ap-no"
SH = Namespace("http://www.w3.org/ns/shacl#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
needed = pytest.mark.skipif(not SHAPES.is_dir(), reason="the DCAT-AP shapes in ../shared are not here")

PROFILES = {
    "dcat-ap-no-3": ("v3/core-reconstructed.ttl", "v3/range-reconstructed.ttl"),
    "dcat-ap-no-2.2": ("v2.2/DCAT-AP-NO-shacl_shapes_2.00.ttl",),
    "dcat-ap-3.0.1": ("semic-dcat-ap-3.0.1/dcat-ap-SHACL.ttl", "semic-dcat-ap-3.0.1/ranges.ttl"),
    "dcat-ap-3.0.1-shapes": ("semic-dcat-ap-3.0.1/shapes.ttl", "semic-dcat-ap-3.0.1/range.ttl"),
    "dcat-ap-3.0.1-recommended": ("semic-dcat-ap-3.0.1/shapes_recommended.ttl",),
    "dcat-ap-3.0.1-vocabularies": ("semic-dcat-ap-3.0.1/mdr-vocabularies.shape.ttl",),
}
#: How many properties a profile has shapes for, and how many it names whose shape its files leave out: pySHACL stops
#: at those, so the reference is taken away.
SIZES = {
    "dcat-ap-no-3": (146, 0), "dcat-ap-no-2.2": (220, 0), "dcat-ap-3.0.1": (292, 5),
    "dcat-ap-3.0.1-shapes": (212, 0), "dcat-ap-3.0.1-recommended": (36, 0), "dcat-ap-3.0.1-vocabularies": (42, 0),
}  # fmt: skip
STATUS = "http://www.w3.org/ns/adms#status"
GEONORGE = "https://data.geonorge.no/"
Found = Counter[tuple[str, str]]


def expected(profile: str, data: Graph) -> Found:
    """Return every result there is to be, as (severity, property) → how often, with the reason for each."""
    distributions, datasets, services = (
        len(set(data.subjects(RDF.type, DCAT[kind]))) for kind in ("Distribution", "Dataset", "DataService")
    )
    places = sum(str(place).startswith(GEONORGE) for place in data.objects(None, DCTERMS.spatial))
    rows: dict[str, dict[tuple[str, str], int]] = {
        "dcat-ap-no-3": {},
        "dcat-ap-no-2.2": {
            # 2.2 asks for the list of ADMS; 3 and the EU's 3.0.1 for the EU's, which took its place.
            ("Violation", STATUS): distributions,
            # The shape wants EuroVoc, where the text of 2.2 wants the EU's data themes.
            ("Warning", str(DCAT.themeTaxonomy)): 1,
            # 2.2 does not know the addresses of the mapping authority, which 3 recommends.
            ("Warning", str(DCTERMS.spatial)): places,
        },
        "dcat-ap-3.0.1": {
            # The shape wants it stated that an address is an rdfs:Resource; in RDF everything is.
            ("Violation", str(DCAT.endpointURL)): services,
            ("Violation", str(DCAT.endpointDescription)): services,
        },
        "dcat-ap-3.0.1-shapes": {},
        "dcat-ap-3.0.1-recommended": {
            # What kind of publisher those are who made the vocabulary is on no list.
            ("Warning", str(DCTERMS.type)): 1,
            # The goals of the UN are for the whole world, which is on no list of places.
            ("Warning", str(DCTERMS.spatial)): 1,
            # Geometry of a country or municipality belongs to those who map it.
            ("Warning", str(DCAT.bbox)): len(set(data.objects(None, DCTERMS.spatial))),
            ("Warning", str(DCAT.centroid)): len(set(data.objects(None, DCTERMS.spatial))),
        },
        "dcat-ap-3.0.1-vocabularies": {
            # The list of corporate bodies holds the EU's own, not Norwegian ones.
            ("Warning", str(DCTERMS.publisher)): datasets + services + 1,
            # At least one theme is to be of the EU's list, says its text; the shape asks it of all. One is of Los.
            ("Warning", str(DCAT.theme)): datasets,
            ("Warning", str(DCTERMS.spatial)): places,
        },
    }
    return Counter({key: number for key, number in rows[profile].items() if number})


@cache
def shapes_of(profile: str) -> tuple[Graph, int]:
    """Return the shapes of a profile, without references to shapes that are not there, and how many those were."""
    found = Graph()
    for name in PROFILES[profile]:
        found.parse(SHAPES / name, format="turtle")
    dangling = [(shape, one) for shape, one in found.subject_objects(SH.property) if (one, None, None) not in found]
    for shape, one in dangling:
        found.remove((shape, SH.property, one))
    return found, len(dangling)


def results(data: Graph, profile: str) -> Found:
    """Return what a profile's shapes say, as (severity, property) → how often."""
    _, report, _ = validate(data, shacl_graph=shapes_of(profile)[0], inference="none")
    assert isinstance(report, Graph)
    (whole,) = report.subjects(RDF.type, SH.ValidationReport)
    return Counter(
        (str(report.value(one, SH.resultSeverity)).removeprefix(SH), str(report.value(one, SH.resultPath)))
        for one in report.objects(whole, SH.result)
    )


@pytest.fixture(scope="module")
def operator(operated: Descriptions, reader: Reader) -> Graph:
    return Graph().parse(data=operated.catalogue(reader).turtle, format="turtle")


@pytest.fixture(scope="module")
def nobody(default: Descriptions, reader: Reader) -> Graph:
    return Graph().parse(data=default.catalogue(reader).turtle, format="turtle")


@needed
@pytest.mark.parametrize("profile", PROFILES)
def test_the_shapes_are_all_there(profile: str) -> None:
    shapes, dangling = shapes_of(profile)
    assert (len(set(shapes.objects(None, SH.property))), dangling) == SIZES[profile]


@needed
@pytest.mark.parametrize("profile", PROFILES)
def test_every_result_is_expected(operator: Graph, profile: str) -> None:
    assert results(operator, profile) == expected(profile, operator)


@needed
@pytest.mark.parametrize("profile", PROFILES)
def test_without_an_operator_nothing_but_the_kind_of_publisher_is_missing(nobody: Graph, profile: str) -> None:
    lacking = {("Warning", str(DCTERMS.type)): 1} if profile.endswith("recommended") else {}
    assert results(nobody, profile) == expected(profile, nobody) + Counter(lacking)


@needed
@pytest.mark.parametrize("profile", PROFILES)
def test_a_dataset_alone_is_as_sound(operated: Descriptions, reader: Reader, profile: str) -> None:
    data = Graph().parse(data=operated.described(reader, "sunndal").turtle, format="turtle")
    ours = ("Warning", str(DCTERMS.type)), ("Warning", str(DCTERMS.spatial)), ("Warning", str(DCAT.themeTaxonomy))
    found, wanted = results(data, profile), expected(profile, data)
    # No UN side and no catalogue here, so what those alone lack is not lacking.
    for key in ours:
        if found[key] == 0:
            del wanted[key]
    wanted[("Warning", str(DCTERMS.publisher))] -= 1 if profile.endswith("vocabularies") else 0
    assert +found == +wanted


#: What is taken away → the profiles that must see it.
LOST = {
    DCTERMS.title: ("dcat-ap-no-3", "dcat-ap-no-2.2", "dcat-ap-3.0.1", "dcat-ap-3.0.1-shapes"),
    DCTERMS.publisher: ("dcat-ap-no-3", "dcat-ap-no-2.2", "dcat-ap-3.0.1-shapes"),
    DCAT.contactPoint: ("dcat-ap-no-3",),
    DCAT.theme: ("dcat-ap-no-3", "dcat-ap-no-2.2"),
    DCAT.accessURL: ("dcat-ap-no-3", "dcat-ap-no-2.2", "dcat-ap-3.0.1", "dcat-ap-3.0.1-shapes"),
}


@needed
@pytest.mark.parametrize("lost", LOST)
def test_the_shapes_see_what_is_missing(operator: Graph, lost: URIRef) -> None:
    broken = Graph()
    for triple in operator:
        if triple[1] != lost:
            broken.add(triple)
    assert len(broken) < len(operator)
    for profile in LOST[lost]:
        assert results(broken, profile)[("Violation", str(lost))] > 0, profile


@needed
@pytest.mark.parametrize("name", ["eu-licences.ttl", "languages.ttl", "adms-publisher-type.ttl"])
def test_values_are_of_the_official_lists(operator: Graph, name: str) -> None:
    """Every value we use of a list that is here is on it, in the same scheme."""
    official = Graph().parse(SHAPES / "refdata" / name, format="turtle")
    schemes = set(official.objects(None, SKOS.inScheme))
    assert len(schemes) == 1
    used = {thing for scheme in schemes for thing in operator.subjects(SKOS.inScheme, scheme)}
    assert used
    assert used <= set(official.subjects(SKOS.inScheme, None))

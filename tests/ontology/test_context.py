"""The JSON-LD context covers the whole vocabulary and means the same to two independent readers."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import RDF, SH, Graph, Literal, Namespace
from rdflib.compare import graph_diff, isomorphic
from rdflib.namespace import OWL, XSD

from styringsgraf.namespaces import PREFIXES

SG: Final = Namespace("https://w3id.org/styringsgraf/ns#")
SCHEMA: Final = Namespace("https://schema.org/")
Context = Mapping[str, Any]

DOCUMENT: Final = {
    "id": "https://example.org/barn",
    "type": "SubGoal",
    "notation": "1.10",
    "title": {"nb": "Rett hjelp i tide", "en": "The right help in time"},
    "statement": {"nb": "Barn får rett hjelp i tide", "nn": "Born får rett hjelp i tide"},
    "concerns": "sgc:concerns/inhabitants",
    "refines": "https://example.org/hovedmaal",
    "alignsWith": ["sdg:3.4", "sdg:4"],
    "inForce": True,
    "page": "36",
    "statedIn": {
        "id": "https://example.org/plan",
        "type": "MasterPlan",
        "adoptedOn": "2020-06-09",
        "series": {"id": "https://example.org/serie"},
    },
}
MEASURED: Final = {
    "id": "https://example.org/maaling",
    "type": ["Observation", "qb:Observation"],
    "indicator": "https://example.org/alder",
    "period": 2025,
    "area": "https://example.org/kommune",
    "value": "6.30",
    "observationStatus": "sgc:observation-status/measured",
    "comment": {"nb": "Foreløpig tall"},
}
EXPECTED: Final = """
@prefix : <https://example.org/> . @prefix sg: <https://w3id.org/styringsgraf/ns#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix code: <https://w3id.org/styringsgraf/code/> .
@prefix sdg: <http://metadata.un.org/sdg/> .
:barn a sg:SubGoal ; skos:notation "1.10" ; dct:title "Rett hjelp i tide"@nb, "The right help in time"@en ;
    sg:statement "Barn får rett hjelp i tide"@nb, "Born får rett hjelp i tide"@nn ;
    sg:concerns code:concerns\\/inhabitants ; sg:refines :hovedmaal ;
    sg:alignsWith sdg:3.4, sdg:4 ; sg:inForce true ; sg:page "36" ; sg:statedIn :plan .
:plan a sg:MasterPlan ; sg:adoptedOn "2020-06-09"^^xsd:date ; sg:series :serie .
:maaling a sg:Observation, qb:Observation ; sg:indicator :alder ; sg:period 2025 ; sg:area :kommune ;
    sg:value "6.30"^^xsd:decimal ; sg:observationStatus code:observation-status\\/measured ;
    rdfs:comment "Foreløpig tall"@nb .
"""


def read_by_rdflib(text: str) -> Graph:
    return Graph().parse(data=text, format="json-ld")


def read_by_oxigraph(text: str) -> Graph:
    triples = (quad.triple for quad in parse(input=text.encode(), format=RdfFormat.JSON_LD))
    found = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert found is not None
    return Graph().parse(data=found, format="nt")


READERS: Final = {"rdflib": read_by_rdflib, "oxigraph": read_by_oxigraph}


def expand(context: Context, name: str) -> str:
    entry = context[name]
    compact = entry["@id"] if isinstance(entry, dict) else entry
    prefix, _, local = compact.partition(":")
    return str(context[prefix]) + local


def own_terms(core: Graph) -> set[str]:
    return {str(s).removeprefix(SG) for s in core.subjects(RDF.type) if str(s).startswith(SG)}


def test_every_term_has_its_own_name_in_the_context(core: Graph, context: Context) -> None:
    assert len(own_terms(core)) == 189
    assert own_terms(core) - set(context) == set()
    assert [name for name in own_terms(core) if expand(context, name) != str(SG[name])] == []


def test_the_context_invents_nothing(core: Graph, context: Context) -> None:
    meanings = {name: str(entry["@id"] if isinstance(entry, dict) else entry) for name, entry in context.items()}
    names = {name for name, meaning in meanings.items() if meaning.startswith("sg:")}
    assert names == own_terms(core)


def test_values_are_read_as_the_vocabulary_says(core: Graph, context: Context) -> None:
    for name in own_terms(core):
        term, entry = SG[name], context[name]
        kinds = set(core.objects(term, RDF.type))
        values = set(core.objects(term, SCHEMA.rangeIncludes))
        if OWL.Class in kinds:
            wanted: object = f"sg:{name}"
        elif kinds & {OWL.ObjectProperty, OWL.AnnotationProperty}:
            wanted = {"@id": f"sg:{name}", "@type": "@id"}
        elif values == {RDF.langString}:
            wanted = {"@id": f"sg:{name}", "@container": "@language"}
        elif values == {XSD.string} or RDF.Property in kinds:
            wanted = {"@id": f"sg:{name}"}
        else:
            (value,) = values
            wanted = {"@id": f"sg:{name}", "@type": f"xsd:{str(value).removeprefix(str(XSD))}"}
        assert entry == wanted, name


def test_context_prefixes_and_declared_prefixes_are_the_projects_own(context: Context, prefixes: Graph) -> None:
    declared = {
        str(prefixes.value(node, SH.prefix)): str(prefixes.value(node, SH.namespace))
        for node in prefixes.objects(None, SH.declare)
    }
    simple = {k: v for k, v in context.items() if isinstance(v, str) and v.startswith("http")}
    assert len(declared) == 21
    assert simple == declared
    assert declared | PREFIXES == declared
    namespaces = list(prefixes.objects(None, SH.namespace))
    assert {n.datatype for n in namespaces if isinstance(n, Literal)} == {XSD.anyURI}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_a_document_written_by_hand_means_what_it_should(context: Context, reader: str) -> None:
    text = json.dumps({"@context": context, "@graph": [DOCUMENT, MEASURED]}, ensure_ascii=False)
    found, wanted = READERS[reader](text), Graph().parse(data=EXPECTED, format="turtle")
    _, extra, missing = graph_diff(found, wanted)
    assert len(wanted) == 24
    assert (set(extra), set(missing)) == (set(), set())


@pytest.mark.parametrize("reader", sorted(READERS))
def test_the_whole_sample_survives_a_round_trip(context: Context, sample: Graph, reader: str) -> None:
    text = sample.serialize(format="json-ld", context=dict(context), ensure_ascii=False)
    assert '"statement": {' in text  # compacted with our names and language maps, not written out in full
    assert "https://w3id.org/styringsgraf/ns#fulfils" not in text
    assert isomorphic(READERS[reader](text), sample)


@pytest.mark.parametrize("name", ["core", "codes", "alignments"])
def test_the_vocabulary_can_be_published_as_json_ld(
    request: pytest.FixtureRequest, context: Context, name: str
) -> None:
    graph: Graph = request.getfixturevalue(name)
    text = graph.serialize(format="json-ld", context=dict(context), ensure_ascii=False)
    assert set(read_by_oxigraph(text)) == set(graph)

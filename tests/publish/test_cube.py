"""The data cubes by the integrity constraints of the RDF Data Cube vocabulary (section 11.1), worded here as ASK.

Checked: IC-1 to IC-6, IC-11 to IC-14 and IC-19. IC-7 to IC-10 and IC-18 are about slices, IC-15 to IC-17 about
qb:measureType, IC-20 and IC-21 about hierarchical code lists; our cubes have none of those, which is also checked.
"""

from typing import Final

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef

from styringsgraf.namespaces import PREFIXES
from styringsgraf.publish.description import Descriptions
from styringsgraf.releases import Reader

QB: Final = PREFIXES["qb"]
SG: Final = PREFIXES["sg"]
BASE: Final = "https://w3id.org/styringsgraf/"
NAMES: Final = ("asker", "eksempel", "nye-asker", "sunndal")
_HEAD: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("qb", "rdfs", "skos", "rdf"))
_COMPONENT: Final = "?obs qb:dataSet/qb:structure/qb:component ?spec ."
#: What must not be found, by constraint.
CONSTRAINTS: Final = {
    "IC-1 an observation has one data set": """
        { ?obs a qb:Observation . FILTER NOT EXISTS { ?obs qb:dataSet ?any } }
        UNION { ?obs a qb:Observation ; qb:dataSet ?one, ?other . FILTER(?one != ?other) }""",
    "IC-2 a data set has one structure": """
        { ?set a qb:DataSet . FILTER NOT EXISTS { ?set qb:structure ?any } }
        UNION { ?set a qb:DataSet ; qb:structure ?one, ?other . FILTER(?one != ?other) }""",
    "IC-3 a structure has a measure": """
        ?structure a qb:DataStructureDefinition .
        FILTER NOT EXISTS { ?structure qb:component/qb:componentProperty/a qb:MeasureProperty }""",
    "IC-4 a dimension has a range": "?dim a qb:DimensionProperty . FILTER NOT EXISTS { ?dim rdfs:range ?any }",
    "IC-5 a dimension of concepts has a code list": """
        ?dim a qb:DimensionProperty ; rdfs:range skos:Concept . FILTER NOT EXISTS { ?dim qb:codeList ?any }""",
    "IC-6 only attributes may be left out": """
        ?structure qb:component ?spec . ?spec qb:componentRequired false ; qb:componentProperty ?property .
        FILTER NOT EXISTS { ?property a qb:AttributeProperty }""",
    "IC-11 an observation has every dimension": f"""
        {_COMPONENT} ?spec qb:dimension ?dim . FILTER NOT EXISTS {{ ?obs ?dim ?any }}""",
    "IC-12 no two observations have the same dimensions": f"""
        ?one qb:dataSet ?set . ?other qb:dataSet ?set . FILTER(STR(?one) < STR(?other))
        ?one <{SG}indicator> ?i . ?other <{SG}indicator> ?i . ?one <{SG}period> ?p . ?other <{SG}period> ?p .
        ?one <{SG}area> ?a . ?other <{SG}area> ?a""",
    "IC-13 an observation has every required attribute": f"""
        {_COMPONENT} ?spec qb:attribute ?attribute . FILTER NOT EXISTS {{ ?spec qb:componentRequired false }}
        FILTER NOT EXISTS {{ ?obs ?attribute ?any }}""",
    "IC-14 an observation has every measure": f"""
        {_COMPONENT} ?spec qb:measure ?measure . FILTER NOT EXISTS {{ ?obs ?measure ?any }}""",
    "IC-19 a code is of its list": f"""
        {_COMPONENT} ?spec qb:componentProperty ?property . ?property qb:codeList ?list . ?obs ?property ?code .
        FILTER NOT EXISTS {{ ?code a skos:Concept ; skos:inScheme ?list }}""",
}
#: What our cubes do not have, so that the constraints on it are met by nothing.
ABSENT: Final = ("slice", "sliceKey", "sliceStructure", "measureType", "parentChildProperty", "hierarchyRoot")


@pytest.fixture(scope="module")
def cubes(default: Descriptions, reader: Reader) -> dict[str, Graph]:
    return {name: Graph().parse(data=default.cube(reader, name).turtle, format="turtle") for name in NAMES}


def broken(graph: Graph, constraint: str) -> bool:
    return bool(graph.query(f"{_HEAD}ASK {{ {CONSTRAINTS[constraint]} }}").askAnswer)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
@pytest.mark.parametrize("name", NAMES)
def test_no_constraint_is_broken(cubes: dict[str, Graph], name: str, constraint: str) -> None:
    assert not broken(cubes[name], constraint)


@pytest.mark.parametrize("name", NAMES)
def test_the_other_constraints_have_nothing_to_judge(cubes: dict[str, Graph], name: str) -> None:
    used = {str(term) for triple in cubes[name] for term in triple}
    assert not used & {QB + local for local in ABSENT}
    assert not any(isinstance(term, BNode) for triple in cubes[name] for term in triple)


_FIRST: Final = f"<{BASE}id/eksempel/observation/spoilt/2025/eksempel>"
_STRUCTURE: Final = f"<{BASE}cube>"
#: How each constraint is broken; a sound observation of its own is added first.
SPOILT: Final = {
    "IC-1": f"DELETE WHERE {{ {_FIRST} qb:dataSet ?set }}",
    "IC-2": f"INSERT {{ ?set qb:structure <urn:x> }} WHERE {{ ?set qb:structure {_STRUCTURE} }}",
    "IC-3": f"DELETE WHERE {{ <{SG}value> a ?kind }}",
    "IC-4": f"DELETE WHERE {{ <{SG}period> rdfs:range ?range }}",
    "IC-5": f"INSERT DATA {{ <{SG}period> rdfs:range skos:Concept }}",
    "IC-6": f"INSERT DATA {{ <{BASE}cube#period> qb:componentRequired false }}",
    "IC-11": f"DELETE WHERE {{ {_FIRST} <{SG}period> ?year }}",
    "IC-12": f"INSERT {{ <urn:twin> ?p ?o }} WHERE {{ {_FIRST} ?p ?o }}",
    "IC-13": f"DELETE WHERE {{ <{BASE}cube#unitOfMeasure> qb:componentRequired ?any }}",
    "IC-14": f"DELETE WHERE {{ {_FIRST} <{SG}value> ?value }}",
    "IC-19": f"INSERT DATA {{ {_FIRST} <{SG}unitOfMeasure> <urn:x> }}",
}


def _spoilt(graph: Graph, constraint: str) -> Graph:
    """Return a cube that breaks one constraint."""
    made = Graph()
    for triple in graph:
        made.add(triple)
    data_set = next(made.subjects(RDF.type, URIRef(f"{QB}DataSet")))
    made.update(
        f"""{_HEAD} INSERT DATA {{ {_FIRST} a qb:Observation ; qb:dataSet <{data_set}> ; <{SG}period> 2025 ;
        <{SG}indicator> <urn:indicator> ; <{SG}area> <{BASE}id/eksempel> ; <{SG}value> 1.0 }}"""
    )
    assert not any(broken(made, one) for one in CONSTRAINTS)
    made.update(f"{_HEAD} {SPOILT[constraint.partition(' ')[0]]}")
    return made


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_constraints_see_what_is_wrong(cubes: dict[str, Graph], constraint: str) -> None:
    assert broken(_spoilt(cubes["eksempel"], constraint), constraint)


def test_the_cube_holds_what_the_release_measures(cubes: dict[str, Graph], reader: Reader) -> None:
    (row,) = reader.table(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a <{SG}Observation> ; <{SG}value> ?v }}").rows
    counted = {name: len(set(graph.subjects(RDF.type, URIRef(f"{QB}Observation")))) for name, graph in cubes.items()}
    assert row[0] is not None
    assert sum(counted.values()) == int(row[0].value) == 186
    one = URIRef(f"{BASE}id/asker/observation/ventetid-langtidsplass/2015/asker")
    assert cubes["asker"].value(one, URIRef(f"{SG}value")) == Literal("40", datatype=XSD.decimal)
    assert cubes["asker"].value(one, URIRef(f"{SG}unitOfMeasure")) == URIRef(
        "https://w3id.org/styringsgraf/code/unit/days"
    )

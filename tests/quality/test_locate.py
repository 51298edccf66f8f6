"""A finding is led back to the document that states its node and the cell it was read from."""

from dataclasses import replace

import pytest

from styringsgraf import resources
from styringsgraf.quality import locate as locating
from styringsgraf.quality.locate import locate
from styringsgraf.quality.report import Cell, Finding, Named
from styringsgraf.terms import Quad, RdfFormat, parse

BASE = "https://example.org/id/kommune/plan"
SG = "https://w3id.org/styringsgraf/ns#"
TITLE = "http://purl.org/dc/terms/title"
HEAD = f"""
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <{BASE}/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sg: <{SG}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
STATED = """
<https://example.org/id/kommune/plan> a sg:MasterPlan , sg:SteeringDocument .
ex:S1 a sg:SubGoal ; sg:statedIn <https://example.org/id/kommune/plan> .
ex:I1 a sg:Indicator ; sg:statedIn <https://example.org/id/kommune/plan> .
ex:A a sg:FocusArea ; sg:statedIn <https://example.org/id/kommune/plan> .
ex:O1 a sg:Observation ; sg:statedIn <https://example.org/id/kommune/plan> .
ex:X a sg:Strategy ; sg:statedIn <https://example.org/id/kommune/plan> .
"""
# A goal card: sub-goal and indicator share a row, and the sub-goal's cell is merged over two rows.
PROVENANCE = """
ex:S1 prov:wasDerivedFrom ex:row10 , ex:row9 .
ex:I1 prov:wasDerivedFrom ex:row10 .
ex:A prov:wasDerivedFrom ex:row2 .
ex:O1 prov:wasDerivedFrom ex:row10 , ex:d .
ex:row2 a sg:SourceRow ; sg:inTable ex:kort ; sg:rowNumber 2 .
ex:row9 a sg:SourceRow ; sg:inTable ex:kort ; sg:rowNumber 9 .
ex:row10 a sg:SourceRow ; sg:inTable ex:kort ; sg:rowNumber 10 .
ex:kort a sg:SourceTable ; sg:fileName "kort.xlsx" ; sg:sheetName "Samfunn" ;
    sg:hasColumn ex:aa , ex:b , ex:a , ex:c , ex:d .
ex:a sg:columnLetter "A" ; sg:columnHeading "Sentrale utfordringer" ; sg:mapsToProperty skos:notation , dct:title ;
    sg:mapsToClass sg:SubGoal .
ex:b sg:columnLetter "B" ; sg:columnHeading "Måleindikatorer" ; sg:mapsToProperty skos:notation , dct:title ;
    sg:mapsToClass sg:Indicator .
ex:c sg:columnLetter "C" ; sg:columnHeading "Resultat 2014" ; sg:mapsToProperty sg:value ;
    sg:mapsToClass sg:Observation .
ex:d sg:columnLetter "D" ; sg:columnHeading "Resultat 2015" ; sg:mapsToProperty sg:value ;
    sg:mapsToClass sg:Observation .
ex:aa sg:columnLetter "AA" ; sg:columnHeading "Ønsket resultat" ; sg:mapsToProperty sg:hasBand ;
    sg:mapsToClass sg:Indicator .
"""


def quads(turtle: str) -> list[Quad]:
    return list(parse(HEAD + turtle, format=RdfFormat.TURTLE))


def found(node: str, path: str | None) -> Finding:
    words = {"nb": "x", "nn": "x", "en": "x"}
    given = Finding("SG-X01", "warning", words, f"{BASE}/{node}" if node else BASE, path)
    (placed,) = locate([given], quads(STATED), quads(PROVENANCE))
    return placed


@pytest.mark.parametrize(
    ("node", "path", "row", "letter", "heading"),
    [
        ("I1", f"{SG}hasBand", 10, "AA", "Ønsket resultat"),  # the column of the property
        ("I1", TITLE, 10, "B", "Måleindikatorer"),  # of two title columns, the one of the node's class
        ("S1", TITLE, 9, "A", "Sentrale utfordringer"),  # the first of several rows
        ("S1", f"{SG}measures", 9, "A", "Sentrale utfordringer"),  # no column for it: the code's
        ("O1", f"{SG}value", 10, "D", "Resultat 2015"),  # of two such columns, the one it was read from
        ("I1", None, 10, "B", "Måleindikatorer"),
        ("A", TITLE, 2, None, None),  # a key–value row above the table: no column speaks of the class
    ],
)
def test_cells(node: str, path: str | None, row: int, letter: str | None, heading: str | None) -> None:
    assert found(node, path).cell == Cell("kort.xlsx", "Samfunn", row, heading, letter)


def test_plan_is_the_document_that_states_the_node() -> None:
    assert found("I1", None).plan == BASE
    assert found("", None).plan == BASE  # the document itself
    without_rows = found("X", f"{SG}leadsTo")
    assert (without_rows.plan, without_rows.cell) == (BASE, None)


def test_what_is_known_already_stays() -> None:
    words = {"nb": "x", "nn": "x", "en": "x"}
    cell = Cell("plan.csv", None, 3, "Kode")
    own = Finding("SG-I01", "violation", words, f"{BASE}/I1", None, None, "https://example.org/other", cell)
    elsewhere = replace(own, focus_node="https://example.org/unknown", plan=None, cell=None)
    nowhere = replace(elsewhere, focus_node=None)
    assert locate([own, elsewhere, nowhere], quads(STATED), quads(PROVENANCE)) == (own, elsewhere, nowhere)


OWNED = """
<https://example.org/id/kommune/plan> a sg:MasterPlan ; dct:title "Kommuneplanen"@nb , "The plan"@en .
ex:S1 a sg:SubGoal ; sg:statedIn <https://example.org/id/kommune/plan> ; sg:responsible ex:skole , ex:helse .
ex:I1 a sg:Indicator ; sg:statedIn <https://example.org/id/kommune/plan> .
ex:empty a sg:ThematicPlan ; dct:title "Kommuneplanen"@nb , "The plan"@en .
ex:skole dct:title "Skole"@nb , "A Skole"@nb , "Skule"@nn .
"""


@pytest.mark.parametrize(
    ("node", "units", "plan"),
    [
        ("S1", [Named(f"{BASE}/helse"), Named(f"{BASE}/skole", {"nb": "A Skole", "nn": "Skule"})], BASE),
        ("I1", [], BASE),
        ("", [], BASE),  # a document belongs to itself, also where nothing is stated in it
        ("empty", [], f"{BASE}/empty"),
        ("other", [], None),
    ],
)
def test_who_answers_and_what_the_plan_is_called(node: str, units: list[Named], plan: str | None) -> None:
    given = Finding("SG-X01", "warning", {"nb": "x"}, f"{BASE}/{node}" if node else BASE)
    (placed,) = locate([given], iter(quads(OWNED)), [])
    assert list(placed.responsible) == units
    assert [unit.title for unit in placed.responsible] == [unit.title for unit in units]
    assert placed.plan == plan
    assert placed.plan_title == ({"en": "The plan", "nb": "Kommuneplanen"} if plan else {})


def test_the_kinds_of_document_are_those_of_the_ontology() -> None:
    below = {"SteeringDocument"}
    core = list(parse(path=resources.ontology() / "core.ttl", format=RdfFormat.TURTLE))
    for _ in range(3):
        below |= {
            str(quad.subject).strip("<>").removeprefix(SG)
            for quad in core
            if "subClassOf" in quad.predicate.value and str(quad.object).strip("<>").removeprefix(SG) in below
        }
    assert {name.removeprefix(SG) for name in locating._DOCUMENTS} == below

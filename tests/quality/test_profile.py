"""What engines do not read alike is named when the rules are loaded; what the profile allows they do read alike."""

import re
from pathlib import Path

import pytest

from styringsgraf import errors
from styringsgraf.quality import engines, profile, rules
from styringsgraf.terms import RdfFormat, ntriples, parse

HEAD = """
@prefix ex: <https://example.org/> .
@prefix r: <https://w3id.org/styringsgraf/rules/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sg: <https://w3id.org/styringsgraf/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SAYS = 'sh:severity sh:Violation ; sh:message "a"@nb , "b"@nn , "c"@en'
RULE = """
r:SG-X01 a sg:QualityRule , sh:NodeShape ; rdfs:label "a"@nb , "b"@nn , "c"@en ;
    skos:definition "a"@nb , "b"@nn , "c"@en ; sg:stopsPublish false ; sh:targetClass ex:Thing ;
"""
DATA = """
ex:a a ex:Thing ; ex:p 1 , 2 ; ex:q 1 ; ex:r ex:b ; ex:t "en"@nb , "ei"@nb ; ex:e 1 , 2 .
ex:b a ex:Other .
"""
PROPERTY = "<https://w3id.org/styringsgraf/rules/SG-X01/p>"

#: Constraint → what a property shape says so that exactly the node ex:a fails; helper shapes after the bar.
SAMPLES = {
    "property": "sh:path ex:p ; sh:maxCount 1",
    "node": "sh:path ex:r ; sh:node ex:IsThing",
    "class": "sh:path ex:r ; sh:class ex:Thing",
    "datatype": "sh:path ex:q ; sh:datatype xsd:string",
    "nodeKind": "sh:path ex:r ; sh:nodeKind sh:Literal",
    "minCount": "sh:path ex:none ; sh:minCount 1",
    "maxCount": "sh:path ex:p ; sh:maxCount 1",
    "minExclusive": "sh:path ex:q ; sh:minExclusive 1",
    "minInclusive": "sh:path ex:q ; sh:minInclusive 2",
    "maxExclusive": "sh:path ex:q ; sh:maxExclusive 1",
    "maxInclusive": "sh:path ex:q ; sh:maxInclusive 0",
    "minLength": "sh:path ex:t ; sh:minLength 3",
    "maxLength": "sh:path ex:t ; sh:maxLength 1",
    "pattern": 'sh:path ex:t ; sh:pattern "^EN$"',
    "languageIn": 'sh:path ex:t ; sh:languageIn ( "en" )',
    "uniqueLang": "sh:path ex:t ; sh:uniqueLang true",
    "in": "sh:path ex:q ; sh:in ( 5 6 )",
    "hasValue": "sh:path ex:q ; sh:hasValue 5",
    "equals": "sh:path ex:q ; sh:equals ex:p",
    "disjoint": "sh:path ex:q ; sh:disjoint ex:p",
    "lessThan": "sh:path ex:p ; sh:lessThan ex:q",
    "lessThanOrEquals": "sh:path ex:p ; sh:lessThanOrEquals ex:q",
    "not": "sh:path ex:r ; sh:not ex:IsOther",
    "and": "sh:path ex:r ; sh:and ( ex:IsOther ex:IsThing )",
    "or": "sh:path ex:r ; sh:or ( ex:IsThing ex:IsLiteral )",
    "xone": "sh:path ex:r ; sh:xone ( ex:IsOther ex:IsIri )",
    "qualifiedValueShape": "sh:path ex:r ; sh:qualifiedValueShape ex:IsThing ; sh:qualifiedMinCount 1",
    "qualifiedMinCount": "sh:path ex:r ; sh:qualifiedValueShape ex:IsOther ; sh:qualifiedMinCount 2",
    "qualifiedMaxCount": "sh:path ex:r ; sh:qualifiedValueShape ex:IsOther ; sh:qualifiedMaxCount 0",
}
HELPERS = """
ex:IsThing a sh:NodeShape ; sh:class ex:Thing .
ex:IsOther a sh:NodeShape ; sh:class ex:Other .
ex:IsIri a sh:NodeShape ; sh:nodeKind sh:IRI .
ex:IsLiteral a sh:NodeShape ; sh:nodeKind sh:Literal .
"""
CHAIN = "a - b + c, a / b * c (use BIND)"
BRACKETS = "brackets around an operand, or after ! (use BIND, or COALESCE)"
SPARQL = """
<https://w3id.org/styringsgraf/rules/SG-X01/query> a sh:SPARQLConstraint ;
    sh:select "SELECT $this ?value WHERE { $this <https://example.org/q> ?value }" .
"""


def load(folder: Path, turtle: str) -> rules.ShapesGraph:
    (folder / "shapes.ttl").write_text(HEAD + turtle, encoding="utf-8")
    return rules.load(folder)


def with_property(constraint: str) -> str:
    return f"{RULE} sh:property {PROPERTY} .\n{PROPERTY} a sh:PropertyShape ; {SAYS} ; {constraint} .\n{HELPERS}"


def refused(folder: Path, turtle: str) -> str:
    with pytest.raises(errors.Environment) as caught:
        load(folder, turtle)
    assert caught.value.slug == "shapes-profile"
    return str(caught.value.values["faults"])


def test_every_constraint_of_the_profile_has_a_sample() -> None:
    assert set(SAMPLES) | {"sparql"} == profile.CONSTRAINTS
    assert len(SAMPLES) == 29


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_both_engines_read_the_constraint_alike(name: str, tmp_path: Path) -> None:
    data = ntriples(parse(HEAD + DATA, format=RdfFormat.TURTLE))
    found = engines.validate(data, "both", load(tmp_path, with_property(SAMPLES[name])))
    assert {finding.focus_node for finding in found} == {"https://example.org/a"}


def test_both_engines_read_a_query_alike(tmp_path: Path) -> None:
    data = ntriples(parse(HEAD + DATA, format=RdfFormat.TURTLE))
    turtle = f"{RULE} {SAYS} ; sh:sparql <https://w3id.org/styringsgraf/rules/SG-X01/query> .\n{SPARQL}"
    (found,) = engines.validate(data, "both", load(tmp_path, turtle))
    assert (found.focus_node, found.value) == ("https://example.org/a", "1")


@pytest.mark.parametrize(
    ("turtle", "fault"),
    [
        (with_property("sh:path ex:p ; sh:maxCuont 1"), f"{PROPERTY[1:-1]}: sh:maxCuont"),
        (with_property("sh:path ex:p ; sh:minCount 1 ; sh:closed true"), f"{PROPERTY[1:-1]}: sh:closed"),
        (with_property("sh:path ex:p ; sh:nodeKind sh:BlankNodeOrIRI"), f"{PROPERTY[1:-1]}: sh:BlankNodeOrIRI"),
        (with_property("sh:path ex:p ; sh:not [ sh:class ex:Thing ]"), "[]: class (no IRI)"),
        (with_property("sh:path ex:p ; sh:maxCount 1").replace('"b"@nn , "c"@en ; sh:path', '"b"@nn ; sh:path'),
         f"{PROPERTY[1:-1]}: sh:message (nb, nn, en)"),
        (with_property("sh:path ex:p ; sh:maxCount 1").replace("sh:severity sh:Violation ; ", ""),
         f"{PROPERTY[1:-1]}: sh:severity (exactly one)"),
        (with_property("sh:path ex:p ; sh:maxCount 1").replace('sh:message "a"', 'sh:message "{?other}"'),
         f"{PROPERTY[1:-1]}: sh:message ({{$this}}, {{?value}})"),
        (with_property("sh:path ex:p ; sh:maxCount 1").replace("rdfs:label", "skos:prefLabel"),
         "https://w3id.org/styringsgraf/rules/SG-X01: rdfs:label (nb, nn, en)"),
        (with_property("sh:path ex:p ; sh:maxCount 1").replace("sg:stopsPublish false", 'sg:stopsPublish "perhaps"'),
         "https://w3id.org/styringsgraf/rules/SG-X01: sg:stopsPublish"),
        (with_property("sh:path ex:p ; sh:maxCount 1").replace("a sg:QualityRule , sh:NodeShape", "a sh:NodeShape"),
         f"{PROPERTY[1:-1]}: sg:QualityRule (none)"),
    ],
)  # fmt: skip
def test_what_engines_would_skip_is_named(turtle: str, fault: str, tmp_path: Path) -> None:
    assert fault in refused(tmp_path, turtle).split("; ")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("SELECT $this WHERE { $this ?p ?o MINUS { $this ?p 1 } }", "MINUS"),
        ("SELECT $this WHERE { VALUES ?o { 1 } $this ?p ?o }", "VALUES"),
        ("SELECT $this WHERE { SERVICE <https://example.org/> { $this ?p ?o } }", "SERVICE"),
        ("SELECT $this WHERE { GRAPH ?g { $this ?p ?o } }", "GRAPH"),
        ("SELECT $this WHERE { { SELECT (COUNT(?o) AS ?n) WHERE { ?s ?p ?o } } }", "SELECT no. 2 without $this"),
        ("SELECT $this WHERE { $this ?p ?o FILTER(?o - 3 + 1 = 8) }", CHAIN),
        ("SELECT $this WHERE { $this ?p ?o FILTER(IF(?o > 1, ?o / ABS(?o + 1) / 2, 0) = 8) }", CHAIN),
        ("SELECT $this WHERE { $this ?p ?o FILTER((?o - 3) * 2 = 14) }", BRACKETS),
        ("SELECT $this WHERE { $this ?p ?o FILTER(2 * (?o + 4) = 14) }", BRACKETS),
        ("SELECT $this WHERE { $this ?p ?o FILTER(!(?o = 1 && ?o = 2)) }", BRACKETS),
    ],
)
def test_queries_stay_within_what_both_engines_run(body: str, fault: str, tmp_path: Path) -> None:
    query = re.sub(r'sh:select ".*"', f'sh:select "{body}"', SPARQL)
    turtle = f"{RULE} {SAYS} ; sh:sparql <https://w3id.org/styringsgraf/rules/SG-X01/query> .\n{query}"
    assert refused(tmp_path, turtle) == f"https://w3id.org/styringsgraf/rules/SG-X01/query: {fault}"


@pytest.mark.parametrize(
    ("filter_", "holds"),
    [
        ("10 - 3 + 1 = 8", False),
        ("8 - 2 * 2 - 1 = 3", False),
        ("60 / 10 * 2 = 12", False),
        ("(10 - 3) * 2 = 14", False),
        ("!(1 = 1 && 1 = 2)", False),
        ("10 + 1 - 3 = 8", True),
        ("10 - 2 * 3 = 4", True),
        ("FLOOR(10 / 3) * 3 = 9", True),
        ("!COALESCE(1 = 1 && 1 = 2, false)", True),
        ("(1 = 1 || 1 = 2) && 1 = 1", True),
    ],
)
def test_what_is_refused_is_what_the_daily_engine_misreads(filter_: str, holds: bool) -> None:
    """All of these hold. Where the daily engine disagrees the profile must refuse; where it agrees, it need not."""
    body = f"SELECT $this WHERE {{ $this <https://example.org/q>/^<https://example.org/q> ?same FILTER({filter_}) }}"
    query = re.sub(r'sh:select ".*"', f'sh:select "{body}"', SPARQL)
    turtle = f"{HEAD}{RULE} {SAYS} ; sh:sparql <https://w3id.org/styringsgraf/rules/SG-X01/query> .\n{query}"
    shapes = list(parse(turtle, format=RdfFormat.TURTLE))
    data = ntriples(parse(HEAD + DATA, format=RdfFormat.TURTLE))
    heads = [name for name in ("fast", "pyshacl") if _finds(name, data, ntriples(shapes))]
    assert heads == (["fast", "pyshacl"] if holds else ["pyshacl"])
    assert (profile.faults(profile.index(shapes)) == ()) is holds


def _finds(engine: str, data: bytes, shapes: bytes) -> bool:
    report = engines._RUNNERS[engine](data, shapes)  # type: ignore[index]
    return any(rows.get(f"{profile.SH}result") for rows in report.values())


def test_words_in_strings_and_comments_are_not_keywords(tmp_path: Path) -> None:
    query = SPARQL.replace('"SELECT', '"""# MINUS\nSELECT').replace(
        '?value }"', '?value FILTER (?value != \'VALUES\') }"""'
    )
    turtle = f"{RULE} {SAYS} ; sh:sparql <https://w3id.org/styringsgraf/rules/SG-X01/query> .\n{query}"
    assert len(load(tmp_path, turtle).rules) == 1


def test_severity_and_message_belong_on_the_shape(tmp_path: Path) -> None:
    query = SPARQL.replace(" sh:select", " sh:severity sh:Info ; sh:select")
    turtle = f"{RULE} {SAYS} ; sh:sparql <https://w3id.org/styringsgraf/rules/SG-X01/query> .\n{query}"
    assert (
        refused(tmp_path, turtle)
        == "https://w3id.org/styringsgraf/rules/SG-X01/query: sh:severity (belongs on the shape)"
    )


def test_a_query_on_a_property_shape_is_refused(tmp_path: Path) -> None:
    turtle = with_property("sh:path ex:p ; sh:sparql <https://w3id.org/styringsgraf/rules/SG-X01/query>") + SPARQL
    assert refused(tmp_path, turtle) == f"{PROPERTY[1:-1]}: sh:sparql (one, on a node shape)"


def test_no_rules_and_broken_rules_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(errors.Environment) as none:
        rules.load(tmp_path)
    assert none.value.slug == "shapes-missing"
    (tmp_path / "broken.ttl").write_text("ex:a a", encoding="utf-8")
    with pytest.raises(errors.Environment, match=r"broken\.ttl") as broken:
        rules.load(tmp_path)
    assert broken.value.slug == "shapes-syntax"


def test_the_shipped_rules_are_within_the_profile() -> None:
    assert profile.faults(profile.index(parse(rules.load().ntriples, format=RdfFormat.N_TRIPLES))) == ()

"""Independent reasoners as the oracle: nothing impossible, nothing both end and means, no type out of the blue.

A complete thread (sample.ttl) is loaded together with the vocabulary, the alignments and the axioms of the
vocabularies we lean on. What ``reasonable`` and ``owlrl`` then infer must be consistent and must be exactly the
types written down below. Deliberately bad alignments show that both checks can fail.
"""

from collections.abc import Iterable
from typing import Final

import owlrl
import pytest
import reasonable
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import OWL

SG: Final = Namespace("https://w3id.org/styringsgraf/ns#")
EXAMPLE: Final = "https://example.org/"
UN: Final = "http://metadata.un.org/sdg/"
ERROR: Final = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")

#: Nodes of sample.ttl → every type they may have, in words. Nothing else may be inferred.
EXPECTED: Final = {
    "some-end": "sg:End",
    "vision": "sg:Vision sg:End",
    "main-goal": "sg:MainGoal sg:End prov:Entity",
    "sub-goal old-goal": "sg:SubGoal sg:End prov:Entity",
    "some-means": "sg:Means",
    "strategy": "sg:Strategy sg:Means prov:Entity",
    "assignment": "sg:Assignment sg:Means prov:Entity",
    "measure old-measure": "sg:Measure sg:Means prov:Entity",
    "pilot": "sg:Pilot sg:Measure sg:Means",
    "focus-area": "sg:FocusArea",
    "challenge": "sg:Challenge",
    "evidence": "sg:KnowledgeBase",
    "hearing": "sg:ParticipationProcess prov:Entity",
    "indicator": "sg:Indicator prov:Entity",
    "band": "sg:ValueBand",
    "target-value start-value": "sg:TargetValue",
    "observation": "sg:Observation qb:Observation qb:Attachable prov:Entity",
    "assessment": "sg:GoalAssessment",
    "status": "sg:StatusReport",
    "some-segment": "sg:TargetSegment",
    "end-segment": "sg:EndSegment sg:TargetSegment",
    "means-segment": "sg:MeansSegment sg:TargetSegment",
    "qualifier-segment": "sg:QualifierSegment sg:TargetSegment",
    "some-document": "sg:SteeringDocument prov:Entity schema:CreativeWork",
    "plan": "sg:Plan sg:SteeringDocument prov:Entity schema:CreativeWork",
    "master old-master": "sg:MasterPlan sg:Plan sg:SteeringDocument prov:Entity schema:CreativeWork",
    "thematic": "sg:ThematicPlan sg:Plan sg:SteeringDocument prov:Entity schema:CreativeWork",
    "programme-doc": "sg:ActionProgramme sg:Plan sg:SteeringDocument prov:Entity schema:CreativeWork",
    "operational": "sg:OperationalPlan sg:Plan sg:SteeringDocument prov:Entity schema:CreativeWork",
    "planning": "sg:PlanningStrategy sg:SteeringDocument prov:Entity schema:CreativeWork",
    "letter": "sg:AssignmentLetter sg:SteeringDocument prov:Entity schema:CreativeWork",
    "report": "sg:Report sg:SteeringDocument prov:Entity schema:CreativeWork",
    "policy": "sg:PolicySignal sg:SteeringDocument prov:Entity schema:CreativeWork",
    "municipality older neighbour": "sg:Municipality org:FormalOrganization org:Organization foaf:Organization "
    "foaf:Agent prov:Entity",
    "service-area": "sg:ServiceArea org:OrganizationalUnit org:Organization foaf:Organization foaf:Agent",
    "unit": "sg:Unit org:OrganizationalUnit org:Organization foaf:Organization foaf:Agent",
    "partner": "sg:Partner org:Organization foaf:Organization foaf:Agent",
    "council": "sg:PoliticalBody org:Organization foaf:Organization foaf:Agent",
    "merger": "org:ChangeEvent prov:Activity",
    "state": "dct:Agent",
    "decision": "sg:Decision prov:Entity",
    "term": "sg:CouncilTerm",
    "allocation": "sg:Allocation",
    "portfolio": "sg:Portfolio",
    "programme": "sg:Programme",
    "project": "sg:Project prov:Entity",
    "benefit": "sg:Benefit",
    "risk": "sg:Risk",
    "claim": "sg:Contribution",
    "wording": "sg:WordingAnnotation",
    "master-series enduring-goal enduring-indicator": "sg:EnduringNode",
    "table": "sg:SourceTable prov:Entity",
    "row": "sg:SourceRow prov:Entity",
    "column": "sg:SourceColumn prov:Entity",
    "rule": "sg:QualityRule",
    "release": "dcat:Dataset",
    "sdg:3 sdg:4": "sdgo:Goal skos:Concept",
    "sdg:3.4": "sdgo:Target skos:Concept",
    "sdg:C030401": "sdgo:Indicator skos:Concept",
}

#: Alignments that look plausible and break something; the text names the node that shows it.
CLASHING: Final = {
    "a measure as a PROV activity": ("sg:Measure rdfs:subClassOf prov:Activity .", "measure"),
    "a project as a PROV activity": ("sg:Project rdfs:subClassOf prov:Activity .", "project"),
    "participation as a PROV activity": ("sg:ParticipationProcess rdfs:subClassOf prov:Activity .", "hearing"),
    "an assignment as an end": ("sg:Assignment rdfs:subClassOf sg:End .", "assignment"),
    "a range that makes assignments ends": ("sg:fulfils rdfs:range sg:End .", "assignment"),
    "everything that contributes is a means": ("sg:contributesTo rdfs:domain sg:Means .", "sub-goal"),
    "organisations as documents": ("sg:Partner rdfs:subClassOf foaf:Document .", "partner"),
}
SURPRISING: Final = {
    "a focus area as an end": ("sg:FocusArea rdfs:subClassOf sg:End .", "focus-area"),
    "segments as local goals": ("sg:EndSegment rdfs:subClassOf sg:End .", "end-segment"),
    "a range on alignment": ("sg:alignsWith rdfs:range sdgo:Target .", "end-segment"),
    "steps as broader concepts": ("sg:refines rdfs:subPropertyOf skos:broader .", "sub-goal"),
}


def merged(*graphs: Graph) -> Graph:
    whole = Graph()
    for graph in graphs:
        for prefix, namespace in graph.namespaces():
            whole.bind(prefix, namespace, replace=True)
        whole += graph
    return whole


def inferred(graph: Graph) -> Graph:
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    closed = Graph()
    for triple in reasoner.reason():
        closed.add(triple)
    return closed


def clashes(closed: Graph) -> set[URIRef]:
    """Return every node in owl:Nothing or in two classes that are disjoint."""
    pairs = set(closed.subject_objects(OWL.disjointWith))
    found = set(closed.subjects(RDF.type, OWL.Nothing))
    for left, right in pairs:
        found |= set(closed.subjects(RDF.type, left)) & set(closed.subjects(RDF.type, right))
    return {node for node in found if isinstance(node, URIRef)}


def expected() -> dict[str, set[str]]:
    return {node: set(types.split()) for nodes, types in EXPECTED.items() for node in nodes.split()}


def found_types(closed: Graph, names: Graph) -> dict[str, set[str]]:
    result: dict[str, set[str]] = {}
    for node, kind in closed.subject_objects(RDF.type):
        text = str(node)
        if kind == OWL.Thing or not text.startswith((EXAMPLE, UN)) or "#" in text:
            continue
        name = text.removeprefix(EXAMPLE).replace(UN, "sdg:")
        result.setdefault(name, set()).add(names.namespace_manager.normalizeUri(str(kind)))
    return result


@pytest.fixture(scope="module")
def everything(core: Graph, codes: Graph, alignments: Graph, foreign: Graph, sample: Graph) -> Graph:
    return merged(foreign, codes, alignments, core, sample)


@pytest.fixture(scope="module")
def without_codes(core: Graph, alignments: Graph, foreign: Graph, sample: Graph) -> Graph:
    return merged(foreign, alignments, core, sample)


@pytest.fixture(scope="module")
def closed(everything: Graph) -> Graph:
    return inferred(everything)


def test_the_sample_uses_the_whole_vocabulary(core: Graph, sample: Graph) -> None:
    classes = set(core.subjects(RDF.type, OWL.Class))
    properties = {s for s in core.subjects(RDF.type) if str(s).startswith(SG)} - classes
    assert len(classes) == 53
    assert classes - set(sample.objects(None, RDF.type)) == set()
    assert properties - set(sample.predicates()) == {SG.codeList}  # describes the vocabulary, not the data


def test_the_foreign_axioms_were_read(foreign: Graph) -> None:
    assert len(list(foreign.subject_objects(OWL.disjointWith))) == 10
    assert len(list(foreign.subject_objects(RDFS.domain))) >= 12


def test_nothing_is_impossible(closed: Graph, everything: Graph) -> None:
    assert len(closed) > len(everything) > 4000
    assert clashes(closed) == set()


def test_nothing_becomes_both_end_and_means(closed: Graph) -> None:
    ends, means = (set(closed.subjects(RDF.type, SG[side])) for side in ("End", "Means"))
    assert len(ends) == 5
    assert len(means) == 6
    assert ends & means == set()


def test_every_node_has_exactly_the_expected_types(closed: Graph, everything: Graph) -> None:
    assert found_types(closed, everything) == expected()


def test_the_thread_is_closed_by_the_steps_only(closed: Graph) -> None:
    found = {(str(s), str(o)) for s, o in closed.subject_objects(SG.contributesTo)}
    assert found == {
        (f"{EXAMPLE}measure", f"{EXAMPLE}assignment"),
        (f"{EXAMPLE}pilot", f"{EXAMPLE}assignment"),
        (f"{EXAMPLE}assignment", f"{EXAMPLE}strategy"),
        (f"{EXAMPLE}strategy", f"{EXAMPLE}sub-goal"),
        (f"{EXAMPLE}strategy", f"{EXAMPLE}means-segment"),
        (f"{EXAMPLE}sub-goal", f"{EXAMPLE}main-goal"),
        (f"{EXAMPLE}sub-goal", f"{EXAMPLE}end-segment"),
        (f"{EXAMPLE}main-goal", f"{EXAMPLE}focus-area"),
        (f"{EXAMPLE}end-segment", f"{UN}3.4"),
        (f"{EXAMPLE}means-segment", f"{UN}3.4"),
        (f"{EXAMPLE}qualifier-segment", f"{UN}3.4"),
        (f"{EXAMPLE}project", f"{EXAMPLE}measure"),
        (f"{UN}3.4", f"{UN}3"),
    }


def test_every_class_can_have_members(core: Graph, alignments: Graph, foreign: Graph) -> None:
    alone = merged(foreign, alignments, core)
    classes = sorted(core.subjects(RDF.type, OWL.Class))
    for kind in classes:
        alone.add((URIRef(f"urn:member:{str(kind).removeprefix(SG)}"), RDF.type, kind))
    assert len(classes) == 53
    assert clashes(inferred(alone)) == set()


def test_alignments_make_no_two_of_our_classes_the_same_or_nested(core: Graph, closed: Graph) -> None:
    def hierarchy(graph: Graph, predicate: URIRef) -> set[tuple[str, str]]:
        pairs = graph.subject_objects(predicate)
        return {(str(s), str(o)) for s, o in pairs if s != o and str(s).startswith(SG) and str(o).startswith(SG)}

    stated = hierarchy(core, RDFS.subClassOf)
    closure = {(s, str(o)) for s, _ in stated for o in core.transitive_objects(URIRef(s), RDFS.subClassOf)}
    assert hierarchy(closed, RDFS.subClassOf) == {(s, o) for s, o in closure if s != o and o.startswith(SG)}
    assert hierarchy(closed, OWL.equivalentClass) == set()


def test_a_second_reasoner_agrees(without_codes: Graph) -> None:
    second = merged(without_codes)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(second)
    assert list(second.objects(None, ERROR)) == []
    assert clashes(second) == set()
    assert found_types(second, without_codes) == expected()


def with_bad_alignment(graph: Graph, line: str) -> Graph:
    header = "\n".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in graph.namespaces())
    return merged(graph, Graph().parse(data=f"{header}\n{line}", format="turtle"))


@pytest.mark.parametrize("name", sorted(CLASHING))
def test_a_bad_alignment_is_caught_as_a_clash(without_codes: Graph, name: str) -> None:
    line, node = CLASHING[name]
    assert URIRef(f"{EXAMPLE}{node}") in clashes(inferred(with_bad_alignment(without_codes, line)))


@pytest.mark.parametrize("name", sorted(SURPRISING))
def test_a_bad_alignment_is_caught_as_a_surprise(without_codes: Graph, name: str) -> None:
    line, node = SURPRISING[name]
    closed = inferred(with_bad_alignment(without_codes, line))
    found, wanted = found_types(closed, without_codes), expected()
    assert node in {key for key in found if found[key] != wanted.get(key)}


def names_of(nodes: Iterable[URIRef]) -> set[str]:
    return {str(node).removeprefix(EXAMPLE) for node in nodes}


def test_a_merger_taken_from_a_row_would_clash(without_codes: Graph) -> None:
    # Why an org:ChangeEvent never gets prov:wasDerivedFrom: ORG makes it an activity, what is derived is an entity.
    bad = with_bad_alignment(without_codes, f"<{EXAMPLE}merger> prov:wasDerivedFrom <{EXAMPLE}row> .")
    assert names_of(clashes(inferred(bad))) == {"merger"}

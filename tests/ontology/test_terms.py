"""Every term the design fixes is there, described in three languages, and nothing infers a type from a link."""

from typing import Final

import pytest
from rdflib import RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, XSD

SG: Final = Namespace("https://w3id.org/styringsgraf/ns#")
SCHEMA: Final = Namespace("https://schema.org/")
VANN: Final = Namespace("http://purl.org/vocab/vann/")
SDGO: Final = Namespace("http://metadata.un.org/sdg/ontology#")
THIS: Final = URIRef("https://w3id.org/styringsgraf/ns")
LANGUAGES: Final = ["en", "nb", "nn"]

CLASSES_OF_THE_DESIGN: Final = """
End Means Vision MainGoal SubGoal Strategy Assignment Measure Pilot FocusArea Challenge KnowledgeBase
ParticipationProcess Indicator ValueBand TargetValue Observation GoalAssessment StatusReport TargetSegment EndSegment
MeansSegment QualifierSegment SteeringDocument Plan MasterPlan ThematicPlan ActionProgramme OperationalPlan
PlanningStrategy AssignmentLetter Report PolicySignal Municipality ServiceArea Unit Partner PoliticalBody Decision
CouncilTerm Allocation Portfolio Programme Project Benefit Risk Contribution
"""

PROPERTIES_OF_THE_DESIGN: Final = """
concerns internal segmentRole documentStatus inForce fulfils concretises leadsTo refines partOfFocusArea alignsWith
share partOfTarget delivers takesUp contributesTo buildsOn claimsSupport supports carriedOver statement statedIn page
responsible partner coCreation assignedTo answers startDate endDate activityKind measureStatus phase priority measures
unitOfMeasure decimals minimum maximum direction frequency resultLevel indicatorSource dataQuality validFromYear hasBand
colour lower lowerOpen upper upperOpen hasTargetValue year value baseline indicator period periodStart periodEnd area
observationStatus validFrom validTo adoptedBy adoptedOn supersedes basedOn series councilTerm allocatedTo amount
allocationKind informedBy ofPortfolio hasBenefit hasRisk comparisonGroup wordingClass cue suggestion analysedText
analyser
"""

NAMES_OTHER_PARTS_USE: Final = """
contributionFrom contributionTo contributionKind strength justification SourceRow SourceTable SourceColumn inTable
rowNumber sheetName fileName hasColumn columnLetter columnHeading mapsToProperty mapsToClass goalAttainment ofGoal
wordingTrait wordingActor
accepted acceptedBecause ofMeasure caseNumber decidedBy decidedOn likelihood consequence QualityRule stopsPublish
reportedPath reportedValue
"""

STEPS: Final = "fulfils concretises leadsTo refines partOfFocusArea alignsWith partOfTarget delivers"


def terms(graph: Graph) -> list[URIRef]:
    return sorted({s for s in graph.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(SG)})


def classes(graph: Graph) -> list[URIRef]:
    return [t for t in terms(graph) if (t, RDF.type, OWL.Class) in graph]


def languages(graph: Graph, term: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(o.language) for o in graph.objects(term, predicate) if isinstance(o, Literal))


def test_the_vocabulary_has_the_expected_size(core: Graph) -> None:
    assert len(classes(core)) == 53
    assert len(terms(core)) - len(classes(core)) == 136


@pytest.mark.parametrize("name", CLASSES_OF_THE_DESIGN.split())
def test_a_class_of_the_design_exists(core: Graph, name: str) -> None:
    assert (SG[name], RDF.type, OWL.Class) in core


@pytest.mark.parametrize("name", (PROPERTIES_OF_THE_DESIGN + NAMES_OTHER_PARTS_USE).split())
def test_a_name_of_the_design_exists(core: Graph, name: str) -> None:
    assert (SG[name], RDF.type, None) in core


def test_the_lists_above_were_not_cut() -> None:
    for names, size in ((CLASSES_OF_THE_DESIGN, 47), (PROPERTIES_OF_THE_DESIGN, 82), (NAMES_OTHER_PARTS_USE, 33)):
        assert len(names.split()) == len(set(names.split())) == size


def test_classes_are_capitalised_and_properties_are_not(core: Graph) -> None:
    capitalised = {t for t in terms(core) if t.removeprefix(SG)[0].isupper()}
    assert capitalised == set(classes(core))


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition])
def test_every_term_is_described_once_in_each_language(core: Graph, predicate: URIRef) -> None:
    found = {t: languages(core, t, predicate) for t in terms(core)}
    assert {t: tags for t, tags in found.items() if tags != LANGUAGES} == {}


def test_a_scope_note_comes_in_all_languages(core: Graph) -> None:
    noted = sorted(s for s in set(core.subjects(SKOS.scopeNote)) if isinstance(s, URIRef))
    found = {t: languages(core, t, SKOS.scopeNote) for t in noted}
    assert len(noted) > 100
    assert {t: tags for t, tags in found.items() if tags != LANGUAGES} == {}


def test_every_term_says_where_it_is_defined(core: Graph) -> None:
    assert [t for t in terms(core) if list(core.objects(t, RDFS.isDefinedBy)) != [THIS]] == []


def test_no_two_classes_and_no_two_properties_share_a_label(core: Graph) -> None:
    seen: dict[tuple[bool, str, str], URIRef] = {}
    for term in terms(core):
        for label in core.objects(term, RDFS.label):
            assert isinstance(label, Literal)
            key = (term in classes(core), str(label.language), str(label))
            assert seen.setdefault(key, term) == term, f"{term} and {seen[key]} are both called {label.n3()}"


@pytest.mark.parametrize("name", ["core", "codes", "alignments", "prefixes"])
def test_nothing_infers_a_type_from_a_link(request: pytest.FixtureRequest, name: str) -> None:
    graph: Graph = request.getfixturevalue(name)
    assert len(graph) > 20
    assert list(graph.subject_objects(RDFS.domain)) == []
    assert list(graph.subject_objects(RDFS.range)) == []


@pytest.mark.parametrize("name", ["core", "codes", "alignments", "prefixes"])
def test_no_blank_nodes_so_that_files_compare_line_by_line(request: pytest.FixtureRequest, name: str) -> None:
    graph: Graph = request.getfixturevalue(name)
    assert [t for t in graph if isinstance(t[0], BNode) or isinstance(t[2], BNode)] == []


def test_every_property_documents_what_it_joins(core: Graph) -> None:
    known = set(classes(core))
    for term in set(terms(core)) - known - {SG.codeList}:
        ends = [*core.objects(term, SCHEMA.domainIncludes), *core.objects(term, SCHEMA.rangeIncludes)]
        assert core.value(term, SCHEMA.domainIncludes), term
        assert core.value(term, SCHEMA.rangeIncludes), term
        assert [e for e in ends if str(e).startswith(SG) and e not in known] == [], term


def test_a_property_has_the_kind_its_values_need(core: Graph) -> None:
    literals = {XSD.string, XSD.date, XSD.decimal, XSD.integer, XSD.boolean, RDF.langString}
    for term in terms(core):
        values = set(core.objects(term, SCHEMA.rangeIncludes))
        if (term, RDF.type, OWL.ObjectProperty) in core:
            assert not values & literals, term
        if (term, RDF.type, OWL.DatatypeProperty) in core:
            assert len(values) == 1, term
            assert values <= literals, term


def test_end_and_means_are_disjoint_and_alone_at_the_top(core: Graph) -> None:
    assert set(core.subject_objects(OWL.disjointWith)) == {(SG.End, SG.Means)}
    ends = {str(t).removeprefix(SG) for t in core.transitive_subjects(RDFS.subClassOf, SG.End)}
    means = {str(t).removeprefix(SG) for t in core.transitive_subjects(RDFS.subClassOf, SG.Means)}
    assert ends == {"End", "Vision", "MainGoal", "SubGoal"}
    assert means == {"Means", "Strategy", "Assignment", "Measure", "Pilot"}


def test_exactly_the_steps_of_the_thread_contribute(core: Graph) -> None:
    steps = set(core.subjects(RDFS.subPropertyOf, SG.contributesTo))
    assert steps == {SG[name] for name in STEPS.split()} | {SDGO.isTargetOf}


@pytest.mark.parametrize("name", ["takesUp", "buildsOn", "supports", "claimsSupport", "carriedOver"])
def test_what_is_not_a_step_has_no_superproperty(core: Graph, name: str) -> None:
    assert list(core.objects(SG[name], RDFS.subPropertyOf)) == []


def test_nothing_is_transitive_or_functional_in_the_core(core: Graph) -> None:
    # A reasoner would otherwise close the thread over documents that are no longer in force, or merge nodes.
    kinds = set(core.objects(None, RDF.type))
    assert kinds & {OWL.TransitiveProperty, OWL.FunctionalProperty, OWL.InverseFunctionalProperty} == set()


def test_the_header_is_complete(core: Graph) -> None:
    assert core.value(THIS, OWL.versionIRI) == URIRef("https://w3id.org/styringsgraf/ns/0.1.0")
    assert str(core.value(THIS, OWL.versionInfo)) == "0.1.0"
    assert core.value(THIS, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert str(core.value(THIS, VANN.preferredNamespacePrefix)) == "sg"
    assert str(core.value(THIS, VANN.preferredNamespaceUri)) == str(SG)
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert languages(core, THIS, predicate) == LANGUAGES
    for predicate in (DCTERMS.created, DCTERMS.modified, DCTERMS.creator, DCTERMS.publisher, DCTERMS.source):
        assert core.value(THIS, predicate, any=True) is not None, predicate


def test_alignments_describe_nothing_but_alignments(alignments: Graph, core: Graph, codes: Graph) -> None:
    header = URIRef("https://w3id.org/styringsgraf/alignments")
    allowed = {SKOS.closeMatch, SKOS.note, RDFS.subClassOf, RDFS.subPropertyOf}
    links = [t for t in alignments if t[0] != header]
    assert len(links) == 62
    assert {t[1] for t in links} <= allowed
    ours = set(core.subjects(RDF.type)) | set(codes.subjects(RDF.type))
    assert [t for t in links if t[0] not in ours] == []
    assert [t for t in links if str(t[2]).startswith("https://w3id.org/styringsgraf/")] == []

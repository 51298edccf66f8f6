"""The code lists: complete, in three languages, with the names that data, shapes and queries rely on."""

from collections import Counter
from typing import Final

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL

SG: Final = Namespace("https://w3id.org/styringsgraf/ns#")
CODE: Final = "https://w3id.org/styringsgraf/code/"
LANGUAGES: Final = ["en", "nb", "nn"]

FIXED: Final = {
    "result-level": "input activity output user-effect societal-effect",
    "direction": "higher-is-better lower-is-better within-range",
    "frequency": "monthly quarterly tertial yearly every-second-year every-fourth-year irregular",
    "band-colour": "green yellow red",
    "observation-status": "measured estimated not-measured new-from-later-year not-comparable",
    "data-quality": "exact-measurement survey-based derived-from-higher-level calculated-estimate "
    "expert-judgement not-traceable",
    "measure-status": "not-started started delayed completed stopped",
    "goal-attainment": "achieved partly-achieved not-achieved not-assessed",
    "document-status": "proposal hearing adopted repealed",
    "project-phase": "idea concept planning execution closing realisation",
    "activity-kind": "operation development",
    "co-creation": "controlled accountable equal facilitated",
    "contribution-kind": "direct indirect claimed trade-off",
    "strength": "weak medium strong",
    "concerns": "inhabitants community municipality",
    "allocation-kind": "operating investment",
    "wording-class": "goal strategy assignment measure indicator heading unclear",
    "wording-trait": "carries-means two-strategies outcome-with-skal bare-noun-phrase infinitive-heading lasting-wish "
    "deliverable has-time no-actor",
    "wording-actor": "municipality service unit people other",
    "segment-role": "end sub-objective means qualifier",
    "means-category": "finance technology capacity trade policy partnership data",
    "who-acts": "local shared national global",
    "indicator-tier": "I II III",
    "u4ssc-level": "core advanced",
    "u4ssc-type": "smart sustainable structural",
}
UNITS_IN_USE: Final = "percent count ratio score-1-6 score-0-5 stars points nok million-nok years days per-year"
LARGER: Final = {
    "portfolio-practice": 14,
    "unit": 27,
    "target-unit": 10,
    "taxonomy-goal": 3,
    "taxonomy-perspective": 20,
    "taxonomy-quality": 5,
}


def schemes(codes: Graph) -> list[URIRef]:
    return sorted(s for s in codes.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(s, URIRef))


def concepts(codes: Graph) -> list[URIRef]:
    return sorted(s for s in codes.subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))


def languages(codes: Graph, term: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(o.language) for o in codes.objects(term, predicate) if isinstance(o, Literal))


def members(codes: Graph, scheme: str) -> list[str]:
    found = codes.subjects(SKOS.inScheme, URIRef(CODE + scheme))
    ordered = sorted(found, key=lambda c: int(str(codes.value(c, SG.order))))
    return [str(c).removeprefix(f"{CODE}{scheme}/") for c in ordered]


def test_all_lists_are_there(codes: Graph) -> None:
    assert {str(s).removeprefix(CODE) for s in schemes(codes)} == set(FIXED) | set(LARGER)
    assert len(schemes(codes)) == 31
    assert len(concepts(codes)) == 189


@pytest.mark.parametrize("scheme", sorted(FIXED))
def test_a_list_has_exactly_its_names_in_order(codes: Graph, scheme: str) -> None:
    assert members(codes, scheme) == FIXED[scheme].split()


@pytest.mark.parametrize("scheme", sorted(LARGER))
def test_a_larger_list_has_its_size(codes: Graph, scheme: str) -> None:
    assert len(members(codes, scheme)) == LARGER[scheme]


def test_the_units_that_plans_use_exist(codes: Graph) -> None:
    assert set(UNITS_IN_USE.split()) <= set(members(codes, "unit"))


def test_bounds_stand_only_where_values_outside_are_impossible(codes: Graph) -> None:
    def bounds(unit: str) -> tuple[str | None, str | None]:
        low, high = (codes.value(URIRef(f"{CODE}unit/{unit}"), p) for p in (SG.minimum, SG.maximum))
        return (None if low is None else str(low), None if high is None else str(high))

    assert bounds("score-1-6") == ("1", "6")
    assert bounds("score-0-5") == ("0", "5")
    assert bounds("percent-share") == ("0", "100")
    assert bounds("percent") == (None, None)
    assert bounds("million-nok") == (None, None)


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition])
def test_everything_is_described_once_in_each_language(codes: Graph, predicate: URIRef) -> None:
    described = schemes(codes) + concepts(codes)
    found = {c: languages(codes, c, predicate) for c in described}
    assert len(described) == 220
    assert {c: tags for c, tags in found.items() if tags != LANGUAGES} == {}


def test_every_code_says_where_it_is_defined(codes: Graph) -> None:
    home = URIRef("https://w3id.org/styringsgraf/code")
    assert (home, RDF.type, OWL.Ontology) in codes
    assert [c for c in schemes(codes) + concepts(codes) if list(codes.objects(c, RDFS.isDefinedBy)) != [home]] == []


def test_a_concept_lies_in_the_one_list_its_address_says(codes: Graph) -> None:
    for concept in concepts(codes):
        assert list(codes.objects(concept, SKOS.inScheme)) == [URIRef(str(concept).rpartition("/")[0])]


def test_a_concept_is_at_the_top_or_below_one_of_its_own_list(codes: Graph) -> None:
    for concept in concepts(codes):
        scheme = codes.value(concept, SKOS.inScheme)
        top, above = list(codes.objects(concept, SKOS.topConceptOf)), list(codes.objects(concept, SKOS.broader))
        assert len(top) + len(above) == 1, concept
        assert top in ([], [scheme])
        assert all((b, SKOS.topConceptOf, scheme) in codes for b in above), concept


def test_notation_label_and_order_are_unique_within_a_list(codes: Graph) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for concept in concepts(codes):
        scheme = str(codes.value(concept, SKOS.inScheme))
        notations = list(codes.objects(concept, SKOS.notation))
        assert len(notations) == 1
        labels = [label.n3() for label in codes.objects(concept, SKOS.prefLabel)]
        order = f"order {codes.value(concept, SG.order)}"
        seen.update((scheme, key) for key in [f"notation {notations[0]}", order, *labels])
    assert [key for key, n in seen.items() if n > 1] == []


def test_notations_survive_a_spreadsheet(codes: Graph) -> None:
    # A cell that starts like a formula is a risk when a code list becomes a drop-down.
    assert [n for n in codes.objects(None, SKOS.notation) if str(n)[:1] in "=+-@"] == []


def test_coded_properties_and_lists_match(core: Graph, codes: Graph) -> None:
    used = set(core.objects(None, SG.codeList))
    assert used == set(schemes(codes))
    schema = Namespace("https://schema.org/")
    coded = set(core.subjects(SG.codeList))
    assert set(core.subjects(schema.rangeIncludes, SKOS.Concept)) == coded
    assert len(coded) == 31 - 5  # taxonomyCode draws on five lists, unitOfMeasure on two


def test_uncertain_labels_say_so(codes: Graph) -> None:
    for name in FIXED["co-creation"].split():
        assert languages(codes, URIRef(f"{CODE}co-creation/{name}"), SKOS.scopeNote) == LANGUAGES

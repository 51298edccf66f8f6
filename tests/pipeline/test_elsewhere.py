"""A link is broken when no graph describes its end – not when the describing plan has lapsed or is another's."""

from datetime import date

import pytest

from styringsgraf.namespaces import SG, Minter
from styringsgraf.pipeline.checking import Overlay, check_organisation
from styringsgraf.terms import NamedNode, Quad, RdfFormat, parse

BASE = "https://example.org/"
MINTER = Minter(BASE)
DAY = date(2026, 6, 30)
PREFIXES = f"""
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sg: <{SG}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix id: <{BASE}id/> .
"""
#: In force; its strategies lead to a goal of a plan that has been superseded and to one of another municipality.
PLAN = """
<{base}id/lia/kp-2024> a sg:MasterPlan ; sg:series "kp" ; sg:adoptedOn "2023-12-01"^^xsd:date ;
    sg:validFrom "2024-01-01"^^xsd:date ; dct:publisher <{base}id/lia> ; skos:notation "kp-2024" .
<{base}id/lia/kp-2024/strategy/S1> a sg:Strategy ; sg:statedIn <{base}id/lia/kp-2024> ; skos:notation "S1" ;
    sg:leadsTo <{base}id/lia/kp-2019/sub-goal/D1> , <{base}id/dal/kp-2024/sub-goal/D1> .
"""
OLD = """
<{base}id/lia/kp-2019> a sg:MasterPlan ; sg:series "kp" ; sg:adoptedOn "2018-12-01"^^xsd:date ;
    sg:validFrom "2019-01-01"^^xsd:date ; dct:publisher <{base}id/lia> ; skos:notation "kp-2019" .
<{base}id/lia/kp-2019/sub-goal/D1> a sg:SubGoal ; sg:statedIn <{base}id/lia/kp-2019> ; skos:notation "D1" .
"""
OTHER = """
<{base}id/dal/kp-2024> a sg:MasterPlan ; dct:publisher <{base}id/dal> ; skos:notation "kp-2024" .
<{base}id/dal/kp-2024/sub-goal/D1> a sg:SubGoal ; sg:statedIn <{base}id/dal/kp-2024> ; skos:notation "D1" .
"""
GRAPHS = {"lia/kp-2024": PLAN, "lia/kp-2019": OLD, "dal/kp-2024": OTHER}


def release(*without: str) -> Overlay:
    """Return a release in memory, without the documents that were withdrawn."""
    graphs: dict[str, tuple[Quad, ...]] = {MINTER.ontology_graph: (), MINTER.sdg_graph: ()}
    for name, turtle in GRAPHS.items():
        graph = NamedNode(f"{BASE}graph/{name}")
        found = parse(PREFIXES + turtle.format(base=BASE), format=RdfFormat.TURTLE)
        if name not in without:
            graphs[graph.value] = tuple(Quad(q.subject, q.predicate, q.object, graph) for q in found)
    return Overlay(graphs)


def broken(source: Overlay) -> list[str]:
    found = check_organisation(source, "lia", frozenset(), DAY, MINTER)
    return sorted(str(f.value).removeprefix(f"{BASE}id/") for f in found if f.rule == "SG-E03")


def test_a_plan_that_has_lapsed_and_another_municipality_still_describe_their_nodes() -> None:
    assert broken(release()) == []


@pytest.mark.parametrize("withdrawn", ["lia/kp-2019", "dal/kp-2024"])
def test_after_a_withdrawal_the_link_is_broken(withdrawn: str) -> None:
    assert broken(release(withdrawn)) == [f"{withdrawn}/sub-goal/D1"]


def test_what_is_described_elsewhere_is_not_judged_as_if_it_were_here() -> None:
    """The old sub-goal has no main goal, which is no finding: it is not in force, only pointed to."""
    found = check_organisation(release(), "lia", frozenset(), DAY, MINTER)
    assert {finding.focus_node for finding in found if "kp-2019" in str(finding.focus_node)} == set()
    assert "SG-A07" in {finding.rule for finding in found}  # the bundle as such is judged

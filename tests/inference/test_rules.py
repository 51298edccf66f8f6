"""Each rule of the text, on the smallest town that shows it."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from styringsgraf.inference import rules
from styringsgraf.terms import A, NamedNode, named, quad, sg

NEW_YEAR_EVE, NEW_YEAR, THIRD = date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 3)
DAY = date(2024, 6, 1)


def test_the_rules_are_all_there_in_order() -> None:
    numbers = [number for number, _ in rules()]
    assert len(numbers) == 16
    assert numbers == sorted(set(numbers))


# --- documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        ({"adopted": NEW_YEAR}, NEW_YEAR, True),
        ({"adopted": NEW_YEAR}, NEW_YEAR_EVE, False),
        ({"adopted": NEW_YEAR_EVE, "start": NEW_YEAR}, NEW_YEAR_EVE, False),
        ({"adopted": NEW_YEAR_EVE, "start": NEW_YEAR}, NEW_YEAR, True),
        ({"adopted": THIRD, "start": NEW_YEAR}, NEW_YEAR, False),
        ({"start": NEW_YEAR, "end": THIRD}, THIRD, True),
        ({"start": NEW_YEAR, "end": NEW_YEAR_EVE}, NEW_YEAR, False),
        ({"end": NEW_YEAR}, THIRD, False),
        ({"start": NEW_YEAR}, NEW_YEAR_EVE, False),
        ({}, DAY, True),
        ({"status": "proposal", "adopted": NEW_YEAR, "start": NEW_YEAR}, DAY, False),
        ({"status": "hearing", "start": NEW_YEAR}, DAY, False),
        ({"status": "repealed", "adopted": NEW_YEAR, "start": NEW_YEAR}, DAY, False),
        ({"status": None, "adopted": NEW_YEAR}, DAY, True),
        ({"status": None, "start": NEW_YEAR}, DAY, False),
    ],
)
def test_a_document_in_force(town: Any, facts: dict[str, Any], day: date, *, expected: bool) -> None:
    town.document("hp", **facts)
    town.node("hp/T1")
    assert town.infer(day).in_force == ({"hp", "hp/T1"} if expected else set())


def test_a_newer_edition_supersedes_from_its_first_day(town: Any) -> None:
    town.document("hp1", adopted=date(2022, 12, 1), start=date(2023, 1, 1), end=date(2026, 12, 31), series="hp")
    town.document("hp2", adopted=date(2023, 12, 1), start=NEW_YEAR, end=date(2027, 12, 31), series="hp")
    assert town.infer(NEW_YEAR_EVE).in_force == {"hp1"}
    assert town.infer(NEW_YEAR).in_force == {"hp2"}


def test_a_newer_edition_adopted_late_supersedes_when_adopted(town: Any) -> None:
    town.document("hp1", start=date(2023, 1, 1), series="hp")
    town.document("hp2", adopted=THIRD, start=NEW_YEAR, series="hp")
    assert town.infer(NEW_YEAR).in_force == {"hp1"}
    assert town.infer(THIRD).in_force == {"hp2"}


@pytest.mark.parametrize("status", ["proposal", "hearing", "repealed"])
def test_what_is_not_adopted_supersedes_nothing(town: Any, status: str) -> None:
    town.document("hp1", start=date(2023, 1, 1), series="hp")
    town.document("hp2", status=status, adopted=NEW_YEAR, start=NEW_YEAR, series="hp", supersedes=["hp1"])
    assert town.infer(DAY).in_force == {"hp1"}


def test_an_expired_newer_edition_does_not_revive_the_old_one(town: Any) -> None:
    town.document("hp1", start=date(2023, 1, 1), series="hp")
    town.document("hp2", start=NEW_YEAR, end=THIRD, series="hp")
    assert town.infer(DAY).in_force == set()


def test_the_same_first_day_is_settled_by_the_date_of_adoption(town: Any) -> None:
    town.document("hp1", adopted=date(2023, 12, 1), start=NEW_YEAR, series="hp")
    town.document("hp2", adopted=THIRD, start=NEW_YEAR, series="hp")
    assert town.infer(DAY).in_force == {"hp2"}


def test_other_series_and_other_publishers_stand_side_by_side(town: Any) -> None:
    town.document("hp", start=date(2023, 1, 1), series="hp")
    town.document("plan", start=NEW_YEAR, series="plan")
    town.document("none", start=NEW_YEAR)
    town.document("foreign", start=NEW_YEAR, series="hp")
    town.quads = [
        q for q in town.quads if (q.subject.value.endswith("/foreign"), q.predicate.value[-9:]) != (True, "publisher")
    ]
    town.state("foreign", "dct:publisher", NamedNode("https://data.example.no/id/storvik"), "foreign")
    assert town.infer(DAY).in_force == {"hp", "plan", "none", "foreign"}


def test_what_a_document_says_it_supersedes_goes_before_series_and_dates(town: Any) -> None:
    town.document("plan", start=NEW_YEAR, series="plan")
    town.document("health", start=date(2023, 1, 1), series="health", supersedes=["plan"])
    assert town.infer(DAY).in_force == {"health"}
    town.document("care1", start=NEW_YEAR, series="care")
    town.document("care2", start=date(2023, 1, 1), series="care", supersedes=["care1"])
    assert town.infer(DAY).in_force == {"health", "care2"}


def test_an_assumed_document_counts_as_adopted_and_replaces_its_forerunner(town: Any) -> None:
    town.document("hp1", start=date(2023, 1, 1), series="hp")
    town.document("hp2", status="proposal", start=NEW_YEAR, series="hp")
    town.document("hp0", start=date(2022, 1, 1), series="hp")
    assert town.infer(DAY).in_force == {"hp1"}
    assert town.infer(DAY, "hp2").in_force == {"hp2"}
    assert town.infer(DAY, "hp0").in_force == {"hp0", "hp1"}
    assert town.infer(DAY, "hp1", "hp2").in_force == {"hp1", "hp2"}


# --- types and what is in force -------------------------------------------------------------------


def test_superclass_types_follow_the_core_and_no_alignment(town: Any) -> None:
    town.document("hp", status="proposal")
    town.node("hp/T1", "Pilot")
    town.node("hp/M1", "Measure")
    town.state("hp/V1", "rdf:type", sg("Unit"), "hp")
    town.state("hp/O1", "rdf:type", sg("Observation"), "hp")
    town.state("hp/row", "rdf:type", sg("SourceRow"), "hp/provenance")
    found = town.infer(DAY)
    assert found.types("hp/T1") == {"sg:Measure", "sg:Means"}
    assert found.types("hp/M1") == {"sg:Means"}
    assert found.types("hp/V1") == {"org:Organization"}
    assert found.types("hp/O1") == {"qb:Observation"}
    assert found.types("hp") == {"sg:Plan", "sg:SteeringDocument"}
    assert found.types("hp/row") == set()
    assert {subject for subject, _ in found.pairs("rdf:type")} == {"hp", "hp/T1", "hp/M1", "hp/V1", "hp/O1"}


def test_measurements_and_units_do_not_come_into_force(town: Any) -> None:
    town.document("hp")
    for code, kind in (
        ("T1", "Measure"),
        ("I1", "Indicator"),
        ("P1", "Project"),
        ("O1", "Observation"),
        ("V1", "Unit"),
    ):
        town.node(f"hp/{code}", kind)
    assert town.infer(DAY).in_force == {"hp", "hp/T1", "hp/I1", "hp/P1"}


def test_only_the_six_kinds_of_statements_are_kept_and_all_in_one_graph(town: Any) -> None:
    chain(town)
    town.claim("hp/T1", "sdg:13.2")
    found = town.infer(DAY)
    kinds = {named(f"sg:{name}") for name in ("inForce", "contributesTo", "supports", "claimsSupport")} | {A}
    assert {q.predicate for q in found.quads} == kinds
    assert {q.graph_name.value for q in found.quads} == {"https://data.example.no/graph/lillevik/inferred"}


# --- links ----------------------------------------------------------------------------------------


def chain(town: Any) -> None:
    """Build one thread from measure to focus area and a UN target, across two documents."""
    town.document("plan", start=date(2022, 1, 1), series="plan")
    town.document("hp", start=NEW_YEAR, series="hp")
    for name, kind in (
        ("plan/S", "FocusArea"),
        ("plan/H1", "MainGoal"),
        ("plan/D1", "SubGoal"),
        ("plan/R1", "Strategy"),
        ("hp/O1", "Assignment"),
        ("hp/T1", "Measure"),
        ("hp/P1", "Project"),
    ):
        town.node(name, kind)
    town.link("plan/H1", "sg:partOfFocusArea", "plan/S")
    town.link("plan/D1", "sg:refines", "plan/H1")
    town.link("plan/R1", "sg:leadsTo", "plan/D1")
    town.link("hp/O1", "sg:concretises", "plan/R1")
    town.link("hp/T1", "sg:fulfils", "hp/O1")
    town.link("hp/P1", "sg:delivers", "hp/T1")
    town.link("plan/D1", "sg:alignsWith", "sdg:3.4")


UP = ["hp/P1", "hp/T1", "hp/O1", "plan/R1", "plan/D1", "plan/H1", "plan/S"]


def test_support_runs_through_documents_to_the_focus_area_and_the_goal(town: Any) -> None:
    chain(town)
    found = town.infer(DAY)
    assert found.contributes == {*pairwise(UP), ("plan/D1", "sdg:3.4")}
    above = {(low, high) for i, low in enumerate(UP) for high in UP[i + 1 :]}
    assert found.supports == above | {(low, un) for low in UP[:5] for un in ("sdg:3.4", "sdg:3")}
    assert found.carried == found.claims == set()


def test_a_gap_breaks_the_thread(town: Any) -> None:
    chain(town)
    town.quads = [q for q in town.quads if q.predicate != sg("concretises")]
    assert town.infer(DAY).supports & {("hp/T1", "sdg:3.4"), ("hp/T1", "hp/O1")} == {("hp/T1", "hp/O1")}


def test_what_builds_on_takes_up_or_trades_off_does_not_contribute(town: Any) -> None:
    town.document("hp")
    town.node("hp/S", "FocusArea")
    town.node("hp/H", "MainGoal")
    town.link("hp/S", "sg:buildsOn", "sdg:3")
    town.link("hp/H", "sg:takesUp", "hp/S")
    town.claim("hp/H", "sdg:13.2", kind="trade-off")
    found = town.infer(DAY)
    assert found.contributes == found.supports == found.claims == set()


def test_a_goal_does_not_imply_its_targets_but_a_segment_its_target_and_goal(town: Any) -> None:
    town.document("hp")
    town.node("hp/H", "MainGoal")
    town.node("hp/D", "SubGoal")
    town.link("hp/H", "sg:alignsWith", "sdg:3")
    town.link("hp/D", "sg:alignsWith", "sdg:3.4/segment/1")
    assert town.infer(DAY).supports == {
        ("hp/H", "sdg:3"),
        ("hp/D", "sdg:3.4/segment/1"),
        ("hp/D", "sdg:3.4"),
        ("hp/D", "sdg:3"),
    }


def test_links_to_nothing_do_not_count(town: Any) -> None:
    town.document("hp")
    town.node("hp/T1")
    town.link("hp/T1", "sg:alignsWith", "sdg:3.10")
    town.link("hp/T1", "sg:fulfils", "hp/O9")
    assert town.infer(DAY).contributes == set()


def test_what_a_lapsed_document_says_of_a_project_is_not_counted(town: Any) -> None:
    town.document("hp1", start=date(2023, 1, 1), series="hp")
    town.document("hp2", start=NEW_YEAR, series="hp")
    town.node("hp2/T1")
    town.node("hp2/T2")
    town.state("hp1/P1", "sg:statedIn", "hp1", "hp1")
    town.state("hp1/P1", "sg:statedIn", "hp2", "hp2")
    town.link("hp1/P1", "sg:delivers", "hp2/T1", "hp1")
    town.link("hp1/P1", "sg:delivers", "hp2/T2", "hp2")
    assert town.infer(DAY).contributes == {("hp1/P1", "hp2/T2")}


def test_a_cycle_ends(town: Any) -> None:
    town.document("hp")
    for code in ("A", "B", "C"):
        town.node(f"hp/{code}", "Strategy")
    for one, other in (("A", "B"), ("B", "C"), ("C", "A")):
        town.link(f"hp/{one}", "sg:leadsTo", f"hp/{other}")
    everything = {(f"hp/{one}", f"hp/{other}") for one in "ABC" for other in "ABC"}
    assert town.infer(DAY).supports == everything


# --- carried over ---------------------------------------------------------------------------------


def editions(town: Any, *years: int) -> None:
    for year in years:
        town.document(f"hp{year}", start=date(year, 1, 1), series="hp")
    town.document("care")
    town.node("care/T1")
    town.link("care/T1", "sg:fulfils", f"hp{years[0]}/O1")


def test_a_link_is_carried_to_the_newest_edition_of_the_same_enduring_node(town: Any) -> None:
    editions(town, 2022, 2023, 2024)
    for year in (2022, 2023, 2024):
        town.node(f"hp{year}/O1", "Assignment", same="vekst")
    assert town.infer(date(2022, 5, 1)).carried == set()
    assert town.infer(date(2023, 5, 1)).carried == {("care/T1", "hp2023/O1")}
    found = town.infer(DAY)
    assert found.carried == found.contributes == found.supports == {("care/T1", "hp2024/O1")}


def test_a_link_is_carried_along_revisions_and_splits(town: Any) -> None:
    editions(town, 2022, 2023, 2024)
    town.node("hp2022/O1", "Assignment")
    town.node("hp2023/O7", "Assignment", revises=["hp2022/O1"])
    town.node("hp2024/O8", "Assignment", revises=["hp2023/O7"])
    town.node("hp2024/O9", "Assignment", revises=["hp2023/O7"])
    assert town.infer(DAY).carried == {("care/T1", "hp2024/O8"), ("care/T1", "hp2024/O9")}


def test_a_revision_needs_no_dates(town: Any) -> None:
    town.document("old", status="repealed")
    town.document("new")
    town.node("old/O1", "Assignment")
    town.node("new/O1", "Assignment", revises=["old/O1"])
    town.node("new/T1")
    town.link("new/T1", "sg:fulfils", "old/O1")
    assert town.infer(DAY).carried == {("new/T1", "new/O1")}


def test_a_revision_and_an_enduring_node_may_take_turns(town: Any) -> None:
    editions(town, 2022, 2023, 2024)
    town.node("hp2022/O1", "Assignment")
    town.node("hp2023/O1", "Assignment", same="vekst", revises=["hp2022/O1"])
    town.node("hp2024/O3", "Assignment", same="vekst")
    assert town.infer(DAY).carried == {("care/T1", "hp2024/O3")}


def test_a_link_to_a_dropped_node_or_to_a_proposal_is_not_carried(town: Any) -> None:
    editions(town, 2022, 2024)
    town.node("hp2022/O1", "Assignment", same="gone")
    town.document("next", status="proposal", start=date(2025, 1, 1), series="hp")
    for edition in ("hp2024", "next"):
        town.node(f"{edition}/O2", "Assignment", same="kept")
    town.link("care/T1", "sg:fulfils", "next/O2")
    found = town.infer(DAY)
    assert found.contributes == found.carried == set()


def test_a_link_is_carried_to_the_newest_of_several_documents_in_force(town: Any) -> None:
    editions(town, 2022, 2023)
    town.document("plan", start=NEW_YEAR, series="plan")
    for edition in ("hp2022", "hp2023", "plan"):
        town.node(f"{edition}/O1", "Assignment", same="vekst")
    assert town.infer(DAY).carried == {("care/T1", "plan/O1")}


def test_an_edition_is_not_carried_to_itself(town: Any) -> None:
    editions(town, 2022, 2024)
    town.node("hp2022/H1", "MainGoal", same="vekst")
    town.node("hp2024/D1", "SubGoal", same="vekst")
    town.link("hp2024/D1", "sg:refines", "hp2022/H1")
    assert town.infer(DAY).contributes == set()


# --- claims ---------------------------------------------------------------------------------------


def test_a_claim_reaches_what_lies_above_and_below_it(town: Any) -> None:
    chain(town)
    town.claim("plan/R1", "sdg:13.2")
    found = town.infer(DAY)
    assert found.claims == {(low, un) for low in UP[:4] for un in ("sdg:13.2", "sdg:13")}
    assert ("hp/T1", "sdg:13.2") not in found.supports


def test_a_claim_beside_a_stated_link_leaves_both(town: Any) -> None:
    chain(town)
    town.claim("hp/T1", "sdg:3.4")
    found = town.infer(DAY)
    both = {("hp/T1", "sdg:3.4"), ("hp/P1", "sdg:3.4")}
    assert both <= found.supports
    assert both <= found.claims


def test_two_claims_make_one_chain(town: Any) -> None:
    town.document("hp")
    town.node("hp/T1")
    town.node("hp/R1", "Strategy")
    town.claim("hp/T1", "hp/R1")
    town.claim("hp/R1", "sdg:3.5")
    found = town.infer(DAY)
    assert found.claims == {
        (low, high) for low in ("hp/T1", "hp/R1") for high in ("hp/R1", "sdg:3.5", "sdg:3") if low != high
    }
    assert found.supports == set()


def test_a_claim_is_not_carried_over_and_lapses_with_its_document(town: Any) -> None:
    editions(town, 2022, 2024)
    town.node("hp2022/O1", "Assignment", same="vekst")
    town.node("hp2024/O1", "Assignment", same="vekst")
    town.claim("care/T1", "hp2022/O1")
    town.claim("care/T1", "sdg:3.5", edition="hp2022")
    assert town.infer(DAY).claims == set()
    assert town.infer(date(2022, 5, 1)).claims == {
        ("care/T1", "hp2022/O1"),
        ("care/T1", "sdg:3.5"),
        ("care/T1", "sdg:3"),
    }


def test_other_organisations_statements_are_no_part(town: Any) -> None:
    town.document("hp")
    town.node("hp/T1")
    foreign = "https://data.example.no/id/storvik/hp/node/O1"
    town.quads.append(quad(foreign, A, sg("Assignment"), "https://data.example.no/graph/storvik/hp"))
    town.link("hp/T1", "sg:fulfils", "hp/T1")
    town.state("hp/T1", "sg:fulfils", NamedNode(foreign), "hp")
    assert town.infer(DAY).contributes == {("hp/T1", "hp/T1")}


def test_contributions_are_inferred_and_never_taken_from_a_document(town: Any) -> None:
    chain(town)
    before = town.infer(DAY)
    town.state("hp/P1", "sg:contributesTo", "sdg:13.2", "hp")
    town.state("sdg:3.4", "sg:contributesTo", "plan/S", "hp")
    after = town.infer(DAY)
    assert (after.contributes, after.supports) == (before.contributes, before.supports)

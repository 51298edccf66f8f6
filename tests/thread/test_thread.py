"""The red thread of a node: which nodes, by which links, on what basis, told in the reader's language."""

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styringsgraf import errors
from styringsgraf.engine import Limits
from styringsgraf.namespaces import Minter
from styringsgraf.service import Service
from styringsgraf.terms import lang_string
from styringsgraf.texts import LANGUAGES
from styringsgraf.thread import draw, red_thread
from styringsgraf.thread.reasons import reasons

MINTER = Minter("https://data.example.no/")
UP = {"hp24/O1": 1, "plan/R": 2, "plan/D": 3, "plan/H": 4, "sdg:3.4": 4, "plan/S": 5, "sdg:3": 5}


def test_upwards_from_a_measure(town: Any) -> None:
    found = town.thread("hp24/Measure/T2", "up")
    assert town.reached(found, "up") == UP
    assert all(node.down is None for node in found.nodes[1:])
    assert town.links(found) == {
        ("hp24/T2", "hp24/O1", "stated"),
        ("hp24/O1", "plan/R", "stated"),
        ("plan/R", "plan/D", "stated"),
        ("plan/D", "plan/H", "stated"),
        ("plan/D", "sdg:3.4", "stated"),
        ("plan/H", "plan/S", "stated"),
        ("plan/S", "sdg:3", "stated"),
        ("sdg:3.4", "sdg:3", "stated"),
    }
    assert not found.truncated


def test_each_link_names_its_property_and_each_node_its_kind(town: Any) -> None:
    found = town.thread("hp24/Measure/T2", "up", lang="en")
    said = {town.short(link.start): link.predicate_label for link in found.links}
    assert said["hp24/T2"] == "fulfils"
    assert said["hp24/O1"] == "concretises"
    assert said["sdg:3.4"] == "is a target of"
    root = found.nodes[0]
    assert (root.code, root.label, root.kind_label) == ("T2", "Åpen hall", "measure")
    assert root.document_label == "Plan hp24"
    assert root.in_force
    assert (root.up, root.down) == (0, 0)
    kinds = {town.short(node.iri): node.kind_label for node in found.nodes}
    assert kinds["sdg:3"] == "UN goal"
    assert kinds["plan/S"] == "focus area"


@pytest.mark.parametrize("given", ["3.4", "SDG 3.4", "sdg:3.4", "http://metadata.un.org/sdg/3.4"])
def test_downwards_from_a_un_target_by_any_name(town: Any, given: str) -> None:
    found = town.thread(given, "down")
    assert town.reached(found, "down") == {"plan/D": 1, "plan/R": 2, "hp24/O1": 3, "hp24/T2": 4, "hp24/T10": 4}


@pytest.mark.parametrize(
    "given", ["13.2-s2", "SDG 13.2-S2", "sdg:13.2-s2", "https://data.example.no/id/sdg/segment/13.2-s2"]
)
def test_a_part_of_a_un_target_by_any_name_lies_on_the_way_to_it(town: Any, given: str) -> None:
    part = town.segment("13.2-s2", "MeansSegment", "Klima i planene")
    town.node("hp24/Strategy/K", "Klima først", alignsWith=part)
    found = town.thread(given)
    assert (found.nodes[0].code, found.nodes[0].label) == ("13.2-s2", "Klima i planene")
    assert town.reached(found, "up") == {"sdg:13.2": 1, "sdg:13": 2}
    assert town.reached(found, "down") == {"hp24/K": 1}
    assert town.reached(town.thread("hp24/Strategy/K", "up"), "up") == {"sdg/13.2-s2": 1, "sdg:13.2": 2, "sdg:13": 3}


@pytest.mark.parametrize("given", ["13.2-s9", "sdg:13.2-s9"])
def test_a_part_that_a_un_target_does_not_have_is_told_with_those_it_has(town: Any, given: str) -> None:
    town.segment("13.2-s2", "MeansSegment", "Klima i planene")
    town.segment("13.2-s10", "EndSegment", "Klima i alt")
    with pytest.raises(errors.NotFound) as caught:
        town.thread(given)
    assert "13.2 has no part 13.2-s9. Its parts are: 13.2-s2, 13.2-s10." in caught.value.sentence("en")


def test_downwards_from_a_un_goal_passes_its_targets(town: Any) -> None:
    found = town.reached(town.thread("3", "down"), "down")
    assert found["sdg:3.4"] == 1
    assert found["plan/S"] == 1
    assert found["hp24/T10"] == 5
    assert "sdg:13.2" not in found


def test_both_ways_from_the_middle_by_organisation_edition_and_code(town: Any) -> None:
    found = town.thread("lillevik/plan/R")
    assert town.reached(found, "up") == {"plan/D": 1, "plan/H": 2, "sdg:3.4": 2, "plan/S": 3, "sdg:3": 3}
    assert town.reached(found, "down") == {"hp24/O1": 1, "hp24/T2": 2, "hp24/T10": 2}


def test_an_older_edition_shows_what_it_stated(town: Any) -> None:
    found = town.thread("hp23/Measure/T0")
    assert town.reached(found, "up").keys() == {"hp23/O1", "plan/R", "plan/D", "plan/H", "plan/S", "sdg:3.4", "sdg:3"}
    assert {town.short(node.iri) for node in found.nodes if not node.in_force and node.document} == {
        "hp23/T0",
        "hp23/O1",
    }
    assert town.reached(town.thread("hp23/Assignment/O1", "down"), "down") == {"hp23/T0": 1, "hp24/T10": 1}


def test_a_carried_over_link_says_so(town: Any) -> None:
    town.node("hp24/Measure/T3", fulfils="hp23/Assignment/O1")
    found = town.thread("hp24/Measure/T3", "up")
    assert ("hp24/T3", "hp24/O1", "carried-over") in town.links(found)
    assert "hp23/O1" not in town.reached(found, "up")
    # T10 states the link to the new edition as well, and what is stated goes first.
    assert ("hp24/T10", "hp24/O1", "stated") in town.links(town.thread("hp24/Measure/T10", "up"))


def test_a_claim_is_shown_as_a_claim_and_beside_what_is_stated(town: Any) -> None:
    town.claim("hp24/Measure/T2", "sdg:13.2")
    town.claim("plan/SubGoal/D", "sdg:3.4")
    town.claim("hp24/Measure/T10", "sdg:13.2", "trade-off")
    town.claim("hp23/Measure/T0", "sdg:13.2")
    down = town.thread("13.2", "down")
    assert town.links(down) == {("hp24/T2", "sdg:13.2", "claimed")}
    assert down.links[0].predicate is None
    up = town.links(town.thread("plan/SubGoal/D", "up"))
    assert {("plan/D", "sdg:3.4", "claimed"), ("plan/D", "sdg:3.4", "stated")} <= up
    assert ("hp23/T0", "sdg:13.2", "claimed") in town.links(town.thread("hp23/Measure/T0", "up"))


def test_an_indicator_leads_to_what_it_measures(town: Any) -> None:
    found = town.thread("plan/Indicator/I1", "up")
    assert town.reached(found, "up")["plan/D"] == 1
    assert town.reached(found, "up")["sdg:3"] == 3


def test_an_enduring_node_means_its_edition_in_force(town: Any) -> None:
    found = town.thread(town.enduring("Assignment", "oppdrag"))
    assert town.short(found.root) == "hp24/O1"


@pytest.mark.parametrize(
    "name", ["lillevik/plan/NOPE", "3.10", "https://data.example.no/id/lillevik/none", "not an iri", "sdg:3.4.9", "<>"]
)
def test_what_is_not_there_is_not_found(town: Any, name: str) -> None:
    with pytest.raises(errors.NotFound):
        town.thread(name)


def test_a_node_without_links_is_a_thread_of_one(town: Any) -> None:
    found = town.thread(town.iri("plan"))
    assert (len(found.nodes), found.links, found.indicators, found.truncated) == (1, (), (), False)
    assert "Ingenting" in draw(found, found.lang)


# --- indicators -----------------------------------------------------------------------------------


def test_indicators_hang_at_their_goals_with_the_latest_observation(town: Any) -> None:
    (indicator,) = town.thread("hp24/Measure/T2", "up").indicators
    assert (indicator.code, indicator.label, indicator.unit_label) == ("I1", "Andel som trives", "prosent")
    assert [town.short(node) for node in indicator.measures] == ["plan/D"]
    assert indicator.latest is not None
    assert (indicator.latest.period, str(indicator.latest.value)) == ("2023", "82.0")


def test_the_municipalitys_own_observation_goes_before_a_service_areas_newer_one(town: Any) -> None:
    town.observe("trivsel", 2024, "99", area="oppvekst")
    (indicator,) = town.thread("plan/SubGoal/D", "up").indicators
    assert indicator.latest is not None
    assert indicator.latest.period == "2023"
    town.observe("trivsel", 2025, status="not-measured")
    (indicator,) = town.thread("plan/SubGoal/D", "up").indicators
    assert indicator.latest is not None
    assert (indicator.latest.period, indicator.latest.value) == ("2025", None)
    assert indicator.latest.status_label


def test_an_indicator_no_longer_in_force_is_left_out(town: Any) -> None:
    town.node("hp23/Indicator/I9", measures="plan/SubGoal/D")
    assert [i.code for i in town.thread("plan/SubGoal/D").indicators] == ["I1"]


# --- bounds ---------------------------------------------------------------------------------------


def test_a_cycle_ends(town: Any) -> None:
    town.state("plan/FocusArea/S", "sg:leadsTo", "hp24/Assignment/O1", "plan")
    found = town.thread("hp24/Assignment/O1")
    assert town.reached(found, "up")["plan/S"] == 4
    assert town.reached(found, "down")["plan/S"] == 1
    assert not found.truncated
    assert draw(found, found.lang).count("vist lenger opp") >= 2


@pytest.mark.parametrize(("depth", "reached", "cut"), [(1, 1, True), (4, 5, True), (5, 7, False), (50, 7, False)])
def test_depth_is_bounded_and_says_so(town: Any, depth: int, reached: int, *, cut: bool) -> None:
    found = town.thread("hp24/Measure/T2", "up", depth=depth)
    assert (len(found.nodes) - 1, found.truncated) == (reached, cut)
    names = {node.iri for node in found.nodes}
    assert all({link.start, link.end} <= names for link in found.links)


@pytest.mark.parametrize("most", [1, 7, 8])
def test_nodes_are_bounded_and_it_says_so(town: Any, most: int) -> None:
    found = town.thread("plan/Strategy/R", max_nodes=most)
    assert len(found.nodes) == min(most, 8) + 1
    assert found.truncated is (most < 8)
    wide = town.thread("3", "down", max_nodes=most)
    assert len(wide.nodes) - 1 == min(most, 8)


def test_queries_follow_the_levels_not_the_nodes(town: Any) -> None:
    town.thread("plan/Strategy/R")
    before = town.queries
    for number in range(40):
        town.node(f"hp24/Measure/X{number}", fulfils="hp24/Assignment/O1")
    assert len(town.thread("plan/Strategy/R").nodes) > 45
    assert town.queries == before


# --- shapes ---------------------------------------------------------------------------------------


def test_the_json_shape(town: Any) -> None:
    body = town.thread("lillevik/plan/R").to_json()
    assert json.loads(json.dumps(body)) == body
    assert list(body) == ["node", "direction", "lang", "nodes", "links", "indicators", "ifDropped", "truncated"]
    assert body["nodes"][0]["iri"] == body["node"]
    assert set(body["nodes"][0]) == {
        "iri", "class", "classLabel", "code", "label", "document", "documentLabel", "inForce", "up", "down",
        "goalLabel",
    }  # fmt: skip
    assert set(body["links"][0]) == {"from", "to", "property", "propertyLabel", "basis"}
    assert body["indicators"][0]["latest"]["value"] == 82.0


def test_the_text_is_two_trees(town: Any) -> None:
    town.node("hp24/Measure/T3", "Tredje", fulfils="hp23/Assignment/O1")
    town.claim("hp24/Measure/T2", "plan/SubGoal/D")
    assert draw(town.thread("plan/SubGoal/D"), "nb") == (
        "D God psykisk helse (delmål, Plan plan)\n"
        "  · måles med I1 Andel som trives: 82,0 (prosent, 2023)\n"
        "\n"
        "Hvorfor – dette fører fram til:\n"
        "  ├─ 3.4 (FN-delmål)\n"
        "  │  └─ 3 (FN-mål)\n"
        "  └─ H Barn har det bra (hovedmål)\n"
        "     └─ S Trygg oppvekst (satsingsområde)\n"
        "        └─ 3 (FN-mål)\n"
        "\n"
        "Hvordan – dette fører hit:\n"
        "  ├─ [påstås å bidra til] T2 Åpen hall (tiltak)\n"
        "  └─ R Tidlig innsats (strategi)\n"
        "     └─ O1 Oppdraget (oppdrag)\n"
        "        ├─ T2 Åpen hall (tiltak)\n"
        "        ├─ [koblet til en eldre utgave] T3 Tredje (tiltak)\n"
        "        └─ T10 Hjemmebesøk (tiltak)\n"
        "\n"
        "Hvis D tas ut:\n"
        "  faller bort:\n"
        "    T2 Åpen hall (tiltak)\n"
        "    T3 Tredje (tiltak)\n"
        "    T10 Hjemmebesøk (tiltak)\n"
        "    O1 Oppdraget (oppdrag)\n"
        "    R Tidlig innsats (strategi)\n"
        "  mister all støtte:\n"
        "    H Barn har det bra (hovedmål) – 0 av 3 tiltak\n"
        "    3.4 (FN-delmål) – 0 av 3 tiltak\n"
        "    3 (FN-mål) – 0 av 3 tiltak\n"
    )


def test_the_text_marks_what_is_not_in_force_and_what_was_cut(town: Any) -> None:
    said = draw(town.thread("hp23/Measure/T0", "up", depth=1, lang="en"), "en")
    assert said.startswith("T0 Gammelt tiltak (measure, Plan hp23, not in force)\n")
    assert "O1 Gammelt oppdrag (assignment, not in force)" in said
    assert "longer than shown" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_its_words(town: Any, lang: str) -> None:
    said = draw(town.thread("plan/SubGoal/D", lang=lang), lang)
    assert len(said.splitlines()) > 10
    assert "thread." not in said


# --- against a naive walk -------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edges=st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=20))
def test_a_thread_is_what_a_naive_walk_finds(new_town: Callable[[], Any], edges: set[tuple[int, int, bool]]) -> None:
    town = new_town()
    town.document("hp", 2024, "hp")
    for number in range(8):
        town.node(f"hp/Strategy/N{number}")
    for start, end, claimed in sorted(edges):
        if claimed:
            town.claim(f"hp/Strategy/N{start}", f"hp/Strategy/N{end}")
        else:
            town.state(f"hp/Strategy/N{start}", "sg:leadsTo", f"hp/Strategy/N{end}", "hp")
    found = town.thread("hp/Strategy/N0")
    expected: set[tuple[str, str, str]] = set()
    for direction, near in (("up", 0), ("down", 1)):
        distances, frontier, far = {0: 0}, {0}, 0
        while frontier:
            far += 1
            frontier = {edge[1 - near] for edge in edges if edge[near] in frontier} - distances.keys()
            distances.update(dict.fromkeys(frontier, far))
        assert town.reached(found, direction) == {f"hp/N{n}": d for n, d in distances.items() if n}
        expected |= {
            (f"hp/N{edge[0]}", f"hp/N{edge[1]}", "claimed" if edge[2] else "stated")
            for edge in edges
            if edge[near] in distances
        }
    assert town.links(found) == expected


# --- the shipped data -----------------------------------------------------------------------------


def test_the_example_reaches_target_3_4(service: Service) -> None:
    found = service.thread("3.4", "down", lang="nb")
    codes = {node.code: node.down for node in found.nodes}
    assert {"D1.1": 1, "T3": 1, "3.4-s3": 1, "3.4-s4": 1, "S1": 2, "D1.2": 2, "O1": 3}.items() <= codes.items()
    assert not {"3.4-s1", "3.4-s2"} & codes.keys()  # nothing leads to these parts
    assert {link.basis for link in found.links} == {"stated", "claimed"}
    assert len(found.indicators) >= 5


# --- how much is asked ----------------------------------------------------------------------------


def test_a_long_thread_takes_no_more_queries_than_a_short_one(town: Any) -> None:
    town.thread("plan/Strategy/R")
    before = town.queries
    for number in range(9):
        town.node(f"plan/SubGoal/L{number}", refines=f"plan/SubGoal/L{number + 1}" if number < 8 else "plan/SubGoal/D")
    town.node("plan/Strategy/R9", leadsTo="plan/SubGoal/L0")
    assert len(town.reached(town.thread("plan/Strategy/R9"), "up")) > 12
    assert town.queries <= before


def test_a_claim_leads_on_from_where_it_leads(town: Any) -> None:
    town.node("plan/SubGoal/E", "For seg", alignsWith="sdg:13.2")
    town.claim("hp24/Measure/T2", "plan/SubGoal/E")
    up = town.thread("hp24/Measure/T2", "up")
    assert town.reached(up, "up") | {"plan/E": 1, "sdg:13.2": 2, "sdg:13": 3} == town.reached(up, "up")
    down = town.thread("plan/SubGoal/E", "down")
    assert town.reached(down, "down") == {"hp24/T2": 1}
    assert town.links(down) == {("hp24/T2", "plan/E", "claimed")}


def test_what_is_too_much_at_once_is_walked_level_by_level_to_the_same_end(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.claim("hp24/Measure/T2", "plan/SubGoal/D")
    whole = {name: town.thread(name) for name in ("plan/Strategy/R", "hp23/Assignment/O1", "plan/Indicator/I1")}
    few = town.queries
    monkeypatch.setattr(
        import_module("styringsgraf.thread.walk"), "_WHOLE_ROWS", Limits(seconds=float("inf"), rows=3, bytes=2**20)
    )
    for name, found in whole.items():
        assert town.thread(name) == found
    assert town.queries > few


def test_the_reasons_of_claims_are_told_by_language(town: Any) -> None:
    town.claim("hp24/Measure/T2", "plan/SubGoal/D")
    claim = town.quads[-1].subject.value
    town.state(claim, "sg:justification", lang_string("Det ligner", "nb"), "hp24", "claims")
    town.claim("hp24/Measure/T10", "plan/SubGoal/D")
    engine = town.engine()
    ends = (town.iri("hp24/Measure/T2"), town.iri("plan/SubGoal/D"))
    for lang in ("en", "nb"):
        found = red_thread(engine, ends[0], "up", MINTER, lang=lang)
        assert reasons(engine, found) == {ends: {"nb": "Det ligner"}}
        assert found.languages.get(ends[1], lang) == "nb"

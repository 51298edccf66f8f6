"""What the questions say of Asker and Sunndal: answers that follow from the sources, breaks and all."""

from typing import Any

from styringsgraf.service import Service

FIRST, SECOND = "asker/handlingsprogram-2016-2019", "asker/handlingsprogram-2017-2020"


def _rows(service: Service, question: str, **given: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = service.ask(question, given, lang="nb", limit=1000).as_json()["rows"]
    return rows


def test_no_measure_of_the_action_programme_has_an_assignment(service: Service) -> None:
    codes = [row["code"] for row in _rows(service, "orphan-measures", plan=SECOND)]
    assert codes == ["T4", "T10", "T11", "T12", "T16", "T17", "T18", "T19", "T20", "T21", "T22"]


def test_the_pilots_have_a_unit_each_and_no_assignment(service: Service) -> None:
    rows = _rows(service, "orphan-measures", plan="nye-asker/barekraftspiloter-2019")
    assert [row["code"] for row in rows] == [f"T25.{number}" for number in range(1, 8)]


def test_sub_goals_in_force_without_indicator_are_those_of_the_property_plan(service: Service) -> None:
    rows = _rows(service, "unmeasurable-goals", organisation="asker")
    assert [row["code"] for row in rows] == ["D1", "D2", "D3"]


def test_between_the_action_programmes_two_strategies_are_new_and_none_is_reworded(service: Service) -> None:
    given = {"from": FIRST, "to": SECOND}
    changes = [row for row in _rows(service, "plan-changes", **given) if str(row["codeAfter"]).startswith("MA-S")]
    assert sorted((row["codeBefore"], row["codeAfter"]) for row in changes) == [(None, "MA-S7"), (None, "MA-S8")]


def test_what_is_claimed_of_3_4_stays_apart_from_what_is_stated(service: Service) -> None:
    rows = _rows(service, "measures-for-target", target="3.4", organisation="asker")
    assert rows == []


def test_the_climate_goal_crosses_the_merger(service: Service) -> None:
    text = """
        SELECT ?code ?year ?target WHERE {
          <https://w3id.org/styringsgraf/id/nye-asker> org:resultedFrom/org:originalOrganization ?old .
          ?goal prov:wasRevisionOf* ?earlier . FILTER (STRENDS(STR(?goal), "/kommuneplan-2020-2032/main-goal/K8"))
          ?earlier skos:notation ?code .
          ?indicator sg:measures ?earlier ; sg:baseline/sg:year ?year ; sg:hasTargetValue/sg:value ?target .
        } ORDER BY ?year DESC(?target)"""
    prefixes = "".join(
        f"PREFIX {name}: <{iri}>\n"
        for name, iri in (
            ("sg", "https://w3id.org/styringsgraf/ns#"),
            ("org", "http://www.w3.org/ns/org#"),
            ("prov", "http://www.w3.org/ns/prov#"),
            ("skos", "http://www.w3.org/2004/02/skos/core#"),
        )
    )
    with service.reader() as reader:
        found = [tuple(str(cell.value) for cell in row) for row in reader.table(prefixes + text).rows]
    assert found == [("K3", "1991", "-50"), ("K6", "2009", "-55"), ("K8", "2009", "-67")]

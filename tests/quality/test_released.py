"""What a release holds of a check is read back: all findings in short, whole ones, and counts from the archive."""

import pytest

from styringsgraf.namespaces import Minter
from styringsgraf.quality import released
from styringsgraf.quality.report import SEVERITIES
from styringsgraf.quality.tally import tally
from styringsgraf.service import Service

BASE = "https://w3id.org/styringsgraf/"
GRAPH = Minter(BASE).quality_graph("asker")


@pytest.fixture(scope="module")
def marks(service: Service) -> tuple[released.Mark, ...]:
    with service.reader() as reader:
        return released.marks(reader.engine, GRAPH)


def test_every_finding_of_the_graph_is_there_once_and_in_order(
    service: Service, marks: tuple[released.Mark, ...]
) -> None:
    query = f"SELECT DISTINCT ?f WHERE {{ GRAPH <{GRAPH}> {{ ?f a <http://www.w3.org/ns/shacl#ValidationResult> }} }}"
    with service.reader() as reader:
        every = {row[0].value for row in reader.engine.table(query).rows if row[0] is not None}
    assert {mark.iri for mark in marks} == every
    assert len(marks) == len(every) > 1000
    assert list(marks) == sorted(marks, key=lambda mark: mark.place)
    levels = [mark.severity for mark in marks]
    assert levels == sorted(levels, key=SEVERITIES.index)


def test_who_answers_and_who_works_for_a_goal(marks: tuple[released.Mark, ...]) -> None:
    by_node = {mark.node.rpartition("/id/")[2]: mark for mark in marks if mark.rule == "SG-C01"}
    eiendom = f"{BASE}id/asker/service-area/eiendom"
    goal = by_node["asker/strategiplan-eiendom-2016-2026/sub-goal/D1"]
    assert (goal.who, goal.above) == (frozenset(), frozenset({eiendom}))  # a strategy of the area leads to it
    assert eiendom not in by_node["asker/strategiplan-eiendom-2016-2026/sub-goal/D3"].above
    assert any(eiendom in mark.who for mark in marks)


def test_a_finding_comes_back_whole(service: Service, marks: tuple[released.Mark, ...]) -> None:
    mark = next(one for one in marks if one.rule == "SG-C01" and one.node.endswith("/S.2"))
    with service.reader() as reader:
        found = released.whole(reader.engine, GRAPH, [mark.iri])
    assert list(found) == [mark.iri]
    one = found[mark.iri]
    assert one.accepted
    assert one.reason
    finding = one.finding
    assert (finding.rule, finding.severity, finding.stops) == ("SG-C01", "violation", False)
    assert finding.path == f"{BASE}ns#measures"
    assert set(finding.message) == {"nb", "nn", "en"}
    assert finding.cell is not None
    assert (finding.cell.sheet, finding.cell.row, finding.cell.letter) == ("Samfunn", 11, "A")


def test_nothing_asked_for_is_nothing(service: Service) -> None:
    with service.reader() as reader:
        assert released.whole(reader.engine, GRAPH, []) == {}
        assert released.marks(reader.engine, Minter(BASE).quality_graph("finnes-ikke")) == ()


def test_the_archive_counts_the_same(service: Service, marks: tuple[released.Mark, ...]) -> None:
    manifest = service.store.current()
    assert manifest is not None
    record = manifest.graph(GRAPH)
    assert record is not None
    lines = service.store.archived(GRAPH, record.sha256)
    assert lines is not None
    found = tally(lines)
    assert found.counts == {level: sum(mark.severity == level for mark in marks) for level in SEVERITIES}
    assert found.accepted == sum(mark.accepted for mark in marks) > 50
    assert found.total == len(marks)


def test_words_that_look_like_statements_are_not_counted() -> None:
    said = b'<a> <b> "x <http://www.w3.org/ns/shacl#resultSeverity> <http://www.w3.org/ns/shacl#Violation> " <g> .\n'
    real = said.replace(b'<b> "x ', b"").replace(b' "', b"")
    assert tally(said + b"\n<a>\n").total == 0
    assert tally(real).counts["violation"] == 1

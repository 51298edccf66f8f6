"""The shipped list is read without loss: the mappings and the workbooks agree."""

from collections import Counter

import pytest

from styringsgraf import ingest, pipeline
from styringsgraf.ingest.model import ImportedDocument, MemoryKnown
from styringsgraf.namespaces import SG, Minter
from styringsgraf.quality.report import Finding

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def imported() -> tuple[dict[str, ImportedDocument], list[Finding]]:
    documents: dict[str, ImportedDocument] = {}
    findings: list[Finding] = []
    known = MemoryKnown()
    for file in pipeline.shipped()[0]:
        result = ingest.read(file.content, file.name, file.mapping, Minter("https://example.org/"), known)
        findings += result.findings
        for document in result.documents:
            known.add(document)
            documents[f"{document.organisation}/{document.edition}"] = document
    return documents, findings


def _nodes(document: ImportedDocument) -> Counter[str]:
    quads = {quad for graph in document.graphs.values() for quad in graph}
    return Counter(
        quad.object.value.removeprefix(SG)
        for quad in quads
        if quad.predicate.value == TYPE and quad.object.value.startswith(SG)
    )


def test_nothing_is_reported_but_information(imported: tuple[dict[str, ImportedDocument], list[Finding]]) -> None:
    documents, findings = imported
    assert len(documents) == 42
    assert [(f.rule, f.cell) for f in findings if f.severity != "info"] == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("eksempel/kommuneplan-2023", {"MainGoal": 4, "SubGoal": 10, "Strategy": 10, "Indicator": 11, "ValueBand": 33}),
        ("eksempel/handlingsprogram-2025-2028", {"Assignment": 12, "Measure": 13, "Pilot": 1, "Allocation": 41}),
        ("eksempel/handlingsprogram-2026-2029", {"Assignment": 12, "Measure": 15, "Pilot": 1, "Project": 2}),
        ("eksempel/arsrapport-2025", {"Observation": 66, "Contribution": 4}),
        (
            "asker/handlingsprogram-2016-2019",
            {"MainGoal": 8, "SubGoal": 17, "Strategy": 11, "Indicator": 24, "Observation": 43},
        ),
        (
            "asker/handlingsprogram-2017-2020",
            {"SubGoal": 9, "Strategy": 16, "Measure": 11, "Indicator": 31, "Observation": 34, "Allocation": 4},
        ),
        ("asker/arsrapport-2015", {"SubGoal": 5, "Measure": 10, "Indicator": 20, "Observation": 44}),
        ("asker/kommuneplan-2014-2026", {"FocusArea": 5, "MainGoal": 6, "Strategy": 9, "Contribution": 7}),
        ("asker/energi-og-klimaplan-2013-2030", {"MainGoal": 5, "Indicator": 3, "TargetValue": 6}),
        ("asker/klem-2018-2030", {"MainGoal": 2, "Indicator": 2, "Observation": 1}),
        ("asker/folkehelseplan-2015-2026", {"FocusArea": 5, "MainGoal": 5}),
        ("asker/strategiplan-eiendom-2016-2026", {"FocusArea": 5, "MainGoal": 5, "SubGoal": 3, "Strategy": 9}),
        ("asker/temaplan-sykkel-2018-2030", {"FocusArea": 4, "MainGoal": 2, "Strategy": 4, "TargetValue": 3}),
        ("asker/planstrategi-2016-2019", {"PlanningStrategy": 1, "Decision": 1}),
        ("nye-asker/kommuneplan-2020-2032", {"FocusArea": 8, "MainGoal": 1, "Indicator": 1, "TargetValue": 2}),
        ("nye-asker/barekraftspiloter-2019", {"Measure": 7, "Pilot": 7, "Unit": 7}),
        ("nye-asker/nokkeltall", {"Indicator": 19, "Observation": 19}),
        ("sunndal/kommuneplan-2020-2030", {"MainGoal": 6, "Indicator": 2, "Observation": 2, "Contribution": 7}),
    ],
)
def test_every_row_becomes_a_node(
    imported: tuple[dict[str, ImportedDocument], list[Finding]], document: str, expected: dict[str, int]
) -> None:
    nodes = _nodes(imported[0][document])
    assert {name: nodes[name] for name in expected} == expected


def test_one_observation_may_stand_in_two_documents(
    imported: tuple[dict[str, ImportedDocument], list[Finding]],
) -> None:
    asker = [document for name, document in imported[0].items() if name.startswith("asker/")]
    stated = Counter(
        quad.subject.value
        for document in asker
        for quad in document.graphs[document.graph]
        if quad.predicate.value == TYPE and quad.object.value == SG + "Observation"
    )
    assert (stated.total(), len(stated)) == (123, 116)
    assert sum(count == 2 for count in stated.values()) == 7  # Samfunn 2015, in the report and in the next programme

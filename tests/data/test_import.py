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
    assert len(documents) == 7
    assert [(f.rule, f.cell) for f in findings if f.severity != "info"] == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("eksempel/kommuneplan-2023", {"MainGoal": 4, "SubGoal": 10, "Strategy": 10, "Indicator": 11, "ValueBand": 33}),
        ("eksempel/handlingsprogram-2025-2028", {"Assignment": 12, "Measure": 13, "Pilot": 1, "Allocation": 41}),
        ("eksempel/handlingsprogram-2026-2029", {"Assignment": 12, "Measure": 15, "Pilot": 1, "Project": 2}),
        ("eksempel/arsrapport-2025", {"Observation": 66, "Contribution": 4}),
        ("asker/handlingsprogram-2016-2019", {"MainGoal": 5, "SubGoal": 17, "Indicator": 21, "Observation": 32}),
        ("asker/handlingsprogram-2017-2020", {"MainGoal": 3, "SubGoal": 9, "Indicator": 18, "Observation": 19}),
        ("asker/arsrapport-2015", {"MainGoal": 2, "SubGoal": 5, "Indicator": 14, "Observation": 14}),
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
    assert (stated.total(), len(stated)) == (65, 58)
    assert sum(count == 2 for count in stated.values()) == 7  # Samfunn 2015, in the report and in the next programme

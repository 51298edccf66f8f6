"""Golden cases over the release built from the shipped data (tests/golden/shipped), and every example in a header."""

from pathlib import Path

import pytest
import yaml

from styringsgraf import resources
from styringsgraf.questions import load
from styringsgraf.service import Service

CASES = sorted((Path(__file__).parents[1] / "golden" / "shipped").glob("*.yaml"))
EXAMPLES = [
    (question.name, name)
    for question in load(resources.questions()).questions
    for name in (None, *(parameter.name for parameter in question.parameters if not parameter.required))
]


def test_all_cases_are_collected() -> None:
    assert len(CASES) == 31
    assert len(EXAMPLES) == 130


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_shipped(path: Path, service: Service) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    body = service.ask(case["question"], case["given"], lang=case.get("lang", "nb"), limit=1000).as_json()
    assert [[row[name] for name in case.get("columns", [])] for row in body["rows"]] == case["rows"]
    assert body["empty"] == case.get("empty")


@pytest.mark.parametrize(("question", "optional"), EXAMPLES, ids=[f"{q}-{p or 'required'}" for q, p in EXAMPLES])
def test_examples_work(question: str, optional: str | None, service: Service) -> None:
    parameters = service.catalogue.get(question).parameters
    given = {p.name: p.example for p in parameters if p.required or p.name == optional}
    body = service.ask(question, given, lang="nb", limit=10).as_json()
    assert bool(body["rows"]) is (body["empty"] is None)

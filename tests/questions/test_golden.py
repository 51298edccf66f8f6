"""Every question's golden cases (tests/golden/<question>/*.yaml) over the golden graph."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from styringsgraf import errors
from styringsgraf.questions import Catalogue
from styringsgraf.tables import Shown

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(path for path in GOLDEN.glob("*/*.yaml") if path.parent.name != "shipped")


def load(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(case) <= {"given", "lang", "columns", "rows", "texts", "empty", "error", "says"}, path
    return case


def test_every_question_has_its_cases(catalogue: Catalogue) -> None:
    assert len(CASES) >= 24
    assert {path.parent.name for path in CASES} == {question.name for question in catalogue.questions}
    for question in catalogue.questions:
        cases = [load(path) for path in CASES if path.parent.name == question.name]
        answered = [str(case["given"]) for case in cases if case.get("rows")]
        assert len(set(answered)) >= 2, f"{question.name}: two different parameter values with rows"
        assert any(case.get("rows") == [] for case in cases), f"{question.name}: a case with no rows"


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_golden(path: Path, ask: Any) -> None:
    case = load(path)
    lang = case.get("lang", "nb")
    if "error" in case:
        with pytest.raises(getattr(errors, case["error"])) as caught:
            ask(path.parent.name, lang=lang, **case["given"])
        assert caught.value.sentence(lang) == case["says"]
        return
    result = ask(path.parent.name, lang=lang, **case["given"])
    body = result.as_json()
    assert [[row[name] for name in case.get("columns", [])] for row in body["rows"]] == case["rows"]
    assert body["empty"] == case.get("empty")
    names = [column.name for column in result.grid.columns]
    for column, expected in case.get("texts", {}).items():
        cells = [row[names.index(column)] for row in result.grid.rows]
        assert [cell.text if isinstance(cell, Shown) else cell for cell in cells] == expected

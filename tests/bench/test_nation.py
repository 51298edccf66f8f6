"""A renamed municipality answers as the one it was made from; the generator's faults are the ones that are found."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
sys.path.append(str(BENCH))

from nation import country  # noqa: E402 - after the path
from plans import EDITIONS, faults, name_of  # noqa: E402
from styringsgraf.service import Service  # noqa: E402
from styringsgraf.settings import Settings  # noqa: E402


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    made = country(tmp_path_factory.mktemp("country"), 2, seeds=1)
    with Service.open(Settings(data=made.data)) as opened:
        yield opened


def _rows(service: Service, question: str, number: int, **values: str) -> list[dict[str, object]]:
    given = {"organisation": name_of(number), **values}
    rows = service.ask(question, given, lang="nb", limit=1000).as_json()["rows"]
    text = json.dumps(rows).replace(name_of(number), "KOMMUNE").replace(f"Kommune {number:04d}", "NAVN")
    found: list[dict[str, object]] = json.loads(text)
    return found


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("measures-for-target", {"target": "3.4"}),
        ("orphan-measures", {}),
        ("indicator-status", {}),
        ("plan-rhythm", {}),
    ],
)
def test_a_renamed_municipality_answers_as_the_original(
    service: Service, question: str, values: dict[str, str]
) -> None:
    original = _rows(service, question, 0, **values)
    assert original
    assert _rows(service, question, 1, **values) == original


def test_the_known_faults_are_those_that_are_found(service: Service) -> None:
    codes = {row["code"] for row in _rows(service, "orphan-measures", 1)}
    assert codes == faults(0).measures_without_assignment


def test_both_have_all_editions_and_as_many_statements(service: Service) -> None:
    with service.reader() as reader:
        counts = [
            {g.name.replace(name_of(n), "-"): g.count for g in reader.manifest.graphs if name_of(n) in g.name}
            for n in (0, 1)
        ]
    assert counts[0] == counts[1]
    documents = {name.split("/-/")[1].split("/")[0] for name in counts[0]} - {"inferred", "quality"}
    assert documents == {edition for edition, *_ in EDITIONS}

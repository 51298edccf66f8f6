"""Files of a batch refer to each other: the order in which they are named changes nothing."""

from pathlib import Path

import pytest

from styringsgraf import errors, pipeline
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.gather import Gathered, gather
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.progress import Progress
from styringsgraf.terms import Quad

DATA = Path(__file__).parents[2] / "data" / "eksempel"
#: What each refers to comes before it.
PLANS = tuple(
    DATA / f"{name}.xlsx"
    for name in ("kommuneplan-2023", "handlingsprogram-2025-2028", "handlingsprogram-2026-2029", "arsrapport-2025")
)


def gathered(paths: tuple[Path, ...]) -> tuple[Gathered, list[str]]:
    said: list[str] = []
    minter = Minter("https://example.org/")
    return gather(pipeline.read_inputs(paths), minter, ReleaseKnown(None), Progress("nb", said.append)), said


def statements(found: Gathered) -> dict[str, frozenset[Quad]]:
    return {name: frozenset(quads) for document in found.documents for name, quads in document.graphs.items()}


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (2, 0, 3, 1)])
def test_the_order_of_files_changes_nothing(order: tuple[int, ...]) -> None:
    expected, _ = gathered(PLANS)
    found, said = gathered(tuple(PLANS[number] for number in order))
    assert [finding.rule for finding in expected.findings if finding.stops] == []
    assert set(found.findings) == set(expected.findings)
    assert statements(found) == statements(expected)
    assert len(said) == len(PLANS)  # each is told once, however often it is read


def test_what_is_nowhere_is_told_once_a_file() -> None:
    found, _ = gathered(PLANS[1:3])
    alone, _ = gathered(PLANS[1:2])
    unknown = [finding for finding in found.findings if finding.rule == "SG-E03"]
    assert {finding.cell.file for finding in unknown if finding.cell} == {path.name for path in PLANS[1:3]}
    assert len({(finding.identity, finding.cell) for finding in unknown}) == len(unknown)
    own = {finding for finding in unknown if finding.cell and finding.cell.file == PLANS[1].name}
    assert own == {finding for finding in alone.findings if finding.rule == "SG-E03"}


def test_the_same_document_twice_is_refused_also_when_it_waited(tmp_path: Path) -> None:
    copy = tmp_path / "kopi.xlsx"
    copy.write_bytes(PLANS[1].read_bytes())
    with pytest.raises(errors.InputError, match="handlingsprogram-2025-2028"):
        gathered((PLANS[1], copy))

"""The agreement of the two passes is what the script finds, and its measures are what they are said to be."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("agreement", ROOT / "data" / "build" / "agreement.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_kept_figures_are_what_the_passes_give(script: ModuleType) -> None:
    with (ROOT / "data" / "sdg" / "passes" / "agreement.csv").open(encoding="utf-8", newline="") as lines:
        kept = list(csv.DictReader(lines))
    assert kept == [{name: str(value) for name, value in row.items()} for row in script.table()]
    assert [row["scope"] for row in kept] == ["all", *map(str, range(1, 18))]


def test_both_passes_cover_all_targets(script: ModuleType) -> None:
    for name in ("a.csv", "b.csv"):
        assert len({row["target"] for row in script.rows(name)}) == 169


def test_kappa_by_hand(script: ModuleType) -> None:
    # Two raters, ten words: 8 equal; a says yes 5 times, b 5 times: chance 0.5, kappa (0.8 - 0.5) / 0.5.
    a, b = ["y"] * 5 + ["n"] * 5, ["y"] * 4 + ["n"] * 5 + ["y"]
    assert script.kappa(a, b) == pytest.approx(0.6)
    assert script.kappa(["y", "y"], ["y", "y"]) is None


def test_boundaries_by_hand(script: ModuleType) -> None:
    words = [(0, 2), (3, 7), (8, 12), (13, 20)]
    roles, places, spans = script.labelled([{"role": "end", "start": "3", "end": "12"}], words)
    assert (roles, places, spans) == (["none", "end", "end", "none"], {1, 3}, {(1, 3)})
    assert script.f1({1, 3}, {1, 4}) == 0.5

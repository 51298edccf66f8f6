"""The figures of the labelled sets are what the documentation says, and as many sentences as were labelled count."""

import csv
import importlib.util
import re
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from styringsgraf.quality.wording import CLASSES

HERE: Final = Path(__file__).parent
DOCS: Final = HERE.parents[2] / "docs" / "wording.md"
SETS: Final = {
    "dev.csv": {"nb": 230, "nn": 120},
    "dev2.csv": {"nb": 110, "nn": 60},
    "dev3.csv": {"nb": 294, "nn": 179},
    "dev4.csv": {"nb": 110, "nn": 60},
    "dev5.csv": {"nb": 100, "nn": 59},
    "heldout.csv": {"nb": 220, "nn": 110},
    "heldout3.csv": {"nb": 190, "nn": 110},
    "heldout4.csv": {"nb": 164, "nn": 94},
}
#: A set of its own: a present tense that describes beside one that aims, and what looks like either.
PRESENT_ONLY: Final = {"dev5.csv": {"goal", "unclear", "measure", "heading"}}
#: Macro-F1 of version 3. Nobody who changes the rules reads these sentences. On first contact they gave 0.947
#: (heldout.csv, version 1), 0.943 (heldout3.csv, version 2) and 0.956 (heldout4.csv, version 3, blind); for the first
#: two, later runs stand here: a floor, no promise.
HELD_OUT: Final = {"heldout.csv": 0.964, "heldout3.csv": 0.959, "heldout4.csv": 0.956}
#: Words in common of all words of two sentences: a held-out sentence with more is in the open set under another name.
NEAREST: Final = 0.8


@pytest.fixture(scope="module")
def scoring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wording_score", HERE / "score.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    import sys  # noqa: PLC0415 - dataclasses look their module up

    sys.modules["wording_score"] = made
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("name", sorted(SETS))
def test_every_sentence_is_labelled_with_a_class(name: str) -> None:
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert Counter(row["lang"] for row in rows) == SETS[name]
    assert {row["class"] for row in rows} == PRESENT_ONLY.get(name, set(CLASSES))
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)


def words_of(name: str) -> list[frozenset[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        return [frozenset(re.findall(r"\w+", row["text"].casefold())) for row in csv.DictReader(source)]


@pytest.mark.parametrize("held_out", sorted(HELD_OUT))
def test_no_held_out_sentence_is_in_an_open_set_or_nearly(held_out: str) -> None:
    others = [words for name in SETS if name not in HELD_OUT for words in words_of(name)]
    near = (len(one & other) / len(one | other) for one in words_of(held_out) for other in others)
    assert max(near) < NEAREST


@pytest.mark.parametrize("name", sorted(SETS))
def test_the_documentation_gives_the_computed_figures(scoring: ModuleType, name: str) -> None:
    told = DOCS.read_text(encoding="utf-8")
    shown = re.search(rf"<!-- {re.escape(name)} -->\n(.*?)\n<!-- end -->", told, re.DOTALL)
    assert shown is not None
    assert shown[1].strip() == scoring.table(name)


@pytest.mark.parametrize("name", sorted(HELD_OUT))
def test_the_score_of_sentences_not_tuned_on_is_no_worse_than_reported(scoring: ModuleType, name: str) -> None:
    assert round(scoring.score(scoring.pairs(name)).macro, 3) >= HELD_OUT[name]


@pytest.mark.parametrize("name", sorted(set(SETS) - set(HELD_OUT)))
def test_the_sentences_tuned_on_stay_right(scoring: ModuleType, name: str) -> None:
    assert scoring.score(scoring.pairs(name)).macro >= 0.99


def test_the_scorer_counts_right(scoring: ModuleType) -> None:
    made = scoring.score([("nb", "goal", "goal"), ("nb", "goal", "strategy"), ("nn", "strategy", "strategy")])
    assert made.count == 3
    assert made.classes["goal"] == (1.0, 0.5, pytest.approx(2 / 3))
    assert made.classes["strategy"] == (0.5, 1.0, pytest.approx(2 / 3))
    assert set(made.classes) == {"goal", "strategy"}
    assert made.macro == pytest.approx(2 / 3)

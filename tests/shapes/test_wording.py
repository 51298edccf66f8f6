"""What the wording rules say of labelled sentences: nearly nothing of good ones, and something of those misplaced."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from styringsgraf.namespaces import Minter
from styringsgraf.quality.engines import validate
from styringsgraf.quality.wording import annotations
from styringsgraf.terms import A, lang_string, ntriples, quad, sg

SENTENCES = Path(__file__).parents[1] / "quality" / "wording"
MINTER = Minter("https://example.org/")
CLASSES = {"goal": "SubGoal", "strategy": "Strategy", "assignment": "Assignment", "measure": "Measure"}
#: What these say is right of a good sentence too: a goal with its means, two strategies, a goal with «skal».
QUIET = {"SG-B03", "SG-B08", "SG-B10"}


def labelled() -> list[tuple[str, str, str]]:
    """Label, language and text of every sentence that is one of the four."""
    found = []
    for name in ("dev", "heldout"):
        with (SENTENCES / f"{name}.csv").open(encoding="utf-8", newline="") as source:
            found += [(r["class"], r["lang"], r["text"]) for r in csv.DictReader(source) if r["class"] in CLASSES]
    return found


def spoken(sentences: list[tuple[str, str, str]], standing_as: dict[str, str]) -> Counter[tuple[str, str]]:
    """Return (label, rule) → sentences the rule speaks of, when those of a label are listed as a class."""
    graph = MINTER.graph("benk", "plan")
    stated, labels = [], {}
    for number, (label, lang, text) in enumerate(sentences):
        node = f"https://example.org/id/benk/plan/node/{number}"
        labels[node] = label
        stated += [
            quad(node, A, sg(CLASSES[standing_as[label]]), graph),
            quad(node, sg("statement"), lang_string(text, lang), graph),
        ]
    bundle = [*stated, *annotations(stated, MINTER, f"{graph}/wording")]
    found = {
        (finding.focus_node, finding.rule)
        for finding in validate(ntriples(bundle))
        if finding.rule.startswith("SG-B") and finding.focus_node is not None
    }
    return Counter((labels[node], rule) for node, rule in found)


@pytest.fixture(scope="module")
def sentences() -> list[tuple[str, str, str]]:
    found = labelled()
    assert len(found) > 450
    return found


def test_good_sentences_where_they_belong_are_left_in_peace(sentences: list[tuple[str, str, str]]) -> None:
    found = spoken(sentences, {label: label for label in CLASSES})
    counts = Counter(label for label, _, _ in sentences)
    wrong = {
        label: sum(count for (of, rule), count in found.items() if of == label and rule not in QUIET)
        for label in CLASSES
    }
    # One in twenty at most; of assignments one in ten, for the verb alone tells whether something is delivered.
    assert {label for label in CLASSES if wrong[label] * (10 if label == "assignment" else 20) > counts[label]} == set()


@pytest.mark.parametrize(
    ("label", "listed", "rule"),
    [
        ("strategy", "goal", "SG-B02"),
        ("assignment", "goal", "SG-B02"),
        ("measure", "goal", "SG-B02"),
        ("goal", "strategy", "SG-B04"),
        ("strategy", "assignment", "SG-B05"),
        ("measure", "assignment", "SG-B05"),
        ("goal", "measure", "SG-B06"),
    ],
)
def test_misplaced_sentences_are_found(
    sentences: list[tuple[str, str, str]], label: str, listed: str, rule: str
) -> None:
    own = [sentence for sentence in sentences if sentence[0] == label]
    assert spoken(own, {label: listed})[label, rule] > 0.85 * len(own)

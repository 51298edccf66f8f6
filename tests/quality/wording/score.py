"""Scores the wording rules on a labelled file: precision, recall and F1 of each class, macro-F1, by language.

Classes that a set has no sentence of, and that no sentence is judged to be, do not count."""

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from styringsgraf.quality.wording import CLASSES, judge

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Score:
    count: int
    classes: dict[str, tuple[float, float, float]]

    @property
    def macro(self) -> float:
        return sum(f1 for _, _, f1 in self.classes.values()) / len(self.classes) if self.classes else 0.0


def pairs(name: str) -> list[tuple[str, str, str]]:
    """Language, labelled class and judged class of every sentence; the language is given, as a graph gives it."""
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        return [(r["lang"], r["class"], judge(r["text"], r["lang"]).wording_class) for r in csv.DictReader(source)]


def score(found: Iterable[tuple[str, str, str]]) -> Score:
    listed = list(found)
    classes = {}
    for name in CLASSES:
        hit = sum(label == judged == name for _, label, judged in listed)
        said = sum(judged == name for _, _, judged in listed)
        meant = sum(label == name for _, label, _ in listed)
        if not said and not meant:
            continue  # a set need not have every class
        precision, recall = hit / said if said else 0.0, hit / meant if meant else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        classes[name] = (precision, recall, f1)
    return Score(len(listed), classes)


def table(file: str) -> str:
    found = pairs(file)
    lines = ["| | sentences | " + " | ".join(CLASSES) + " | macro-F1 |", "|---" * (len(CLASSES) + 3) + "|"]
    for lang in ("nb", "nn", "both"):
        made = score(pair for pair in found if lang in (pair[0], "both"))
        figures = (made.classes.get(name) for name in CLASSES)
        cells = ["–" if one is None else f"{one[0]:.2f} / {one[1]:.2f}" for one in figures]
        lines.append(f"| {lang} | {made.count} | " + " | ".join(cells) + f" | {made.macro:.3f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(sys.argv[1]) + "\n")

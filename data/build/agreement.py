"""How far two passes over the UN targets agree: boundary F1 of the spans, token-level Cohen's kappa per role.

Reads ``data/sdg/passes/a.csv`` and ``b.csv`` (spans in characters of the UN's English text) and ``tokens.csv`` (where
the words of each text begin and end, so that the text itself is not needed). Prints a table, or writes
``agreement.csv``.

    python data/build/agreement.py [--write]

Definitions. *Boundary F1*: the set of places where a segment begins or ends, in words; a place of one pass counts as
found when the other has the very same place; harmonic mean of precision and recall. *Kappa*: every word has a role –
end, sub-objective, means, qualifier, or none between the segments; for one role it is Cohen's kappa of "this role or
not", for all roles together the usual one. *Roles equal*: share of words with the same role in both passes.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SDG = Path(__file__).resolve().parent.parent / "sdg"
PASSES = SDG / "passes"
ROLES = ("end", "sub-objective", "means", "qualifier")
NONE = "none"
COLUMNS = ("scope", "targets", "tokens", "segments_a", "segments_b", "boundary_f1", "span_f1", "roles_equal", "kappa",
           *(f"kappa_{role}" for role in ROLES))  # fmt: skip

Span = tuple[int, int]
Words = Sequence[Span]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the files."""
    with (PASSES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def words() -> dict[str, Words]:
    """Return where the words of each target's text stand."""
    return {row["target"]: [(int(a), int(b)) for a, b in (pair.split("-") for pair in row["words"].split())]
            for row in rows("tokens.csv")}  # fmt: skip


def labelled(spans: Iterable[Mapping[str, str]], tokens: Words) -> tuple[list[str], set[int], set[tuple[int, int]]]:
    """Return the role of every word, the places between words that are boundaries, and the spans in words."""
    roles, places, whole = [NONE] * len(tokens), set(), set()
    for span in spans:
        start, end = int(span["start"]), int(span["end"])
        inside = [number for number, (a, b) in enumerate(tokens) if a < end and b > start]
        for number in inside:
            roles[number] = span["role"]
        places |= {inside[0], inside[-1] + 1}
        whole.add((inside[0], inside[-1] + 1))
    return roles, places, whole


def kappa(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Return Cohen's kappa; None where neither pass has anything to tell apart."""
    total = len(one)
    seen = sum(a == b for a, b in zip(one, other, strict=True)) / total
    left, right = Counter(one), Counter(other)
    chance = sum(left[label] * right[label] for label in left) / total**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def f1(one: set[object], other: set[object]) -> float | None:
    """Return the harmonic mean of precision and recall of two sets."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else None


def compare(targets: Sequence[str]) -> dict[str, object]:
    """Return every figure for these targets."""
    tokens = words()
    sides = [
        {target: [row for row in rows(name) if row["target"] == target] for target in targets}
        for name in ("a.csv", "b.csv")
    ]
    labels: list[list[str]] = [[], []]
    places: list[set[object]] = [set(), set()]
    spans: list[set[object]] = [set(), set()]
    for target in targets:
        for number, side in enumerate(sides):
            roles, found, whole = labelled(side[target], tokens[target])
            labels[number] += roles
            places[number] |= {(target, place) for place in found}
            spans[number] |= {(target, span) for span in whole}
    equal = sum(a == b for a, b in zip(*labels, strict=True)) / len(labels[0])
    binary = {role: kappa(*([str(label == role) for label in side] for side in labels)) for role in ROLES}
    figures: list[object] = [len(targets), len(labels[0]), *(sum(map(len, side.values())) for side in sides)]
    measures = [f1(*places), f1(*spans), equal, kappa(*labels), *binary.values()]
    return dict(zip(COLUMNS[1:], [*figures, *("" if m is None else f"{m:.3f}" for m in measures)], strict=True))


def table() -> list[dict[str, object]]:
    """Return the figures of all targets together and of each goal."""
    targets = list(words())
    goals = list(dict.fromkeys(target.split(".")[0] for target in targets))
    scopes = [("all", targets), *((goal, [t for t in targets if t.split(".")[0] == goal]) for goal in goals)]
    return [{"scope": name, **compare(chosen)} for name, chosen in scopes]


def main() -> None:
    """Print the table, or write it beside the passes."""
    if "--write" in sys.argv:
        with (PASSES / "agreement.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table())
        return
    for row in table():
        print("  ".join(f"{name}={value}" for name, value in row.items()))


if __name__ == "__main__":
    main()

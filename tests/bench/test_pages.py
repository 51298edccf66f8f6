"""The benchmark of pages asks for addresses nobody asked for before, of every page there is, and says what it found."""

import sys
from itertools import islice
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "bench"))

from pages import GOAL_SHIPPED, PAGES, Timed, addresses, show

NODES = [
    {"node": f"n{at}", "path": f"o/e{at}/k/c", "code": "c", "edition": f"e{at}", "plan": f"o/e{at}"}
    | {"organisation": "o", "other": "o/e"}
    for at in range(3)
]


def test_every_address_is_another_and_complete() -> None:
    assert len(PAGES) >= 20
    for page, (template, kind) in PAGES.items():
        found = list(islice(addresses(template, NODES if kind else []), 9))
        assert len(found) == len(set(found)) >= 3, page
        assert not any("{" in address for address in found), page
        assert any("en" in address.split("/")[1] or "lang=en" in address for address in found), page


def test_the_table_says_what_keeps_the_goals() -> None:
    rows = [
        Timed("quick", (10.0, 20.0, 60.0), 0.3, 4_000, 90_000),
        Timed("slow", (60.0, 70.0), 0.3, 4_000, 90_000),
        Timed("heavy", (10.0,), 0.3, 4_000, 260_000),
    ]
    lines = show("Some data", 0.5, rows, GOAL_SHIPPED).splitlines()
    assert lines[-3:] == [
        "| quick | 3 | 20.0 | 60.0 | 0.30 | 4.0 | 90 | yes | 40× |",
        "| slow | 2 | 65.0 | 70.0 | 0.30 | 4.0 | 90 | no | 130× |",
        "| heavy | 1 | 10.0 | 10.0 | 0.30 | 4.0 | 260 | no | 20× |",
    ]

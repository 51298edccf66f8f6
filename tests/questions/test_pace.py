"""A straight line and nothing cleverer: when a target value counts as reached, late, overdue or out of reach."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.questions.pace import Outlook, Point, comparable, outlook

TODAY = 2026


def points(*pairs: tuple[int, float]) -> list[Point]:
    return [Point(year, Decimal(str(value))) for year, value in pairs]


def judged(
    results: list[Point], target: Point, better: int = 1, *, start: Point | None = None, from_baseline: bool = False
) -> Outlook:
    return outlook(results, start, target, better, TODAY, from_baseline=from_baseline)


START, GOAL = Point(2020, Decimal(0)), Point(2030, Decimal(100))
CASES: list[tuple[str, Outlook, tuple[str, int | None]]] = [
    ("nothing measured", judged([], GOAL, start=START), ("not-enough-results", None)),
    ("one result and no baseline", judged(points((2025, 50)), GOAL), ("not-enough-results", None)),
    ("one result and a baseline", judged(points((2025, 50)), GOAL, start=START), ("on-time", 2030)),
    ("a baseline as late as the result", judged(points((2020, 5)), GOAL, start=START), ("not-enough-results", None)),
    ("the last two, not the first", judged(points((2015, 0), (2024, 49), (2025, 50)), GOAL), ("late", 2075)),
    ("from the baseline", judged(points((2024, 49), (2025, 50)), GOAL, start=START, from_baseline=True),
     ("on-time", 2030)),
    ("a gap between the two counts per year", judged(points((2021, 10), (2025, 50)), GOAL), ("on-time", 2030)),
    ("part of a year is a whole year", judged(points((2024, 39), (2025, 50)), GOAL), ("on-time", 2030)),
    ("on the last day of the target year", judged(points((2024, 40), (2025, 50)), GOAL), ("on-time", 2030)),
    ("a year too late", judged(points((2024, 41), (2025, 50)), GOAL), ("late", 2031)),
    ("standing still", judged(points((2024, 50), (2025, 50)), GOAL), ("not-at-this-pace", None)),
    ("the wrong way", judged(points((2024, 60), (2025, 50)), GOAL), ("not-at-this-pace", None)),
    ("a hundred years", judged(points((2024, 49.5), (2025, 50)), GOAL), ("late", 2125)),
    ("more than a hundred years", judged(points((2024, 49.6), (2025, 50)), GOAL), ("not-at-this-pace", None)),
    ("exactly there", judged(points((2025, 100)), GOAL), ("reached", None)),
    ("less is better and it is less", judged(points((2025, 90)), GOAL, -1), ("reached", None)),
    ("less is better and it falls", judged(points((2024, 130), (2025, 120)), GOAL, -1), ("on-time", 2027)),
    ("no direction", judged(points((2024, 1), (2025, 2)), GOAL, 0), ("no-direction", None)),
    ("the year is over", judged(points((2023, 1), (2024, 2)), Point(2025, Decimal(3))), ("overdue", None)),
    ("the year is over, and it was reached", judged(points((2024, 3)), Point(2025, Decimal(3))), ("reached", None)),
    ("the year is not over yet", judged(points((2024, 1), (2025, 2)), Point(2026, Decimal(3))), ("on-time", 2026)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "seen", "expected"), CASES, ids=[case[0] for case in CASES])
def test_verdicts(what: str, seen: Outlook, expected: tuple[str, int | None]) -> None:
    assert (seen.verdict, seen.reached) == expected


def test_only_results_after_a_break_are_comparable() -> None:
    seen = [(2023, Decimal(3), True), (2025, Decimal(5), False), (2022, Decimal(2), False), (2024, None, False)]
    assert comparable(seen) == [Point(2025, Decimal(5))]
    assert comparable([row for row in seen if not row[2]]) == points((2022, 2), (2025, 5))


values = st.decimals(-1000, 1000, places=1)


@given(values, values, values, st.integers(2026, 2060))
def test_turning_the_scale_around_turns_nothing_else(one: Decimal, two: Decimal, wanted: Decimal, year: int) -> None:
    up = judged([Point(2024, one), Point(2025, two)], Point(year, wanted))
    down = judged([Point(2024, -one), Point(2025, -two)], Point(year, -wanted), -1)
    assert (up.verdict, up.reached) == (down.verdict, down.reached)
    if up.reached is not None and up.per_year is not None:
        assert two + up.per_year * (up.reached - 2025) >= wanted  # by then the line is there …
        assert two + up.per_year * (up.reached - 2026) < wanted  # … and a year before it is not

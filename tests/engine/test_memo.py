"""What is worked out of a release once: kept within bounds, and only where a release is all there is to see."""

from pyoxigraph import Store

from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.memo import Memo, remembered


def test_it_is_made_once_and_the_least_used_goes_first() -> None:
    made: list[str] = []
    memo = Memo(most=2)

    def get(key: str) -> str:
        return memo.get(key, lambda: made.append(key) or key.upper())

    assert [get(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_what_is_too_large_takes_no_room() -> None:
    made: list[int] = []
    memo = Memo(most=2, fits=lambda found: found < 10)

    def get(number: int) -> int:
        return memo.get(number, lambda: made.append(number) or number)

    assert [get(number) for number in (3, 30, 3, 30)] == [3, 30, 3, 30]
    assert made == [3, 30, 30]


def test_a_store_that_may_change_has_no_memory() -> None:
    made: list[int] = []
    engine = Embedded(Store())
    for _ in range(2):
        remembered(engine, "x", lambda: made.append(1))
    assert len(made) == 2
    keeping = Embedded(Store(), memo=Memo())
    for _ in range(2):
        remembered(keeping, "x", lambda: made.append(2))
    assert made == [1, 1, 2]

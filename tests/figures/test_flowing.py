"""Entries in lines stay within the figure, and labels that are written never touch."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.figures.flowing import apart, flow

ROOMS = st.lists(st.floats(5, 280), max_size=12)


@given(ROOMS, st.floats(288, 960))
def test_entries_follow_each_other_and_stay_inside(rooms: list[float], across: float) -> None:
    places, last = flow(rooms, across, 20, gap=10, step=24)
    assert len(places) == len(rooms)
    assert all(x + room <= across for (x, _), room in zip(places, rooms, strict=True))
    assert places == sorted(places, key=lambda place: (place[1], place[0]))
    assert last == (places[-1][1] if places else 20)
    for (one, room), (other, _) in combinations(zip(places, rooms, strict=True), 2):
        assert one[1] != other[1] or one[0] + room + 10 <= other[0] + 1e-6


def test_a_new_line_begins_only_where_it_must() -> None:
    assert flow([100, 100, 100], 288, 0, gap=20) == ([(0, 0), (120, 0), (0, 26)], 26)
    assert flow([100, 100], 220, 0, gap=20)[1] == 0


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(1, 60)), max_size=15))
def test_labels_that_are_written_do_not_touch(labels: list[tuple[float, float]]) -> None:
    chosen = apart(labels, 4)
    for one, other in combinations(sorted(chosen), 2):
        assert abs(labels[one][0] - labels[other][0]) >= (labels[one][1] + labels[other][1]) / 2 + 4
    assert not labels or len(labels) - 1 in chosen


def test_the_last_and_the_first_are_written_before_those_between() -> None:
    assert apart([(0, 30), (20, 30), (40, 30), (60, 30), (80, 30)], 4) == {0, 2, 4}
    assert apart([(0, 30), (10, 30)], 4) == {1}
    assert apart([], 4) == set()

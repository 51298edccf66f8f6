"""Places boxes in columns so that lines between them cross little and run straight. Pure geometry, no drawing.

Layered drawing: a line that passes columns gets a lane in each of them, lanes to the same box are one; each column is
ordered by the middle of its neighbours; then every box goes as near to its neighbours as its order allows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

_ORDERINGS: Final = 6  # sweeps there and back
_PLACINGS: Final = 12
_LANE: Final = 10.0  # height of a passing line


@dataclass(frozen=True)
class Box:
    """Something to place: its column (0 leftmost), its height, and the key by which equals are ordered."""

    name: str
    column: int
    height: float
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line from one box to another; lines of one ``style`` to one box share their lanes."""

    start: str
    end: str
    style: str = ""


@dataclass(frozen=True)
class Placed:
    """Where everything is: tops of boxes; for each line the (column, middle) of the lanes it passes, in order."""

    tops: Mapping[str, float]
    lanes: Mapping[Line, tuple[tuple[int, float], ...]]
    height: float


@dataclass
class _Net:
    """Boxes and lanes by column, and who is joined to whom in the next columns."""

    columns: list[list[str]]
    heights: dict[str, float]
    keys: dict[str, tuple[str, ...]]
    left: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    right: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    routes: dict[Line, list[tuple[int, str]]] = field(default_factory=dict)


def place(boxes: Sequence[Box], lines: Iterable[Line], gap: float) -> Placed:
    """Return the places of all boxes, ``gap`` apart within a column, the topmost at 0."""
    net = _net(boxes, lines)
    _order(net)
    middles = _middles(net, gap)
    tops = {name: middle - net.heights[name] / 2 for name, middle in middles.items()}
    lowest = min(tops.values(), default=0.0)
    height = max((tops[name] + net.heights[name] for name in tops), default=0.0) - lowest
    return Placed(
        {box.name: round(tops[box.name] - lowest, 1) for box in boxes},
        {
            line: tuple((column, round(middles[lane] - lowest, 1)) for column, lane in lanes)
            for line, lanes in net.routes.items()
        },
        round(height, 1),
    )


def _net(boxes: Sequence[Box], lines: Iterable[Line]) -> _Net:
    count = 1 + max((box.column for box in boxes), default=-1)
    columns: list[list[str]] = [[] for _ in range(count)]
    for box in sorted(boxes, key=lambda box: (box.key, box.name)):
        columns[box.column].append(box.name)
    net = _Net(columns, {box.name: box.height for box in boxes}, {box.name: box.key for box in boxes})
    at = {box.name: box.column for box in boxes}
    for line in sorted(set(lines), key=lambda line: (line.end, line.start, line.style)):
        _route(net, line, at)
    return net


def _route(net: _Net, line: Line, at: Mapping[str, int]) -> None:
    """Join a line's ends through a lane in every column it passes."""
    first, last = at[line.start], at[line.end]
    step = 1 if last > first else -1
    lanes = []
    for column in range(first + step, last, step) if first != last else ():
        lane = f"{line.end}|{line.style}|{column}|{step}"
        if lane not in net.heights:
            net.heights[lane], net.keys[lane] = _LANE, net.keys[line.end]
            net.columns[column].append(lane)
        lanes.append((column, lane))
    net.routes[line] = lanes
    stops = [(first, line.start), *lanes, (last, line.end)]
    for (column, one), (other_column, other) in pairwise(stops):
        if column == other_column:
            continue
        west, east = (one, other) if column < other_column else (other, one)
        net.right[west].add(east)
        net.left[east].add(west)


def _order(net: _Net) -> None:
    """Order every column by the middle of its neighbours; keep the ordering with the fewest crossings."""
    best = [list(column) for column in net.columns]
    fewest = _crossings(net)
    for sweep in range(2 * _ORDERINGS):
        if fewest == 0:
            break
        rightwards = sweep % 2 == 0
        indices = range(1, len(net.columns)) if rightwards else range(len(net.columns) - 2, -1, -1)
        for index in indices:
            beside, joined = (index - 1, net.left) if rightwards else (index + 1, net.right)
            rank = {name: float(place) for place, name in enumerate(net.columns[beside])}
            _sort(net.columns[index], joined, rank)
        crossings = _crossings(net)
        if crossings < fewest:
            fewest, best = crossings, [list(column) for column in net.columns]
    net.columns = best


def _sort(column: list[str], joined: Mapping[str, set[str]], rank: Mapping[str, float]) -> None:
    """Sort by the mean place of neighbours; what has none stays where it is."""
    before = {name: float(place) for place, name in enumerate(column)}
    means = {
        name: sum(rank[other] for other in joined[name]) / len(joined[name]) if joined.get(name) else before[name]
        for name in column
    }
    column.sort(key=lambda name: (means[name], before[name]))


def _crossings(net: _Net) -> int:
    total = 0
    for column, beside in pairwise(net.columns):
        rank = {name: place for place, name in enumerate(beside)}
        ends = [end for name in column for end in sorted(rank[other] for other in net.right.get(name, ()))]
        total += _inversions(ends)
    return total


def _inversions(numbers: Sequence[int]) -> int:
    """Return how many pairs stand in the wrong order (by merging)."""
    if len(numbers) < 2:  # noqa: PLR2004 - one number has no pair
        return 0
    half = len(numbers) // 2
    left, right = numbers[:half], numbers[half:]
    count = _inversions(left) + _inversions(right)
    behind = sorted(right)
    smaller = 0
    for number in sorted(left):
        while smaller < len(behind) and behind[smaller] < number:
            smaller += 1
        count += smaller
    return count


def _middles(net: _Net, gap: float) -> dict[str, float]:
    """Return the middle of everything: stacked first, then drawn towards the neighbours, sweep by sweep."""
    middles: dict[str, float] = {}
    for column in net.columns:
        middles.update(zip(column, _offsets(column, net, gap), strict=True))
    for sweep in range(_PLACINGS):
        for column in net.columns if sweep % 2 else reversed(net.columns):
            wanted = [_wanted(name, net, middles) for name in column]
            middles.update(zip(column, _spread(wanted, _offsets(column, net, gap)), strict=True))
    return middles


def _offsets(column: Sequence[str], net: _Net, gap: float) -> list[float]:
    """Return the middles of a column stacked without a hole."""
    found: list[float] = []
    edge = 0.0
    for name in column:
        found.append(edge + net.heights[name] / 2)
        edge += net.heights[name] + gap
    return found


def _wanted(name: str, net: _Net, middles: Mapping[str, float]) -> float:
    near = [middles[other] for other in (*net.left.get(name, ()), *net.right.get(name, ()))]
    return sum(sorted(near)) / len(near) if near else middles[name]


def _spread(wanted: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """Return middles as near as can be to the wanted ones, no closer to each other than stacked.

    With the offsets taken away this is isotonic regression: pool neighbours that stand in the wrong order.
    """
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, size = want - offset, 1
        while pools and pools[-1][0] > mean:
            other, count = pools.pop()
            mean, size = (mean * size + other * count) / (size + count), size + count
        pools.append((mean, size))
    flat = [mean for mean, size in pools for _ in range(size)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]

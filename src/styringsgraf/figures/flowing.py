"""Words in lines: entries of a legend one after the other, and which of many labels have room side by side. Pure."""

from collections.abc import Sequence


def flow(
    rooms: Sequence[float], across: float, top: float, *, edge: float = 0.0, gap: float = 26.0, step: float = 26.0
) -> tuple[list[tuple[float, float]], float]:
    """Return where entries of these widths stand, in lines no longer than ``across`` allows, and the last line's place.

    ``edge`` is kept free on both sides; entries are ``gap`` apart, lines ``step``.
    """
    x, y = edge, top
    places: list[tuple[float, float]] = []
    for room in rooms:
        if x > edge and x + room > across - edge:
            x, y = edge, y + step
        places.append((x, y))
        x += room + gap
    return places, y


def apart(labels: Sequence[tuple[float, float]], gap: float) -> set[int]:
    """Return which labels, each (middle, width), can be written: the last and the first, then what room there is."""
    chosen: set[int] = set()
    order = [len(labels) - 1, *range(len(labels) - 1)] if labels else []
    for at in order:
        middle, across = labels[at]
        if all(abs(middle - labels[one][0]) >= (across + labels[one][1]) / 2 + gap for one in chosen):
            chosen.add(at)
    return chosen

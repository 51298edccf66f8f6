"""What the figure of a series is made of: results, bands, targets; and its two sizes, for a column and for a phone."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from styringsgraf.figures.scale import Scale, around

#: Lines that get a look of their own; more areas than this are not drawn in one figure.
MOST: Final = 6
#: How much of the reach of the numbers the pace may add; it is cut at the frame where it leads further.
_FURTHER: Final = Decimal("0.5")


@dataclass(frozen=True)
class Dot:
    """A result: the line is not drawn from the one before where it ``breaks``."""

    year: int
    value: Decimal
    breaks: bool = False


@dataclass(frozen=True)
class Line:
    """The results of one area, oldest first."""

    name: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Zone:
    """A band: its colour, its ends (None: without end), and how it is written."""

    colour: str
    lower: Decimal | None
    upper: Decimal | None
    words: str


@dataclass(frozen=True)
class SeriesFigure:
    """What is drawn. ``pace``: change a year after the last result of the first line, up to the target's year."""

    title: str
    unit: str
    places: int | None
    lines: tuple[Line, ...]
    zones: tuple[Zone, ...] = ()
    baseline: Dot | None = None
    targets: tuple[Dot, ...] = ()
    pace: Decimal | None = None

    @property
    def shown(self) -> tuple[Line, ...]:
        """The lines that are drawn."""
        return self.lines[:MOST]

    @property
    def every(self) -> list[Dot]:
        """All that has a year and a value."""
        dots = [dot for line in self.shown for dot in line.dots]
        return [*dots, *self.targets, *([self.baseline] if self.baseline else [])]

    @property
    def paced(self) -> tuple[Dot, Dot] | None:
        """The last result, and where the pace leads in the last target's year; None without a pace or such a year."""
        latest = self.lines[0].dots[-1] if self.lines and self.lines[0].dots else None
        final = max((target.year for target in self.targets), default=None)
        if self.pace is None or latest is None or final is None or final <= latest.year:
            return None
        return latest, Dot(final, latest.value + self.pace * (final - latest.year))


@dataclass(frozen=True)
class Sizes:
    """One layout. ``right``: room beside the plot, for the words of the bands; 0 where they stand in the legend."""

    name: str
    across: float
    plot: float  # height of the plot
    left: float
    right: float
    top: float
    small: float
    normal: float
    bottom: float = 32.0

    @property
    def start(self) -> float:
        """Where the plot begins."""
        return self.left

    @property
    def end(self) -> float:
        """Where the plot ends."""
        return self.across - max(self.right, 4.0)

    @property
    def floor(self) -> float:
        """Where the plot ends downwards."""
        return self.top + self.plot


#: Drawn to fill a column: on a desk it is shown a quarter larger.
WIDE: Final = Sizes("series", 960, 300, 62, 190, 34, 12, 13)
#: For a phone of 320 px, which shows it as it is.
NARROW: Final = Sizes("series-narrow", 288, 220, 32, 0, 30, 12, 12)


def scales(figure: SeriesFigure, sizes: Sizes) -> tuple[Scale, Scale]:
    """Return the axes: of years from left to right, and of values upwards."""
    values = [dot.value for dot in figure.every]
    values += [end for zone in figure.zones for end in (zone.lower, zone.upper) if end is not None]
    if (paced := figure.paced) is not None:
        low, high = min(values), max(values)
        room = (high - low) * _FURTHER
        values.append(min(max(paced[1].value, low - room), high + room))
    years = [dot.year for dot in figure.every]
    first, last = min(years), max(years)
    pad = 0.5 if first == last else (last - first) * 0.04
    return Scale(first - pad, last + pad, sizes.start, sizes.end), around(values, sizes.floor, sizes.top)

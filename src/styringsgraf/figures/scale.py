"""Axes: from numbers to places, and which numbers to write beside them. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10
from typing import Final

#: Steps between written numbers, as people count.
_STEPS: Final = (1, 2, 2.5, 5, 10)
_AROUND: Final = Decimal("0.1")  # of the reach, above and below


@dataclass(frozen=True)
class Scale:
    """Numbers from ``low`` to ``high`` on places from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: Decimal | float) -> float:
        """Return the place of a number, kept within the axis."""
        share = (min(max(float(value), self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, most: int = 6) -> tuple[Decimal, ...]:
        """Return at most ``most`` + 1 round numbers within the axis, lowest first."""
        rough = (self.high - self.low) / most
        power = floor(log10(rough))
        step = next(
            one for one in _STEPS if Decimal(str(one)).scaleb(power) >= Decimal(str(rough)) or one == _STEPS[-1]
        )
        width = Decimal(str(step)).scaleb(power)
        first = (Decimal(str(self.low)) / width).to_integral_value(rounding="ROUND_CEILING")
        last = (Decimal(str(self.high)) / width).to_integral_value(rounding="ROUND_FLOOR")
        return tuple((first + at) * width for at in range(int(last - first) + 1))


def around(values: list[Decimal], start: float, end: float) -> Scale:
    """Return a scale that holds these numbers with some room; one number alone gets room on both sides."""
    low, high = min(values), max(values)
    reach = high - low or abs(high) or Decimal(1)
    return Scale(float(low - reach * _AROUND), float(high + reach * _AROUND), start, end)

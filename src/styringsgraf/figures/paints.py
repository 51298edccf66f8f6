"""The colours of figures: each a value that stands in a downloaded file and a name by which a page restyles it.

A page's style sheet (static/figures.css) gives every name its colour for light, dark and print; a file that has left
the page keeps the value, which is legible on white.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Paint:
    """A colour by its part in figures. As fill its class is ``fill-NAME``, as stroke ``stroke-NAME``."""

    name: str
    value: str


GROUND: Final = Paint("ground", "#ffffff")
SURFACE: Final = Paint("surface", "#f2f5f7")
INK: Final = Paint("ink", "#1a1a1a")
QUIET: Final = Paint("quiet", "#454545")
EDGE: Final = Paint("edge", "#767676")  # lines that carry meaning: 3 to 1 on the ground
FAINT: Final = Paint("faint", "#d5dce1")  # lines that only help the eye
ACCENT: Final = Paint("accent", "#0b5394")
THREAD: Final = Paint("thread", "#8f1d2c")
#: Grounds of cards by the side they stand on.
UN: Final = Paint("un", "#ffffff")
END: Final = Paint("end", "#eef4fb")
MEANS: Final = Paint("means", "#fdf5e8")
OTHER: Final = Paint("other", "#f4f1f8")
#: How a result went. Never alone: ``drawing.mark`` gives each a shape too.
GREEN: Final = Paint("green", "#2e7d32")
YELLOW: Final = Paint("yellow", "#f2b705")
RED: Final = Paint("red", "#c62828")

PAINTS: Final = (
    GROUND, SURFACE, INK, QUIET, EDGE, FAINT, ACCENT, THREAD, UN, END, MEANS, OTHER, GREEN, YELLOW, RED,
)  # fmt: skip
#: Ink on yellow, which is as light in the dark: the same everywhere.
ON_YELLOW: Final = "#1a1a1a"
BANDS: Final = {"green": GREEN, "yellow": YELLOW, "red": RED}

_BLACK: Final = "#000000"
_WHITE: Final = "#ffffff"
#: Goal of the UN → (its colour by the UN's guidelines, the ink with contrast enough on it: 4.5 to 1). The same in
#: light and dark. Number and name always stand with it.
GOALS: Final[dict[int, tuple[str, str]]] = {
    1: ("#e5243b", _WHITE),
    2: ("#dda63a", _BLACK),
    3: ("#4c9f38", _BLACK),
    4: ("#c5192d", _WHITE),
    5: ("#ff3a21", _BLACK),
    6: ("#26bde2", _BLACK),
    7: ("#fcc30b", _BLACK),
    8: ("#a21942", _WHITE),
    9: ("#fd6925", _BLACK),
    10: ("#dd1367", _WHITE),
    11: ("#fd9d24", _BLACK),
    12: ("#bf8b2e", _BLACK),
    13: ("#3f7e44", _WHITE),
    14: ("#0a97d9", _BLACK),
    15: ("#56c02b", _BLACK),
    16: ("#00689d", _WHITE),
    17: ("#19486a", _WHITE),
}

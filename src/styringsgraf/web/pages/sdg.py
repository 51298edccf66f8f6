"""The colours of the 17 goals, and the ink that can be read on each.

The colours are those of the UN's guidelines for the use of the SDG logo; the ink is the one with contrast enough for
WCAG 2.1 AA (4.5 to 1). No colour stands alone: pages always give number and name with it.
"""

from typing import Final

_BLACK: Final = "#000000"
_WHITE: Final = "#ffffff"
#: Goal → (colour, ink).
COLOURS: Final[dict[int, tuple[str, str]]] = {
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


def stylesheet() -> str:
    """Return a rule for each goal: ``.sdg-3`` is a surface in its colour with readable ink."""
    rules = (f".sdg-{goal} {{ background: {colour}; color: {ink}; }}" for goal, (colour, ink) in COLOURS.items())
    return "/* Made from the table in web/pages/sdg.py. */\n" + "\n".join(rules) + "\n"

"""The colours of the 17 goals as a style sheet. No colour stands alone: pages always give number and name with it."""

from styringsgraf.figures.paints import GOALS


def stylesheet() -> str:
    """Return a rule for each goal: ``.sdg-3`` is a surface in its colour with readable ink."""
    rules = (f".sdg-{goal} {{ background: {colour}; color: {ink}; }}" for goal, (colour, ink) in GOALS.items())
    return "/* Made from the table in figures/paints.py. */\n" + "\n".join(rules) + "\n"

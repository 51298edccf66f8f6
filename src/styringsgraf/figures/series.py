"""An indicator through the years: results as lines with marks, zones of colour, baseline, target and pace. Pure.

A zone is told by its word, its pattern and its colour; an area by its mark, its line and its name. Drawn in two sizes:
for a column, with the words of the zones beside them, and for a phone, with all words below.
"""

from dataclasses import replace

from styringsgraf.figures.drawing import Drawing
from styringsgraf.figures.lettering import width
from styringsgraf.figures.series_frame import axes, ticks, zones
from styringsgraf.figures.series_legend import legend
from styringsgraf.figures.series_marks import ends, line, numbers
from styringsgraf.figures.series_model import MOST, NARROW, WIDE, Dot, Line, SeriesFigure, Zone, scales
from styringsgraf.texts import pick, text
from styringsgraf.texts.written import number

__all__ = ["MOST", "Dot", "Line", "SeriesFigure", "Zone", "picture"]


def picture(figure: SeriesFigure, lang: str, *, narrow: bool = False) -> Drawing:
    """Return the figure: 960 wide, or 288 for a phone. It needs at least one result, baseline or target."""
    sizes = NARROW if narrow else WIDE
    widest = max((width(words, sizes.small) for _, words in ticks(scales(figure, sizes)[1], lang)), default=0)
    sizes = replace(sizes, left=min(max(sizes.left, widest + 10), sizes.across * 0.45))
    across, up = scales(figure, sizes)
    height, draw_legend = legend(figure, sizes, lang)
    made = Drawing(
        sizes.name, sizes.across, height, lang=lang, title=figure.title, description=_description(figure, lang)
    )
    zones(made.root, figure, sizes, up)
    axes(made.root, figure, sizes, across, up, lang)
    for at, one in enumerate(figure.shown):
        line(made.root, one, at, sizes, across, up)
    ends(made.root, figure, across, up)
    numbers(made.root, figure, sizes, across, up, lang)
    draw_legend(made.root)
    return made


def _description(figure: SeriesFigure, lang: str) -> str:
    """Tell each line in words: first and last result, and how many there are."""
    told = []
    for one in figure.shown:
        if one.dots:
            first, last = one.dots[0], one.dots[-1]
            values = {"first": first.value, "last": last.value}
            written = {name: number(value, figure.places, lang) for name, value in values.items()}
            key = "figure-one" if first == last else "figure-line"
            told.append(_say(key, lang, name=one.name, begins=first.year, ends=last.year, **written))
    return " ".join(told) or _say("figure-none", lang)


def _say(key: str, lang: str, **values: object) -> str:
    return pick(text(f"indicator.{key}", **values), lang)

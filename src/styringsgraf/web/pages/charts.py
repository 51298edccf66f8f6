"""Answers that are also drawn: which question by which figure. The table below the figure says the same."""

from collections.abc import Callable, Mapping
from typing import Final

from styringsgraf.figures.drawing import Drawing
from styringsgraf.figures.status import Area, picture
from styringsgraf.questions import Result
from styringsgraf.tables.model import records
from styringsgraf.texts import pick
from styringsgraf.web.pages.words import Words

#: A figure with more rows than this nobody reads; then there is the table alone.
MOST: Final = 40


def chart(result: Result, lang: str) -> tuple[Drawing, Drawing] | None:
    """Return the figure of an answer, and its form for a phone.

    None for a question without one, and for an answer too small or too large.
    """
    draw = _FIGURES.get(result.question.name)
    return draw(result, lang) if draw and result.next is None and len(result.grid.rows) <= MOST else None


def _status(result: Result, lang: str) -> tuple[Drawing, Drawing] | None:
    """Draw how the focus areas stand."""
    words, texts = Words(lang), result.names.texts if result.names else {}
    found = [
        Area(
            f"{row['code'] or ''} {words.chosen(texts.get(row['focusArea'], {}))[1]}".strip(),
            (row["green"], row["yellow"], row["red"], row["colourless"]),
            row["net"],
        )
        for row in records(result.grid)
        if row["indicators"]
    ]
    if not found:
        return None
    title, areas = pick(result.question.title, lang), tuple(found)
    return picture(title, areas, lang), picture(title, areas, lang, narrow=True)


_FIGURES: Final[Mapping[str, Callable[[Result, str], tuple[Drawing, Drawing] | None]]] = {
    "status-by-focus-area": _status
}

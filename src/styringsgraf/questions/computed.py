"""The registry of what SPARQL cannot say: functions that fill columns, functions that answer a whole question."""

from collections.abc import Mapping
from typing import Final

from styringsgraf.questions.about import what_is_done
from styringsgraf.questions.changes import plan_changes
from styringsgraf.questions.context import ColumnFunction, QuestionFunction
from styringsgraf.questions.described import what_there_is
from styringsgraf.questions.dropped import what_falls_away
from styringsgraf.questions.latest import latest_columns
from styringsgraf.questions.meanings import new_meanings
from styringsgraf.questions.pace import pace_columns
from styringsgraf.questions.searching import what_a_word_finds
from styringsgraf.questions.segment_words import segment_words
from styringsgraf.questions.supporting import path_columns
from styringsgraf.questions.trend import trend_columns

#: Name in a column's header (``computed:``) → function; it fills every column that names it.
COLUMNS: Final[Mapping[str, ColumnFunction]] = {
    "latest": latest_columns,
    "pace": pace_columns,
    "paths": path_columns,
    "segment-words": segment_words,
    "trend": trend_columns,
}
#: Name in a question's header → function.
QUESTIONS: Final[Mapping[str, QuestionFunction]] = {
    "new-meanings": new_meanings,
    "plan-changes": plan_changes,
    "what-a-word-finds": what_a_word_finds,
    "what-falls-away": what_falls_away,
    "what-is-done": what_is_done,
    "what-there-is": what_there_is,
}
NAMES: Final = frozenset((*COLUMNS, *QUESTIONS))

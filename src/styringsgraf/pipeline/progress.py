"""Saying what is going on, in the reader's language, to whoever listens."""

from collections.abc import Callable
from dataclasses import dataclass

from styringsgraf.texts import pick, text


def _silent(_: str) -> None:
    """Listen to nothing."""


@dataclass(frozen=True)
class Progress:
    """Sends one sentence a step to ``sink``."""

    lang: str = "nb"
    sink: Callable[[str], None] = _silent

    def say(self, key: str, **values: object) -> None:
        """Send the text of a key."""
        self.sink(pick(text(key, **values), self.lang))

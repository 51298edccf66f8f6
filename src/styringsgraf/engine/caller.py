"""Somebody who asked and may go away: what was begun for them is then ended, whether it waits or runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from styringsgraf import errors


class Caller:
    """One asking. ``leave`` may come from any thread, at any time, any number of times."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._end: Callable[[], None] | None = None
        self._gone = False

    @property
    def gone(self) -> bool:
        """Whether the caller has left."""
        return self._gone

    def leave(self) -> None:
        """Go away, and end what is under way."""
        with self._lock:
            self._gone = True
            if self._end is not None:
                self._end()

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """While the block runs, leaving calls ``end``; never after it. Raises Busy when the caller has left."""
        with self._lock:
            self.refuse_when_gone()
            self._end = end
        try:
            yield
        finally:
            with self._lock:
                self._end = None

    def refuse_when_gone(self) -> None:
        """Raise Busy when the caller has left; nobody is there to read it."""
        if self._gone:
            raise errors.Busy("engine.left", retry_after=1)

"""One deadline of a connection, set anew for every request: that costs a comparison, the loop is asked seldom."""

from asyncio import AbstractEventLoop, TimerHandle
from collections.abc import Callable
from typing import Final

#: Loops ring a little early: their clocks tick.
_EARLY: Final = 0.005


class Clock:
    """Does something when a time has passed, unless it is set to another time, or stopped, before that."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._due = self._rings = 0.0
        self._act: Callable[[], None] | None = None
        self._bell: TimerHandle | None = None

    def set(self, seconds: float, act: Callable[[], None]) -> None:
        """Do ``act`` so many seconds from now, and forget what was to be done before."""
        self._act = act
        self._due = self._loop.time() + seconds
        if self._bell is None or self._due < self._rings:
            self._ask()

    def stop(self) -> None:
        """Do nothing until it is set again."""
        self._act = None

    def end(self) -> None:
        """Stop for good."""
        self._act = None
        if self._bell is not None:
            self._bell.cancel()
            self._bell = None

    def _ask(self) -> None:
        if self._bell is not None:
            self._bell.cancel()
        self._rings = self._due
        self._bell = self._loop.call_at(self._due, self._ring)

    def _ring(self) -> None:
        self._bell = None
        if self._act is None:
            return
        if self._due > self._loop.time() + _EARLY:
            self._ask()
            return
        act, self._act = self._act, None
        act()

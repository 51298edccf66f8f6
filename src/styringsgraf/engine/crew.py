"""The processes that read one store together, and the options all of them share."""

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.child import Child
from styringsgraf.engine.wire import Start
from styringsgraf.settings import Settings


@dataclass(frozen=True)
class Options:
    """Size and bounds of a pool. ``count`` 0 means cores − 1, at least one; ``queue`` bounds who may wait."""

    count: int = 0
    memory_mb: int = 2_000
    queue: int = 16
    nice: int = 10
    length: int = 8_192
    nesting: int = 64
    base: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Options":
        """Return what the settings say."""
        return cls(
            count=settings.query_workers,
            memory_mb=settings.query_memory,
            queue=settings.query_queue,
            length=settings.query_length,
            nesting=settings.query_nesting,
            base=settings.base,
        )

    @property
    def processes(self) -> int:
        """The number of processes to keep."""
        return self.count or max(1, (os.cpu_count() or 1) - 1)

    def start(self, store: Path) -> Start:
        """Return what a process on that store is told first."""
        return Start(str(store), self.base, os.getpid(), self.memory_mb, self.nice, self.length, self.nesting)


DEFAULTS: Final = Options()


def nothing() -> None:
    """Stand in where nobody wants to know."""


@dataclass(eq=False)
class Crew:
    """The processes on one store; ``left`` is called once when the last of a retired crew is gone."""

    path: Path
    release: str
    left: Callable[[], None]
    members: set[Child] = field(default_factory=set)
    idle: deque[Child] = field(default_factory=deque)
    settled: Event = field(default_factory=Event)
    fault: errors.StyringsgrafError | None = None
    retired: bool = False

"""How many foreign queries run at once on a machine where several web processes take them: one file lock each.

A lock and not a counter: the system frees it when the process that holds it dies, however it dies.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import shuffle
from time import monotonic, sleep
from typing import IO, Final

#: Names the folder to the web processes; whoever starts them makes it, and it is no setting of anybody else's.
VARIABLE: Final = "STYRINGSGRAF_QUERY_SLOTS"
_PAUSE: Final = 0.01


class Slots:
    """A number of places to run a query in, shared by all who know their files; without files there is no bound."""

    def __init__(self, files: tuple[Path, ...] = ()) -> None:
        self._files = files

    @classmethod
    def of_environment(cls) -> "Slots":
        """Return what the process that started this one has handed down; no bound where it has not."""
        folder = os.environ.get(VARIABLE)
        return cls(tuple(sorted(Path(folder).iterdir()))) if folder and Path(folder).is_dir() else cls()

    @contextmanager
    def one(self, patience: float, enough: Callable[[], bool]) -> Iterator[bool]:
        """Hold a slot and yield True; yield False when none was free for ``patience`` seconds, or it was ``enough``."""
        if not self._files:
            yield True
            return
        held = self._wait(monotonic() + patience, enough)
        try:
            yield held is not None
        finally:
            if held is not None:
                held.close()

    def _wait(self, deadline: float, enough: Callable[[], bool]) -> IO[bytes] | None:
        while (held := self._try()) is None:
            if enough() or monotonic() >= deadline:
                return None
            sleep(_PAUSE)
        return held

    def _try(self) -> IO[bytes] | None:
        files = list(self._files)
        shuffle(files)
        for path in files:
            file = path.open("rb")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
            else:
                return file
        return None


def make(folder: Path, count: int) -> None:
    """Make the files of ``count`` slots in an empty folder."""
    for number in range(count):
        (folder / f"{number:04d}").touch()

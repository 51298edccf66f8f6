"""Locks between processes: one writer at a time, and readers that keep their release from being pruned.

flock locks belong to an open file, so they hold between threads of one process too, and the system frees them when a
process dies. They are freed by name here (LOCK_UN): a forked child may still have the file open.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from styringsgraf import errors
from styringsgraf.releases.files import guarded

_PAUSE: Final = 0.02


@contextmanager
def writer(path: Path, wait: float) -> Iterator[None]:
    """Hold the data folder's only writer lock, or wait ``wait`` seconds for it and raise ``Busy``."""
    with guarded(path.parent):
        opened = path.open("ab")
    with opened as file:
        if not _within(wait, file):
            raise errors.Busy("releases.writer-busy", folder=path.parent, seconds=f"{wait:g}")
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def exclusive(path: Path, wait: float = 0.0) -> Iterator[bool]:
    """Hold a release's lock alone and yield True, or yield False when somebody reads the release."""
    with path.open("ab") as file:
        taken = _within(wait, file)
        try:
            yield taken
        finally:
            if taken:
                fcntl.flock(file, fcntl.LOCK_UN)


class Shared:
    """A reader's hold on a release; any number of processes can have one. ``FileNotFoundError`` without the file."""

    def __init__(self, path: Path) -> None:
        # Opened for reading, so that a data folder mounted read-only can be served.
        self._file: IO[bytes] = path.open("rb")
        try:
            # Only a pruner at work is waited for, and it has a folder to remove, no more.
            fcntl.flock(self._file, fcntl.LOCK_SH)
        except BaseException:
            self._file.close()
            raise

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if not self._file.closed:
            fcntl.flock(self._file, fcntl.LOCK_UN)
            self._file.close()


def _within(wait: float, file: IO[bytes]) -> bool:
    deadline = time.monotonic() + wait
    while not _taken(file):
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)
    return True


def _taken(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

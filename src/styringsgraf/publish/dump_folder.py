"""Files to download, below the data folder: made whole or not at all, one at a time, and bounded in size together.

::

    dumps/<release>/asker.nq.gz         the file
    dumps/<release>/asker.nq.gz.json    what is known of it: size, hashes; without it the file is not there
    dumps/lock                          held by the one who makes a file
    dumps/making-*                      being made; a leftover when nobody holds the lock

All of it can be made again from the archive. When the room is used up, the files asked for longest ago go first.
"""

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import mkstemp
from typing import IO, TYPE_CHECKING, Final

from styringsgraf import errors
from styringsgraf.publish.dumps import Written
from styringsgraf.releases.files import guarded, remove, sync, write_atomic
from styringsgraf.releases.locks import exclusive

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_KNOWN: Final = ".json"
_MAKING: Final = "making-"
_RETRY_SECONDS: Final = 10
FOLDER: Final = "dumps"


@dataclass(frozen=True)
class Dump:
    """A file that is ready. ``canonical`` is the hash of what it says, ``of`` of what that is taken; both may be ''."""

    file: str
    size: int
    sha256: str
    canonical: str
    of: str
    statements: int
    made: str


class DumpFolder:
    """The files below one folder; ``room`` is what they may take together, bytes."""

    def __init__(self, folder: Path, room: int) -> None:
        self._folder = folder
        self._room = room

    def path(self, release: str, file: str) -> Path:
        """Return where a file is, or would be. Both names must be known to be names, not paths."""
        return self._folder / release / file

    def ready(self, release: str, file: str) -> Dump | None:
        """Return what is known of a file; None when it is not there."""
        path = self.path(release, file)
        try:
            dump = Dump(**json.loads(_beside(path).read_bytes()))
            return dump if path.stat().st_size == dump.size else None
        except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
            return None

    def touch(self, release: str, file: str) -> None:
        """Note that a file was asked for."""
        with suppress(OSError):  # a folder that may only be read keeps no order
            os.utime(_beside(self.path(release, file)))

    def make(self, release: str, file: str, write: Callable[[IO[bytes]], Written], wait: float) -> Dump:
        """Make a file unless it is there, as the only one who makes any, and return what is known of it.

        Raises ``Busy`` when somebody else makes one for longer than ``wait`` seconds, ``TooLarge`` when it alone is
        larger than the room, ``Environment`` when the disk does not take it; then nothing is left behind.
        """
        with guarded(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            with exclusive(self._folder / "lock", wait) as alone:
                if not alone:
                    raise errors.Busy("dumps.making", file=file, retry_after=_RETRY_SECONDS)
                for leftover in self._folder.glob(f"{_MAKING}*"):
                    remove(leftover)
                return self.ready(release, file) or self._made(release, file, write)

    def _made(self, release: str, file: str, write: Callable[[IO[bytes]], Written]) -> Dump:
        handle, name = mkstemp(prefix=_MAKING, dir=self._folder)
        os.close(handle)
        work = Path(name)
        try:
            said = self._written(work, file, write)
            with work.open("rb") as done:
                digest = file_digest(done, "sha256").hexdigest()
            work.chmod(0o644)
            made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            values = (said.canonical, said.of, said.statements, made)
            dump = Dump(file, work.stat().st_size, digest, *values)
            self._make_room(dump.size)
            path = self.path(release, file)
            path.parent.mkdir(exist_ok=True)
            _beside(path).unlink(missing_ok=True)
            work.replace(path)
            write_atomic(_beside(path), json.dumps(asdict(dump)).encode())
            return dump
        finally:
            work.unlink(missing_ok=True)

    def _written(self, work: Path, file: str, write: Callable[[IO[bytes]], Written]) -> Written:
        with _Bounded(work, file, self._room) as raw, io.BufferedWriter(raw) as target:
            said = write(target)
        sync(work)
        return said

    def _make_room(self, size: int) -> None:
        """Remove the files asked for longest ago until one of this size fits."""
        files = sorted(self._files())
        used = sum(length for _, length, _ in files)
        for _, length, path in files:
            if used + size <= self._room:
                return
            # Whoever is reading it keeps it: the name goes, the file follows its last reader.
            _beside(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
            used -= length

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each file was last asked for, its size and its path."""
        for folder in self._folder.iterdir():
            for path in folder.iterdir() if folder.is_dir() else ():
                if path.suffix != _KNOWN:
                    known = _beside(path)
                    yield known.stat().st_mtime if known.exists() else 0.0, path.stat().st_size, path


class _Bounded(io.FileIO):
    """A file that refuses to grow beyond the room."""

    def __init__(self, path: Path, name: str, limit: int) -> None:
        super().__init__(path, "wb")
        self._named = name
        self._limit = limit

    def write(self, data: "ReadableBuffer", /) -> int:
        if self.tell() + memoryview(data).nbytes > self._limit:
            raise errors.TooLarge("dumps.no-room", file=self._named, limit=self._limit)
        return super().write(data) or 0


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _KNOWN)

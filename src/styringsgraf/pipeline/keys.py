"""Idempotency keys: which request came under which key, and its answer, so that a retry does nothing twice.

One file a key below ``keys/`` in the data folder; only whoever holds the writer lock reads or changes them. Before a
write commits, its answer is noted together with the number of the release to come. Should the process die right after
the commit, the retry finds that note, and in the release of that number the key's mark: then it has its answer. Keys
are forgotten after a day, and the oldest when there are too many.
"""

import json
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.releases.files import guarded, write_atomic

FOLDER: Final = "keys"
KEPT_SECONDS: Final = 86_400.0
MOST: Final = 1_000
_LONGEST: Final = 255
_MARK: Final = 16


@dataclass(frozen=True)
class Key:
    """A caller's key, as it is kept: hashed together with the token's id, so that nobody meets another's keys."""

    name: str

    @classmethod
    def of(cls, token: str, given: str) -> "Key":
        """Return the key of a header. Raises BadParameter for one that is empty, too long or no plain text."""
        if not given or len(given) > _LONGEST or not all("!" <= sign <= "~" for sign in given):
            raise errors.BadParameter("writing.key-form", limit=_LONGEST)
        return cls(sha256(f"{token} {given}".encode()).hexdigest())

    @property
    def mark(self) -> str:
        """What the note of the release says of it."""
        return f"[key {self.name[:_MARK]}]"


@dataclass(frozen=True)
class Noted:
    """What is kept under a key: the answer; ``sequence``: the release that proves it, None when it is proved."""

    answer: Mapping[str, Any]
    sequence: int | None = None


class Keys:
    """The keys of one data folder. For the holder of the writer lock."""

    def __init__(self, folder: Path, now: float | None = None) -> None:
        self._folder = folder / FOLDER
        self._now = time.time() if now is None else now

    def find(self, key: Key, digest: str) -> Noted | None:
        """Return what is kept under a key. Raises Unprocessable when it came with another request.

        A file that cannot be read costs a retry its answer, and must not stop writing.
        """
        try:
            entry = json.loads(zlib.decompress((self._folder / key.name).read_bytes()))
            at, known = float(entry["at"]), str(entry["digest"])
            noted = Noted(dict(entry["answer"]), entry["sequence"])
        except (OSError, ValueError, TypeError, KeyError, zlib.error):
            return None
        if self._now - at > KEPT_SECONDS:
            return None
        if known != digest:
            raise errors.Unprocessable("writing.key-reused")
        return noted

    def keep(self, key: Key, digest: str, noted: Noted) -> None:
        """Keep what a write comes to: before it commits with the number of its release, afterwards without."""
        entry = {"at": self._now, "digest": digest, "answer": dict(noted.answer), "sequence": noted.sequence}
        with guarded(self._folder.parent):
            self._folder.mkdir(exist_ok=True)
            self._forget()
            write_atomic(self._folder / key.name, zlib.compress(json.dumps(entry).encode()))

    def _forget(self) -> None:
        aged = sorted((path.stat().st_mtime, path) for path in self._folder.iterdir())
        surplus = max(0, len(aged) - MOST + 1)
        for number, (at, path) in enumerate(aged):
            if number < surplus or self._now - at > KEPT_SECONDS:
                with suppress(OSError):
                    path.unlink()

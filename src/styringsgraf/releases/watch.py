"""Which release is current, for those who ask thousands of times a second: one ``stat``, and a read after a switch."""

import os
from dataclasses import dataclass
from hashlib import sha256

from styringsgraf import errors
from styringsgraf.releases.layout import Layout


@dataclass(frozen=True)
class Sighting:
    """The current release as seen just now.

    ``mark`` differs whenever an answer could: the pointer (which also moves the list of releases) and the manifest
    are in it, and the manifest holds the hash of every graph.
    """

    release: str
    mark: str


class Watch:
    """Follows the pointer of one data folder. Not for use from several threads at once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._pointer = str(layout.pointer_file)  # written out once: this is asked for every request
        self._seen: tuple[int, int, int] | None = None
        self._sighting: Sighting | None = None

    def now(self) -> Sighting | None:
        """Return the current release; None when there is none, or when what says so cannot be read."""
        try:
            found = os.stat(self._pointer)  # noqa: PTH116 - see above
        except OSError:
            self._seen = self._sighting = None
            return None
        # The pointer is replaced, never written to: another file, another number.
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if stamp != self._seen:
            self._sighting = self._read()
            self._seen = stamp if self._sighting is not None else None
        return self._sighting

    def _read(self) -> Sighting | None:
        try:
            pointer = self._layout.pointer()
            if pointer.release is None:
                return None
            manifest = (self._layout.release(pointer.release) / "manifest.json").read_bytes()
        except (OSError, errors.StyringsgrafError):
            return None
        digest = sha256(manifest)
        digest.update(f"\n{pointer.release} {pointer.latest}".encode())
        return Sighting(pointer.release, digest.hexdigest())

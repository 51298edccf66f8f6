"""Where everything lies in a data folder, and the pointer to the current release.

::

    objects/<sha256>.nq.gz          archive: one canonical file per graph, shared by all releases that have it
    releases/<id>/manifest.json     what the release is
    releases/<id>/lock              held shared by its readers, alone by whoever removes its store
    releases/<id>/store/            the engine's index: disposable, made from the archive when missing
    releases/<id>/store.json        which engine wrote the index
    releases/<id>/beside/           companions: files made from the store, as disposable as it is
    dumps/<id>/                     files to download, made when asked for: disposable, bounded in size
    building/                       work under way; whatever is found here without a writer is a leftover
    writer.lock                     held by the one writer
    current.json                    the pointer
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from styringsgraf import errors
from styringsgraf.engine.storage import ENGINE
from styringsgraf.releases.files import guarded, write_atomic
from styringsgraf.releases.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    from styringsgraf.releases.companion import Companion

_ID: Final = re.compile(r"^(\d{6,})-[0-9a-f]{8}$")


@dataclass(frozen=True)
class Pointer:
    """Which release is current, and the highest number ever made current: a higher one is half-published."""

    release: str | None
    latest: int


@dataclass(frozen=True)
class Layout:
    """The paths below one data folder, and what makes the files beside its stores."""

    folder: Path
    companions: "tuple[Companion, ...]" = ()

    @property
    def objects(self) -> Path:
        """Folder of the archive."""
        return self.folder / "objects"

    @property
    def releases(self) -> Path:
        """Folder of the releases."""
        return self.folder / "releases"

    @property
    def dumps(self) -> Path:
        """Folder of the files to download."""
        return self.folder / "dumps"

    @property
    def building(self) -> Path:
        """Folder of work under way."""
        return self.folder / "building"

    @property
    def writer_lock(self) -> Path:
        """File of the writer lock."""
        return self.folder / "writer.lock"

    @property
    def pointer_file(self) -> Path:
        """File of the pointer."""
        return self.folder / "current.json"

    def release(self, release: str) -> Path:
        """Folder of one release."""
        return self.releases / release

    def store(self, release: str) -> Path:
        """Folder of one release's store."""
        return self.release(release) / "store"

    def beside(self, release: str) -> Path:
        """Folder of the companions of one release's store."""
        return self.release(release) / "beside"

    def lock(self, release: str) -> Path:
        """File of one release's lock."""
        return self.release(release) / "lock"

    def stamp(self, release: str) -> Path:
        """File that names the engine of one release's store."""
        return self.release(release) / "store.json"

    def prepare(self) -> None:
        """Create the folders of a new data folder."""
        for folder in (self.objects, self.releases, self.building):
            folder.mkdir(parents=True, exist_ok=True)

    def workplace(self, name: str) -> Path:
        """Make a new folder to build in. Never the same twice: the engine may still hold a store that failed."""
        return Path(mkdtemp(prefix=f"{name}-", dir=self.building))

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all release folders, oldest first, half-published ones included."""
        if not self.releases.is_dir():
            return ()
        names = (entry.name for entry in self.releases.iterdir())
        return tuple(sorted((name for name in names if _ID.match(name)), key=lambda name: (sequence_of(name), name)))

    def pointer(self) -> Pointer:
        """Read the pointer; ``Environment`` when it is damaged, or gone although there are releases."""
        try:
            with guarded(self.folder, FileNotFoundError):
                content = self.pointer_file.read_bytes()
        except FileNotFoundError:
            if self.ids():
                raise errors.Environment("releases.pointer-missing", file=self.pointer_file) from None
            return Pointer(None, 0)
        try:
            read = json.loads(content)
            release, latest = read["release"], read["latest"]
            if not (isinstance(latest, int) and (release is None or _ID.match(release))):
                raise ValueError(repr(read)[:80])  # noqa: TRY301 - one place says what is wrong with the pointer
        except (ValueError, TypeError, KeyError) as fault:
            raise errors.Environment("releases.pointer-damaged", file=self.pointer_file, reason=fault) from fault
        return Pointer(release, latest)

    def point(self, release: str | None, latest: int) -> None:
        """Switch the pointer: this is the moment at which a release becomes visible."""
        form = json.dumps({"release": release, "latest": latest}) + "\n"
        write_atomic(self.pointer_file, form.encode())

    def published(self) -> tuple[str, ...]:
        """Return the ids of all releases that have been made current at some time, oldest first."""
        latest = self.pointer().latest
        return tuple(release for release in self.ids() if sequence_of(release) <= latest)

    def manifest(self, release: str) -> Manifest:
        """Read one release's manifest."""
        return read_manifest(self.release(release) / "manifest.json")

    def stamped(self, release: str) -> bool:
        """Return whether the store of a release was written by the engine at work here."""
        try:
            return bool(json.loads(self.stamp(release).read_bytes()) == {"engine": ENGINE})
        except (FileNotFoundError, ValueError):
            return False

    def write_stamp(self, folder: Path) -> None:
        """Note beside a store which engine wrote it."""
        write_atomic(folder / "store.json", json.dumps({"engine": ENGINE}).encode())


def sequence_of(release: str) -> int:
    """Return the number in a release id."""
    return int(release.partition("-")[0])


def current_manifest(layout: Layout) -> Manifest | None:
    """Return the current release; None in a data folder without one."""
    release = layout.pointer().release
    return None if release is None else layout.manifest(release)


def find(layout: Layout, wanted: str | None) -> Manifest:
    """Return a published release by id or number, or the current one (None).

    Raises ``NotFound`` with the newest releases there are.
    """
    if wanted is not None:
        return layout.manifest(among(layout.published(), wanted))
    current = current_manifest(layout)
    if current is None:
        raise errors.NotFound("releases.none", folder=layout.folder)
    return current


def among(releases: tuple[str, ...], wanted: str) -> str:
    """Return the release with this id or number; ``NotFound``."""
    given = wanted.strip()
    for release in releases:
        if given == release or (given.isdecimal() and int(given) == sequence_of(release)):
            return release
    raise errors.NotFound("releases.unknown", id=given[:80], known=", ".join(releases[-5:]) or "–")

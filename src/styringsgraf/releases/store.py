"""The data folder as its users see it: open, draft, activate, verify, compare, prune and rebuild releases."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Final

from styringsgraf import errors
from styringsgraf.releases import archive
from styringsgraf.releases.companion import Companion
from styringsgraf.releases.diff import GraphDifference, diff
from styringsgraf.releases.draft import Draft
from styringsgraf.releases.files import guarded
from styringsgraf.releases.former import Former
from styringsgraf.releases.layout import Layout, among, current_manifest, find, sequence_of
from styringsgraf.releases.locks import writer
from styringsgraf.releases.manifest import GraphRecord, Manifest
from styringsgraf.releases.prune import Pruned, prune_objects, prune_stores
from styringsgraf.releases.publish import Beginning, Phase, Progress
from styringsgraf.releases.reader import Reader, open_release
from styringsgraf.releases.rebuild import ensure_store, rebuild_store
from styringsgraf.releases.recover import clean, recover
from styringsgraf.releases.verify import Verification, verify
from styringsgraf.releases.watch import Watch

#: How long a writer waits for another one before it says so, seconds.
WAIT: Final = 30.0


def _silent(phase: Phase) -> None:
    """Take no notice."""


class ReleaseStore:
    """The releases below one folder. Nothing is created before the first draft.

    Wherever a release is asked for, its id or its number will do. Every method raises ``Environment`` for a damaged or
    unusable folder; those that write raise ``Busy`` after waiting ``wait`` seconds for another writer. ``companions``
    make the files kept beside each store.
    """

    def __init__(
        self, folder: Path, keep_stores: int = 3, wait: float = WAIT, companions: Sequence[Companion] = ()
    ) -> None:
        self._layout = Layout(folder, tuple(companions))
        self._former = Former(self._layout)
        self._keep = max(1, keep_stores)
        self._wait = wait

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._layout.folder

    def current_id(self) -> str | None:
        """Return the id of the current release; reads one small file."""
        return self._layout.pointer().release

    def watch(self) -> Watch:
        """Return something that tells cheaply, and as often as asked, which release is current."""
        return Watch(self._layout)

    def current(self) -> Manifest | None:
        """Return the current release; None before the first one."""
        return current_manifest(self._layout)

    def list(self) -> tuple[Manifest, ...]:
        """Return all releases, oldest first."""
        with guarded(self.folder):
            return tuple(self._layout.manifest(release) for release in self._layout.published())

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all releases, oldest first; reads no manifest."""
        with guarded(self.folder):
            return self._layout.published()

    def get(self, release: str) -> Manifest:
        """Return one release; ``NotFound``."""
        with guarded(self.folder):
            return find(self._layout, release)

    def archived(self, graph: str, sha256: str) -> bytes | None:
        """Return a graph's canonical N-Quads by their hash; None when the archive has no such graph, or not whole."""
        try:
            with guarded(self.folder), archive.lines(self._layout.objects, GraphRecord(graph, sha256, 0)) as file:
                return file.read()
        except errors.Environment:
            return None

    @property
    def former(self) -> Former:
        """What earlier releases said."""
        return self._former

    def reader(self, release: str | None = None) -> Reader:
        """Open a release, by default the current one; ``NotFound``. Close the reader, or use it as a context."""
        return open_release(self._layout, release, self._wait)

    @contextmanager
    def draft(self, *, reference_date: date | None, progress: Progress = _silent) -> Iterator[Draft]:
        """Begin the next release as a copy of the current one, as the only writer.

        ``reference_date`` None: that of the current release; ``NotFound`` when there is none.
        Leaving the block without a commit removes everything. ``progress`` is told each phase (``publish.PHASES``).
        """
        with guarded(self.folder):
            self._layout.prepare()
        with writer(self._layout.writer_lock, self._wait):
            draft = None
            try:
                draft = self._begin(reference_date, progress)
                yield draft
            finally:
                if draft is not None:
                    draft.close()
                self._tidy(published=draft is not None and draft.published)
            if draft.published:
                progress("pruned")

    def activate(self, release: str) -> Manifest:
        """Make a release current again (roll back or forward) and return its manifest; ``NotFound``.

        This is also the remedy for a damaged or lost pointer.
        """
        with self._writing():
            try:
                ids, latest = self._layout.published(), self._layout.pointer().latest
            except errors.Environment:
                # Without a pointer a release that was never made current cannot be told from the others; it is whole.
                ids = self._layout.ids()
                latest = max(map(sequence_of, ids), default=0)
            manifest = self._layout.manifest(among(ids, release))
            ensure_store(self._layout, manifest)
            self._layout.point(manifest.id, latest)
        return manifest

    def verify(self, release: str | None = None) -> Verification:
        """Recompute the hashes of a release, by default the current one, in archive and store; ``NotFound``."""
        with guarded(self.folder):
            return verify(self._layout, find(self._layout, release))

    def diff(self, old: str, new: str, limit: int = 1000) -> tuple[GraphDifference, ...]:
        """Compare two releases graph by graph, with at most ``limit`` statements each way; ``NotFound``."""
        with guarded(self.folder):
            return diff(self._layout, find(self._layout, old), find(self._layout, new), limit)

    def prune(self) -> Pruned:
        """Remove stores beyond the number kept, unless somebody reads them, and archive files of no release."""
        if not self.folder.exists():
            return Pruned()
        with self._writing():
            pruned = prune_stores(self._layout, self._keep)
            return Pruned(pruned.stores, pruned.held, prune_objects(self._layout))

    def rebuild(self, release: str | None = None) -> Manifest:
        """Make a release's store anew from the archive, by default the current one's; ``NotFound``."""
        with self._writing():
            manifest = find(self._layout, release)
            rebuild_store(self._layout, manifest)
        return manifest

    def recover(self) -> tuple[str, ...]:
        """Remove what a killed writer left behind and return the names; nothing while a writer is at work."""
        return recover(self._layout)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.folder.exists():
            raise errors.NotFound("releases.none", folder=self.folder)
        with writer(self._layout.writer_lock, self._wait), guarded(self.folder):
            yield

    def _begin(self, reference_date: date | None, progress: Progress) -> Draft:
        layout = self._layout
        with guarded(self.folder):
            clean(layout)
            pointer = layout.pointer()
            if not layout.pointer_file.exists():
                # From now on a missing pointer means a lost one, never a first publish that did not finish.
                layout.point(None, pointer.latest)
            current = current_manifest(layout)
            day = reference_date or (current.reference_date if current else None)
            if day is None:
                raise errors.NotFound("releases.none", folder=self.folder)
            source = None if current is None else ensure_store(layout, current)
            sequence = pointer.latest + 1
            place = layout.workplace(f"{sequence:06d}")
        return Draft(layout, Beginning(current, sequence, day, place), source, progress)

    def _tidy(self, *, published: bool) -> None:
        # Nothing that fails here undoes the release or hides why a publish failed; the next writer tries again.
        with suppress(OSError, errors.StyringsgrafError):
            clean(self._layout)
            if published:
                prune_stores(self._layout, self._keep)

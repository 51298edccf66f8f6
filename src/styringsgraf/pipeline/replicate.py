"""Brings the query engine of the settings to the current release, from the archive, one at a time."""

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import bookkeeping, replica
from styringsgraf.engine.endpoint import Endpoint
from styringsgraf.engine.remote import Remote
from styringsgraf.engine.replica import Piece, Pushed
from styringsgraf.pipeline.folder import data_folder
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.settings import Settings

_LOCK: Final = "engine.lock"


class _Archived:
    """A release of the archive, as a push needs it."""

    def __init__(self, store: ReleaseStore, manifest: Manifest) -> None:
        self._store = store
        self.release = manifest.id
        self.pieces: Mapping[str, Piece] = {graph.name: Piece(graph.sha256, graph.count) for graph in manifest.graphs}

    def lines(self, graph: str, sha256: str) -> list[bytes] | None:
        content = self._store.archived(graph, sha256)
        return None if content is None else content.splitlines(keepends=True)

    def known(self, release: str) -> bool:
        try:
            return self._store.get(release).id == release
        except errors.NotFound:
            return False


def endpoint_of(config: Settings) -> Endpoint:
    """Return the engine of the settings; UsageError when there is none."""
    endpoint = Endpoint.of(config)
    if endpoint is None:
        raise errors.UsageError("remote.no-engine")
    return endpoint


def push(config: Settings, *, replace: bool = False, say: Callable[[str], None] = lambda _: None) -> Pushed | None:
    """Bring the engine to the current release; None when another process is at it. Raises what ``replica.push`` does.

    A release that becomes current meanwhile is for the next push.
    """
    endpoint, store = endpoint_of(config), data_folder(config)
    with _alone(config) as mine:
        if not mine:
            return None
        manifest = store.current()
        if manifest is None:
            raise errors.NotFound("pipeline.no-release", folder=config.data)
        return replica.push(endpoint, _Archived(store, manifest), replace=replace, say=say)


def shown(config: Settings) -> tuple[str, str]:
    """Return the release the engine shows ('' for none), and the one that is current here ('' for none)."""
    return bookkeeping.pointer(Remote(endpoint_of(config))).release, data_folder(config).current_id() or ""


@contextmanager
def _alone(config: Settings) -> Iterator[bool]:
    """Hold the push lock of the data folder, if nobody else does."""
    with (config.data / _LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True

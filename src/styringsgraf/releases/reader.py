"""A release opened for questions: held by a shared lock, so that it stays whole until the reader lets go."""

from pathlib import Path
from types import TracebackType
from typing import Self

from styringsgraf.engine import EVERY_GRAPH, Answer, Dataset, Limits, Table, storage
from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.memo import Memo
from styringsgraf.engine.results import Sink, write_store_graph
from styringsgraf.formats import Format
from styringsgraf.releases.companion import ensure
from styringsgraf.releases.files import guarded
from styringsgraf.releases.layout import Layout, find
from styringsgraf.releases.locks import Shared, writer
from styringsgraf.releases.manifest import Manifest
from styringsgraf.releases.rebuild import ensure_store
from styringsgraf.terms import Quad


class Reader:
    """One release, open. Answers from this release for as long as it is open, whatever is published meanwhile.

    ``path`` is the store's folder, for query workers; they read it under this reader's lock.
    """

    def __init__(self, layout: Layout, manifest: Manifest, lock: Shared, wait: float) -> None:
        self.manifest = manifest
        self.path = layout.store(manifest.id)
        self._lock = lock
        self._layout = layout
        self._wait = wait
        self._beside: dict[str, Path] = {}
        try:
            store = storage.open_reader(self.path, [graph.name for graph in manifest.graphs])
        except BaseException:
            lock.release()
            raise
        self._store: storage.Store | None = store
        self._engine: Embedded | None = Embedded(store, memo=Memo())

    @property
    def engine(self) -> Embedded:
        """The query engine over this release. Do not keep it longer than the reader."""
        if self._engine is None:
            raise ValueError("the reader is closed")
        return self._engine

    def table(self, query: str, limits: Limits | None = None) -> Table:
        """Run a SELECT over the union of all graphs."""
        return self.engine.table(query, limits)

    def answer(self, query: str, accept: str | None, limits: Limits, dataset: Dataset = EVERY_GRAPH) -> Answer:
        """Run any query form and return bytes."""
        return self.engine.answer(query, accept, limits, dataset)

    def graphs(self) -> tuple[str, ...]:
        """Return the names of all graphs, sorted."""
        return tuple(sorted(graph.name for graph in self.manifest.graphs))

    def quads(self, graph: str) -> tuple[Quad, ...]:
        """Return one graph's statements."""
        if self._store is None:
            raise ValueError("the reader is closed")
        return tuple(storage.graph_quads(self._store, graph))

    def document(self, graph: str, representation: Format, limit: int) -> bytes:
        """Return one graph in an RDF syntax; no triples where there is no such graph.

        Raises ``TooLarge`` over ``limit`` bytes, ``NotAcceptable`` for what XML cannot hold.
        """
        if self._store is None:
            raise ValueError("the reader is closed")
        sink = Sink(limit)
        with guarded(self._layout.folder):
            write_store_graph(self._store, graph, representation, sink)
        return sink.getvalue()

    def companion(self, name: str, *, renew: bool = False) -> Path:
        """Return the path of a file beside the store, which is made when it is missing, or again when it is damaged.

        Raises ``Environment``; ``Busy`` when it must be made and the writer lock is not free in time.
        """
        if self._store is None:
            raise ValueError("the reader is closed")
        if renew or name not in self._beside:
            with guarded(self._layout.folder):
                found = ensure(self._layout, self.manifest, self._store, name, self._wait, renew=renew)
            self._beside[name] = found
        return self._beside[name]

    def close(self) -> None:
        """Close the store, then let go of the release; a second call does nothing."""
        self._engine = self._store = None
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_release(layout: Layout, wanted: str | None, wait: float) -> Reader:
    """Open a release (id, number, or None for the current one); its store is made from the archive when needed.

    Raises ``NotFound``; ``Environment`` when the archive is incomplete; ``Busy`` when a store must be made and the
    writer lock is not free within ``wait`` seconds.
    """
    with guarded(layout.folder):
        manifest = find(layout, wanted)
        opened = _open_as_is(layout, manifest, wait)
        if opened is not None:
            return opened
        with writer(layout.writer_lock, wait):
            # The release may have been pruned because another became current meanwhile: look again.
            manifest = find(layout, wanted)
            ensure_store(layout, manifest)
            return Reader(layout, manifest, Shared(layout.lock(manifest.id)), wait)


def _open_as_is(layout: Layout, manifest: Manifest, wait: float) -> Reader | None:
    try:
        lock = Shared(layout.lock(manifest.id))
    except FileNotFoundError:
        return None
    if not layout.stamped(manifest.id):
        lock.release()
        return None
    try:
        return Reader(layout, manifest, lock, wait)
    except storage.StoreDamaged:
        return None

"""Files kept beside a release's store and made from it, such as a search index: disposable, like the store itself.

What a companion holds is its own business. Releases build it before the pointer switches, remove it with the store,
make it again when it is missing or does not fit, and never let anybody see half of it: it is built in ``building/``,
made durable, and gets its name by one rename.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from styringsgraf.engine import storage
from styringsgraf.releases.files import remove, sync
from styringsgraf.releases.layout import Layout
from styringsgraf.releases.locks import writer
from styringsgraf.releases.manifest import GraphRecord, Manifest
from styringsgraf.terms import Quad


class Quads(Protocol):
    """Reads the statements of one graph, or those with one predicate."""

    def __call__(self, graph: str, predicate: str | None = None) -> Iterable[Quad]: ...  # noqa: D102 - the class says it


@dataclass(frozen=True)
class Content:
    """What a release holds: the hash of each graph by its name, and a way to read a graph."""

    graphs: Mapping[str, str]
    quads: Quads


class Companion(Protocol):
    """Makes one file from a release's graphs."""

    @property
    def name(self) -> str:
        """Name of the file."""
        ...

    def build(self, target: Path, content: Content, previous: Path | None) -> None:
        """Make the file ``target``; ``previous`` is the file of the release before, when it can be of use.

        Raises ``OSError`` when the disk does not take it.
        """
        ...

    def fits(self, path: Path, graphs: Mapping[str, str]) -> bool:
        """Return whether a file is there, readable, and made from these graphs by this program; quickly."""
        ...

    def whole(self, path: Path, content: Content) -> bool:
        """Return whether a file holds exactly what it should; thoroughly."""
        ...


def content_of(store: storage.Store, graphs: tuple[GraphRecord, ...]) -> Content:
    """Return what a store holds as companions see it."""
    return Content({record.name: record.sha256 for record in graphs}, partial(storage.graph_quads, store))


def accompany(layout: Layout, folder: Path, content: Content, previous: Manifest | None) -> None:
    """Build all companions into ``folder`` from those of the previous release where they are of use."""
    if layout.companions:
        folder.mkdir()
    for companion in layout.companions:
        before = None if previous is None else layout.beside(previous.id) / companion.name
        companion.build(folder / companion.name, content, before)


def ensure(
    layout: Layout, manifest: Manifest, store: storage.Store, name: str, wait: float, *, renew: bool = False
) -> Path:
    """Return the path of a companion of a release the caller holds open; it is made when missing, or to ``renew`` it.

    Raises ``Busy`` when it must be made and the writer lock is not free within ``wait`` seconds, ``OSError``.
    """
    companion = {found.name: found for found in layout.companions}[name]
    path = layout.beside(manifest.id) / name
    content = content_of(store, manifest.graphs)
    if not renew and companion.fits(path, content.graphs):
        return path
    with writer(layout.writer_lock, wait):
        if renew or not companion.fits(path, content.graphs):
            _replace(layout, companion, path, content)
    return path


def _replace(layout: Layout, companion: Companion, path: Path, content: Content) -> None:
    layout.prepare()
    work = layout.workplace(f"beside-{path.parent.parent.name}")
    try:
        companion.build(work / companion.name, content, None)
        sync(work / companion.name)
        path.parent.mkdir(exist_ok=True)
        # Whoever has the old file open keeps it.
        (work / companion.name).replace(path)
        sync(path.parent)
        sync(path.parent.parent)
    finally:
        remove(work)

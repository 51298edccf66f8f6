"""Removes what can be made again: stores of old releases that nobody reads, and archive files nobody refers to."""

from dataclasses import dataclass

from styringsgraf import errors
from styringsgraf.releases.archive import object_path
from styringsgraf.releases.files import move, remove
from styringsgraf.releases.layout import Layout
from styringsgraf.releases.locks import exclusive


@dataclass(frozen=True)
class Pruned:
    """Ids of the releases whose store was removed, of those left because somebody reads them; archive files removed."""

    stores: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.stores)


def prune_stores(layout: Layout, keep: int) -> Pruned:
    """Remove all stores but those of the ``keep`` newest releases and the current one; the caller is the writer."""
    published = layout.published()
    kept = {layout.pointer().release, *published[-keep:]}
    removed: list[str] = []
    held: list[str] = []
    for release in published:
        if release not in kept and (layout.store(release).exists() or layout.beside(release).exists()):
            (removed if _removed(layout, release) else held).append(release)
    return Pruned(tuple(removed), tuple(held))


def _removed(layout: Layout, release: str) -> bool:
    with exclusive(layout.lock(release)) as alone:
        if not alone:
            return False
        # Renamed away first, so that a crash never leaves half a store where a reader looks for one.
        layout.prepare()
        aside = layout.workplace(f"pruned-{release}")
        # What lies beside the store goes first: a store without it is whole.
        for place in (layout.beside(release), layout.store(release)):
            if place.exists():
                move(place, aside / place.name)
        remove(aside)
        remove(layout.dumps / release)
        return True


def prune_objects(layout: Layout) -> tuple[str, ...]:
    """Remove archive files that no release refers to (a publish that did not finish leaves them).

    The caller is the writer. Nothing is removed while a manifest cannot be read: it may refer to anything.
    """
    try:
        referred = {graph.sha256 for release in layout.published() for graph in layout.manifest(release).graphs}
    except errors.Environment:
        return ()
    keep = {object_path(layout.objects, digest) for digest in referred}
    orphans = sorted(path for path in layout.objects.glob("*.nq.gz") if path not in keep)
    for path in orphans:
        path.unlink()
    return tuple(path.name for path in orphans)

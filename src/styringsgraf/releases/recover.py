"""Cleans up after a writer that was killed: half-built folders, half-written files, releases never made current."""

import os
from pathlib import Path

from styringsgraf import errors
from styringsgraf.releases.files import guarded, remove
from styringsgraf.releases.layout import Layout, sequence_of
from styringsgraf.releases.locks import exclusive
from styringsgraf.releases.prune import prune_objects


def recover(layout: Layout) -> tuple[str, ...]:
    """Remove leftovers and return their names, relative to the data folder.

    Does nothing while a writer is at work (it cleans up itself), where nobody has ever written, and where this
    process may not write: readers need none of it.
    """
    if not os.access(layout.writer_lock, os.W_OK):
        return ()
    with guarded(layout.folder), exclusive(layout.writer_lock) as alone:
        return clean(layout) if alone else ()


def clean(layout: Layout) -> tuple[str, ...]:
    """Remove leftovers; the caller holds the writer lock."""
    leftovers = _leftovers(layout)
    # Archive files go first: should this be interrupted, the other leftovers still tell that there may be some.
    objects = _orphans(layout) if leftovers else ()
    for path in leftovers:
        remove(path)
    return (*objects, *(str(path.relative_to(layout.folder)) for path in leftovers))


def _leftovers(layout: Layout) -> tuple[Path, ...]:
    building = sorted(layout.building.iterdir()) if layout.building.is_dir() else []
    temporary = sorted(
        path
        for folder in (layout.folder, layout.objects, *map(layout.release, layout.ids()))
        for path in folder.glob("*.tmp")
    )
    return (*building, *temporary, *_never_current(layout))


def _never_current(layout: Layout) -> tuple[Path, ...]:
    try:
        latest = layout.pointer().latest
    except errors.Environment:
        # Without a pointer nobody knows which release is half-published; none is touched.
        return ()
    return tuple(layout.release(release) for release in layout.ids() if sequence_of(release) > latest)


def _orphans(layout: Layout) -> tuple[str, ...]:
    try:
        return tuple(f"objects/{name}" for name in prune_objects(layout))
    except errors.Environment:
        return ()

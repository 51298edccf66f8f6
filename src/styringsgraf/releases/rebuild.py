"""Makes a release's store and what lies beside it from the archive: after pruning, an engine upgrade, disk damage."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import storage
from styringsgraf.releases.archive import fault_in, lines, object_path
from styringsgraf.releases.companion import accompany, content_of
from styringsgraf.releases.files import move, remove, sync_tree
from styringsgraf.releases.layout import Layout
from styringsgraf.releases.locks import exclusive
from styringsgraf.releases.manifest import GraphRecord, Manifest

#: How long a store to be replaced may still be read, seconds: readers in passing let go within milliseconds.
_PATIENCE: Final = 2.0


def ensure_store(layout: Layout, manifest: Manifest) -> storage.Store:
    """Open a release's store, which is made anew if this engine cannot read it. The caller holds the writer lock."""
    if not layout.lock(manifest.id).exists():
        layout.lock(manifest.id).touch()
    graphs = [graph.name for graph in manifest.graphs]
    if layout.stamped(manifest.id):
        # Damaged is as good as not there: the archive has it all.
        with suppress(storage.StoreDamaged):
            return storage.open_reader(layout.store(manifest.id), graphs)
    rebuild_store(layout, manifest)
    return storage.open_reader(layout.store(manifest.id), graphs)


def rebuild_store(layout: Layout, manifest: Manifest) -> None:
    """Replace a release's store by one made from the archive. The caller holds the writer lock.

    Raises ``Environment`` when the archive is incomplete, ``Busy`` when somebody reads the store to be replaced.
    """
    layout.prepare()
    work = layout.workplace(f"rebuild-{manifest.id}")
    try:
        _fill(layout, manifest, work)
        _exchange(layout, manifest, work)
    finally:
        remove(work)


def _fill(layout: Layout, manifest: Manifest, work: Path) -> None:
    store = storage.open_writer(work / "work")
    for record in manifest.graphs:
        _load(layout, store, record)
    store.flush()
    del store
    storage.copy(storage.open_reader(work / "work"), work / "store")
    made = storage.open_reader(work / "store")
    for record in manifest.graphs:
        found = storage.count(made, record.name)
        if found != record.count:
            raise errors.Environment("releases.recount", graph=record.name, expected=record.count, found=found)
    accompany(layout, work / "beside", content_of(made, manifest.graphs), None)
    for made_folder in (work / "store", work / "beside"):
        sync_tree(made_folder)


def _load(layout: Layout, store: storage.Store, record: GraphRecord) -> None:
    if fault := fault_in(layout.objects, record.sha256):
        key = "releases.object-missing" if fault == "missing" else "releases.object-damaged"
        raise errors.Environment(key, file=object_path(layout.objects, record.sha256), graph=record.name)
    with lines(layout.objects, record) as content:
        storage.load(store, record.name, content)


def _exchange(layout: Layout, manifest: Manifest, work: Path) -> None:
    store = layout.store(manifest.id)
    with exclusive(layout.lock(manifest.id), _PATIENCE) as alone:
        beside = layout.beside(manifest.id)
        if not alone and (store.exists() or beside.exists()):
            raise errors.Busy("releases.store-held", id=manifest.id)
        for place in (beside, store):
            if place.exists():
                move(place, work / f"replaced-{place.name}")
        # Between these steps the release has no store, which is a state everybody can handle.
        layout.write_stamp(layout.release(manifest.id))
        move(work / "store", store)
        if (work / "beside").exists():
            move(work / "beside", beside)

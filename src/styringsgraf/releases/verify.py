"""Recomputes every hash of a release, in the archive and in the store, and names each difference."""

from dataclasses import dataclass
from typing import Literal

from styringsgraf.engine import storage
from styringsgraf.releases.archive import fault_in, object_path
from styringsgraf.releases.companion import content_of
from styringsgraf.releases.layout import Layout
from styringsgraf.releases.locks import Shared
from styringsgraf.releases.manifest import GraphRecord, Manifest
from styringsgraf.texts import pick, text

Kind = Literal[
    "object-missing",  # the archive lacks a graph
    "object-unreadable",  # its file cannot be unpacked
    "object-different",  # its file holds something else
    "graph-missing",  # the store lacks a graph
    "graph-different",  # the store holds something else
    "graph-extra",  # the store holds a graph that the release does not have
    "store-damaged",  # the store cannot be read at all
    "companion-different",  # a file beside the store does not hold what it should
]


@dataclass(frozen=True)
class Fault:
    """One difference: what is wrong, in which graph ('' for the whole store), in which file or folder."""

    kind: Kind
    graph: str
    place: str

    def sentence(self, lang: str) -> str:
        """Return the fault in words, with the remedy."""
        return pick(text(f"releases.fault-{self.kind}", graph=self.graph, place=self.place), lang)


@dataclass(frozen=True)
class Verification:
    """What was verified, whether its store was there to be verified, and all faults."""

    manifest: Manifest
    with_store: bool
    faults: tuple[Fault, ...]


def verify(layout: Layout, manifest: Manifest) -> Verification:
    """Verify one release; a release whose store was pruned is verified in the archive alone."""
    faults = [fault for record in manifest.graphs for fault in _archived(layout, record)]
    try:
        lock = Shared(layout.lock(manifest.id))
    except FileNotFoundError:
        return Verification(manifest, with_store=False, faults=tuple(faults))
    try:
        there = layout.store(manifest.id).exists()
        if there:
            faults += _stored(layout, manifest)
    finally:
        lock.release()
    return Verification(manifest, there, tuple(faults))


def _archived(layout: Layout, record: GraphRecord) -> tuple[Fault, ...]:
    found = fault_in(layout.objects, record.sha256)
    place = str(object_path(layout.objects, record.sha256))
    match found:
        case None:
            return ()
        case "missing":
            return (Fault("object-missing", record.name, place),)
        case "unreadable":
            return (Fault("object-unreadable", record.name, place),)
        case _:
            return (Fault("object-different", record.name, place),)


def _stored(layout: Layout, manifest: Manifest) -> list[Fault]:
    place = str(layout.store(manifest.id))
    try:
        store = storage.open_reader(place)
        return _compared(store, manifest, place) or _beside(layout, store, manifest)
    except (storage.StoreDamaged, OSError, RuntimeError) as fault:
        if isinstance(fault, RuntimeError) and not storage.is_damage(fault):
            raise
        return [Fault("store-damaged", "", place)]


def _beside(layout: Layout, store: storage.Store, manifest: Manifest) -> list[Fault]:
    content = content_of(store, manifest.graphs)
    places = [(companion, layout.beside(manifest.id) / companion.name) for companion in layout.companions]
    # One that is missing is made when it is asked for.
    return [
        Fault("companion-different", "", str(place))
        for companion, place in places
        if place.exists() and not companion.whole(place, content)
    ]


def _compared(store: storage.Store, manifest: Manifest, place: str) -> list[Fault]:
    faults = []
    names = storage.graph_names(store)
    for record in manifest.graphs:
        if record.name not in names:
            faults.append(Fault("graph-missing", record.name, place))
        elif storage.canonical(storage.graph_quads(store, record.name)).sha256 != record.sha256:
            faults.append(Fault("graph-different", record.name, place))
    faults += [Fault("graph-extra", name, place) for name in names if manifest.graph(name) is None]
    if not faults and storage.total(store) != manifest.statements:
        faults.append(Fault("graph-extra", "default", place))
    return faults

"""The last steps of a publish, from a flushed draft to the pointer. Each is reported by its name in ``PHASES``.

``copied`` the current store, copy-on-write, to ``building/``; ``changed`` one graph (any number of times); then
``flushed``: everything is in the store's files; ``sealed``: a copy made from the closed, read-only store, which is
empty if anything was not flushed; ``recounted``: the changed graphs hold in that copy what they held in the draft;
``archived``; ``accompanied``: the files beside the store are made; ``synced``: durable; ``placed``: under its final
name, still invisible; ``activated``: the pointer names it; ``pruned``. What is served has thus never been open for
writing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal, get_args

from styringsgraf import errors
from styringsgraf.engine import storage
from styringsgraf.releases import archive
from styringsgraf.releases.companion import accompany, content_of
from styringsgraf.releases.files import move, remove, sync_tree, write_atomic
from styringsgraf.releases.layout import Layout
from styringsgraf.releases.manifest import BUILD, AcceptedFinding, GraphRecord, Manifest, Source, release_id

Phase = Literal[
    "copied",
    "changed",
    "flushed",
    "sealed",
    "recounted",
    "archived",
    "accompanied",
    "synced",
    "placed",
    "activated",
    "pruned",
]
PHASES: Final[tuple[Phase, ...]] = get_args(Phase)
Progress = Callable[[Phase], None]


@dataclass(frozen=True)
class Beginning:
    """What a draft starts from: the current release (None in a new data folder), number, date, folder to work in."""

    current: Manifest | None
    sequence: int
    reference_date: date
    folder: Path


@dataclass(frozen=True)
class About:
    """What a manifest says beside its graphs."""

    sources: tuple[Source, ...]
    accepted: tuple[AcceptedFinding, ...]
    note: str


def publish(
    layout: Layout, beginning: Beginning, counts: Mapping[str, int], about: About, progress: Progress
) -> Manifest:
    """Turn the flushed and closed store in ``work/`` into the current release and return its manifest.

    ``counts``: the changed graphs and what each should hold. Returns the current manifest, and publishes nothing,
    when only the note would differ.
    """
    made = beginning.folder / "release"
    _seal(beginning.folder / "work", made)
    progress("sealed")
    store = storage.open_reader(made / "store")
    _recount(store, counts)
    progress("recounted")
    graphs = _archive(layout, store, beginning.current, counts)
    progress("archived")
    manifest = _manifest(beginning, graphs, about)
    if beginning.current is not None and _content(beginning.current) == _content(manifest):
        return beginning.current
    accompany(layout, made / "beside", content_of(store, graphs), beginning.current)
    del store
    progress("accompanied")
    _write(layout, made, manifest)
    progress("synced")
    move(made, layout.release(manifest.id))
    remove(beginning.folder)
    progress("placed")
    layout.point(manifest.id, manifest.sequence)
    progress("activated")
    return manifest


def _seal(work: Path, made: Path) -> None:
    made.mkdir()
    storage.copy(storage.open_reader(work), made / "store")
    remove(work)


def _recount(store: storage.Store, counts: Mapping[str, int]) -> None:
    for graph, expected in counts.items():
        found = storage.count(store, graph)
        if found != expected:
            raise errors.Environment("releases.recount", graph=graph, expected=expected, found=found)


def _archive(
    layout: Layout, store: storage.Store, current: Manifest | None, counts: Mapping[str, int]
) -> tuple[GraphRecord, ...]:
    records = {graph.name: graph for graph in (current.graphs if current else ()) if graph.name not in counts}
    for name in (name for name, number in counts.items() if number):
        graph = storage.canonical(storage.graph_quads(store, name))
        archive.put(layout.objects, graph)
        records[name] = GraphRecord(name, graph.sha256, graph.count)
    # What was not changed came with the copy: it must be there, and nothing else.
    for name in sorted(set(storage.graph_names(store)) ^ records.keys()):
        expected = records[name].count if name in records else 0
        raise errors.Environment("releases.recount", graph=name, expected=expected, found=storage.count(store, name))
    return tuple(records[name] for name in sorted(records))


def _manifest(beginning: Beginning, graphs: tuple[GraphRecord, ...], about: About) -> Manifest:
    return Manifest(
        id=release_id(beginning.sequence, graphs),
        sequence=beginning.sequence,
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        previous=beginning.current.id if beginning.current else None,
        reference_date=beginning.reference_date,
        build=BUILD,
        graphs=graphs,
        sources=about.sources,
        accepted=about.accepted,
        note=about.note,
    )


def _content(manifest: Manifest) -> tuple[object, ...]:
    return manifest.graphs, manifest.reference_date, manifest.sources, manifest.accepted


def _write(layout: Layout, made: Path, manifest: Manifest) -> None:
    write_atomic(made / "manifest.json", manifest.to_bytes())
    layout.write_stamp(made)
    (made / "lock").touch()
    sync_tree(made)

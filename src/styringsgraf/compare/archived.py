"""Reads what organisations stated in a release straight from the archive, an organisation at a time: without stores."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from styringsgraf import errors
from styringsgraf.engine.memory import Memory
from styringsgraf.namespaces import Minter
from styringsgraf.releases import GraphRecord, Manifest, ReleaseStore

#: Graphs that follow from what a document states, or say where in a file it stood: a change there is none of its own.
_ASIDE: Final = ("/provenance", "/wording")
Records = Mapping[str, GraphRecord]


def documents(manifest: Manifest | None, minter: Minter) -> dict[str, dict[str, GraphRecord]]:
    """Return organisation → graph → record of the graphs in which documents state things, claims included."""
    found: dict[str, dict[str, GraphRecord]] = {}
    for record in manifest.graphs if manifest else ():
        organisation = minter.organisation_of_graph(record.name)
        stated = minter.document_of_graph(record.name) is not None and not record.name.endswith(_ASIDE)
        if organisation is not None and stated:
            found.setdefault(organisation, {})[record.name] = record
    return found


def hashes(records: Records) -> dict[str, str]:
    """Return graph → hash."""
    return {name: record.sha256 for name, record in records.items()}


def content(store: ReleaseStore, record: GraphRecord) -> bytes:
    """Return a graph's canonical N-Quads. Raises ``Environment`` when the archive lacks it."""
    lines = store.archived(record.name, record.sha256)
    if lines is None:
        place = store.folder / "objects" / f"{record.sha256}.nq.gz"
        raise errors.Environment("releases.object-missing", file=place, graph=record.name)
    return lines


@dataclass
class Shelf:
    """A release as far as it is wanted: vocabulary and UN side, and the graphs of one organisation after another."""

    store: ReleaseStore
    manifest: Manifest | None
    minter: Minter
    memory: Memory = field(default_factory=Memory)
    _taken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in (self.minter.ontology_graph, self.minter.sdg_graph):
            self._load(name)

    def take(self, organisation: str, records: Records) -> dict[str, frozenset[bytes]]:
        """Exchange the organisation at hand; return the statements of its documents, graph by graph."""
        for name in self._taken:
            self.memory.drop(name)
        inferred = self.minter.inferred_graph(organisation)
        self._taken = [*records, inferred]
        self._load(inferred)
        found = {}
        for name, record in records.items():
            lines = content(self.store, record)
            self.memory.load(lines)
            found[name] = frozenset(lines.splitlines())
        return found

    def _load(self, name: str) -> None:
        record = self.manifest.graph(name) if self.manifest else None
        if record is not None:
            self.memory.load(content(self.store, record))


def changed(
    old: Manifest | None, new: Manifest | None, minter: Minter, organisation: str | None = None
) -> Iterator[tuple[str, Records, Records]]:
    """Yield the organisations whose documents differ, or what follows from them, with their graphs in both."""
    before, after = documents(old, minter), documents(new, minter)
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name, {}), after.get(name, {})
        if organisation not in (None, name):
            continue
        inferred = [made.graph(minter.inferred_graph(name)) if made else None for made in (old, new)]
        follows = [record.sha256 if record else None for record in inferred]
        if hashes(one) != hashes(other) or follows[0] != follows[1]:
            yield name, one, other

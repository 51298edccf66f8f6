"""A release under construction: a copy of the current store that takes differences and becomes the next release."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from styringsgraf.engine import EVERY_GRAPH, Answer, Dataset, Limits, Table, storage
from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.storage import Difference
from styringsgraf.releases import publish
from styringsgraf.releases.files import guarded
from styringsgraf.releases.layout import Layout
from styringsgraf.releases.manifest import Acceptance, AcceptedFinding, Manifest, Source, accepted_findings
from styringsgraf.releases.publish import Beginning, Progress
from styringsgraf.terms import Quad

#: Statements of graphs that a draft keeps at hand: inference, check and findings read the same ones.
REMEMBERED: Final = 200_000


@dataclass(frozen=True)
class Commit:
    """What a commit came to: the release that is current now, and whether it is a new one."""

    manifest: Manifest
    changed: bool


class Draft:
    """The next release. Made by ``ReleaseStore.draft``; for one thread."""

    def __init__(self, layout: Layout, beginning: Beginning, source: storage.Store | None, progress: Progress) -> None:
        self._layout = layout
        self._beginning = beginning
        self._progress = progress
        self._changed: set[str] = set()
        # The store was seen to hold these when it was opened; listing them again takes long in a country.
        self._names = {graph.name for graph in beginning.current.graphs} if beginning.current else set[str]()
        self._read: dict[str, tuple[Quad, ...]] = {}
        self.published = False
        work = beginning.folder / "work"
        with guarded(layout.folder):
            if source is not None:
                storage.copy(source, work)
            self._store: storage.Store | None = storage.open_writer(work)
        progress("copied")

    @property
    def current(self) -> Manifest | None:
        """The release this draft started from; None in a new data folder."""
        return self._beginning.current

    @property
    def sequence(self) -> int:
        """The number this release will have."""
        return self._beginning.sequence

    @property
    def previous_sources(self) -> tuple[Source, ...]:
        """Where the current release's documents came from."""
        return self.current.sources if self.current else ()

    @property
    def previous_accepted(self) -> tuple[AcceptedFinding, ...]:
        """Findings accepted in the current release."""
        return self.current.accepted if self.current else ()

    @property
    def previous_reference_date(self) -> date | None:
        """The current release's reference date."""
        return self.current.reference_date if self.current else None

    @property
    def reference_date(self) -> date:
        """The date at which this release looks at what is in force."""
        return self._beginning.reference_date

    @property
    def changed(self) -> frozenset[str]:
        """Names of the graphs that were changed in this draft."""
        return frozenset(self._changed)

    @property
    def engine(self) -> Embedded:
        """A query engine over the draft as it stands. Do not keep it: it holds the store open."""
        return Embedded(self._open)

    def table(self, query: str, limits: Limits | None = None) -> Table:
        """Run a SELECT over the union of all graphs."""
        return self.engine.table(query, limits)

    def answer(self, query: str, accept: str | None, limits: Limits, dataset: Dataset = EVERY_GRAPH) -> Answer:
        """Run any query form and return bytes."""
        return self.engine.answer(query, accept, limits, dataset)

    def construct(self, query: str, graph: str) -> tuple[Quad, ...]:
        """Run a CONSTRUCT over the union of all graphs; its triples come as statements of ``graph``."""
        return tuple(self.engine.construct(query, graph))

    def graphs(self) -> tuple[str, ...]:
        """Return the names of all graphs, sorted."""
        return tuple(sorted(self._names))

    def quads(self, graph: str) -> tuple[Quad, ...]:
        """Return one graph's statements, all read: an iterator would hold the store open."""
        if graph in self._read:
            return self._read[graph]
        with guarded(self._layout.folder):
            found = tuple(storage.graph_quads(self._open, graph))
        if sum(map(len, self._read.values())) + len(found) > REMEMBERED:
            self._read.clear()
        self._read[graph] = found
        return found

    def count(self, graph: str) -> int:
        """Return the number of statements in one graph."""
        with guarded(self._layout.folder):
            return storage.count(self._open, graph)

    def replace(self, graph: str, quads: Iterable[Quad]) -> Difference:
        """Make a graph hold exactly these statements; none of them: the graph is gone.

        Raises ``ValueError`` when a statement names another graph.
        """
        wanted = storage.normalised(quads)
        with guarded(self._layout.folder):
            difference = storage.apply_difference(self._open, graph, wanted)
        if difference.any:
            self._changed.add(graph)
            self._read.pop(graph, None)
            (self._names.add if wanted else self._names.discard)(graph)
        self._progress("changed")
        return difference

    def drop(self, graph: str) -> Difference:
        """Take a graph out of the release; one that is not there is no error."""
        return self.replace(graph, ())

    def commit(
        self,
        sources: Sequence[Source] | None = None,
        accepted: Iterable[Acceptance] | None = None,
        note: str = "",
    ) -> Commit:
        """Make this the current release.

        ``sources`` and ``accepted`` are the whole lists; None keeps those of the current release. When neither they
        nor the reference date nor any graph differ from the current release, nothing is published and the current
        one is returned as not ``changed``. The draft is closed afterwards.
        """
        kept = self.current
        about = publish.About(
            self.previous_sources if sources is None else tuple(sources),
            self.previous_accepted if accepted is None else accepted_findings(accepted),
            note,
        )
        with guarded(self._layout.folder):
            counts = {graph: storage.count(self._open, graph) for graph in sorted(self._changed)}
            self._open.flush()
            self.close()
            self._progress("flushed")
            manifest = publish.publish(self._layout, self._beginning, counts, about, self._progress)
        self.published = kept is None or manifest.id != kept.id
        return Commit(manifest, self.published)

    def close(self) -> None:
        """Close the store; the draft answers no more."""
        self._store = None
        self._read.clear()

    @property
    def _open(self) -> storage.Store:
        if self._store is None:
            raise ValueError("the draft is closed")
        return self._store

"""The releases in the order they were published, each with a moment of its own and with what documents then stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from styringsgraf import errors
from styringsgraf.compare.archived import documents
from styringsgraf.namespaces import Minter
from styringsgraf.releases import Manifest, ReleaseStore

_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Brief:
    """What is kept in mind of a release. ``stated``, ``inferred``: organisation → hash of what its graphs hold."""

    id: str
    sequence: int
    created: str
    stated: Mapping[str, str]
    inferred: Mapping[str, str]


@dataclass(frozen=True)
class Step:
    """A release and the one published before it, whichever was current then.

    ``moment`` is an xsd:dateTime, later than that of every release before, also where two were made in one second or
    the clock was set back.
    """

    brief: Brief
    previous: Brief | None
    moment: str

    @property
    def id(self) -> str:
        """The release."""
        return self.brief.id

    def stating(self) -> tuple[str, ...]:
        """Return the organisations whose documents state something else than before, sorted."""
        return _differing(self.brief.stated, self.previous.stated if self.previous else {})

    def changed(self) -> tuple[str, ...]:
        """Return the organisations of which there is something to tell: also what only took force or lost it."""
        follows = _differing(self.brief.inferred, self.previous.inferred if self.previous else {})
        return tuple(sorted({*self.stating(), *follows}))


def _differing(after: Mapping[str, str], before: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in after.keys() | before.keys() if after.get(name) != before.get(name)))


@dataclass(frozen=True)
class Timeline:
    """All releases of a data folder, oldest first, and where to read what they hold."""

    store: ReleaseStore
    minter: Minter
    steps: tuple[Step, ...]

    def step(self, release: str) -> Step:
        """Return the step of a release given by its whole id. Raises NotFound."""
        for step in self.steps:
            if step.id == release:
                return step
        raise errors.NotFound("feed.no-release", release=release[:100], newest=self.steps[-1].id if self.steps else "–")

    def stating(self, organisation: str) -> tuple[Step, ...]:
        """Return the steps in which an organisation's documents changed."""
        return tuple(step for step in self.steps if organisation in step.stating())

    def organisations(self) -> tuple[str, ...]:
        """Return every organisation that ever had documents, sorted."""
        return tuple(sorted({name for step in self.steps for name in step.brief.stated}))


def timeline(store: ReleaseStore, minter: Minter) -> Timeline:
    """Return every release as a step. Raises Environment."""
    found: list[Step] = []
    last: datetime | None = None
    for release in store.ids():
        brief = _brief(_Place(store.folder, minter.base), release, store)
        made = datetime.strptime(brief.created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        last = made if last is None or made > last else last + _TICK
        moment = last.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        found.append(Step(brief, found[-1].brief if found else None, moment))
    return Timeline(store, minter, tuple(found))


@dataclass(frozen=True)
class _Place:
    folder: Path
    base: str


_KNOWN: dict[tuple[_Place, str], Brief] = {}
_MOST_KNOWN = 20_000


def _brief(place: _Place, release: str, store: ReleaseStore) -> Brief:
    """Return the brief of a release; releases never change, so that each is read once."""
    known = _KNOWN.get((place, release))
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[place, release] = _read(store.get(release), Minter(place.base))
    return known


def _read(manifest: Manifest, minter: Minter) -> Brief:
    stated = {
        name: _hash("".join(f"{graph} {record.sha256}\n" for graph, record in sorted(records.items())))
        for name, records in documents(manifest, minter).items()
    }
    inferred = {}
    for record in manifest.graphs:
        name = minter.organisation_of_graph(record.name)
        if name is not None and record.name == minter.inferred_graph(name):
            inferred[name] = record.sha256
    return Brief(manifest.id, manifest.sequence, manifest.created, stated, inferred)


@lru_cache(maxsize=20_000)
def _hash(text: str) -> str:
    """Return a short hash; the same words give the same object, as most organisations stay as they are."""
    return sha256(text.encode()).hexdigest()[:32]

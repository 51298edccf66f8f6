"""Since when a release has had what it has: which release began each dataset, and which one changed it last.

The chain of forerunners is followed to its beginning once a process; after that a publish costs one manifest.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.publish.forms import UN
from styringsgraf.releases import Manifest
from styringsgraf.releases.manifest import GraphRecord

_REMEMBERED: Final = 4
#: Name of the age of all datasets together: it also tells when one of them went away.
WHOLE: Final = ""


@dataclass(frozen=True)
class Age:
    """Of one dataset: hash of what it holds, when it began, when and by which release it was changed last."""

    digest: str
    issued: str
    modified: str
    release: str


Ages = Mapping[str, Age]


def graphs_of(manifest: Manifest, minter: Minter) -> Mapping[str, tuple[GraphRecord, ...]]:
    """Return the graphs of each dataset by its name: an organisation's slug, or ``sdg`` for the UN side.

    An organisation without any document has no dataset; graphs of nobody are in none.
    """
    found: dict[str, list[GraphRecord]] = {}
    stating: set[str] = set()
    for record in manifest.graphs:
        if record.name in {minter.sdg_graph, minter.sdg_official_graph}:
            name = UN
            stating.add(UN)
        else:
            name = minter.organisation_of_graph(record.name) or ""
            if minter.document_of_graph(record.name) is not None:
                stating.add(name)
        found.setdefault(name, []).append(record)
    return {
        name: tuple(sorted(found[name], key=lambda record: record.name)) for name in sorted(found) if name in stating
    }


def digest(graphs: Iterable[GraphRecord]) -> str:
    """Return one hash for what several graphs hold."""
    return sha256("".join(f"{graph.name} {graph.sha256}\n" for graph in graphs).encode()).hexdigest()


class Lineage:
    """Works out ages, and remembers those of the newest releases."""

    def __init__(self, get: Callable[[str], Manifest], minter: Minter) -> None:
        self._get = get
        self._minter = minter
        self._known: dict[str, Ages] = {}
        self._lock = Lock()

    def ages(self, manifest: Manifest) -> Ages:
        """Return the age of each dataset of a release, by name."""
        with self._lock:
            found = self._ages(manifest)
            while len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
            return found

    def _ages(self, manifest: Manifest) -> Ages:
        waiting = [manifest]
        while waiting[-1].id not in self._known:
            before = self._before(waiting[-1])
            if before is None:
                break
            waiting.append(before)
        ages: Ages = {}
        for one in reversed(waiting):
            ages = self._known.get(one.id) or self._after(ages, one)
        self._known[manifest.id] = ages
        return ages

    def _before(self, manifest: Manifest) -> Manifest | None:
        """Return the forerunner; None for the first release, and where the forerunner is gone."""
        try:
            return self._get(manifest.previous) if manifest.previous else None
        except (errors.NotFound, errors.Environment):
            return None

    def _after(self, ages: Ages, manifest: Manifest) -> Ages:
        made = {}
        parts = graphs_of(manifest, self._minter)
        together = [graph for graphs in parts.values() for graph in graphs]
        for name, graphs in (*parts.items(), (WHOLE, tuple(together))):
            own, old = digest(graphs), ages.get(name)
            if old is None:
                made[name] = Age(own, manifest.created, manifest.created, manifest.id)
            elif old.digest != own:
                made[name] = replace(old, digest=own, modified=manifest.created, release=manifest.id)
            else:
                made[name] = old
        return made

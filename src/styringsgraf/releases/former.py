"""What earlier releases said of an IRI, or had as editions of it: archived graphs searched newest first, within bounds.

Which graphs differ from the current release is worked out once for each release that becomes current; a look-up then
unpacks only graphs that may have held the IRI.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import PREFIXES
from styringsgraf.releases import archive
from styringsgraf.releases.layout import Layout
from styringsgraf.releases.manifest import GraphRecord, Manifest
from styringsgraf.terms import Quad, RdfFormat, parse

#: How many releases before the current one are looked through.
RELEASES: Final = 100
#: How many archived graphs one look-up unpacks, and how many bytes of them.
GRAPHS: Final = 40
SIZE: Final = 64_000_000
#: An enduring node is no subject: it is there as long as something is a version of it.
_VERSION: Final = re.escape(f"<{PREFIXES['dct']}isVersionOf> ".encode())
#: How many answers are remembered; they hold for one current release.
_REMEMBERED: Final = 2_000


@dataclass(frozen=True)
class Formerly:
    """The newest release before the current one that said something of an IRI, and what it said."""

    release: str
    statements: tuple[Quad, ...]


class Former:
    """Looks into the past of one data folder. May be used from several threads."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lock = Lock()
        self._current = ""
        self._changed: tuple[tuple[str, GraphRecord], ...] = ()
        self._answers: OrderedDict[str, Formerly | None] = OrderedDict()

    def find(self, current: Manifest, iri: str, may_hold: Callable[[str], bool]) -> Formerly | None:
        """Return what a release before the current one said of an IRI; None when none of those looked at named it.

        ``may_hold`` tells of a graph's name whether it is worth looking into.
        """
        with self._lock:
            if current.id != self._current:
                self._changed = tuple(_changed(self._layout, current))
                self._answers.clear()
                self._current = current.id
            changed = self._changed
            if iri in self._answers:
                return self._answers[iri]
        found = self._searched(iri, [pair for pair in changed if may_hold(pair[1].name)])
        with self._lock:
            if current.id == self._current:
                self._answers[iri] = found
                while len(self._answers) > _REMEMBERED:
                    self._answers.popitem(last=False)
        return found

    def _searched(self, iri: str, changed: list[tuple[str, GraphRecord]]) -> Formerly | None:
        wanted, size = f"<{iri}>".encode(), 0
        for release, record in changed[:GRAPHS]:
            try:
                with archive.lines(self._layout.objects, record) as file:
                    content = file.read(SIZE)
            except errors.Environment:
                continue  # the archive's own trouble is told where it is verified
            # Canonical files: one statement a line, the subject first.
            found = re.findall(rb"^(?:" + re.escape(wanted) + rb" .*|\S+ " + _VERSION + re.escape(wanted) + rb" .*)$",
                               content, re.MULTILINE) if wanted in content else []  # fmt: skip
            if found:
                return Formerly(release, tuple(parse(b"\n".join(found), format=RdfFormat.N_QUADS)))
            size += len(content)
            if size > SIZE:
                return None
        return None


def _changed(layout: Layout, current: Manifest) -> Iterator[tuple[str, GraphRecord]]:
    """Yield (release, graph) of the releases before, newest first: each content once, and none the current one has."""
    seen = {graph.sha256 for graph in current.graphs}
    before = [release for release in layout.published() if release != current.id]
    for release in reversed(before[-RELEASES:]):
        try:
            manifest = layout.manifest(release)
        except errors.Environment:
            continue
        for graph in manifest.graphs:
            if graph.sha256 not in seen:
                seen.add(graph.sha256)
                yield release, graph

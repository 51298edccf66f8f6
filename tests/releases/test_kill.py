"""SIGKILL at a hundred points of a publish: before and after, one whole release is current; nothing is left over.

Whole means also the search index beside it: it is there, made from this release's graphs, word by word.
"""

import logging
import os
import random
import runpy
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import IO

import pytest

from styringsgraf.releases import PHASES, Manifest, ReleaseStore
from styringsgraf.search import NAME

CHILD = Path(__file__).parent / "child.py"
SCRIPT = runpy.run_path(str(CHILD))
#: A change to a file is a folder or file made, opened for writing, renamed or removed; one publish has about so many.
FILE_CHANGES = 60
#: Where the order of changes to files decides: the release gets its name, the pointer is written, the pointer switches.
CRITICAL = ("synced+1", "synced+2", "placed+1", "placed+2")
BETWEEN_FLUSH_AND_POINTER = PHASES[PHASES.index("flushed") : PHASES.index("activated")]


@dataclass
class Attempt:
    """One publishing process, from its start to its death: what it said, in order."""

    lines: list[list[str]] = field(default_factory=list)

    @property
    def done(self) -> list[int]:
        return [int(line[1]) for line in self.lines if line[0] == "done"]

    @property
    def begun(self) -> list[int]:
        return [int(line[1]) for line in self.lines if line[0] == "begin"]

    @property
    def landed(self) -> str:
        """The last phase reported: the kill came after it and before the next."""
        last = next((line for line in reversed(self.lines) if line[0] in {"begin", "phase", "done"}), ["begin"])
        return last[2] if last[0] == "phase" else last[0]


class Nursery:
    """The process that forks the publishing ones, and a reader of what they all say."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), "nursery", str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._rest = b""
        assert self.hear(60.0) == ["ready"]

    def hear(self, wait: float | None) -> list[str] | None:
        """Return the next line's words, None when there is none within ``wait`` seconds."""
        assert self.process.stdout is not None
        while b"\n" not in self._rest:
            if not select.select([self.process.stdout], [], [], wait)[0]:
                return None
            received = os.read(self.process.stdout.fileno(), 65536)
            assert received, "the nursery has ended"
            self._rest += received
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode().split()

    def kill_one(self, number: int, stop: str, seconds: float) -> Attempt:
        """Let a process publish from ``number`` on; kill it where it stops, or ``seconds`` after it began."""
        stdin: IO[bytes] | None = self.process.stdin
        assert stdin is not None
        stdin.write(f"{number} {stop}\n".encode())
        stdin.flush()
        attempt, process, stopped = Attempt(), 0, False
        deadline = time.monotonic() + (seconds or 60.0)
        while True:
            line = self.hear(max(0.0, deadline - time.monotonic()))
            match line:
                case ["process", identifier]:
                    process = int(identifier)
                case ["stopped"]:
                    stopped = True
                case ["dead", _]:
                    return attempt
                case None:
                    assert seconds, f"it never came to {stop}: {attempt.lines[-3:]}"
                    stopped = True
                case _:
                    attempt.lines.append(line)
            if stopped and process:
                os.kill(process, signal.SIGKILL)
                stopped, deadline = False, time.monotonic() + 60.0

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def nursery(folder: Path) -> Iterator[Nursery]:
    started = Nursery(folder)
    yield started
    started.end()


def plan(seed: int) -> list[tuple[str, float]]:
    """A hundred ways to die: at each phase, before a random change to a file, after a random time."""
    chance = random.Random(seed)  # noqa: S311 - points of a test, not secrets
    phases = [phase for phase in PHASES for _ in range(3)]
    critical = [point for point in CRITICAL for _ in range(3)]
    closely = [f"{phase}+{chance.randint(1, 3)}" for phase in BETWEEN_FLUSH_AND_POINTER for _ in range(3)]
    anywhere = [f"begin+{chance.randint(1, FILE_CHANGES)}" for _ in range(20)]
    points = [(point, 0.0) for point in phases + critical + closely + anywhere]
    order = points + [("-", chance.uniform(0.002, 0.6)) for _ in range(100 - len(points))]
    chance.shuffle(order)
    return order


def state(folder: Path) -> tuple[str, dict[str, set[str]]]:
    """The current release's note (its number) and all it holds, read as any reader does."""
    with ReleaseStore(folder, keep_stores=2).reader() as reader:
        rows = reader.table("SELECT ?g ?v WHERE { GRAPH ?g { ?s ?p ?v } }").rows
        held: dict[str, set[str]] = {}
        for graph, value in rows:
            assert graph is not None
            assert value is not None
            held.setdefault(graph.value.removeprefix(SCRIPT["GRAPHS"]), set()).add(value.value)
        assert sum(record.count for record in reader.manifest.graphs) == len(rows)
        return reader.manifest.note, held


def whole(number: int) -> tuple[str, dict[str, set[str]]]:
    return str(number), {graph: set(map(str, values)) for graph, values in SCRIPT["expected"](number).items()}


def hashes(manifest: Manifest) -> dict[str, str]:
    return {graph.name: graph.sha256 for graph in manifest.graphs}


def leftovers(folder: Path, store: ReleaseStore) -> list[str]:
    published = store.list()
    objects = {f"{graph.sha256}.nq.gz" for manifest in published for graph in manifest.graphs}
    found = [f"building/{entry.name}" for entry in (folder / "building").iterdir()]
    found += [entry.name for entry in folder.iterdir() if entry.name.endswith(".tmp")]
    found += [entry.name for entry in (folder / "objects").iterdir() if entry.name not in objects]
    ids = {manifest.id for manifest in published}
    return found + [entry.name for entry in (folder / "releases").iterdir() if entry.name not in ids]


def test_a_killed_publish_leaves_the_old_release_or_the_new_one_whole(folder: Path, nursery: Nursery) -> None:
    index = SCRIPT["INDEX"]
    store = ReleaseStore(folder, keep_stores=2, companions=(index,))
    SCRIPT["publish"](store, 1, lambda _: None)
    landings: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    cleaned = 0
    number = 1
    for stop, seconds in plan(seed=20260630):
        attempt = nursery.kill_one(number + 1, stop, seconds)
        landings[attempt.landed] += 1
        old = max(attempt.done, default=number)
        # Before anybody cleans up, a reader already sees a whole release.
        seen = state(folder)
        cleaned += bool(store.recover())
        assert store.recover() == ()
        assert state(folder) == seen
        assert seen in (whole(old), whole(old + 1)), f"{stop}: {attempt.lines[-3:]}"
        current = store.current()
        assert current is not None
        assert index.fits(folder / "releases" / current.id / "beside" / NAME, hashes(current)), stop
        # It is the new one from the pointer's switch on, and the old one until then.
        if attempt.landed in {"activated", "pruned"}:
            assert seen == whole(old + 1)
        elif attempt.landed != "placed":
            assert seen == whole(old)
        outcomes["new" if seen == whole(old + 1) else "old"] += 1
        assert store.verify().faults == ()
        assert leftovers(folder, store) == []
        number = int(seen[0])
    # pytest --log-cli-level=INFO shows the figures.
    logging.getLogger(__name__).info("landings %s, outcomes %s, cleaned %d", landings, outcomes, cleaned)
    assert landings.total() == 100
    assert {phase for phase in PHASES if landings[phase] < 3} == set()
    assert sum(landings[phase] for phase in BETWEEN_FLUSH_AND_POINTER) >= 30
    assert outcomes["old"] >= 30
    assert outcomes["new"] >= 6
    assert cleaned >= 50
    # The history is whole too: each release follows the one before it and can be rebuilt.
    manifests = store.list()
    assert [int(manifest.note) for manifest in manifests] == list(range(1, number + 1))
    assert all(new.previous == old.id for old, new in pairwise(manifests))
    assert all(store.verify(manifest.id).faults == () for manifest in manifests)

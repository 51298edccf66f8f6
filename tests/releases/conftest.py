"""A data folder, statements to fill it with, and other processes that use it."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from styringsgraf.releases import Draft, Manifest, ReleaseStore

DAY = date(2026, 6, 30)
GRAPH = "https://example.org/graph/plan"
OTHER = "https://example.org/graph/other"

Quads = Callable[..., list[Quad]]
Publish = Callable[..., Manifest]


def make_quads(values: Sequence[object], graph: str = GRAPH) -> list[Quad]:
    """One statement a value."""
    name = NamedNode(graph)
    subject, says = NamedNode("https://example.org/plan"), NamedNode("https://example.org/says")
    return [Quad(subject, says, Literal(str(value)), name) for value in values]


@pytest.fixture
def quads() -> Quads:
    return make_quads


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> ReleaseStore:
    return ReleaseStore(folder, keep_stores=3, wait=0.2)


@pytest.fixture
def publish(store: ReleaseStore) -> Publish:
    """Publish one graph with these values on top of what there is; the commit's own arguments may be given."""

    def act(values: Sequence[object], graph: str = GRAPH, day: date = DAY, **about: object) -> Manifest:
        with store.draft(reference_date=day) as draft:
            draft.replace(graph, make_quads(values, graph))
            return draft.commit(**about).manifest  # type: ignore[arg-type]

    return act


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two releases, to be copied: publishing them for every test would take too long."""
    folder = tmp_path_factory.mktemp("two") / "data"
    store = ReleaseStore(folder)
    for graph, values in ((GRAPH, "ab"), (OTHER, "o")):
        with store.draft(reference_date=DAY) as draft:
            draft.replace(graph, make_quads(values, graph))
            draft.commit()
    return folder


@pytest.fixture
def current(two_releases: Path, folder: Path, store: ReleaseStore) -> Manifest:
    """The second of two releases: GRAPH holds a and b since the first, OTHER holds o since the second."""
    copytree(two_releases, folder)
    manifest = store.current()
    assert manifest is not None
    return manifest


def values_of(source: Draft | ReleaseStore, graph: str = GRAPH, release: str | None = None) -> set[str]:
    """The values one graph holds, by query."""
    query = f"SELECT ?v WHERE {{ GRAPH <{graph}> {{ ?s ?p ?v }} }}"
    if isinstance(source, Draft):
        return {row[0].value for row in source.table(query).rows if row[0] is not None}
    with source.reader(release) as reader:
        return {row[0].value for row in reader.table(query).rows if row[0] is not None}


@pytest.fixture
def values() -> Callable[..., set[str]]:
    return values_of


class Child:
    """Another process at work on the same data folder; it answers each line with a line."""

    def __init__(self, role: str, *arguments: object) -> None:
        script = Path(__file__).parent / "child.py"
        self.process = subprocess.Popen(
            [sys.executable, str(script), role, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def say(self, line: str = "") -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def ask(self, line: str = "") -> str:
        self.say(line)
        return self.hear()

    def close(self) -> None:
        """Say that nothing more will be asked."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def child() -> Iterator[Callable[..., Child]]:
    with ExitStack() as stack:

        def start(role: str, *arguments: object) -> Child:
            process = Child(role, *arguments)
            stack.callback(process.end)
            return process

        yield start

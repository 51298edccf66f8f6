"""Several web processes over one data folder: new releases, processes that die, stopping and renewing, under load."""

import http.client
import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import copytree
from time import monotonic, sleep

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from real_server import PATIENCE, Server, ask, children, eventually, served

from styringsgraf import pipeline
from styringsgraf.settings import Settings

MEMBER = "styringsgraf.web.member"
QUESTION = "/api/v1/questions/measures-for-target?target=3.4"
SPARQL = "/sparql?query=ASK%7B%7D"
GRAPH = "https://example.org/graph/clock"
#: A new release is seen within so many seconds.
SEEN_SECONDS = 1.0


@dataclass(frozen=True)
class Answered:
    """One answer: when it was asked for, on which process's connection ('' on one of its own), and what came."""

    asked: float
    process: str
    url: str
    status: int | str
    release: str


@dataclass
class Asker:
    """A client in a thread: over one connection that is kept, or a new one each time.

    A kept connection is to the process ``wanted``, for the first time it connects: which process takes a connection is
    chance, and a handful of them may all come to the same one.
    """

    server: Server
    kept: bool
    wanted: str = ""
    answers: list[Answered] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        opened, process, number = None, "", 0
        while not self.done.wait(0.005):
            url = (QUESTION, "/api/v1/releases", SPARQL)[number % 3]
            number += 1
            asked = monotonic()
            try:
                if opened is None:
                    opened = self.server.connection()
                    if self.kept:
                        process = process_of(opened)
                        for _ in range(50):
                            if process == self.wanted or not self.wanted:
                                break
                            opened.close()
                            opened = self.server.connection()
                            process = process_of(opened)
                        self.wanted = ""
                status, headers, _ = ask(opened, "GET", url)
                self.answers.append(Answered(asked, process, url, status, headers.get("x-styringsgraf-release", "")))
            except (OSError, http.client.HTTPException) as fault:
                self.answers.append(Answered(asked, process, url, type(fault).__name__, ""))
                opened, process = None, ""
            if opened is not None and not self.kept:
                opened.close()
                opened = None
        if opened is not None:
            opened.close()


class Askers:
    """Clients that ask all the while; ``answers`` are there afterwards."""

    def __init__(self, server: Server, kept: int, new: int) -> None:
        both = sorted(members(server))
        self._askers = [
            Asker(server, n < kept, str(both[n % len(both)]) if n < kept else "") for n in range(kept + new)
        ]
        self._threads = [threading.Thread(target=asker.run) for asker in self._askers]

    def __enter__(self) -> "Askers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for asker in self._askers:
            asker.done.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    @property
    def answers(self) -> list[Answered]:
        return [answer for asker in self._askers for answer in asker.answers]


def process_of(opened: http.client.HTTPConnection) -> str:
    """Which process answers on a connection."""
    return str(json.loads(ask(opened, "GET", "/health/live")[2])["process"])


def members(server: Server) -> set[int]:
    return {pid for pid, command in children(server.process.pid).items() if MEMBER in command}


def answering(server: Server) -> set[int]:
    """The processes that answered a number of new connections."""
    found = set()
    for _ in range(20):
        with closing(server.connection()) as opened:
            found.add(int(process_of(opened)))
    return found


@pytest.fixture(scope="module")
def folder(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(shipped_folder, tmp_path_factory.mktemp("several") / "data")


@pytest.fixture(scope="module")
def two(folder: Path) -> Iterator[Server]:
    """Two processes; each test leaves two behind, not always the same."""
    with served(folder, {"KEEP_STORES": "1"}, "--workers", "2") as server:
        yield settled(server)


@pytest.fixture
def own(folder: Path) -> Iterator[Server]:
    """Two processes for a test that ends them."""
    with served(folder, {}, "--workers", "2") as server:
        yield settled(server)


def settled(server: Server) -> Server:
    assert eventually(lambda: len(answering(server)) == 2)
    return server


def test_every_process_answers_from_a_new_release_within_a_second_and_nobody_fails(two: Server, folder: Path) -> None:
    """Five publishes, with pruning, while clients ask over kept and new connections."""
    store = pipeline.data_folder(Settings(data=folder, keep_stores=1))
    published: list[tuple[float, str]] = []
    both = members(two)
    with Askers(two, kept=6, new=3) as askers:
        sleep(0.5)
        for number in range(5):
            with store.draft(reference_date=date(2026, 6, 30)) as draft:
                draft.replace(GRAPH, [Quad(NamedNode("a:b"), NamedNode("a:c"), Literal(str(number)), NamedNode(GRAPH))])
                release = draft.commit().manifest.id
            published.append((monotonic(), release))
            store.prune()
            sleep(2 * SEEN_SECONDS)
    answers = askers.answers
    assert Counter(answer.status for answer in answers).keys() == {200}
    assert {answer.process for answer in answers} == {"", *map(str, both)}
    assert members(two) == both
    number_of = {release: number for number, (_, release) in enumerate(published)}
    late = [
        answer
        for answer in answers
        for number, (when, _) in enumerate(published)
        if answer.asked > when + SEEN_SECONDS and number_of.get(answer.release, -1) < number
    ]
    assert late == []
    for process in both:  # each process showed each release, in each kind of answer
        seen = {(answer.url, answer.release) for answer in answers if answer.process == str(process)}
        assert {(url, release) for url in (QUESTION, SPARQL) for _, release in published} <= seen
    # Nobody holds an old release: what pruning may remove is gone.
    assert eventually(lambda: store.prune() is not None and len(stores(folder)) == 1)


def stores(folder: Path) -> list[Path]:
    return list(folder.glob("releases/*/store"))


def test_a_killed_process_takes_only_its_own_connections_along_and_comes_back(two: Server) -> None:
    assert eventually(lambda: len(answering(two)) == 2)
    both = members(two)
    victim = min(both)
    with Askers(two, kept=8, new=0) as askers:
        sleep(1)
        os.kill(victim, signal.SIGKILL)
        assert eventually(lambda: len(members(two)) == 2 and victim not in members(two))
        assert eventually(lambda: len(answering(two)) == 2)
        sleep(0.5)
    answers = askers.answers
    failed = {answer.process for answer in answers if answer.status != 200}
    assert failed <= {str(victim)}, Counter((answer.process, answer.status) for answer in answers)
    assert str(victim) in {answer.process for answer in answers}
    assert {answer.process for answer in answers if answer.status == 200} >= set(map(str, both))
    assert not [pid for pid in both if pid != victim and pid not in members(two)]


def test_the_processes_are_renewed_one_after_the_other_without_a_failure(two: Server) -> None:
    old = members(two)
    with Askers(two, kept=0, new=4) as askers:
        two.process.send_signal(signal.SIGHUP)
        assert eventually(lambda: len(members(two)) == 2 and not members(two) & old)
        assert eventually(lambda: len(answering(two)) == 2)
    assert Counter(answer.status for answer in askers.answers).keys() == {200}


def test_told_to_stop_it_finishes_and_leaves_nobody(own: Server) -> None:
    both = members(own)
    own.get(SPARQL)
    below = {pid for one in both for pid in children(one)}
    assert below
    with closing(own.connection()) as opened, ThreadPoolExecutor(1) as threads:
        opened.request("GET", "/sparql?query=SELECT%20%2A%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff%7D%20LIMIT%209000")
        answer = opened.getresponse()
        read = threads.submit(answer.read)
        assert own.stop() == 0
        assert len(read.result()) > 1_000_000  # what had begun was delivered
    assert not any(Path(f"/proc/{pid}").exists() for pid in both | below)
    with pytest.raises(ConnectionRefusedError):
        own.get("/health/live")


def test_nobody_outlives_a_supervisor_that_is_killed(own: Server) -> None:
    both = members(own)
    own.process.kill()
    own.process.wait()
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in both))


def test_a_process_that_cannot_start_is_tried_again_until_it_can(two: Server, folder: Path) -> None:
    victim, pointer = min(members(two)), folder / "current.json"
    content = pointer.read_bytes()
    pointer.write_text("{")  # nobody can start on that
    ended = two.log.read_text().count("web process ended")
    os.kill(victim, signal.SIGKILL)
    assert eventually(lambda: two.log.read_text().count("web process ended") >= ended + 3)
    assert len(members(two)) >= 1
    pointer.write_bytes(content)
    assert eventually(lambda: len(answering(two)) == 2)

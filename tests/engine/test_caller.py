"""A caller who leaves: the query ends, waiting or running, and nobody else is touched."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from styringsgraf import errors
from styringsgraf.engine import EVERY_GRAPH, Limits
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.crew import Options
from styringsgraf.engine.workers import WorkerPool

#: A minute: what ends sooner was ended.
LIMITS = Limits(seconds=60, rows=1_000, bytes=2_000_000)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerPool]:
    path = tmp_path_factory.mktemp("stores") / "store"
    store = Store(str(path))
    names = (NamedNode(f"a:{n}") for n in range(400))
    store.extend(Quad(name, NamedNode("b:p"), Literal(name.value), NamedNode("g:1")) for name in names)
    store.flush()
    del store
    with WorkerPool(path, Options(count=1, memory_mb=256)) as opened:
        yield opened


def outcome(pool: WorkerPool, query: str, caller: Caller | None = None) -> str:
    try:
        return pool.answer(query, "text/csv", LIMITS, EVERY_GRAPH, caller).content.decode()
    except errors.StyringsgrafError as fault:
        return fault.key


def value(number: int) -> str:
    return f"SELECT ?o {{ <a:{number}> ?p ?o }}"


def pids(pool: WorkerPool) -> list[int]:
    return [child.pid for child in list(pool._crew.members)]


def until(condition: object) -> None:
    assert callable(condition)
    deadline = monotonic() + 30
    while not condition():
        assert monotonic() < deadline
        sleep(0.01)


def test_one_who_leaves_while_the_query_runs(pool: WorkerPool) -> None:
    assert outcome(pool, value(1)) == "o\r\na:1\r\n"
    before, caller, said = pids(pool), Caller(), list[str]()
    running = Thread(target=lambda: said.append(outcome(pool, ENDLESS, caller)))
    running.start()
    until(lambda: getattr(caller._end, "__name__", "") == "kill")  # a process has the query
    caller.leave()
    running.join(30)
    assert not running.is_alive()
    assert said in (["engine.lost"], ["engine.left"])
    assert outcome(pool, value(2)) == "o\r\na:2\r\n"
    assert set(pids(pool)).isdisjoint(before)


def test_one_who_leaves_while_the_query_waits(pool: WorkerPool) -> None:
    assert outcome(pool, value(1)) == "o\r\na:1\r\n"
    first, second, said = Caller(), Caller(), list[str]()
    running = Thread(target=outcome, args=(pool, ENDLESS, first))
    running.start()
    until(lambda: not pool._crew.idle and pool._crew.members)
    at_work = pids(pool)
    waiting = Thread(target=lambda: said.append(outcome(pool, value(2), second)))
    waiting.start()
    until(lambda: pool._line)
    second.leave()
    waiting.join(30)
    assert said == ["engine.left"]
    assert (list(pool._line), pids(pool)) == ([], at_work), "the one who was at work goes on"
    first.leave()
    running.join(30)
    assert outcome(pool, value(3)) == "o\r\na:3\r\n"


def test_one_who_has_left_before_is_not_served(pool: WorkerPool) -> None:
    caller = Caller()
    caller.leave()
    assert outcome(pool, value(1), caller) == "engine.left"


def test_one_who_leaves_with_the_answer_ends_nothing(pool: WorkerPool) -> None:
    caller = Caller()
    assert outcome(pool, value(1), caller) == "o\r\na:1\r\n"
    before = pids(pool)
    caller.leave()
    assert (outcome(pool, value(2)), pids(pool)) == ("o\r\na:2\r\n", before)


def test_leaving_never_harms_those_who_stay(pool: WorkerPool) -> None:
    chance, over = random.Random(7), Event()  # noqa: S311 - no secret

    def leaving(delay: float) -> None:
        caller = Caller()
        leave = Thread(target=lambda: (over.wait(delay), caller.leave()))
        leave.start()
        outcome(pool, chance.choice([ENDLESS, value(5)]), caller)
        leave.join(30)

    with ThreadPoolExecutor(8) as threads:
        gone = [threads.submit(leaving, chance.random() / 5) for _ in range(20)]
        stayed = [threads.submit(outcome, pool, value(n)) for n in range(20)]
        assert [one.result(60) for one in stayed] == [f"o\r\na:{n}\r\n" for n in range(20)]
        for one in gone:
            one.result(60)


def test_closing_is_what_a_query_under_way_is_told(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store"))
    store.extend(Quad(NamedNode(f"a:{n}"), NamedNode("b:p"), Literal(n), NamedNode("g:1")) for n in range(400))
    store.flush()
    del store
    said = list[str]()
    with WorkerPool(tmp_path / "store", Options(count=1, memory_mb=256)) as own:
        assert outcome(own, value(1)) == "o\r\n1\r\n"
        running = Thread(target=lambda: said.append(outcome(own, ENDLESS)))
        running.start()
        until(lambda: not own._crew.idle)
    running.join(30)
    assert said == ["engine.closing"]

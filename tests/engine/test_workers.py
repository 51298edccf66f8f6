"""Query processes: hostile queries are stopped and said so, neighbours go on, nothing outlives its parent."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from styringsgraf import errors
from styringsgraf.engine import Dataset, Limits
from styringsgraf.engine.child import Child
from styringsgraf.engine.crew import Options
from styringsgraf.engine.wire import Request
from styringsgraf.engine.workers import WorkerPool
from styringsgraf.settings import Settings

ROWS = 400
LIMITS = Limits(seconds=30, rows=1_000, bytes=2_000_000)
SHORT = Limits(seconds=0.3, rows=1_000, bytes=2_000_000)
SMALL = Options(count=1, memory_mb=256)
SIMPLE = "SELECT ?o { <a:0> ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def make_store(path: Path, value: str) -> Path:
    store = Store(str(path))
    names = (NamedNode(f"a:{n}") for n in range(ROWS))
    store.extend(Quad(name, NamedNode("b:p"), Literal(value), NamedNode("g:1")) for name in names)
    store.flush()
    del store
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("stores") / "first", "first")


@pytest.fixture(scope="module")
def pool(store: Path) -> Iterator[WorkerPool]:
    with WorkerPool(store, SMALL) as opened:
        yield opened


def value(pool: WorkerPool) -> str:
    return pool.answer(SIMPLE, "text/csv", LIMITS).content.decode().split()[1]


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = monotonic() + seconds
    while not condition():
        if monotonic() > deadline:
            return False
        sleep(0.02)
    return True


def running(pid: int) -> bool:
    """Return whether a process runs (one that has ended and waits to be collected does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in {"Z", "X"}


def pids(pool: WorkerPool) -> list[int]:
    return [child.pid for child in list(pool._crew.members)]


def busy(pool: WorkerPool) -> list[int]:
    return [child.pid for child in list(pool._crew.members) if child not in pool._crew.idle]


def worked(pid: int) -> int:
    """Return the processor time a process has used, in clock ticks."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11])


# Answers.


@pytest.mark.parametrize(
    ("query", "accept", "start"),
    [
        (SIMPLE, None, b'{"head":{"vars":["o"]}'),
        (SIMPLE, "text/csv", b"o\r\nfirst\r\n"),
        (SIMPLE, "text/tab-separated-values", b'?o\n"first"\n'),
        (SIMPLE, "application/sparql-results+xml", b"<?xml"),
        ("ASK { ?s ?p 'first' }", None, b'{"head":{},"boolean":true}'),
        ("ASK { ?s ?p 'second' }", None, b'{"head":{},"boolean":false}'),
        ("CONSTRUCT WHERE { <a:0> ?p ?o }", "application/n-triples", b'<a:0> <b:p> "first" .\n'),
        ("DESCRIBE <a:0>", "text/turtle", b"<a:0> <b:p>"),
    ],
)
def test_every_form_is_answered(pool: WorkerPool, query: str, accept: str | None, start: bytes) -> None:
    assert pool.answer(query, accept, LIMITS).content.startswith(start)


def test_the_dataset_reaches_the_process(pool: WorkerPool) -> None:
    assert b"true" in pool.answer("ASK { ?s ?p ?o }", None, LIMITS, Dataset(("g:1",))).content
    assert b"false" in pool.answer("ASK { ?s ?p ?o }", None, LIMITS, Dataset(("g:2",))).content


def test_rows_over_the_limit_are_cut_and_it_is_said(pool: WorkerPool) -> None:
    answer = pool.answer("SELECT * { ?s ?p ?o }", "text/csv", Limits(30, 10, 10_000))
    assert (answer.content.count(b"\r\n"), answer.truncated) == (11, True)


def test_an_answer_over_the_size_limit_is_refused_while_it_is_written(pool: WorkerPool) -> None:
    with pytest.raises(errors.TooLarge) as caught:
        pool.answer("SELECT * { ?a ?b ?c . ?d ?e ?f }", None, Limits(30, 10**9, 100_000))
    assert caught.value.values["limit"] == 100_000


def test_an_answer_of_many_megabytes_arrives_whole(pool: WorkerPool) -> None:
    answer = pool.answer("SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv", Limits(30, 10**9, 20_000_000))
    assert answer.content.count(b"\r\n") == ROWS * ROWS + 1


@pytest.mark.parametrize(
    ("query", "error", "key"),
    [
        ("SELECT * { ?s ?p", errors.BadQuery, "engine.unclosed"),
        ("SELECT * WHERE { ?s ?p ?o } LIMIT x", errors.BadQuery, "engine.syntax"),
        ("", errors.BadQuery, "engine.empty"),
        ("DELETE WHERE { ?s ?p ?o }", errors.BadQuery, "engine.update"),
        ("SELECT * { SERVICE <x:y> {} }", errors.BadQuery, "engine.service"),
        ("SELECT * {" + "{" * 4_000 + "}" * 4_000 + "}", errors.BadQuery, "engine.nesting"),
        ("SELECT * " + "{" * 8_000, errors.BadQuery, "engine.nesting"),
        ("SELECT * { FILTER(" + "(" * 4_000 + "1" + ")" * 4_000 + ") }", errors.BadQuery, "engine.nesting"),
        ("SELECT * { VALUES ?x { " + "1 " * 5_000 + "} }", errors.TooLarge, "engine.query-length"),
        ("SELECT * { BIND(<x:f>(1) AS ?x) ?s ?p ?x }", errors.BadQuery, "engine.evaluation"),
    ],
)
def test_a_query_that_cannot_be_is_refused_with_a_sentence(
    pool: WorkerPool, query: str, error: type[errors.StyringsgrafError], key: str
) -> None:
    with pytest.raises(error) as caught:
        pool.answer(query, None, LIMITS)
    assert caught.value.key == key
    assert caught.value.sentence("nb")


# Some of these are answered, some take too long; none may do anything else.
LONG = {
    "not": "SELECT * { FILTER(" + "!" * 8_000 + "1) }",
    "or": "SELECT * { FILTER(" + "1||" * 2_700 + "1) }",
    "and": "SELECT * { FILTER(" + "1&&" * 2_700 + "1) }",
    "sum": "SELECT * { FILTER(" + "1+" * 4_000 + "1) }",
    "product": "SELECT * { FILTER(" + "1*" * 4_000 + "1) }",
    "signs": "SELECT * { FILTER(" + "- " * 4_000 + "1) }",
    "path": "SELECT * { ?s " + "a/" * 4_000 + "a ?o }",
    "alternatives": "SELECT * { ?s " + "a|" * 4_000 + "a ?o }",
    "inverse": "SELECT * { ?s " + "^" * 8_000 + "a ?o }",
    "optional": "SELECT * { " + "OPTIONAL{}" * 800 + " }",
    "union": "SELECT * { " + "{}UNION" * 1_100 + "{} }",
    "objects": "SELECT * { ?s a " + "1," * 4_000 + "1 }",
    "values": "SELECT * { VALUES ?x { " + "1 " * 4_000 + "} }",
    "reified": "SELECT * { ?s a " + "<<<a:> <b:> " * 580 + "1" + ">>" * 580 + " }",
    "annotated": "SELECT * { ?s a 1" + "{|a 1" * 1_100 + "|}" * 1_100 + " }",
    "deep paths": "SELECT * { ?s " + "(" * 60 + "a" + ")*" * 60 + " ?o }",
    "deep lists": "SELECT * { ?s a " + "(" * 60 + "1" + ")" * 60 + " }",
    "deep optionals": "SELECT * { " + "OPTIONAL{?s ?p ?o " * 60 + "}" * 60 + " }",
    "deep, open": "SELECT * { " + "{?s ?p ?o OPTIONAL{" * 30,
    "joins": "SELECT * { " + "".join(f"?a{n} ?b{n} ?c{n} ." for n in range(370)) + " }",
}


@pytest.mark.parametrize("name", LONG)
def test_long_and_deep_queries_within_the_limits_are_answered_or_stopped(pool: WorkerPool, name: str) -> None:
    assert len(LONG[name]) <= SMALL.length
    try:
        pool.answer(LONG[name], None, SHORT)
    except (errors.TimedOut, errors.BadQuery) as error:
        stopped = error.key
        assert stopped != "engine.stopped"
    assert value(pool) == "first"


@pytest.mark.parametrize(
    "query",
    [
        ENDLESS,
        "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(CONCAT(STR(?a), STR(?j)) = 'none') }",
    ],
)
def test_a_product_is_stopped_at_the_time_limit(pool: WorkerPool, query: str) -> None:
    with pytest.raises(errors.TimedOut) as caught:
        pool.answer(query, None, SHORT)
    assert caught.value.values["seconds"] == "0.3"
    assert value(pool) == "first"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
        "SELECT (STRLEN(?x29) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(29))
        + " }",
    ],
)
def test_memory_is_bounded_or_time_is(pool: WorkerPool, query: str) -> None:
    with pytest.raises((errors.TooLarge, errors.TimedOut)) as caught:
        pool.answer(query, None, Limits(5, 1_000, 1_000_000))
    assert caught.value.key in {"engine.memory", "engine.time-limit"}
    assert value(pool) == "first"


def test_running_out_of_memory_names_the_limit(pool: WorkerPool) -> None:
    with pytest.raises(errors.TooLarge) as caught:
        pool.answer("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i", None, LIMITS)
    assert (caught.value.key, caught.value.values["limit"]) == ("engine.memory", 256)


def test_a_query_that_breaks_the_parser_gets_an_answer_and_the_next_one_too(store: Path) -> None:
    # With the guard opened wide: this depth overflows the stack of any process.
    with WorkerPool(store, Options(count=1, length=1_000_000, nesting=1_000_000)) as wide:
        with pytest.raises(errors.BadQuery) as caught:
            wide.answer("SELECT * " + "{" * 100_000, None, LIMITS)
        assert caught.value.key == "engine.stopped"
        assert caught.value.values["reason"] == "SIGSEGV"
        assert value(wide) == "first"


PIECES = [
    *("{", "}", "(", ")", "[", "]", "SELECT * {", "?s ?p ?o", " . ", "OPTIONAL{", "UNION", "FILTER(", "!", "'", '"'),
    *("<", ">", "VALUES ?x {", "1 ", "a", "/", "*", "|", "^", "EXISTS{", "MINUS{", "GRAPH ?g{", "BIND(1 AS ?x)"),
    *("GROUP BY ?s", "<<(", ")>>"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 40)), max_size=12))
def test_any_heap_of_sparql_pieces_gets_an_answer_or_a_sentence(
    pool: WorkerPool, pieces: list[tuple[str, int]]
) -> None:
    text = "SELECT * { " + "".join(piece * count for piece, count in pieces)
    try:
        answer = pool.answer(text, None, SHORT)
    except (errors.BadQuery, errors.TimedOut, errors.TooLarge) as error:
        sentence = error.sentence("nb")
    else:
        sentence = answer.content.decode()
    assert sentence


# Network.


def test_no_disguise_makes_a_connection(pool: WorkerPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        for text in (
            f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICESILENT<{address}>{{ ?s ?p ?o }} }}",
            f"PREFIX ex: <{address}> SELECT * {{ ?s ?p ?o SERVICEex:a{{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{address}> AS ?v) SERVICE ?v {{ ?s ?p ?o }} }}",
            f"SELECT * {{ FILTER(1<'x>')SERVICE<{address}>{{}}FILTER(1='') }}",
            f"LOAD <{address}>",
        ):
            with pytest.raises(errors.BadQuery):
                pool.answer(text, None, LIMITS)
        pool.answer(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}", None, LIMITS)  # noqa: S608 - SPARQL, and our own
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_the_process_itself_refuses_too(store: Path) -> None:
    child = Child(Options(count=1).start(store))
    try:
        child.begin(30)
        with pytest.raises(errors.BadQuery) as caught:
            child.ask(Request("SELECT * { SERVICE <x:y> {} }", None, LIMITS, Dataset()))
        assert caught.value.key == "engine.service"
    finally:
        child.close()


def test_a_process_in_an_empty_network_reaches_nobody() -> None:
    script = """
import ctypes, socket, sys
from styringsgraf.engine import confine
alone = confine.without_network(ctypes.CDLL(None))
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
    print(alone, "connected")
except OSError:
    print(alone, "refused")
"""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = [sys.executable, "-c", script, str(listener.getsockname()[1])]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    # Where the system does not allow it, the function says so.
    assert said in (["True", "refused"], ["False", "connected"])


# Killed, crowded, moved.


def test_killed_in_the_middle_of_a_query_neighbours_go_on(store: Path) -> None:
    with WorkerPool(store, Options(count=2)) as two, ThreadPoolExecutor(2) as threads:
        assert value(two) == "first"
        long = threads.submit(two.answer, ENDLESS, None, LIMITS)
        assert eventually(lambda: len(busy(two)) == 1)
        victim = busy(two)[0]
        before = worked(victim)
        assert eventually(lambda: worked(victim) > before + 10)
        neighbour = threads.submit(two.answer, "SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv", Limits(30, 10**9, 10**8))
        os.kill(victim, signal.SIGKILL)
        with pytest.raises(errors.Busy) as caught:
            long.result(30)
        assert caught.value.key == "engine.lost"
        assert neighbour.result(30).content.count(b"\r\n") == ROWS * ROWS + 1
        assert eventually(lambda: len(pids(two)) == 2 and victim not in pids(two))


def test_a_process_killed_while_idle_costs_no_query(store: Path) -> None:
    with WorkerPool(store, SMALL) as one:
        assert value(one) == "first"
        for pid in pids(one):
            os.kill(pid, signal.SIGKILL)
        assert value(one) == "first"


def test_a_full_queue_says_busy_and_those_in_it_are_served(store: Path) -> None:
    with WorkerPool(store, Options(count=1, queue=2)) as one, ThreadPoolExecutor(4) as threads:
        assert value(one) == "first"
        long = threads.submit(one.answer, ENDLESS, None, Limits(2, 1, 1_000))
        assert eventually(lambda: len(busy(one)) == 1)
        waiting = [threads.submit(one.answer, SIMPLE, "text/csv", LIMITS) for _ in range(2)]
        assert eventually(lambda: len(one._line) == 2)
        with pytest.raises(errors.Busy) as caught:
            one.answer(SIMPLE, None, LIMITS)
        assert (caught.value.key, caught.value.values["waiting"]) == ("engine.queue", 2)
        assert int(str(caught.value.values["retry_after"])) >= 1
        with pytest.raises(errors.TimedOut):
            long.result(30)
        assert [answer.result(30).content for answer in waiting] == [b"o\r\nfirst\r\n"] * 2


def test_many_threads_share_a_few_processes(store: Path) -> None:
    with WorkerPool(store, Options(count=2, queue=100)) as two, ThreadPoolExecutor(12) as threads:
        queries = [f"SELECT ?s {{ VALUES ?s {{ <a:{n}> }} ?s ?p ?o }}" for n in range(120)]
        answers = threads.map(lambda query: two.answer(query, "text/csv", LIMITS).content, queries)
        assert list(answers) == [f"s\r\na:{n}\r\n".encode() for n in range(120)]


def test_processes_outlive_the_threads_that_ask(store: Path) -> None:
    with WorkerPool(store, Options(count=1)) as one:
        seen = set[int]()
        for _ in range(3):
            thread = threading.Thread(target=lambda: seen.update([value(one) == "first" and pids(one)[0]]))
            thread.start()
            thread.join()
        assert seen == {pids(one)[0]}


def test_a_switch_moves_all_new_queries_and_fails_none(store: Path, tmp_path: Path) -> None:
    second, left = make_store(tmp_path / "second", "second"), list[str]()
    moved = threading.Event()
    pool = WorkerPool(store, Options(count=2, queue=100), release="1", left=lambda: left.append("1"))
    with ThreadPoolExecutor(4) as threads, pool as two:
        long = threads.submit(two.answer, ENDLESS, None, Limits(3, 1, 1_000))
        assert eventually(lambda: len(busy(two)) == 1)

        def asker() -> list[tuple[str, str]]:
            seen = []
            while not moved.is_set():
                answer = two.answer(SIMPLE, "text/csv", LIMITS)
                seen.append((answer.release, answer.content.decode().split()[1]))
            return seen

        askers = [threads.submit(asker) for _ in range(3)]
        two.switch(second, release="2", left=lambda: left.append("2"))
        assert (two.release, value(two)) == ("2", "second")
        moved.set()
        seen = [pair for one in askers for pair in one.result(30)]
        assert set(seen) <= {("1", "first"), ("2", "second")}
        # The long query still reads the first store: nobody may take that away yet.
        assert not left
        with pytest.raises(errors.TimedOut):
            long.result(30)
        assert eventually(lambda: left == ["1"])
        assert len(pids(two)) == 2
    assert left == ["1", "2"]


def test_a_switch_to_a_damaged_store_leaves_the_pool_where_it_was(store: Path, tmp_path: Path) -> None:
    left = list[str]()
    with WorkerPool(store, SMALL, release="1") as one:
        with pytest.raises(errors.Environment) as caught:
            one.switch(tmp_path / "nothing", release="2", left=lambda: left.append("2"))
        assert caught.value.key == "engine.worker-start"
        assert (one.release, value(one), left) == ("1", "first", ["2"])


def test_a_store_that_cannot_be_opened_is_said_on_the_first_query(tmp_path: Path) -> None:
    with WorkerPool(tmp_path / "nothing", SMALL) as one, pytest.raises(errors.Environment, match="rebuild"):
        one.answer(SIMPLE, None, LIMITS)


def test_closing_ends_all_processes_and_refuses_what_comes_later(store: Path) -> None:
    left = list[bool]()
    two = WorkerPool(store, Options(count=2), left=lambda: left.append(True))
    assert value(two) == "first"
    assert eventually(lambda: len(pids(two)) == 2)
    children = pids(two)
    with ThreadPoolExecutor(1) as threads:
        long = threads.submit(two.answer, ENDLESS, None, LIMITS)
        assert eventually(lambda: len(busy(two)) == 1)
        two.close()
        with pytest.raises(errors.Busy):
            long.result(30)
    assert not any(running(pid) for pid in children)
    assert left == [True]
    with pytest.raises(errors.Busy) as caught:
        two.answer(SIMPLE, None, LIMITS)
    assert caught.value.key == "engine.closing"
    with pytest.raises(errors.Busy):
        two.switch(store, left=lambda: left.append(False))
    assert left == [True, False]


PARENT = """
import os, signal, sys, threading, time
from pathlib import Path
from styringsgraf.engine import Limits
from styringsgraf.engine.crew import Options
from styringsgraf.engine.workers import WorkerPool
pool = WorkerPool(Path(sys.argv[1]), Options(count=2))
limits = Limits(100, 1, 1000)
pool.answer("ASK {}", None, limits)
threading.Thread(target=pool.answer, args=(sys.argv[2], None, limits), daemon=True).start()
while len(pool._crew.members) < 2 or len(pool._crew.idle) > 1:
    time.sleep(0.01)
print(*(child.pid for child in pool._crew.members), flush=True)
if sys.argv[3] == "kill":
    os.kill(os.getpid(), signal.SIGKILL)
elif sys.argv[3] == "exit":
    sys.exit()
"""


@pytest.mark.parametrize("end", ["exit", "kill"])
def test_no_process_outlives_its_parent_not_even_in_the_middle_of_a_query(store: Path, end: str) -> None:
    command = [sys.executable, "-c", PARENT, str(store), ENDLESS, end]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    children = [int(word) for word in said.stdout.split()]
    assert len(children) == 2, said.stderr
    assert eventually(lambda: not any(running(pid) for pid in children))


def test_processes_are_nice_and_bounded(store: Path) -> None:
    with WorkerPool(store, Options(count=1, memory_mb=300, nice=7)) as one:
        assert value(one) == "first"
        pid = pids(one)[0]
        lowest = 19
        assert os.getpriority(os.PRIO_PROCESS, pid) == min(os.getpriority(os.PRIO_PROCESS, 0) + 7, lowest)
        limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii").splitlines()
        found = {line[:26].strip(): line[26:].split()[0] for line in limits}
        assert (found["Max data size"], found["Max core file size"]) == (str(300 << 20), "0")


def test_the_settings_drive_the_options() -> None:
    given = Settings(query_workers=3, query_memory=500, query_queue=5, query_length=100, query_nesting=9)
    assert Options.of(given) == Options(3, 500, 5, 10, 100, 9, given.base)
    assert Options(count=3).processes == 3
    assert Options().processes >= 1

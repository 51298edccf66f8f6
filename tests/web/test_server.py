"""The server on a real socket: nonsense, clients that vanish or dawdle, too many of them, stopping, and switching."""

import asyncio
import json
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import quote

import pytest

from styringsgraf.web import protocol
from styringsgraf.web.edge import PIECE, Edge, Undelivered

Serving = Callable[..., Any]
ASK = "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"
QUESTION = "/api/v1/questions/measures-for-target?target=3.4"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
SHAPE = {"type", "title", "status", "detail", "instance", "requestId"}


@pytest.fixture(scope="module")
def web(serving: Serving, shipped_folder: Path) -> Iterator[Any]:
    """One worker, and queries may take a minute: what is freed sooner was freed on purpose."""
    with serving(shipped_folder, query_workers=1, query_seconds=60, query_queue=60) as opened:
        yield opened


NONSENSE = [
    b"\x00\x01\x02\r\n\r\n",
    b"GET /health/live HTTP/1.1\r\n\r\n",
    b"GET /api/v1/thread?node=\xc3\xa6 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /health/live HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"PRI * HTTP/2.0 \x00\r\n\r\n",
]


@pytest.mark.parametrize("sent", NONSENSE, ids=range(len(NONSENSE)))
def test_what_is_no_http_is_answered_in_the_one_shape(web: Any, sent: bytes) -> None:
    opened = web.connect()
    with suppress(BrokenPipeError, ConnectionResetError):  # it may have hung up on the rest
        opened.sendall(sent)
    head, _, body = web.rest(opened).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head
    assert set(json.loads(body)) == SHAPE


def test_nonsense_in_the_middle_of_a_body_only_ends_the_connection(web: Any) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked"
    web.rest(web.connect(head + b"\r\n\r\n5\r\nASK{}\r\nzz\r\n\r\n"))
    assert web.get("/health/live")[0] == 200


def test_a_long_query_fits_into_an_address(web: Any) -> None:
    query = "ASK { ?s ?p '" + "\u00e6" * 3_000 + "' }"
    sent = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    assert len(sent) > 16_384
    opened = web.connect()
    for start in range(0, len(sent), 1_000):  # in pieces, as a network brings it
        opened.sendall(sent[start : start + 1_000])
    assert web.rest(opened).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_vanishes_takes_its_query_along(web: Any) -> None:
    opened = [web.ask(web.ENDLESS) for _ in range(5)]
    assert web.eventually(lambda: web.asking == 5)
    for one in opened:
        one.close()
    assert web.eventually(lambda: web.asking == 0), "the queries go on without their callers"
    assert web.get(ASK)[0] == 200


def test_waiting_queries_take_no_thread_from_anybody_else(web: Any) -> None:
    """The web framework's own threads are 40; as many foreign queries wait here."""
    opened = [web.ask(web.ENDLESS) for _ in range(50)]
    try:
        assert web.eventually(lambda: web.asking == 50)
        for url in ("/health/live", "/health/ready", QUESTION, "/api/v1/releases", "/api/docs", "/nothing"):
            assert web.get(url)[0] in {200, 404}
        assert web.asking == 50
    finally:
        for one in opened:
            one.close()
    assert web.eventually(lambda: web.asking == 0)


def test_more_queries_than_may_wait_are_turned_away_at_once(web: Any) -> None:
    opened = [web.ask(web.ENDLESS) for _ in range(60)]
    try:
        assert web.eventually(lambda: (web.asking, web.waiting) == (60, 59))
        opened.append(web.ask(web.ENDLESS))
        assert web.eventually(lambda: web.asking == 61)
        status, headers, body = web.get(ASK)
        assert (status, set(json.loads(body))) == (503, SHAPE)
        assert int(headers["retry-after"]) > 0
        assert web.asking == 61
    finally:
        for one in opened:
            one.close()
    assert web.eventually(lambda: web.asking == 0)


def test_a_reader_that_stops_reading_is_hung_up_on(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "PIECE_SECONDS", 0.5)
    opened = web.ask(LARGE, buffer=4096)
    assert web.eventually(lambda: web.undelivered > 10 * PIECE)
    assert web.eventually(lambda: web.undelivered == 0), "the answer waits for ever"
    head, _, body = web.rest(opened).partition(b"\r\n\r\n")
    promised = int(dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])[b"content-length"])
    assert 0 < len(body) < promised


def test_a_slow_reader_gets_everything(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "PIECE_SECONDS", 2)
    status, _, whole = web.get(f"/sparql?query={quote(LARGE)}&format=csv")
    assert (status, len(whole) > 10 * PIECE) == (200, True)
    assert whole.count(b"\r\n") == 30_001


def test_there_is_no_end_of_room_for_answers(web: Any) -> None:
    foreign = web.foreign
    foreign._undelivered.size += foreign._room
    try:
        status, headers, body = web.get(ASK)
        assert (status, json.loads(body)["type"].rpartition("/")[2]) == (503, "undelivered")
        assert "retry-after" in headers
        assert web.get(QUESTION)[0] == 200
    finally:
        foreign._undelivered.size -= foreign._room
    assert web.get(ASK)[0] == 200


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /health/live HTTP/1.1\r\nHost: x\r\nX-",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 90\r\n\r\nAS",
    ],
)
def test_a_request_that_never_ends_is_not_waited_for(web: Any, begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(protocol, "PIECE_SECONDS", 0.3)
    opened = web.connect(begun)
    opened.settimeout(30)
    web.rest(opened)  # a TimeoutError if nobody hangs up
    assert web.get("/health/live")[0] == 200


def test_a_slow_request_is_waited_for(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "PIECE_SECONDS", 2)
    head = b"Host: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\nContent-Length: 20"
    opened = web.connect(b"POST /sparql HTTP/1.1\r\n" + head + b"\r\n\r\n")
    for letter in b"ASK { ?s ?p ?o }    ":
        opened.sendall(bytes([letter]))
        threading.Event().wait(0.15)
    assert web.rest(opened).startswith(b"HTTP/1.1 200 ")


def test_one_connection_too_many_is_told_so(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    present = len(web.server.server_state.connections)
    monkeypatch.setattr(protocol, "connections_allowed", lambda: present + 2)
    opened = [web.connect() for _ in range(2)]
    assert web.eventually(lambda: len(web.server.server_state.connections) >= present + 2)
    answer = web.rest(web.connect())
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert set(json.loads(answer.partition(b"\r\n\r\n")[2])) == SHAPE
    for one in opened:
        one.close()


def test_files_are_left_for_the_stores() -> None:
    import resource  # noqa: PLC0415 - used here only

    allowed = protocol.connections_allowed()
    assert 0 < allowed <= resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2


def test_stopping_tells_foreign_queries_at_once(serving: Serving, shipped_folder: Path) -> None:
    with serving(shipped_folder, query_workers=1, query_seconds=60) as web:
        opened = [web.ask(web.ENDLESS) for _ in range(4)]
        assert web.eventually(lambda: web.asking == 4)
        web.server.config.timeout_graceful_shutdown = None  # waits for as long as queries run
        web.server.should_exit = True
        answers = [web.rest(one) for one in opened]
        web.thread.join(30)
        assert not web.thread.is_alive()
    for answer in answers:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 ")
        assert json.loads(body)["type"].endswith("/closing")


def test_a_request_cut_by_the_stop_gets_a_problem(client: Any) -> None:
    async def stopped(scope: Any, receive: Any, send: Any) -> None:
        raise asyncio.CancelledError

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": [], "app": client.app}
    asyncio.run(Edge(stopped, Undelivered())({**scope, "server": ("x", 80), "scheme": "http"}, receive, send))
    assert sent[0]["status"] == 503
    assert set(json.loads(sent[1]["body"])) == SHAPE


URLS = (
    QUESTION,
    "/api/v1/questions/indicator-status?plan=asker/handlingsprogram-2016-2019",
    "/api/v1/thread?node=3.4",
    f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}",
)


def test_nobody_notices_a_release_switch(serving: Serving, shipped_folder: Path, tmp_path: Path) -> None:
    """Clients ask while another process publishes and rolls back: each answer is of the release that it names."""
    folder = copytree(shipped_folder, tmp_path / "data")
    seen: dict[tuple[str, str], set[bytes]] = defaultdict(set)
    statuses: Counter[int] = Counter()
    done = threading.Event()

    def client(web: Any, start: int) -> None:
        number = start
        while not done.is_set():
            url = URLS[number % len(URLS)]
            number += 1
            done.wait(0.02)
            status, headers, body = web.get(url)
            statuses[status] += 1
            release = headers["x-styringsgraf-release"]
            if not url.startswith("/sparql"):
                assert json.loads(body)["release"] == release
            seen[url, release].add(body)

    def styringsgraf(*arguments: str) -> None:
        command = [sys.executable, "-m", "styringsgraf", *arguments, "--data", str(folder)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

    with serving(folder) as web:
        failures: list[BaseException] = []
        web_threads = [threading.Thread(target=_noted, args=(failures, client, web, n)) for n in range(len(URLS))]
        for thread in web_threads:
            thread.start()
        try:
            styringsgraf("withdraw", "eksempel/arsrapport-2025")
            assert web.eventually(lambda: all((url, web.get(url)[1]["x-styringsgraf-release"]) in seen for url in URLS))
            styringsgraf("releases", "activate", "1")
        finally:
            done.set()
            for thread in web_threads:
                thread.join(60)
    assert not failures
    assert set(statuses) == {200}
    assert {release for _, release in seen if release.startswith("000002-")}
    assert {release for _, release in seen if release.startswith("000001-")}
    assert [key for key, bodies in seen.items() if len(bodies) != 1] == []


def _noted(failures: list[BaseException], run: Callable[..., None], *arguments: Any) -> None:
    try:
        run(*arguments)
    except BaseException as fault:  # noqa: BLE001 - told to the test, which lives in another thread
        failures.append(fault)


def test_a_worker_killed_from_outside_is_told_and_replaced(web: Any) -> None:
    assert web.get(ASK)[0] == 200
    opened = web.ask(web.ENDLESS)
    pool = web.foreign._service._pool
    assert web.eventually(lambda: web.asking == 1 and not pool._crew.idle)
    for child in list(pool._crew.members):
        child._process.kill()
    head, _, body = web.rest(opened).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert json.loads(body)["type"].endswith("/lost")
    assert web.get(ASK)[0] == 200


def test_stopping_finishes_what_has_begun(serving: Serving, shipped_folder: Path) -> None:
    """A request whose body is still coming when the stop is asked for gets its answer, and the server then ends."""
    body = json.dumps({"texts": ["Alle barn har en trygg skolevei."]}).encode()
    head = f"Host: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    with serving(shipped_folder) as web:
        opened = web.connect(f"POST /api/v1/wording HTTP/1.1\r\n{head}\r\n\r\n".encode() + body[:10])
        assert web.eventually(lambda: len(web.server.server_state.tasks) == 1)
        web.server.should_exit = True
        assert web.eventually(lambda: not web.server.servers or not web.server.servers[0].is_serving())
        opened.sendall(body[10:])
        answer = web.rest(opened)
        web.thread.join(30)
        assert not web.thread.is_alive()
    head_, _, told = answer.partition(b"\r\n\r\n")
    assert head_.startswith(b"HTTP/1.1 200 ")
    assert len(json.loads(told)) == 1

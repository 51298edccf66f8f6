"""What a remote engine can do wrong, done by a small server on loopback: each has its sentence, and none is trusted."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from styringsgraf import errors
from styringsgraf.engine import Limits
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.endpoint import Endpoint
from styringsgraf.engine.remote import Remote
from styringsgraf.terms import lexical

QUERY = "SELECT ?s WHERE { ?s ?p ?o }"
LIMITS = Limits(seconds=0.6, rows=5, bytes=20_000)
JSON = b"application/sparql-results+json"
ROW = b'{"s":{"type":"literal","value":"x"}}'
ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[' + b",".join([ROW] * 3) + b"]}}"


def reply(
    body: bytes, *, media: bytes = JSON, status: bytes = b"200 OK", extra: bytes = b"", size: int | None = None
) -> bytes:
    length = len(body) if size is None else size
    return b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n%s" % (status, media, length, extra, body)


class Fake:
    """Answers each request with the next of its acts (the last one again and again); counts the requests."""

    def __init__(self) -> None:
        self.acts: list[Callable[[socket.socket], None] | bytes] = []
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def remote(self) -> Remote:
        return Remote(Endpoint(f"http://127.0.0.1:{self._listener.getsockname()[1]}/query", seconds=0.6))

    def hang(self, _: socket.socket) -> None:
        self._stopped.wait(20)

    def drip(self, line: socket.socket) -> None:
        line.sendall(reply(b"", size=1000))
        while not self._stopped.wait(0.05):
            line.sendall(b" ")

    def endless(self, line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n" % JSON)
        while not self._stopped.is_set():
            line.sendall(b" " * 10_000)

    def close(self) -> None:
        self._stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self._stopped.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
            with line:
                try:
                    self.requests.append(self._read(line))
                    act(line) if callable(act) else line.sendall(act)
                except OSError:
                    continue

    def _read(self, line: socket.socket) -> bytes:
        text = b""
        while b"\r\n\r\n" not in text:
            text += line.recv(65536)
        head, _, body = text.partition(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split()[0])
        while len(body) < size:
            body += line.recv(65536)
        return head + b"\r\n\r\n" + body


@pytest.fixture
def fake() -> Iterator[Fake]:
    server = Fake()
    yield server
    server.close()


def drop(line: socket.socket) -> None:
    line.close()


def half(line: socket.socket) -> None:
    line.sendall(reply(ROWS)[:-20])


CASES: dict[str, tuple[Any, type[errors.StyringsgrafError], str]] = {
    "hangs up": (drop, errors.Busy, "remote.down"),
    "half a body": (half, errors.Busy, "remote.broken"),
    "half a body of its own length": (reply(ROWS[:-20]), errors.Busy, "remote.broken"),
    "an error page with status 200": (reply(b"<html>Oops</html>", media=b"text/html"), errors.Busy, "remote.broken"),
    "an error page called JSON": (reply(b"<html>Oops</html>"), errors.Busy, "remote.broken"),
    "rows of another type": (reply(ROWS, media=b"text/plain"), errors.Busy, "remote.broken"),
    "JSON that is no result": (reply(b'{"error": "no"}'), errors.Busy, "remote.broken"),
    "not HTTP": (b"SSH-2.0-OpenSSH\r\n", errors.Busy, "remote.down"),
    "a huge body": (reply(b" " * 30_000), errors.TooLarge, "engine.answer-size"),
    "status 500": (reply(b"Oops", status=b"500 Oops"), errors.Busy, "remote.failed"),
    "status 503": (reply(b"Oops", status=b"503 Later"), errors.Busy, "remote.failed"),
    "status 504": (reply(b"Oops", status=b"504 Slow"), errors.TimedOut, "remote.gave-up"),
    "status 401": (reply(b"Oops", status=b"401 Who"), errors.Environment, "remote.forbidden"),
    "status 404": (reply(b"Oops", status=b"404 Where"), errors.Environment, "remote.no-endpoint"),
    "status 400": (reply(b"Oops", status=b"400 What"), errors.Environment, "remote.refused"),
    "a redirection": (reply(b"", status=b"302 There", extra=b"Location: http://127.0.0.1:9/\r\n"), errors.Environment,
                      "remote.no-endpoint"),
    "unfinished by its own word": (reply(ROWS, extra=b"X-SQL-State: S1TAT\r\n"), errors.TimedOut, "remote.gave-up"),
    "cut by its own word": (reply(ROWS, extra=b"X-SPARQL-MaxRows: 3\r\n"), errors.Environment, "remote.cut"),
    "a yes instead of rows": (reply(b'{"head":{},"boolean":true}'), errors.BadQuery, "engine.form"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_fault_has_its_sentence(name: str, fake: Fake) -> None:
    act, kind, key = CASES[name]
    fake.acts = [act]
    with pytest.raises(errors.StyringsgrafError) as caught:
        fake.remote.table(QUERY, LIMITS)
    assert (type(caught.value), caught.value.key) == (kind, key)


@pytest.mark.parametrize("manner", ["hang", "drip"])
def test_a_slow_engine_is_left_in_time(manner: str, fake: Fake) -> None:
    fake.acts = [getattr(fake, manner)]
    with pytest.raises(errors.TimedOut) as caught:
        fake.remote.table(QUERY, LIMITS)
    assert caught.value.key == "remote.slow"
    assert len(fake.requests) == 1


def test_an_endless_body_is_left_at_the_limit(fake: Fake) -> None:
    fake.acts = [fake.endless]
    with pytest.raises(errors.TooLarge):
        fake.remote.table(QUERY, LIMITS)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(errors.Busy) as caught:
        Remote(Endpoint(f"http://127.0.0.1:{port}/query", seconds=1.0)).table(QUERY)
    assert caught.value.key == "remote.down"


def test_a_lost_connection_is_tried_once_more_and_a_failure_is_not(fake: Fake) -> None:
    fake.acts = [drop, reply(ROWS)]
    assert len(fake.remote.table(QUERY, LIMITS).rows) == 3
    assert len(fake.requests) == 2
    fake.acts = [reply(b"Oops", status=b"500 Oops"), reply(ROWS)]
    with pytest.raises(errors.Busy):
        fake.remote.table(QUERY, LIMITS)
    assert len(fake.requests) == 3
    assert len(fake.remote.table(QUERY, LIMITS).rows) == 3


def test_a_caller_who_leaves_ends_the_query(fake: Fake) -> None:
    fake.acts = [fake.hang]
    caller = Caller()
    threading.Timer(0.1, caller.leave).start()
    with pytest.raises(errors.Busy) as caught:
        fake.remote.answer(QUERY, None, Limits(30, 5, 1000), caller=caller)
    assert caught.value.key == "engine.left"


def test_what_is_sent(fake: Fake) -> None:
    fake.acts = [reply(ROWS)]
    fake.remote.table(QUERY, LIMITS)
    head, _, body = fake.requests[0].partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert lines[0].startswith(b"post /query ")
    assert b"content-type: application/x-www-form-urlencoded" in lines
    assert b"accept: application/sparql-results+json" in lines
    assert body.startswith(b"query=SELECT")


def test_rows_are_cut_and_put_right(fake: Fake) -> None:
    boolean = b'{"s":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#boolean","value":"1"}}'
    fake.acts = [reply(b'{"head":{"vars":["s"]},"results":{"bindings":[' + b",".join([boolean] * 7) + b"]}}")]
    table = fake.remote.table(QUERY, LIMITS)
    assert table.truncated
    assert [lexical(row[0]) for row in table.rows] == ["true"] * 5
    answer = fake.remote.answer(QUERY, "text/csv", LIMITS)
    assert answer.truncated
    assert answer.content == b"s\r\n" + b"true\r\n" * 5


ASKED = b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{"__ASK_RETVAL":{"type":"literal","value":"1"}}]}}'


@pytest.mark.parametrize("said", [b'{"head":{},"boolean":true}', ASKED])
def test_yes_comes_in_two_forms(said: bytes, fake: Fake) -> None:
    fake.acts = [reply(said)]
    assert fake.remote.answer("ASK { ?s ?p ?o }", None, LIMITS).content == b'{"head":{},"boolean":true}\n'

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

import pytest
import uvicorn
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.foreign import ForeignQueries
from styringsgraf.web.serve import listen, server

#: Never answered within a test: only an end from outside ends it.
_ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def client(service: Service) -> TestClient:
    # Without the context manager the lifespan does not run: the service stays open for the other suites.
    return TestClient(create_app(service), raise_server_exceptions=False)


class Running:
    """A server on a free port of this machine, in a thread of its own."""

    ENDLESS = _ENDLESS

    def __init__(self, made: uvicorn.Server, thread: threading.Thread, port: int) -> None:
        self.server = made
        self.thread = thread
        self.port = port

    @property
    def foreign(self) -> ForeignQueries:
        app: Any = self.server.config.app
        queries: ForeignQueries = app.state.foreign
        return queries

    @property
    def asking(self) -> int:
        """How many foreign queries wait or run."""
        return self.foreign._threads.borrowed_tokens

    @property
    def waiting(self) -> int:
        """How many of them have no worker yet."""
        pool = self.foreign._service._pool
        return 0 if pool is None else len(pool._line)

    @property
    def undelivered(self) -> int:
        """How many bytes of large answers are on their way."""
        return self.foreign._undelivered.size

    def connect(self, sent: bytes = b"", buffer: int | None = None) -> socket.socket:
        """Return a connection over which ``sent`` has gone; ``buffer`` bounds what the system reads ahead."""
        opened = socket.socket()
        if buffer is not None:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        opened.settimeout(60)
        opened.connect(("127.0.0.1", self.port))
        opened.sendall(sent)
        return opened

    def ask(self, query: str, buffer: int | None = None) -> socket.socket:
        """Return a connection over which a SPARQL query has gone."""
        body = query.encode()
        head = f"Host: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}"
        return self.connect(f"POST /sparql HTTP/1.1\r\n{head}\r\n\r\n".encode() + body, buffer)

    def get(self, url: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (names in small letters) and body."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as opened:
            opened.request("GET", url)
            answer = opened.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    @staticmethod
    def rest(opened: socket.socket) -> bytes:
        """Return what comes until the other side hangs up."""
        pieces = []
        with opened, suppress(ConnectionResetError):
            while piece := opened.recv(1 << 20):
                pieces.append(piece)
        return b"".join(pieces)

    @staticmethod
    def eventually(condition: Callable[[], bool], seconds: float = 30) -> bool:
        deadline = monotonic() + seconds
        while not condition():
            if monotonic() > deadline:
                return False
            sleep(0.02)
        return True


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[Running]]:
    """Start a server: ``with serving(folder, query_seconds=60) as web``."""

    @contextmanager
    def running(folder: Path, **settings: Any) -> Iterator[Running]:
        with Service.open(Settings(data=folder, **settings)) as opened, listen("127.0.0.1", 0) as listener:
            made = server(opened)
            thread = threading.Thread(target=made.run, kwargs={"sockets": [listener]})
            thread.start()
            try:
                assert Running.eventually(lambda: made.started)
                yield Running(made, thread, listener.getsockname()[1])
            finally:
                made.should_exit = True
                thread.join(60)
            assert not thread.is_alive()

    return running

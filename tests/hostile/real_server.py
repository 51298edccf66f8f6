"""A real server process on a free port of this machine, and clients that are not polite."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final

PATIENCE: Final = 60.0
#: So many ordinary questions at least are asked beside everything that is tried.
ENOUGH: Final = 20
_ADDRESS: Final = re.compile(rb"http://127\.0\.0\.1:(\d+)/")


class Server:
    """``styringsgraf serve`` in a process of its own."""

    def __init__(self, folder: Path, settings: Mapping[str, str], *arguments: str) -> None:
        named = {f"STYRINGSGRAF_{name}": value for name, value in settings.items()}
        command = [sys.executable, "-m", "styringsgraf", "serve", "--port", "0", "--data", str(folder), *arguments]
        self.log = folder.parent / f"server-{os.urandom(4).hex()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, stderr=log, env=os.environ | {"STYRINGSGRAF_LOG_FORMAT": "none"} | named
            )
        assert eventually(lambda: _ADDRESS.search(self.log.read_bytes()) or self.process.poll() is not None)
        found = _ADDRESS.search(self.log.read_bytes())
        assert found, self.log.read_text()
        self.port = int(found[1])
        assert self.get("/health/ready")[0] == 200

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that is kept open."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def get(self, url: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (names in small letters) and body, over a connection of its own."""
        with closing(self.connection()) as opened:
            return ask(opened, "GET", url)

    def post(self, body: bytes, media: str) -> tuple[int, dict[str, str], bytes]:
        """Send a body to /sparql. The server may answer and hang up before it has all."""
        with closing(self.connection()) as opened:
            with suppress(BrokenPipeError, ConnectionResetError):
                opened.request("POST", "/sparql", body, {"Content-Type": media})
            answer = opened.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def raw(self, sent: bytes, buffer: int | None = None) -> socket.socket:
        """Return a connection over which ``sent`` has gone; ``buffer`` bounds what the system reads ahead."""
        opened = socket.socket()
        if buffer is not None:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        opened.settimeout(PATIENCE)
        opened.connect(("127.0.0.1", self.port))
        with suppress(BrokenPipeError, ConnectionResetError):
            opened.sendall(sent)
        return opened

    def stop(self) -> int:
        """End it politely and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def served(folder: Path, settings: Mapping[str, str], *arguments: str) -> Iterator[Server]:
    """Start a server, and end it whatever happens."""
    server = Server(folder, settings, *arguments)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


class Ordinary:
    """Somebody who asks ordinary questions all the time, and counts the answers by status; errors by their name."""

    URLS: Final = (
        "/api/v1/questions/measures-for-target?target=3.4",
        "/api/v1/thread?node=3.4",
        "/api/v1/questions/orphan-measures",
        "/health/ready",
        "/api/v1/questions/indicator-status?plan=asker/handlingsprogram-2016-2019",
    )

    def __init__(self, server: Server, pause: float = 0.02) -> None:
        self.seen: Counter[int | str] = Counter()
        self._server = server
        self._pause = pause
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> "Ordinary":
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        enough = kind is not None or eventually(lambda: self.seen.total() >= ENOUGH or not self._thread.is_alive())
        self._done.set()
        self._thread.join(PATIENCE)
        assert enough, self.seen

    def _ask(self) -> None:
        number = 0
        while not self._done.wait(self._pause):
            try:
                status: int | str = self._server.get(self.URLS[number % len(self.URLS)])[0]
            except OSError as fault:
                status = type(fault).__name__
            self.seen[status] += 1
            number += 1


def ask(opened: http.client.HTTPConnection, method: str, url: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of one request on an open connection."""
    opened.request(method, url)
    answer = opened.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def rest(opened: socket.socket) -> bytes:
    """Return what comes until the other side hangs up."""
    pieces = []
    with opened, suppress(ConnectionResetError):
        while piece := opened.recv(1 << 20):
            pieces.append(piece)
    return b"".join(pieces)


def eventually(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Wait until something is so."""
    deadline = monotonic() + seconds
    while not condition():
        if monotonic() > deadline:
            return False
        sleep(0.02)
    return True


def children(pid: int) -> dict[int, str]:
    """Return the running children of a process, each with its command line (Linux)."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == pid and state not in {"Z", "X"}:
                    found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
    return found

"""Real engines on loopback, each started for one test on a free port, and ended by its id."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from pydantic import SecretStr

from styringsgraf.settings import Settings

#: How long an engine may take to answer for the first time, seconds; both take about two.
READY_SECONDS = 60

VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
{limits}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "engine.out").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + READY_SECONDS
        while not _answers(port):
            assert process.poll() is None, (folder / "engine.out").read_text(errors="replace")
            assert time.monotonic() < deadline, "the engine did not start"
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait(30)


@contextmanager
def oxigraph(folder: Path, *, union: bool = True, port: int = 0) -> Iterator[dict[str, Any]]:
    port = port or free_port()
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", "--location", str(folder / "store")]
    with running([*command, *(["--union-default-graph"] if union else [])], folder, port):
        yield {"engine": f"http://127.0.0.1:{port}/query"}


@contextmanager
def virtuoso(folder: Path, *, limits: str = "") -> Iterator[dict[str, Any]]:
    program = which("virtuoso-t")
    assert program, "Virtuoso is missing: apt-get install virtuoso-opensource-7-bin"
    port = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=free_port(), http=port, limits=limits))
    with running([program, "+configfile", "virtuoso.ini", "+foreground"], folder, port):
        yield {
            "engine": f"http://127.0.0.1:{port}/sparql",
            "engine_user": "dba",
            "engine_password": SecretStr("dba"),
            "engine_seconds": 60.0,
        }


SERVERS: dict[str, Callable[..., Any]] = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@pytest.fixture(params=sorted(SERVERS))
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """The settings of a running engine, each of the two in turn."""
    folder = tmp_path / "engine"
    folder.mkdir()
    with SERVERS[request.param](folder) as settings:
        yield {**settings, "name": request.param}


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Any]:
    """Start an engine by name, with its own options."""

    def started(name: str, **options: Any) -> Any:
        folder = tmp_path / f"engine-{name}"
        folder.mkdir(exist_ok=True)
        return SERVERS[name](folder, **options)

    return started


def configured(config: Settings, server: dict[str, Any]) -> Settings:
    return config.model_copy(update={name: value for name, value in server.items() if name != "name"})


@pytest.fixture(scope="session")
def with_engine() -> Callable[[Settings, dict[str, Any]], Settings]:
    return configured

"""A writable server in a process of its own, on a disposable folder."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Writable:
    """Where it listens, and the token that may write everything; requests without one get it."""

    url: str
    token: str

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"

    @property
    def graphs(self) -> str:
        return f"{self.url}/graphs"


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    folder = tmp_path_factory.mktemp("writable")
    command = [sys.executable, str(HERE / "writable.py"), str(folder / "data")]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log) as process:
        assert process.stdout is not None
        try:
            port, token = (process.stdout.readline().decode().strip() for _ in range(2))
            assert port, (folder / "log").read_text()
            yield Writable(f"http://127.0.0.1:{port}", token)
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture
def http(writable: Writable) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=writable.url, timeout=60) as client:
        yield client

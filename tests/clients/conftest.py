"""A service with the shipped data in a process of its own, as clients meet it: once a session."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

HERE = Path(__file__).parent
_SECONDS = 120


@pytest.fixture(scope="session")
def site(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service, without a slash at its end."""
    log = tmp_path_factory.mktemp("clients") / "log"
    command = [sys.executable, "-m", "styringsgraf", "serve", "--data", str(shipped_folder), "--port", "0"]
    settings = {"STYRINGSGRAF_LOG_FORMAT": "none", "STYRINGSGRAF_LANG": "nb"}
    with log.open("wb") as told, subprocess.Popen(command, stderr=told, env=os.environ | settings) as process:
        try:
            yield _address(log, process)
        finally:
            process.terminate()
            process.wait(60)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = monotonic() + _SECONDS
    while (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))) is None:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert monotonic() < deadline, log.read_text(encoding="utf-8")
        sleep(0.1)
    return found[0]


@pytest.fixture(scope="session")
def node() -> Callable[..., str]:
    """Run a program beside this file: ``node("comunica.mjs", address, query)`` returns what it printed."""
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        pytest.skip("node, or the clients for it, are not installed: run make test, or npm ci in tests/clients")

    def run(program: str, *arguments: str) -> str:
        command = ["node", str(HERE / program), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, timeout=300, cwd=HERE)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return done.stdout.decode()

    return run

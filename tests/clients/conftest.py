"""A service with the shipped data in a process of its own, as clients meet it: once a session."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def site(shipped_folder: Path, serving: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of a running service, without a slash at its end."""
    with serving(shipped_folder) as address:
        yield address


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

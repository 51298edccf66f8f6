"""Puts load on a server with wrk (one thread of C and LuaJIT: about 100 000 requests a second, never the bottleneck).

``cold`` asks each line once and stops; ``round`` begins again. Latencies are those wrk measures a request.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SCRIPT: Final = Path(__file__).with_name("load.lua")
CONNECTIONS: Final = 8


@dataclass(frozen=True)
class Load:
    """What came of it; latencies in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    bytes: int
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds if self.seconds else 0.0


def require() -> None:
    """Say what is missing before an hour is spent."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt-get install wrk")


def pinned(cores: Sequence[int]) -> Callable[[], None]:
    """Return what keeps a child process on some cores."""
    return lambda: os.sched_setaffinity(0, cores)


def load(
    port: int,
    lines: Sequence[str],
    *,
    seconds: int,
    accept: str,
    cores: Sequence[int],
    once: bool = False,
) -> Load:
    """Ask the lines (path, entity tag, form: see load.lua) on ``CONNECTIONS`` connections for ``seconds`` at most."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", f"{seconds}s", "-s", str(SCRIPT),
                   f"http://127.0.0.1:{port}", "--", file.name, "once" if once else "round", accept]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=pinned(cores))
    said = next((line for line in done.stdout.splitlines() if line.startswith("JSON ")), None)
    if said is None:
        raise RuntimeError(f"wrk: {done.stdout[-500:]} {done.stderr[-500:]}")
    return Load(**json.loads(said.removeprefix("JSON ")))

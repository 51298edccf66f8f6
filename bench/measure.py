"""What the benchmarks share: medians, a row of a table, printing, and a server that is always ended."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: How long a server may take to start or to answer, seconds.
PATIENCE = 120


@dataclass(frozen=True)
class Row:
    """One line of the table; seconds. ``theirs`` is the baseline's time; None where there is none."""

    what: str
    ours: float
    theirs: float | None
    size: str


def median(rounds: int, call: Callable[[], object]) -> float:
    """Return the median wall time of ``rounds`` calls, seconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def once(call: Callable[[], object]) -> float:
    """Return the wall time of one call, seconds."""
    return median(1, call)


def show(title: str, rows: list[Row], baseline: str = "rdflib") -> None:
    """Print a table with ratios."""
    print(f"\n{title}")
    print(f"{'':44} {'ours':>11} {baseline:>11} {'ratio':>9}")
    for row in rows:
        theirs = f"{row.theirs * 1e3:9.1f}ms" if row.theirs is not None else f"{'–':>11}"
        ratio = f"{row.theirs / row.ours:8.2f}×" if row.theirs is not None else f"{'–':>9}"
        print(f"{row.what:44} {row.ours * 1e3:9.1f}ms {theirs} {ratio}  {row.size}", flush=True)


@contextmanager
def served(data: Path) -> Iterator[tuple[int, float, subprocess.Popen[bytes]]]:
    """Start the product's server on a data folder; yield (port, seconds to the first answer, process)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "styringsgraf", "serve", "--port", str(port), "--data", str(data)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | {"STYRINGSGRAF_LANG": "nb"})
    try:
        while True:
            try:
                get(port, "/api/v1/questions/orphan-measures")
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                    raise
                time.sleep(0.02)
        yield port, time.perf_counter() - started, process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def get(port: int, path: str) -> bytes:
    """Return the body of one answer; raises on anything but 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{answer.status} for {path}: {body[:200]!r}")
        return body
    finally:
        connection.close()


def resident(process: subprocess.Popen[bytes]) -> float:
    """Return the peak resident memory of a running process, megabytes (Linux)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))

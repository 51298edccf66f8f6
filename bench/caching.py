"""One question over HTTP, as ratios within one run: worked out each time, from the cache, packed, and only its tag.

``python bench/caching.py DATA [SECONDS]`` serves a data folder and asks with ``wrk`` (Debian package ``wrk``) over
loopback, for so many seconds a line. Lines differ in one thing each; every pass asks all of them once, and the middle
of the passes counts. The load generator shares the cores with the server: ratios say more than figures.
"""

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measure import served

QUESTION = "/api/v1/questions/measures-for-target?target=3.4"
CONNECTIONS = 16
PASSES = 3
SECONDS = 3


def wrk(port: int, url: str, seconds: int, headers: dict[str, str]) -> float:
    """Return answers a second; ends the run when one of them was no answer."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{url}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said and "If-None-Match" not in headers:
        sys.exit(f"not every answer was good:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))  # type: ignore[union-attr]


def got(port: int, headers: dict[str, str]) -> tuple[int, str, int]:
    """Return status, tag and size of one answer."""
    opened = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    opened.request("GET", QUESTION, headers=headers)
    answer = opened.getresponse()
    tag, size = answer.headers["ETag"], len(answer.read())
    opened.close()
    return answer.status, tag, size


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Set variables for the servers started meanwhile."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def main(data: Path, seconds: int) -> None:
    """Print the table."""
    figures: dict[str, list[float]] = {}
    with environment(STYRINGSGRAF_LOG_FORMAT="none"):
        with environment(STYRINGSGRAF_CACHE_BYTES="0"):
            uncached = served(data)
            bare, _, _ = uncached.__enter__()
        with served(data) as (port, _, _), environment(STYRINGSGRAF_LOG_FORMAT="json"), served(data) as (logging, _, _):
            status, tag, size = got(port, {})
            _, packed, small = got(port, {"Accept-Encoding": "gzip"})
            assert got(port, {"If-None-Match": tag})[0] == http.client.NOT_MODIFIED
            print(
                f"{QUESTION}: {status}, {size} bytes, packed {small}; {CONNECTIONS} connections, {os.cpu_count()} cores"
            )
            lines: list[tuple[str, int, dict[str, str]]] = [
                ("worked out each time", bare, {}),
                ("worked out and packed each time", bare, {"Accept-Encoding": "gzip"}),
                ("from the cache", port, {}),
                ("from the cache, packed", port, {"Accept-Encoding": "gzip"}),
                ("only the tag (304)", port, {"If-None-Match": tag}),
                ("only the tag of the packed form (304)", port, {"Accept-Encoding": "gzip", "If-None-Match": packed}),
                ("from the cache, with the log in JSON", logging, {}),
            ]
            for _ in range(PASSES):
                for name, where, headers in lines:
                    figures.setdefault(name, []).append(wrk(where, QUESTION, seconds, headers))
        uncached.__exit__(None, None, None)
    base = statistics.median(figures["worked out each time"])
    print(f"{'':42} {'answers/s':>10} {'ratio':>8}")
    for name, found in figures.items():
        print(f"{name:42} {statistics.median(found):10.0f} {statistics.median(found) / base:7.2f}×")


if __name__ == "__main__":
    if shutil.which("wrk") is None:
        sys.exit("bench/caching.py asks with wrk: apt-get install wrk")
    folder, *rest = sys.argv[1:]
    main(Path(folder), int(rest[0]) if rest else SECONDS)

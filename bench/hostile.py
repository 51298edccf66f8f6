"""Ordinary questions in quiet and under the whole hostile set, in one run: p50, p99 and ratio; and the set itself.

    python bench/hostile.py [--seconds 20] [--rounds 2] [--clients 6] [--workers 1] [--cache] [--data DIR]

Quiet and hostile take turns, so that what else the machine does falls on both. Hostile means: clients that send the
whole set of tests/hostile without pause, readers that do not read, clients that vanish, and half requests. Client and
server share the machine. Answers are not kept ready (--cache keeps them), so that each question is worked out.
The last table says how each attack ended, alone, with the limits of the tests.
"""

import argparse
import multiprocessing
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from typing import TypeAlias

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hostile"))

from attacks import ATTACKS, LIMITS, OK, TWO
from real_server import Ordinary, Server, ask, served

from styringsgraf import pipeline
from styringsgraf.settings import Settings

Times: TypeAlias = dict[str, list[float]]
#: Between two ordinary questions, seconds: a service that is used, and not one that is measured to its limit.
PAUSE = 0.01


class Reach(Server):
    """A server somebody else has started."""

    def __init__(self, port: int) -> None:
        self.port = port


def hostile(port: int, clients: int, stop: "threading.Event", seen: "dict[str, int]") -> None:
    """Send the hostile set until told to stop; runs in a process of its own."""
    server, counted = Reach(port), Counter[str]()

    def sender(seed: int) -> None:
        chance = random.Random(seed)
        while not stop.is_set():
            attack = chance.choice(ATTACKS)
            with suppress(OSError):
                counted[str(server.post(attack.body, attack.media)[0])] += 1

    def nuisance() -> None:
        large = f"SELECT * {{ {TWO} }} LIMIT 2000"
        head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length:"
        request = f"{head} {len(large)}\r\n\r\n{large}".encode()
        while not stop.is_set():
            held = []
            with suppress(OSError):
                held = [server.raw(request, 4096), *(server.raw(request[:-9]) for _ in range(5))]
                for _ in range(5):
                    server.raw(request).close()
            counted["vanished or stuck"] += 11
            stop.wait(1)
            for opened in held:
                opened.close()

    threads = [threading.Thread(target=sender, args=(n,)) for n in range(clients)]
    threads.append(threading.Thread(target=nuisance))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.update(counted)


def asked(port: int, seconds: float, times: Times) -> None:
    """Ask ordinary questions, one after the other; note the wall time of each answer."""
    end = time.monotonic() + seconds
    with closing(Reach(port).connection()) as opened:
        while time.monotonic() < end:
            for url in Ordinary.URLS:
                began = time.perf_counter()
                status, _, _ = ask(opened, "GET", url)
                times[url].append(time.perf_counter() - began)
                if status != OK[0]:
                    raise RuntimeError(f"{status} for {url}")
                time.sleep(PAUSE)


def percentile(values: list[float], part: float) -> float:
    """Return the value below which ``part`` of them lie."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def compare(server: Server, seconds: float, rounds: int, clients: int) -> None:
    """Print quiet against hostile."""
    quiet: Times = {url: [] for url in Ordinary.URLS}
    loud: Times = {url: [] for url in Ordinary.URLS}
    context = multiprocessing.get_context("spawn")
    total = Counter[str]()
    with context.Manager() as manager:
        asked(server.port, 2, {url: [] for url in Ordinary.URLS})
        for _ in range(rounds):
            asked(server.port, seconds / rounds, quiet)
            stop, seen = manager.Event(), manager.dict()
            load = context.Process(target=hostile, args=(server.port, clients, stop, seen))
            load.start()
            time.sleep(3)  # until it is under way
            asked(server.port, seconds / rounds, loud)
            stop.set()
            load.join()
            total.update(dict(seen))
    print("\nanswers to the attackers:", dict(sorted(total.items())))
    print(f"\n{'milliseconds':62} {'quiet':>15} {'hostile':>15} {'ratio':>13}")
    print(f"{'':62} {'p50':>7} {'p99':>7} {'p50':>7} {'p99':>7} {'p50':>6} {'p99':>6}")
    for url in (*Ordinary.URLS, "all of them"):
        row(url, *((times[url] if url in times else [*chain(*times.values())]) for times in (quiet, loud)))


def row(name: str, quiet: list[float], loud: list[float]) -> None:
    """Print one line."""
    before, after = ((statistics.median(times) * 1e3, percentile(times, 0.99) * 1e3) for times in (quiet, loud))
    ratios = [new / old for new, old in zip(after, before, strict=True)]
    print(f"{name[:48]:48} n={len(quiet):4}/{len(loud):4}", end="  ")
    print(" ".join(f"{value:7.1f}" for value in (*before, *after)), " ".join(f"{ratio:5.2f}×" for ratio in ratios))


def table(server: Server) -> None:
    """Print how each attack ends."""
    print(f"\n{'attack':38} {'bytes':>10}  status   seconds   (limit {LIMITS['QUERY_SECONDS']} s)")
    for attack in ATTACKS:
        began = time.perf_counter()
        status = server.post(attack.body, attack.media)[0]
        mark = "" if status in attack.ends else f"  EXPECTED {attack.ends}"
        print(f"{attack.name:38} {len(attack.body):10,}  {status}    {time.perf_counter() - began:7.2f}{mark}")


def main() -> None:
    """Run both."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--seconds", type=float, default=20.0)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--clients", type=int, default=6)
    options.add_argument("--workers", type=int, default=1)
    options.add_argument("--cache", action="store_true")
    options.add_argument("--data", type=Path)
    options.add_argument("--no-table", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.data or Path(scratch) / "data"
        if given.data is None:
            pipeline.initialise(Settings(data=folder))
        own = {} if given.cache else {"CACHE_BYTES": "0"}
        with served(folder, {"QUERY_SECONDS": "3"} | own, "--workers", str(given.workers)) as server:
            compare(server, given.seconds, given.rounds, given.clients)
        if not given.no_table:
            with served(folder, LIMITS) as server:
                table(server)


if __name__ == "__main__":
    main()

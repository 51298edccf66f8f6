"""The servers that are compared, each a process of its own on loopback, on the same statements on the same disk.

``ours``: ``styringsgraf serve`` on the release. ``oxigraph``: ``oxigraph serve`` (PyPI ``oxigraph``) on a store loaded
from a dump of the same release. ``rdflib``: rdflib-endpoint (PyPI) with rdflib's own store and SPARQL engine, which
reads the same dump into memory at every start. The latter two live in an environment that is made for them, so that
nothing of theirs gets into ours. Every server is kept on the same cores; the load comes from the others.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from load import pinned
from nation import Country, linked, size
from styringsgraf import pipeline
from styringsgraf.settings import Settings

#: What is asked until there is an answer: the same of everyone.
_FIRST: Final = "/sparql?query=SELECT%20%3Fs%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%201"
_HELD: Final = frozenset(("VmRSS", "VmHWM"))


class Unable(Exception):
    """A server that does not come up, with the reason: too slow, or too large."""


@dataclass(frozen=True)
class Running:
    """A server that answers: its process, port, seconds to the first answer, and where it takes SPARQL."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    start: float
    sparql: str

    def memory(self) -> tuple[float, float]:
        """Return resident megabytes now and at most, of the process and its children together."""
        found = [_memory(pid) for pid in _family(self.process.pid)]
        return sum(now for now, _ in found), sum(most for _, most in found)

    def worked(self) -> float:
        """Return seconds on a core so far, of the process and its children together."""
        return sum(map(_worked, _family(self.process.pid)))


@dataclass(frozen=True)
class Loaded:
    """What a server starts from: seconds to make it, megabytes on disk."""

    place: Path
    seconds: float
    megabytes: float


def environment(work: Path) -> Path:
    """Return the folder of programs of the environment the other servers live in; made when it is not there."""
    place = work / "others"
    if not (place / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        wanted = ["oxigraph", "rdflib-endpoint[web,cli]"]
        subprocess.run([str(place / "bin/pip"), "install", "--quiet", *wanted], check=True)
        (place / "ready").touch()
    return place / "bin"


def dumped(country: Country) -> Path:
    """Write a country's release as N-Quads beside it, once."""
    target = country.data.with_suffix(".nq")
    if not target.exists():
        with pipeline.data_folder(Settings(data=country.data)).reader() as reader:
            Store.read_only(str(reader.path)).dump(str(target.with_suffix(".part")), RdfFormat.N_QUADS)
        target.with_suffix(".part").rename(target)
    return target


def rebuilt(country: Country, patience: float) -> Loaded:
    """Make our store and search index anew from the archive, in a copy of the folder, as after a lost disk."""
    place = country.data.with_name(f"{country.data.name}-rebuilt")
    shutil.rmtree(place, ignore_errors=True)
    linked(country.data, place)
    started = time.perf_counter()
    try:
        command = [sys.executable, "-m", "styringsgraf", "rebuild", "--data", str(place)]
        subprocess.run(command, check=True, capture_output=True, timeout=patience)
        return Loaded(country.data, time.perf_counter() - started, country.megabytes)
    except subprocess.TimeoutExpired:
        return Loaded(country.data, float("inf"), country.megabytes)
    finally:
        shutil.rmtree(place)


def oxigraph_loaded(programs: Path, dump: Path) -> Loaded:
    """Load a dump into a store of oxigraph's own, once; the time is kept beside it."""
    place, note = dump.with_suffix(".oxigraph"), dump.with_suffix(".oxigraph.seconds")
    if not note.exists():
        shutil.rmtree(place, ignore_errors=True)
        started = time.perf_counter()
        subprocess.run(
            [str(programs / "oxigraph"), "load", "--location", str(place), "--file", str(dump)],
            check=True, capture_output=True,
        )  # fmt: skip
        note.write_text(f"{time.perf_counter() - started:.2f}")
    return Loaded(place, float(note.read_text()), size(place))


@contextmanager
def ours(country: Country, cores: Sequence[int], workers: int = 0, patience: float = 120) -> Iterator[Running]:
    """Serve a country with the product, as it comes."""
    port = free_port()
    command = [sys.executable, "-m", "styringsgraf", "serve", "--port", str(port), "--data", str(country.data)]
    command += ["--workers", str(workers)] if workers else []
    first = "/api/v1/sdg/targets/3.4/measures?organisation=kommune-0000"
    with _process("ours", command, port, cores, first, patience, float("inf")) as (process, start):
        yield Running("ours", port, process, start, "/sparql")


@contextmanager
def oxigraph(programs: Path, store: Path, cores: Sequence[int], patience: float = 120) -> Iterator[Running]:
    """Serve a store with ``oxigraph serve``."""
    port = free_port()
    command = [str(programs / "oxigraph"), "serve", "--location", str(store), "--bind", f"127.0.0.1:{port}",
               "--union-default-graph"]  # fmt: skip
    first = _FIRST.replace("/sparql", "/query")
    with _process("oxigraph", command, port, cores, first, patience, float("inf")) as (process, start):
        yield Running("oxigraph", port, process, start, "/query")


@contextmanager
def rdflib(programs: Path, dump: Path, cores: Sequence[int], patience: float, memory: float) -> Iterator[Running]:
    """Serve a dump with rdflib-endpoint; ``Unable`` when it takes more than the patience or the memory (MB)."""
    port = free_port()
    command = [str(programs / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(dump)]
    with _process("rdflib", command, port, cores, _FIRST.replace("/sparql", "/"), patience, memory) as (process, start):
        yield Running("rdflib", port, process, start, "/")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(port: int, path: str, accept: str, timeout: float = 60) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers (names in lower case) and body of one GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@contextmanager
def _process(
    name: str, command: list[str], port: int, cores: Sequence[int], first: str, patience: float, memory: float
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=pinned(cores),  # noqa: PLW1509 - no threads are running here
        env=os.environ | {"STYRINGSGRAF_LANG": "nb"},
    ) as process:
        try:
            while not _answers(port, first):
                waited = time.perf_counter() - started
                if process.poll() is not None:
                    raise Unable(f"{name} ended with {process.returncode} after {waited:.0f} s")
                held = _memory(process.pid)[0]
                if held > memory:
                    raise Unable(f"{name} held {held / 1000:.1f} GB after {waited:.0f} s and was not ready")
                if waited > patience:
                    raise Unable(f"{name} was not ready after {waited:.0f} s and held {held / 1000:.1f} GB")
                time.sleep(0.02 if waited < 10 else 1)  # noqa: PLR2004 - a slow start is not measured to the blink
            yield process, time.perf_counter() - started
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(port: int, path: str) -> bool:
    try:
        return fetch(port, path, "*/*")[0] == http.client.OK
    except OSError:
        return False


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return
    for child in children:
        yield from _family(int(child))


def _worked(pid: int) -> float:
    try:
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    # Fields 14 and 15 of proc(5), counted from the one after the name.
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> tuple[float, float]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0.0, 0.0
    held = {line.partition(":")[0]: int(line.split()[1]) / 1000 for line in lines if line.partition(":")[0] in _HELD}
    return held.get("VmRSS", 0.0), held.get("VmHWM", 0.0)

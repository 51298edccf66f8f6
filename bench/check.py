"""Measures a check of one municipality with known faults: all rules, both engines, and a re-check after a change.

Run: ``python bench/check.py [SECONDS]``; SECONDS is the patience with the reference engine (default 300). Each engine
runs in a process of its own, so that its memory can be told. What the engines find has to be equal, and has to be what
was planted. ``pyshacl`` is the reference with its memory of parsed queries, ``pyshacl, plain`` as its makers ship it.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import faults
from measure import Row, median, show
from styringsgraf.pipeline.checking import check_organisation
from styringsgraf.pipeline.kept import Kept
from styringsgraf.pipeline.recheck import checked, rechecked
from styringsgraf.quality import engines, rules
from styringsgraf.quality.engines import EngineName
from styringsgraf.quality.report import Finding

#: Name → branches and how often each fault, for about 40 000 and 400 000 statements in the bundle.
SIZES = {"40 000 statements": (92, 2), "400 000 statements": (1676, 8)}
CHANGED = 50
ROUNDS = 5
PATIENCE = 300


@dataclass(frozen=True)
class Run:
    """What one engine took: seconds, megabytes (peak), and what it found, as a digest. None: patience ran out."""

    seconds: float
    megabytes: float
    found: str | None


class Seen(Kept):
    """Remembers the bundle instead of judging it."""

    def __init__(self) -> None:
        self.bundle = b""

    def judge(self, org: str, bundle: bytes, engine: EngineName = "fast") -> tuple[Finding, ...]:  # noqa: ARG002 - as in Kept
        """Take the bundle; find nothing."""
        self.bundle = bundle
        return ()


def bundle(world: faults.World) -> bytes:
    """Return what is validated of a municipality."""
    seen = Seen()
    check_organisation(world.source(), faults.ORG, frozenset(world.plans), faults.DAY, faults.MINTER, kept=seen)
    return seen.bundle


def child(engine: str, path: str) -> None:
    """Run one engine on a bundle and print what it took: the median of several runs, for the reference one."""
    content, shapes = Path(path).read_bytes(), rules.load()
    if engine == "plain":
        from rdflib import Graph  # noqa: PLC0415 - only this child needs it

        from styringsgraf.quality.engines import reference  # noqa: PLC0415 - as above

        reference._Graph = Graph  # type: ignore[assignment,misc]  # noqa: SLF001 - takes the memory of queries away
    name: EngineName = "fast" if engine == "fast" else "pyshacl"
    results = engines.run(content, name, shapes) if name == "fast" else frozenset()
    before = time.perf_counter()
    if name == "fast":
        seconds = median(ROUNDS, lambda: engines.run(content, "fast", shapes))
    else:
        results = engines.run(content, "pyshacl", shapes)
        seconds = time.perf_counter() - before
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    digest = sha256("\n".join(sorted(map(str, results))).encode()).hexdigest()
    print(json.dumps({"seconds": seconds, "megabytes": peak, "found": digest}))


def apart(engine: str, path: Path, patience: float | None) -> Run:
    """Run one engine in a process of its own; with a patience (seconds) it may not come to an end."""
    command = [sys.executable, __file__, "--child", engine, str(path)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, timeout=patience, text=True)
    except subprocess.TimeoutExpired:
        return Run(patience or 0.0, 0.0, None)
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def rows(name: str, patience: float, folder: Path) -> list[Row]:
    """Return the rows of one size."""
    world = faults.municipality(*SIZES[name])
    lines = bundle(world)
    path = folder / "bundle.nt"
    path.write_bytes(lines)
    whole = checked(lines)
    if sorted((one.rule, one.focus_node or "") for one in whole.findings()) != sorted(world.expected.elements()):
        raise SystemExit("the daily engine did not find what was planted")
    runs = {"fast": apart("fast", path, None)}
    runs |= {engine: apart(engine, path, patience) for engine in ("pyshacl", "plain")}
    if len({run.found for run in runs.values() if run.found}) != 1:
        raise SystemExit("the engines did not find the same")
    own, out = runs["fast"], []
    for engine, what in (("pyshacl", "all rules, against pyshacl"), ("plain", "all rules, against pyshacl, plain")):
        other = runs[engine]
        told = f"{other.megabytes:.0f} MB" if other.found else "at least: patience ran out"
        out.append(Row(what, own.seconds, other.seconds, f"{own.megabytes:.0f} MB, theirs {told}"))
    return [*out, *_again(lines, whole.results)]


def _again(lines: bytes, found: frozenset[engines.Result]) -> list[Row]:
    """Return the rows of a re-check after a change of the municipality's own statements."""
    whole = checked(lines)
    split = lines.splitlines(keepends=True)
    own = [
        number for number, line in enumerate(split) if line.startswith(b"<" + faults.MINTER.base.encode() + b"id/lia/")
    ]
    gone = set(random.Random(1).sample(own, CHANGED))
    after = b"".join(line for number, line in enumerate(split) if number not in gone)
    part, full = rechecked(whole, after), checked(after)
    if part.results != full.results:
        raise SystemExit("a re-check found something else than a full check")
    size = f"{len(split)} statements, {len(found)} findings, {len(full.results)} after the change"
    return [
        Row(f"re-check after {CHANGED} statements, against full", median(ROUNDS, lambda: rechecked(whole, after)),
            median(ROUNDS, lambda: checked(after)), size),
    ]  # fmt: skip


def main() -> None:
    """Measure both sizes."""
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:4])
        return
    patience = float(sys.argv[1]) if len(sys.argv) > 1 else PATIENCE
    with tempfile.TemporaryDirectory() as folder:
        for name in SIZES:
            show(f"One municipality, {name}", rows(name, patience, Path(folder)), "theirs")


if __name__ == "__main__":
    main()

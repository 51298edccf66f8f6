"""Measures a re-check after 50 changed statements against a full check, on generated municipalities.

Run: ``python bench/recheck.py``. Both in one process, medians of five; equal findings are a condition. Times are
processor time of the process, which other work on the machine disturbs less than wall time.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from generate import municipality
from measure import Row, show
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.checking import Overlay, check_organisation
from styringsgraf.pipeline.gather import gather
from styringsgraf.pipeline.inputs import InputFile
from styringsgraf.pipeline.kept import Kept
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.progress import Progress
from styringsgraf.pipeline.recheck import checked, rechecked
from styringsgraf.quality.engines import EngineName
from styringsgraf.quality.reach import reach
from styringsgraf.quality.report import Finding
from styringsgraf.sdg import sdg_quads
from styringsgraf.vocabulary import vocabulary_quads

DAY = date(2026, 6, 30)
MINTER = Minter("https://example.org/")
ROUNDS = 5
CHANGED = 50


def median(rounds: int, call: Callable[[], object]) -> float:
    """Return the median processor time of ``rounds`` calls, seconds."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        call()
        times.append(time.process_time() - started)
    return statistics.median(times)


class Seen(Kept):
    """Remembers the bundle instead of judging it."""

    def __init__(self) -> None:
        self.bundle = b""

    def judge(self, org: str, bundle: bytes, engine: EngineName = "fast") -> tuple[Finding, ...]:  # noqa: ARG002 - as in Kept
        """Take the bundle; find nothing."""
        self.bundle = bundle
        return ()


def worlds(scale: float) -> tuple[Overlay, Overlay, frozenset[str], int]:
    """Return a municipality before and after a change, its documents, and how many statements they make."""
    file = InputFile("plan.xlsx", municipality(1, "lia", scale))
    gathered = gather([file], MINTER, ReleaseKnown(None), Progress("nb"))
    common = {
        MINTER.ontology_graph: tuple(vocabulary_quads(MINTER)),
        MINTER.sdg_graph: tuple(sdg_quads(MINTER)),
    }
    own = {graph: quads for document in gathered.documents for graph, quads in document.graphs.items()}
    rng, changed = random.Random(1), dict(own)
    graph = next(name for name in own if not name.endswith("/provenance") and not name.endswith("/wording"))
    gone = set(rng.sample(range(len(own[graph])), CHANGED))
    changed[graph] = tuple(quad for number, quad in enumerate(own[graph]) if number not in gone)
    stated = sum(len(quads) for name, quads in own.items() if not name.endswith("/provenance"))
    documents = frozenset(document.iri for document in gathered.documents)
    return Overlay(common | own), Overlay(common | changed), documents, stated


def bundle(source: Overlay, documents: frozenset[str]) -> bytes:
    """Return what is validated."""
    seen = Seen()
    check_organisation(source, "lia", documents, DAY, MINTER, kept=seen)
    return seen.bundle


def measured(scale: float) -> list[Row]:
    """Return the rows of one size."""
    before, after, documents, stated = worlds(scale)
    old, new = bundle(before, documents), bundle(after, documents)
    start, full = checked(old), checked(new)
    part = rechecked(start, new)
    change = reach(full.shapes.ntriples, old, new)
    if part.results != full.results or change is None:
        raise SystemExit("a re-check found something else than a full check")
    total, read = (len(lines.splitlines()) for lines in (new, change.bundle))
    size = f"{stated} stated, {total} in the bundle, {len(full.results)} findings"
    judged = f"{change.changed} changed with what follows, {part.judged} judgements, {read} statements read"
    with tempfile.TemporaryDirectory() as folder:
        first = Kept(Path(folder))
        first.write("lia", start)
        content = (Path(folder) / "checked" / "lia").read_bytes()

        def kept() -> None:
            check_organisation(after, "lia", documents, DAY, MINTER, kept=first)

        def again() -> None:
            (Path(folder) / "checked" / "lia").write_bytes(content)
            kept()

        whole = median(ROUNDS, lambda: check_organisation(after, "lia", documents, DAY, MINTER))
        building = median(ROUNDS, lambda: bundle(after, documents))
        return [
            Row("rules, all", median(ROUNDS, lambda: checked(new)), None, size),
            Row(f"rules, after {CHANGED} changed statements", median(ROUNDS, lambda: rechecked(start, new)),
                median(ROUNDS, lambda: checked(new)), judged),
            Row("  of this: what the change can reach", median(ROUNDS, lambda: reach(full.shapes.ntriples, old, new)),
                None, ""),
            Row("bundle (inference, context)", building, None, ""),
            Row("check of the organisation, kept on disk", median(ROUNDS, again), whole,
                f"{len(content) / 1e6:.2f} MB kept"),
        ]  # fmt: skip


def main() -> None:
    """Measure two sizes."""
    for name, scale in (("A bundle of 40 000 statements", 1.0), ("40 000 statements of its own", 2.7)):
        show(name, measured(scale), "full")


if __name__ == "__main__":
    main()

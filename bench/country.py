"""Import, publish and every question, cold and warm, in process and over HTTP, against rdflib: tables of ratios.

20 000 rows are imported; a changed plan is published into one and into 36 generated municipalities; each question is
asked with its own example. Everything runs on the same graph in one run.

    python bench/country.py [--municipalities 36] [--scale 0.5] [--rounds 5] [--patience 60]

Cold is the first ask after a release is opened, warm the median of the following ones. Over HTTP the baseline is the
same application and the same questions on rdflib's engine in memory. rdflib's loading is reported, not counted. A
question that rdflib has not answered within the patience (seconds) is stopped: its ratio is then a lower bound, its
rows are not compared, and it is not asked over HTTP.
"""

import argparse
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn

from generate import municipality
from measure import Row, get, median, once, resident, served, show
from rdflib_engine import RdflibEngine
from styringsgraf import pipeline, resources
from styringsgraf.engine import QueryEngine
from styringsgraf.ingest import MemoryKnown, read
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import InputFile
from styringsgraf.questions import Question, answer, load
from styringsgraf.releases import Reader
from styringsgraf.search import finder
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.terms import nquads
from styringsgraf.web.app import create_app
from styringsgraf.web.serve import listen

DAY = date(2026, 6, 30)
MINTER = Minter(Settings().base)


def rows_import(rounds: int) -> Row:
    """Import of a workbook of 20 000 rows."""
    content = municipality(1, "stor", 18.0)
    imported = read(content, "stor.xlsx", None, MINTER, MemoryKnown())
    quads = [quad for document in imported.documents for graph in document.graphs.values() for quad in graph]
    lines = nquads(quads)
    ours = median(rounds, lambda: read(content, "stor.xlsx", None, MINTER, MemoryKnown()))
    theirs = median(rounds, lambda: RdflibEngine(lines))
    return Row("import of a workbook of 20 000 rows", ours, theirs, f"{len(quads)} statements; rdflib only parses them")


def country(folder: Path, count: int, scale: float) -> Settings:
    """Build a release with the shipped data and ``count`` generated municipalities."""
    config = Settings(data=folder)
    pipeline.initialise(config)
    files = [InputFile(f"k{n}.xlsx", municipality(n, f"k{n}", scale)) for n in range(count)]
    pipeline.publish(config, files, reference_date=DAY)
    return config


def publish_once(config: Settings, scale: float, rounds: int) -> float:
    """Return the median time of publishing one changed plan."""
    turn = 0

    def change() -> None:
        nonlocal turn
        turn += 1
        file = InputFile("k0.xlsx", municipality(1000 + turn % 2, "k0", scale))
        outcome = pipeline.publish(config, [file], reference_date=DAY)
        assert outcome.changed, [finding.rule for finding in outcome.report.stopping][:3]

    change()
    return median(rounds, change)


def example(question: Question) -> dict[str, str]:
    """Return the parameters of the header's own example."""
    return {p.name: str(p.example) for p in question.parameters if p.required}


def ask(question: Question, engine: QueryEngine, reader: Reader) -> object:
    """Return one question's rows."""
    result = answer(
        question, example(question), engine=engine, minter=MINTER, release=reader.manifest.id, lang="nb", limit=1000,
        reference_date=reader.manifest.reference_date, search=finder(reader.companion, len(reader.manifest.graphs)),
    )  # fmt: skip
    return result.as_json()["rows"]


class Impatient(Exception):
    """rdflib took too long."""


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Stop what runs inside after so many seconds. rdflib is Python throughout, so a signal reaches it."""

    def stop(*_: object) -> None:
        raise Impatient

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def in_process(folder: Path, rdf: RdflibEngine, rounds: int, limit: int) -> tuple[list[Row], set[str]]:
    """Every question, cold and warm, in process; and which of them rdflib did not finish."""
    rows, unfinished = [], set()
    for question in load(resources.questions()).questions:
        with pipeline.data_folder(Settings(data=folder)).reader() as reader:
            cold = once(lambda: ask(question, reader.engine, reader))  # noqa: B023 - called at once
            warm = median(rounds, lambda: ask(question, reader.engine, reader))  # noqa: B023
            ours, theirs, note = ask(question, reader.engine, reader), float(limit), ""
            try:
                with patience(limit):
                    started = time.perf_counter()
                    answered = ask(question, rdf, reader)
                    theirs = time.perf_counter() - started
                note = "" if ours == answered else "ROWS DIFFER"
            except Impatient:
                note = f"rdflib stopped after {limit} s: at least"
                unfinished.add(question.name)
        rows += [Row(f"{question.name}, cold", cold, theirs, note), Row(f"{question.name}, warm", warm, theirs, note)]
    return rows, unfinished


class RdflibService(Service):
    """The product's service with rdflib's engine underneath, for the comparison over HTTP."""

    rdf: RdflibEngine

    def ask(self, name: str, values: Any, *, lang: str, limit: int, offset: int = 0) -> Any:  # noqa: D102
        question = self.catalogue.get(name)
        with self.reader() as reader:
            return answer(
                question, values, engine=self.rdf, minter=MINTER, release="-", lang=lang, limit=limit, offset=offset,
                reference_date=reader.manifest.reference_date,
                search=finder(reader.companion, len(reader.manifest.graphs)),
            )  # fmt: skip


@contextmanager
def rdflib_served(folder: Path, rdf: RdflibEngine) -> Iterator[int]:
    """Serve the same application on rdflib's engine, in a thread."""
    service = RdflibService.open(Settings(data=folder))
    service.rdf = rdf
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield int(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def over_http(folder: Path, rdf: RdflibEngine, rounds: int, unfinished: set[str]) -> tuple[list[Row], float, float]:
    """Every question over HTTP; also seconds from start to first answer, and the server's peak memory in MB."""
    rows = []
    with served(folder) as (port, start, process), rdflib_served(folder, rdf) as other:
        for question in load(resources.questions()).questions:
            path = f"/api/v1/questions/{question.name}?{urlencode(example(question))}"
            cold = once(lambda: get(port, path))  # noqa: B023 - called at once
            warm = median(rounds, lambda: get(port, path))  # noqa: B023
            if question.name in unfinished:
                rows.append(Row(f"{question.name}, warm", warm, None, "rdflib not asked"))
                continue
            theirs = median(1, lambda: get(other, path))  # noqa: B023
            rows += [Row(f"{question.name}, cold", cold, theirs, ""), Row(f"{question.name}, warm", warm, theirs, "")]
        return rows, start, resident(process)


def dump(reader: Reader) -> bytes:
    """Return a release as N-Quads."""
    return b"".join(nquads(reader.quads(name)) for name in reader.graphs())


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--municipalities", type=int, default=36)
    parser.add_argument("--scale", type=float, default=0.5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--patience", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "one", Path(folder) / "many"
        show("Import", [rows_import(3)])
        small, large = country(one, 1, options.scale), country(many, options.municipalities, options.scale)
        alone, among = (publish_once(c, options.scale, options.rounds) for c in (small, large))
        name = f"publish of one changed plan among {options.municipalities}"
        show("Publish: a country of one as baseline", [Row(name, among, alone, "ratio: one ÷ many")], "one")
        with pipeline.data_folder(Settings(data=many)).reader() as reader:
            total = reader.manifest.statements
            lines = dump(reader)
        started = time.perf_counter()
        rdf = RdflibEngine(lines)
        loading = time.perf_counter() - started
        del lines
        rows, unfinished = in_process(many, rdf, options.rounds, options.patience)
        show(f"Questions in process, {total} statements", rows)
        rows, start, memory = over_http(many, rdf, options.rounds, unfinished)
        show(f"Questions over HTTP, {total} statements", rows)
        show("Start to first answer", [Row("start to first answer", start, loading, "rdflib: loading the graph")])
        print(f"peak memory of our server: {memory:.0f} MB")


if __name__ == "__main__":
    main()

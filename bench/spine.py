"""Times import, publish and every question against rdflib's engine on the same graph, in one run; prints a table.

Figures are ratios (rdflib's time ÷ ours), medians of several rounds on this machine in this run. Baselines:
import – rdflib parses the very statements our import made (as N-Quads); publish – rdflib replaces the same graphs in
its in-memory dataset, without inference, check or archive, which ours does; questions – the same question, the same
Python around it, rdflib's SPARQL engine underneath, equal rows required.

    python bench/spine.py [--rounds N] [--scale S]
"""

import argparse
import resource
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rdflib import Dataset, URIRef

from generate import municipality
from measure import Row, median, show
from rdflib_engine import RdflibEngine
from styringsgraf import pipeline, resources
from styringsgraf.engine import QueryEngine
from styringsgraf.ingest import MemoryKnown, read
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import InputFile
from styringsgraf.questions import answer, load
from styringsgraf.releases import ReleaseStore
from styringsgraf.search import finder
from styringsgraf.settings import Settings
from styringsgraf.terms import nquads


def imports(rounds: int, scale: float) -> Row:
    """Workbook to statements, against rdflib parsing those statements."""
    content = municipality(7, "benkeby", scale)
    minter = Minter(Settings().base)
    made = read(content, "benk.xlsx", None, minter, MemoryKnown())
    quads = [quad for document in made.documents for graph in document.graphs.values() for quad in graph]
    lines = nquads(quads)

    def parse() -> None:
        Dataset().parse(data=lines, format="nquads")

    ours = median(rounds, lambda: read(content, "benk.xlsx", None, minter, MemoryKnown()))
    return Row("import of a workbook", ours, median(rounds, parse), f"{len(quads)} statements")


def publishes(rounds: int, scale: float, folder: Path) -> Row:
    """One changed plan into a release, against rdflib replacing its graphs in memory."""
    config = Settings(data=folder)
    day = date(2026, 6, 30)
    versions = [municipality(seed, "benkeby", scale) for seed in (7, 8)]
    pipeline.publish(config, [InputFile("benk.xlsx", versions[0])], reference_date=day)
    with ReleaseStore(folder).reader() as reader:
        dataset = RdflibEngine(_dump(reader.manifest, reader.quads)).dataset
    turn = 0

    def ours() -> None:
        nonlocal turn
        turn += 1
        outcome = pipeline.publish(config, [InputFile("benk.xlsx", versions[turn % 2])], reference_date=day)
        assert outcome.manifest is not None
        assert outcome.changed

    minter = Minter(config.base)
    documents = [read(content, "benk.xlsx", None, minter, MemoryKnown()).documents[0] for content in versions]
    graphs = [{name: nquads(quads) for name, quads in document.graphs.items()} for document in documents]

    def theirs() -> None:
        nonlocal turn
        turn += 1
        for name, lines in graphs[turn % 2].items():
            dataset.remove_graph(URIRef(name))
            dataset.parse(data=lines, format="nquads")

    size = sum(len(quads) for quads in documents[0].graphs.values())
    return Row("publish of a changed plan", median(rounds, ours), median(rounds, theirs), f"{size} statements")


def _dump(manifest: object, quads: Callable[[str], object]) -> bytes:
    names = [graph.name for graph in manifest.graphs]  # type: ignore[attr-defined]
    return b"".join(nquads(quads(name)) for name in names)  # type: ignore[arg-type]


def questions(rounds: int, folder: Path) -> list[Row]:
    """Each question with its own example, in process."""
    minter = Minter(Settings().base)
    rows = []
    with pipeline.data_folder(Settings(data=folder)).reader() as reader:
        theirs = RdflibEngine(_dump(reader.manifest, reader.quads))
        for question in load(resources.questions()).questions:
            given = {p.name: str(p.example) for p in question.parameters if p.required}

            def ask(engine: QueryEngine, question: object = question, given: dict[str, str] = given) -> object:
                return answer(
                    question,
                    given,
                    engine=engine,
                    minter=minter,
                    release="",
                    reference_date=reader.manifest.reference_date,
                    search=finder(reader.companion, len(reader.manifest.graphs)),
                    lang="nb",
                    limit=1000,  # type: ignore[arg-type]
                ).as_json()["rows"]

            mine, other = ask(reader.engine), ask(theirs)  # type: ignore[arg-type]
            assert mine == other, f"{question.name}: the two engines differ"
            rows.append(
                Row(
                    question.name,
                    median(rounds * 5, lambda ask=ask: ask(reader.engine)),  # type: ignore[misc]
                    median(rounds, lambda ask=ask: ask(theirs)),  # type: ignore[misc]
                    f"{len(mine)} rows",  # type: ignore[arg-type]
                )
            )
    return rows


def main() -> None:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=2.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        pipeline.initialise(Settings(data=data))
        rows = [imports(options.rounds, options.scale), *questions(options.rounds, data)]
        rows.append(publishes(options.rounds, options.scale, data))
    show("Spine", rows)
    print(f"peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

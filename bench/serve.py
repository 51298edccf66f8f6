"""The product against two other servers over HTTP, in countries of several sizes; prints tables in Markdown.

    python bench/serve.py [--municipalities 1 36 357] [--seconds 10] [--patience 300] [--work DIR] [--memory MB]

Each server is started alone, as a process on loopback, pinned to ``--cores`` cores (the load comes from the others),
on the same statements on the same disk. What is measured, and how: bench/README.md. The countries are kept below
``--work``, so that a second run takes minutes.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path

import contestants
from asking import QUESTIONS
from contestants import Loaded, Running, Unable
from figures import Contestant, Place
from load import require
from nation import Country, country
from publishing import published
from runs import Outcome, Plan, plan, run
from tabling import facts_table, goals_table, publish_table, runs_table


def main() -> None:
    """Measure, print the tables, keep the figures."""
    options = _options()
    require()
    options.work.mkdir(parents=True, exist_ok=True)
    print(f"{os.cpu_count()} cores, load of the machine at the start {os.getloadavg()[0]:.1f}", flush=True)
    places = [_place(options, count) for count in options.municipalities]
    for table in (facts_table, runs_table, publish_table):
        print("\n" + table(places), flush=True)
    print("\n" + goals_table(places))
    for place in places:
        for outcome in (outcome for server in place.servers.values() for outcome in server.outcomes.values()):
            outcome.rows.clear()  # compared by now
    kept = options.work / "serve.json"
    kept.write_text(json.dumps([asdict(place) for place in places], default=_plain, indent=1))
    print(f"\nAll figures: {kept}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--municipalities", type=int, nargs="+", default=[1, 36, 357])
    parser.add_argument("--seconds", type=int, default=10, help="of each run")
    parser.add_argument("--patience", type=float, default=300, help="seconds a server may take to load and start")
    parser.add_argument("--memory", type=float, default=8_000, help="megabytes rdflib may take")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "styringsgraf-bench")
    parser.add_argument("--cores", type=int, default=1, help="of a server")
    parser.add_argument("--workers", type=int, default=0, help="web processes of ours")
    parser.add_argument("--rounds", type=int, default=3, help="publishes after the first")
    parser.add_argument("--questions", nargs="+", default=[question.name for question in QUESTIONS])
    parser.add_argument("--servers", nargs="+", default=["ours", "oxigraph", "rdflib"])
    parser.add_argument("--no-publish", action="store_true")
    return parser.parse_args()


def _place(options: argparse.Namespace, count: int) -> Place:
    place = Place(country(options.work, count))
    _say(f"{count}: {place.country.statements} statements, made in {place.country.seconds:.0f} s")
    if not options.no_publish:
        place.published = published(place.country, options.rounds)
        _say(f"{count}: publish {place.published.median:.2f} s")
    plans = [
        plan(question, place.country, options.seconds) for question in QUESTIONS if question.name in options.questions
    ]
    for name, start in _starters(options, place.country).items():
        if name in options.servers:
            place.servers[name] = _measured(name, start, plans, options)
    return place


def _starters(
    options: argparse.Namespace, made: Country
) -> dict[str, Callable[[], AbstractContextManager[tuple[Loaded, Running]]]]:
    cores, patience = _sides(options.cores)[0], options.patience

    @contextmanager
    def ours() -> Iterator[tuple[Loaded, Running]]:
        loaded = contestants.rebuilt(made, patience)
        with contestants.ours(made, cores, options.workers, patience) as running:
            yield loaded, running

    @contextmanager
    def oxigraph() -> Iterator[tuple[Loaded, Running]]:
        programs = contestants.environment(options.work)
        loaded = contestants.oxigraph_loaded(programs, contestants.dumped(made))
        with contestants.oxigraph(programs, loaded.place, cores, patience) as running:
            yield loaded, running

    @contextmanager
    def rdflib() -> Iterator[tuple[Loaded, Running]]:
        programs, dump = contestants.environment(options.work), contestants.dumped(made)
        with contestants.rdflib(programs, dump, cores, patience, options.memory) as running:
            yield Loaded(dump, running.start, dump.stat().st_size / 1e6), running

    return {"ours": ours, "oxigraph": oxigraph, "rdflib": rdflib}


def _measured(
    name: str,
    start: Callable[[], AbstractContextManager[tuple[Loaded, Running]]],
    plans: Sequence[Plan],
    options: argparse.Namespace,
) -> Contestant:
    made = Contestant()
    try:
        with start() as (made.loaded, server):
            made.start = server.start
            for planned in plans:
                made.outcomes[planned.question.name] = run(server, planned, options.seconds, _sides(options.cores)[1])
                _say(_line(name, planned.question.name, made.outcomes[planned.question.name]))
            made.memory = server.memory()
    except Unable as reason:
        made.note = str(reason)
        _say(made.note)
    return made


def _sides(server: int) -> tuple[list[int], list[int]]:
    """Return the cores of the server and those of the load; on a small machine they share."""
    cores = sorted(os.sched_getaffinity(0))
    return cores[:server], cores[server:] or cores


def _line(server: str, question: str, outcome: Outcome) -> str:
    loads = ", ".join(f"{kind} {load.rate:.0f}/s" for kind, load in outcome.loads.items())
    return f"  {server} {question}: {loads} (load {outcome.busy:.1f})"


def _say(text: str) -> None:
    print(text, flush=True)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, frozenset) else str(value)


if __name__ == "__main__":
    main()

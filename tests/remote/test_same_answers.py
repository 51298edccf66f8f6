"""Every question gives the same answer on all three engines: golden cases and every example of every parameter."""

import importlib.util
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from styringsgraf import errors, pipeline, resources
from styringsgraf.engine import QueryEngine, replica
from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.endpoint import Endpoint
from styringsgraf.engine.remote import Remote
from styringsgraf.engine.replica import Piece
from styringsgraf.engine.storage import Store, canonical, graph_names, graph_quads
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import InputFile, replicate
from styringsgraf.questions import answer, load
from styringsgraf.releases import Content
from styringsgraf.search import NAME, Finder, SearchIndex
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.terms import RdfFormat, parse
from styringsgraf.thread import red_thread

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
Case = tuple[str, str, dict[str, Any]]
NODES = ("3.4", "eksempel/handlingsprogram-2026-2029/T3", "eksempel/kommuneplan-2023/S1")
#: Questions whose query Virtuoso 7 answers otherwise. docs/engines.md says so.
UNEQUAL: dict[str, set[str]] = {"oxigraph": set(), "virtuoso": set()}


def shipped_cases(service: Service) -> Iterator[Case]:
    """Cases about the shipped release, then every question with each of its examples."""
    for path in sorted((GOLDEN / "shipped").glob("*.yaml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield f"shipped/{path.stem}", case["question"], case["given"]
    yield from examples(service)


def examples(service: Service) -> Iterator[Case]:
    for question in service.catalogue.questions:
        parameters = question.parameters
        for optional in (None, *(p.name for p in parameters if not p.required)):
            given = {p.name: p.example for p in parameters if p.required or p.name == optional}
            yield f"{question.name}+{optional or 'required'}", question.name, given


def country_cases(service: Service) -> Iterator[Case]:
    """Every example, and every question about an organisation asked of a generated municipality."""
    yield from examples(service)
    for question in service.catalogue.questions:
        names = {p.name: p for p in question.parameters}
        if "organisation" in names:
            given = {name: p.example for name, p in names.items() if p.required}
            yield f"{question.name}+k1", question.name, {**given, "organisation": "k1"}


def outcome(ask: Callable[[], Any]) -> Any:
    """Return the answer, or the sentence that says why there is none."""
    try:
        return ask()
    except errors.UsageError as fault:
        return fault.sentence("nb")


def compare(config: Settings, cases: Callable[[Service], Iterator[Case]]) -> tuple[int, int, set[str]]:
    """Return how many questions were compared, how many had rows, and the questions that differ."""
    endpoint = Endpoint.of(config)
    assert endpoint is not None
    here = config.model_copy(update={"engine": ""})
    compared, filled, different = 0, 0, set()
    with Service.open(here) as local, Service.open(config) as remote:
        for label, name, given in cases(local):
            expected = outcome(lambda: local.ask(name, given, lang="nb", limit=1000).as_json())  # noqa: B023 - called at once
            found = outcome(lambda: remote.ask(name, given, lang="nb", limit=1000).as_json())  # noqa: B023
            compared += 1
            filled += isinstance(expected, dict) and bool(expected["rows"])
            if found != expected:
                different.add(f"{label}")
    return compared, filled, different


def test_on_the_shipped_release(
    server: dict[str, Any], shipped_settings: Settings, with_engine: Callable[..., Settings]
) -> None:
    config = with_engine(shipped_settings, server)
    pushed = replicate.push(config)
    assert pushed is not None
    assert pushed.graphs > 100
    compared, filled, different = compare(config, shipped_cases)
    assert compared == 161
    assert filled > 120
    assert {label.partition("+")[0] for label in different} == UNEQUAL[server["name"]], sorted(different)


def loaded(path: Path) -> Any:
    """Return a module of the repository that is not part of a package."""
    spec = importlib.util.spec_from_file_location(f"borrowed_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Golden:
    """The golden graph, with what follows from it, as a push needs it."""

    release = "000001-golden"

    def __init__(self, store: Store) -> None:
        graphs = {name: canonical(graph_quads(store, name)) for name in graph_names(store)}
        self.pieces = {name: Piece(graph.sha256, graph.count) for name, graph in graphs.items()}
        self._lines = {graph.sha256: graph.lines.splitlines(keepends=True) for graph in graphs.values()}

    def lines(self, graph: str, sha256: str) -> list[bytes] | None:  # noqa: ARG002 - the shape a push calls
        return self._lines.get(sha256)

    def known(self, release: str) -> bool:
        return release == self.release


def test_on_the_golden_graph(server: dict[str, Any], tmp_path: Path, with_engine: Callable[..., Settings]) -> None:
    borrowed = loaded(ROOT / "tests" / "questions" / "conftest.py")
    trig = parse((GOLDEN / "graph.trig").read_bytes(), format=RdfFormat.TRIG)
    store = borrowed.build(trig, ("prove", "nabo", "fjordvik", "elvdal", "granli"))
    endpoint = Endpoint.of(with_engine(Settings(data=tmp_path), server))
    assert endpoint is not None
    replica.push(endpoint, Golden(store))
    content = Content(dict.fromkeys(graph_names(store), "golden"), partial(graph_quads, store))
    SearchIndex(borrowed.MINTER).build(tmp_path / NAME, content, None)
    finder, catalogue = Finder(lambda *, renew: tmp_path / NAME), load(resources.questions())  # noqa: ARG005 - its shape
    engines: tuple[QueryEngine, ...] = (Embedded(store), Remote(endpoint))

    def asked(question: str, given: dict[str, Any], engine: QueryEngine) -> Any:
        make = partial(answer, catalogue.get(question), given, engine=engine, minter=borrowed.MINTER, search=finder)
        day = borrowed.REFERENCE_DATE
        return outcome(lambda: make(release="r", reference_date=day, lang="nb", limit=1000).as_json())

    compared, filled, different = 0, 0, set()
    for path in sorted(GOLDEN.glob("*/*.yaml")):
        if path.parent.name in ("shipped", "datasets"):  # which datasets there are, no engine is asked
            continue
        case = {"given": yaml.safe_load(path.read_text(encoding="utf-8"))["given"], "question": path.parent.name}
        here, there = (asked(engine=engine, **case) for engine in engines)
        compared += 1
        filled += isinstance(here, dict) and bool(here["rows"])
        if here != there:
            different.add(f"{path.parent.name}+{path.stem}")
    assert compared == 192
    assert filled > 110
    assert {label.partition("+")[0] for label in different} == UNEQUAL[server["name"]], sorted(different)


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A release with the shipped plans and three generated municipalities."""
    generate = loaded(ROOT / "bench" / "generate.py")
    config = Settings(data=tmp_path_factory.mktemp("country") / "data")
    pipeline.initialise(config)
    files = [InputFile(f"k{n}.xlsx", generate.municipality(n, f"k{n}", 0.3)) for n in range(3)]
    assert pipeline.publish(config, files, reference_date=date(2026, 6, 30)).changed
    return config


def test_on_a_slice_of_a_country(
    server: dict[str, Any], country: Settings, with_engine: Callable[..., Settings]
) -> None:
    config = with_engine(country, server)
    assert replicate.push(config) is not None
    compared, filled, different = compare(config, country_cases)
    assert compared > 140
    assert filled > 80
    assert {label.partition("+")[0] for label in different} == UNEQUAL[server["name"]], sorted(different)


def test_the_red_thread(
    server: dict[str, Any], shipped_settings: Settings, with_engine: Callable[..., Settings]
) -> None:
    config = with_engine(shipped_settings, server)
    assert replicate.push(config) is not None
    endpoint, minter = Endpoint.of(config), Minter(config.base)
    assert endpoint is not None
    with Service.open(shipped_settings) as service, service.reader() as reader:
        engines: tuple[QueryEngine, ...] = (reader.engine, Remote(endpoint, config.base))
        for node in NODES:
            here, there = (red_thread(engine, node, "both", minter, lang="nb") for engine in engines)
            assert here == there
            assert len(here.nodes) > 2

"""The golden graph (tests/golden/graph.trig) with what the product's rules infer from it, in memory, once a worker."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Store

from styringsgraf import resources
from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.storage import graph_quads
from styringsgraf.inference import infer
from styringsgraf.namespaces import Minter
from styringsgraf.publish.description import Descriptions
from styringsgraf.questions import Catalogue, Result, answer, load
from styringsgraf.questions.offers import Offers
from styringsgraf.releases import Content, Manifest
from styringsgraf.releases.manifest import GraphRecord
from styringsgraf.search import NAME, Finder, SearchIndex
from styringsgraf.settings import Settings
from styringsgraf.terms import NamedNode, Quad, RdfFormat, parse
from styringsgraf.vocabulary import vocabulary_quads

GOLDEN = Path(__file__).parents[1] / "golden"
MINTER = Minter("https://w3id.org/styringsgraf/")
REFERENCE_DATE = date(2026, 1, 1)


class Draft:
    """What inference needs of a release under construction, over a store in memory."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def graphs(self) -> Iterable[str]:
        return sorted(name.value for name in self.store.named_graphs())

    def quads(self, graph: str) -> Iterable[Quad]:
        return list(self.store.quads_for_pattern(None, None, None, NamedNode(graph)))

    def replace(self, graph: str, quads: Iterable[Quad]) -> None:
        self.store.remove_graph(NamedNode(graph))
        self.store.extend(quads)


def build(quads: Iterable[Quad], organisations: Sequence[str]) -> Store:
    """Return a store with the vocabulary, these statements, and what follows from them."""
    store = Store()
    store.extend(vocabulary_quads(MINTER))
    store.extend(quads)
    for org in organisations:
        infer(Draft(store), org, REFERENCE_DATE, MINTER)
    return store


@pytest.fixture(scope="session")
def golden_store() -> Store:
    trig = (GOLDEN / "graph.trig").read_bytes()
    return build(parse(trig, format=RdfFormat.TRIG), ("prove", "nabo", "fjordvik", "elvdal", "granli"))


@pytest.fixture(scope="session")
def engine(golden_store: Store) -> Embedded:
    return Embedded(golden_store)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(resources.questions())


@pytest.fixture(scope="session")
def search(golden_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Finder:
    path = tmp_path_factory.mktemp("search") / NAME
    graphs = {name.value: "golden" for name in golden_store.named_graphs() if isinstance(name, NamedNode)}

    def place(*, renew: bool) -> Path:
        assert not renew
        return path

    SearchIndex(MINTER).build(path, Content(graphs, partial(graph_quads, golden_store)), None)
    return Finder(place)


class Golden:
    """The golden graph as a release, as far as its description goes."""

    def __init__(self, store: Store) -> None:
        graphs = tuple(
            GraphRecord(name, "golden", len(list(store.quads_for_pattern(None, None, None, NamedNode(name)))))
            for name in Draft(store).graphs()
        )
        self.manifest = Manifest("000001-00000000", 1, "2026-01-01T12:00:00Z", None, REFERENCE_DATE, "golden", graphs)
        self.table = Embedded(store).table


@pytest.fixture(scope="session")
def offers(golden_store: Store) -> Offers:
    release = Golden(golden_store)
    return partial(Descriptions(Settings(), lambda _: release.manifest).offers, release)


Ask = Callable[..., Result]


@pytest.fixture(scope="session")
def ask(engine: Embedded, catalogue: Catalogue, search: Finder, offers: Offers) -> Ask:
    def asked(name: str, *, lang: str = "nb", limit: int = 1000, offset: int = 0, **given: str | list[str]) -> Result:
        return answer(
            catalogue.get(name),
            given,
            engine=engine,
            minter=MINTER,
            release="000001-00000000",
            reference_date=REFERENCE_DATE,
            lang=lang,
            limit=limit,
            offset=offset,
            search=search,
            datasets=offers,
        )

    return asked

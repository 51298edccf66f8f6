"""Plans as data: a handful of nodes with what may change about them, written as the statements an import would make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from styringsgraf.namespaces import CODE, KINDS, Minter
from styringsgraf.terms import A, NamedNode, Quad, calendar_date, decimal, lang_string, named, quad, sg, string

MINTER = Minter("https://data.example.no/")
ORG = "lillevik"


@dataclass(frozen=True)
class Thing:
    """One node of one edition. ``forerunner`` is (edition, kind, code); ``key`` an enduring key."""

    kind: str
    code: str
    title: str
    parent: str | None = None
    unit: str | None = None
    green: str | None = None
    forerunner: tuple[str, str, str] | None = None
    key: str | None = None
    more: dict[str, str] = field(default_factory=dict, hash=False)

    def iri(self, edition: str) -> str:
        return MINTER.edition(ORG, edition, KINDS[self.kind], self.code)


#: How a kind hangs at its parent.
UP = {"MainGoal": "partOfFocusArea", "SubGoal": "refines", "Strategy": "leadsTo", "Indicator": "measures"}


def document(edition: str, year: int, publisher: str = ORG, graph: str | None = None) -> Iterator[Quad]:
    iri, name = MINTER.document(publisher, edition), graph or MINTER.graph(publisher, edition)
    yield quad(iri, A, sg("ActionProgramme"), name)
    yield quad(iri, named("dct:title"), lang_string(f"Plan {edition}", "nb"), name)
    yield quad(iri, named("dct:publisher"), NamedNode(MINTER.organisation(publisher)), name)
    yield quad(iri, named("skos:notation"), string(edition), name)
    yield quad(iri, sg("series"), string(edition.partition("-")[0]), name)
    yield quad(iri, sg("documentStatus"), NamedNode(f"{CODE}document-status/adopted"), name)
    yield quad(iri, sg("validFrom"), calendar_date(date(year, 1, 1)), name)
    yield quad(iri, sg("validTo"), calendar_date(date(year + 3, 12, 31)), name)


def statements(edition: str, things: Iterable[Thing]) -> Iterator[Quad]:
    graph = MINTER.graph(ORG, edition)
    for thing in things:
        iri = thing.iri(edition)
        yield quad(iri, A, sg(thing.kind), graph)
        yield quad(iri, named("dct:title"), lang_string(thing.title, "nb"), graph)
        yield quad(iri, named("skos:notation"), string(thing.code), graph)
        yield quad(iri, sg("statedIn"), NamedNode(MINTER.document(ORG, edition)), graph)
        key = thing.key or f"{edition}-{thing.code}"
        enduring = NamedNode(MINTER.enduring(ORG, KINDS[thing.kind], key))
        yield quad(iri, named("dct:isVersionOf"), enduring, graph)
        if thing.parent is not None:
            yield quad(iri, sg(UP[thing.kind]), NamedNode(thing.parent), graph)
        if thing.forerunner is not None:
            older, kind, code = thing.forerunner
            before = MINTER.edition(ORG, older, KINDS[kind], code)
            yield quad(iri, named("prov:wasRevisionOf"), NamedNode(before), graph)
        for lang, words in thing.more.items():
            yield quad(iri, sg("statement"), lang_string(words, lang), graph)
        yield from _measured(thing, iri, graph)


def _measured(thing: Thing, iri: str, graph: str) -> Iterator[Quad]:
    if thing.unit is not None:
        yield quad(iri, sg("unitOfMeasure"), NamedNode(f"{CODE}unit/{thing.unit}"), graph)
    if thing.green is not None:
        band = f"{iri}/band/green-1"
        yield quad(iri, sg("hasBand"), NamedNode(band), graph)
        yield quad(band, A, sg("ValueBand"), graph)
        yield quad(band, sg("colour"), NamedNode(f"{CODE}band-colour/green"), graph)
        yield quad(band, sg("lower"), decimal(Decimal(thing.green)), graph)


@pytest.fixture(scope="session")
def plans() -> SimpleNamespace:
    """The helpers of this file, for tests that import nothing from each other."""
    return SimpleNamespace(Thing=Thing, document=document, statements=statements, minter=MINTER, org=ORG)

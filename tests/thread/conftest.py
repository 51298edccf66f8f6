"""A small town whose threads are drawn: two editions of an action programme, a plan, an annual report."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pyoxigraph import Store

from styringsgraf import resources
from styringsgraf.engine import Limits, Table
from styringsgraf.engine.embedded import Embedded
from styringsgraf.inference import inferred
from styringsgraf.namespaces import CODE, KINDS, SDG, SDGO, Minter
from styringsgraf.terms import (
    A,
    NamedNode,
    Object,
    Quad,
    RdfFormat,
    calendar_date,
    decimal,
    integer,
    lang_string,
    named,
    parse,
    quad,
    sg,
    string,
)
from styringsgraf.thread import Thread, red_thread

MINTER = Minter("https://data.example.no/")
ORG = "lillevik"
DAY = date(2024, 6, 1)


def background() -> tuple[Quad, ...]:
    graph = NamedNode(MINTER.ontology_graph)
    found: list[Quad] = []
    for file in ("core.ttl", "codes.ttl"):
        text = (resources.ontology() / file).read_bytes()
        found += [Quad(q.subject, q.predicate, q.object, graph) for q in parse(text, format=RdfFormat.TURTLE)]
    for code in ("3", "3.4", "13", "13.2"):
        goal = code.partition(".")[0]
        kind = "Goal" if code == goal else "Target"
        found.append(quad(SDG + code, A, NamedNode(SDGO + kind), MINTER.sdg_graph))
        found.append(quad(SDG + code, named("skos:notation"), string(code), MINTER.sdg_graph))
        if kind == "Target":
            found.append(quad(SDG + code, NamedNode(f"{SDGO}isTargetOf"), NamedNode(SDG + goal), MINTER.sdg_graph))
    return tuple(found)


class Counting:
    """An engine that counts the queries it is asked."""

    def __init__(self, engine: Embedded) -> None:
        self.engine, self.asked = engine, 0

    def table(self, query: str, limits: Limits | None = None) -> Table:
        self.asked += 1
        return self.engine.table(query, limits)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)


@dataclass
class Town:
    """Collects statements; ``thread`` infers over them and walks."""

    world: tuple[Quad, ...]
    quads: list[Quad] = field(default_factory=list)
    queries: int = 0

    def iri(self, name: str) -> str:
        """Return the IRI of ``sdg:3.4``, ``edition`` or ``edition/Kind/code``."""
        if name.startswith("sdg:"):
            return SDG + name.removeprefix("sdg:")
        match name.split("/"):
            case [edition, kind, code]:
                return MINTER.edition(ORG, edition, KINDS[kind], code)
            case _:
                return MINTER.document(ORG, name)

    def short(self, iri: str) -> str:
        """Return the code behind an IRI, ``sdg:`` before the UN's."""
        return f"sdg:{iri.removeprefix(SDG)}" if iri.startswith(SDG) else "/".join(iri.split("/")[-3::2])

    def state(self, subject: str, predicate: str, value: Object | str, edition: str, part: str = "") -> None:
        term = NamedNode(value if value.startswith("http") else self.iri(value)) if isinstance(value, str) else value
        iri = subject if subject.startswith("http") else self.iri(subject)
        self.quads.append(quad(iri, named(predicate), term, MINTER.graph(ORG, edition, part)))

    def document(self, edition: str, year: int, series: str, kind: str = "ActionProgramme") -> None:
        self.state(edition, "rdf:type", sg(kind), edition)
        self.state(edition, "dct:title", lang_string(f"Plan {edition}", "nb"), edition)
        self.state(edition, "dct:publisher", MINTER.organisation(ORG), edition)
        self.state(edition, "sg:documentStatus", f"{CODE}document-status/adopted", edition)
        self.state(edition, "sg:validFrom", calendar_date(date(year, 1, 1)), edition)
        self.state(edition, "sg:series", string(series), edition)

    def node(self, name: str, title: str = "", *, same: str | None = None, **links: str | Iterable[str]) -> None:
        edition, kind, code = name.split("/")
        self.state(name, "rdf:type", sg(kind), edition)
        self.state(name, "dct:title", lang_string(title or f"Om {code}", "nb"), edition)
        self.state(name, "skos:notation", string(code), edition)
        self.state(name, "sg:statedIn", edition, edition)
        self.state(name, "dct:isVersionOf", self.enduring(kind, same or f"{edition}-{code}"), edition)
        for predicate, ends in links.items():
            for end in [ends] if isinstance(ends, str) else ends:
                self.state(name, f"sg:{predicate}", end, edition)

    def segment(self, code: str, kind: str, title: str) -> str:
        """Take a part out of a UN target, and return its IRI."""
        iri = MINTER.segment(code)
        for predicate, value in (
            ("rdf:type", sg("TargetSegment")),
            ("rdf:type", sg(kind)),
            ("skos:notation", string(code)),
            ("dct:title", lang_string(title, "nb")),
            ("sg:partOfTarget", NamedNode(SDG + code.partition("-")[0])),
        ):
            self.quads.append(quad(iri, named(predicate), value, MINTER.sdg_graph))
        return iri

    def enduring(self, kind: str, key: str) -> str:
        return MINTER.enduring(ORG, KINDS[kind], key)

    def claim(self, source: str, target: str, kind: str = "claimed") -> None:
        edition = source.partition("/")[0]
        iri = f"{self.iri(edition)}/contribution/{len(self.quads)}"
        self.state(iri, "sg:contributionKind", f"{CODE}contribution-kind/{kind}", edition, "claims")
        self.state(iri, "sg:contributionFrom", source, edition, "claims")
        self.state(iri, "sg:contributionTo", target, edition, "claims")

    def observe(
        self, key: str, year: int, value: str | None = None, status: str = "measured", area: str | None = None
    ) -> None:
        iri = f"{MINTER.organisation(ORG)}/observation/{key}/{year}/{area or ORG}"
        where = MINTER.enduring(ORG, "service-area", area) if area else MINTER.organisation(ORG)
        self.state(iri, "rdf:type", sg("Observation"), "report")
        self.state(iri, "sg:indicator", self.enduring("Indicator", key), "report")
        self.state(iri, "sg:period", integer(year), "report")
        self.state(iri, "sg:area", where, "report")
        self.state(iri, "sg:observationStatus", f"{CODE}observation-status/{status}", "report")
        if value is not None:
            self.state(iri, "sg:value", decimal(Decimal(value)), "report")

    def engine(self) -> Counting:
        """Infer, and store."""
        everything = (*self.world, *self.quads)
        store = Store()
        store.extend((*everything, *inferred(everything, ORG, DAY, MINTER)))
        return Counting(Embedded(store))

    def thread(self, node: str, direction: Any = "both", *, lang: str = "nb", **bounds: int) -> Thread:
        """Infer, store, walk. ``node`` is a short name, or anything a caller may write."""
        engine = self.engine()
        given = self.iri(node) if node.count("/") == 2 and not node.startswith(ORG) else node
        found = red_thread(engine, given, direction, MINTER, lang=lang, **bounds)
        self.queries = engine.asked
        return found

    def links(self, thread: Thread) -> set[tuple[str, str, str]]:
        """Return (from, to, basis) in short names."""
        return {(self.short(link.start), self.short(link.end), link.basis) for link in thread.links}

    def reached(self, thread: Thread, direction: str) -> dict[str, int]:
        """Return short name → steps of the nodes reached in a direction, the root left out."""
        steps = {self.short(node.iri): getattr(node, direction) for node in thread.nodes if node.iri != thread.root}
        return {name: far for name, far in steps.items() if far is not None}


@pytest.fixture(scope="session")
def new_town() -> Callable[[], Town]:
    world = background()
    return lambda: Town(world)


@pytest.fixture
def town(new_town: Callable[[], Town]) -> Town:
    """A thread across two documents, with an indicator, and an older edition of one of them."""
    town = new_town()
    town.document("plan", 2022, "plan", "MasterPlan")
    town.document("hp23", 2023, "hp")
    town.document("hp24", 2024, "hp")
    town.document("report", 2024, "report", "Report")
    town.node("plan/FocusArea/S", "Trygg oppvekst", alignsWith="sdg:3")
    town.node("plan/MainGoal/H", "Barn har det bra", partOfFocusArea="plan/FocusArea/S")
    town.node("plan/SubGoal/D", "God psykisk helse", refines="plan/MainGoal/H", alignsWith="sdg:3.4")
    town.node("plan/Strategy/R", "Tidlig innsats", leadsTo="plan/SubGoal/D")
    town.node("hp23/Assignment/O1", "Gammelt oppdrag", same="oppdrag", concretises="plan/Strategy/R")
    town.node("hp23/Measure/T0", "Gammelt tiltak", fulfils="hp23/Assignment/O1")
    town.node("hp24/Assignment/O1", "Oppdraget", same="oppdrag", concretises="plan/Strategy/R")
    town.node("hp24/Measure/T2", "Åpen hall", fulfils="hp24/Assignment/O1")
    town.node("hp24/Measure/T10", "Hjemmebesøk", fulfils=["hp24/Assignment/O1", "hp23/Assignment/O1"])
    town.node("plan/Indicator/I1", "Andel som trives", same="trivsel", measures="plan/SubGoal/D")
    town.state("plan/Indicator/I1", "sg:unitOfMeasure", f"{CODE}unit/percent", "plan")
    town.state("plan/Indicator/I1", "sg:decimals", integer(1), "plan")
    town.observe("trivsel", 2022, "80.5")
    town.observe("trivsel", 2023, "82.0")
    return town

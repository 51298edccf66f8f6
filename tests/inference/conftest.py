"""A small town to infer over: documents, nodes, links and claims as an import would state them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

import pytest

from styringsgraf import resources
from styringsgraf.inference import inferred
from styringsgraf.namespaces import CODE, PREFIXES, SDG, SDGO, SG, Minter
from styringsgraf.terms import (
    A,
    NamedNode,
    Object,
    Quad,
    RdfFormat,
    calendar_date,
    lang_string,
    named,
    parse,
    quad,
    sg,
    string,
)

MINTER = Minter("https://data.example.no/")
ORG = "lillevik"


def background() -> tuple[Quad, ...]:
    """The core's own statements, an alignment that must not be followed, and a corner of the UN side."""
    core = (resources.ontology() / "core.ttl").read_bytes()
    graph = NamedNode(MINTER.ontology_graph)
    found = [Quad(q.subject, q.predicate, q.object, graph) for q in parse(core, format=RdfFormat.TURTLE)]
    found.append(quad(f"{SG}Measure", named("rdfs:subClassOf"), NamedNode("https://example.org/Act"), graph.value))
    for target in ("3.4", "3.5", "13.2"):
        goal = target.partition(".")[0]
        found += [
            quad(SDG + goal, A, NamedNode(f"{SDGO}Goal"), MINTER.sdg_graph),
            quad(SDG + target, A, NamedNode(f"{SDGO}Target"), MINTER.sdg_graph),
            quad(SDG + target, NamedNode(f"{SDGO}isTargetOf"), NamedNode(SDG + goal), MINTER.sdg_graph),
        ]
    segment = f"{SDG}3.4/segment/1"
    found += [
        quad(segment, A, sg("EndSegment"), MINTER.sdg_graph),
        quad(segment, sg("partOfTarget"), NamedNode(f"{SDG}3.4"), MINTER.sdg_graph),
    ]
    return tuple(found)


@dataclass(frozen=True)
class Outcome:
    """What was inferred, in short names: a node is ``edition/code``, a document its edition, the UN's ``sdg:3.4``."""

    quads: tuple[Quad, ...]

    def pairs(self, predicate: str) -> set[tuple[str, str]]:
        wanted = named(predicate)
        return {(short(q.subject.value), short(q.object.value)) for q in self.quads if q.predicate == wanted}

    @property
    def in_force(self) -> set[str]:
        return {subject for subject, value in self.pairs("sg:inForce") if value == "true"}

    @property
    def contributes(self) -> set[tuple[str, str]]:
        return self.pairs("sg:contributesTo")

    @property
    def carried(self) -> set[tuple[str, str]]:
        return self.pairs("sg:carriedOver")

    @property
    def supports(self) -> set[tuple[str, str]]:
        return self.pairs("sg:supports")

    @property
    def claims(self) -> set[tuple[str, str]]:
        return self.pairs("sg:claimsSupport")

    def types(self, node: str) -> set[str]:
        return {value for subject, value in self.pairs("rdf:type") if subject == node}


def short(iri: str) -> str:
    """Shorten an IRI of the town, the UN or a vocabulary."""
    if iri.startswith(SDG):
        return "sdg:" + iri.removeprefix(SDG)
    own = f"{MINTER.organisation(ORG)}/"
    if iri.startswith(own):
        parts = iri.removeprefix(own).split("/")
        return parts[0] if len(parts) == 1 else f"{parts[0]}/{parts[-1]}"
    for prefix in ("sg", "org", "qb"):
        if iri.startswith(PREFIXES[prefix]):
            return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
    return iri


@dataclass
class Town:
    """Collects statements; ``infer`` runs the rules over them."""

    world: tuple[Quad, ...]
    quads: list[Quad] = field(default_factory=list)

    def iri(self, name: str) -> str:
        """Return the IRI of a short name."""
        if name.startswith("sdg:"):
            return SDG + name.removeprefix("sdg:")
        edition, _, code = name.partition("/")
        return MINTER.edition(ORG, edition, "node", code) if code else MINTER.document(ORG, edition)

    def state(self, name: str, predicate: str, value: Object | str, graph: str) -> None:
        """State one thing in the graph of an edition (``hp1`` or ``hp1/claims``)."""
        edition, _, part = graph.partition("/")
        term = NamedNode(self.iri(value)) if isinstance(value, str) else value
        self.quads.append(quad(self.iri(name), named(predicate), term, MINTER.graph(ORG, edition, part)))

    def document(
        self,
        edition: str,
        *,
        status: str | None = "adopted",
        adopted: date | None = None,
        start: date | None = None,
        end: date | None = None,
        series: str | None = None,
        supersedes: Iterable[str] = (),
    ) -> None:
        """State a document."""
        self.state(edition, "rdf:type", sg("ActionProgramme"), edition)
        self.state(edition, "dct:publisher", NamedNode(MINTER.organisation(ORG)), edition)
        if status:
            self.state(edition, "sg:documentStatus", NamedNode(f"{CODE}document-status/{status}"), edition)
        for name, day in (("adoptedOn", adopted), ("validFrom", start), ("validTo", end)):
            if day:
                self.state(edition, f"sg:{name}", calendar_date(day), edition)
        if series:
            self.state(edition, "sg:series", string(series), edition)
        for older in supersedes:
            self.state(edition, "sg:supersedes", older, edition)

    def node(self, name: str, kind: str = "Measure", *, same: str | None = None, revises: Iterable[str] = ()) -> None:
        """State a node in its own document; ``same`` is the key of its enduring node."""
        edition = name.partition("/")[0]
        self.state(name, "rdf:type", sg(kind), edition)
        self.state(name, "dct:title", lang_string(name, "nb"), edition)
        self.state(name, "sg:statedIn", edition, edition)
        enduring = MINTER.enduring(ORG, "node", same or name.replace("/", "-"))
        self.state(name, "dct:isVersionOf", NamedNode(enduring), edition)
        for older in revises:
            self.state(name, "prov:wasRevisionOf", older, edition)

    def link(self, source: str, predicate: str, target: str, graph: str | None = None) -> None:
        """State a link, in the graph of the source's edition unless told."""
        self.state(source, predicate, target, graph or source.partition("/")[0])

    def claim(self, source: str, target: str, *, kind: str = "claimed", edition: str | None = None) -> None:
        """State a qualified contribution in the claims graph."""
        edition = edition or source.partition("/")[0]
        name, graph = f"{edition}/claim-{len(self.quads)}", f"{edition}/claims"
        self.state(name, "rdf:type", sg("Contribution"), graph)
        self.state(name, "sg:contributionFrom", source, graph)
        self.state(name, "sg:contributionTo", target, graph)
        self.state(name, "sg:contributionKind", NamedNode(f"{CODE}contribution-kind/{kind}"), graph)

    def infer(self, day: date, *assumed: str) -> Outcome:
        """Run the rules at a reference date."""
        documents = frozenset(self.iri(edition) for edition in assumed)
        return Outcome(inferred((*self.world, *self.quads), ORG, day, MINTER, documents))


@pytest.fixture(scope="session")
def new_town() -> Callable[[], Town]:
    """Return a maker of empty towns."""
    world = background()
    return lambda: Town(world)


@pytest.fixture
def town(new_town: Callable[[], Town]) -> Town:
    """Return an empty town."""
    return new_town()

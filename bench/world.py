"""The statements of a made-up municipality whose plans lack nothing, and the list of what has to be found in them.

Statements are made directly, because much of what the rules look for an import would refuse. Never shipped.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from styringsgraf.namespaces import CODE, PREFIXES, SDG, Minter
from styringsgraf.pipeline.checking import Overlay
from styringsgraf.quality.wording.annotating import text_hash
from styringsgraf.sdg import sdg_quads
from styringsgraf.terms import (
    A,
    Literal,
    NamedNode,
    Quad,
    calendar_date,
    decimal,
    integer,
    lang_string,
    named,
    quad,
    sg,
    string,
    subject_iri,
)
from styringsgraf.vocabulary import vocabulary_quads

MINTER: Final = Minter("https://example.org/")
ORG: Final = "lia"
#: The day the municipality is looked at.
DAY: Final = date(2026, 6, 30)
MASTER, PROGRAMME, OPERATIONS, BEFORE = "kommuneplan-2024", "program-2026", "virksomhet-2026", "program-2025"
_YEARS: Final = range(2019, 2026)
#: A class → its kind in addresses, the plan it is stated in, how it reads, and what else is said of the wording.
_CLASSES: Final = {
    "MainGoal": ("main-goal", MASTER, "goal", ()),
    "SubGoal": ("sub-goal", MASTER, "goal", ()),
    "Strategy": ("strategy", MASTER, "strategy", ()),
    "Assignment": ("assignment", PROGRAMME, "assignment", ("deliverable",)),
    "Measure": ("measure", OPERATIONS, "measure", ("deliverable",)),
    "Indicator": ("indicator", MASTER, "indicator", ()),
    "FocusArea": ("focus-area", MASTER, "", ()),
}
Value = str | int | Decimal | date


@dataclass(frozen=True)
class Home:
    """One whole branch, by the addresses of its nodes."""

    area: str
    main: str
    goal: str
    strategy: str
    assignment: str
    measure: str
    indicator: str


@dataclass
class World:
    """The statements by graph, and what must be found: how often each (rule, focus node)."""

    graphs: dict[str, list[Quad]] = field(default_factory=lambda: defaultdict(list))
    expected: Counter[tuple[str, str]] = field(default_factory=Counter)
    plans: list[str] = field(default_factory=list)

    def say(self, node: str, name: str, *values: Value, plan: str = MASTER) -> None:
        """State something: texts with ``://`` are addresses, a leading ``@nb `` names a language."""
        predicate, graph = _predicate(name), MINTER.graph(ORG, plan)
        self.graphs[graph].extend(quad(node, predicate, _term(value), graph) for value in values)

    def must_find(self, node: str, *rules: str) -> None:
        """Write down what has to be found on a node."""
        self.expected.update((f"SG-{rule}", node) for rule in rules)

    def source(self) -> Overlay:
        """Return the graphs together with the vocabulary and the UN side."""
        return Overlay({**_common(), **{name: tuple(quads) for name, quads in self.graphs.items()}})

    def plan(self, edition: str, kind: str, adopted: str, first: str, last: str, *, decided: bool = True) -> str:
        """State a plan with all that a plan has; ``decided`` leaves out the decision."""
        iri = MINTER.document(ORG, edition)
        self.say(iri, "rdf:type", f"{PREFIXES['sg']}{kind}", plan=edition)
        self.say(iri, "dct:title", "@nb Plan", "@nn Plan", "@en Plan", plan=edition)
        self.say(iri, "dct:publisher", MINTER.organisation(ORG), plan=edition)
        self.say(iri, "sg:series", edition.partition("-")[0] if edition[-4:].isdigit() else edition, plan=edition)
        self.say(iri, "sg:documentStatus", f"{CODE}document-status/adopted", plan=edition)
        for name, day in (("adoptedOn", adopted), ("validFrom", first), ("validTo", last)):
            self.say(iri, f"sg:{name}", date.fromisoformat(day), plan=edition)
        if decided:
            self.say(iri, "sg:adoptedBy", f"{iri}/decision/1", plan=edition)
            self.say(f"{iri}/decision/1", "rdf:type", f"{PREFIXES['sg']}Decision", plan=edition)
        if edition != BEFORE:
            self.plans.append(iri)
        return iri

    def node(  # noqa: PLR0913 - what can be spoilt, one by one
        self,
        kind: str,
        code: str,
        plan: str = "",
        *,
        title: str = "",
        english: bool = True,
        traits: tuple[str, ...] = (),
        reads: str = "",
        analysed: bool = True,
    ) -> str:
        """State a node with code, titles and what they read as; ``title``, ``traits``, ``reads`` spoil the first."""
        part, home, own, usual = _CLASSES[kind]
        plan = plan or home
        iri = MINTER.edition(ORG, plan, part, code)
        self.say(iri, "rdf:type", f"{PREFIXES['sg']}{kind}", plan=plan)
        self.say(iri, "sg:statedIn", MINTER.document(ORG, plan), plan=plan)
        self.say(iri, "skos:notation", code, plan=plan)
        self.say(iri, "dct:isVersionOf", MINTER.enduring(ORG, part, f"{plan}-{code}"), plan=plan)
        texts = {"nb": title or f"{kind} {code} på bokmål", "nn": f"{kind} {code} på nynorsk"}
        self.say(iri, "dct:title", *(f"@{lang} {text}" for lang, text in texts.items()), plan=plan)
        if english:
            self.say(iri, "dct:title", f"@en {kind} {code}", plan=plan)
        for lang, text in texts.items() if own else ():
            if lang == "nn" or analysed:
                spoilt = lang == "nb"
                self._wording(
                    iri, plan, (lang, text), (reads if spoilt else "") or own, (*usual, *(traits if spoilt else ()))
                )
        return iri

    def _wording(self, node: str, plan: str, text: tuple[str, str], reads: str, traits: tuple[str, ...]) -> None:
        iri, graph = MINTER.wording(node, text[0]), MINTER.graph(ORG, plan, "wording")
        facts: list[tuple[str, Value]] = [
            ("rdf:type", f"{PREFIXES['sg']}WordingAnnotation"),
            ("sg:annotates", node),
            ("sg:wordingClass", f"{CODE}wording-class/{reads}"),
            ("sg:confidence", Decimal("0.9")),
            ("sg:analysedText", text_hash(text[1])),
            ("sg:cue", "skal"),
            *(("sg:wordingTrait", f"{CODE}wording-trait/{trait.removeprefix('-')}") for trait in traits),
        ]
        if reads == "assignment":
            facts.append(("sg:wordingActor", f"{CODE}wording-actor/service"))
        self.graphs[graph].extend(quad(iri, _predicate(name), _term(value), graph) for name, value in facts)

    def indicator(  # noqa: PLR0913 - as above
        self,
        code: str,
        goal: str,
        *,
        without: tuple[str, ...] = (),
        limits: tuple[int, ...] = (0, 39, 40, 59, 60, 100),
        direction: str = "higher-is-better",
        years: range = _YEARS,
        title: str = "",
        reads: str = "",
    ) -> str:
        """State an indicator with unit, bands, baseline, target value and results; ``without`` leaves some out."""
        iri = self.node("Indicator", code, title=title, reads=reads)
        facts: dict[str, Value] = {
            "measures": goal,
            "unitOfMeasure": f"{CODE}unit/percent-share",
            "direction": f"{CODE}direction/{direction}",
            "frequency": f"{CODE}frequency/yearly",
            "indicatorSource": "Egen telling",
            "decimals": 0,
            "baseline": f"{iri}/baseline",
            "hasTargetValue": f"{iri}/target-value/1",
        }
        for name, fact in facts.items():
            if name not in without:
                self.say(iri, f"sg:{name}", fact)
        for name, year in (("baseline", 2018), ("target-value/1", 2030)):
            self.say(f"{iri}/{name}", "sg:value", Decimal(50))
            self.say(f"{iri}/{name}", "sg:year", year)
        for number, colour in enumerate(("red", "yellow", "green")):
            band = f"{iri}/band/{number}"
            self.say(iri, "sg:hasBand", band)
            self.say(band, "sg:colour", f"{CODE}band-colour/{colour}")
            self.say(band, "sg:lower", Decimal(limits[2 * number]))
            self.say(band, "sg:upper", Decimal(limits[2 * number + 1]))
        for year in years:
            self.result(code, year, 55)
        return iri

    def result(self, code: str, year: int, value: int) -> str:
        """State one result of an indicator's series."""
        iri = MINTER.enduring(ORG, "observation", f"{code}-{year}")
        self.say(iri, "rdf:type", f"{PREFIXES['sg']}Observation")
        self.say(iri, "sg:indicator", MINTER.enduring(ORG, "indicator", f"{MASTER}-{code}"))
        self.say(iri, "sg:period", year)
        self.say(iri, "sg:value", Decimal(value))
        self.say(iri, "sg:area", MINTER.organisation(ORG))
        return iri


@cache
def _predicate(name: str) -> NamedNode:
    return A if name == "rdf:type" else named(name) if not name.startswith("sg:") else sg(name[3:])


def _term(value: Value) -> NamedNode | Literal:
    if isinstance(value, date):
        return calendar_date(value)
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, Decimal):
        return decimal(value)
    if value.startswith("@"):
        return lang_string(value[4:], value[1:3])
    return NamedNode(value) if "://" in value else string(value)


@cache
def _common() -> dict[str, tuple[Quad, ...]]:
    return {MINTER.ontology_graph: tuple(vocabulary_quads(MINTER)), MINTER.sdg_graph: tuple(sdg_quads(MINTER))}


@cache
def segment_of(kind: str) -> str:
    """Return the address of a UN target's part: the first of its kind (``EndSegment``, ``MeansSegment``)."""
    return min(subject_iri(q) for q in _common()[MINTER.sdg_graph] if q.predicate == A and q.object == sg(kind))


def enduring(kind: str, code: str) -> str:
    """Return the address of a part of the organisation."""
    return MINTER.enduring(ORG, "service-area" if kind == "ServiceArea" else "unit", code)


def branches(world: World, count: int) -> Iterator[Home]:
    """State whole branches, ten to a main goal and fifty to a focus area, and yield each."""
    area = main = ""
    for number in range(count):
        if number % 10 == 0:
            if number % 50 == 0:
                area = world.node("FocusArea", f"F{number}")
                world.say(area, "sg:buildsOn", f"{SDG}3")
            main = world.node("MainGoal", f"H{number}")
            world.say(main, "sg:partOfFocusArea", area)
        goal = world.node("SubGoal", f"D{number}")
        world.say(goal, "sg:refines", main)
        world.say(goal, "sg:alignsWith", f"{SDG}3.4")
        strategy = world.node("Strategy", f"S{number}")
        world.say(strategy, "sg:leadsTo", goal)
        assignment = world.node("Assignment", f"O{number}")
        world.say(assignment, "sg:concretises", strategy, plan=PROGRAMME)
        world.say(assignment, "sg:responsible", enduring("ServiceArea", "oppvekst"), plan=PROGRAMME)
        measure = world.node("Measure", f"T{number}")
        world.say(measure, "sg:fulfils", assignment, plan=OPERATIONS)
        world.say(measure, "sg:responsible", enduring("Unit", "skole"), plan=OPERATIONS)
        yield Home(area, main, goal, strategy, assignment, measure, world.indicator(f"I{number}", goal))

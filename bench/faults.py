"""One municipality with known faults, and the list of what must be found: all of it, and nothing else.

The same arguments give the same statements. Here are the faults of rules C to E; those of A and B stand in
``faults_thread``.
"""

from datetime import date
from typing import Final

from faults_thread import FOUND, Fault, assignment, fault, measure, whole_goal, whole_strategy
from styringsgraf.namespaces import CODE, PREFIXES, SDG
from styringsgraf.terms import NamedNode
from world import BEFORE, DAY, MASTER, MINTER, OPERATIONS, ORG, PROGRAMME, Home, World, branches, enduring

__all__ = ["DAY", "FAULTS", "MINTER", "ORG", "World", "municipality"]

_SG: Final = PREFIXES["sg"]


@fault
def c01(world: World, home: Home, code: str) -> None:
    """Plant a sub-goal nobody measures."""
    made = world.node("SubGoal", code)
    world.say(made, "sg:refines", home.main)
    world.say(home.strategy, "sg:leadsTo", made)
    world.must_find(made, "C01")


@fault
def c02(world: World, home: Home, code: str) -> None:
    """Plant a main goal nobody measures."""
    made = world.node("MainGoal", code)
    world.say(made, "sg:partOfFocusArea", home.area)
    world.say(home.strategy, "sg:leadsTo", made)
    world.must_find(made, "C02")


def _measured(rule: str, **spoilt: object) -> None:
    """Plant an indicator with a fault."""

    def plant(world: World, home: Home, code: str) -> None:
        world.must_find(world.indicator(code, home.goal, **spoilt), rule)  # type: ignore[arg-type]

    plant.__name__ = f"{rule.lower()}-{len(FOUND)}"
    fault(plant)


for _missing in ("unitOfMeasure", "frequency", "indicatorSource"):
    _measured("C03", without=(_missing,))
_measured("C03", without=("direction",))
_measured("C04", without=("baseline",))
_measured("C04", without=("hasTargetValue",))
_measured("C06", limits=(0, 40, 40, 59, 60, 100))
_measured("C07", limits=(0, 37, 40, 59, 60, 100))
_measured("C08", years=range(2019, 2025))
_measured("C10", title="Fornøyde brukere, mål: 80")
_measured("C12", direction="lower-is-better")
_measured("C13", reads="goal")


@fault
def c05(world: World, home: Home, code: str) -> None:
    """Plant a goal measured by activity alone."""
    made = world.node("SubGoal", code)
    world.say(made, "sg:refines", home.main)
    world.say(home.strategy, "sg:leadsTo", made)
    world.say(world.indicator(code, made), "sg:resultLevel", f"{CODE}result-level/activity")
    world.must_find(made, "C05")


@fault
def c08(world: World, home: Home, code: str) -> None:
    """Plant a result that says “not measured”."""
    made = world.indicator(code, home.goal, years=range(2019, 2025))
    iri = MINTER.enduring(ORG, "observation", f"{code}-2025")
    for name, value in (
        ("rdf:type", f"{_SG}Observation"),
        ("sg:indicator", MINTER.enduring(ORG, "indicator", f"{MASTER}-{code}")),
        ("sg:area", MINTER.organisation(ORG)),
        ("sg:observationStatus", f"{CODE}observation-status/not-measured"),
    ):
        world.say(iri, name, value)
    world.say(iri, "sg:period", 2025)
    world.must_find(made, "C08")


@fault
def c09(world: World, home: Home, code: str) -> None:
    """Plant a percentage over 100, a result without a period, and one in another unit."""
    world.indicator(code, home.goal)
    world.must_find(world.result(code, 2018, 140), "C09")
    other = world.result(code, 2017, 40)
    world.say(other, "sg:unitOfMeasure", f"{CODE}unit/count")
    world.must_find(other, "C09")
    lost = MINTER.enduring(ORG, "observation", f"{code}-lost")
    world.say(lost, "rdf:type", f"{_SG}Observation")
    world.say(lost, "sg:indicator", MINTER.enduring(ORG, "indicator", f"{MASTER}-{code}"))
    world.must_find(lost, "C09")


@fault
def c11(world: World, home: Home, code: str) -> None:
    """Plant a code that stood for something else in the edition before."""
    before = world.node("Assignment", code, BEFORE, title="Noe annet før")
    graph = world.graphs[MINTER.graph(ORG, BEFORE)]
    # Nothing of the earlier edition may tie the two together: neither title nor series.
    kept = [q for q in graph if q.subject != NamedNode(before) or q.predicate.value.rpartition("/")[2] != "title"]
    graph[:] = kept
    world.say(before, "dct:title", "@nb Noe annet før", plan=BEFORE)
    world.must_find(assignment(world, home, code), "C11")


@fault
def d01(world: World, home: Home, code: str) -> None:
    """Plant a strategy in an operational plan."""
    world.must_find(whole_strategy(world, home, code, OPERATIONS), "D01")


@fault
def d02(world: World, home: Home, code: str) -> None:
    """Plant an assignment that begins after its plan ends."""
    made = assignment(world, home, code)
    world.say(made, "sg:startDate", date(2031, 1, 1), plan=PROGRAMME)
    world.must_find(made, "D02")


@fault
def d03(world: World, home: Home, code: str) -> None:
    """Plant an assignment without a service area, a measure without a unit."""
    world.must_find(assignment(world, home, f"{code}-a", responsible=False), "D03")
    made = world.node("Measure", f"{code}-b")
    world.say(made, "sg:fulfils", home.assignment, plan=OPERATIONS)
    world.must_find(made, "D03")


@fault
def d04(world: World, home: Home, code: str) -> None:  # noqa: ARG001 - as above
    """Plant a plan in force that nobody decided."""
    world.must_find(world.plan(code, "ThematicPlan", "2025-01-01", "2025-01-01", "2030-12-31", decided=False), "D04")


@fault
def d05(world: World, home: Home, code: str) -> None:  # noqa: ARG001 - as above
    """Plant an action programme of two years."""
    world.must_find(world.plan(code, "ActionProgramme", "2025-12-01", "2026-01-01", "2027-12-31"), "D05")


@fault
def d06(world: World, home: Home, code: str) -> None:
    """Plant two measures with one code."""
    measure(world, home, f"{code}-a")
    made = measure(world, home, f"{code}-b")
    world.say(made, "skos:notation", f"{code}-a", plan=OPERATIONS)
    world.must_find(made, "D06")


@fault
def d07(world: World, home: Home, code: str) -> None:  # noqa: ARG001 - as above
    """Plant a thematic plan nobody has revised for years."""
    world.must_find(world.plan(code, "ThematicPlan", "2020-01-01", "2020-01-01", "2030-12-31"), "D07")


@fault
def d08(world: World, home: Home, code: str) -> None:
    """Plant a measure without an English title."""
    world.must_find(measure(world, home, code, english=False), "D08")


@fault
def e01(world: World, home: Home, code: str) -> None:
    """Plant a UN target that does not exist."""
    made = whole_goal(world, home, code)
    world.say(made, "sg:alignsWith", f"{SDG}3.10")
    world.must_find(made, "E01")


@fault
def e02(world: World, home: Home, code: str) -> None:
    """Plant a word that is in no list, and an organisation number with a wrong check digit."""
    made = measure(world, home, code)
    world.say(made, "sg:measureStatus", f"{CODE}measure-status/soon", plan=OPERATIONS)
    world.must_find(made, "E02")
    unit = enduring("Unit", code)
    world.say(unit, "rdf:type", f"{_SG}Unit", plan=OPERATIONS)
    world.say(unit, "dct:identifier", "974760674", plan=OPERATIONS)
    world.must_find(unit, "E02")


@fault
def e03(world: World, home: Home, code: str) -> None:
    """Plant a link to what no graph describes."""
    made = measure(world, home, code)
    world.say(made, "sg:fulfils", MINTER.edition(ORG, PROGRAMME, "assignment", f"{code}-none"), plan=OPERATIONS)
    world.must_find(made, "E03")


FAULTS: Final[tuple[Fault, ...]] = tuple(FOUND)


def municipality(whole: int, each: int = 1) -> World:
    """Return a municipality of ``whole`` whole branches with every fault ``each`` times."""
    world = World()
    world.plan(MASTER, "MasterPlan", "2024-01-01", "2024-01-01", "2035-12-31")
    world.plan(PROGRAMME, "ActionProgramme", "2025-12-01", "2026-01-01", "2029-12-31")
    world.plan(BEFORE, "ActionProgramme", "2024-12-01", "2025-01-01", "2028-12-31")
    world.plan(OPERATIONS, "OperationalPlan", "2025-12-01", "2026-01-01", "2026-12-31")
    for kind, code in (("ServiceArea", "oppvekst"), ("Unit", "skole")):
        world.say(enduring(kind, code), "rdf:type", f"{PREFIXES['sg']}{kind}", plan=PROGRAMME)
    homes = list(branches(world, whole))
    for number in range(each):
        for place, plant in enumerate(FAULTS):
            plant(world, homes[(number * len(FAULTS) + place) % whole], f"X{number}-{plant.__name__}")
    return world

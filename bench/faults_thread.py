"""Faults of the thread and of its wording (rules A and B), and the nodes without a fault that all faults start from.

One function a rule, or a shape of it; each says what has to be found for it. A node with a fault hangs on a whole
branch, and what it needs from the branch is linked to it, so that nothing but the fault is found. Where a fault cannot
come alone, what comes with it is written down as well.
"""

from collections.abc import Callable
from typing import Final

from styringsgraf.namespaces import PREFIXES, SDG
from world import OPERATIONS, PROGRAMME, Home, World, enduring, segment_of

Fault = Callable[[World, Home, str], None]
_SG: Final = PREFIXES["sg"]
FOUND: list[Fault] = []


def fault(function: Fault) -> Fault:
    """Enter a fault in the table."""
    FOUND.append(function)
    return function


def goal(world: World, home: Home, code: str, plan: str = "", **spoilt: object) -> str:
    """Return a sub-goal that lacks nothing but a main goal."""
    made = world.node("SubGoal", code, plan, **spoilt)  # type: ignore[arg-type]
    world.say(home.strategy, "sg:leadsTo", made)
    world.say(home.indicator, "sg:measures", made)
    return made


def whole_goal(world: World, home: Home, code: str, **spoilt: object) -> str:
    """Return a sub-goal that lacks nothing."""
    made = goal(world, home, code, **spoilt)
    world.say(made, "sg:refines", home.main)
    return made


def strategy(world: World, home: Home, code: str, plan: str = "", **spoilt: object) -> str:
    """Return a strategy that lacks nothing but a goal."""
    made = world.node("Strategy", code, plan, **spoilt)  # type: ignore[arg-type]
    world.say(home.assignment, "sg:concretises", made, plan=PROGRAMME)
    return made


def whole_strategy(world: World, home: Home, code: str, plan: str = "", **spoilt: object) -> str:
    """Return a strategy that lacks nothing."""
    made = strategy(world, home, code, plan, **spoilt)
    world.say(made, "sg:leadsTo", home.goal)
    return made


def assignment(world: World, home: Home, code: str, *, responsible: bool = True, **spoilt: object) -> str:
    """Return an assignment that lacks nothing."""
    made = world.node("Assignment", code, **spoilt)  # type: ignore[arg-type]
    world.say(made, "sg:concretises", home.strategy, plan=PROGRAMME)
    world.say(home.measure, "sg:fulfils", made, plan=OPERATIONS)
    if responsible:
        world.say(made, "sg:responsible", enduring("ServiceArea", "oppvekst"), plan=PROGRAMME)
    return made


def measure(world: World, home: Home, code: str, **spoilt: object) -> str:
    """Return a measure that lacks nothing."""
    made = world.node("Measure", code, **spoilt)  # type: ignore[arg-type]
    world.say(made, "sg:fulfils", home.assignment, plan=OPERATIONS)
    world.say(made, "sg:responsible", enduring("Unit", "skole"), plan=OPERATIONS)
    return made


@fault
def a01(world: World, home: Home, code: str) -> None:
    """Plant a sub-goal refines no main goal."""
    world.must_find(goal(world, home, code), "A01")


@fault
def a02(world: World, home: Home, code: str) -> None:
    """Plant a main goal belongs to no focus area."""
    made = world.node("MainGoal", code)
    world.say(home.strategy, "sg:leadsTo", made)
    world.say(home.indicator, "sg:measures", made)
    world.must_find(made, "A02")


@fault
def a03(world: World, home: Home, code: str) -> None:
    """Plant a strategy leads nowhere."""
    world.must_find(strategy(world, home, code), "A03")


@fault
def a04(world: World, home: Home, code: str) -> None:
    """Plant an assignment concretises nothing."""
    made = world.node("Assignment", code)
    world.say(made, "sg:responsible", enduring("ServiceArea", "oppvekst"), plan=PROGRAMME)
    world.say(home.measure, "sg:fulfils", made, plan=OPERATIONS)
    world.must_find(made, "A04")


@fault
def a05(world: World, home: Home, code: str) -> None:  # noqa: ARG001 - every fault is called alike
    """Plant an orphan measure."""
    made = world.node("Measure", code)
    world.say(made, "sg:responsible", enduring("Unit", "skole"), plan=OPERATIONS)
    world.must_find(made, "A05")


@fault
def a06(world: World, home: Home, code: str) -> None:  # noqa: ARG001 - as above
    """Plant a focus area builds on no UN goal, and another on one that its measures do not reach."""
    world.must_find(world.node("FocusArea", code), "A06")
    unreached = world.node("FocusArea", f"{code}-b")
    world.say(unreached, "sg:buildsOn", f"{SDG}14")
    world.must_find(unreached, "A06")


@fault
def a07(world: World, home: Home, code: str) -> None:
    """Plant a strategy without an assignment."""
    made = world.node("Strategy", code)
    world.say(made, "sg:leadsTo", home.goal)
    world.must_find(made, "A07")


@fault
def a08(world: World, home: Home, code: str) -> None:
    """Plant an assignment without a measure."""
    made = world.node("Assignment", code)
    world.say(made, "sg:concretises", home.strategy, plan=PROGRAMME)
    world.say(made, "sg:responsible", enduring("ServiceArea", "oppvekst"), plan=PROGRAMME)
    world.must_find(made, "A08")


@fault
def a09(world: World, home: Home, code: str) -> None:
    """Plant a sub-goal without a strategy: no measure can support it either (SG-A12)."""
    made = world.node("SubGoal", code)
    world.say(made, "sg:refines", home.main)
    world.say(home.indicator, "sg:measures", made)
    world.must_find(made, "A09", "A12")


@fault
def a10(world: World, home: Home, code: str) -> None:
    """Plant a thematic plan with a goal of its own."""
    world.plan(code, "ThematicPlan", "2025-01-01", "2025-01-01", "2030-12-31")
    made = goal(world, home, code, code)
    world.say(made, "sg:refines", home.main, plan=code)
    world.must_find(made, "A10")


@fault
def a11(world: World, home: Home, code: str) -> None:
    """Plant two goals in a circle."""
    one, other = (whole_goal(world, home, f"{code}-{side}") for side in "ab")
    world.say(one, "sg:alignsWith", other)
    world.say(other, "sg:alignsWith", one)
    world.must_find(one, "A11")
    world.must_find(other, "A11")


@fault
def a12(world: World, home: Home, code: str) -> None:
    """Plant a main goal that nothing leads to."""
    made = world.node("MainGoal", code)
    world.say(made, "sg:partOfFocusArea", home.area)
    world.say(home.indicator, "sg:measures", made)
    world.must_find(made, "A12")


@fault
def b00(world: World, home: Home, code: str) -> None:
    """Plant a title whose wording was not analysed."""
    world.must_find(measure(world, home, code, analysed=False), "B00")


@fault
def b01(world: World, home: Home, code: str) -> None:
    """Plant an end and means at once."""
    made = whole_goal(world, home, code)
    world.say(made, "rdf:type", f"{_SG}Means")
    world.must_find(made, "B01")


def _worded(rule: str, make: Callable[..., str], *traits: str, reads: str = "", also: tuple[str, ...] = ()) -> None:
    """Plant a wording; the made-up annotation says what it reads as."""

    def plant(world: World, home: Home, code: str) -> None:
        world.must_find(make(world, home, code, traits=traits, reads=reads), rule, *also)

    plant.__name__ = f"{rule.lower()}-{len(FOUND)}"
    fault(plant)


_worded("B02", whole_goal, reads="strategy")
_worded("B02", whole_goal, "infinitive-heading", reads="strategy")
_worded("B03", whole_goal, "carries-means")
_worded("B04", whole_strategy, reads="goal")
_worded("B05", assignment, reads="strategy")
_worded("B06", measure, "lasting-wish")
_worded("B08", whole_strategy, "two-strategies")
_worded("B09", whole_goal, "bare-noun-phrase")
_worded("B10", whole_goal, "outcome-with-skal")


@fault
def b07(world: World, home: Home, code: str) -> None:
    """Plant a goal on a means of the UN's, a strategy on an end."""
    aim, way = whole_goal(world, home, f"{code}-a"), whole_strategy(world, home, f"{code}-b")
    world.say(aim, "sg:alignsWith", segment_of("MeansSegment"))
    world.say(way, "sg:alignsWith", segment_of("EndSegment"))
    world.must_find(aim, "B07")
    world.must_find(way, "B07")

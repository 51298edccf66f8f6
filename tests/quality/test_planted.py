"""A municipality with known faults: all of them are found, and nothing else, by the daily engine and the reference."""

import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styringsgraf.pipeline.checking import check_organisation
from styringsgraf.quality import engines, rules
from styringsgraf.quality.engines import EngineName
from styringsgraf.terms import ntriples

#: The size that issue 5 speaks of: branches, how often each fault, and the statements of the bundle at least.
LARGE = (110, 2, 40_000)


@pytest.fixture(scope="module")
def faults() -> ModuleType:
    """The generator, which is not shipped and lies beside the benchmarks."""
    folder = str(Path(__file__).parents[2] / "bench")
    sys.path.insert(0, folder)
    try:
        import faults  # noqa: PLC0415 - found only with the folder above
    finally:
        sys.path.remove(folder)
    return faults


def found(faults: ModuleType, world: object, engine: EngineName) -> Counter[tuple[str, str | None]]:
    judged = check_organisation(
        world.source(), faults.ORG, frozenset(world.plans), faults.DAY, faults.MINTER, engine  # type: ignore[attr-defined]
    )  # fmt: skip
    return Counter((one.rule, one.focus_node) for one in judged)


def test_every_rule_has_a_planted_fault(faults: ModuleType) -> None:
    world = faults.municipality(2)
    assert {rule for rule, _ in world.expected} == {rule.id for rule in rules.load().rules}
    assert world.expected.total() > 60


def test_both_engines_find_all_and_only_the_planted_faults(faults: ModuleType) -> None:
    world = faults.municipality(2)
    assert found(faults, world, "both") == world.expected


def test_a_municipality_without_a_fault_has_no_findings(faults: ModuleType) -> None:
    world = faults.municipality(3, 0)
    assert world.expected == Counter()
    assert found(faults, world, "both") == Counter()


def test_all_and_only_the_planted_faults_are_found_among_40_000_statements(faults: ModuleType) -> None:
    branches, each, least = LARGE
    world = faults.municipality(branches, each)
    assert sum(len(quads) for quads in world.source().above.values()) > least
    assert found(faults, world, "fast") == world.expected
    assert world.expected.total() == each * faults.municipality(2).expected.total()


def test_the_same_numbers_give_the_same_municipality(faults: ModuleType) -> None:
    one, other = (faults.municipality(2) for _ in range(2))
    assert dict(one.graphs) == dict(other.graphs)
    assert one.expected == other.expected


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_engines_find_the_same_in_any_plan(faults: ModuleType, data: st.DataObject) -> None:
    """Any part of a faulty plan, with links turned to other nodes and values exchanged."""
    stated = [quad for quads in faults.municipality(1).graphs.values() for quad in quads]
    rng = data.draw(st.randoms(use_true_random=False))
    chosen = set(rng.sample(sorted({str(quad.subject) for quad in stated}), 40))
    kept = [quad for quad in stated if str(quad.subject) in chosen and rng.randrange(10)]
    by_predicate: dict[str, list[object]] = {}
    for quad in kept:
        by_predicate.setdefault(quad.predicate.value, []).append(quad.object)
    for number in rng.sample(range(len(kept)), len(kept) // 20):
        turned = kept[number]
        kept[number] = type(turned)(
            turned.subject, turned.predicate, rng.choice(by_predicate[turned.predicate.value]), turned.graph_name
        )
    bundle = ntriples(kept)
    fast, reference = (engines.run(bundle, engine, rules.load()) for engine in ("fast", "pyshacl"))
    assert fast == reference

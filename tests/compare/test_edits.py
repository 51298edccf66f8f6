"""Random edits of a generated plan: the comparison reports exactly those, whichever way sameness is stated."""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from styringsgraf.engine.embedded import Embedded
from styringsgraf.questions.changes import CHANGES, between

OLD, MIDDLE, NEW = "hp-2020", "hp-2021", "hp-2022"
Found = set[tuple[str, str | None, str | None]]

GOAL_EDITS = ("keep", "recoded", "reworded", "unlinked", "new-meaning")
LINKED = ("recoded", "reworded", "moved", "other-kind")
MEASURED = ("recoded", "reworded", "moved", "unit-changed", "bands-changed")
ALONE = ("dropped", "unlinked", "new-meaning")
WAYS = st.sampled_from(("forerunner", "key", "middle"))


@dataclass(frozen=True)
class Edit:
    """What happens to a node: changes made together, or one that ends it; how its later self is tied to it."""

    changes: frozenset[str]
    way: str
    goal: int


def edits(linked: tuple[str, ...]) -> st.SearchStrategy[Edit]:
    together = st.frozensets(st.sampled_from(linked))
    changes = st.one_of(together, together, st.sampled_from(ALONE).map(lambda name: frozenset({name})))
    return st.builds(Edit, changes, WAYS, st.integers(0, 2))


class Edited:
    """Two editions (and one between them) built from edits, and what must be reported."""

    def __init__(self, plans: SimpleNamespace) -> None:
        self.plans = plans
        self.editions: dict[str, list[Any]] = {OLD: [], MIDDLE: [], NEW: []}
        self.expected: Found = set()

    def goal(self, number: int, edit: str, way: str) -> None:
        old = self.plans.Thing("MainGoal", f"H{number}", f"Mål {number}")
        changes = frozenset() if edit == "keep" else frozenset({edit})
        self.pair(old, old, changes, way)

    def child(self, kind: str, number: int, edit: Edit, goals: list[str]) -> None:
        code = f"{kind[0]}{number}"
        measured = {"unit": "percent", "green": "80"} if kind == "Indicator" else {}
        old = self.plans.Thing(kind, code, f"{kind} {number}", self.goal_iri(OLD, edit.goal), **measured)
        to = (edit.goal + 1) % 3 if "moved" in edit.changes else edit.goal
        new = replace(old, parent=self.goal_iri(NEW, to))
        if "unit-changed" in edit.changes:
            new = replace(new, unit="years")
        if "bands-changed" in edit.changes:
            new = replace(new, green="85")
        if "other-kind" in edit.changes:
            new = replace(new, kind="SubGoal")
        changes = edit.changes
        if goals[edit.goal] == "new-meaning" and not changes & set(ALONE):
            changes |= {"moved"}  # what it hung at is gone; another goal has its code
        self.pair(old, new, changes, edit.way)

    def goal_iri(self, edition: str, number: int) -> str:
        return next(thing.iri(edition) for thing in self.editions[edition] if thing.more.get("en") == str(number))

    def pair(self, old: Any, new: Any, changes: frozenset[str], way: str) -> None:
        """Put a node into the old edition and what became of it into the new one."""
        mark = {"en": old.code[1:]} if old.kind == "MainGoal" else {}
        old = replace(old, more=mark)
        self.editions[OLD].append(old)
        if "dropped" in changes:
            self.expected.add(("dropped", old.code, None))
            return
        new = replace(new, more=mark)
        if "recoded" in changes:
            new = replace(new, code=f"{old.code}x")
        if changes & {"reworded", "new-meaning"}:
            new = replace(new, title=f"{old.title} på nytt")
        self.expected |= {(change, old.code, new.code) for change in changes}
        if "new-meaning" in changes:
            self.expected |= {("dropped", old.code, None), ("added", None, new.code)}
        if not changes & set(ALONE):
            new = self.tied(old, new, way)
        self.editions[NEW].append(new)

    def tied(self, old: Any, new: Any, way: str) -> Any:
        """State that the two are the same: by a forerunner, by a key, or through an edition between them."""
        older = (OLD, old.kind, old.code)
        if way == "forerunner":
            return replace(new, forerunner=older)
        if way == "middle":
            self.editions[MIDDLE].append(replace(old, parent=None, forerunner=older, code=f"{old.code}m"))
            return replace(new, forerunner=(MIDDLE, old.kind, f"{old.code}m"))
        at = self.editions[OLD].index(old)
        self.editions[OLD][at] = replace(old, key=f"key-{old.kind}-{old.code}")
        # What endures is named by the older kind; another kind of node may still be its later edition.
        return (
            replace(new, key=f"key-{old.kind}-{old.code}") if new.kind == old.kind else replace(new, forerunner=older)
        )

    def added(self, number: int) -> None:
        self.editions[NEW].append(self.plans.Thing("Challenge", f"U{number}", f"Utfordring {number}"))
        self.expected.add(("added", None, f"U{number}"))

    def store(self) -> Store:
        store = Store()
        for year, (edition, things) in enumerate(self.editions.items(), start=2020):
            store.extend(self.plans.document(edition, year))
            store.extend(self.plans.statements(edition, things))
        return store

    def found(self, old: str, new: str) -> Found:
        plan = self.plans.minter.document
        org = self.plans.org
        changes = between(Embedded(self.store()), plan(org, old), plan(org, new))
        return {(c.change, c.before.code if c.before else None, c.after.code if c.after else None) for c in changes}


#: Read backwards, what came has gone; the rest is what it is with its sides swapped.
SWAPPED = {"added": "dropped", "dropped": "added"}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from(GOAL_EDITS), WAYS), min_size=3, max_size=3),
    st.lists(edits(LINKED), max_size=6),
    st.lists(edits(MEASURED), max_size=5),
    st.integers(0, 3),
)
def test_exactly_the_edits_are_reported(
    plans: SimpleNamespace,
    goals: list[tuple[str, str]],
    strategies: list[Edit],
    indicators: list[Edit],
    new: int,
) -> None:
    edited = Edited(plans)
    for number, (edit, way) in enumerate(goals):
        edited.goal(number, edit, way)
    names = [edit for edit, _ in goals]
    for kind, found in (("Strategy", strategies), ("Indicator", indicators)):
        for number, one in enumerate(found):
            edited.child(kind, number, one, names)
    for number in range(new):
        edited.added(number)
    assert {change for change, *_ in edited.expected} <= set(CHANGES)
    assert edited.found(OLD, NEW) == edited.expected
    assert edited.found(NEW, OLD) == {(SWAPPED.get(name, name), b, a) for name, a, b in edited.expected}
    assert edited.found(OLD, OLD) == edited.found(NEW, NEW) == set()


def test_a_split_and_a_merger_are_linked_to_both_and_not_to_each_other(plans: SimpleNamespace) -> None:
    edited = Edited(plans)
    thing = plans.Thing
    edited.editions[OLD] = [thing("MainGoal", code, f"Mål {code}") for code in ("A", "D")]
    edited.editions[NEW] = [
        thing("MainGoal", "B", "Mål A", forerunner=(OLD, "MainGoal", "A")),
        thing("MainGoal", "C", "Mål A", forerunner=(OLD, "MainGoal", "A")),
        thing("MainGoal", "D", "Mål D", key="samlet", forerunner=(OLD, "MainGoal", "D")),
    ]
    assert edited.found(OLD, NEW) == {("recoded", "A", "B"), ("recoded", "A", "C")}
    edited.editions[NEW][2] = thing("MainGoal", "B2", "Mål D", forerunner=(OLD, "MainGoal", "D"))
    edited.editions[NEW].append(thing("MainGoal", "B3", "Mål D", forerunner=(OLD, "MainGoal", "D")))
    assert edited.found(OLD, NEW) == {
        ("recoded", "A", "B"),
        ("recoded", "A", "C"),
        ("recoded", "D", "B2"),
        ("recoded", "D", "B3"),
    }


def test_a_swap_of_codes_is_two_recodings_and_two_new_meanings(plans: SimpleNamespace) -> None:
    edited = Edited(plans)
    thing = plans.Thing
    edited.editions[OLD] = [thing("Strategy", "S1", "En"), thing("Strategy", "S2", "To")]
    edited.editions[NEW] = [
        thing("Strategy", "S2", "En", forerunner=(OLD, "Strategy", "S1")),
        thing("Strategy", "S1", "To", forerunner=(OLD, "Strategy", "S2")),
    ]
    assert edited.found(OLD, NEW) == {
        ("recoded", "S1", "S2"), ("recoded", "S2", "S1"), ("new-meaning", "S1", "S1"), ("new-meaning", "S2", "S2"),
    }  # fmt: skip

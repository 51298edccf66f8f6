"""Two organisations: the merger that joins them, and codes of one named in the plans of the other."""

from typing import Any

import pytest

from styringsgraf.ingest import MemoryKnown

OLD = (("Organisasjon", "Organisasjonsnavn", "Utgave", "Tittel", "Type"), ("lia", "Lia", "plan-2013", "Plan", "plan"))
NEW = (OLD[0], ("nye-lia", "Nye Lia", "plan-2020", "Plan", "plan"))
GOALS = ("Kode", "Tittel", "Satsingsområde", "Forløper")
MERGER = ("Til", "Fra", "Dato", "Tittel", "Kilde")
EVENT = "nye-lia/change/2020-01-01"


@pytest.fixture
def known(make: Any, load: Any) -> MemoryKnown:
    """What the plan of the old municipality gave."""
    seen = MemoryKnown()
    for document in load(make(Dokument=OLD, Hovedmål=[GOALS, ("K3", "Lave utslipp", "", "")])).imported.documents:
        seen.add(document)
    return seen


def _merged(make: Any, load: Any, known: MemoryKnown, **sheets: Any) -> Any:
    return load(make(Dokument=NEW, **sheets), known=known)


def test_a_merger_is_an_event_of_the_organisation_that_came_out_of_it(make: Any, load: Any, known: MemoryKnown) -> None:
    row = ("nye-lia", "lia", "1.1.2020", "Lia blir nye Lia", "https://example.org/")
    found = _merged(make, load, known, Sammenslåing=[MERGER, row])
    assert found.findings == ()
    assert {(p, o) for s, p, o in found.triples() if s == EVENT} == {
        ("rdf:type", "org:ChangeEvent"),
        ("org:originalOrganization", "lia"),
        ("org:resultingOrganization", "nye-lia"),
        ("dct:date", "2020-01-01"),
        ("dct:title", "Lia blir nye Lia@nb"),
        ("dct:source", "https://example.org/"),
    }
    assert found.values("nye-lia", "org:resultedFrom") == {EVENT}


def test_a_merger_is_derived_from_nothing(make: Any, load: Any, known: MemoryKnown) -> None:
    row = ("nye-lia", "lia", "1.1.2020", "", "")
    found = _merged(make, load, known, Sammenslåing=[MERGER, row], Hovedmål=[GOALS, ("K8", "Lavere", "", "")])
    derived = {s for s, p, _ in found.triples("provenance") if p == "prov:wasDerivedFrom"}
    assert "nye-lia/plan-2020/main-goal/K8" in derived
    assert EVENT not in derived


def test_a_merger_with_an_unknown_organisation_is_reported(make: Any, load: Any, known: MemoryKnown) -> None:
    found = _merged(make, load, known, Sammenslåing=[MERGER, ("nye-lia", "lia; dalen", "1.1.2020", "", "")])
    assert found.only("SG-E03").value == "dalen"
    assert found.values(EVENT, "org:originalOrganization") == {"lia"}


@pytest.mark.parametrize(("into", "rule"), [("", "SG-I02"), ("ukjent", "SG-E03")])
def test_a_merger_into_nobody_is_reported(make: Any, load: Any, known: MemoryKnown, into: str, rule: str) -> None:
    found = _merged(make, load, known, Sammenslåing=[MERGER, (into, "lia", "1.1.2020", "", "")])
    assert not [s for s, _, o in found.triples() if o == "org:ChangeEvent"]
    assert found.rules() == [rule]


def test_a_forerunner_may_stand_in_the_plan_of_another_organisation(make: Any, load: Any, known: MemoryKnown) -> None:
    found = _merged(make, load, known, Hovedmål=[GOALS, ("K8", "Lavere utslipp", "", "lia/plan-2013:K3")])
    assert found.findings == ()
    node = "nye-lia/plan-2020/main-goal/K8"
    assert found.values(node, "prov:wasRevisionOf") == {"lia/plan-2013/main-goal/K3"}
    assert found.values(node, "dct:isVersionOf") == {"lia/main-goal/plan-2013-K3"}


@pytest.mark.parametrize("written", ["plan-2013:K3", "dalen/plan-2013:K3", "lia/plan-2013:K9", "/plan-2013:K3"])
def test_a_forerunner_that_does_not_exist_is_reported(
    make: Any, load: Any, known: MemoryKnown, written: str
) -> None:  # fmt: skip
    found = _merged(make, load, known, Hovedmål=[GOALS, ("K8", "Lavere utslipp", "", written)])
    assert found.only("SG-E03").value == written
    assert not [p for _, p, _ in found.triples() if p == "prov:wasRevisionOf"]


def test_sub_goals_and_strategies_may_stand_under_a_focus_area_alone(plan: Any) -> None:
    found = plan(
        Satsingsområder=[("Kode", "Tittel"), ("S", "Helse")],
        Delmål=[("Kode", "Tittel", "Hovedmål", "Satsingsområde"), ("D1", "Trygge barn", "", "S")],
        Strategier=[("Kode", "Tittel", "Mål", "Satsingsområde"), ("T1", "Tidlig innsats", "", "S")],
        Hovedmål=[("Kode", "Tittel", "Satsingsområde", "Prioritet"), ("H1", "Alle hører til", "S", 1)],
    )
    assert found.findings == ()
    area = "lia/hp-2026/focus-area/S"
    linked = {s for s, p, o in found.triples() if (p, o) == ("sg:partOfFocusArea", area)}
    assert linked == {f"lia/hp-2026/{node}" for node in ("main-goal/H1", "sub-goal/D1", "strategy/T1")}
    assert found.values("lia/hp-2026/main-goal/H1", "sg:priority") == {"1"}

"""Inference on a release under construction: what it reads, what it replaces, and the dates it reports."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from styringsgraf.engine.embedded import Embedded
from styringsgraf.engine.memory import Memory
from styringsgraf.inference import in_force_documents, infer, organisation_statements, same_documents
from styringsgraf.namespaces import CODE, Minter
from styringsgraf.releases import ReleaseStore
from styringsgraf.terms import A, NamedNode, Quad, calendar_date, named, quad, sg, string

MINTER = Minter("https://data.example.no/")
DAY = date(2024, 6, 1)


class Graphs:
    """Named graphs in a dictionary, with the face of a draft."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.stored: dict[str, set[Quad]] = {}
        self.read: list[str] = []
        for found in quads:
            self.stored.setdefault(str(found.graph_name)[1:-1], set()).add(found)

    def graphs(self) -> tuple[str, ...]:
        return tuple(sorted(self.stored))

    def quads(self, graph: str) -> Iterable[Quad]:
        self.read.append(graph)
        return self.stored.get(graph, set())

    def replace(self, graph: str, quads: Iterable[Quad]) -> tuple[int, int]:
        old, new = self.stored.get(graph, set()), set(quads)
        self.stored[graph] = new
        return len(new - old), len(old - new)


def plan(town: Any) -> None:
    town.document("hp", start=date(2024, 1, 1))
    town.node("hp/T1")
    town.link("hp/T1", "sg:alignsWith", "sdg:3.4")


def test_the_inferred_graph_is_replaced_as_a_whole_and_settles(town: Any) -> None:
    plan(town)
    draft = Graphs((*town.world, *town.quads))
    left_over = quad("https://data.example.no/id/x", A, sg("End"), MINTER.inferred_graph("lillevik"))
    draft.stored[MINTER.inferred_graph("lillevik")] = {left_over}
    added, removed = infer(draft, "lillevik", DAY, MINTER)
    assert (added > 5, removed) == (True, 1)
    assert infer(draft, "lillevik", DAY, MINTER) == (0, 0)
    assert infer(draft, "lillevik", date(2023, 6, 1), MINTER)[0] == 0
    assert not any(q.predicate == sg("supports") for q in draft.stored[MINTER.inferred_graph("lillevik")])


def test_only_the_organisations_statements_and_claims_are_read(town: Any) -> None:
    names = ("lillevik/hp", "lillevik/hp/claims", "lillevik/hp/wording", "lillevik/hp/provenance", "lillevik/inferred")
    others = ("storvik/hp", "lillevikbygd/hp", "catalogue", "lillevik/wording", "lillevik/provenance/claims")
    statement = ("https://data.example.no/id/x", A, sg("End"))
    draft = Graphs(quad(*statement, f"https://data.example.no/graph/{name}") for name in (*names, *others))
    list(organisation_statements(draft, "lillevik", MINTER))
    wanted = ("lillevik/hp", "lillevik/hp/claims", "lillevik/provenance/claims", "lillevik/wording", "ontology", "sdg")
    assert sorted(draft.read) == [f"https://data.example.no/graph/{name}" for name in wanted]


def test_a_real_draft_takes_the_inferred_graph(town: Any, tmp_path: Path) -> None:
    plan(town)
    with ReleaseStore(tmp_path, 3).draft(reference_date=DAY) as draft:
        by_graph: dict[str, list[Quad]] = {}
        for found in (*town.world, *town.quads):
            by_graph.setdefault(str(found.graph_name)[1:-1], []).append(found)
        for graph, quads in by_graph.items():
            draft.replace(graph, quads)
        assert infer(draft, "lillevik", DAY, MINTER).any
        assert not infer(draft, "lillevik", DAY, MINTER).any
        rows = draft.table(
            "SELECT ?m WHERE { ?m a <https://w3id.org/styringsgraf/ns#Means> ; "
            "<https://w3id.org/styringsgraf/ns#supports> <http://metadata.un.org/sdg/3> }"
        ).rows
    assert [row[0].value for row in rows] == [town.iri("hp/T1")]  # type: ignore[union-attr]


def documents(org: str, editions: dict[str, int]) -> list[Quad]:
    made = []
    for edition, year in editions.items():
        iri, graph = MINTER.document(org, edition), MINTER.graph(org, edition)
        made += [
            quad(iri, sg("documentStatus"), NamedNode(f"{CODE}document-status/adopted"), graph),
            quad(iri, sg("validFrom"), calendar_date(date(year, 1, 1)), graph),
            quad(iri, sg("series"), string("hp"), graph),
            quad(iri, named("dct:publisher"), NamedNode(MINTER.organisation(org)), graph),
        ]
    return made


def test_in_force_documents_by_organisation_and_date(town: Any) -> None:
    store = Store()
    store.extend((*documents("lillevik", {"hp1": 2022, "hp2": 2024}), *documents("storvik", {"hp1": 2023})))
    store.extend(documents("nyvik", {"hp1": 2030}))
    engine = Embedded(store)

    def found(day: date) -> dict[str, set[str]]:
        per_org = in_force_documents(engine, day, MINTER)
        return {org: {iri.rpartition("/")[2] for iri in iris} for org, iris in per_org.items()}

    assert found(date(2021, 12, 31)) == {}
    assert found(date(2022, 1, 1)) == {"lillevik": {"hp1"}}
    assert found(date(2023, 12, 31)) == {"lillevik": {"hp1"}, "storvik": {"hp1"}}
    assert found(date(2024, 1, 1)) == {"lillevik": {"hp2"}, "storvik": {"hp1"}}


def test_in_force_documents_agree_with_the_inferred_graph(town: Any) -> None:
    town.document("hp1", start=date(2022, 1, 1), series="hp")
    town.document("hp2", start=date(2024, 1, 1), end=date(2024, 3, 1), series="hp")
    town.document("care", start=date(2023, 1, 1))
    town.document("next", status="hearing", start=date(2024, 1, 1), supersedes=["care"])
    store = Store()
    store.extend(town.quads)
    for day in (date(2022, 5, 1), date(2023, 5, 1), date(2024, 2, 1), DAY):
        listed = in_force_documents(Embedded(store), day, MINTER).get("lillevik", frozenset())
        assert {iri.rpartition("/")[2] for iri in listed} == town.infer(day).in_force


def test_documents_are_the_same_until_something_that_tells_what_is_in_force_changes() -> None:
    iri, graph = MINTER.document("lillevik", "plan-2024"), MINTER.graph("lillevik", "plan-2024")
    node = f"{iri}/measure/1"
    stated = [
        quad(iri, sg("validFrom"), calendar_date(date(2024, 1, 1)), graph),
        quad(iri, sg("series"), string("plan"), graph),
        quad(node, named("dct:title"), string("old"), graph),
    ]
    engine = Memory(stated)
    reworded = [*stated[:2], quad(node, named("dct:title"), string("new"), graph)]
    later = [quad(iri, sg("validFrom"), calendar_date(date(2025, 1, 1)), graph), *stated[1:]]
    assert same_documents(engine, {iri: reworded})
    assert not same_documents(engine, {iri: later})
    assert not same_documents(engine, {iri: stated[1:]})
    assert not same_documents(engine, {iri: []})
    assert not same_documents(engine, {MINTER.document("lillevik", "plan-2028"): stated[:1], iri: later})
    assert same_documents(engine, {})

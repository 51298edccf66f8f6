"""All about one IRI: what it holds, for every kind of thing, in at most three queries."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from styringsgraf import resource
from styringsgraf.engine import Table
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.resource import listing, queries
from styringsgraf.service import Service

MINTER = Minter("https://w3id.org/styringsgraf/")
ID = f"{MINTER.base}id/"
GOAL = f"{ID}asker/handlingsprogram-2017-2020/sub-goal/B.2"
ENDURING = f"{ID}asker/sub-goal/tilgjengelige-tjenester"


@dataclass
class Counting:
    """An engine that counts what it is asked."""

    engine: Any
    asked: list[str] = field(default_factory=list)

    def table(self, query: str, limits: Any = None) -> Table:
        self.asked.append(query)
        found: Table = self.engine.table(query, limits)
        return found

    def answer(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("only rows are asked for")


@pytest.fixture
def engine(service: Service) -> Any:
    with service.reader() as reader:
        yield Counting(reader.engine)


def described(engine: Any, *iris: str) -> resource.Resource:
    found = resource.describe(engine, iris, MINTER)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "path",
    [
        "asker",
        "asker/handlingsprogram-2017-2020",
        "asker/handlingsprogram-2017-2020/sub-goal/B.2",
        "asker/sub-goal/tilgjengelige-tjenester",
        "asker/handlingsprogram-2017-2020/row/brukere/8",
        "sdg/segment/3.4-s1",
        "nye-asker/change/2020-01-01",
        "nye-asker/number/3025",
    ],
)
def test_three_queries_are_enough(engine: Counting, path: str) -> None:
    assert described(engine, ID + path).iri == ID + path
    assert len(engine.asked) <= 3


def test_what_nobody_knows_takes_one_query(engine: Counting) -> None:
    assert resource.describe(engine, [f"{ID}asker/ingen", f"{ID}asker/ingen.ttl"], MINTER) is None
    assert len(engine.asked) == 1


def test_a_node_comes_with_all_a_page_needs(engine: Counting) -> None:
    found = described(engine, GOAL)
    assert found.types == (f"{SG}SubGoal", f"{SG}End")
    assert found.words(PREFIXES["dct"] + "title") == {"nb": "Tilgjengelige tjenester"}
    assert found.links(f"{SG}refines") == (f"{ID}asker/handlingsprogram-2017-2020/main-goal/B.0",)
    assert found.documents(MINTER) == (f"{ID}asker/handlingsprogram-2017-2020",)
    measured = [one.subject.rpartition("/")[2] for one in found.incoming if one.predicate == f"{SG}measures"]
    assert measured == ["B.2.1", "B.2.2"]
    assert found.counts[f"{SG}measures"] == 2
    assert found.complete
    assert [(row.sheet, row.number) for row in found.rows] == [("Brukere", 8)]
    assert found.rows[0].file.endswith("handlingsprogram-2017-2020.xlsx")
    assert found.name(f"{ID}asker/handlingsprogram-2017-2020/main-goal/B.0")
    assert found.name(f"{SG}refines")["nb"]
    assert found.name(f"{SG}refines")["en"]


def test_editions_come_in_the_order_of_time_with_their_documents(engine: Counting) -> None:
    found = described(engine, GOAL)
    assert [(one.document.rpartition("/")[2], one.valid_from) for one in found.editions] == [
        ("handlingsprogram-2016-2019", "2016-01-01"),
        ("handlingsprogram-2017-2020", "2017-01-01"),
    ]
    assert found.editions[1].iri == GOAL


def test_an_enduring_node_lists_its_editions_though_nothing_is_said_of_it(engine: Counting) -> None:
    found = described(engine, ENDURING)
    assert found.statements == ()
    assert found.editions == described(engine, GOAL).editions


def test_findings_are_told_with_message_rule_and_severity(engine: Counting) -> None:
    found = described(engine, GOAL)
    assert len(found.findings) == found.counts[f"{PREFIXES['sh']}focusNode"]
    assert {one.severity for one in found.findings} <= {"violation", "warning", "info"}
    order = [("violation", "warning", "info").index(one.severity) for one in found.findings]
    assert order == sorted(order)
    assert all(set(one.message) == {"nb", "nn", "en"} for one in found.findings)
    assert all("/rules/SG-" in one.rule for one in found.findings)
    assert not any(one.predicate.endswith("focusNode") for one in found.incoming)


def test_the_first_iri_that_is_known_is_described(engine: Counting) -> None:
    assert described(engine, f"{GOAL}.ttl", GOAL).iri == GOAL
    assert described(engine, GOAL, f"{ID}asker").iri == GOAL


def test_what_is_too_much_is_counted_and_said(engine: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    document = f"{ID}asker/handlingsprogram-2017-2020"
    whole = described(engine, document)
    assert whole.complete
    stated = [one for one in whole.incoming if one.predicate == f"{SG}statedIn"]
    assert len(stated) == whole.counts[f"{SG}statedIn"] > 20
    monkeypatch.setattr(queries, "_AROUND", queries._AROUND.replace(f"LIMIT {queries.BULK + 1}", "LIMIT 20"))
    cut = described(engine, document)
    assert not cut.complete
    assert len([one for one in cut.incoming if one.predicate == f"{SG}statedIn"]) == 20
    assert cut.counts == whole.counts


def test_lists_of_pages_hold_what_has_a_page_and_nothing_of_its_making(service: Service) -> None:
    with service.reader() as reader:
        groups = listing.groups(reader.graphs(), MINTER)
        assert set(groups) == {"asker", "eksempel", "nye-asker", "sunndal", "sdg"}
        found = listing.pages(reader.engine, groups["asker"], MINTER, 50_000)
        few = listing.pages(reader.engine, groups["asker"], MINTER, 10)
    assert {GOAL, ENDURING, f"{ID}asker", f"{ID}asker/handlingsprogram-2017-2020"} <= set(found)
    assert all(iri.startswith(f"{ID}asker") for iri in found)
    assert not [iri for iri in found if "/row/" in iri or "/quality/" in iri or "/band/" in iri or "/wording/" in iri]
    assert list(found) == sorted(set(found))
    assert len(few) == 10

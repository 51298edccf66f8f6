"""A question about one municipality gives the same answer, and looks at as little, among sixty others."""

import re
from datetime import date
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store, parse, serialize

from styringsgraf.engine.embedded import Embedded
from styringsgraf.namespaces import Minter
from styringsgraf.questions import Catalogue, answer

REFERENCE_DATE = date(2026, 1, 1)

QUESTIONS: list[tuple[str, dict[str, str]]] = [
    ("measures-for-target", {"target": "3.4", "organisation": "prove"}),
    ("orphan-measures", {"organisation": "prove"}),
    ("unmeasurable-goals", {"organisation": "prove"}),
    ("indicator-status", {"organisation": "prove"}),
    ("plan-changes", {"from": "prove/handlingsprogram-2024-2027", "to": "prove/handlingsprogram-2025-2028"}),
    ("what-if-dropped", {"node": "prove/kommuneplan-2023/S1"}),
    ("uncovered-targets", {"organisation": "fjordvik"}),
    ("strategies-without-assignment", {"organisation": "fjordvik"}),
    ("assignments-without-measure", {"organisation": "fjordvik"}),
    ("incomplete-indicators", {"organisation": "fjordvik"}),
    ("goals-with-several-sdgs", {"organisation": "fjordvik"}),
    ("focus-area-claims", {"organisation": "fjordvik"}),
    ("links-by-kind", {"target": "11.6", "organisation": "fjordvik"}),
    ("evidence-chain", {"organisation": "fjordvik"}),
    ("my-assignments", {"unit": "fjordvik/teknikk"}),
    ("status-by-focus-area", {"organisation": "fjordvik"}),
    ("red-two-years", {"organisation": "fjordvik"}),
    ("missing-results", {"organisation": "fjordvik"}),
    ("new-meanings", {"organisation": "fjordvik"}),
    ("sources", {"organisation": "fjordvik"}),
    ("data-quality", {"organisation": "fjordvik"}),
    ("pace", {"organisation": "fjordvik"}),
    ("goals-on-means-only", {"organisation": "elvdal"}),
    ("strategies-on-ends", {"organisation": "elvdal"}),
    ("local-targets", {"organisation": "elvdal"}),
    ("quantified-targets", {"organisation": "elvdal"}),
    ("segment-coverage", {"target": "6.3", "organisation": "elvdal"}),
    ("target-ends-and-means", {"target": "6.3"}),
    ("band-faults", {"organisation": "granli"}),
    ("goals-changed-after-results", {"organisation": "granli"}),
    ("goals-on-one-measure", {"organisation": "granli"}),
    ("goals-outside-the-master-plan", {"organisation": "granli"}),
    ("goals-that-are-strategies", {"organisation": "granli"}),
    ("goals-with-only-activity-indicators", {"organisation": "granli"}),
    ("goals-without-report", {"organisation": "granli"}),
    ("plan-rhythm", {"organisation": "granli"}),
    ("trade-offs", {"organisation": "granli"}),
]
OTHERS = 60
COPIED = "prove|fjordvik|elvdal|granli"


@pytest.fixture(scope="module")
def country(golden_store: Store) -> Embedded:
    mine = [quad for quad in golden_store if re.search(rf"/graph/({COPIED})", str(quad.graph_name))]
    lines = (serialize(mine, format=RdfFormat.N_QUADS) or b"").decode()
    store = Store()
    store.extend(golden_store)
    for n in range(OTHERS):
        store.extend(parse(re.sub(rf"/(id|graph)/({COPIED})", rf"/\1/kopi{n}-\2", lines), format=RdfFormat.N_QUADS))
    assert len(store) > len(golden_store) + OTHERS * 300
    return Embedded(store)


@pytest.mark.parametrize(("name", "given"), QUESTIONS, ids=[name for name, _ in QUESTIONS])
def test_the_country_does_not_change_the_answer(
    name: str, given: dict[str, str], ask: Any, country: Embedded, catalogue: Catalogue
) -> None:
    alone = ask(name, **given).as_json()
    among = answer(
        catalogue.get(name), given, engine=country, minter=Minter("https://w3id.org/styringsgraf/"),
        release=alone["release"], reference_date=REFERENCE_DATE, lang="nb", limit=1000,
    )  # fmt: skip
    assert among.as_json() == alone
    assert alone["rows"]


def test_without_an_organisation_all_answer(country: Embedded, catalogue: Catalogue) -> None:
    result = answer(
        catalogue.get("orphan-measures"), {}, engine=country, minter=Minter("https://w3id.org/styringsgraf/"),
        release="r", reference_date=REFERENCE_DATE, lang="nb", limit=1000,
    )  # fmt: skip
    assert len(result.grid.rows) == 2 * (OTHERS + 1)  # one in Prøve, one in Elvdal

"""The law of the round trip on generated plans: every sheet and column of the mapping, with hostile codes and texts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from styringsgraf.errors import InputError
from styringsgraf.export import Stated, export
from styringsgraf.ingest import labels, read, template_lists
from styringsgraf.ingest.mapping import find
from styringsgraf.ingest.schema import Column
from styringsgraf.ingest.template import write
from styringsgraf.namespaces import Minter

TEMPLATE = find("template")
MINTER = Minter("https://example.org/")
#: Codes that spreadsheets, IRIs and our own notation find hard.
CODES = ("S.1", "MA.1.1/2016", "3.4", "8.10", "1", "Å 2", "a:b", "x;y", "FN1", "=A1", "0301", "2.3.2026", "D-1", "D 1",
         "3.4-s2")  # fmt: skip
REFERENCES = (*CODES, "gammel:S.1", "gammel:3.4", "gammel:D-1", "SDG 3.4", "3.4.1", "17", "lia", "gammel", "6.3-s2",
              "SDG 3.4-s2")  # fmt: skip
BANDS = ("1,30–1,69", "<0,99 eller >2,00", "≥3", "minst 10", "økning", "0", "−4–−2", "95–100", "6", "over 1 000,5")
SLUGS = ("oppvekst", "a", "b-2", "Helse og omsorg", "3")
_INVISIBLE = st.characters(exclude_categories=["Cs"])
TEXTS = st.one_of(
    st.text(_INVISIBLE, min_size=1, max_size=20),
    st.sampled_from(
        ["=1+1", "+47", "'a", "_x0041_", "a\nb", "«x»", "12", "1,5", "ja", "2016-01-01", "\u00a0", "http://a b"]
    ),
)
NUMBERS = st.one_of(
    st.decimals(-1000, 1000, places=2),
    st.integers(1 - 10**18, 10**18 - 1).map(Decimal),
    st.sampled_from([Decimal("0.1"), Decimal("12345678901234567.25"), Decimal("0.000000001"), Decimal(10**18 - 1)]),
)


def cell(name: str, column: Column) -> st.SearchStrategy[Any]:
    """What one column may hold."""
    by_type: dict[str, st.SearchStrategy[Any]] = {
        "code": st.sampled_from(REFERENCES if name == "forerunner" else CODES),
        "references": st.lists(st.sampled_from((*REFERENCES, *SLUGS)), min_size=1, max_size=3).map("; ".join),
        "slug": st.sampled_from(SLUGS),
        "number": NUMBERS,
        "share": st.decimals(0, 1, places=3),
        "integer": st.integers(0, 9),
        "year": st.integers(1990, 2030),
        "date": st.dates(date(1899, 1, 1), date(2100, 1, 1)),
        "yes-no": st.sampled_from(["ja", "nei"]),
        "band": st.sampled_from(BANDS),
        "municipality-number": st.just("0301"),
        "organisation-number": st.just("974760673"),
        "source": st.one_of(TEXTS, st.just("https://example.org/a?b=c#d"), st.just("s. 4\nhttps://example.org/")),
    }
    if column.type == "choice":
        return st.sampled_from(list(labels.words(TEMPLATE, column.words or "", "nb").values()))
    return by_type.get(column.type, TEXTS)


def row(columns: dict[str, Column]) -> st.SearchStrategy[dict[str, Any]]:
    must = {name: cell(name, column) for name, column in columns.items() if column.required}
    may = {
        name: cell(name, column) for name, column in columns.items() if not column.required and name != "in-document"
    }
    return st.fixed_dictionaries(must, optional=may)


def plans() -> st.SearchStrategy[dict[str, list[dict[str, Any]]]]:
    sheets = {spec.id: st.lists(row(spec.columns), max_size=3) for spec in TEMPLATE.sheets if spec.id != "document"}
    document = next(spec for spec in TEMPLATE.sheets if spec.id == "document")
    fixed = {"organisation": st.just("lia"), "edition": st.just("ny")}
    first = row(document.columns).flatmap(lambda made: st.fixed_dictionaries(fixed).map(lambda f: made | f))
    return st.fixed_dictionaries({"document": st.lists(first, min_size=1, max_size=1)}, optional=sheets)


#: An earlier edition that has every code in every kind: what forerunners and references to other editions lead to.
EARLIER = {
    "document": [
        {"organisation": "lia", "organisation-name": "Lia", "edition": "gammel", "title": "G", "type": "plan"}
    ],
    **{
        spec.id: [{"code": code, "title": code} for code in ("S.1", "3.4", "D-1")]
        for spec in TEMPLATE.sheets
        if {"code", "title"} <= spec.columns.keys() and spec.id != "organisation"
    },
}


@pytest.fixture(autouse=True)
def _no_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop-downs over several sheets are no part of what is read, and take most of the time."""
    monkeypatch.setattr(template_lists, "STACKED", 1)


@pytest.fixture(scope="module")
def known(new_lookup: Any) -> Any:
    """A release that holds the earlier edition."""
    lookup = new_lookup()
    for earlier in read(write(TEMPLATE, "nb", EARLIER), "g.xlsx", TEMPLATE, MINTER, lookup).documents:
        lookup.add(earlier)
    return lookup


@given(plan=plans(), lang=st.sampled_from(["nb", "nn", "en"]))
# Shrinking a plan of sixteen sheets takes minutes; the statements that differ tell enough.
@settings(
    max_examples=30, phases=(Phase.explicit, Phase.reuse, Phase.generate), suppress_health_check=list(HealthCheck)
)
def test_any_plan_comes_back_the_same(plan: dict[str, Any], lang: Any, known: Any) -> None:
    try:
        imported = read(write(TEMPLATE, "nb", plan), "p.xlsx", TEMPLATE, MINTER, known)
    except InputError as refused:
        assert refused.key == "ingest.no_document"  # noqa: PT017 - a title of invisible characters is none
        return
    for document in imported.documents:
        stated = Stated.of(document.iri, MINTER, document.graphs)
        made = export([stated], TEMPLATE, lang, known, MINTER)
        assert [graph.lost + graph.added for graph in made.graphs if not graph.same] == []


def test_the_generator_reaches_every_sheet_and_column() -> None:
    seen: set[tuple[str, str]] = set()

    @given(plan=plans())
    @settings(max_examples=500, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def collect(plan: dict[str, Any]) -> None:
        seen.update((sheet, name) for sheet, rows in plan.items() for one in rows for name in one)

    collect()
    every = {(spec.id, name) for spec in TEMPLATE.sheets for name in spec.columns if name != "in-document"}
    assert every - seen == set()

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.namespaces import Minter, clean, compact, expand, sdg_code_of, sdg_iri, segment, slug
from styringsgraf.terms import NamedNode

MINT = Minter("https://example.org/")
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("code", "iri"),
    [
        ("3", "http://metadata.un.org/sdg/3"),
        ("3.4", "http://metadata.un.org/sdg/3.4"),
        ("16.10", "http://metadata.un.org/sdg/16.10"),
        ("9.a", "http://metadata.un.org/sdg/9.a"),
        ("3.4.1", "http://metadata.un.org/sdg/C030401"),
        ("1.a.1", "http://metadata.un.org/sdg/C010a01"),
        ("18", None),
        ("3.04", None),
        ("0.1", None),
        ("3.A", None),
        ("", None),
    ],
)
def test_sdg_codes_become_official_iris_by_form(code: str, iri: str | None) -> None:
    assert sdg_iri(code) == iri


def test_every_shipped_sdg_code_has_the_iri_the_un_gives_it() -> None:
    seen = 0
    for name in ("goals", "targets", "indicators"):
        with (ROOT / "data" / "sdg" / f"{name}.csv").open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                assert sdg_iri(row["code"]) == row["iri"]
                seen += 1
    assert seen == 17 + 169 + 252


@pytest.mark.parametrize("code", ["3", "3.4", "9.a", "3.4.1", "1.a.1", "3.4-s1", "16.10-s12", "9.a-s2"])
def test_everything_on_the_un_side_has_an_iri_that_gives_its_code_back(code: str) -> None:
    iri = MINT.un(code)
    assert iri is not None
    assert sdg_code_of(iri) == code
    assert MINT.is_un(iri)
    assert MINT.organisation_of(iri) is None


@pytest.mark.parametrize("code", ["3-s1", "3.4-s0", "3.4-s", "3.4-S1", "18.1-s1", "3.4.1-s1", "3.4-s1/x"])
def test_what_has_not_the_form_of_a_part_gets_no_iri(code: str) -> None:
    assert MINT.un(code) is None


def test_iris_are_built_and_taken_apart() -> None:
    assert MINT.edition("Asker", "Handlingsprogram 2016-2019", "indicator", "Ø.1.1") == (
        "https://example.org/id/asker/handlingsprogram-2016-2019/indicator/Ø.1.1"
    )
    graph = MINT.graph("asker", "plan-1", "claims")
    assert graph == "https://example.org/graph/asker/plan-1/claims"
    assert MINT.organisation_of_graph(graph) == "asker"
    assert MINT.document_of_graph(graph) == "https://example.org/id/asker/plan-1"
    assert MINT.document_of_graph(MINT.inferred_graph("asker")) is None
    assert MINT.organisation_of_graph(MINT.sdg_graph) is None
    assert MINT.organisation_of("https://example.org/id/asker/plan-1/measure/T1") == "asker"
    assert not MINT.is_un("https://example.org/id/asker/plan-1/measure/T1")
    assert MINT.organisation_of("https://elsewhere.example/id/asker") is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("A/B", "A-B"), (" 1 .2 ", "1-.2"), ("Ø.1", "Ø.1"), ("a\u030a", "å"), ("x\u00ady", "xy"), ("<s>", "s")],
)
def test_codes_become_safe_segments(raw: str, expected: str) -> None:
    assert segment(raw) == expected


def test_names_become_slugs() -> None:
    assert slug("Helse og omsorg") == "helse-og-omsorg"
    assert slug("  Natur, kultur – og  samfunn ") == "natur-kultur-og-samfunn"


@given(st.text())
def test_any_code_gives_an_iri_the_store_accepts(code: str) -> None:
    NamedNode(MINT.edition("org", "plan", "goal", code or "x"))
    assert "/" not in segment(code)


@given(st.text())
def test_cleaning_is_idempotent(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


def test_prefixed_names_go_both_ways() -> None:
    assert expand("sdg:3.4") == "http://metadata.un.org/sdg/3.4"
    assert compact("http://metadata.un.org/sdg/3.4") == "sdg:3.4"
    assert compact("http://metadata.un.org/sdg/ontology#Goal") == "sdgo:Goal"
    assert expand("nowhere:x") is None
    assert compact("https://elsewhere.example/x") == "https://elsewhere.example/x"

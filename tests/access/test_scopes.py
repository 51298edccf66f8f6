"""Which graphs a token covers, also when a name is made to look like another."""

import pytest

from styringsgraf import errors
from styringsgraf.access import Grant, covers, own_graph
from styringsgraf.namespaces import KINDS, Minter

BASE = "https://w3id.org/styringsgraf/"
MINTER = Minter(BASE)
ASKER = f"{BASE}graph/asker"


@pytest.mark.parametrize("name", [f"{ASKER}/plan-2030", f"{ASKER}/plan-2030/claims", f"{ASKER}/økonomiplan"])
def test_a_document_is_its_organisations(name: str) -> None:
    assert covers("asker", name, MINTER)
    assert covers("*", name, MINTER)
    assert not covers("aske", name, MINTER)
    assert not covers("baerum", name, MINTER)


#: Names near those of the organisation's documents; none of them is one.
NEAR = [
    f"{BASE}graph/asker2/plan-2030",
    f"{BASE}graph/nye-asker/plan-2030",
    f"{BASE}graph/Asker/plan-2030",
    f"{BASE}graph/asker%2Fplan-2030",
    f"{BASE}graph/%61sker/plan-2030",
    f"{ASKER}/plan-2030/",
    f"{ASKER}//plan-2030",
    f"{ASKER}/plan-2030/claims/",
    f"{ASKER}/plan-2030/claims/x",
    f"{ASKER}/plan-2030/Claims",
    f"{ASKER}/plan-2030?x",
    f"{ASKER}/plan-2030#x",
    f"{ASKER}/Plan-2030",
    f"{ASKER}/plan%2D2030",
    f"{ASKER}/../bodo",
    f"{ASKER}/..",
    f"{ASKER}/.",
    f"{ASKER}/",
    ASKER,
    f"{ASKER}/plan-2030\n",
    f" {ASKER}/plan-2030",
    "http://w3id.org/styringsgraf/graph/asker/plan-2030",
    "https://w3id.org:443/styringsgraf/graph/asker/plan-2030",
    "https://w3id.org/styringsgraf/./graph/asker/plan-2030",
    "https://W3ID.org/styringsgraf/graph/asker/plan-2030",
    f"{ASKER}/plan\u20102030",
    f"{ASKER}/o\u0308konomi",
    "https://w3idXorg/styringsgraf/graph/asker/plan-2030",
    "",
    "asker/plan-2030",
]
#: What the product makes itself.
OWN = [
    MINTER.ontology_graph,
    MINTER.sdg_graph,
    MINTER.sdg_official_graph,
    f"{ASKER}/inferred",
    f"{ASKER}/quality",
    f"{ASKER}/inferred/claims",
    f"{ASKER}/plan-2030/wording",
    f"{ASKER}/plan-2030/provenance",
    *(f"{ASKER}/{kind}" for kind in sorted(set(KINDS.values()))),
]


@pytest.mark.parametrize("name", [*NEAR, *OWN, MINTER.default_graph, "http://example.org/g1"])
def test_nothing_else_is_the_organisations(name: str) -> None:
    assert not covers("asker", name, MINTER)
    with pytest.raises(errors.Forbidden, match="asker"):
        Grant("1", "", "asker", write=True).require_graph(name, MINTER)


@pytest.mark.parametrize("name", OWN)
def test_nobody_writes_what_the_product_makes(name: str) -> None:
    assert own_graph(name, MINTER)
    assert not covers("*", name, MINTER)
    with pytest.raises(errors.Forbidden):
        Grant("1", "", "*", write=True).require_graph(name, MINTER)


@pytest.mark.parametrize("name", ["http://example.org/g1", "urn:x:1", MINTER.default_graph, f"{BASE}graphs/1"])
def test_the_star_covers_foreign_names_and_the_default_graph(name: str) -> None:
    assert covers("*", name, MINTER)


def test_below_our_graphs_only_names_of_documents_are_taken() -> None:
    inside = [name for name in NEAR if name.startswith(f"{BASE}graph/")]
    assert len(inside) > 15
    assert not [name for name in inside if covers("*", name, MINTER) and not covers(name.split("/")[5], name, MINTER)]


def test_a_token_is_for_one_organisation() -> None:
    Grant("1", "", "asker", write=True).require_organisation("asker")
    Grant("1", "", "*", write=True).require_organisation("asker")
    with pytest.raises(errors.Forbidden, match="bodo"):
        Grant("1", "", "asker", write=True).require_organisation("bodo")

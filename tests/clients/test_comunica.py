"""Comunica, the query engine of the linked data world: over the endpoint, and over documents at their addresses."""

import json
from collections.abc import Callable

import pytest

SDGO = "http://metadata.un.org/sdg/ontology#"
SG = "https://w3id.org/styringsgraf/ns#"
GOALS = f"SELECT ?goal WHERE {{ ?goal a <{SDGO}Goal> }} ORDER BY ?goal"
PLAN = "eksempel/kommuneplan-2023"


def test_it_asks_the_endpoint(site: str, node: Callable[..., str]) -> None:
    source = f"sparql@{site}/sparql"
    found = json.loads(node("comunica.mjs", source, GOALS))
    assert len({row["goal"] for row in found}) == len(found) == 17
    assert json.loads(node("comunica.mjs", source, f"ASK {{ ?goal a <{SDGO}Goal> }}")) is True
    assert json.loads(node("comunica.mjs", source, f"CONSTRUCT WHERE {{ ?goal a <{SDGO}Goal> }}")) == 17


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".nt", ".rdf", ""])
def test_it_reads_a_document_at_its_address(site: str, node: Callable[..., str], suffix: str) -> None:
    thing = f"<https://w3id.org/styringsgraf/id/{PLAN}>"
    found = json.loads(
        node("comunica.mjs", f"{site}/doc/{PLAN}{suffix}", f"SELECT ?p ?o WHERE {{ {thing} ?p ?o }} ORDER BY ?p ?o")
    )
    asked = json.loads(
        node("comunica.mjs", f"sparql@{site}/sparql", f"SELECT DISTINCT ?p ?o WHERE {{ {thing} ?p ?o }}")
    )
    assert len(found) > 5
    # Other graphs may say more of it than its document shows, never the other way.
    assert {(row["p"], row["o"]) for row in found} <= {(row["p"], row["o"]) for row in asked}


def test_it_takes_the_endpoint_for_one_by_itself(site: str, node: Callable[..., str]) -> None:
    found = json.loads(node("comunica.mjs", f"{site}/sparql", GOALS))
    assert len(found) == 17

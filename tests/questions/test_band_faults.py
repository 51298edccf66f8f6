"""The question band-faults finds what the rules SG-C06 and SG-C07 find, indicator by indicator and value by value."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pyoxigraph import Store
from rdflib import Graph, Namespace, URIRef

from styringsgraf import resources
from styringsgraf.engine.embedded import Embedded
from styringsgraf.namespaces import PREFIXES, Minter
from styringsgraf.questions import Catalogue, answer
from styringsgraf.service import Service
from styringsgraf.terms import lexical

BASE = "https://w3id.org/styringsgraf/"
SH = Namespace("http://www.w3.org/ns/shacl#")
RULES = {"overlap": "SG-C06", "gap": "SG-C07"}
PREFIX = f"PREFIX sg: <{PREFIXES['sg']}>\n"
STATING = PREFIX + "SELECT DISTINCT ?document WHERE { ?i sg:hasBand ?b ; sg:statedIn ?document }"


def judged(engine: Any, rule: str) -> set[tuple[str, Decimal]]:
    """Return what a rule's own query finds over a whole store, as indicator and value."""
    shapes = Graph().parse(resources.shapes() / "bands.ttl")
    query = str(shapes.value(URIRef(f"{BASE}rules/{rule}/query"), SH.select))
    rows = engine.table(PREFIX + query).rows
    return {(lexical(this), Decimal(lexical(value))) for this, value in rows if value is not None}


def asked(engine: Any, catalogue: Catalogue, fault: str) -> set[tuple[str, Decimal]]:
    documents = [lexical(row[0]) for row in engine.table(STATING).rows]
    assert documents
    found = answer(
        catalogue.get("band-faults"), {"plan": documents, "only": fault}, engine=engine, minter=Minter(BASE),
        release="r", reference_date=date(2026, 1, 1), lang="nb", limit=1000,
    )  # fmt: skip
    rows = found.as_json()["rows"]
    return {(row["indicator"], Decimal(str(row["value"]))) for row in rows}


@pytest.mark.parametrize("fault", RULES)
def test_over_the_golden_graph(fault: str, golden_store: Store, catalogue: Catalogue) -> None:
    engine = Embedded(golden_store)
    assert asked(engine, catalogue, fault) == judged(engine, RULES[fault]) != set()


@pytest.mark.parametrize("fault", RULES)
def test_over_the_shipped_data(fault: str, service: Service) -> None:
    with service.reader() as reader:
        found = asked(reader, service.catalogue, fault)
        assert found == judged(reader, RULES[fault])
        assert bool(found) is (fault == "gap")  # Asker's bands leave gaps and do not overlap

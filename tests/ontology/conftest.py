"""The vocabulary's files as graphs, read once per worker."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from rdflib import Graph

ONTOLOGY: Final = Path(__file__).parents[2] / "ontology"
HERE: Final = Path(__file__).parent


@pytest.fixture(scope="session")
def core() -> Graph:
    return Graph().parse(ONTOLOGY / "core.ttl")


@pytest.fixture(scope="session")
def codes() -> Graph:
    return Graph().parse(ONTOLOGY / "codes.ttl")


@pytest.fixture(scope="session")
def alignments() -> Graph:
    return Graph().parse(ONTOLOGY / "alignments.ttl")


@pytest.fixture(scope="session")
def prefixes() -> Graph:
    return Graph().parse(ONTOLOGY / "prefixes.ttl")


@pytest.fixture(scope="session")
def sample() -> Graph:
    return Graph().parse(HERE / "sample.ttl")


@pytest.fixture(scope="session")
def foreign() -> Graph:
    return Graph().parse(HERE / "foreign_axioms.ttl")


@pytest.fixture(scope="session")
def context() -> Mapping[str, Any]:
    found = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))
    return found["@context"]

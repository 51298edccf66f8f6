"""Shipped documents, read once a worker, and what an export needs to look things up without a release."""

from dataclasses import dataclass

import pytest

from styringsgraf import pipeline
from styringsgraf.export import Stated
from styringsgraf.ingest import ImportedDocument, MemoryKnown, read, template_lists
from styringsgraf.namespaces import Minter

MINTER = Minter("https://example.org/")


class MemoryLookup(MemoryKnown):
    """A release in memory."""

    def editions_of(self, enduring_iri: str) -> tuple[str, ...]:
        return tuple(sorted(node for node, enduring in self.enduring.items() if enduring == enduring_iri))


@dataclass(frozen=True)
class Shipped:
    """Every document that comes with the product, in the order of import, and all they state to look things up in."""

    documents: dict[str, ImportedDocument]
    files: dict[str, str]
    lookup: MemoryLookup

    def stated(self, name: str) -> Stated:
        document = self.documents[name]
        return Stated.of(document.iri, MINTER, document.graphs)


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    lookup, documents, files = MemoryLookup(), {}, {}
    for file in pipeline.shipped()[0]:
        for document in read(file.content, file.name, file.mapping, MINTER, lookup).documents:
            lookup.add(document)
            name = f"{document.organisation}/{document.edition}"
            documents[name], files[name] = document, file.name
    return Shipped(documents, files, lookup)


@pytest.fixture
def minter() -> Minter:
    return MINTER


@pytest.fixture(scope="session")
def new_lookup() -> type[MemoryLookup]:
    return MemoryLookup


@pytest.fixture(autouse=True)
def _short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write drop-downs over several sheets short: no import reads them, and they take most of the time."""
    monkeypatch.setattr(template_lists, "STACKED", 60)

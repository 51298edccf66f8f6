"""Graphs to search in, and indexes made from them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.search import Finder, SearchIndex
from styringsgraf.terms import A, NamedNode, Quad, boolean, lang_string, nquads, quad, string, subject_iri

MINTER = Minter("https://example.org/")


@dataclass
class Graphs:
    """Named graphs in memory, as an index reads them (``Content``); notes which were read."""

    held: dict[str, list[Quad]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    @property
    def graphs(self) -> Mapping[str, str]:
        return {name: sha256(b"".join(sorted(nquads(q).splitlines()))).hexdigest() for name, q in self.held.items()}

    def quads(self, graph: str, predicate: str | None = None) -> Iterable[Quad]:
        self.read.append(graph)
        return [found for found in self.held[graph] if predicate in (None, found.predicate.value)]


class Kit:
    """Makes nodes, graphs, indexes and finders."""

    minter = MINTER
    index = SearchIndex(MINTER)

    def node(
        self,
        code: str,
        *,
        kind: str = "Measure",
        org: str = "by",
        edition: str = "plan",
        statement: str = "",
        **titles: str,
    ) -> list[Quad]:
        """Return one node of a document: titles by language, a statement in bokmål."""
        iri, graph = MINTER.edition(org, edition, kind.lower(), code), MINTER.graph(org, edition)
        document = NamedNode(MINTER.document(org, edition))
        said = [(A, NamedNode(SG + kind)), (NamedNode(SG + "statedIn"), document)]
        made = [quad(iri, name, value, graph) for name, value in said]
        made.append(quad(iri, NamedNode(PREFIXES["skos"] + "notation"), string(code), graph))
        title = NamedNode(PREFIXES["dct"] + "title")
        made += [quad(iri, title, lang_string(words, lang), graph) for lang, words in titles.items()]
        words = NamedNode(SG + "statement")
        return made + ([quad(iri, words, lang_string(statement, "nb"), graph)] if statement else [])

    def standing(self, *nodes: Sequence[Quad], org: str = "by") -> list[Quad]:
        """Return what the inferred graph says of nodes in force."""
        iris = {subject_iri(found) for quads in nodes for found in quads}
        name = NamedNode(SG + "inForce")
        return [quad(iri, name, boolean(value=True), MINTER.inferred_graph(org)) for iri in sorted(iris)]

    def graphs(self, *parts: Sequence[Quad]) -> Graphs:
        """Return graphs that hold these statements."""
        held: dict[str, list[Quad]] = {}
        for found in (q for quads in parts for q in quads):
            held.setdefault(str(getattr(found.graph_name, "value", "")), []).append(found)
        return Graphs(held)

    def finder(self, path: Path) -> Finder:
        """Return a finder that expects a sound index."""

        def place(*, renew: bool) -> Path:
            assert not renew, "the index turned out to be damaged"
            return path

        return Finder(place)

    def search(self, path: Path, *nodes: Sequence[Quad]) -> Callable[..., list[str]]:
        """Index these nodes, all in force; return what gives the codes a search finds, in order."""
        self.index.build(path, self.graphs(*nodes, self.standing(*nodes)), None)
        found = self.finder(path)

        def codes(text: str, **limits: Any) -> list[str]:
            return [hit.code for hit in found.find(text, lang="nb", **limits)]

        return codes


@pytest.fixture(scope="session")
def kit() -> Kit:
    return Kit()

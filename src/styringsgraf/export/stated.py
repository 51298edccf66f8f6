"""What one document states, as the export walks it: nodes with their properties, own graph and claims together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from styringsgraf.ingest.model import Known
from styringsgraf.namespaces import Minter
from styringsgraf.terms import A, Literal, NamedNode, Object, Quad, named, subject_iri

NOTATION = named("skos:notation")
TITLE = named("dct:title")
Facts = Mapping[str, Mapping[NamedNode, tuple[Object, ...]]]


class Lookup(Known, Protocol):
    """What the release holds: also which edition nodes an enduring node has."""

    def editions_of(self, enduring_iri: str) -> tuple[str, ...]:
        """Return the edition nodes of an enduring node, sorted."""
        ...


@dataclass(frozen=True)
class Stated:
    """One document: its slugs and what it states. ``graphs`` are the graphs to be written again, by name."""

    iri: str
    organisation: str
    edition: str
    graphs: Mapping[str, tuple[Quad, ...]]
    facts: Facts

    @classmethod
    def of(cls, iri: str, minter: Minter, graphs: Mapping[str, Iterable[Quad]]) -> "Stated":
        """Index a document's graphs without what is said about its statements: where they came from, how they read."""
        organisation, _, edition = iri.removeprefix(f"{minter.base}id/").partition("/")
        aside = {minter.graph(organisation, edition, part) for part in ("provenance", "wording")}
        kept = {name: tuple(quads) for name, quads in graphs.items() if name not in aside}
        facts: dict[str, dict[NamedNode, list[Object]]] = defaultdict(lambda: defaultdict(list))
        for quad in (quad for quads in kept.values() for quad in quads):
            if isinstance(quad.object, NamedNode | Literal):  # an import makes nothing else
                facts[subject_iri(quad)][quad.predicate].append(quad.object)
        frozen = {
            node: {p: tuple(sorted(values, key=str)) for p, values in said.items()} for node, said in facts.items()
        }
        return cls(iri, organisation, edition, kept, frozen)

    def values(self, node: str, predicate: NamedNode) -> tuple[Object, ...]:
        """Return the values of a node's property, sorted."""
        return self.facts.get(node, {}).get(predicate, ())

    def text(self, node: str, predicate: NamedNode) -> str | None:
        """Return the first value of a node's property as text, or None."""
        return next((value.value for value in self.values(node, predicate)), None)

    def nodes(self, class_iri: str) -> Iterator[str]:
        """Yield the nodes of a class, sorted."""
        wanted = NamedNode(class_iri)
        return (node for node in sorted(self.facts) if wanted in self.values(node, A))

    def links(self, predicate: NamedNode) -> Iterator[tuple[str, str]]:
        """Yield (subject, object) of every link with a predicate, sorted."""
        for node in sorted(self.facts):
            for value in self.values(node, predicate):
                if isinstance(value, NamedNode):
                    yield node, value.value

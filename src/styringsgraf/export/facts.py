"""What some graphs say together, node by node: for writers that look from the thing and not from the document."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from styringsgraf.terms import A, BlankNode, Literal, NamedNode, Object, Quad, named, sg, subject_iri
from styringsgraf.texts import FALLBACK, LANGUAGES

NOTATION: Final = named("skos:notation")
TITLE: Final = named("dct:title")
STATEMENT: Final = sg("statement")
VERSION_OF: Final = named("dct:isVersionOf")


class Facts:
    """Statements by node and property; everything comes out in one order."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        said: dict[str, dict[NamedNode, set[Object]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            if isinstance(quad.object, NamedNode | Literal | BlankNode):
                said[subject_iri(quad)][quad.predicate].add(quad.object)
        self._said: Mapping[str, Mapping[NamedNode, tuple[Object, ...]]] = {
            node: {one: tuple(sorted(values, key=str)) for one, values in sorted(facts.items(), key=_iri)}
            for node, facts in sorted(said.items())
        }
        self._classes: dict[str, list[str]] = defaultdict(list)
        for node in self._said:
            for kind in self.values(node, A):
                self._classes[kind.value].append(node)

    @property
    def nodes(self) -> Iterator[str]:
        """All nodes something is said of, sorted."""
        return iter(self._said)

    def of(self, node: str) -> Mapping[NamedNode, tuple[Object, ...]]:
        """Return what is said of a node: values by property, both sorted."""
        return self._said.get(node, {})

    def __contains__(self, node: str) -> bool:
        return node in self._said

    def of_class(self, *local: str) -> tuple[str, ...]:
        """Return the nodes of some classes of our vocabulary, sorted."""
        return tuple(sorted({node for one in local for node in self._classes.get(sg(one).value, ())}))

    def values(self, node: str, predicate: NamedNode) -> tuple[Object, ...]:
        """Return the values of a node's property."""
        return self.of(node).get(predicate, ())

    def links(self, node: str, *predicates: NamedNode) -> tuple[str, ...]:
        """Return the IRIs that some properties of a node lead to, each once, sorted."""
        return tuple(sorted({value.value for one in predicates for value in self.values(node, one) if _is_node(value)}))

    def text(self, node: str, predicate: NamedNode) -> str:
        """Return the first value of a property as text, '' for none."""
        return next((value.value for value in self.values(node, predicate)), "")

    def words(self, node: str, predicate: NamedNode, lang: str) -> str:
        """Return a property's words in a language, or the nearest there are; '' for none."""
        found = {value.language: value.value for value in self.values(node, predicate) if isinstance(value, Literal)}
        chosen = next((found[code] for code in FALLBACK.get(lang, LANGUAGES) if code in found), None)
        return next(iter(found.values()), "") if chosen is None else chosen


def _iri(item: tuple[NamedNode, object]) -> str:
    return item[0].value


def _is_node(value: Object) -> bool:
    return isinstance(value, NamedNode)

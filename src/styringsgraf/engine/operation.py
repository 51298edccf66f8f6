"""One operation of a SPARQL update as it will be run, and the dataset that a request chooses for it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from styringsgraf import errors
from styringsgraf.terms import NamedNode, sparql

Every = Literal["", "all", "named"]
_SHOWN: Final = 40


def named(graph: str) -> str:
    """Return a graph's name as SPARQL writes it; BadQuery for what is no IRI."""
    try:
        return sparql(NamedNode(graph))
    except ValueError:
        raise errors.BadQuery("engine.graph-iri", iri=graph[:_SHOWN]) from None


@dataclass(frozen=True)
class Using:
    """The dataset of a request (using-graph-uri, using-named-graph-uri); empty: the update says."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)

    def text(self) -> str:
        """Return the clauses."""
        clauses = [f"USING {named(graph)}" for graph in self.default]
        return " ".join((*clauses, *(f"USING NAMED {named(graph)}" for graph in self.named)))


@dataclass(frozen=True)
class Operation:
    """One operation: ``head`` and ``tail`` are its text, with room for a dataset between them.

    ``graphs``: what it names to change; ``variable``: it may change a graph that only a variable names; ``every``: it
    empties all graphs, or all but the default graph. ``union``: its pattern sees all graphs.
    """

    head: str
    tail: str = ""
    graphs: frozenset[str] = frozenset()
    variable: bool = False
    every: Every = ""
    union: bool = False

    def text(self, existing: Collection[str]) -> str:
        """Return the text to run; ``existing``: the graphs that are there now."""
        names = tuple(sorted(existing)) if self.union else ()
        return f"{self.head} {Using(names, names).text()} {self.tail}"

"""How much of what each dataset holds: nodes of each class, statements with each property.

Counting reads a whole dataset, so it is remembered by the hash of what was counted: after a publish only the
organisation that changed is counted again.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from styringsgraf.engine import Table
from styringsgraf.publish.facts import Dataset, Release
from styringsgraf.releases.manifest import GraphRecord
from styringsgraf.terms import NamedNode, lexical, sparql

_REMEMBERED: Final = 1_000


@dataclass(frozen=True)
class Counts:
    """Class → nodes, property → statements (one in two graphs counts twice, as in the dump), links by target.

    ``links`` are statements from here to an IRI of the UN's own, by property.
    """

    classes: Mapping[str, int]
    properties: Mapping[str, int]
    links: Mapping[str, int]
    subjects: int


class Counter:
    """Counts datasets, and remembers what it counted."""

    def __init__(self, un: str) -> None:
        self._un = un
        self._known: OrderedDict[str, Counts] = OrderedDict()
        self._lock = Lock()

    def counts(self, release: Release, dataset: Dataset) -> Counts:
        """Return the counts of a dataset of the release."""
        key = dataset.age.digest
        with self._lock:
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = _counted(release, dataset.graphs, self._un)
                while len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
            else:
                self._known.move_to_end(key)
            return found


def _counted(release: Release, graphs: Sequence[GraphRecord], un: str) -> Counts:
    named = " ".join(sparql(NamedNode(graph.name)) for graph in graphs)
    within = f"VALUES ?g {{ {named} }} GRAPH ?g"
    table = release.table
    links = f'isIRI(?o) && STRSTARTS(STR(?o), "{un}") && !STRSTARTS(STR(?s), "{un}")'
    return Counts(
        _numbers(table(f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {within} {{ ?s a ?c }} }} GROUP BY ?c")),
        _numbers(table(f"SELECT ?p (COUNT(?s) AS ?n) WHERE {{ {within} {{ ?s ?p ?o }} }} GROUP BY ?p")),
        _numbers(
            table(
                "SELECT ?p (COUNT(?s) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o "
                f"WHERE {{ {within} {{ ?s ?p ?o }} FILTER({links}) }} }} GROUP BY ?p"
            )
        ),
        int(lexical(table(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {within} {{ ?s ?p ?o }} }}").rows[0][0])),
    )


def _numbers(table: Table) -> Mapping[str, int]:
    found = {row[0].value: int(lexical(row[1])) for row in table.rows if row[0] is not None}
    return dict(sorted(found.items()))

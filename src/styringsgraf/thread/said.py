"""What is said of the things on a thread, fetched for many at once: classes, names, documents, and their steps."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.engine.memo import remembered
from styringsgraf.namespaces import CODE, PREFIXES, SDGO, SG
from styringsgraf.questions.binding import bind
from styringsgraf.questions.labels import NAMING
from styringsgraf.terms import NamedNode, Term, lexical

#: What a document may say of a step, in the order of the chain.
STATED: Final = tuple(
    SG + name for name in ("fulfils", "concretises", "leadsTo", "refines", "partOfFocusArea", "delivers", "alignsWith")
)
#: The UN's own steps.
UN_STEPS: Final = (f"{SDGO}isTargetOf", f"{SG}partOfTarget")
MEASURES: Final = f"{SG}measures"
CARRIED: Final = f"{SG}carriedOver"
CONTRIBUTES: Final = f"{SG}contributesTo"
#: Stands as the property of a step that somebody claims.
CLAIMED: Final = f"{CODE}contribution-kind/claimed"
TYPE: Final = f"{PREFIXES['rdf']}type"
IN_FORCE: Final = f"{SG}inForce"
STATED_IN: Final = f"{SG}statedIn"

_TOLD: Final = (TYPE, IN_FORCE, STATED_IN, CONTRIBUTES, *STATED, *UN_STEPS, MEASURES, CARRIED, *NAMING)
#: ``?node ?property ?value`` for all that is told. FILTER … IN: two VALUES before one pattern make pyoxigraph read the
#: properties of the whole store (measured: 300 times slower).
TELLING: Final = f"?node ?property ?value FILTER (?property IN ({', '.join(f'<{name}>' for name in _TOLD)}))"
_QUERY: Final = f"SELECT DISTINCT ?node ?property ?value WHERE {{ VALUES ?node {{ $nodes }} {TELLING} }}"

#: Terms and documents kept for all threads of a release, about a kB each.
_MOST: Final = 4_000

Row = Sequence[Term | None]


class Said:
    """What is said, by node and property; a node of which nothing is said is known too, once it was asked for."""

    def __init__(self, engine: QueryEngine) -> None:
        self._engine = engine
        # What the vocabulary and the documents are called is the same in every thread of a release.
        self._lasting: dict[str, list[Row]] = remembered(engine, "said of terms and documents", dict)
        self._rows: dict[str, list[Row]] = {}
        self._values: dict[str, dict[str, list[Term]]] = {}

    def fetch(self, nodes: Iterable[str]) -> None:
        """Ask for the nodes that are not known yet, in one query."""
        unknown = set(nodes) - self._rows.keys()
        lasting = unknown & self._lasting.keys()
        for term in lasting:
            self.add(self._lasting[term], [term])
        wanted = sorted(unknown - lasting)
        if wanted:
            self.add(self._engine.table(bind(_QUERY, {"nodes": [NamedNode(iri) for iri in wanted]})).rows, wanted)
            if len(self._lasting) < _MOST:
                documents = {lexical(end) for said in self._values.values() for end in said.get(STATED_IN, ())}
                kept = {iri for iri in wanted if iri in documents or iri.startswith((SG, CODE))}
                self._lasting.update({iri: self._rows[iri] for iri in kept})

    def add(self, rows: Iterable[Row], nodes: Iterable[str] = ()) -> None:
        """Take up (node, property, value): all that is told of each of the nodes that the rows name."""
        fresh: dict[str, list[Row]] = {node: [] for node in nodes}
        for row in rows:
            fresh.setdefault(lexical(row[0]), []).append(row)
        for node, mine in fresh.items():
            values: dict[str, list[Term]] = {}
            for _, name, value in mine:
                if value is not None:
                    values.setdefault(lexical(name), []).append(value)
            self._rows[node], self._values[node] = mine, values

    def __contains__(self, node: str) -> bool:
        """Whether a node is known."""
        return node in self._rows

    def of(self, node: str) -> Mapping[str, Sequence[Term]]:
        """Return what is said of a node, by property."""
        return self._values.get(node, {})

    def texts(self, node: str, name: str) -> tuple[str, ...]:
        """Return the values of one property as text."""
        return tuple(map(lexical, self.of(node).get(name, ())))

    def is_in_force(self, node: str) -> bool:
        """Whether a node or a document is in force (stores write booleans in two ways)."""
        return bool({"true", "1"} & set(self.texts(node, IN_FORCE)))

    def rows(self, nodes: Collection[str]) -> Iterator[Row]:
        """Yield the rows of some nodes, as they came."""
        for node in nodes:
            yield from self._rows.get(node, ())

"""Reads what documents state, node by node, and which nodes of two editions are the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG
from styringsgraf.questions import bands
from styringsgraf.questions.bands import Band
from styringsgraf.questions.binding import bind
from styringsgraf.terms import Literal, NamedNode, Term, lexical

#: The classes people name by code; superclasses stand beside them in the inferred graph.
KINDS: Final = tuple(
    SG + name
    for name in ("FocusArea", "Vision", "MainGoal", "SubGoal", "Strategy", "Assignment", "Measure", "Indicator",
                 "Challenge")
)  # fmt: skip
_PARENTS: Final = tuple(
    SG + name for name in ("partOfFocusArea", "refines", "leadsTo", "concretises", "fulfils", "measures")
)
_TYPE, _CODE, _TITLE = PREFIXES["rdf"] + "type", PREFIXES["skos"] + "notation", PREFIXES["dct"] + "title"
_ENDURING: Final = PREFIXES["dct"] + "isVersionOf"
_WORDING, _UNIT, _DECIMALS, _BAND = (SG + name for name in ("statement", "unitOfMeasure", "decimals", "hasBand"))
_READ: Final = (_CODE, _TITLE, _WORDING, _ENDURING, _UNIT, _DECIMALS, _BAND, *_PARENTS)


def _listed(iris: Iterable[str]) -> str:
    return ", ".join(f"<{iri}>" for iri in iris)


# Of the classes only those we look for: what follows from each would be a third of all rows.
_STATED: Final = (
    f"PREFIX sg: <{SG}>\n"
    "SELECT DISTINCT ?document ?node ?property ?value WHERE { VALUES ?document { $documents } "
    "?node sg:statedIn ?document . ?node ?property ?value "
    f"FILTER (?property IN ({_listed(_READ)}) || (?property = <{_TYPE}> && ?value IN ({_listed(KINDS)}))) }}"
)
# The same node: a chain of revisions and shared enduring nodes, all forwards in time or all backwards. Never both in
# one chain: the two halves of a split goal are each the old one, and not each other. The statement before the path is
# for Virtuoso, to which a node out of VALUES alone is no start of a path.
_STEP: Final = "(<{dct}isVersionOf>/^<{dct}isVersionOf>)".format(dct=PREFIXES["dct"])
_REVISES: Final = f"<{PREFIXES['prov']}wasRevisionOf>"
_SAME: Final = (
    "SELECT DISTINCT ?one ?other WHERE { VALUES ?one { $nodes } "
    f"?one <{SG}statedIn> ?document . "
    f"{{ ?one (^{_REVISES}|{_STEP})+ ?other }} UNION {{ ?one ({_REVISES}|{_STEP})+ ?other }} }}"
)


@dataclass(frozen=True)
class Stated:
    """What one edition says of one node: ``words`` by (property, language), ``parents`` it is linked up to."""

    iri: str
    document: str
    kind: str
    code: str = ""
    enduring: str = ""
    words: Mapping[tuple[str, str], str] = field(default_factory=dict, hash=False)
    parents: frozenset[str] = frozenset()
    unit: str = ""
    decimals: int | None = None
    bands: tuple[Band, ...] = ()

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles by language."""
        return {lang: words for (name, lang), words in self.words.items() if name == "title"}


@dataclass(frozen=True)
class Same:
    """Which nodes are the same; a node is the same as itself."""

    pairs: frozenset[tuple[str, str]]

    def __call__(self, before: str, after: str) -> bool:
        """Whether the two are one node through time."""
        return before == after or (before, after) in self.pairs


def stated(engine: QueryEngine, documents: Collection[str]) -> Mapping[str, Stated]:
    """Return the nodes these documents state, by IRI, in two queries."""
    if not documents:
        return {}
    terms: list[Term] = [NamedNode(iri) for iri in sorted(documents)]
    said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    homes: dict[str, str] = {}
    for document, node, name, value in engine.table(bind(_STATED, {"documents": terms})).rows:
        iri = lexical(node)
        homes[iri] = max(lexical(document), homes.get(iri, ""))
        if value is not None:
            said[iri][lexical(name)].append(value)
    coloured = bands.fetch(engine, [iri for iri, facts in said.items() if _BAND in facts])
    found = (_node(iri, homes[iri], facts, coloured.get(iri, ())) for iri, facts in sorted(said.items()))
    return {node.iri: node for node in found if node is not None}


def _node(iri: str, document: str, facts: Mapping[str, list[Term]], coloured: tuple[Band, ...]) -> Stated | None:
    kinds = {lexical(term) for term in facts.get(_TYPE, ())}
    kind = next((kind for kind in KINDS if kind in kinds), None)
    if kind is None:
        return None
    places = _first(facts, _DECIMALS)
    return Stated(
        iri,
        document,
        kind,
        code=_first(facts, _CODE),
        enduring=_first(facts, _ENDURING),
        words={
            (name, term.language or ""): term.value
            for name, iri_of in (("title", _TITLE), ("wording", _WORDING))
            for term in facts.get(iri_of, ())
            if isinstance(term, Literal)
        },
        parents=frozenset(lexical(term) for name in _PARENTS for term in facts.get(name, ())),
        unit=_first(facts, _UNIT),
        decimals=int(places) if places.isdigit() else None,
        bands=coloured,
    )


def _first(facts: Mapping[str, list[Term]], name: str) -> str:
    return min((lexical(term) for term in facts.get(name, ())), default="")


def same(engine: QueryEngine, nodes: Collection[str]) -> Same:
    """Return what these nodes are the same as, by stated forerunners and shared enduring nodes, in one query."""
    if not nodes:
        return Same(frozenset())
    terms: list[Term] = [NamedNode(iri) for iri in sorted(nodes)]
    rows = engine.table(bind(_SAME, {"nodes": terms})).rows
    return Same(frozenset((lexical(one), lexical(other)) for one, other in rows))

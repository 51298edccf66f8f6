"""What a bundle says beside the statements: the day it is looked at, and what codes stood for in the edition before.

Both are facts that rules need and no document states. The edition before is superseded and so not in the bundle;
of its nodes only this is told, in Dublin Core words and without types and notations, so that no rule judges them:
``dct:replaces`` from document to document, and for each node ``dct:isPartOf``, ``dct:identifier`` (its code),
``dct:type``, ``dct:title`` and ``dct:isVersionOf``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import pairwise
from typing import Final

from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.terms import A, Literal, NamedNode, Quad, calendar_date, lexical, named, quad, sg, string, subject_iri

_FROM, _ADOPTED, _SERIES, _SUPERSEDES = (SG + name for name in ("validFrom", "adoptedOn", "series", "supersedes"))
_PUBLISHER: Final = PREFIXES["dct"] + "publisher"
_DATED: Final = frozenset((_FROM, _ADOPTED, _SERIES, _SUPERSEDES, _PUBLISHER))
_STATED_IN: Final = sg("statedIn")
_CODE: Final = PREFIXES["skos"] + "notation"
#: What is told of a node of the edition before, and in which words.
_TOLD: Final[Mapping[str, NamedNode]] = {
    _STATED_IN.value: named("dct:isPartOf"),
    _CODE: named("dct:identifier"),
    A.value: named("dct:type"),
    PREFIXES["dct"] + "title": named("dct:title"),
    PREFIXES["dct"] + "isVersionOf": named("dct:isVersionOf"),
}


def context(
    stated: Sequence[Quad], org: str, bundled: Set[str], reference_date: date, minter: Minter
) -> tuple[Quad, ...]:
    """Return what to add to an organisation's bundle; ``stated`` in all its documents, ``bundled``: those in it."""
    graph = minter.inferred_graph(org)
    day = quad(graph, sg("referenceDate"), calendar_date(reference_date), graph)
    return (day, *_editions_before(stated, bundled, graph))


def _editions_before(stated: Sequence[Quad], bundled: Set[str], graph: str) -> Iterator[Quad]:
    pairs = _pairs(stated, bundled)
    for newer, older in sorted(pairs):
        yield quad(newer, named("dct:replaces"), NamedNode(older), graph)
    editions = {older for _, older in pairs}
    nodes = {subject_iri(q) for q in stated if q.predicate == _STATED_IN and _object(q) in editions}
    coded = {subject_iri(q) for q in stated if q.predicate.value == _CODE} & nodes
    for found in stated if coded else ():
        word = _TOLD.get(found.predicate.value)
        if word is not None and subject_iri(found) in coded and isinstance(found.object, NamedNode | Literal):
            # A code is text, whatever type a file gave it.
            value = string(found.object.value) if found.predicate.value == _CODE else found.object
            yield quad(subject_iri(found), word, value, graph)


def _pairs(stated: Iterable[Quad], bundled: Set[str]) -> set[tuple[str, str]]:
    """Return (newer, older): what a bundled document says it supersedes, else the one before it in its series."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for found in stated:
        if found.predicate.value in _DATED:
            said[subject_iri(found)][found.predicate.value].add(_object(found))
    series: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for document, facts in said.items():
        start = min(facts[_FROM] or facts[_ADOPTED], default="")
        for name in facts[_SERIES]:
            series[min(facts[_PUBLISHER], default=""), name].append((start, document))
    pairs = {(newer, older) for newer in bundled & said.keys() for older in said[newer][_SUPERSEDES] - {newer}}
    stating = {newer for newer, _ in pairs}
    rows = (pair for dated in series.values() for pair in pairwise(sorted(dated)))
    return pairs | {(newer, older) for (_, older), (_, newer) in rows if newer in bundled - stating}


def _object(statement: Quad) -> str:
    """Return a statement's object as text."""
    value = statement.object
    return lexical(value) if isinstance(value, NamedNode | Literal) else ""

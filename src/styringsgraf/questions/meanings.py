"""Finds codes that mean something else from one edition to the next of the same series."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG
from styringsgraf.questions.binding import bind
from styringsgraf.questions.changes import Change, compare
from styringsgraf.questions.context import Context
from styringsgraf.questions.editions import same, stated
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.values import Raw
from styringsgraf.terms import NamedNode, lexical

_EDITIONS: Final = (
    f"PREFIX sg: <{SG}>\nPREFIX dct: <{PREFIXES['dct']}>\n"
    """SELECT DISTINCT ?publisher ?series ?document ?start WHERE {
  ?document dct:publisher $organisation . ?document dct:publisher ?publisher . ?document sg:series ?series .
  OPTIONAL { ?document sg:validFrom ?from } OPTIONAL { ?document sg:adoptedOn ?adopted }
  BIND(COALESCE(?from, ?adopted) AS ?start) }"""
)


def new_meanings(context: Context, bound: Bound) -> Sequence[Mapping[str, Raw]]:
    """Return a row for each code that two editions in a row use for different things of one kind.

    Different: neither said to be the same, nor sharing a title (as in plan-changes). One organisation at a time, so
    that memory follows the largest of them.
    """
    return [row for editions in _organisations(context, bound) for row in _found(context.engine, editions)]


def _organisations(context: Context, bound: Bound) -> Iterator[list[tuple[str, str]]]:
    """Yield for each organisation its pairs of an edition and the next one of the same series."""
    query = bind(_EDITIONS, {"organisation": bound.values["organisation"]})
    series: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for publisher, name, document, start in context.engine.table(query).rows:
        series[lexical(publisher)][lexical(name)].append((lexical(start), lexical(document)))
    for _, by_name in sorted(series.items()):
        yield [(old, new) for _, dated in sorted(by_name.items()) for (_, old), (_, new) in pairwise(sorted(dated))]


def _found(engine: QueryEngine, editions: list[tuple[str, str]]) -> Iterator[Mapping[str, Raw]]:
    nodes = stated(engine, {document for pair in editions for document in pair})
    are_same = same(engine, list(nodes))
    for old, new in editions:
        before = {iri: node for iri, node in nodes.items() if node.document == old}
        after = {iri: node for iri, node in nodes.items() if node.document == new}
        yield from (_row(change) for change in compare(before, after, are_same) if change.change == "new-meaning")


def _row(change: Change) -> Mapping[str, Raw]:
    one, other = change.before, change.after
    if one is None or other is None:  # a new meaning has both sides
        return {}
    return {
        "kind": NamedNode(one.kind),
        "code": one.code,
        "before": NamedNode(one.iri),
        "after": NamedNode(other.iri),
        "editionBefore": NamedNode(one.document),
        "editionAfter": NamedNode(other.document),
    }

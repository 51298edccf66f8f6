"""Finds observations that several documents state with different values: one key, two truths."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from styringsgraf.engine import Table
from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.namespaces import SG, Minter
from styringsgraf.pipeline.editions import located
from styringsgraf.quality.report import Finding
from styringsgraf.questions.binding import bind
from styringsgraf.terms import Literal, NamedNode, lexical, sg, subject_iri
from styringsgraf.texts import text

_VALUE: Final = sg("value")
_CHUNK: Final = 2_000  # observations asked for in one query
_STATED: Final = f"""SELECT ?graph ?observation ?value WHERE {{
  VALUES ?observation {{ $observations }} GRAPH ?graph {{ ?observation <{SG}value> ?value }} }}"""
#: Observation → value → a document that states it.
_Values = dict[str, dict[str, str]]


def conflicting_observations(
    table: Callable[[str], Table] | None, documents: Sequence[ImportedDocument], minter: Minter
) -> tuple[Finding, ...]:
    """Return one finding (SG-I20) for each observation of these documents that has more than one value.

    They are compared with each other and with the release (``table``; None: there is none), but not with what the
    release holds of the same documents: that is replaced.
    """
    values: _Values = defaultdict(dict)
    for document in documents:
        for node, value in _stated(document, minter):
            values[node].setdefault(value, document.iri)
    replaced = {document.iri for document in documents}
    for node, value, source in _released(table, sorted(values), minter):
        if source not in replaced:
            values[node].setdefault(value, source)
    found = [_finding(node, given, minter) for node, given in sorted(values.items()) if len(given) > 1]
    return located(found, documents)


def _released(
    table: Callable[[str], Table] | None, nodes: Sequence[str], minter: Minter
) -> Iterator[tuple[str, str, str]]:
    """Yield (observation, value, document) of what the release holds."""
    if table is None:
        return
    for start in range(0, len(nodes), _CHUNK):
        query = bind(_STATED, {"observations": [NamedNode(node) for node in nodes[start : start + _CHUNK]]})
        for graph, node, value in table(query).rows:
            source = minter.document_of_graph(lexical(graph))
            if source is not None:
                yield lexical(node), _plain(lexical(value)), source


def _stated(document: ImportedDocument, minter: Minter) -> Iterator[tuple[str, str]]:
    prefix = f"{minter.organisation(document.organisation)}/observation/"
    for quad in document.graphs.get(document.graph, ()):
        if quad.predicate == _VALUE and isinstance(quad.object, Literal) and subject_iri(quad).startswith(prefix):
            yield subject_iri(quad), _plain(quad.object.value)


def _plain(value: str) -> str:
    """Return a number without the zeros at its end, which a store does not keep."""
    try:
        return f"{Decimal(value).normalize():f}"
    except InvalidOperation:
        return value


def _finding(node: str, given: Mapping[str, str], minter: Minter) -> Finding:
    base = f"{minter.base}id/"
    shown = " / ".join(f"{value} ({source.removeprefix(base)})" for value, source in sorted(given.items()))
    return Finding(
        rule="SG-I20",
        severity="violation",
        message=text("pipeline.conflicting-observation", node=node.removeprefix(base), count=len(given), values=shown),
        focus_node=node,
        path=_VALUE.value,
        value=" / ".join(sorted(given)),
        stops=True,
    )

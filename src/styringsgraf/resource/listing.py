"""Which things of a release have a page worth finding: documents, what they state, what endures, and whose they are."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.terms import NamedNode, lexical, sparql

#: What no search engine needs: parts of other things' pages, and how things came to be known.
_PARTS: Final = (
    "SourceRow", "SourceTable", "SourceColumn", "WordingAnnotation", "ValueBand", "TargetValue", "Observation",
    "Allocation", "Contribution",
)  # fmt: skip
#: The name of the list of the parts of UN targets; no organisation can have it.
UN: Final = "sdg"


def groups(graphs: Iterable[str], minter: Minter) -> Mapping[str, tuple[str, ...]]:
    """Return the graphs that name pages, by organisation, sorted; under ``UN`` those of the UN side."""
    found: dict[str, list[str]] = {}
    for graph in sorted(graphs):
        document = minter.document_of_graph(graph)
        organisation = minter.organisation_of_graph(graph)
        if document is not None and organisation is not None and graph.count("/") == document.count("/"):
            found.setdefault(organisation, []).append(graph)
        elif graph == minter.sdg_graph:
            found[UN] = [graph]
    return {name: tuple(found[name]) for name in sorted(found)}


def pages(engine: QueryEngine, graphs: Iterable[str], minter: Minter, limit: int) -> tuple[str, ...]:
    """Return the IRIs of things with a page that these graphs state, sorted, at most ``limit``."""
    start = f"{minter.base}id/"
    named = " ".join(sparql(NamedNode(graph)) for graph in graphs)
    parts = ", ".join(f"<{SG}{name}>" for name in _PARTS)
    version = f"<{PREFIXES['dct']}isVersionOf>"
    query = f"""SELECT DISTINCT ?s WHERE {{ VALUES ?g {{ {named} }}
      {{ GRAPH ?g {{ ?s a ?kind }} FILTER (?kind NOT IN ({parts})) }} UNION {{ GRAPH ?g {{ ?edition {version} ?s }} }}
      }} LIMIT {limit * 2}"""
    found = {lexical(row[0]) for row in engine.table(query).rows}
    return tuple(sorted(iri for iri in found if iri.startswith(start) and not re.search(r"[\s<>\"]", iri)))[:limit]

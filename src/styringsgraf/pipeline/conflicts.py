"""Finds observations that several documents state with different values: one key, two truths."""

from collections.abc import Callable, Sequence
from typing import Final

from styringsgraf.engine import Table
from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.namespaces import SG
from styringsgraf.quality.report import Cell, Finding
from styringsgraf.questions.binding import bind
from styringsgraf.terms import NamedNode, lexical
from styringsgraf.texts import text

#: Enters through the documents' own statements; values are counted over the union of all graphs.
_CONFLICTS: Final = f"""\
SELECT ?observation (COUNT(DISTINCT ?value) AS ?count) (GROUP_CONCAT(DISTINCT STR(?value); SEPARATOR=" / ") AS ?values)
WHERE {{
  {{ SELECT DISTINCT ?observation WHERE {{
       VALUES ?document {{ $documents }}
       ?observation <{SG}statedIn> ?document ; <{SG}indicator> ?indicator .
  }} }}
  ?observation <{SG}value> ?value .
}}
GROUP BY ?observation
HAVING (COUNT(DISTINCT ?value) > 1)
ORDER BY ?observation"""


def conflicting_observations(
    table: Callable[[str], Table], documents: Sequence[ImportedDocument]
) -> tuple[Finding, ...]:
    """Return one finding (SG-I20) for each observation of these documents that has more than one value."""
    if not documents:
        return ()
    found = table(bind(_CONFLICTS, {"documents": [NamedNode(document.iri) for document in documents]}))
    files = ", ".join(dict.fromkeys(document.file for document in documents))
    return tuple(_finding(lexical(node), lexical(count), lexical(values), files) for node, count, values in found.rows)


def _finding(node: str, count: str, values: str, files: str) -> Finding:
    return Finding(
        rule="SG-I20",
        severity="violation",
        message=text("pipeline.conflicting-observation", node=node, count=count, values=values),
        focus_node=node,
        path=f"{SG}value",
        value=values,
        cell=Cell(files),
        stops=True,
    )

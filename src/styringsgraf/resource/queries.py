"""The three queries: what is said of an IRI, what points to it, and what its neighbours are called."""

from collections.abc import Iterable
from typing import Final

from styringsgraf.namespaces import PREFIXES
from styringsgraf.questions.binding import bind
from styringsgraf.terms import NamedNode, sparql

#: Statements about one IRI; more than this no page shows.
STATEMENTS: Final = 20_000
#: How far statements that point to it are counted.
COUNTED: Final = 100_000
#: How many of them are told by name, and of those that come in bulk (results, rows of a document).
POINTING: Final = 1_000
BULK: Final = 200
FINDINGS: Final = 100
EDITIONS: Final = 200
ROWS: Final = 100
#: Of the columns of those rows.
CELLS: Final = 600

_PREFIXES: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "prov", "rdf", "sg", "sh"))
#: Findings are told apart from other links; the quality graph says of a document which findings are in it.
_ASIDE: Final = "sh:focusNode, dct:isPartOf"
#: A municipality has thousands of results, a document hundreds of nodes: they must not crowd out the rest.
_IN_BULK: Final = "sg:area, sg:indicator, sg:statedIn, sg:inTable, prov:wasDerivedFrom, rdf:type"
_AROUND: Final = f"""{_PREFIXES}
SELECT ?kind ?p ?s ?n ?file ?sheet ?lang WHERE {{
  {{ SELECT ("count" AS ?kind) ?p (COUNT(?from) AS ?n) WHERE {{
       {{ SELECT DISTINCT ?p ?from WHERE {{ ?from ?p $node }} LIMIT {COUNTED + 1} }} }} GROUP BY ?p }}
  UNION {{ SELECT DISTINCT ("link" AS ?kind) ?p ?s WHERE {{
       ?s ?p $node FILTER (?p NOT IN ({_ASIDE}, {_IN_BULK})) }} LIMIT {POINTING + 1} }}
  UNION {{ SELECT DISTINCT ("link" AS ?kind) ?p ?s WHERE {{
       ?s ?p $node FILTER (?p IN ({_IN_BULK})) }} LIMIT {BULK + 1} }}
  UNION {{ SELECT DISTINCT ("finding" AS ?kind) ?s WHERE {{ ?s sh:focusNode $node }} LIMIT {FINDINGS + 1} }}
  UNION {{ SELECT DISTINCT ("edition" AS ?kind) ?s WHERE {{
       $node dct:isVersionOf ?same . ?s dct:isVersionOf ?same }} LIMIT {EDITIONS + 1} }}
  UNION {{ SELECT DISTINCT ("edition" AS ?kind) ?s WHERE {{ ?s dct:isVersionOf $node }} LIMIT {EDITIONS + 1} }}
  UNION {{ SELECT DISTINCT ("row" AS ?kind) ?s ?n ?file ?sheet WHERE {{
       $node prov:wasDerivedFrom ?s . ?s sg:rowNumber ?n ; sg:inTable ?table .
       ?table sg:fileName ?file OPTIONAL {{ ?table sg:sheetName ?sheet }} }} LIMIT {ROWS + 1} }}
  UNION {{ SELECT DISTINCT ("cell" AS ?kind) ?p ?s (?class AS ?n) ?file ?sheet ?lang WHERE {{
       $node prov:wasDerivedFrom ?s . ?s sg:inTable ?table . ?table sg:hasColumn ?column .
       ?column sg:mapsToProperty ?p . ?column sg:columnLetter ?file . ?column sg:columnHeading ?sheet
       OPTIONAL {{ ?column sg:mapsToClass ?class }} OPTIONAL {{ ?column dct:language ?lang }} }} LIMIT {CELLS} }}
}}"""
#: Predicates whose subjects are told apart, not among the links.
APART: Final = (PREFIXES["sh"] + "focusNode", PREFIXES["dct"] + "isPartOf")
#: What tells how a neighbour is called, and of documents when they hold, of findings what they say.
TOLD: Final = tuple(
    PREFIXES[name.partition(":")[0]] + name.partition(":")[2]
    for name in (
        "dct:title", "skos:prefLabel", "rdfs:label", "skos:notation", "sg:validFrom", "sg:validTo", "sg:inForce",
        "sg:adoptedOn", "sh:resultMessage", "sh:resultSeverity", "sh:sourceShape", "sg:accepted",
    )
)  # fmt: skip
# FILTER … IN: two VALUES before one pattern make pyoxigraph read the properties of the whole store.
_NEIGHBOURS: Final = f"""SELECT DISTINCT ?s ?p ?o WHERE {{
  VALUES ?s {{ $nodes }} ?s ?p ?o FILTER (?p IN ({", ".join(f"<{iri}>" for iri in TOLD)})) }}"""
_RENAMED: Final = f"""{_PREFIXES}
SELECT DISTINCT ?way ?s WHERE {{
  {{ SELECT ("revision" AS ?way) ?s WHERE {{ ?s prov:wasRevisionOf $node }} LIMIT 100 }}
  UNION {{ SELECT ("version" AS ?way) ?s WHERE {{ VALUES ?same {{ $enduring }} ?s dct:isVersionOf ?same }} LIMIT 100 }}
}}"""


def about(iris: Iterable[str]) -> str:
    """Return the query for the statements about these IRIs, and for which of them anything points to."""
    nodes = [sparql(NamedNode(iri)) for iri in iris]
    pointed = " ".join(f"UNION {{ SELECT ({node} AS ?node) WHERE {{ ?from ?way {node} }} LIMIT 1 }}" for node in nodes)
    stated = f"{{ VALUES ?node {{ {' '.join(nodes)} }} GRAPH ?g {{ ?node ?p ?o }} }}"
    return f"SELECT ?node ?g ?p ?o WHERE {{ {stated} {pointed} }} LIMIT {STATEMENTS + len(nodes) + 1}"


def around(iri: str) -> str:
    """Return the query for what points to an IRI, its findings, its editions and its rows."""
    return bind(_AROUND, {"node": NamedNode(iri)})


def neighbours(iris: Iterable[str]) -> str:
    """Return the query for what neighbours are called."""
    return bind(_NEIGHBOURS, {"nodes": [NamedNode(iri) for iri in iris]})


def renamed(iri: str, enduring: Iterable[str]) -> str:
    """Return the query for what came instead of an IRI, itself or under the enduring node it was a version of."""
    same = [NamedNode(one) for one in (*enduring, iri)]  # never empty: of what is gone nothing is a version
    return bind(_RENAMED, {"node": NamedNode(iri), "enduring": same})

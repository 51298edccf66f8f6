"""Foreign SPARQL for a remote engine: the standard's words only, in every reading."""

import pytest

from styringsgraf import errors
from styringsgraf.engine import standard

GOOD = [
    "SELECT * WHERE { ?s ?p ?o }",
    "PREFIX ex: <http://example.org/> SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ex:p/ex:q* 'DEFINE bif:x' } # sql:x",
    "ASK { ?s ?p 1.5e3 . FILTER(?s < 3 && STRLEN(STR(?p)) != 4 || !BOUND(?o)) }",
    "CONSTRUCT { ?s a ?o } WHERE { VALUES (?s ?o) { (UNDEF <urn:x>) } MINUS { ?s ^<urn:p>|<urn:q> [] } }",
    "SELECT ?x { BIND(IF(true, 'a'@en, \"b\"^^<urn:t>) AS ?x) } ORDER BY DESC(?x) LIMIT 3 OFFSET 1",
]
BAD = [
    'DEFINE get:soft "replace" SELECT * WHERE { ?s ?p ?o }',
    "SELECT (bif:length(?s) AS ?n) WHERE { ?s ?p ?o }",
    "PREFIX bif: <urn:x> SELECT (bif:length(?s) AS ?n) WHERE { ?s ?p ?o }",
    "PREFIX b: <bif:> SELECT (b:length(?s) AS ?n) WHERE { ?s ?p ?o }",
    "SELECT (<sql:user>() AS ?n) WHERE { ?s ?p ?o }",
    "SELECT (<\\u0062if:user>() AS ?n) WHERE { ?s ?p ?o }",
    "SELECT * WHERE { ?s ?p ?o OPTION (TRANSITIVE) }",
    "SELECT (`sql` AS ?x) WHERE { ?s ?p ?o }",
    "SELECT ?x WHERE { ?x undeclared:p ?y }",
    "SELECT * WHERE { LET (?x := 3) }",
]


@pytest.mark.parametrize("query", GOOD)
def test_the_standard_passes(query: str) -> None:
    standard.check(query)


@pytest.mark.parametrize("query", BAD)
def test_what_only_some_engines_know_is_refused(query: str) -> None:
    with pytest.raises(errors.BadQuery):
        standard.check(query)

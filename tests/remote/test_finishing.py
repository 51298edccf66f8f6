"""The end of a query, carried out here over the rest of it, gives what the whole query gives."""

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from styringsgraf import resources
from styringsgraf.engine import finishing
from styringsgraf.questions import load

DATA = b"\n".join(
    b'<urn:s%d> <urn:code> "S%d" . <urn:s%d> <urn:n> %d . <urn:s%d> <urn:of> <urn:g%d> .' % (n, n, n, n % 4, n, n % 3)
    for n in range(12)
)
NATURAL = 'REPLACE(REPLACE(?code, "([0-9]+)", "00$1"), "0*([0-9]{3})", "$1")'
QUERIES = {
    "order": f"SELECT ?s ?code WHERE {{ ?s <urn:code> ?code }} ORDER BY {NATURAL}",
    "page": f"SELECT ?s ?code WHERE {{ ?s <urn:code> ?code }} ORDER BY DESC({NATURAL}) LIMIT 3 OFFSET 2",
    "groups": "SELECT ?g (SAMPLE(?c) AS ?code) (COUNT(?s) AS ?n) WHERE { ?s <urn:of> ?g ; <urn:code> ?c } "
    "GROUP BY ?g HAVING (COUNT(?s) > 1) ORDER BY ?n ?g LIMIT 2",
    "touches": "SELECT ?g ?words WHERE { "
    "{ SELECT ?g (SUM(?n) AS ?all) WHERE { ?s <urn:of> ?g ; <urn:n> ?n } GROUP BY ?g } "
    'BIND(IF(?all > 5, "many", "few") AS ?words) FILTER(?words = "many") } ORDER BY ?g',
    "union": "SELECT DISTINCT ?s WHERE { { ?s <urn:n> 1 } UNION { ?s <urn:n> 2 } FILTER(?s != <urn:s1>) } ORDER BY ?s",
    "joined after": "SELECT ?s ?n WHERE { { SELECT ?s WHERE { ?s <urn:of> <urn:g1> } } "
    "FILTER(?s != <urn:s1>) ?s <urn:n> ?n } ORDER BY ?s",
    "unbound": "SELECT ?s ?x WHERE { { ?s <urn:n> 1 } OPTIONAL { ?s <urn:none> ?x } BIND(COALESCE(?x, 1) AS ?y) } "
    "ORDER BY ?x ?s",
    "exists": "SELECT ?s WHERE { { ?s <urn:n> 1 } FILTER(EXISTS { ?s <urn:of> <urn:g1> }) } ORDER BY ?s",
}


def rows(store: Store, query: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return tuple(v.value for v in found.variables), [tuple(row) for row in found]


@pytest.mark.parametrize("name", QUERIES)
def test_shared_out_it_is_the_same(name: str) -> None:
    store, query = Store(), QUERIES[name]
    store.load(DATA, format=RdfFormat.TURTLE)
    plan = finishing.plan(query)
    assert plan is not None
    expected = rows(store, query)
    assert expected[1]
    assert plan.finish(*rows(store, plan.there)) == expected  # type: ignore[arg-type]


def test_an_order_by_what_is_not_selected_is_left_to_the_engine() -> None:
    plan = finishing.plan("SELECT ?s WHERE { ?s <urn:n> ?n } ORDER BY ?n")
    assert plan is not None
    assert plan.finish(("s",), []) is None


def test_what_has_no_end_is_left_alone() -> None:
    assert finishing.plan("SELECT ?s WHERE { ?s <urn:n> ?n FILTER(?n > 1) }") is None
    assert finishing.plan("ASK { ?s ?p ?o }") is None


def test_questions_order_by_what_they_select() -> None:
    collected = 0
    for path in sorted(Path(resources.questions()).glob("*.rq")):
        collected += 1
        plan = finishing.plan(path.read_text(encoding="utf-8").replace("$", "?"))
        assert plan is not None, path
    assert collected == sum(question.query is not None for question in load(resources.questions()).questions)

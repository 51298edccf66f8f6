"""Shipped queries have no join without a key: sides of a join share a variable, patterns of a group hang together.

The engine's own explanation is not to be had from Python, so the algebra of an independent library is read.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from styringsgraf import resources
from styringsgraf.questions import load
from styringsgraf.questions.catalogue import combinations

QUESTIONS = sorted(resources.questions().glob("*.rq"))
#: What pages show that no question asks.
PAGES = sorted(resources.pages().glob("*.rq"))


def variables(node: Any) -> set[str]:
    """Return the variables a pattern can bind, by the scope rules of SPARQL."""
    if not isinstance(node, CompValue):
        return set()
    own = {
        "BGP": lambda: {str(term) for triple in node.triples for term in triple if isinstance(term, Variable)},
        "values": lambda: {str(term) for row in node.res for term in row},
        "Project": lambda: {str(term) for term in node.PV},
        "Extend": lambda: {str(node.var)},
        "Graph": lambda: {str(node.term)} if isinstance(node.term, Variable) else set(),
    }.get(node.name, set)()
    inner = {"Project": (), "Minus": ("p1",)}.get(node.name, ("p", "p1", "p2"))
    return own.union(*(variables(node[key]) for key in inner if key in node))


def islands(triples: list[Any]) -> int:
    """Return into how many parts without a common variable a group of triple patterns falls."""
    parts: list[set[str]] = []
    for triple in triples:
        own = {str(term) for term in triple if isinstance(term, Variable)}
        near = [part for part in parts if part & own]
        parts = [part for part in parts if not part & own] + [own.union(*near)] if own else parts
    return len(parts)


def faults(node: Any) -> Iterator[str]:
    if not isinstance(node, CompValue):
        return
    if node.name == "BGP" and islands(node.triples) > 1:
        yield f"patterns without a common variable: {node.triples}"
    if node.name in ("Join", "LeftJoin", "Minus"):
        left, right = variables(node.p1), variables(node.p2)
        if left and right and not left & right:
            yield f"{node.name} of {sorted(left)} and {sorted(right)}"
    if node.name == "Filter":
        yield from _exists(node.expr)
        yield from _side_by_side(node)
    for key in ("p", "p1", "p2", "part"):
        if key in node:
            yield from faults(node[key])


def _side_by_side(node: CompValue) -> Iterator[str]:
    """What must be missing is looked for in one OPTIONAL a group: of two, each finds its thousands for the other's."""
    unwanted, within, missing = set(_unbound(node.expr)), node.p, 0
    while isinstance(within, CompValue) and within.name == "LeftJoin":
        missing += bool((variables(within.p2) - variables(within.p1)) & unwanted)
        within = within.p1
    if missing > 1:
        yield f"{sorted(unwanted)} found side by side before they are sorted out"


def _unbound(expression: Any) -> Iterator[str]:
    """Yield the variables that a filter wants to be missing."""
    if isinstance(expression, CompValue):
        if expression.name == "UnaryNot" and getattr(expression.expr, "name", "") == "Builtin_BOUND":
            yield str(expression.expr.arg)
        for value in expression.values():
            yield from _unbound(value)
    elif isinstance(expression, list):
        for item in expression:
            yield from _unbound(item)


def _exists(expression: Any) -> Iterator[str]:
    """EXISTS may hold one pattern: two joined ones are evaluated row by row (132 s against 20 ms)."""
    if isinstance(expression, CompValue):
        if expression.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            inside = expression.graph
            if inside.name == "Join" and inside.p1.name == "BGP" and not inside.p1.triples:
                inside = inside.p2  # how rdflib writes a group of one
            if len(getattr(inside, "triples", None) or []) > 1 or inside.name != "BGP":
                yield f"joined patterns in {expression.name}"
        for value in expression.values():
            yield from _exists(value)
    elif isinstance(expression, list):
        for item in expression:
            yield from _exists(item)


def algebra(query: str) -> Any:
    return prepareQuery(query).algebra


def shipped() -> list[tuple[str, str]]:
    found = []
    for question in (*load(resources.questions()).questions, *load(resources.pages()).questions):
        if question.query is not None:
            for n, bound in enumerate(combinations(question.header, question.query)):
                found.append((f"{question.name}-{n}", bound))
    return found


SHIPPED = shipped()


def test_every_question_with_a_query_is_read() -> None:
    assert {name.rpartition("-")[0] for name, _ in SHIPPED} == {path.stem for path in QUESTIONS + PAGES}
    assert len(QUESTIONS) == 34
    pages = {"area", "coverage", "map", "newer", "organisation", "target", "target-supporters"}
    assert {path.stem for path in PAGES} == pages
    assert len(list(resources.questions().glob("*.yaml"))) == 6


@pytest.mark.parametrize("query", [query for _, query in SHIPPED], ids=[name for name, _ in SHIPPED])
def test_joins_have_keys(query: str) -> None:
    assert list(faults(algebra(query))) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f }",
        "SELECT * { ?a ?b ?c { ?d ?e ?f } UNION { ?g ?h ?i } }",
        "SELECT * { { SELECT ?a { ?a ?b ?c } } { SELECT ?d { ?d ?e ?f } } }",
        "SELECT * { { SELECT ?a { ?a ?b ?c } } ?d ?b ?c }",
        "SELECT * { ?a ?b ?c MINUS { ?d ?e ?f } }",
        "SELECT * { VALUES ?x { 1 2 } ?a ?b ?c }",
        "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f } }",
        "SELECT * { GRAPH ?g { ?a ?b ?c . ?d ?e ?f } }",
        "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a ?d ?e . ?e ?f ?g } }",
        "SELECT * { ?a ?b ?c FILTER(?a = 1 || EXISTS { ?a ?d ?e OPTIONAL { ?e ?f ?g } }) }",
        "SELECT * { ?a ?b ?c OPTIONAL { ?d <urn:x> ?a } OPTIONAL { ?e <urn:y> ?a } FILTER(!BOUND(?d) && !BOUND(?e)) }",
    ],
)
def test_the_check_sees_what_it_looks_for(query: str) -> None:
    assert list(faults(algebra(query)))


def test_one_pattern_in_exists_is_fine() -> None:
    assert not list(faults(algebra("SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?a <urn:x> true } }")))


@pytest.mark.parametrize("path", QUESTIONS + PAGES, ids=lambda path: path.stem)
def test_what_engines_disagree_on_is_not_used(path: Path) -> None:
    text = re.sub(r"^#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for word in ("gYear", "LATERAL", "NOW(", "FROM ", "SERVICE"):
        assert word not in text
    # Of EXISTS only the form that every engine does fast and alike: one pattern, negated, on a bound subject.
    plain = re.sub(r"FILTER NOT EXISTS \{ \?\w+ sg:inForce true \}", "", text)
    assert "EXISTS" not in plain

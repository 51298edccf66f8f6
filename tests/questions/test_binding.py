"""No value can change what a query means: the algebra stays the one of a harmless constant, on two engines."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store
from rdflib import Graph, URIRef, Variable
from rdflib import Literal as RdfLiteral
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from styringsgraf import errors
from styringsgraf.questions.binding import bind, template
from styringsgraf.terms import BlankNode, Literal, NamedNode, decimal, integer, named

QUERY = """PREFIX ex: <http://example.org/> # a comment with $text and 'quotes
SELECT ?s (COUNT(?o) AS ?n) WHERE {
  VALUES ?listed { $list }
  GRAPH $graph { ?s ex:p $text ; ex:q "$text", '''$list''' . }
  { SELECT ?s (MAX(?v) AS ?m) WHERE { ?s ex:v ?v FILTER(?v > $number && STR(?v) != $text) } GROUP BY ?s }
  OPTIONAL { ?s ex:r $absent }
  BIND(CONCAT($text, "\\"$text") AS ?o)
} GROUP BY ?s HAVING(COUNT(?o) > $number) ORDER BY ?s"""

HOSTILE = [
    '" } #', "' ) } UNION { ?s ?p ?o } #", "\\", '\\"', "\\\\", "\n", "\r", "\t", "\x00", "\x000041", "\x1f", "\x7f",
    "\\u0022 } DROP ALL #", "\\U00000022", "\\\\u0022", "\\n", "$text", "?s", "<http://evil/>", '"""', "'''", "#", "*/",
    "\u2028", "\ufeff", "\u202e", "😀", "é", "e\u0301", "''", "}}}}", "^^<http://x>", "@nb", "; DROP", "ex:p",
    "SERVICE <x>",
]  # fmt: skip
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
    st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join),
    st.text(alphabet="\\uU0012\"'nx{}$?<> #", max_size=12),
)
HARMLESS = "harmless"
CONSTANTS = {"$text", "$list", '"$text', "count", " "}


def algebra(query: str, mark: str) -> Any:
    """Return the parsed algebra as plain lists, with the value's text replaced by a mark."""
    prepared = prepareQuery(query)

    def plain(node: Any) -> Any:
        found: Any = type(node).__name__
        if isinstance(node, CompValue):
            found = [node.name, *([key, plain(node[key])] for key in sorted(node))]
        elif isinstance(node, dict):
            found = sorted((str(key), repr(plain(value))) for key, value in node.items())
        elif isinstance(node, (list, tuple)):
            found = [plain(item) for item in node]
        elif isinstance(node, (set, frozenset)):
            found = sorted(repr(plain(item)) for item in node)
        elif isinstance(node, RdfLiteral):
            found = ["literal", "MARK" if str(node) == mark else str(node), str(node.datatype), node.language]
        elif isinstance(node, (URIRef, Variable)):
            found = [type(node).__name__, str(node)]
        elif isinstance(node, (bool, int, str)):
            found = repr(node)
        return found

    return plain(prepared.algebra)


def bound(text: str, value: Decimal) -> str:
    listed = [Literal(text), NamedNode("http://example.org/a"), Literal(text, language="nb")]
    return bind(
        QUERY,
        {
            "list": listed,
            "graph": NamedNode("http://example.org/g"),
            "text": Literal(text),
            "number": decimal(value),
            "absent": None,
        },
    )


@given(texts)
@settings(max_examples=50, deadline=None)
def test_no_value_changes_the_meaning(text: str) -> None:
    assume(text not in CONSTANTS)  # the mark could not tell them from the value
    assert algebra(bound(text, Decimal("1.5")), text) == algebra(bound(HARMLESS, Decimal("1.5")), HARMLESS)


@given(texts)
@settings(max_examples=120, deadline=None)
def test_literals_come_back_as_they_went_in(text: str) -> None:
    query = bind("SELECT ?o WHERE { BIND($x AS ?o) }", {"x": Literal(text)})
    (row,) = Store().query(query)  # type: ignore[union-attr]
    assert row["o"] == Literal(text)  # type: ignore[index]
    (other,) = Graph().query(query)
    assert str(other[0]) == text  # type: ignore[index]


@pytest.mark.parametrize(
    "term",
    [integer(-7), decimal(Decimal("1E+3")), Literal("a", language="nn"), NamedNode("http://example.org/æ?x=$y#z"),
     Literal("2020-01-01", datatype=named("xsd:date"))],
)  # fmt: skip
def test_typed_terms_keep_their_type(term: Any) -> None:
    (row,) = Store().query(bind("SELECT ?o WHERE { VALUES ?o { $x } }", {"x": term}))  # type: ignore[union-attr]
    assert row["o"] == term  # type: ignore[index]


REFUSED: list[tuple[str, str, Any, str]] = [
    ("a list outside VALUES", "SELECT ?a { ?a ?b $x }", [integer(1)], "questions.single"),
    ("an empty list", "SELECT ?a { VALUES ?a { $x } }", [], "questions.empty-list"),
    ("a blank node, which would be a variable", "SELECT ?a { ?a ?b $x }", BlankNode("b"), "questions.not-a-term"),
    ("nothing in an expression", "SELECT ?a { FILTER(?a = $x) }", None, "questions.missing"),
    ("nothing in VALUES", "SELECT ?a { VALUES ?a { $x } }", None, "questions.missing"),
]


@pytest.mark.parametrize(("what", "text", "value", "key"), REFUSED, ids=[row[0] for row in REFUSED])
def test_values_that_cannot_stand_there(what: str, text: str, value: Any, key: str) -> None:
    with pytest.raises(errors.BadParameter) as caught:
        bind(text, {"x": value})
    assert caught.value.key == key
    assert "x" in caught.value.sentence("nb")


BROKEN = [
    ("SELECT $x { ?a ?b ?c }", "questions.refused-select"),
    ("SELECT ?a { ?a ?b ?c } GROUP BY $x", "questions.refused-group"),
    ("SELECT ?a { ?a ?b ?c } ORDER BY $x", "questions.refused-order"),
    ("SELECT ?a { BIND(1 AS $x) }", "questions.refused-as"),
    ("SELECT ?a { VALUES $x { 1 } }", "questions.refused-values-header"),
    ("SELECT ?a { FILTER(BOUND($x)) }", "questions.refused-bound"),
    ("SELECT ?a FROM $x { ?a ?b ?c }", "questions.refused-from"),
    ("SELECT ?a { ?a ?b ?c } LIMIT $x", "questions.refused-limit"),
    ("SELECT ?a { SERVICE $x { ?a ?b ?c } }", "questions.refused-service"),
    ("DESCRIBE $x", "questions.refused-describe"),
    ("SELECT ?x { ?x ?b $x }", "questions.both-marks"),
    ("SELECT ?a { ?a <http://e.x/$x> ?c }", "questions.dollar-in-iri"),
    ("SELECT ?a { FILTER(?a<$x&&?a>?b) }", "questions.dollar-in-iri"),
    ('SELECT ?a { ?a ?b "\\u0022" }', "questions.codepoint-escape"),
    ("SELECT ?a { ?a ?b ?c } # \\u000A }", "questions.codepoint-escape"),
]


@pytest.mark.parametrize(("text", "key"), BROKEN, ids=[text for text, _ in BROKEN])
def test_texts_that_break_the_convention(text: str, key: str) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        template(f"# first line\n{text}")
    assert caught.value.key == key
    assert "2" in caught.value.sentence("en")


def test_every_name_needs_a_value_and_others_are_ignored() -> None:
    with pytest.raises(KeyError):
        bind("SELECT ?a { ?a ?b $x }", {})
    assert bind("SELECT ?a { ?a ?b ?c }", {"x": integer(1)}) == "SELECT ?a { ?a ?b ?c }"

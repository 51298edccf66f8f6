import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf import errors
from styringsgraf.questions.tokens import Position, line_of, significant, tokenise, uses

PIECES = [
    "?x", "$y", " ", "\n", "# note $n\n", "<http://e.x/a#b>", "'$s'", '"$s"', "'''a'b$s'''", '"""a\n"b"""', "ex:a\\$b",
    "@nb-no", "12.5e3", "{", "}", "(", ")", "<=", "<", "&&", "||", "^^", "SELECT", "FILTER", "a", "_:b", ".", ";", "^",
    "|",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)))
def test_tokens_joined_are_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert "".join(token.text for token in tokenise(text)) == text


def test_only_names_outside_strings_iris_and_comments_are_parameters() -> None:
    text = """# $comment
    SELECT * { ?a <http://e.x/$iri> $one ; ex:p\\$q "$two", '$three', '''$four''', \"\"\"$five\"\"\"@nb , $six }"""
    assert [use.name for use in uses(tokenise(text.replace("<http://e.x/$iri>", "ex:p")))] == ["one", "six"]


POSITIONS = [
    ("SELECT ?a { ?a ?b $x }", [Position.PATTERN]),
    ("SELECT ?a { $x ?b ?a }", [Position.PATTERN]),
    ("SELECT ?a { ?a $x ?b }", [Position.PATTERN]),
    ("SELECT ?a { GRAPH $x { ?a ?b ?c } }", [Position.PATTERN]),
    ("SELECT ?a { ?a ?b [ ?c $x ] }", [Position.PATTERN]),
    ("SELECT ?a { ?a ?b ($x ?c) }", [Position.PATTERN]),
    ("SELECT ?a { { SELECT ?a { ?a ?b $x } } }", [Position.PATTERN]),
    ("SELECT ?a { FILTER NOT EXISTS { ?a ?b $x } }", [Position.PATTERN]),
    ("SELECT ?a { FILTER(EXISTS { ?a ?b $x }) }", [Position.PATTERN]),
    ("SELECT ?a { MINUS { ?a ?b $x } }", [Position.PATTERN]),
    ("CONSTRUCT { ?a ?b $x } WHERE { ?a ?b ?c }", [Position.PATTERN]),
    ("SELECT ?a { FILTER(?a = $x) }", [Position.EXPRESSION]),
    ("SELECT ?a { FILTER CONTAINS(?a, $x) }", [Position.EXPRESSION]),
    ("SELECT ?a { FILTER(?a IN ($x)) }", [Position.EXPRESSION]),
    ("SELECT ?a { BIND($x AS ?b) }", [Position.EXPRESSION]),
    ("SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING(COUNT(?c) > $x)", [Position.EXPRESSION]),
    ("SELECT ?a { VALUES ?a { $x } }", [Position.VALUES]),
    ("SELECT ?a { VALUES (?a ?b) { ($x 1) (2 $x) } }", [Position.VALUES, Position.VALUES]),
    ("SELECT ?a { ?a ?b ?c } VALUES ?a { $x }", [Position.VALUES]),
    ("SELECT $x { ?a ?b ?c }", [Position.SELECT]),
    ("SELECT (COUNT($x) AS ?n) WHERE { ?a ?b ?c }", [Position.SELECT]),
    ("SELECT ?a { { SELECT $x { ?a ?b ?c } } }", [Position.SELECT]),
    ("SELECT (?a AS $x) { ?a ?b ?c }", [Position.AS]),
    ("SELECT ?a { BIND(1 AS $x) }", [Position.AS]),
    ("SELECT ?a { ?a ?b ?c } GROUP BY $x", [Position.GROUP]),
    ("SELECT ?a { ?a ?b ?c } GROUP BY (STR($x))", [Position.GROUP]),
    ("SELECT ?a { ?a ?b ?c } ORDER BY $x", [Position.ORDER]),
    ("SELECT ?a { ?a ?b ?c } ORDER BY DESC($x)", [Position.ORDER]),
    ("SELECT ?a { VALUES $x { 1 } }", [Position.VALUES_HEADER]),
    ("SELECT ?a { VALUES (?a $x) { (1 2) } }", [Position.VALUES_HEADER]),
    ("SELECT ?a { FILTER(BOUND($x)) }", [Position.BOUND]),
    ("SELECT ?a { FILTER(!bound( $x )) }", [Position.BOUND]),
    ("SELECT ?a FROM $x { ?a ?b ?c }", [Position.FROM]),
    ("SELECT ?a FROM NAMED $x { ?a ?b ?c }", [Position.FROM]),
    ("SELECT ?a { ?a ?b ?c } LIMIT $x", [Position.LIMIT]),
    ("SELECT ?a { ?a ?b ?c } ORDER BY ?a OFFSET $x", [Position.LIMIT]),
    ("SELECT ?a { SERVICE $x { ?a ?b ?c } }", [Position.SERVICE]),
    ("SELECT ?a { SERVICE SILENT $x { ?a ?b ?c } }", [Position.SERVICE]),
    ("DESCRIBE $x", [Position.DESCRIBE]),
    # What comes after a clause is judged anew.
    ("SELECT ?a { { SELECT ?a { ?a ?b ?c } GROUP BY ?a } ?a ?b $x }", [Position.PATTERN]),
    ("SELECT ?a { FILTER(?a > 1) ?a ?b ($x) }", [Position.PATTERN]),
    ("SELECT ?a { VALUES ?a { 1 } ?a ?b $x }", [Position.PATTERN]),
]


def test_every_position_has_cases() -> None:
    assert {position for _, found in POSITIONS for position in found} == set(Position)


@pytest.mark.parametrize(("text", "expected"), POSITIONS, ids=[text for text, _ in POSITIONS])
def test_positions(text: str, expected: list[Position]) -> None:
    assert [use.position for use in uses(tokenise(text))] == expected


@pytest.mark.parametrize("text", ["SELECT ?a {\n ?a ?b 'open }", "\n\\u0024x", '\n"a\nb"'])
def test_what_starts_no_token_is_named_with_its_line(text: str) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        tokenise(text)
    assert "2" in caught.value.sentence("en")


def test_lines_count_from_one() -> None:
    assert [line_of("a\nb", at) for at in (0, 2)] == [1, 2]
    assert [token.text for token in significant(tokenise("a # b\n c"))] == ["a", "c"]

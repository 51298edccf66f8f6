"""The guard: what it must refuse in every disguise, what it must let through, and that no engine sees more than it."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, Store

from styringsgraf import errors
from styringsgraf.engine import guard
from styringsgraf.engine.tokens import every_token, line_column, scan, tokens


def check(text: str, max_bytes: int = 8_192, max_nesting: int = 64) -> str | None:
    return guard.check(text, max_bytes=max_bytes, max_nesting=max_nesting)


FEDERATED = [
    "SELECT * { SERVICE <x:y> {} }",
    "SELECT * { sErViCe <x:y> {} }",
    "SELECT * { SERVICE SILENT <x:y> {} }",
    "SELECT * { SERVICESILENT<x:y>{} }",
    "PREFIX ex: <x:> SELECT * { SERVICE ex:a {} }",
    "PREFIX ex: <x:> SELECT * { SERVICEex:a {} }",
    "PREFIX ex: <x:> SELECT * { SERVICESILENTex:a {} }",
    "PREFIX : <x:> SELECT * { SERVICE:a{} }",
    "SELECT * { BIND(<x:y> AS ?v) SERVICE ?v {} }",
    "SELECT * { BIND(<x:y> AS ?v) SERVICE$v{} }",
    "SELECT * { SERVICE # a comment\n\t<x:y>\n# another {\n{} }",
    "SELECT * { ?s ?p trueSERVICE<x:y>{} }",
    "PREFIX ex: <x:> SELECT * { ?s ?p falseSERVICEex:a{} }",
    "SELECT * { ?s ?p 1SERVICE<x:y>{} }",
    "SELECT * { ?s ?p 1.SERVICE<x:y>{} }",
    r"SELECT * { \u0053ERVICE <x:y> {} }",
    r"SELECT * { S\U00000045RVICE <x:y> {} }",
    r"SELECT * { ?s ?p '\u0027SERVICE <x:y> {} #' }",
    "SELECT * { FILTER(?a<'x>')SERVICE<x:y>{}FILTER(1='') }",
    'SELECT * { FILTER(?a<"x">"")SERVICE<x:y>{}FILTER(1="") }',
    "SELECT * { FILTER(?a<1#>'''\n)SERVICE<x:y>{} #'''\n }",
    "SELECT * { { SELECT * { GRAPH ?g { OPTIONAL { SERVICE <x:y> { ?s ?p ?o } } } } } }",
    "ASK { FILTER NOT EXISTS { SERVICE <x:y> {} } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <x:y> { ?s ?p ?o } }",
    "SELECT * { '''it''' ?p '''s''' SERVICE <x:y> {} }",
    'SELECT * { "\\"" ?p "\\\\" SERVICE <x:y> {} }',
]

HARMLESS = [
    "SELECT * { ?s ?p 'SERVICE <x:y> { }' }",
    "SELECT * { ?s ?p '''it's SERVICE <x:y> {''' }",
    'SELECT * { ?s ?p """a "SERVICE <x:y> {" b""" }',
    "SELECT * { ?s ?p 'it\\'s SERVICE <x:y> {' }",
    "# SERVICE <x:y> {}\nSELECT * { ?s ?p ?o }",
    "SELECT ?service ?SERVICE ?load ?insert { ?service ?load ?insert . ?SERVICE ?p ?o }",
    "PREFIX ex: <x:> SELECT * { ex:SERVICE ex:LOAD ex:INSERT }",
    "PREFIX service: <x:> SELECT * { service:a service:b service:c }",
    "SELECT * { ?s <http://example.org/SERVICE> <http://example.org/service?x=1> }",
    "SELECT * { ?s a <http://example.org/SERVICE#x> . ?s ?p 'x' }",
    "SELECT * { <urn:service:a> ?p <http://example.org/o'service> }",
    "SELECT * { _:service ?p 'x'@en-service }",
    "PREFIX delete: <x:> BASE <y:> SELECT * { ?s delete:insert ?o }",
    "ASK { FILTER(?a < 1 && ?b > 2) }",
]

UPDATES = [
    ("INSERT DATA { <a:> <b:> <c:> }", "INSERT"),
    ("delete where { ?s ?p ?o }", "DELETE"),
    ("PREFIX ex: <x:>\nINSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", "INSERT"),
    ("LOAD <http://example.org/>", "LOAD"),
    ("BASE <x:> LOAD SILENT <y>", "LOAD"),
    ("CLEAR ALL", "CLEAR"),
    ("DROP GRAPH <a:>", "DROP"),
    ("CREATE GRAPH <a:>", "CREATE"),
    ("COPY <a:> TO <b:>", "COPY"),
    ("MOVE <a:> TO <b:>", "MOVE"),
    ("ADD <a:> TO <b:>", "ADD"),
    ("WITH <a:> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
    ("# a comment\nINSERTDATA{<a:> <b:> <c:>}", "INSERTDATA"),
]


@pytest.mark.parametrize("text", FEDERATED)
def test_a_federated_query_is_refused_in_every_disguise(text: str) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        check(text)
    assert caught.value.key == "engine.service"


@pytest.mark.parametrize("text", HARMLESS)
def test_the_same_words_elsewhere_are_let_through(text: str) -> None:
    assert check(text) in {"rows", "boolean"}


@pytest.mark.parametrize(("text", "word"), UPDATES)
def test_an_update_is_refused_by_its_first_word(text: str, word: str) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        check(text)
    assert (caught.value.key, caught.value.values["word"]) == ("engine.update", word)


def test_a_refusal_names_line_and_column() -> None:
    with pytest.raises(errors.BadQuery) as caught:
        check("SELECT *\n{\n  ?s ?p ?o .\n  SERVICE <x:y> {}\n}")
    assert "line 4, column 3" in caught.value.sentence("en")
    assert "linje 4, kolonne 3" in caught.value.sentence("nb")


def test_the_place_is_that_of_the_text_as_written_when_escapes_stand_before_it() -> None:
    text = r"SELECT * { ?s ?p '\u00E6\u00F8\u00E5' . \u0053ERVICE <x:y> {} }"
    with pytest.raises(errors.BadQuery) as caught:
        check(text)
    assert caught.value.values["column"] == text.index(r"\u0053") + 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {}", "rows"),
        ("select*{}", "rows"),
        ("# comment\nPREFIX a: <b:> ASK {}", "boolean"),
        ("BASE <a:> CONSTRUCT WHERE {}", "graph"),
        ("DESCRIBE <a:>", "graph"),
        ("SELEC * {}", None),
        ("{}", None),
    ],
)
def test_the_kind_is_the_first_word_after_the_prologue(text: str, kind: str | None) -> None:
    assert check(text) == kind


@pytest.mark.parametrize("text", ["", "  \n\t", "# only a comment"])
def test_an_empty_query_is_said_to_be_empty(text: str) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        check(text)
    assert caught.value.key == "engine.empty"


@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", "[]"])
def test_nesting_is_bounded_and_the_place_of_the_first_too_deep_is_named(opening: str, closing: str) -> None:
    assert check("SELECT * {" + opening * 63 + closing * 63 + "}") == "rows"
    with pytest.raises(errors.BadQuery) as caught:
        check("SELECT * {" + opening * 64 + closing * 64 + "}")
    assert caught.value.key == "engine.nesting"
    assert caught.value.values["column"] == 10 + 64


def test_brackets_in_strings_and_comments_do_not_count_but_those_an_iri_may_hide_do() -> None:
    many = "(" * 100
    assert check(f"SELECT * {{ ?s ?p '{many}' }} # {many}") == "rows"
    with pytest.raises(errors.BadQuery, match="deeper than"):
        check(f"SELECT * {{ FILTER(?a<{many}1>2) }}")


def test_length_counts_bytes_and_names_both_numbers() -> None:
    text = "SELECT * {} #" + "ø" * 30
    assert check(text, max_bytes=73) == "rows"
    with pytest.raises(errors.TooLarge) as caught:
        check(text, max_bytes=72)
    assert (caught.value.values["size"], caught.value.values["limit"]) == (73, 72)


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_characters_no_query_can_hold_are_named_by_place(character: str) -> None:
    with pytest.raises(errors.BadQuery) as caught:
        check(f"SELECT *\n{{ ?s ?p '{character}' }}")
    assert (caught.value.values["line"], caught.value.values["column"]) == (2, 10)


def test_from_is_found_only_as_a_clause() -> None:
    assert guard.names_graphs("SELECT * FROM <a:> {}")
    assert guard.names_graphs("select * from named <a:> {}")
    assert guard.names_graphs("SELECT*from<a:>{}")
    assert guard.names_graphs("SELECT (1 AS ?from)FROM <a:> {}")
    assert guard.names_graphs("SELECT * FROM # a remark\n ex:g {}")
    assert guard.names_graphs("PREFIX : <x:> SELECT * FROM : {}")
    assert not guard.names_graphs("SELECT ?from { ?from <x:FROM> 'FROM <a:>' } # FROM <a:>")
    assert not guard.names_graphs("# taken from <a:>\nSELECT * { ?from a ?from }")


FRAGMENTS = [
    *(
        "SERVICE",
        "service",
        "SILENT",
        "<x:y>",
        "?v",
        "ex:a",
        "{}",
        "{",
        "}",
        "(",
        ")",
        "'",
        '"',
        "'''",
        '"""',
        "<",
        ">",
    ),
    *("<'x>", "#", "\n", " ", "true", "1", "1.", ".", "a", "?s ?p ", "?s ?p ?o", "FILTER(1<", "BIND(<x:y> AS ?v)"),
    *(
        "@en",
        "_:b",
        "\\u0053",
        "\\u0022",
        "\\'",
        "\\",
        "^^",
        "OPTIONAL{",
        "UNION",
        "VALUES ?v {<x:y>}",
        "EXISTS{",
        "ex:a.",
    ),
    *(
        ";",
        ",",
        "[",
        "]",
        "|",
        "?a<'x>')",
        "1='')",
        "SERVICE <x:y> {}",
        "SERVICEex:a{}",
        "trueSERVICE<x:y>{}",
        "SERVICE?v{}",
    ),
]
_STORE = Store()
_STORE.extend(Quad(NamedNode("a:a"), NamedNode("a:b"), Literal(value)) for value in ("c", "it", True, False, 1))


def reaches_out(text: str) -> bool | None:
    """Ask the engine itself: did it try to call a service? None when the text does not parse."""
    try:
        found = _STORE.query(text)
        if not isinstance(found, QueryBoolean):
            list(found)
    except SyntaxError:
        return None
    except OSError:
        return True
    except RuntimeError as error:
        return "service" in str(error)
    return False


def closed(body: str) -> str:
    """Close what a random body leaves open, so that more of them parse."""
    pairs, waiting = {"(": ")", "[": "]", "{": "}"}, list[str]()
    for character in body:
        if character in pairs:
            waiting.append(pairs[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
    return body + "".join(reversed(waiting)) + "}"


def test_the_oracle_sees_what_the_engine_would_call() -> None:
    seen = [text for text in FEDERATED if reaches_out(text)]
    assert len(seen) >= 16, "the engine no longer tells when it calls a service"


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14))
def test_what_the_guard_lets_through_never_makes_the_engine_call_a_service(pieces: list[str]) -> None:
    text = "PREFIX ex:<x:> SELECT * {" + closed("".join(pieces))
    try:
        check(text)
    except errors.BadQuery:
        return
    assert not reaches_out(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_a_kind_or_a_sentence(text: str) -> None:
    with suppress(errors.UsageError):
        assert check(text) in {"rows", "boolean", "graph", None}


@settings(deadline=None)
@given(st.one_of(st.text(max_size=100), st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)))
def test_tokens_lie_in_order_and_belong_to_every_reading(text: str) -> None:
    standard = list(tokens(text))
    assert all(text[token.start : token.end] == token.text for token in standard)
    assert all(first.end <= second.start for first, second in pairwise(standard))
    assert set(standard) <= set(every_token(text))


def test_lines_and_columns_count_characters_from_one() -> None:
    assert line_column("æøå\nab", 0) == (1, 1)
    assert line_column("æøå\nab", 2) == (1, 3)
    assert line_column("æøå\nab", 5) == (2, 2)


#: What looked at all ways to read a heap of one of these would not come back.
HEAPS = ["#", "# ", "a-", "a.", ".a-", "_a-", "<a", "<a>", "'\"", "'''a", "\\u0053", "service ", "service#\r"]
LENGTH = 50_000


@pytest.mark.parametrize("piece", HEAPS)
@pytest.mark.parametrize("before", ["SELECT * {", "SELECT * { service "])
def test_heaps_are_read_in_time_that_grows_with_their_length(before: str, piece: str) -> None:
    text = (before + piece * LENGTH)[:LENGTH]
    assert check(text, max_bytes=LENGTH) == "rows"


@pytest.mark.parametrize("run", ["_a-b:c", "1-b:c", "a-b.c:d", "a.-b", "a-b-c.", "a-.:b", "a-b.:c", "a-b c:d", "-a:b"])
def test_where_no_prefix_can_begin_is_remembered_and_nowhere_else(run: str) -> None:
    """Read from its start, and from each place on its own: the same tokens."""
    for token in scan(run):
        alone = next(scan(run[token.start :]))
        assert (alone.kind, alone.text) == (token.kind, token.text)

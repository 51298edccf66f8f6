"""Writers: every answer read back says the same, and the limits stop them while they write."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from styringsgraf import errors
from styringsgraf.engine import Limits, results
from styringsgraf.formats import FORMATS

ENGINE_FORMAT = {
    "srj": QueryResultsFormat.JSON,
    "srx": QueryResultsFormat.XML,
    "tsv": QueryResultsFormat.TSV,
}
PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
#: What XML can hold; '\r' is among it.
IN_XML = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\t\n\r"), max_size=30
).filter(lambda text: "\ufffe" not in text and "\uffff" not in text)
IRIS = st.sampled_from(["http://example.org/a", "http://example.org/a?x=1&y='2'", "urn:æøå:1"]).map(NamedNode)


def literals(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Literal]:
    return st.one_of(
        texts.map(Literal),
        st.builds(lambda text, lang: Literal(text, language=lang), texts, st.sampled_from(["nb", "en", "nn-no"])),
        st.builds(lambda text, datatype: Literal(text, datatype=datatype), texts, IRIS),
        st.integers(-(10**18), 10**18).map(Literal),
        texts.map(lambda text: Literal(text, language="ar", direction=BaseDirection.RTL)),
    )


def cells(texts: st.SearchStrategy[str]) -> st.SearchStrategy[results.Cell]:
    simple = st.one_of(IRIS, literals(texts))
    return st.one_of(st.none(), simple, st.just(BlankNode("b1")), st.builds(Triple, IRIS, IRIS, simple))


def tables(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[results.Cell, ...]]]:
    return st.lists(st.tuples(cells(texts), cells(texts)), max_size=6)


def written(name: str, rows: Sequence[Sequence[results.Cell]], limit: int = 1_000_000) -> bytes:
    sink = results.Sink(limit)
    results.write_rows(["first", "andre_ø"], rows, FORMATS[name], sink)
    return sink.getvalue()


def read_back(content: bytes, name: str) -> list[tuple[Any, ...]]:
    found = parse_query_results(content, format=ENGINE_FORMAT[name])
    assert isinstance(found, QuerySolutions)
    assert [variable.value for variable in found.variables] == ["first", "andre_ø"]
    return [tuple(row) for row in found]


@pytest.mark.parametrize("name", ["srj", "tsv"])
@settings(deadline=None)
@given(rows=tables(PLAIN))
def test_json_and_tsv_read_back_as_they_were(name: str, rows: list[tuple[results.Cell, ...]]) -> None:
    assert read_back(written(name, rows), name) == rows


RESULTS = "{http://www.w3.org/2005/sparql-results#}"


def read_row(result: ET.Element) -> tuple[results.Cell, ...]:
    """Read a row with the standard library: the engine's own reader trims literals."""
    cells = {binding.get("name"): read_term(binding[0]) for binding in result}
    return (cells.get("first"), cells.get("andre_ø"))


def read_term(element: ET.Element) -> Any:
    text, direction = element.text or "", element.get("{http://www.w3.org/2005/11/its}dir")
    match element.tag.removeprefix(RESULTS):
        case "uri":
            return NamedNode(text)
        case "bnode":
            return BlankNode(text)
        case "triple":
            return Triple(*(read_term(part[0]) for part in element))
        case _:
            datatype, language = element.get("datatype"), element.get("{http://www.w3.org/XML/1998/namespace}lang")
            if datatype:
                return Literal(text, datatype=NamedNode(datatype))
            return Literal(text, language=language, direction=BaseDirection(direction) if direction else None)


@settings(deadline=None)
@given(rows=tables(IN_XML))
def test_xml_reads_back_as_it_was(rows: list[tuple[results.Cell, ...]]) -> None:
    found = ET.fromstring(written("srx", rows).decode())  # noqa: S314 - written by ourselves
    assert [variable.get("name") for variable in found.iter(f"{RESULTS}variable")] == ["first", "andre_ø"]
    assert [read_row(result) for result in found.iter(f"{RESULTS}result")] == rows


def plain(cell: results.Cell) -> str:
    match cell:
        case None:
            return ""
        case BlankNode():
            return f"_:{cell.value}"
        case Triple():
            return f"<<( {cell.subject} {cell.predicate} {cell.object} )>>"
        case _:
            return cell.value


@settings(deadline=None)
@given(rows=tables(PLAIN))
def test_csv_holds_the_plain_values(rows: list[tuple[results.Cell, ...]]) -> None:
    content = written("csv", rows)
    header, *read = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert header == ["first", "andre_ø"]
    assert read == [[plain(cell) for cell in row] for row in rows]


def test_json_is_what_the_standard_asks_for() -> None:
    row = (Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")), None)
    assert json.loads(written("srj", [row, (Literal('"æ"'), BlankNode("x"))])) == {
        "head": {"vars": ["first", "andre_ø"]},
        "results": {
            "bindings": [
                {"first": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},
                {"first": {"type": "literal", "value": '"æ"'}, "andre_ø": {"type": "bnode", "value": "x"}},
            ]
        },
    }


@pytest.mark.parametrize("name", ["srj", "srx"])
@pytest.mark.parametrize("value", [True, False])
def test_a_boolean_reads_back(name: str, value: bool) -> None:
    sink = results.Sink(1000)
    results.write_boolean(value, FORMATS[name], sink)
    found = parse_query_results(sink.getvalue(), format=ENGINE_FORMAT[name])
    assert isinstance(found, QueryBoolean)
    assert bool(found) is value


TRIPLES = [Triple(NamedNode("x:a"), NamedNode("http://example.org/p"), Literal(f"verdi {n} æ\n")) for n in range(20)]


@pytest.mark.parametrize(
    ("name", "engine"),
    [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("rdf", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD)],
)
def test_a_graph_reads_back_in_every_format(name: str, engine: RdfFormat) -> None:
    sink = results.Sink(100_000)
    results.write_graph(iter(TRIPLES), FORMATS[name], sink)
    assert {found.triple for found in parse(sink.getvalue(), format=engine)} == set(TRIPLES)


@pytest.mark.parametrize(
    ("triple", "named"),
    [
        (Triple(NamedNode("x:a"), NamedNode("http://example.org/1"), Literal("x")), "http://example.org/1"),
        (Triple(NamedNode("x:a"), NamedNode("http://example.org/a b".replace(" ", "/")), Literal("\x01")), "U+0001"),
    ],
)
def test_what_xml_cannot_hold_is_named_and_not_written_wrongly(triple: Triple, named: str) -> None:
    with pytest.raises(errors.NotAcceptable) as caught:
        results.write_graph(iter([triple]), FORMATS["rdf"], results.Sink(10_000))
    assert named in caught.value.sentence("nb")
    assert "Turtle" in caught.value.sentence("nb")


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\uffff"])
def test_a_table_with_characters_xml_forbids_is_refused_as_xml(character: str) -> None:
    with pytest.raises(errors.NotAcceptable, match="JSON"):
        written("srx", [(Literal(f"a{character}b"), None)])
    assert read_back(written("srj", [(Literal(f"a{character}b"), None)]), "srj")


@pytest.mark.parametrize("name", ["srj", "srx", "csv", "tsv"])
def test_the_size_limit_is_exact_for_tables(name: str) -> None:
    rows = [(Literal("x" * n), NamedNode("x:y")) for n in range(10)]
    size = len(written(name, rows))
    assert len(written(name, rows, limit=size)) == size
    with pytest.raises(errors.TooLarge) as caught:
        written(name, rows, limit=size - 1)
    assert caught.value.values["limit"] == size - 1


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld"])
def test_the_size_limit_stops_a_graph_inside_the_engines_writer(name: str) -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield TRIPLES[taken % len(TRIPLES)]

    with pytest.raises(errors.TooLarge):
        results.write_graph(endless(), FORMATS[name], results.Sink(50_000))
    assert 0 < taken < 10_000


@pytest.mark.parametrize(("limit", "cut"), [(2, True), (3, False), (4, False)])
def test_the_row_limit_says_whether_there_was_more(limit: int, cut: bool) -> None:
    bounded = results.Bounded(Limits(seconds=60, rows=limit, bytes=1))
    assert list(bounded("abc")) == list("abc")[:limit]
    assert bounded.truncated is cut


def test_the_time_limit_holds_between_rows() -> None:
    with pytest.raises(errors.TimedOut) as caught:
        list(results.Bounded(Limits(seconds=-1, rows=10, bytes=1))("abc"))
    assert caught.value.values["seconds"] == "-1"

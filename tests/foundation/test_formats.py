import pytest

from styringsgraf.formats import FORMATS, GRAPH, QUESTION, SPARQL_GRAPH, SPARQL_ROWS, Format, by_name, negotiate


@pytest.mark.parametrize(
    ("accept", "offered", "expected"),
    [
        (None, SPARQL_ROWS, "srj"),
        ("", SPARQL_ROWS, "srj"),
        ("*/*", SPARQL_ROWS, "srj"),
        ("text/*", SPARQL_ROWS, "csv"),
        ("text/csv", SPARQL_ROWS, "csv"),
        ("TEXT/CSV", SPARQL_ROWS, "csv"),
        ("application/xml;q=0.5, text/csv;q=0.4", SPARQL_ROWS, "srx"),
        ("text/csv;q=0.5, */*;q=0.1", SPARQL_ROWS, "csv"),
        ("text/csv;q=0, text/*", SPARQL_ROWS, "tsv"),
        ("*/*, application/sparql-results+json;q=0", SPARQL_ROWS, "srx"),
        ("application/json", SPARQL_ROWS, "srj"),
        ("text/turtle", SPARQL_ROWS, None),
        ("image/png", QUESTION, None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", SPARQL_GRAPH, "rdf"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", GRAPH, "txt"),
        ("text/plain", GRAPH, "nt"),
        ("application/trig, text/turtle;q=0.9", GRAPH, "trig"),
        ("*/*", GRAPH, "ttl"),
        ("application/ld+json, text/turtle;q=0.9", SPARQL_GRAPH, "jsonld"),
        ("nonsense", QUESTION, None),
        ("text/csv;q=nonsense, application/json;q=0.1", QUESTION, "json"),
        ("text/csv;q=nan, application/json;q=0.1", QUESTION, "json"),
        ("text/csv;q=7", QUESTION, "csv"),
    ],
)
def test_negotiation(accept: str | None, offered: tuple[Format, ...], expected: str | None) -> None:
    chosen = negotiate(accept, offered)
    assert (chosen.name if chosen else None) == expected


def test_formats_are_found_by_short_name_and_media_type() -> None:
    assert by_name("CSV", QUESTION) is FORMATS["csv"]
    assert by_name("application/json", QUESTION) is FORMATS["json"]
    assert by_name("ttl", QUESTION) is None


def test_text_formats_declare_their_charset() -> None:
    assert FORMATS["csv"].content_type == "text/csv; charset=utf-8"
    assert FORMATS["json"].content_type == "application/json"

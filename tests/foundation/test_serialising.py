"""Statements as text: the same in every syntax, and the same bytes whatever the order and the process."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from styringsgraf import errors, serialising
from styringsgraf.namespaces import PREFIXES, SG
from styringsgraf.terms import decimal, integer, lang_string, named, sg

NODE = "https://w3id.org/styringsgraf/id/lia/sub-goal/å"
FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
TRIPLES = [
    Triple(NamedNode(NODE), named("rdf:type"), sg("SubGoal")),
    Triple(NamedNode(NODE), named("rdf:type"), sg("End")),
    Triple(NamedNode(NODE), named("dct:title"), lang_string("Færre «uhell» & <mer>", "nb")),
    Triple(NamedNode(NODE), named("dct:title"), Literal('two\nlines "quoted" \\', language="en")),
    Triple(NamedNode(NODE), sg("value"), decimal(__import__("decimal").Decimal("-1.50"))),
    Triple(NamedNode(NODE), sg("year"), integer(2026)),
    Triple(NamedNode(NODE), sg("page"), Literal("12")),
    Triple(NamedNode(NODE), named("dct:source"), NamedNode("https://example.org/a?b=c&d=(e)")),
    Triple(NamedNode(NODE), NamedNode("https://example.org/own#says"), BlankNode("b1")),
    Triple(NamedNode("https://example.org/a"), named("prov:wasRevisionOf"), NamedNode(NODE)),
]


def read(content: bytes, syntax: str) -> set[str]:
    found = set()
    for one in parse(content, format=FORMATS[syntax]):
        value = "_:b" if isinstance(one.object, BlankNode) else str(one.object)
        found.add(f"{one.subject} {one.predicate} {value}")
    return found


@pytest.mark.parametrize("syntax", serialising.SYNTAXES)
def test_every_syntax_says_the_same(syntax: str) -> None:
    assert read(serialising.written(TRIPLES, syntax), syntax) == read(serialising.written(TRIPLES, "nt"), "nt")
    assert len(read(serialising.written(TRIPLES, syntax), syntax)) == len(TRIPLES)


@pytest.mark.parametrize("syntax", serialising.SYNTAXES)
def test_order_and_repetition_change_no_byte(syntax: str) -> None:
    shuffled = [*TRIPLES, *TRIPLES]
    random.Random(7).shuffle(shuffled)  # noqa: S311 - no secret
    assert serialising.written(shuffled, syntax) == serialising.written(TRIPLES, syntax)


@pytest.mark.parametrize("syntax", ["ttl", "rdf"])
def test_another_process_writes_the_same_bytes(syntax: str) -> None:
    program = (
        "import sys; from styringsgraf import serialising; from styringsgraf.terms import *;"
        "rows=list(parse(sys.stdin.buffer.read(), format=RdfFormat.N_TRIPLES));"
        f"sys.stdout.buffer.write(serialising.written(rows, {syntax!r}))"
    )
    given = serialising.written([one for one in TRIPLES if not isinstance(one.object, BlankNode)], "nt")
    seen = {
        subprocess.run([sys.executable, "-c", program], input=given, capture_output=True, check=True,
                       cwd=Path(__file__).parent, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(seen) == 1
    assert read(seen.pop(), syntax) == read(given, "nt")


def test_turtle_begins_with_what_it_is_about_and_has_only_prefixes_it_uses() -> None:
    text = serialising.written(TRIPLES, "ttl", first=NODE).decode()
    declared = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == sorted(declared)
    assert {line.split()[1] for line in declared} == {"dct:", "prov:", "rdf:", "sg:", "xsd:"}
    first = next(line for line in text.splitlines() if line and not line.startswith("@prefix"))
    assert first == f"<{NODE}> a sg:End , sg:SubGoal ;"


def test_json_ld_is_readable() -> None:
    body = json.loads(serialising.written(TRIPLES, "jsonld", first=NODE))
    assert body["@context"]["sg"] == SG
    node = body["@graph"][0]
    assert (node["@id"], node["@type"]) == (NODE, ["sg:End", "sg:SubGoal"])
    assert node["sg:value"] == [{"@value": "-1.50", "@type": "xsd:decimal"}]


@pytest.mark.parametrize(
    "triple",
    [
        Triple(NamedNode(NODE), sg("page"), Literal("a\x01b")),
        Triple(NamedNode(NODE), NamedNode("https://example.org/123"), Literal("x")),
    ],
)
def test_what_xml_cannot_hold_is_refused_by_name(triple: Triple) -> None:
    with pytest.raises(errors.NotAcceptable, match="Turtle"):
        serialising.written([triple], "rdf")
    assert read(serialising.written([triple], "ttl"), "ttl")


def test_a_name_that_would_read_back_differently_is_not_shortened() -> None:
    odd = Triple(NamedNode(NODE), NamedNode(PREFIXES["dct"] + "a/b"), NamedNode(PREFIXES["sg"] + "x."))
    for syntax in ("ttl", "jsonld", "nt"):
        assert read(serialising.written([odd], syntax), syntax) == {f"<{NODE}> {odd.predicate} {odd.object}"}

"""RDF in: which statement belongs to which document, and what cannot be judged is named, never passed over."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf import errors
from styringsgraf.ingest import Imported, read_statements
from styringsgraf.ingest.lexical import possible
from styringsgraf.ingest.rdftext import CONTEXT
from styringsgraf.ingest.syntaxes import SYNTAXES, by_file_name, by_media_type
from styringsgraf.namespaces import PREFIXES, Minter
from styringsgraf.settings import Settings
from styringsgraf.terms import Literal, NamedNode, Quad, subject_iri

MINTER = Minter("https://w3id.org/styringsgraf/")
ID = f"{MINTER.base}id/kommune"
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
PLAN = f"<{ID}/plan> a sg:MasterPlan .\n"
TRIG = {"syntax": "plan.trig"}


def read(text: str, name: str = "plan.ttl", **limits: int) -> Imported:
    syntax = by_file_name(name)
    assert syntax is not None
    return read_statements(text.encode(), name, syntax, MINTER, Settings(**limits))  # type: ignore[arg-type]


def graphs(imported: Imported) -> dict[str, set[str]]:
    """Graph (its last part) → the subjects it describes, short."""
    return {
        graph.rpartition("/graph/")[2]: {subject_iri(quad).removeprefix(f"{ID}/") for quad in quads}
        for document in imported.documents
        for graph, quads in document.graphs.items()
    }


def rules(imported: Imported) -> list[str]:
    return sorted(finding.rule for finding in imported.findings)


def test_statements_go_where_their_subject_is_stated() -> None:
    found = read(
        f"""{HEAD}{PLAN} <{ID}/other> a sg:ActionProgramme .
        <{ID}/plan/sub-goal/1> sg:statedIn <{ID}/plan> . <{ID}/other/measure/2> sg:statedIn <{ID}/other> .
        <{ID}/other/band/x> sg:colour sgc:x . <{ID}/unit/skole> a sg:Unit ."""
    )
    assert [document.iri for document in found.documents] == [f"{ID}/other", f"{ID}/plan"]
    assert graphs(found) == {
        "kommune/other": {"other", "other/measure/2", "other/band/x", "unit/skole"},
        "kommune/plan": {"plan", "plan/sub-goal/1"},
    }
    assert rules(found) == []


def test_what_nobody_owns_is_judged_with_every_organisation() -> None:
    other = f"{MINTER.base}id/annen"
    found = read(f"{HEAD}{PLAN} <{other}/plan> a sg:Plan . <http://example.org/x> sg:amount 3 .")
    assert [document.organisation for document in found.documents] == ["annen", "kommune"]
    for document in found.documents:
        assert "http://example.org/x" in {subject_iri(quad) for quad in document.graphs[document.graph]}


def test_graphs_of_plans_stay_and_others_are_told() -> None:
    text = f"""{HEAD}
    <{MINTER.graph("kommune", "plan")}> {{ {PLAN} }}
    <{MINTER.graph("kommune", "plan", "provenance")}> {{ <{ID}/plan/row/1> a sg:SourceRow . }}
    <{MINTER.graph("kommune", "plan", "claims")}> {{ <{ID}/plan/contribution/1> a sg:Contribution . }}
    <{MINTER.inferred_graph("kommune")}> {{ <{ID}/plan> sg:inForce true . }}
    <{MINTER.quality_graph("kommune")}> {{ <{ID}/quality/1> a sh:ValidationResult . }}
    <{MINTER.sdg_graph}> {{ sdg:9.99 a sdgo:Target . }}
    <http://example.org/mine> {{ <{ID}/plan/sub-goal/1> sg:statedIn <{ID}/plan> . }}"""
    found = read(text, "plan.trig")
    assert graphs(found) == {
        "kommune/plan": {"plan", "plan/sub-goal/1"},
        "kommune/plan/provenance": {"plan/row/1"},
        "kommune/plan/claims": {"plan/contribution/1"},
    }
    assert rules(found) == ["SG-I39"]
    assert "3 statements" in found.findings[0].message["en"]


@pytest.mark.parametrize("place", ["", f"<{MINTER.graph('kommune', 'plan')}>"])
def test_a_file_cannot_make_a_code_exist(place: str) -> None:
    found = read(f"{HEAD}{place} {{ {PLAN} sdg:9.99 a sdgo:Target . sgc:x a skos:Concept . }}", "plan.trig")
    assert graphs(found) == {"kommune/plan": {"plan"}}
    assert rules(found) == ["SG-I39"]


def test_annotations_and_places_are_told_apart_without_graphs() -> None:
    found = read(
        f"""{HEAD}{PLAN} <{ID}/plan/sub-goal/1> sg:statedIn <{ID}/plan> ; prov:wasDerivedFrom <{ID}/plan/row/1> .
        <{ID}/plan/row/1> a sg:SourceRow ; sg:rowNumber 2 .
        <{ID}/plan/sub-goal/1/wording/nb> a sg:WordingAnnotation ; sg:annotates <{ID}/plan/sub-goal/1> ."""
    )
    assert graphs(found) == {
        "kommune/plan": {"plan", "plan/sub-goal/1"},
        "kommune/plan/provenance": {"plan/row/1", "plan/sub-goal/1"},
        "kommune/plan/wording": {"plan/sub-goal/1/wording/nb"},
    }


def test_unnamed_nodes_have_the_same_address_each_time() -> None:
    text = f"{HEAD}{PLAN} <{ID}/plan> sg:hasBand [ sg:colour sgc:a ], [ sg:colour sgc:b ] ."
    one, two = read(text), read(text)
    assert one.documents == two.documents
    (document,) = one.documents
    nodes = {subject_iri(quad) for quad in document.graphs[document.graph]}
    assert nodes == {f"{ID}/plan", *(f"{MINTER.base}.well-known/genid/{n}" for n in (1, 2))}


@pytest.mark.parametrize(
    "address",
    [f"{MINTER.base}id/kommune", f"{ID}/plan/del", f"{MINTER.base}id/Kommune/plan", f"{ID}/inferred", f"{ID}/quality",
     "https://example.org/id/kommune/plan", "urn:plan"],
)  # fmt: skip
def test_a_plan_has_an_address_of_ours(address: str) -> None:
    with pytest.raises(errors.InputError) as caught:
        read(f"{HEAD} <{address}> a sg:Plan .")
    assert caught.value.key == "ingest.statements_address"
    assert address in str(caught.value)


def test_a_word_that_does_not_exist_is_told() -> None:
    found = read(f"{HEAD}{PLAN} <{ID}/plan> a sg:Masterplan ; sg:vald 1, 2 .")
    told = [(f.rule, f.severity, f.value, f.focus_node) for f in found.findings]
    assert told == [
        ("SG-I38", "warning", "sg:Masterplan", f"{ID}/plan"),
        ("SG-I38", "warning", "sg:vald", f"{ID}/plan"),
    ]


def test_our_own_context_needs_no_network() -> None:
    for context in (f'"{CONTEXT}"', f'["{CONTEXT}", {{"x": "http://x/"}}]'):
        found = read(f'{{"@context": {context}, "id": "{ID}/plan", "type": "MasterPlan"}}', "plan.jsonld")
        assert graphs(found) == {"kommune/plan": {"plan"}}


def test_a_limit_on_statements() -> None:
    text = HEAD + PLAN + "\n".join(f"<{ID}/plan> sg:page '{n}' ." for n in range(99))
    assert len(read(text, import_statements=100).documents) == 1
    with pytest.raises(errors.TooLarge):
        read(f"{text} <{ID}/plan> sg:page 'x' .", import_statements=100)


def test_each_syntax_is_known_by_its_names() -> None:
    assert len(SYNTAXES) == 6
    for syntax in SYNTAXES:
        assert all(by_file_name(f"PLAN{suffix}".upper()) is syntax for suffix in syntax.suffixes)
        assert all(by_media_type(f" {media.upper()}") is syntax for media in syntax.media_types)
    for other in ("plan.xlsx", "plan.csv", "ttl", "plan.ttl.zip"):
        assert by_file_name(other) is None
    assert by_media_type("text/csv") is None


GOOD = {
    "integer": ["0", "-7", "+12", "007", str(2**63 - 1)],
    "nonNegativeInteger": ["0"],
    "decimal": ["1", "1.5", "-.5", "+3.", "0.000000000000000001"],
    "double": ["1e5", "INF", "-INF", "NaN", "1.5E-3"],
    "boolean": ["true", "false", "1", "0"],
    "date": ["2024-02-29", "2024-01-01Z", "2024-01-01+02:00"],
    "dateTime": ["2024-01-01T00:00:00", "2024-01-01T23:59:59.5Z", "2024-01-01T24:00:00"],
    "gYear": ["2024"],
    "string": ["", "hva som helst"],
}
BAD = {
    "integer": ["", " 1", "1.0", "1e3", "tolv", str(2**63), "9" * 5000, "١٢"],
    "nonNegativeInteger": ["-1"],
    "decimal": ["", "1,5", "1e5", ".", "NaN", "1" * 30],
    "double": ["", "inf", "1,5"],
    "boolean": ["TRUE", "ja", ""],
    "date": ["2023-02-29", "2024-13-01", "01.02.2024", "2024-1-1", "2024", "2024-01-01T00:00:00"],
    "dateTime": ["2024-01-01", "2024-01-01T25:00:00", "2024-02-30T10:00:00"],
    "gYear": ["24", "2024-01"],
    "anyURI": ["to ord", "<x>"],
}


def literals(table: dict[str, list[str]]) -> Iterable[Literal]:
    return [
        Literal(text, datatype=NamedNode(PREFIXES["xsd"] + kind)) for kind, texts in table.items() for text in texts
    ]


@pytest.mark.parametrize("literal", literals(GOOD), ids=str)
def test_a_possible_value(literal: Literal) -> None:
    assert possible(literal)


@pytest.mark.parametrize("literal", literals(BAD), ids=lambda literal: str(literal)[:60])
def test_an_impossible_value(literal: Literal) -> None:
    assert not possible(literal)


@given(st.dates(), st.integers(-(2**63), 2**63 - 1), st.booleans())
def test_what_a_computer_writes_is_possible(day: object, number: int, truth: bool) -> None:
    kinds = {"date": str(day), "integer": str(number), "boolean": str(truth).lower()}
    assert all(possible(Literal(text, datatype=NamedNode(PREFIXES["xsd"] + kind))) for kind, text in kinds.items())


def test_an_impossible_value_is_a_finding_on_its_node() -> None:
    found = read(f'{HEAD}{PLAN} <{ID}/plan> sg:validFrom "i fjor"^^xsd:date .')
    (finding,) = found.findings
    assert (finding.rule, finding.focus_node, finding.path, finding.value, finding.stops) == (
        "SG-I37",
        f"{ID}/plan",
        PREFIXES["sg"] + "validFrom",
        "i fjor",
        True,
    )


@given(st.binary(max_size=400), st.sampled_from(SYNTAXES))
def test_any_bytes_are_read_or_told_why_not(content: bytes, syntax: object) -> None:
    try:
        read_statements(content, "x", syntax, MINTER, Settings())  # type: ignore[arg-type]
    except errors.InputError:
        return


@given(st.integers(0, 10_000), st.sampled_from(SYNTAXES))
def test_a_plan_cut_anywhere_is_told_or_whole(cut: int, syntax: object) -> None:
    from pyoxigraph import RdfFormat, parse, serialize  # noqa: PLC0415 - only here

    triples = {quad.triple for quad in parse(f"{HEAD}{PLAN}<{ID}/plan> dct:title 'Plan'@nb .", RdfFormat.TURTLE)}
    content = serialize(triples, format=syntax.parser) or b""  # type: ignore[attr-defined]
    whole = read_statements(content, "x", syntax, MINTER, Settings())  # type: ignore[arg-type]
    try:
        found = read_statements(content[: cut % len(content)], "x", syntax, MINTER, Settings())  # type: ignore[arg-type]
    except errors.InputError:
        return
    kept = {quad for document in found.documents for quads in document.graphs.values() for quad in quads}
    every = {quad for document in whole.documents for quads in document.graphs.values() for quad in quads}
    assert kept <= every
    assert all(isinstance(quad, Quad) for quad in kept)

"""The vocabulary as RDF documents and as a glossary: every syntax the same graph, the same bytes every time."""

import json
import subprocess
import sys

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse
from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.namespace import OWL, SKOS

from styringsgraf import resources
from styringsgraf.engine import Table
from styringsgraf.formats import Format
from styringsgraf.namespaces import CODE, RULES, SG
from styringsgraf.publish import documents, examples
from styringsgraf.publish.concepts import concepts
from styringsgraf.publish.documents import SYNTAXES, Document
from styringsgraf.publish.glossary import glossary
from styringsgraf.quality import rules
from styringsgraf.service import Service

MAKERS = [documents.ontology, documents.alignments, documents.codes, documents.shapes, concepts]
READERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


def graph(document: Document, syntax: str = "ttl") -> Graph:
    representation = next(one for one in SYNTAXES if one.name == syntax)
    return Graph().parse(data=document.written(representation), format=READERS[syntax])


def canonical(found: Graph) -> str:
    """Return a graph with its blank nodes named by what they are."""
    dataset = Dataset(parse(found.serialize(format="nt"), format=RdfFormat.N_TRIPLES))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, dataset)))


def files(*names: str) -> Graph:
    found = Graph()
    for name in names:
        found.parse(resources.ontology() / name, format="turtle")
    return found


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_every_syntax_holds_the_same_graph(make: type[Document]) -> None:
    document = make()
    graphs = [graph(document, syntax) for syntax in READERS]
    assert len(graphs[0]) > 70
    assert len({canonical(found) for found in graphs}) == 1
    assert (URIRef(document.iri), None, None) in graphs[0]


def test_the_documents_hold_what_the_files_hold() -> None:
    assert set(files("core.ttl", "prefixes.ttl")) <= set(graph(documents.ontology()))
    added = set(graph(documents.ontology())) - set(files("core.ttl", "prefixes.ttl"))
    assert {predicate for _, predicate, _ in added} == {RDFS.seeAlso}
    assert set(graph(documents.codes())) == set(files("codes.ttl"))
    assert set(graph(documents.alignments())) == set(files("alignments.ttl"))
    found = graph(documents.shapes())
    assert {str(rule) for rule in found.subjects(RDF.type, URIRef(f"{SG}QualityRule"))} == {
        f"{RULES}{rule.id}" for rule in rules.load().rules
    }


def test_the_code_lists_together_are_all_codes() -> None:
    lists = documents.code_lists()
    assert len(lists) == 31
    whole, parts = graph(documents.codes()), Graph()
    for name, document in lists.items():
        found = graph(document)
        assert (URIRef(CODE + name), RDF.type, SKOS.ConceptScheme) in found
        assert not any(isinstance(term, BNode) for triple in found for term in triple)
        parts += found
    header = set(whole.triples((URIRef(documents.CODES), None, None)))
    assert set(whole) - header == set(parts)


def test_another_process_writes_the_same_bytes() -> None:
    names = [one.name for one in SYNTAXES]
    code = (
        "from hashlib import sha256\n"
        "from styringsgraf.publish import documents as d\n"
        "from styringsgraf.publish.concepts import concepts\n"
        "made = [d.ontology(), d.alignments(), d.codes(), d.shapes(), d.code_lists()['frequency'], concepts()]\n"
        "print([sha256(one.written(s)).hexdigest() for one in made for s in d.SYNTAXES])\n"
    )
    runs = {subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout for _ in range(2)}
    assert len(runs) == 1
    assert runs.pop().count(b",") == 6 * len(names) - 1


def test_the_glossary_has_every_term_with_words_in_three_languages() -> None:
    found, core = glossary(), files("core.ttl")
    terms = {str(term) for term in set(core.subjects(RDFS.isDefinedBy)) if str(term).startswith(SG)}
    entries = [*found.classes, *found.properties]
    assert {entry.iri for entry in entries} == terms
    assert len(terms) == len(entries) == 189
    assert {entry.iri for entry in found.classes} == {str(one) for one in core.subjects(RDF.type, OWL.Class)}
    for entry in (*entries, *found.lists.values(), *(code for one in found.lists.values() for code in one.codes)):
        assert set(entry.label) == set(entry.definition) == {"nb", "nn", "en"}, entry.iri
    assert sum(len(one.codes) for one in found.lists.values()) == 189


def test_a_term_knows_its_neighbours() -> None:
    found = {entry.local: entry for entry in (*glossary().classes, *glossary().properties)}
    assert found["Measure"].above == (f"{SG}Means",)
    assert f"{SG}Pilot" in found["Measure"].below
    assert found["End"].apart == (f"{SG}Means",)
    assert found["Means"].apart == (f"{SG}End",)
    assert f"{SG}fulfils" in found["Measure"].outgoing
    assert f"{SG}fulfils" in found["Assignment"].incoming
    assert found["fulfils"].above == (f"{SG}contributesTo",)
    assert (found["fulfils"].used_on, found["fulfils"].points_to) == ((f"{SG}Measure",), (f"{SG}Assignment",))
    assert "https://schema.org/Action" in found["Measure"].close
    assert found["Measure"].remarks == ("BMM: Tactic",)
    frequency = glossary().lists["frequency"]
    assert frequency.codes[0].notation == "M"
    assert f"{SG}frequency" in frequency.used_by


class Counting:
    """A release that counts the queries it answers."""

    def __init__(self, release: examples.Release) -> None:
        self._release = release
        self.queries = 0

    def table(self, query: str) -> Table:
        self.queries += 1
        return self._release.table(query)


def test_examples_come_from_the_release_in_three_queries(service: Service) -> None:
    found = glossary()
    with service.reader() as reader:
        counting = Counting(reader)
        shown = examples.of_terms(counting, found)
        assert counting.queries == 3
        used = reader.table("SELECT DISTINCT ?x WHERE { { ?s a ?x } UNION { ?s ?x ?o } }")
        known = {entry.iri for entry in (*found.classes, *found.properties)}
        assert set(shown) == {row[0].value for row in used.rows if row[0] is not None} & known
        assert len(shown) > 100
        for term, example in shown.items():
            value = f"<{example.value.iri}>" if example.value and example.value.iri else "?o"
            pattern = f"a <{term}>" if example.value is None else f"<{term}> {value}"
            assert reader.table(f"SELECT * WHERE {{ <{example.subject.iri}> {pattern} }} LIMIT 1").rows, term
        measure = shown[f"{SG}Measure"].subject
        titles = reader.table(f"SELECT ?t WHERE {{ <{measure.iri}> <http://purl.org/dc/terms/title> ?t }}")
        assert {row[0].value for row in titles.rows if row[0] is not None} == set(measure.words.values())


def test_rules_tell_what_they_find(service: Service) -> None:
    names = {RULES + rule.id: rule.id for rule in rules.load().rules}
    with service.reader() as reader:
        counting = Counting(reader)
        found = examples.of_rules(counting, names)
        assert counting.queries == 2
        total = reader.table("SELECT ?f WHERE { ?f a <http://www.w3.org/ns/shacl#ValidationResult> }")
    assert sum(one.count for one in found.values()) == len(total.rows) > 500
    assert all(set(one.message) == {"nb", "nn", "en"} and one.node.iri for one in found.values())


def test_a_release_without_data_has_no_examples() -> None:
    class Empty:
        def table(self, query: str) -> Table:
            assert "VALUES" not in query
            return Table(("term", "s", "o"), ())

    assert examples.of_terms(Empty(), glossary()) == {}
    assert examples.of_rules(Empty(), {}) == {}


def test_the_context_is_json_with_every_term() -> None:
    context = json.loads(documents.context())["@context"]
    missing = [e.local for e in (*glossary().classes, *glossary().properties) if e.local not in context]
    assert missing == []


def test_turtle_goes_out_as_it_was_written() -> None:
    turtle = next(one for one in SYNTAXES if one.name == "ttl")
    assert isinstance(turtle, Format)
    assert documents.codes().written(turtle) == (resources.ontology() / "codes.ttl").read_bytes()

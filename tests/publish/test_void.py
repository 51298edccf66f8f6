"""VoID: its counts are those of the release, its links lead to the UN, and what did not change is not counted again."""

from collections import Counter

import pytest
from rdflib import RDF, BNode, Dataset, Graph, Namespace, URIRef
from rdflib.namespace import FOAF

from styringsgraf.namespaces import PREFIXES, SDG, Minter
from styringsgraf.publish.counts import Counter as Counting
from styringsgraf.publish.description import Descriptions
from styringsgraf.publish.lineage import graphs_of
from styringsgraf.releases import Reader
from styringsgraf.terms import nquads

BASE = "https://w3id.org/styringsgraf/"
VOID = Namespace(PREFIXES["void"])
MINTER = Minter(BASE)
SUNNDAL = URIRef(f"{BASE}dataset/sunndal")


@pytest.fixture(scope="module")
def found(default: Descriptions, reader: Reader) -> Graph:
    return Graph().parse(data=default.void(reader).turtle, format="turtle")


@pytest.fixture(scope="module")
def held(reader: Reader) -> Dataset:
    """What the release holds of Sunndal, read by another library."""
    graphs = graphs_of(reader.manifest, MINTER)["sunndal"]
    made = Dataset()
    for record in graphs:
        made.parse(data=nquads(reader.quads(record.name)), format="nquads")
    return made


def numbers(found: Graph, kind: str, count: str) -> dict[str, int]:
    parts = found.objects(SUNNDAL, VOID[f"{kind}Partition"])
    return {str(found.value(part, VOID[kind])): int(str(found.value(part, VOID[count]))) for part in parts}


def test_classes_are_counted_by_node(found: Graph, held: Dataset) -> None:
    pairs = {(str(kind), subject) for subject, _, kind, _ in held.quads((None, RDF.type, None, None))}
    assert numbers(found, "class", "entities") == Counter(kind for kind, _ in pairs)
    assert len(pairs) > 100


def test_properties_are_counted_by_statement(found: Graph, held: Dataset, reader: Reader) -> None:
    expected = Counter(str(predicate) for _, predicate, _, _ in held.quads((None, None, None, None)))
    assert numbers(found, "property", "triples") == expected
    total = sum(record.count for record in graphs_of(reader.manifest, MINTER)["sunndal"])
    assert sum(expected.values()) == total == int(str(found.value(SUNNDAL, VOID.triples)))


def test_the_whole_graph_is_all_there_is(found: Graph, reader: Reader) -> None:
    (whole,) = found.objects(None, FOAF.primaryTopic)
    assert int(str(found.value(whole, VOID.triples))) == reader.manifest.statements
    assert len(set(found.objects(whole, VOID.subset))) == 5
    assert URIRef(f"{BASE}dumps/current/alt.nq.gz") in set(found.objects(whole, VOID.dataDump))
    assert found.value(whole, VOID.sparqlEndpoint) == URIRef(f"{BASE}sparql")
    assert URIRef(PREFIXES["sg"]) in set(found.objects(whole, VOID.vocabulary))


def test_link_sets_count_the_links_to_the_un(found: Graph, held: Dataset) -> None:
    triples = {triple[:3] for triple in held.quads((None, None, None, None)) if str(triple[2]).startswith(SDG)}
    sets = [one for one in found.subjects(RDF.type, VOID.Linkset) if found.value(one, VOID.subjectsTarget) == SUNNDAL]
    counted = {str(found.value(one, VOID.linkPredicate)): int(str(found.value(one, VOID.triples))) for one in sets}
    assert counted == Counter(str(predicate) for _, predicate, _ in triples)
    assert counted
    assert {found.value(one, VOID.objectsTarget) for one in sets} == {URIRef(f"{BASE}dataset/sdg")}


def test_examples_are_in_the_release(found: Graph, reader: Reader) -> None:
    examples = set(found.objects(None, VOID.exampleResource))
    assert len(examples) == 10
    for one in examples:
        assert reader.table(f"SELECT ?p WHERE {{ <{one}> ?p ?o }} LIMIT 1").rows, one


def test_there_are_no_blank_nodes(found: Graph) -> None:
    assert not any(isinstance(term, BNode) for triple in found for term in triple)


def test_what_did_not_change_is_counted_once(default: Descriptions, reader: Reader) -> None:
    class Watched:
        def __init__(self) -> None:
            self.asked = 0
            self.manifest = reader.manifest

        def table(self, query: str) -> object:
            self.asked += 1
            return reader.table(query)

    counting, watched = Counting(SDG), Watched()
    one = default.dataset(reader, "sunndal")
    first = counting.counts(watched, one)  # type: ignore[arg-type]  # it is a release as far as counting goes
    asked = watched.asked
    assert asked > 0
    assert counting.counts(watched, one) is first  # type: ignore[arg-type]
    assert watched.asked == asked

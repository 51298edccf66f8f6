"""The structure of the segments, judged from outside: SHACL by two engines, and the CSVW description by a reader."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import shifty
from csvw import Table
from pyshacl import validate
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from styringsgraf import resources
from styringsgraf.namespaces import Minter
from styringsgraf.sdg import sdg_quads, shipped_segments
from styringsgraf.sdg.reading import COLUMNS
from styringsgraf.sdg.tables import folder
from styringsgraf.terms import ntriples

SG: Final = Namespace("https://w3id.org/styringsgraf/ns#")
DCT: Final = Namespace("http://purl.org/dc/terms/")
SDGO: Final = Namespace("http://metadata.un.org/sdg/ontology#")
CODE: Final = "https://w3id.org/styringsgraf/code/"
MINTER: Final = Minter("https://w3id.org/styringsgraf/")
SHAPES: Final = resources.shapes() / "sdg" / "segments.ttl"
TARGETS: Final = ("3.4", "6.3", "9.5")


def target(code: str) -> URIRef:
    return URIRef(f"http://metadata.un.org/sdg/{code}")


@pytest.fixture(scope="module")
def whole() -> Graph:
    return Graph().parse(data=ntriples(sdg_quads(MINTER)), format="nt")


@pytest.fixture
def small(whole: Graph) -> Graph:
    """Everything about three targets."""
    about = [target(code) for code in TARGETS]
    about += [segment for code in TARGETS for segment in whole.subjects(SG.partOfTarget, target(code))]  # type: ignore[misc]
    about += [one for segment in list(about) for one in whole.objects(segment, SG.segmentIndicator)]  # type: ignore[misc]
    kept = Graph()
    for subject in about:
        for triple in whole.triples((subject, None, None)):
            kept.add(triple)
    return kept


def by_role(graph: Graph, code: str, role: str) -> list[URIRef]:
    found = [s for s in graph.subjects(SG.partOfTarget, target(code)) if isinstance(s, URIRef)]
    mine = [s for s in found if graph.value(s, SG.segmentRole) == URIRef(f"{CODE}segment-role/{role}")]
    return sorted(mine, key=lambda s: int(str(graph.value(s, SG.order))))


def verdicts(graph: Graph) -> tuple[bool, bool]:
    """Return whether the graph conforms, by the reference and by the fast engine."""
    reference = validate(graph, shacl_graph=str(SHAPES))[0]
    fast = shifty.validate(graph, Graph().parse(SHAPES), graph_mode="data", infer=False, on_unsupported="error")[0]
    return bool(reference), bool(fast)


def test_the_shipped_segments_conform(whole: Graph) -> None:
    assert len(list(whole.subjects(RDF.type, SG.TargetSegment))) == len(shipped_segments()) > 500
    fast = shifty.validate(whole, Graph().parse(SHAPES), graph_mode="data", infer=False, on_unsupported="error")
    assert fast[0], fast[2]


def test_three_targets_conform_by_both_engines(small: Graph) -> None:
    assert verdicts(small) == (True, True)


def _set(graph: Graph, subject: URIRef, predicate: URIRef, value: Literal | URIRef | None) -> None:
    graph.remove((subject, predicate, None))
    if value is not None:
        graph.add((subject, predicate, value))


BREAKS: Final[dict[str, Callable[[Graph], object]]] = {
    "no role": lambda g: _set(g, by_role(g, "3.4", "end")[0], SG.segmentRole, None),
    "unknown role": lambda g: _set(g, by_role(g, "3.4", "end")[0], SG.segmentRole, URIRef(f"{CODE}segment-role/wish")),
    "role and class differ": lambda g: _set(
        g, by_role(g, "3.4", "end")[0], SG.segmentRole, URIRef(f"{CODE}segment-role/means")
    ),
    "no target": lambda g: _set(g, by_role(g, "3.4", "end")[0], SG.partOfTarget, None),
    "a target that is none": lambda g: _set(g, by_role(g, "3.4", "end")[0], SG.partOfTarget, target("3.99")),
    "a target without segments": lambda g: g.add((target("3.5"), RDF.type, SDGO.Target)),
    "a text in two languages": lambda g: g.remove(
        (by_role(g, "3.4", "end")[0], DCT.title, next(g.objects(by_role(g, "3.4", "end")[0], DCT.title)))
    ),
    "same order": lambda g: _set(
        g,
        by_role(g, "3.4", "end")[1],
        SG.order,
        g.value(by_role(g, "3.4", "end")[0], SG.order),  # type: ignore[arg-type]
    ),
    "spans overlap": lambda g: _set(g, by_role(g, "3.4", "end")[1], SG.textStart, Literal(12)),
    "span turned round": lambda g: _set(g, by_role(g, "3.4", "end")[0], SG.textEnd, Literal(0)),
    "number without unit": lambda g: _set(g, by_role(g, "3.4", "end")[0], SG.unitOfMeasure, None),
    "unit without number": lambda g: _set(g, by_role(g, "3.4", "end")[0], SG.value, None),
    "means without category": lambda g: _set(g, by_role(g, "3.4", "means")[0], SG.meansCategory, None),
    "qualifier with somebody to act": lambda g: g.add(
        (by_role(g, "3.4", "qualifier")[0], SG.whoActs, URIRef(f"{CODE}who-acts/local"))
    ),
    "end with nobody to act": lambda g: _set(g, by_role(g, "3.4", "end")[0], SG.whoActs, None),
    "achieved by another target's means": lambda g: g.add(
        (by_role(g, "3.4", "end")[0], SG.achievedBy, by_role(g, "6.3", "means")[0])
    ),
    "achieved by a qualifier": lambda g: g.add(
        (by_role(g, "3.4", "end")[0], SG.achievedBy, by_role(g, "3.4", "qualifier")[0])
    ),
    "too certain": lambda g: _set(
        g, by_role(g, "3.4", "end")[0], SG.confidence, Literal("1.5", datatype="xsd:decimal")
    ),
}


@pytest.mark.parametrize("fault", sorted(BREAKS))
def test_every_fault_is_seen_by_both_engines(small: Graph, fault: str) -> None:
    BREAKS[fault](small)
    assert verdicts(small) == (False, False)


def test_the_faults_were_collected() -> None:
    assert len(BREAKS) == 18


def test_the_csvw_description_fits_the_table() -> None:
    table = Table.from_file(folder() / "segments.csv-metadata.json")
    assert tuple(column.name for column in table.tableSchema.columns) == COLUMNS
    read = list(table.iterdicts(strict=True))
    assert len(read) == len(shipped_segments())
    assert table.tableSchema.primaryKey == ["segment"]
    assert len({row["segment"] for row in read}) == len(read)
    assert {row["segment"] for row in read} == {one.code for one in shipped_segments()}


@pytest.mark.parametrize(
    ("column", "value"),
    [("role", "wish"), ("order", "two"), ("quantity", "a third"), ("confidence", "2"), ("target_year", "30")],
)
def test_the_csvw_description_refuses(tmp_path: Path, column: str, value: str) -> None:
    with (folder() / "segments.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows[3][column] = value
    with (tmp_path / "segments.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    description = json.loads((folder() / "segments.csv-metadata.json").read_text(encoding="utf-8"))
    (tmp_path / "segments.csv-metadata.json").write_text(json.dumps(description), encoding="utf-8")
    table = Table.from_file(tmp_path / "segments.csv-metadata.json")
    with pytest.raises(ValueError, match=r".+"):
        list(table.iterdicts(strict=True))

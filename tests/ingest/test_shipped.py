"""The shipped files: workbooks, UN codes, vocabulary."""

from collections import Counter
from pathlib import Path

import pytest

from styringsgraf import resources
from styringsgraf.errors import InputError
from styringsgraf.ingest import MemoryKnown, read
from styringsgraf.namespaces import SDG, Minter
from styringsgraf.sdg import sdg_codes, sdg_quads
from styringsgraf.sdg import tables as sdg_module
from styringsgraf.terms import BlankNode
from styringsgraf.vocabulary import FILES, vocabulary_quads

MINTER = Minter("https://example.org/")
#: Files in the order in which they refer to each other.
WORKBOOKS = (
    "eksempel/kommuneplan-2023.xlsx",
    "eksempel/handlingsprogram-2025-2028.xlsx",
    "eksempel/handlingsprogram-2026-2029.xlsx",
    "eksempel/arsrapport-2025.xlsx",
    "asker/kommuneplan-2014-2026.xlsx",
    "asker/energi-og-klimaplan-2013-2030.xlsx",
    "asker/folkehelseplan-2015-2026.xlsx",
    "asker/oppvekststrategi-2025.xlsx",
    "asker/handlingsprogram-2016-2019.xlsx",
    "asker/arsrapport-2015.xlsx",
    "asker/handlingsprogram-2017-2020.xlsx",
    "asker/strategiplan-eiendom-2016-2026.xlsx",
    "asker/klem-2018-2030.xlsx",
    "asker/temaplan-sykkel-2018-2030.xlsx",
    "asker/planportefolje-2016-2019.xlsx",
    "nye-asker/kommuneplan-2020-2032.xlsx",
    "nye-asker/temaplan-klima-2021.xlsx",
    "nye-asker/temaplaner.xlsx",
    "nye-asker/arbeidsgiverpolitikk.xlsx",
    "nye-asker/handlingsprogram-2021-2024.xlsx",
    "nye-asker/barekraftspiloter-2019.xlsx",
    "nye-asker/nokkeltall.xlsx",
    "sunndal/kommuneplan-2020-2030.xlsx",
)


def test_every_shipped_workbook_is_tried() -> None:
    shipped = {f"{p.parent.name}/{p.name}" for p in resources.data().glob("*/*.xlsx")}
    assert shipped == set(WORKBOOKS)


def test_shipped_workbooks_are_read_whole() -> None:
    known, mappings, kinds = MemoryKnown(), Counter[str](), Counter[str]()
    for name in WORKBOOKS:
        imported = read((resources.data() / name).read_bytes(), Path(name).name, None, MINTER, known)
        assert [f.message["en"] for f in imported.findings] == [], name
        for document in imported.documents:
            known.add(document)
            mappings[document.mapping] += 1
            kinds.update(q.object.value for q in document.graphs[document.graph] if q.predicate.value.endswith("#type"))
            assert not any(isinstance(q.object, BlankNode) for graph in document.graphs.values() for q in graph)
    assert mappings == {"template": 39, "goal-card": 3}
    counts = {kind.rpartition("#")[2]: count for kind, count in kinds.items()}
    assert counts["Indicator"] >= 120
    assert counts["Observation"] >= 200
    assert counts["Strategy"] >= 55
    assert counts["ChangeEvent"] == 1


def test_the_un_side() -> None:
    quads = sdg_quads(MINTER)
    kinds = Counter(q.object.value.rpartition("#")[2] for q in quads if q.predicate.value.endswith("#type"))
    assert (kinds["Goal"], kinds["Target"]) == (17, 169)
    assert kinds["Indicator"] == len([c for c in sdg_codes() if c.count(".") == 2]) > 230
    links = {(q.subject.value, q.predicate.value.rpartition("#")[2], q.object.value) for q in quads}
    assert (f"{SDG}3.4", "isTargetOf", f"{SDG}3") in links
    assert (f"{SDG}C030401", "isIndicatorOf", f"{SDG}3.4") in links
    titles = Counter(q.object.language for q in quads if q.predicate.value.endswith("/title"))
    segments = kinds["TargetSegment"]
    assert segments > 500
    assert titles == dict.fromkeys(("nb", "nn", "en"), 17 + 169 + kinds["Indicator"] + segments)
    assert {q.graph_name.value for q in quads} == {MINTER.sdg_graph}
    assert len(quads) == len(set(quads))


def test_a_wrong_address_in_the_un_codes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sdg").mkdir()
    (tmp_path / "sdg" / "goals.csv").write_text("code,iri,title_nb,title_nn,title_en\n3,http://example.org/3,a,b,c\n")
    monkeypatch.setattr(sdg_module.resources, "data", lambda: tmp_path)
    with pytest.raises(InputError) as problem:
        sdg_quads(MINTER)
    assert "goals.csv" in problem.value.sentence("en")


def test_the_vocabulary_is_one_graph_without_blank_nodes() -> None:
    quads = vocabulary_quads(MINTER)
    assert len(FILES) == 3
    assert len(quads) > 2_000
    assert {q.graph_name.value for q in quads} == {MINTER.ontology_graph}
    assert len(quads) == len(set(quads))


def test_a_fault_in_the_vocabulary_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FILES:
        (tmp_path / name).write_text("<a> <b> .")
    monkeypatch.setattr(resources, "ontology", lambda: tmp_path)
    with pytest.raises(InputError) as problem:
        vocabulary_quads(MINTER)
    assert "core.ttl" in problem.value.sentence("nb")

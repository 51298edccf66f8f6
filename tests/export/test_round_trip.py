"""The law of the round trip: export any document to the template and import it, and the graphs have the same hash."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from styringsgraf import pipeline, resources
from styringsgraf.cli import run
from styringsgraf.export import Stated, export
from styringsgraf.export.find import in_order
from styringsgraf.ingest import read
from styringsgraf.ingest.mapping import find
from styringsgraf.ingest.template import write
from styringsgraf.namespaces import Minter, sdg_code_of
from styringsgraf.releases import ReleaseStore
from styringsgraf.settings import Settings
from styringsgraf.terms import NamedNode

#: In the order of import.
FILES = [entry["path"] for entry in yaml.safe_load((resources.data() / "forste-utgivelse.yaml").read_text())["files"]]
ORGANISATIONS = ("asker", "eksempel")


def of_file(path: str, shipped: Any) -> list[str]:
    return [name for name, file in shipped.files.items() if file == path]


def test_every_shipped_file_is_tried(shipped: Any) -> None:
    assert len(FILES) >= 7
    assert set(shipped.files.values()) == set(FILES)
    assert len(shipped.documents) >= len(FILES)


@pytest.mark.parametrize("path", FILES)
def test_every_document_comes_back_the_same(path: str, shipped: Any, minter: Minter) -> None:
    names = of_file(path, shipped)
    assert names
    for name in names:
        document = shipped.stated(name)
        made = export([document], find("template"), "nb", shipped.lookup, minter)
        assert [(graph.graph, graph.lost, graph.added) for graph in made.graphs if not graph.same] == []
        assert {graph.graph for graph in made.graphs} == set(document.graphs)
        assert sum(graph.count for graph in made.graphs) >= 10
        assert [finding.message["en"] for finding in made.findings if finding.stops] == []


@pytest.mark.parametrize("lang", ["nn", "en"])
def test_the_other_languages_say_the_same(lang: Any, shipped: Any, minter: Minter) -> None:
    for name in ("eksempel/handlingsprogram-2026-2029", "asker/handlingsprogram-2017-2020"):
        made = export([shipped.stated(name)], find("template"), lang, shipped.lookup, minter)
        assert [graph.lost + graph.added for graph in made.graphs if not graph.same] == []


def test_a_whole_organisation_in_one_workbook(shipped: Any, minter: Minter) -> None:
    organisations = sorted({name.partition("/")[0] for name in shipped.documents})
    assert set(ORGANISATIONS) <= set(organisations)
    for organisation in organisations:
        mine = [name for name in shipped.documents if name.startswith(f"{organisation}/")]
        documents = in_order(shipped.stated(name) for name in mine)
        made = export(documents, find("template"), "nb", shipped.lookup, minter)
        assert [(graph.graph, graph.lost, graph.added) for graph in made.graphs if not graph.same] == []
        assert len(made.graphs) >= len(documents) == len(mine)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_exported_files_build_the_same_release_in_an_empty_folder(
    organisation: str, shipped_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", organisation, str(tmp_path / "out"), "--data", str(shipped_folder)]) == 0
    files = sorted((tmp_path / "out").glob("*.xlsx"))
    config = Settings(data=tmp_path / "empty")
    pipeline.initialise(config, empty=True)
    _, day, accepted = pipeline.shipped()
    outcome = pipeline.publish(
        config,
        pipeline.read_inputs(files),
        reference_date=day,
        accepted=pipeline.read_accepted(accepted, config.base),
    )
    assert outcome.manifest is not None
    before = {graph.name: graph.sha256 for graph in _current(shipped_folder).graphs}
    after = {graph.name: graph.sha256 for graph in outcome.manifest.graphs}
    # Findings name files and cells, as provenance does: other files, other cells.
    placed = ("/provenance", "/quality")
    own = {name for name in after if f"/graph/{organisation}/" in name and not name.endswith(placed)}
    assert len(own) > len(files), "the inferred graph is among them"
    assert {name: after[name] for name in own} == {name: before[name] for name in own}


def _current(folder: Path) -> Any:
    return ReleaseStore(folder, 3).current()


def test_the_same_export_gives_the_same_bytes(shipped: Any, minter: Minter) -> None:
    document = shipped.stated("eksempel/kommuneplan-2023")
    one, other = (export([document], find("template"), "nb", shipped.lookup, minter).content for _ in range(2))
    assert one == other


def test_what_the_template_cannot_say_is_told(shipped: Any, minter: Minter) -> None:
    document = shipped.documents["eksempel/kommuneplan-2023"]
    quads = document.graphs[document.graph]
    odd = type(quads[0])(quads[0].subject, quads[0].predicate.__class__("https://example.org/own"), quads[0].subject,
                         quads[0].graph_name)  # fmt: skip
    stated = Stated.of(document.iri, minter, {document.graph: (*quads, odd)})
    (graph,) = export([stated], find("template"), "nb", shipped.lookup, minter).graphs
    assert not graph.same
    assert graph.added == ()
    (lost,) = graph.lost
    assert "https://example.org/own" in lost


def test_a_reexport_is_read_with_the_shipped_template_without_naming_it(shipped: Any, minter: Minter) -> None:
    made = export([shipped.stated("asker/arsrapport-2015")], find("template"), "nb", shipped.lookup, minter)
    imported = read(made.content, "x.xlsx", None, minter, shipped.lookup)
    assert [document.mapping for document in imported.documents] == ["template"]


def test_a_link_to_a_part_of_a_un_target_comes_back(minter: Minter, new_lookup: Any) -> None:
    rows = {
        "document": [{"organisation": "lia", "organisation-name": "Lia", "edition": "p", "title": "P", "type": "plan"}],
        # The second has a code that is also a code of the UN.
        "strategy": [
            {"code": "S1", "title": "Tidlig hjelp", "un": "3.4-s3; 3.4"},
            {"code": "6.3-s2", "title": "Vann", "un": "SDG 6.3-s3"},
        ],
        "contribution": [
            {"from": "S1", "to": "SDG 3.4-s2", "kind": "påstått", "justification": "x"},
            {"from": "S1", "to": "6.3-s2", "kind": "direkte"},
        ],
    }
    known = new_lookup()
    imported = read(write(find("template"), "nb", rows), "p.xlsx", find("template"), minter, known)
    assert [finding.rule for finding in imported.findings if finding.stops] == []
    (document,) = imported.documents
    stated = Stated.of(document.iri, minter, document.graphs)
    aligned = {
        (quad.subject.value.rpartition("/")[2], sdg_code_of(quad.object.value))
        for quad in document.graphs[document.graph]
        if quad.predicate.value.endswith("#alignsWith") and isinstance(quad.object, NamedNode)
    }
    assert aligned == {("S1", "3.4-s3"), ("S1", "3.4"), ("6.3-s2", "6.3-s3")}
    made = export([stated], find("template"), "nb", known, minter)
    assert [(graph.graph, graph.lost, graph.added) for graph in made.graphs if not graph.same] == []
    assert {graph.graph for graph in made.graphs} == {document.graph, f"{document.graph}/claims"}

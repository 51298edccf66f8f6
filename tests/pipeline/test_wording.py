"""How wordings read is part of every document that comes from a table, and disturbs nothing else."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from styringsgraf import pipeline
from styringsgraf.compare import compare_releases
from styringsgraf.ingest.syntaxes import by_file_name
from styringsgraf.namespaces import PREFIXES, Minter
from styringsgraf.pipeline import InputFile
from styringsgraf.quality.wording import text_hash
from styringsgraf.releases import ReleaseStore
from styringsgraf.settings import Settings
from styringsgraf.terms import RdfFormat, lexical, parse

DAY = date(2026, 6, 30)
PLAN = Path(__file__).parents[2] / "data" / "eksempel" / "kommuneplan-2023.xlsx"
MINTER = Minter("https://w3id.org/styringsgraf/")
GRAPH = MINTER.graph("eksempel", "kommuneplan-2023", "wording")
GOAL = "https://w3id.org/styringsgraf/id/eksempel/kommuneplan-2023/sub-goal/D1.1"
#: B rules about wording, and what an indicator is called.
WORDING = re.compile(r"SG-(B0[0234568]|B09|B10|C13)$")


@pytest.fixture(scope="module")
def plan() -> InputFile:
    return pipeline.read_inputs([PLAN])[0]


def reworded(text: str, tmp_path: Path, column: str = "Ordlyd") -> InputFile:
    """The plan with another wording of its first sub-goal."""
    book = openpyxl.load_workbook(PLAN)
    sheet = book["Delmål"]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == column)
    sheet[f"{letter}2"] = text
    book.save(tmp_path / PLAN.name)
    return pipeline.read_inputs([tmp_path / PLAN.name])[0]


def lines(nquads: bytes, graph: str) -> set[bytes]:
    return {line for line in nquads.splitlines() if line.endswith(f" <{graph}> .".encode())}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("none") / "data")


def test_an_import_says_how_every_wording_reads(config: Settings, plan: InputFile) -> None:
    made = pipeline.translate(config, [plan]).nquads
    quads = list(parse(made, format=RdfFormat.N_QUADS))
    sg = PREFIXES["sg"]
    judged = {(lexical(q.object), lexical(q.subject)[-2:]) for q in quads if q.predicate.value == f"{sg}annotates"}
    worded = {
        (lexical(q.subject), q.object.language)
        for q in quads
        if q.predicate.value == f"{sg}statement" and q.object.language in {"nb", "nn"}
    }
    assert len(judged) > 60
    assert {pair for pair in worded if re.search("/(main-goal|sub-goal|strategy)/", pair[0])} <= judged
    hashes = {lexical(q.object) for q in quads if q.predicate.value == f"{sg}analysedText"}
    assert text_hash("Barn og unge i risiko får rett hjelp i tide.") in hashes


def test_the_same_text_gives_the_same_graph_and_another_text_another(
    config: Settings, plan: InputFile, tmp_path: Path
) -> None:
    first, again = (lines(pipeline.translate(config, [plan]).nquads, GRAPH) for _ in range(2))
    assert len(first) > 400
    assert first == again
    other = lines(pipeline.translate(config, [reworded("Kommunen skal hjelpe barn", tmp_path)]).nquads, GRAPH)
    assert {line.split()[0] for line in first ^ other} == {f"<{GOAL}/wording/nb>".encode()}


def test_the_example_has_nothing_to_say_about_its_wordings(config: Settings) -> None:
    folder = PLAN.parent
    names = ("kommuneplan-2023", "handlingsprogram-2025-2028", "handlingsprogram-2026-2029", "arsrapport-2025")
    files = pipeline.read_inputs([folder / f"{name}.xlsx" for name in names])
    report = pipeline.check(config, files, alone=True, reference_date=DAY)
    assert [finding.message["nb"] for finding in report.findings if WORDING.match(finding.rule)] == []


@pytest.mark.parametrize(
    ("column", "text", "rule", "lang", "said"),
    [
        ("Ordlyd", "Kommunen skal styrke hjelpen til barn", "SG-B02", "nb", "(«Kommunen», «skal», «styrke»)"),
        (
            "Ordlyd nynorsk",
            "Leggje til rette for hjelp til barn",
            "SG-B02",
            "nn",
            "«Kommunen skal leggje til rette for",
        ),
        ("Ordlyd", "Barn får hjelp i tide gjennom nye arbeidsmåter", "SG-B03", "nb", "«gjennom»"),
        ("Ordlyd", "God hjelp til barn", "SG-B09", "nb", "er formulert som et stikkord"),
        ("Ordlyd", "Alle barn skal ha en trygg voksen", "SG-B10", "nb", ": «Alle barn har en trygg voksen»."),
    ],
)
def test_a_finding_names_the_words_the_language_and_the_cell(
    config: Settings, tmp_path: Path, column: str, text: str, rule: str, lang: str, said: str
) -> None:
    report = pipeline.check(config, [reworded(text, tmp_path, column)], alone=True, reference_date=DAY)
    (found,) = [finding for finding in report.findings if WORDING.match(finding.rule)]
    assert (found.rule, found.focus_node, found.value) == (rule, GOAL, f"{GOAL}/wording/{lang}")
    assert found.cell is not None
    assert (found.cell.sheet, found.cell.row, found.cell.column) == ("Delmål", 2, column)
    assert said in found.message["nb"]
    assert not found.stops


def test_rdf_is_judged_where_it_brings_no_judgement_and_never_passed_on_an_old_one(
    config: Settings, plan: InputFile
) -> None:
    whole = pipeline.translate(config, [plan]).nquads

    def rules(content: bytes) -> set[str]:
        file = InputFile("plan.nq", content, syntax=by_file_name("plan.nq"))
        report = pipeline.check(config, [file], alone=True, reference_date=DAY)
        return {finding.rule for finding in report.findings if WORDING.match(finding.rule)}

    assert rules(whole) == set()
    bare = b"".join(line for line in whole.splitlines(keepends=True) if GRAPH.encode() not in line)
    assert rules(bare) == set()
    assert rules(bare.replace("i risiko får rett hjelp i tide".encode(), b"i risiko skal ha hjelp")) == {"SG-B10"}
    changed = whole.replace("i risiko får rett hjelp i tide".encode(), "i risiko får hjelp i tide".encode())
    assert changed != whole
    assert rules(changed) == {"SG-B00"}


def test_a_release_holds_them_and_only_the_stated_words_make_a_change(tmp_path: Path, plan: InputFile) -> None:
    config = Settings(data=tmp_path / "data")
    pipeline.initialise(config, empty=True)
    one = pipeline.publish(config, [plan], reference_date=DAY).manifest
    assert one is not None
    assert one.graph(GRAPH) is not None
    assert pipeline.publish(config, [plan], reference_date=DAY).changed is False
    two = pipeline.publish(
        config, [reworded("Barn i risiko får rett hjelp tidlig.", tmp_path)], reference_date=DAY
    ).manifest
    assert two is not None
    store = ReleaseStore(config.data)
    told = compare_releases(store, one, two, MINTER, lang="nb")
    with store.reader(two.id) as new:
        inferred = new.quads(MINTER.inferred_graph("eksempel"))
        assert not [quad for quad in inferred if "/wording/" in str(quad)]
    counts = [item.details for item in told.items if item.change == "document-changed"]
    assert counts == [{"added": 1, "removed": 1}]
    gone = pipeline.withdraw(config, "eksempel/kommuneplan-2023").manifest
    assert gone is not None
    assert gone.graph(GRAPH) is None

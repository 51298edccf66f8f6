"""The order of the work, seen from outside: what a publish changes, what it refuses, and what stays as it was."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from styringsgraf import errors, pipeline
from styringsgraf.pipeline import InputFile
from styringsgraf.releases import ReleaseStore
from styringsgraf.settings import Settings
from styringsgraf.terms import Term, lexical

DAY = date(2026, 6, 30)
DATA = Path(__file__).parents[2] / "data"
PLAN = DATA / "eksempel" / "kommuneplan-2023.xlsx"
PROGRAMME = DATA / "eksempel" / "handlingsprogram-2026-2029.xlsx"
#: The later programme names the earlier one as its forerunner, so they come in order.
PROGRAMMES = [DATA / "eksempel" / "handlingsprogram-2025-2028.xlsx", PROGRAMME]
REPORT = DATA / "eksempel" / "arsrapport-2025.xlsx"
SG = "https://w3id.org/styringsgraf/ns#"
MEASURES = f"SELECT ?m WHERE {{ ?m <{SG}supports> ?t ; a <{SG}Measure> }}"
IN_FORCE = f"SELECT ?d WHERE {{ ?d <{SG}inForce> true ; a <{SG}ActionProgramme> }}"


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    """A data folder of its own with vocabulary, UN codes and the example's master plan."""
    made = Settings(data=tmp_path / "data")
    pipeline.initialise(made, empty=True)
    outcome = pipeline.publish(made, pipeline.read_inputs([PLAN]), reference_date=DAY)
    assert outcome.manifest is not None
    return made


def current(config: Settings) -> str:
    manifest = ReleaseStore(config.data).current()
    assert manifest is not None
    return manifest.id


def edited(path: Path, tmp_path: Path, sheet: str, cell: str, value: object) -> InputFile:
    """Return a workbook with one cell changed."""
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    copy = tmp_path / path.name
    book.save(copy)
    return pipeline.read_inputs([copy])[0]


def heading(path: Path, sheet: str, name: str) -> str:
    """Return the letter of a column."""
    row = next(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=1, max_row=1))
    return next(cell.column_letter for cell in row if cell.value == name)


def editions(row: tuple[Term | None, ...]) -> str:
    """Return the edition in an edition node's IRI."""
    return lexical(row[0]).split("/")[-3]


def test_an_empty_start_has_vocabulary_and_codes_only(tmp_path: Path) -> None:
    outcome = pipeline.initialise(Settings(data=tmp_path / "data"), empty=True)
    assert outcome.manifest is not None
    assert [graph.name.rsplit("/", 1)[1] for graph in outcome.manifest.graphs] == ["ontology", "sdg"]


def test_the_same_plan_again_changes_nothing(config: Settings) -> None:
    before = current(config)
    outcome = pipeline.publish(config, pipeline.read_inputs([PLAN]), reference_date=DAY)
    assert not outcome.changed
    assert current(config) == before


def test_a_changed_word_changes_only_the_graphs_it_reaches(config: Settings, tmp_path: Path) -> None:
    store = ReleaseStore(config.data)
    before = current(config)
    column = heading(PLAN, "Delmål", "Tittel")
    outcome = pipeline.publish(
        config, [edited(PLAN, tmp_path, "Delmål", f"{column}2", "Et nytt navn")], reference_date=DAY
    )
    assert outcome.changed
    # What the check found names the node, so that graph follows.
    assert [d.graph.rsplit("/graph/", 1)[1] for d in store.diff(before, current(config))] == [
        "eksempel/kommuneplan-2023",
        "eksempel/quality",
    ]


def test_stopping_findings_leave_everything_as_it_was(config: Settings, tmp_path: Path) -> None:
    before = current(config)
    column = heading(PLAN, "Delmål", "Hovedmål")
    outcome = pipeline.publish(config, [edited(PLAN, tmp_path, "Delmål", f"{column}2", None)], reference_date=DAY)
    assert outcome.manifest is None
    assert {finding.rule for finding in outcome.report.stopping} == {"SG-A01"}
    cell = outcome.report.stopping[0].cell
    assert cell is not None
    assert (cell.file, cell.sheet, cell.row) == (PLAN.name, "Delmål", 2)
    assert current(config) == before
    assert list((config.data / "building").iterdir()) == []


def test_a_finding_accepted_by_name_lets_it_through_and_is_recorded(config: Settings, tmp_path: Path) -> None:
    column = heading(PLAN, "Delmål", "Hovedmål")
    file = edited(PLAN, tmp_path, "Delmål", f"{column}2", None)
    stopped = pipeline.publish(config, [file], reference_date=DAY).report.stopping
    names = tmp_path / "godtatt.yaml"
    lines = [
        f"- rule: {f.rule}\n  focusNode: {f.focus_node}\n  path: {f.path}\n  reason: vedtatt slik" for f in stopped
    ]
    names.write_text("\n".join(lines), encoding="utf-8")
    outcome = pipeline.publish(config, [file], reference_date=DAY, accepted=pipeline.read_accepted(names, config.base))
    assert outcome.manifest is not None
    assert [entry.reason for entry in outcome.manifest.accepted] == ["vedtatt slik"]

    # Another plan checked later: the accepted finding is another plan's, and no reason to call anything stale.
    others = pipeline.check(config, pipeline.read_inputs(PROGRAMMES), reference_date=DAY)
    assert [(f.rule, others.is_about(f), others.is_accepted(f)) for f in others.findings if f.stops] == [
        ("SG-A01", False, True)
    ]
    assert others.stale == ()
    # The plan itself, mended: now the entry has no finding left.
    mended = pipeline.check(config, pipeline.read_inputs([PLAN]), reference_date=DAY)
    assert [entry.reason for entry in mended.stale] == ["vedtatt slik"]


def test_a_withdrawn_document_is_gone_with_what_it_implied_and_stays_in_older_releases(config: Settings) -> None:
    pipeline.publish(config, pipeline.read_inputs(PROGRAMMES), reference_date=DAY)
    store = ReleaseStore(config.data)
    before = current(config)
    outcome = pipeline.withdraw(config, "eksempel/handlingsprogram-2026-2029")
    assert outcome.manifest is not None
    with store.reader() as now, store.reader(before) as then:
        # The edition it had superseded is in force again; nothing is left of the one withdrawn.
        assert {editions(row) for row in now.table(MEASURES).rows} == {"handlingsprogram-2025-2028"}
        assert {editions(row) for row in then.table(MEASURES).rows} == {"handlingsprogram-2026-2029"}
    assert all("2026-2029" not in source.document for source in outcome.manifest.sources)


def test_a_new_reference_date_moves_what_is_in_force(config: Settings) -> None:
    pipeline.publish(config, pipeline.read_inputs(PROGRAMMES), reference_date=DAY)
    store = ReleaseStore(config.data)
    with store.reader() as reader:
        assert len(reader.table(IN_FORCE).rows) == 1
    pipeline.publish(config, (), reference_date=date(2031, 1, 1))
    with store.reader() as reader:
        assert reader.table(IN_FORCE).rows == ()


def test_conflicting_observations_are_found_across_documents(config: Settings, tmp_path: Path) -> None:
    outcome = pipeline.publish(config, pipeline.read_inputs([*PROGRAMMES, REPORT]), reference_date=DAY)
    assert outcome.manifest is not None
    value = heading(REPORT, "Målinger", "Verdi")
    edition = heading(REPORT, "Dokument", "Utgave")
    book = openpyxl.load_workbook(REPORT)
    book["Målinger"][f"{value}2"] = 987
    book["Dokument"][f"{edition}2"] = "arsrapport-2025-rettet"
    copy = tmp_path / "rettet.xlsx"
    book.save(copy)
    refused = pipeline.publish(config, pipeline.read_inputs([copy]), reference_date=DAY)
    assert refused.manifest is None
    checked = pipeline.check(config, pipeline.read_inputs([copy]), reference_date=DAY)
    for report in (refused.report, checked):
        (conflict,) = [finding for finding in report.stopping if finding.rule == "SG-I20"]
        assert conflict.cell is not None
        assert (conflict.cell.file, conflict.cell.sheet, conflict.cell.row) == (copy.name, "Målinger", 2)
        assert "987" in (conflict.value or "")
        assert "eksempel/arsrapport-2025 " in conflict.message["nb"].replace(")", " ")


def test_a_corrected_report_does_not_conflict_with_what_it_replaces(config: Settings, tmp_path: Path) -> None:
    pipeline.publish(config, pipeline.read_inputs([*PROGRAMMES, REPORT]), reference_date=DAY)
    corrected = edited(REPORT, tmp_path, "Målinger", f"{heading(REPORT, 'Målinger', 'Verdi')}2", 987)
    assert "SG-I20" not in {f.rule for f in pipeline.check(config, [corrected], reference_date=DAY).findings}
    assert pipeline.publish(config, [corrected], reference_date=DAY).manifest is not None


def test_an_unreadable_file_in_a_batch_imports_none_of_it(config: Settings, tmp_path: Path) -> None:
    before = current(config)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(errors.InputError, match=r"broken\.xlsx"):
        pipeline.publish(config, pipeline.read_inputs([*PROGRAMMES, broken]), reference_date=DAY)
    assert current(config) == before


def test_one_document_from_two_files_is_refused(config: Settings) -> None:
    with pytest.raises(errors.InputError, match=r"kommuneplan-2023"):
        pipeline.publish(config, pipeline.read_inputs([PLAN, PLAN]), reference_date=DAY)

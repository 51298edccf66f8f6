"""What a publish finds becomes statements of the release: whole, repeatable, and never taken for a plan."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from styringsgraf import pipeline
from styringsgraf.engine import Table
from styringsgraf.namespaces import PREFIXES, Minter
from styringsgraf.pipeline import InputFile
from styringsgraf.quality.accepted import AcceptedFinding
from styringsgraf.releases import Reader, ReleaseStore
from styringsgraf.settings import Settings
from styringsgraf.terms import lexical
from styringsgraf.texts import LANGUAGES

DAY = date(2026, 6, 30)
DATA = Path(__file__).parents[2] / "data" / "eksempel"
PLAN = DATA / "kommuneplan-2023.xlsx"
PROGRAMME = DATA / "handlingsprogram-2025-2028.xlsx"
MINTER = Minter("https://w3id.org/styringsgraf/")
GRAPH = MINTER.quality_graph("eksempel")
ID = "https://w3id.org/styringsgraf/id/eksempel"
PREFIX = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("sh", "sg", "dct", "rdf"))
FACTS = f"""{PREFIX}SELECT ?rule ?severity ?node ?path ?value ?plan ?row WHERE {{ GRAPH <{GRAPH}> {{
  ?finding a sh:ValidationResult ; sh:sourceShape ?rule ; sh:resultSeverity ?severity .
  OPTIONAL {{ ?finding sh:focusNode ?node }} OPTIONAL {{ ?finding sh:resultPath ?path }}
  OPTIONAL {{ ?finding sh:value ?value }} OPTIONAL {{ ?finding dct:isPartOf ?plan }}
  OPTIONAL {{ ?finding sg:rowNumber ?row }} }} }}"""

Asked = Callable[[str], Table]


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path / "data")
    pipeline.initialise(made, empty=True)
    return made


def publish(config: Settings, *files: Path | InputFile, **options: object) -> pipeline.Outcome:
    given = [file if isinstance(file, InputFile) else pipeline.read_inputs([file])[0] for file in files]
    outcome = pipeline.publish(config, given, reference_date=DAY, **options)  # type: ignore[arg-type]
    assert outcome.manifest is not None, [finding.message["en"] for finding in outcome.report.stopping]
    return outcome


def reader(config: Settings) -> Reader:
    return ReleaseStore(config.data).reader()


def rows(config: Settings, query: str) -> set[tuple[str, ...]]:
    with reader(config) as opened:
        return {tuple(lexical(cell) for cell in row) for row in opened.table(query).rows}


def test_every_finding_of_the_report_is_stated_once_and_whole(config: Settings) -> None:
    report = publish(config, PLAN).report
    severities = {"violation": "Violation", "warning": "Warning", "info": "Info"}
    wanted = [
        (
            f"https://w3id.org/styringsgraf/rules/{f.rule}",
            PREFIXES["sh"] + severities[f.severity],
            f.focus_node or "",
            f.path or "",
            f.value or "",
            f.plan or "",
            str(f.cell.row) if f.cell and f.cell.row else "",
        )
        for f in report.findings
    ]
    assert len(wanted) == len(set(wanted)) > 10
    assert rows(config, FACTS) == set(wanted)
    ask = f"{PREFIX}SELECT ?f (LANG(?m) AS ?lang) WHERE {{ GRAPH <{GRAPH}> {{ ?f sh:resultMessage ?m }} }}"
    languages = rows(config, ask)
    assert len(languages) == len(wanted) * len(LANGUAGES)


def test_the_same_again_is_the_same_graph(config: Settings, tmp_path: Path) -> None:
    first = publish(config, PLAN).manifest
    assert not publish(config, PLAN).changed
    other = Settings(data=tmp_path / "other")
    pipeline.initialise(other, empty=True)
    second = publish(other, PLAN).manifest
    assert first is not None
    assert second is not None
    one, two = first.graph(GRAPH), second.graph(GRAPH)
    assert one is not None
    assert one == two


def test_what_the_day_alone_puts_out_of_force_is_judged_anew(config: Settings) -> None:
    publish(config, PLAN, PROGRAMME)
    lonely = f"{PREFIXES['sg'].removesuffix('ns#')}rules/SG-A07"  # a strategy without an assignment in force
    before = {row[2] for row in rows(config, FACTS) if row[0] == lonely}
    other = DATA.parent / "sunndal" / "kommuneplan-2020-2030.xlsx"
    outcome = pipeline.publish(
        config, pipeline.read_inputs([other]), reference_date=date(2029, 6, 30), accepted=everything(other)
    )
    assert outcome.manifest is not None
    after = {row[2] for row in rows(config, FACTS) if row[0] == lonely}
    assert len(after) == 10 > len(before)


def test_what_is_mended_is_gone(config: Settings, tmp_path: Path) -> None:
    publish(config, PLAN)
    before = rows(config, FACTS)
    book = openpyxl.load_workbook(PLAN)
    sheet = book["Delmål"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Hovedmål")
    sheet.cell(2, column).value = None
    copy = tmp_path / PLAN.name
    book.save(copy)
    outcome = pipeline.publish(config, pipeline.read_inputs([copy]), reference_date=DAY, accepted=everything(copy))
    assert outcome.manifest is not None
    worse = rows(config, FACTS)
    assert worse - before
    publish(config, PLAN)
    assert rows(config, FACTS) == before


def everything(path: Path) -> tuple[AcceptedFinding, ...]:
    """Accept whatever a file would be stopped for."""
    report = pipeline.check(Settings(data=path.parent / "none"), pipeline.read_inputs([path]), reference_date=DAY)
    return tuple(AcceptedFinding(f.rule, "prøve", f.focus_node, f.path, f.value) for f in report.stopping)


def test_accepted_findings_say_so_and_why(config: Settings) -> None:
    finding = next(f for f in publish(config, PLAN).report.findings if f.focus_node)
    entry = AcceptedFinding(finding.rule, "Kilden er slik.", finding.focus_node, finding.path, finding.value)
    publish(config, PLAN, accepted=(entry,))
    accepted = rows(
        config,
        f"{PREFIX}SELECT ?node ?why WHERE {{ ?f sg:accepted true ; sg:acceptedBecause ?why ; sh:focusNode ?node }}",
    )
    assert accepted == {(finding.focus_node or "", "Kilden er slik.")}
    open_ones = rows(config, f"{PREFIX}SELECT ?f WHERE {{ ?f sg:accepted false }}")
    assert len(open_ones) == len(rows(config, FACTS)) - 1


def test_another_plan_is_judged_with_it_and_what_the_file_showed_is_kept(config: Settings, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(PLAN)
    book.create_sheet("Notater")["A1"] = "Bare til oss selv"
    copy = tmp_path / PLAN.name
    book.save(copy)
    publish(config, copy)
    note = {row for row in rows(config, FACTS) if row[0].endswith("SG-I06")}
    assert {row[5] for row in note} == {f"{ID}/kommuneplan-2023"}
    report = publish(config, PROGRAMME).report
    assert {row for row in rows(config, FACTS) if row[0].endswith("SG-I06")} == note
    stated = {(row[0].rpartition("/")[2], row[2], row[3], row[4]) for row in rows(config, FACTS) - note}
    assert stated == {finding.identity for finding in report.findings}


def test_a_withdrawn_plan_takes_its_findings_along(config: Settings) -> None:
    publish(config, PLAN)
    publish(config, PROGRAMME)
    assert {row[5] for row in rows(config, FACTS)} >= {f"{ID}/kommuneplan-2023", f"{ID}/handlingsprogram-2025-2028"}
    pipeline.withdraw(config, "eksempel/kommuneplan-2023")
    left = rows(config, FACTS)
    assert {row[5] for row in left} == {f"{ID}/handlingsprogram-2025-2028"}
    assert any(row[0].endswith("SG-E03") for row in left), "its links lead nowhere now"
    pipeline.withdraw(config, "eksempel/handlingsprogram-2025-2028")
    with reader(config) as opened:
        assert [graph for graph in opened.graphs() if "/eksempel/" in graph] == []


def test_the_graph_is_no_document(config: Settings) -> None:
    assert MINTER.document_of_graph(GRAPH) is None
    assert MINTER.organisation_of_graph(GRAPH) == "eksempel"
    publish(config, PLAN)
    before = pipeline.check(config, pipeline.read_inputs([PROGRAMME]), reference_date=DAY)
    with reader(config) as opened:
        assert GRAPH in opened.graphs()
        words = opened.table(
            f"{PREFIX}SELECT ?f WHERE {{ GRAPH <{GRAPH}> {{ ?f sg:statedIn|sg:responsible|dct:title ?x }} }}"
        )
        inferred = opened.quads(MINTER.inferred_graph("eksempel"))
        assert words.rows == ()
        assert not [quad for quad in inferred if "/quality/" in str(quad.subject)]
    alone = Settings(data=config.data.parent / "copy")
    pipeline.initialise(alone, empty=True)
    pipeline.publish(alone, pipeline.read_inputs([PLAN]), reference_date=DAY)
    again = pipeline.check(alone, pipeline.read_inputs([PROGRAMME]), reference_date=DAY)
    assert [f.identity for f in before.findings] == [f.identity for f in again.findings]
    assert not [f for f in before.findings if f.focus_node and "/quality/" in f.focus_node]


def test_nothing_is_stored_of_a_publish_that_is_stopped(config: Settings, tmp_path: Path) -> None:
    publish(config, PLAN)
    before = rows(config, FACTS)
    book = openpyxl.load_workbook(PLAN)
    sheet = book["Delmål"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Hovedmål")
    sheet.cell(2, column).value = None
    copy = tmp_path / PLAN.name
    book.save(copy)
    assert pipeline.publish(config, pipeline.read_inputs([copy]), reference_date=DAY).manifest is None
    assert rows(config, FACTS) == before

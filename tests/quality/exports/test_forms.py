"""What each form is to the program that reads it: SARIF, JUnit, annotations, SHACL report, workbook, page."""

import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import rdflib

from styringsgraf import errors
from styringsgraf.quality.accepted import accept
from styringsgraf.quality.exports import EXPORTS, Setting, by_name, render, table
from styringsgraf.quality.exports.facts import column_number, fingerprint
from styringsgraf.quality.report import UNCHECKED, AcceptedFinding, Cell, Finding, Named, Report
from styringsgraf.quality.rules import load
from styringsgraf.texts import LANGUAGES

TODAY = date(2027, 1, 1)
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
WHERE = Setting("nb", "violation", {"plan.xlsx": Path("planer/min plan.xlsx")}, Path("rapporter"))
URI = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})+")


@pytest.fixture
def marked(report: Report, accepted_gap: AcceptedFinding) -> Report:
    note = replace(
        report.findings[1], rule="SG-D08", severity="info", value="x", cell=Cell("andre.csv", None, 3, "Kode")
    )
    whole = replace(report, findings=(*report.findings, note))
    return accept(whole, [accepted_gap], TODAY)


def sarif(report: Report, setting: Setting = WHERE) -> dict[str, Any]:
    body = json.loads(render(report, "sarif", setting))
    assert isinstance(body, dict)
    check_sarif(body)
    return body


def check_sarif(body: dict[str, Any]) -> None:
    """What SARIF 2.1.0 demands of the parts we use: names, types, least values, and indexes that fit."""
    assert set(body) == {"$schema", "version", "runs"}
    assert body["version"] == "2.1.0"
    [run] = body["runs"]
    assert set(run) == {"tool", "language", "columnKind", "results"}
    assert re.fullmatch(r"[a-zA-Z]{2}(-[a-zA-Z]{2})?", run["language"])
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert {"name", "version", "semanticVersion", "informationUri", "rules"} == set(driver)
    names = [rule["id"] for rule in driver["rules"]]
    assert len(names) == len(set(names))
    for rule in driver["rules"]:
        texts = ("shortDescription", "fullDescription", "help")
        assert {"id", "helpUri", "defaultConfiguration", *texts} == set(rule)
        assert all(isinstance(rule[name]["text"], str) and rule[name]["text"] for name in texts)
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in run["results"]:
        check_result(result, names)
    prints = [result["fingerprints"]["styringsgraf/v1"] for result in run["results"]]
    lines = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    assert len(set(lines)) == len(lines)


def check_result(result: dict[str, Any], names: list[str]) -> None:
    known = {"ruleId", "ruleIndex", "level", "message", "locations", "fingerprints", "partialFingerprints",
             "suppressions", "properties"}  # fmt: skip
    assert set(result) == known
    assert names[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in ("none", "note", "warning", "error")
    assert isinstance(result["message"]["text"], str)
    for location in result["locations"]:
        assert set(location) <= {"physicalLocation", "logicalLocations", "message"}
        physical = location["physicalLocation"]
        uri = physical["artifactLocation"]["uri"]
        assert URI.fullmatch(uri), uri
        region = physical.get("region", {"startLine": 1})
        assert set(region) <= {"startLine", "startColumn"}
        assert all(isinstance(number, int) and number >= 1 for number in region.values())
        assert all({"name", "fullyQualifiedName"} == set(logical) for logical in location.get("logicalLocations", []))
    for suppression in result["suppressions"]:
        assert suppression == {"kind": "external", "status": "accepted"}


def test_sarif_places_levels_and_suppressions(marked: Report) -> None:
    [run] = sarif(marked)["runs"]
    first, second, third = run["results"]
    place = first["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "planer/min%20plan.xlsx"}, "region": {"startLine": 14, "startColumn": 2},
    }  # fmt: skip
    assert place["logicalLocations"][0]["name"] == "Tiltak!B14"
    # No cell: the plan's other findings tell the file, no row is made up.
    assert second["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "planer/min%20plan.xlsx"}}}]
    assert third["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    assert [bool(result["suppressions"]) for result in run["results"]] == [False, True, False]


def test_sarif_lists_every_rule_that_was_run_with_its_help(report: Report) -> None:
    [run] = sarif(report)["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(load().by_id) <= set(rules)
    assert rules["SG-A05"]["help"]["text"] == load().by_id["SG-A05"].help["nb"]
    unread = sarif(replace(report, engine=UNCHECKED, findings=()))
    assert unread["runs"][0]["tool"]["driver"]["rules"] == []


def test_sarif_fingerprints_survive_a_new_row_above(orphan: Finding) -> None:
    def prints(row: int) -> list[str]:
        assert orphan.cell is not None
        cells = [replace(orphan.cell, row=row + n) for n in (0, 1)]
        found = sarif(Report.of([replace(orphan, cell=cell) for cell in cells], "fast", 0.1))["runs"][0]["results"]
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in found]

    assert prints(14) == prints(15)
    assert fingerprint(orphan) != fingerprint(replace(orphan, value="2"))


def test_a_finding_without_any_place_has_no_location(gap: Finding) -> None:
    lone = Report.of([replace(gap, plan=None)], "fast", 0.1)
    assert sarif(lone, Setting())["runs"][0]["results"][0]["locations"] == []
    one_file = sarif(lone, WHERE)["runs"][0]["results"][0]["locations"]
    assert one_file == [{"physicalLocation": {"artifactLocation": {"uri": "planer/min%20plan.xlsx"}}}]


def test_junit_fails_where_the_check_fails(marked: Report) -> None:
    def counts(fail_on: str) -> tuple[str | None, ...]:
        root = ET.fromstring(render(marked, "junit", replace(WHERE, fail_on=fail_on)))  # noqa: S314 - our own
        for suite in root:
            assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert root.get("tests") == str(sum(int(suite.get("tests", "")) for suite in root))
        return root.get("failures"), root.get("skipped"), root.get("errors")

    assert counts("violation") == ("1", "1", "0")
    assert counts("info") == ("2", "1", "0")
    root = ET.fromstring(render(marked, "junit", WHERE))  # noqa: S314 - our own
    assert len(root) == len({f.rule for f in marked.findings} | set(load().by_id))
    case = root.find(".//failure/..")
    assert case is not None
    assert (case.get("classname"), case.get("file"), case.get("line")) == ("SG-A05", "planer/min plan.xlsx", "14")


def test_github_annotations(marked: Report) -> None:
    lines = render(marked, "github", WHERE).decode().splitlines()
    assert lines[0].startswith(
        "::error file=planer/min plan.xlsx,line=14,col=2,title=SG-A05 Et tiltak løser minst ett oppdrag"
        " [stopper utgivelsen]::orphan bokmål%0Aseverity: violation%0A"
    )
    assert lines[1].startswith("::notice title=SG-C07 Terskelbånd har ingen hull [godtatt]::gap bokmål%0A")
    assert lines[2].startswith("::notice file=andre.csv,line=3,title=SG-D08 ")
    assert len(lines) == 3


def test_github_escapes_what_would_end_a_parameter() -> None:
    cell = Cell("a,b:c%.xlsx", None, 2, None, "A")
    found = Finding("SG-I01", "violation", {"nb": "50 % av\r\n::set-output name=x::y"}, cell=cell)
    [line] = render(Report.of([found], "fast", 0.1), "github", Setting()).decode().splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac%25.xlsx,line=2,col=1,title=SG-I01 ")
    assert "::50 %25 av%0A::set-output name=x::y%0A" in line


def test_the_graph_is_a_shacl_report_of_named_nodes(marked: Report) -> None:
    graphs = [
        rdflib.Graph().parse(data=render(marked, form, WHERE), format=syntax)
        for form, syntax in (("ttl", "turtle"), ("jsonld", "json-ld"))
    ]
    assert set(graphs[0]) == set(graphs[1])
    graph = graphs[0]
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    [head] = graph.subjects(rdflib.RDF.type, SH.ValidationReport)
    assert str(graph.value(head, SH.conforms)) == "false"
    results = set(graph.objects(head, SH.result))
    assert results == set(graph.subjects(rdflib.RDF.type, SH.ValidationResult))
    assert len(results) == 3
    for result in results:
        assert len(list(graph.objects(result, SH.resultSeverity))) == 1
        assert {m.language for m in graph.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)} == set(
            LANGUAGES
        )
    empty = rdflib.Graph().parse(data=render(Report.of([], "fast", 0.1), "ttl", WHERE), format="turtle")
    assert [str(value) for value in empty.objects(None, SH.conforms)] == ["true"]


@pytest.mark.parametrize("form", ["ttl", "jsonld", "sarif", "junit", "github", "html", "csv", "csv-no", "json"])
def test_the_same_report_gives_the_same_bytes(marked: Report, form: str) -> None:
    again = replace(marked, findings=tuple(replace(finding) for finding in marked.findings))
    assert render(marked, form, WHERE) == render(again, form, WHERE)
    if form in ("ttl", "jsonld"):  # how long it took is no part of what was found
        assert render(marked, form, WHERE) == render(replace(again, seconds=99.0), form, WHERE)


def test_the_workbook_filters_stays_and_links_to_the_cell(marked: Report) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render(marked, "xlsx", WHERE))).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).coordinate[:-1]}{len(marked.findings) + 1}"
    heads = [cell.value for cell in sheet[1]]
    assert heads[:4] == ["Alvorlighet", "Regel", "Funn", "Sted"]
    first = sheet.cell(2, 4)
    assert first.value == "plan.xlsx › Tiltak › celle B14 › kolonne «Oppdrag»"
    assert first.hyperlink is not None
    assert first.hyperlink.target is not None
    assert first.hyperlink.target.replace("\\", "/") == "../planer/min%20plan.xlsx"
    assert first.hyperlink.location == "'Tiltak'!B14"
    assert sheet.cell(3, 4).value is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("plan.xlsx", "Mål", 2, None, "C"), "external:./plan.xlsx#'Mål'!C2"),
        (Cell("plan.xlsx", "Pers' ark", 2), "external:./plan.xlsx#'Pers'' ark'!A2"),
        (Cell("a#1.xlsx", "Ark", 2, None, "?"), "external:./a%231.xlsx#'Ark'!A2"),
        (Cell("a", "Ark", 2), "external:./a#'Ark'!A2"),
        (Cell("plan.csv", None, 2), "external:./plan.csv"),
        (Cell("plan.xlsx", "a\x00b", 2), None),
        (Cell("x" * 3000, "Ark", 2), None),
    ],
)
def test_links(cell: Cell, expected: str | None) -> None:
    assert table.link(cell, Setting()) == expected
    found = Finding("SG-I01", "info", {"nb": "x"}, cell=cell)
    assert render(Report.of([found], "fast", 0.1), "xlsx", Setting())


def test_a_workbook_that_would_be_cut_is_refused(gap: Finding) -> None:
    many = replace(Report.of([gap], "fast", 0.1), findings=(gap,) * 1_048_576)
    with pytest.raises(errors.TooLarge, match="1048576"):
        table.xlsx(many, Setting())


class Outline(HTMLParser):
    """Tags as opened, whether they are closed in order, and every attribute."""

    VOID = ("meta", "br", "link", "img", "input", "hr")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.seen if name == tag]


def outline(content: bytes) -> Outline:
    page = Outline()
    page.feed(content.decode())
    page.close()
    assert page.open == []
    return page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stands_alone_and_can_be_read_aloud(marked: Report, lang: str) -> None:
    unit = Named("https://example.org/id/kommune/unit/a", {"nb": "<b>Skole</b>"})
    whole = replace(marked, findings=(*marked.findings, replace(marked.findings[0], value="9", responsible=(unit,))))
    content = render(whole, "html", replace(WHERE, lang=lang))
    page = outline(content)
    assert page.all("html") == [{"lang": lang}]
    assert [given["charset"] for given in page.all("meta") if "charset" in given] == ["utf-8"]
    assert not {"script", "link", "img", "iframe", "form", "object", "base"} & {tag for tag, _ in page.seen}
    assert not any(name in given for _, given in page.seen for name in ("src", "style", "onclick", "srcset"))
    assert not re.search(rb"url\(|@import", content)
    tables = page.all("table")
    assert len(tables) == len(page.all("caption")) == len(page.all("h2")) == 2
    assert all(given == {"scope": "col"} for given in page.all("th"))
    ids = [given["id"] for _, given in page.seen if "id" in given]
    assert len(ids) == len(set(ids))
    assert {given["href"] for given in page.all("a") if str(given["href"]).startswith("#")} == {
        f"#{name}" for name in ids
    }
    assert b"@media print" in content
    assert b"<b>Skole" not in content
    assert b"&lt;b&gt;Skole&lt;/b&gt;" in content


def test_the_page_names_what_has_run_out(report: Report, accepted_gap: AcceptedFinding) -> None:
    late = accept(report, [accepted_gap], date(2028, 1, 1))
    content = render(late, "html", WHERE).decode()
    assert "Godtatte funn der fristen er ute (1)" in content
    assert "2027-12-31" in content
    assert "Ingen funn." in render(Report.of([], "fast", 0.1), "html", WHERE).decode()


def test_every_form_has_its_row(report: Report) -> None:
    assert [row.name for row in EXPORTS.values()] == list(EXPORTS)
    assert all(row.suffix.startswith(".") and "/" in row.media_type for row in EXPORTS.values())
    assert by_name("turtle") is EXPORTS["ttl"]
    assert by_name("pdf") is None
    assert all(render(report, name, WHERE) for name in EXPORTS)


@pytest.mark.parametrize(
    ("letter", "number"),
    [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16384), ("", None), ("a", None), ("A1", None), (None, None)],
)
def test_columns_are_numbered(letter: str | None, number: int | None) -> None:
    assert column_number(letter) == number


def test_half_characters_of_file_names_are_replaced() -> None:
    found = Finding("SG-I01", "violation", {"nb": "x"}, cell=Cell("pl\udce5n.xlsx", "Ark", 2))
    for name in EXPORTS:
        assert render(Report.of([found], "fast", 0.1), name, Setting())

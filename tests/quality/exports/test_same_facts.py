"""Every form of the report is read back and tells the same findings, whatever their texts hold."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from styringsgraf.quality.exports import EXPORTS, Setting, render
from styringsgraf.quality.exports.facts import visible
from styringsgraf.quality.report import Cell, Finding, Report, Severity
from styringsgraf.tables.delimited import guarded
from styringsgraf.texts import LANGUAGES, catalogue

BASE = "https://example.org/id/kommune/plan-2024"
SG = "https://w3id.org/styringsgraf/ns#"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
NS = rdflib.Namespace(SG)
HOSTILE = (
    "<script>alert(1)</script>", "</style></script>]]>&amp;\"'",
    '=HYPERLINK("http://example.org";"x")', "+1", "-2", "@SUM(A1)",
    "linje\nto\r\ntre\rfire\ttab", "100 % ::error file=x,line=1::nei", "%0A%25", "\x00\x01\x1b[31mrød\x7f\x85\x9b",
    "👩‍👩‍👧 🇳🇴", "עברית \u202e ltr",
    "å" * 32_000, "\ufffe\uffff\ufeff", " blank ", "a\u2028b\u2029c", '"sitat"', "{x} %s $y",
    "'=x", "#ark!A1", "null", "3.10",
)  # fmt: skip
Facts = tuple[str, ...]


def words() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=30))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


CELLS = st.builds(
    Cell,
    file=words(),
    sheet=maybe(words()),
    row=maybe(st.integers(1, 1_048_576)),
    column=maybe(words()),
    letter=maybe(st.one_of(st.sampled_from(["A", "Z", "AA", "XFD"]), words())),
)
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(["SG-A01", "SG-C06", "SG-I03", "SG-X99"]),
    severity=st.sampled_from(["violation", "warning", "info"]),
    message=st.fixed_dictionaries(dict.fromkeys(LANGUAGES, words())),
    focus_node=maybe(st.one_of(st.just(f"{BASE}/measure/T3"), st.just("urn:isbn:1"), words())),
    path=maybe(st.sampled_from([f"{SG}fulfils", f"{SG}hasBand"])),
    value=maybe(st.one_of(st.just(f"{BASE}/sub-goal/Å1"), words())),
    plan=maybe(st.just(BASE)),
    cell=maybe(CELLS),
    stops=st.booleans(),
)


def facts(finding: Finding, lang: str, shown: Callable[[str], str] = str) -> Facts:
    """What a form must tell; nothing and '' are the same."""
    cell = finding.cell or Cell("")
    about = (finding.focus_node, finding.path, finding.value, finding.plan, cell.file, cell.sheet)
    texts = (finding.message[lang], *about, cell.column, cell.letter)
    return (finding.rule, finding.severity, str(cell.row or ""), *(shown(text or "") for text in texts))


def told(found: Mapping[str, Any], message: str) -> Facts:
    """The same, from what was read: by the names of the JSON report."""
    cell = found.get("cell") or found
    about = (found.get(name) for name in ("focusNode", "path", "value", "plan"))
    texts = (message, *about, *(cell.get(name) for name in ("file", "sheet", "column", "letter")))
    return (found["rule"], found["severity"], str(cell.get("row") or ""), *(str(text or "") for text in texts))


def from_json(content: bytes, lang: str) -> Iterable[Facts]:
    return [told(found, found["message"][lang]) for found in json.loads(content)["findings"]]


def from_graph(graph: rdflib.Graph, lang: str) -> Iterable[Facts]:
    names = {
        "focusNode": SH.focusNode, "path": SH.resultPath, "value": SH.value, "plan": NS.statedIn, "file": NS.fileName,
        "sheet": NS.sheetName, "row": NS.rowNumber, "column": NS.columnHeading, "letter": NS.columnLetter,
    }  # fmt: skip
    for result in graph.objects(None, SH.result):
        found: dict[str, Any] = {name: graph.value(result, term, any=False) for name, term in names.items()}
        found["rule"] = str(graph.value(result, SH.sourceShape, any=False)).rpartition("/")[2]
        found["severity"] = str(graph.value(result, SH.resultSeverity, any=False)).rpartition("#")[2].lower()
        messages = {
            m.language: str(m) for m in graph.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)
        }
        yield told(found, messages[lang])


def from_turtle(content: bytes, lang: str) -> Iterable[Facts]:
    return from_graph(rdflib.Graph().parse(data=content, format="turtle"), lang)


def from_jsonld(content: bytes, lang: str) -> Iterable[Facts]:
    return from_graph(rdflib.Graph().parse(data=content, format="json-ld"), lang)


def from_csv(content: bytes, _: str) -> Iterable[Facts]:
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return [told(row, row["message"]) for row in rows]


def by_position(rows: list[list[Any]], lang: str) -> Iterable[Facts]:
    """Rows with headings for people: the columns stand as in the CSV for programs."""
    names = next(csv.reader([render(Report.of([], "fast", 0), "csv", Setting()).decode()]))
    levels = {catalogue("reports")[f"severity-{level}"][lang]: level for level in ("violation", "warning", "info")}
    for row in rows[1:]:
        found = dict(zip(names, row, strict=True))
        yield told(found | {"severity": levels[found["severity"]]}, found["message"])


def from_csv_no(content: bytes, lang: str) -> Iterable[Facts]:
    return by_position(list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")), lang)


def from_xlsx(content: bytes, lang: str) -> Iterable[Facts]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row), "a text has become a formula"
    return by_position([[cell.value for cell in row] for row in sheet.iter_rows()], lang)


def plain(line: str) -> str:
    return json.loads(line) if line.startswith('"') else line


def from_junit(content: bytes, _: str) -> Iterable[Facts]:
    for case in ET.fromstring(content).iter("testcase"):  # noqa: S314 - our own
        if (rows := case.find("properties")) is not None:
            found = {p.get("name", ""): plain(p.get("value", "")) for p in rows}
            yield told(found | {"rule": case.get("classname")}, case.findtext("system-out", ""))


def from_sarif(content: bytes, _: str) -> Iterable[Facts]:
    [run] = json.loads(content)["runs"]
    for result in run["results"]:
        found = result["properties"] | {"rule": result["ruleId"]}
        if found["cell"]:
            place = result["locations"][0]["physicalLocation"]
            assert unquote(place["artifactLocation"]["uri"]).endswith(found["cell"]["file"])
            assert place.get("region", {}).get("startLine") == found["cell"]["row"]
        yield told(found, result["message"]["text"])


def from_github(content: bytes, _: str) -> Iterable[Facts]:
    lines = content.decode().removesuffix("\n").split("\n")
    for line in lines if lines != [""] else ():
        level, title, data = re.fullmatch(r"::(\w+) [^:]*?title=([^:,]*)::(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
        message, mark, rest = unescaped(data).rpartition("\nseverity: ")
        pairs = (row.partition(": ") for row in f"{mark.strip()} {rest}".split("\n"))
        found = {name: plain(value) for name, _, value in pairs}
        assert level == {"violation": "error", "warning": "warning", "info": "notice"}[found["severity"]]
        yield told(found | {"rule": unescaped(title).split()[0]}, message)


def unescaped(text: str) -> str:
    for code, sign in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, sign)
    return text


class Page(HTMLParser):
    """Reads the rows of the page: the class of a row, a cell or a <dd> says what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self.at: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "tr" and given.get("class"):
            self.rows.append({"severity": str(given["class"])})
        if tag in ("td", "dd", "p", "a"):
            self.at.append(f"{tag}.{given.get('class') or ''}")

    def handle_endtag(self, tag: str) -> None:
        if self.at and self.at[-1].startswith(f"{tag}."):
            self.at.pop()

    def handle_data(self, data: str) -> None:
        inside = "/".join(self.at[-2:])
        if inside == "td.rule/a.":
            self.rows[-1]["rule"] = data
        elif inside == "td.message/p.":
            self.rows[-1]["message"] = self.rows[-1].get("message", "") + data
        elif self.at and self.at[-1].startswith("dd."):
            name = self.at[-1].removeprefix("dd.").replace("focus-node", "focusNode")
            self.rows[-1][name] = self.rows[-1].get(name, "") + data


def from_html(content: bytes, _: str) -> Iterable[Facts]:
    page = Page()
    page.feed(content.decode())
    page.close()
    return [told(row, row.get("message", "")) for row in page.rows]


def spreadsheet(text: str) -> str:
    return guarded(visible(text))


#: Form → how it is read, and what it may do to a text: exact, or with control characters made visible.
READERS: dict[str, tuple[Callable[[bytes, str], Iterable[Facts]], Callable[[str], str]]] = {
    "json": (from_json, str),
    "ttl": (from_turtle, str),
    "jsonld": (from_jsonld, str),
    "sarif": (from_sarif, str),
    "csv": (from_csv, spreadsheet),
    "csv-no": (from_csv_no, spreadsheet),
    "xlsx": (from_xlsx, visible),
    "junit": (from_junit, str),
    "github": (from_github, str),
    "html": (from_html, visible),
}
#: Forms whose facts are exact, but whose message has its control characters made visible.
MESSAGE_VISIBLE = ("junit", "github")


def test_every_form_is_read_back() -> None:
    assert set(READERS) | {"text"} == set(EXPORTS)
    assert len(EXPORTS) == 11


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=25)
@given(findings=st.lists(FINDINGS, max_size=5), lang=st.sampled_from(LANGUAGES))
@example(
    findings=[
        Finding(
            "SG-A01",
            "violation",
            dict.fromkeys(LANGUAGES, text),
            text,
            None,
            text,
            BASE,
            Cell(text, text, 1, text, "B"),
        )
        for text in HOSTILE
    ],
    lang="nb",
)
@example(findings=[], lang="nn")
def test_the_same_findings_are_told(form: str, findings: list[Finding], lang: str) -> None:
    report = Report.of(findings, "fast", 0.1)
    read, shown = READERS[form]
    found = [tuple(row) for row in read(render(report, form, Setting(lang)), lang)]
    expected = [facts(finding, lang, shown) for finding in report.findings]
    if form in MESSAGE_VISIBLE:
        expected = [(*row[:3], visible(row[3]), *row[4:]) for row in expected]
    assert Counter(found) == Counter(expected)


@settings(max_examples=50)
@given(findings=st.lists(FINDINGS, max_size=8), lang=st.sampled_from(LANGUAGES))
def test_the_terminal_tells_every_finding_and_obeys_none(findings: list[Finding], lang: str) -> None:
    report = Report.of(findings, "fast", 0.1)
    lines = render(report, "text", Setting(lang)).decode().split("\n")
    shown = Counter(line.strip().removeprefix("– ") for line in lines if line.startswith("      – "))
    assert sum(shown.values()) == len(report.findings)
    for finding in report.findings:
        wanted = " ".join(visible(finding.message[lang]).split())
        assert any(line.startswith(wanted) for line in shown)
    assert not any(line.lstrip().startswith("::") for line in lines)
    assert not any(sign in "".join(lines) for sign in "\x00\x1b\x07\x9b\r")


@pytest.mark.parametrize("severity", ["violation", "warning", "info"])
def test_the_readers_see_a_difference(severity: Severity) -> None:
    finding = Finding(
        "SG-A01", severity, dict.fromkeys(LANGUAGES, "x"), BASE, None, "1", BASE, Cell("a", "b", 1, "c", "A")
    )
    other = Finding(
        "SG-A01", severity, dict.fromkeys(LANGUAGES, "x"), BASE, None, "2", BASE, Cell("a", "b", 1, "c", "A")
    )
    for form, (read, _) in READERS.items():
        one, two = (list(read(render(Report.of([f], "fast", 0.1), form, Setting()), "nb")) for f in (finding, other))
        assert one != two, form

"""The page where a plan is checked: ten planted faults with their cells, hostile files, limits, and nothing kept."""

import http.client
import io
import json
import re
import runpy
import zlib
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell as SheetCell
from starlette.testclient import TestClient

from styringsgraf.pipeline import Checked, Upload
from styringsgraf.quality.exports import outline
from styringsgraf.quality.report import Cell, Finding, Report
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.checking import Checks
from styringsgraf.web.upload import FORM

read: Callable[[str], Any] = runpy.run_path(str(Path(__file__).parents[1] / "reading.py"))["read"]

DATA = Path(__file__).parents[3] / "data" / "eksempel"
PLAN = DATA / "kommuneplan-2023.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LANGUAGES = ("nb", "nn", "en")
CELL = {"nb": "celle", "nn": "celle", "en": "cell"}
#: Ten faults: sheet, code, heading, what to put there; the rule that finds it, and the cell the page names.
TEN: list[tuple[str, str, str, str | None, str, str]] = [
    ("Delmål", "D1.1", "Hovedmål", None, "SG-A01", "H2"),
    ("Hovedmål", "H1", "Satsingsområde", None, "SG-A02", "H2"),
    ("Strategier", "S1", "Mål", None, "SG-A03", "H2"),
    ("Hovedmål", "H2", "Ordlyd", "Kommunen skal redusere ventetiden.", "SG-B02", "E3"),
    ("Indikatorer", "I1", "Enhet", None, "SG-C03", "I2"),
    ("Indikatorer", "I2", "Gul", "80–95", "SG-C06", "S3"),
    ("Indikatorer", "I1", "Gul", "8,0–9,0", "SG-C07", "S2"),
    ("Strategier", "S2", "Kode", "S1", "SG-D06", "A3"),
    ("Strategier", "S3", "Tittel engelsk", None, "SG-D08", "D4"),
    ("Delmål", "D1.2", "Støtter FN", "3.10", "SG-E01", "J3"),
]


def at(book: openpyxl.Workbook, sheet: str, code: str, heading: str) -> SheetCell:
    table = book[sheet]
    headings = [cell.value for cell in table[1]]
    row = next(n for n in range(2, table.max_row + 1) if table.cell(n, 1).value == code)
    found = table.cell(row, headings.index(heading) + 1)
    assert isinstance(found, SheetCell)
    return found


def workbook(*changes: tuple[str, str, str, str | None]) -> bytes:
    """Return the example's plan with some cells changed; cells are found before any is changed."""
    book = openpyxl.load_workbook(PLAN)
    cells = [(at(book, sheet, code, heading), value) for sheet, code, heading, value in changes]
    for cell, value in cells:
        cell.value = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def send(
    client: TestClient, content: bytes, lang: str = "nb", name: str = "plan.xlsx", media: str = XLSX, **fields: str
) -> Any:
    return client.post(f"/{lang}/check", files={"file": (name, content, media)}, data={"against": "none", **fields})


def faultless(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"].startswith("text/html")
    page = read(answer.text)
    assert page.faults == []
    return page


def fault(answer: Any, status: int) -> str:
    """Return the sentence above the form, which must be there again with the same sentence at its field."""
    page = faultless(answer, status)
    field = page.all("input", type="file", id="file")[0]
    assert field["aria-invalid"] == "true"
    assert {"file-error"} <= set(field["aria-describedby"].split())
    (sentence,) = [words for words, attributes in page.anchors if attributes["href"] == "#file"]
    assert answer.text.count(sentence.replace("&", "&amp;")) >= 1
    assert "Traceback" not in answer.text
    return str(sentence)


def places(html: str) -> list[tuple[str, str, str]]:
    """Return (rule, sheet, cell) of every finding on a report's page."""
    found = []
    for part in re.split(r'<section class="of-rule', html)[1:]:
        match = re.search(r'aria-labelledby="(SG-[A-Z]+[0-9]+)-', part)
        assert match
        for place in re.findall(r'<p class="check-place">(.*?)</p>', part):
            where = re.search(r"<strong><bdi>(.*?)</bdi></strong>(?: cell?e? ([A-Z]+[0-9]+))?", place)
            found.append((match[1], where[1] if where else "", (where and where[2]) or ""))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_form_is_there_in_each_language(client: TestClient, lang: str) -> None:
    answer = client.get(f"/{lang}/check")
    page = faultless(answer)
    assert answer.headers["content-language"] == lang
    (form,) = page.all("form", method="post")
    assert (form["action"], form["enctype"]) == (f"/{lang}/check", "multipart/form-data")
    assert page.all("input", type="file", name="file")[0].keys() >= {"multiple", "required", "accept"}
    assert f"/{lang}/template.xlsx" in page.hrefs
    assert "20\N{NO-BREAK SPACE}MB" in answer.text or "20 MB" in answer.text
    assert client.get(f"/{lang}/check?x=1").status_code == 400


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ten_planted_faults_are_all_on_the_page_with_their_cells(client: TestClient, lang: str) -> None:
    answer = send(client, workbook(*(row[:4] for row in TEN)), lang, against="current")
    page = faultless(answer)
    found = places(answer.text)
    for sheet, _, _, _, rule, cell in TEN:
        assert (rule, sheet, cell) in found, rule
    for _, _, _, _, rule, _ in TEN:
        assert f"/{lang}/quality/rule/{rule.removeprefix('SG-')}" in page.hrefs
    assert f"{CELL[lang]} H2" in answer.text
    assert set(page.words) <= {"nb", "nn", "en", lang}


def test_the_plan_without_a_fault_has_none(client: TestClient) -> None:
    answer = send(client, PLAN.read_bytes(), against="current")
    assert places(answer.text) == []
    assert "Ingen funn" in answer.text
    assert "Delmål" in answer.text  # what was read


def carried(answer: Any) -> str:
    """Return the report inside a page, as its form sends it back."""
    (field,) = read(answer.text).all("input", type="hidden", name="report")
    return str(field["value"])


def again(client: TestClient, report: str, form: str, lang: str = "nb") -> Any:
    """Press the button of a form of the report."""
    return client.post(f"/{lang}/check", files={"report": (None, report), "format": (None, form)})


def downloads(client: TestClient, answer: Any) -> dict[str, bytes]:
    """Return suffix → file, of all the buttons of a page."""
    found = {}
    (form,) = [one for one in read(answer.text).all("form", method="post") if "check-downloads" in one["class"]]
    assert (form["action"], form["enctype"]) == ("/nb/check", "multipart/form-data")
    for button in read(answer.text).all("button", type="submit", name="format"):
        made = again(client, carried(answer), button["value"])
        assert made.status_code == 200
        assert "sandbox" in made.headers["content-security-policy"]
        assert made.headers["cache-control"] == "no-store"
        found[made.headers["content-disposition"].rpartition(".")[2].strip('"')] = made.content
    return found


def test_the_downloads_are_the_very_same_report(client: TestClient) -> None:
    content = workbook(*(row[:4] for row in TEN))
    files = downloads(client, send(client, content))
    assert set(files) == {"xlsx", "csv", "json", "html", "sarif"}
    told = {(f["rule"], f["focusNode"]) for f in json.loads(files["json"])["findings"]}
    asked = client.post("/api/v1/check?against=none&name=plan.xlsx", content=content, headers={"Content-Type": XLSX})
    assert told == {(f["rule"], f["focusNode"]) for f in asked.json()["findings"]}
    assert {one["ruleId"] for one in json.loads(files["sarif"])["runs"][0]["results"]} == {rule for rule, _ in told}
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    assert any(cell.hyperlink and "H2" in str(cell.hyperlink.location) for row in sheet.iter_rows() for cell in row)
    assert files["csv"].startswith(b"\xef\xbb\xbf")
    assert "SG-A01" in files["html"].decode()


def test_a_report_sent_back_is_read_with_suspicion(client: TestClient) -> None:
    good = carried(send(client, workbook(TEN[0][:4])))
    for report in ("", "no base64", "æ", good[: len(good) // 2], b64encode(b"no report").decode()):
        assert fault(again(client, report, "csv-no"), 422 if report else 400)
    assert fault(again(client, b64encode(zlib.compress(b"[" * 50_000_000)).decode(), "json"), 422)
    assert fault(again(client, good, "page"), 400)
    assert fault(again(client, good, "ttl"), 400)
    assert again(client, good, "").headers["content-disposition"].endswith('.xlsx"')
    assert "Kode" in again(client, good, "csv-no", "nn").text


def test_seven_hundred_findings_weigh_little(client: TestClient) -> None:
    book = openpyxl.load_workbook(PLAN)
    for number in range(120):
        book["Delmål"].append([f"D9.{number}", f"Et delmål om noe vi vil få til, nummer {number}"])
    packed = io.BytesIO()
    book.save(packed)
    answer = send(client, packed.getvalue())
    faultless(answer)
    told = json.loads(again(client, carried(answer), "json").text)
    assert len(told["findings"]) >= 700
    assert int(answer.headers["content-length"]) < 60_000  # over the wire: with styles, scripts and fonts below 250 000
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("form", ["xlsx", "csv-no", "json", "html", "sarif"])
def test_a_report_can_come_as_a_file_at_once(client: TestClient, form: str) -> None:
    answer = send(client, workbook(TEN[0][:4]), format=form)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="sjekkrapport.')
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert b"SG-A01" in answer.content or form == "xlsx"


def test_an_empty_field_of_the_form_is_nothing_chosen(client: TestClient) -> None:
    answer = client.post(
        "/nb/check", files={"file": ("plan.xlsx", PLAN.read_bytes())}, data={"against": "", "format": ""}
    )
    faultless(answer)
    assert answer.headers["x-styringsgraf-release"]


WRONG: list[tuple[str, bytes, str, int]] = [
    ("", b"", "application/octet-stream", 400),
    ("tom.xlsx", b"", XLSX, 400),
    ("bilde.png", b"\x89PNG", "image/png", 415),
    ("brev.docx", b"PK", "application/octet-stream", 415),
    ("plan.xlsx", b"ikke et regneark", XLSX, 422),
    ("plan.ttl", b"dette er ikke turtle", "text/plain", 422),
    ("plan.rdf", b"<rdf", "", 422),
]


@pytest.mark.parametrize(("name", "content", "media", "status"), WRONG, ids=[row[0] or "none" for row in WRONG])
def test_what_cannot_be_checked_comes_back_with_the_form(
    client: TestClient, name: str, content: bytes, media: str, status: int
) -> None:
    sentence = fault(send(client, content, "nb", name, media), status)
    assert "multipart" not in sentence
    assert "Content-Type" not in sentence


def test_the_sentences_differ_by_language(client: TestClient) -> None:
    told = {fault(send(client, b"x", lang, "brev.docx", "image/png"), 415) for lang in LANGUAGES}
    assert len(told) == 3
    assert all("brev.docx" in sentence for sentence in told)


def test_a_form_that_is_none(client: TestClient) -> None:
    assert fault(client.post("/nb/check", data={"against": "none"}), 415)
    assert fault(client.post("/nb/check", files={"file": ("a.csv", b"x")}, data={"extra": "x"}), 400)
    assert fault(client.post("/nb/check", files={"file": ("a.csv", b"x")}, data={"against": "tomorrow"}), 400)
    assert fault(client.post("/nb/check", files={"file": ("a.csv", b"x")}, data={"format": "png"}), 400)
    many = [("file", (f"{n}.csv", b"x", "text/csv")) for n in range(21)]
    assert fault(client.post("/nb/check", files=many), 400)


@pytest.fixture
def small(shipped_folder: Path) -> Any:
    """A client of a service with settings of its own."""
    with ExitStack() as stack:

        def made(**settings: Any) -> TestClient:
            opened = stack.enter_context(Service.open(Settings(data=shipped_folder, **settings)))
            return TestClient(create_app(opened), raise_server_exceptions=False)

        yield made


def test_what_is_too_large_is_refused_unread_with_the_form(small: Any) -> None:
    client = small(upload_bytes=100_000)
    for size in (100_000, 3_000_000):  # also above what any other address reads
        assert "0,1 MB" in fault(send(client, b"x" * size), 413)
    assert "0.1 MB" in fault(send(client, b"x" * 200_000, "en"), 413)


def test_the_limit_of_the_real_service_refuses_a_huge_file(client: TestClient) -> None:
    assert "20 MB" in fault(send(client, b"\x8f" * 50_000_000), 413)


def test_a_check_that_takes_too_long_ends_and_says_so(small: Any) -> None:
    assert "0.01" in fault(send(small(check_seconds=0.01), PLAN.read_bytes(), "en"), 504)


def test_a_service_that_is_busy_says_when_to_come_back(client: TestClient, service: Service) -> None:
    checks: Checks = client.app.state.checks  # type: ignore[attr-defined]
    with ExitStack() as taken:
        for _ in range(checks._places):
            taken.enter_context(checks.place())
        answer = send(client, PLAN.read_bytes())
    assert "5" in fault(answer, 503)
    assert answer.headers["retry-after"] == "5"
    assert service.probe()
    assert checks.taken == 0


def posted(port: int, content: bytes, name: str) -> tuple[int, str]:
    """Send a form to a real server, and return status and page."""
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {XLSX}\r\n\r\n'
    against = b'\r\n--b\r\nContent-Disposition: form-data; name="against"\r\n\r\nnone\r\n--b--\r\n'
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as opened:
        opened.request("POST", "/nb/check", head.encode() + content + against, {"Content-Type": f"{FORM}; boundary=b"})
        answer = opened.getresponse()
        return answer.status, answer.read().decode()


def test_two_checks_at_once_do_not_meet(serving: Callable[..., Any], shipped_folder: Path) -> None:
    with serving(shipped_folder, check_workers=2) as web, ThreadPoolExecutor(2) as both:
        one = both.submit(posted, web.port, workbook(TEN[0][:4]), "en.xlsx")
        other = both.submit(posted, web.port, workbook(TEN[1][:4]), "to.xlsx")
    for (status, html), name, own, foreign in (
        (one.result(), "en.xlsx", "SG-A01", "SG-A02"),
        (other.result(), "to.xlsx", "SG-A02", "SG-A01"),
    ):
        assert status == 200
        assert name in read(html).headings[0][1]
        rules = {rule for rule, _, _ in places(html)}
        assert own in rules
        assert foreign not in rules


NASTY = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "=cmd|'/c calc'!A0",
    "שלום \u202egpj.exe", "{{ 7*7 }}", "</title><svg onload=alert(1)>",
)  # fmt: skip


@pytest.mark.parametrize("name", NASTY[:2], ids=range(2))
def test_hostile_names_and_cells_stay_words(client: TestClient, name: str) -> None:
    titles = [
        ("Delmål", code, "Tittel", words) for code, words in zip(("D1.1", "D1.2", "D1.3"), NASTY[:3], strict=True)
    ]
    links = [
        ("Delmål", code, "Hovedmål", words)
        for code, words in zip(("D2.1", "D2.2", "D3.1", "D3.2"), NASTY[3:], strict=True)
    ]
    left = [("Delmål", code, "Hovedmål", None) for code in ("D1.1", "D1.2", "D1.3")]
    answer = send(client, workbook(*titles, *links, *left), name=f"{name}.xlsx")
    page = faultless(answer)
    assert "SG-A01" in {rule for rule, _, _ in places(answer.text)}
    assert not [1 for tag, found in page.tags if tag == "img" and not found["src"].startswith("/static/")]
    assert not [1 for tag, found in page.tags if tag == "script" and not found.get("src", "").startswith("/static/")]
    assert not [href for href in page.hrefs if not href.startswith(("/", "#", "data:", "https://"))]
    words = " ".join(word for found in page.words.values() for word in found)
    assert "alert(1)" in words
    assert "{{ 7*7 }}" in words


def test_a_report_of_ten_thousand_findings_is_cut_and_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finding(number: int) -> Finding:
        rule, severity = (("SG-A05", "violation"), ("SG-C07", "warning"))[number % 2]
        cell = Cell("plan.xlsx", "Tiltak", number + 2, "Oppdrag", "B")
        words = {lang: f"nr. {number} {lang}" for lang in LANGUAGES}
        return Finding(rule, severity, words, f"https://x.org/{number}", None, None, None, cell)  # type: ignore[arg-type]

    report = Report.of(map(finding, range(10_000)), "fast", 1.0)

    async def checked(_self: Checks, _request: object, upload: Upload) -> Checked:
        assert upload.form == "outline"
        return Checked(outline.written(report, upload.lang, read=[]))

    monkeypatch.setattr(Checks, "check", checked)
    answer = send(client, PLAN.read_bytes())
    page = faultless(answer)
    assert len(places(answer.text)) == 2 * outline.MOST_OF_A_RULE
    assert "100 av 10\N{NO-BREAK SPACE}000" in answer.text
    assert "4950 til" in answer.text
    assert len(answer.text) < 200_000
    assert "for stor til å ligge i siden" in answer.text
    assert not page.all("input", type="hidden")


def test_nothing_is_kept(client: TestClient, service: Service) -> None:
    def files() -> set[str]:
        return {str(path) for path in service.config.data.rglob("*")}

    before, release = files(), service.probe().id
    answer = send(client, PLAN.read_bytes(), against="current")
    assert (files(), service.probe().id) == (before, release)
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers
    assert "etag" not in answer.headers


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_opens_and_fits_the_check(client: TestClient, lang: str) -> None:
    answer = client.get(f"/{lang}/template.xlsx")
    assert answer.headers["content-type"] == XLSX
    assert "attachment" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) > 8
    assert client.get(f"/{lang}/template.xlsx", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304

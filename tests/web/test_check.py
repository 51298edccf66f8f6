"""POST /api/v1/check: the command's findings, in every form, from every syntax; hostile files cost nothing."""

import io
import json
import threading
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.ingest.syntaxes import SYNTAXES
from styringsgraf.quality.exports import EXPORTS
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.upload import TABLES, kind_of

DATA = Path(__file__).parents[2] / "data" / "eksempel"
PLAN = DATA / "kommuneplan-2023.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
URL = "/api/v1/check?against=none"
ID = "https://w3id.org/styringsgraf/id/kommune/plan-2024"
SHAPE = {"type", "title", "status", "detail", "instance", "requestId"}
#: A whole plan in Turtle, with one sub-goal that hangs in the air.
TURTLE = f"""\
@prefix sg: <https://w3id.org/styringsgraf/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{ID}> a sg:MasterPlan ; dct:title "Kommuneplan"@nb ; sg:validFrom "2024-01-01"^^xsd:date .
<{ID}/sub-goal/D1> a sg:SubGoal ; skos:notation "D1" ; dct:title "Alle barn har en venn"@nb ; sg:statedIn <{ID}> .
"""
RDF_XML = '<?xml version="1.0"?>{0}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{1}</rdf:RDF>'


def keys(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(f["rule"], f["focusNode"], f["path"], f["value"], f["plan"], f["cell"]) for f in found]


def told(client: TestClient, content: bytes, media: str, **params: str) -> dict[str, Any]:
    answer = client.post(URL, content=content, headers={"Content-Type": media}, params={"against": "none", **params})
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


def refused(
    client: TestClient, content: bytes, media: str, status: int, *words: str, langs: str = "nb nn en", **params: str
) -> None:
    """Send something that cannot be checked; the sentence must be there in each language."""
    details = {}
    for lang in langs.split():
        answer = client.post(
            "/api/v1/check",
            content=content,
            headers={"Content-Type": media},
            params={"against": "none", "lang": lang, **params},
        )
        assert (answer.status_code, set(answer.json())) == (status, SHAPE), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        details[lang] = str(answer.json()["detail"])
    assert len(set(details.values())) == len(langs.split())
    assert "Traceback" not in details["en"]
    for word in words:
        assert word in details["en"], details["en"]


@pytest.fixture(scope="module")
def expected() -> list[tuple[Any, ...]]:
    """What the core finds in the example's plan, without the doors."""
    report = pipeline.check(Settings(data=Path("nowhere")), pipeline.read_inputs([PLAN]), alone=True)
    found = keys(report.as_json()["findings"])
    assert len(found) > 10
    return found


def test_a_workbook_gets_the_findings_of_the_command(client: TestClient, expected: list[tuple[Any, ...]]) -> None:
    report = told(client, PLAN.read_bytes(), XLSX, name=PLAN.name)
    assert (keys(report["findings"]), report["release"]) == (expected, None)
    assert any(f["cell"] and f["cell"]["sheet"] == "Delmål" for f in report["findings"])


def test_a_form_gets_them_too(client: TestClient, expected: list[tuple[Any, ...]]) -> None:
    answer = client.post(URL, files={"file": (f"C:\\planer\\{PLAN.name}", PLAN.read_bytes())})
    assert keys(answer.json()["findings"]) == expected


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda syntax: syntax.name)
def test_every_syntax_gets_them(client: TestClient, syntax: Any, expected: list[tuple[Any, ...]]) -> None:
    made = pipeline.translate(Settings(data=Path("nowhere")), pipeline.read_inputs([PLAN]))
    quads = list(parse(made.nquads, RdfFormat.N_QUADS))
    given = quads if syntax.parser.supports_datasets else {quad.triple for quad in quads}
    content = serialize(given, format=syntax.parser)
    assert content is not None
    for media in syntax.media_types:
        assert keys(told(client, content, media)["findings"]) == expected, media


def test_against_the_release_it_is_named(client: TestClient, service: Service) -> None:
    answer = client.post("/api/v1/check", content=PLAN.read_bytes(), headers={"Content-Type": XLSX})
    current = service.probe().id
    assert (answer.json()["release"], answer.headers["x-styringsgraf-release"]) == (current, current)
    assert answer.headers["cache-control"] == "no-store"
    assert service.probe().id == current


def test_every_form_of_the_report_comes_in_its_type(client: TestClient) -> None:
    assert len(EXPORTS) >= 10
    for name, export in EXPORTS.items():
        answer = client.post(URL, content=TURTLE, headers={"Content-Type": "text/turtle"}, params={"format": name})
        assert (answer.status_code, answer.headers["content-type"]) == (200, export.media_type), name
        assert b"SG-A01" in answer.content or export.binary, name
    page = client.post(URL, content=TURTLE, headers={"Content-Type": "text/turtle", "Accept": "text/html"})
    assert "sandbox" in page.headers["content-security-policy"]


def test_the_report_is_in_the_language_asked_for(client: TestClient) -> None:
    pages = {
        lang: client.post(
            URL, content=TURTLE, headers={"Content-Type": "text/turtle"}, params={"format": "text", "lang": lang}
        ).text
        for lang in ("nb", "nn", "en")
    }
    assert len(set(pages.values())) == 3


@pytest.mark.parametrize(
    ("media", "name", "found"),
    [
        ("text/turtle", "", "ttl"),
        ("application/octet-stream", "PLAN.TTL", "ttl"),
        ("application/x-www-form-urlencoded", "plan.jsonld", "jsonld"),
        ("", "plan.nq", "nq"),
        ("text/csv", "plan.ttl", None),
        ("", "plan.csv", None),
        *((media, "", None) for media in TABLES),
    ],
)
def test_the_type_or_else_the_name_tells_what_it_is(media: str, name: str, found: str | None) -> None:
    syntax = kind_of(media, name)
    assert (syntax.name if syntax else None) == found


REQUESTS: list[tuple[bytes, str, dict[str, str], int, str]] = [
    (b"", XLSX, {}, 400, "no file"),
    (b"x", "image/png", {}, 415, "image/png"),
    (b"x", "application/octet-stream", {"name": "plan.docx"}, 415, "plan.docx"),
    (b"x", "multipart/form-data", {}, 400, "curl -F"),
    (b"x", "multipart/form-data; boundary=b", {}, 400, "file"),
    (b'--b\r\nContent-Disposition: form-data; name="lang"\r\n\r\nnb\r\n--b--\r\n', "multipart/form-data; boundary=b",
     {}, 400, "'lang' is no file"),
    (b"x", XLSX, {"against": "yesterday"}, 400, "current, none"),
    (b"x", XLSX, {"format": "png"}, 406, "json"),
    (b"x", XLSX, {"reference": "x"}, 400, "reference"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "media", "params", "status", "word"), REQUESTS, ids=range(len(REQUESTS)))
def test_a_request_that_is_wrong(
    client: TestClient, content: bytes, media: str, params: dict[str, str], status: int, word: str
) -> None:
    refused(client, content, media, status, word, **params)


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to a gigabyte."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(100):
            package.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 10_000_000)
    return packed.getvalue()


def entities(levels: int) -> bytes:
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return RDF_XML.format(f'<!DOCTYPE rdf:RDF [<!ENTITY e0 "ha">{rows}]>', f"&e{levels - 1};").encode()


HOSTILE: list[tuple[str, bytes, str, int, str]] = [
    ("zip bomb", bomb(), XLSX, 413, "unpack"),
    ("xml bomb", entities(20), "application/rdf+xml", 422, "entity"),
    ("deep xml", RDF_XML.format("", "<rdf:Description>" * 100_000).encode(), "application/rdf+xml", 422, "levels"),
    ("xml cut off", RDF_XML.format("", "")[:-10].encode(), "application/rdf+xml", 422, "no element found"),
    ("foreign entity", RDF_XML.format('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "").encode(),
     "application/rdf+xml", 422, "entity"),
    ("turtle cut off", TURTLE.encode()[:-20], "text/turtle", 422, "line 6"),
    ("triples cut off", b"<http://x/a> <http://x/b> <http://x/c", "application/n-triples", 422, "line 1"),
    ("json cut off", b'{"@context": {"sg": "https://w3id.org/styringsgraf/ns#"}, "@id": "x"', "application/ld+json",
     422, "JSON-LD"),
    ("json that is deep", b'{"a":' * 200_000, "application/ld+json", 422, "JSON-LD"),
    ("a context on the web", b'{"@context": "http://example.org/c", "@id": "http://x/a"}', "application/ld+json", 422,
     "nothing is fetched"),
    ("latin-1", TURTLE.replace("venn", "bjørn").encode("latin-1"), "text/turtle", 422, "line 6"),
    ("utf-16", TURTLE.encode("utf-16"), "text/turtle", 422, "UTF-8"),
    ("zeros", b"\0" * 1000, "text/turtle", 422, "line 1"),
    ("a workbook called turtle", PLAN.read_bytes(), "text/turtle", 422, "UTF-8"),
    ("turtle called a workbook", TURTLE.encode(), XLSX, 422, "plan"),
    ("no plan", b"<http://x/a> <http://x/b> <http://x/c> .", "text/turtle", 422, "describes no plan"),
    ("another's address", TURTLE.replace("w3id.org/styringsgraf/id", "x.org/id").encode(), "text/turtle", 422,
     "STYRINGSGRAF_BASE"),
    ("statements about statements", b"<http://x/a> <http://x/b> <<( <http://x/a> <http://x/b> <http://x/c> )>> .",
     "text/turtle", 422, "RDF-star"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "media", "status", "word"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE])
def test_a_hostile_file_is_told_why(client: TestClient, content: bytes, media: str, status: int, word: str) -> None:
    refused(client, content, media, status, word, langs="nb en")


def test_rubbish_over_the_limit_is_not_read(client: TestClient) -> None:
    rubbish = b"\x8f\x00\xfe;" * 12_500_000
    assert len(rubbish) == 50_000_000
    answer = client.post(URL, content=rubbish, headers={"Content-Type": XLSX})
    assert answer.status_code == 413
    pieces = (rubbish[n : n + 1_000_000] for n in range(0, len(rubbish), 1_000_000))  # no Content-Length
    assert client.post(URL, content=pieces, headers={"Content-Type": XLSX}).status_code == 413


def test_rubbish_within_the_limit_is_no_plan(client: TestClient) -> None:
    for media in (XLSX, "text/csv", "text/turtle", "application/zip"):
        refused(client, b"\x8f\x00\xfe;\n" * 200_000, media, 422, langs="en")


def test_cycles_are_findings(client: TestClient) -> None:
    loop = f"<{ID}/sub-goal/D1> sg:contributesTo <{ID}/sub-goal/D1> ; sg:refines [ sg:refines <{ID}/sub-goal/D1> ] .\n"
    found = told(client, (TURTLE + loop).encode(), "text/turtle")["findings"]
    assert ("SG-A11", f"{ID}/sub-goal/D1") in {(f["rule"], f["focusNode"]) for f in found}


def test_an_impossible_value_is_named_and_never_passes(client: TestClient) -> None:
    wrong = TURTLE.replace('"2024-01-01"', '"2024-13-41"')
    found = told(client, wrong.encode(), "text/turtle")["findings"]
    (lost,) = [f for f in found if f["rule"] == "SG-I37"]
    assert (lost["severity"], lost["focusNode"], lost["value"], lost["stops"]) == ("violation", ID, "2024-13-41", True)
    assert "xsd:date" in lost["message"]["en"]
    assert not [f for f in told(client, TURTLE.encode(), "text/turtle")["findings"] if f["rule"] == "SG-I37"]


def test_nothing_is_left_behind(client: TestClient, service: Service) -> None:
    before = sorted(path.relative_to(service.config.data) for path in service.config.data.rglob("*") if path.is_dir())
    told(client, TURTLE.encode(), "text/turtle", against="current")
    after = sorted(path.relative_to(service.config.data) for path in service.config.data.rglob("*") if path.is_dir())
    assert before == after


def small(folder: Path, **settings: Any) -> TestClient:
    """A client of a service with limits of its own on the shipped release."""
    opened = Service.open(Settings(data=folder, **settings))
    return TestClient(create_app(opened), raise_server_exceptions=False)


def dense(nodes: int) -> bytes:
    """A plan in which every node contributes to every other: what follows from it grows with the square."""
    every = ", ".join(f"<{ID}/sub-goal/{number}>" for number in range(nodes))
    rows = (f"<{ID}/sub-goal/{one}> sg:refines {every} ; sg:statedIn <{ID}> ." for one in range(nodes))
    return (TURTLE + "\n".join(rows)).encode()


def test_what_takes_too_long_is_ended(shipped_folder: Path) -> None:
    client = small(shipped_folder, check_seconds=1.5)
    refused(client, dense(400), "text/turtle", 504, "1.5 seconds", langs="en")


def test_what_takes_too_much_memory_is_ended(shipped_folder: Path) -> None:
    client = small(shipped_folder, check_memory=256)
    refused(client, dense(480), "text/turtle", 413, "256 MB", langs="en")


def test_too_many_statements_or_rows_are_not_read(shipped_folder: Path) -> None:
    client = small(shipped_folder, import_statements=100, import_rows=100)
    refused(client, dense(20), "text/turtle", 413, "100 statements", langs="en")
    rows = "\n".join(f"D{n};navn" for n in range(300))
    refused(client, f"Kode;Tittel\n{rows}".encode(), "text/csv", 413, "100", langs="en")


def test_limits_are_told(client: TestClient) -> None:
    limits = client.get("/api/v1/limits").json()
    for name in ("upload_bytes", "upload_seconds", "import_rows", "import_statements", "unpacked_bytes",
                 "check_seconds", "check_memory", "check_workers", "check_queue"):  # fmt: skip
        assert limits[name]["value"] == getattr(Settings(), name)
        assert limits[name]["description"]


def test_the_description_has_every_type_and_form(client: TestClient) -> None:
    told_of = client.get("/api/openapi.json").json()["paths"]["/api/v1/check"]["post"]
    read = set(told_of["requestBody"]["content"])
    assert {"multipart/form-data", XLSX, "text/csv"} <= read
    assert {media for syntax in SYNTAXES for media in syntax.media_types} <= read
    assert {"200", "400", "406", "413", "415", "422", "500", "503", "504"} == set(told_of["responses"])
    schema = told_of["responses"]["200"]["content"]["application/json"]["schema"]
    report = told(client, TURTLE.encode(), "text/turtle")
    assert set(schema["required"]) <= set(report)
    assert set(schema["properties"]["findings"]["items"]["required"]) <= set(report["findings"][0])


Serving = Callable[..., AbstractContextManager[Any]]


def post(content: bytes, length: int | None = None, media: str = "text/turtle") -> bytes:
    size = len(content) if length is None else length
    head = f"POST {URL} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {media}\r\nContent-Length: {size}"
    return f"{head}\r\n\r\n".encode() + content


def checks(web: Any) -> Any:
    return web.server.config.app.state.checks


def checkers() -> int:
    """How many processes of ours check something at this moment."""
    found = 0
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text(encoding="ascii").split():
            with suppress(OSError):
                found += b"styringsgraf.pipeline.checker" in Path(f"/proc/{child}/cmdline").read_bytes()
    return found


def test_a_full_line_is_told_to_come_back(serving: Serving, shipped_folder: Path) -> None:
    with serving(shipped_folder, check_workers=1, check_queue=1, check_seconds=60) as web:
        first, second = web.connect(post(dense(500))), web.connect(post(dense(500)))
        assert web.eventually(lambda: checks(web).taken == 2)
        answer = web.rest(web.connect(post(TURTLE.encode())))
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 5" in answer
        assert checks(web).running == 1, "no more at once than there are processes for"
        assert web.get("/health/live")[0] == 200
        first.close()
        second.close()
        assert web.eventually(lambda: checks(web).taken == 0), "who hangs up leaves the line, waiting or running"
        assert web.rest(web.connect(post(TURTLE.encode()))).startswith(b"HTTP/1.1 200")


def test_a_client_that_vanishes_ends_its_check(serving: Serving, shipped_folder: Path) -> None:
    with serving(shipped_folder, check_seconds=60) as web:
        opened = web.connect(post(dense(500)))
        assert web.eventually(lambda: checks(web).running == checkers() == 1)
        opened.close()
        assert web.eventually(lambda: checks(web).running == checks(web).taken == checkers() == 0, 10)


def test_a_body_that_does_not_come_is_waited_for_so_long(serving: Serving, shipped_folder: Path) -> None:
    with serving(shipped_folder, upload_seconds=0.5) as web:
        opened = web.connect(post(b"@prefix", length=100))
        answer = web.rest(opened)
        assert answer.startswith(b"HTTP/1.1 504")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == 504
        assert checks(web).taken == 0


def test_a_slow_body_keeps_nobody_waiting(serving: Serving, shipped_folder: Path) -> None:
    body = TURTLE.encode()
    with serving(shipped_folder, check_workers=1, check_queue=1) as web:
        slow = web.connect(post(body[:50], length=len(body)))
        assert web.eventually(lambda: checks(web).taken == 1)
        assert web.rest(web.connect(post(body))).startswith(b"HTTP/1.1 200")
        slow.sendall(body[50:])
        assert web.rest(slow).startswith(b"HTTP/1.1 200")


def test_the_service_answers_while_it_checks(serving: Serving, shipped_folder: Path) -> None:
    with serving(shipped_folder, check_workers=1) as web, closing(web.connect(post(dense(500)))):
        assert web.eventually(lambda: checks(web).running == 1)
        seen: list[int] = []
        asking = [threading.Thread(target=lambda: seen.append(web.get("/api/v1/limits")[0])) for _ in range(5)]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        assert seen == [200] * 5
        assert checks(web).running == 1

"""Every page over a municipality that means harm, and over a graph without any plan: whole, bounded, nothing runs."""

import re
import runpy
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app

HERE = Path(__file__).parent
table: Any = runpy.run_path(str(HERE / "addresses.py"))
hostile: Any = runpy.run_path(str(HERE / "hostile.py"))
read: Any = runpy.run_path(str(HERE.parent / "reading.py"))["read"]
LANGUAGES = table["LANGUAGES"]
#: Bytes of a page, whatever the data is.
LARGEST = 1_000_000
#: What a browser would run or leave the site by, were it the beginning of an address.
RUNS = ("javascript:", "vbscript:", "data:")


class Elements(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        own = found.get("src", "").startswith("/") or found.get("type") == "application/ld+json"
        if tag in {"iframe", "object", "embed", "base", "style"} or (tag == "script" and not own):
            self.faults.append(f"<{tag}>")
        if tag == "img" and not found.get("src", "").startswith("/"):
            self.faults.append(f"<img src={found.get('src')}>")
        for name, value in found.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.faults.append(f"{name} on <{tag}>")
            if name in {"href", "src", "action", "formaction", "xlink:href"} and self._runs(value):
                self.faults.append(f"{name}={value[:60]}")

    @staticmethod
    def _runs(value: str) -> bool:
        return re.sub(r"[\s\x00-\x1f]", "", value).lower().startswith(RUNS)


def asking(folder: Path) -> Iterator[TestClient]:
    with Service.open(Settings(data=folder, log_format="none")) as opened:
        yield TestClient(create_app(opened), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def harmed(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = shutil.copytree(shipped_folder, tmp_path_factory.mktemp("harmed") / "data")
    hostile["add"](Settings(data=folder))
    yield from asking(folder)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("empty") / "data"
    pipeline.initialise(Settings(data=folder), empty=True)
    yield from asking(folder)


def turned(address: str) -> str:
    """Return an address that asks the hostile municipality what it asks another."""
    return re.sub(r"\beksempel(?=/|&|$)|\basker(?=&|$)", hostile["NAME"], address)


def addresses(lang: str) -> tuple[str, ...]:
    every = (*table["every"](lang), *(table["in_language"](one, lang) for row in table["BESIDE"] for one in row.every))
    more = (f"/{lang}/releases/2", f"/{lang}/releases/2?organisation={hostile['NAME']}", f"/{lang}/changes?from=1&to=2")
    return tuple(dict.fromkeys((*map(turned, every), *more)))


def faults(answer: Any, address: str) -> list[str]:
    """Return what is wrong with an answer, whatever it is about."""
    found = [] if len(answer.content) < LARGEST else [f"{len(answer.content)} bytes"]
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return found
    report = address.startswith("/api/")  # a file to keep, which brings its own style
    found += [fault for fault in Elements(answer.text).faults if not (report and fault == "<style>")]
    if not report:
        # A description is read, never followed, whatever it begins with.
        found += [fault for fault in read(answer.text).faults if not fault.startswith("content=")]
        found += ["policy"] if "unsafe-inline" in answer.headers["content-security-policy"] else []
    return found


# One test, not one an address: the data folder is dear to make, and every process of a run would make its own.
@pytest.mark.slow
def test_a_hostile_municipality_harms_no_page(harmed: TestClient) -> None:
    wrong: dict[str, Any] = {}
    for address in addresses("nb"):
        answer = harmed.get(address, headers={"Accept": table["BROWSER"]})
        found = faults(answer, address)
        if found or answer.status_code not in {200, 404}:
            wrong[address] = answer.status_code, found
    assert len(addresses("nb")) > 120
    assert wrong == {}


def test_the_hostile_municipality_is_there_to_be_seen(harmed: TestClient) -> None:
    node = f"/doc/{hostile['NAME']}/kommuneplan-2023/main-goal/H1"
    page = harmed.get(node, headers={"Accept": table["BROWSER"]})
    assert page.status_code == 200
    assert hostile["MARK"] in page.text
    last = f"/doc/{hostile['NAME']}/handlingsprogram-2026-2029/measure/X{hostile['ROWS'] - 1}"
    assert harmed.get(last).status_code == 200


def test_an_empty_graph_is_told_of_and_fails_no_page(empty: TestClient) -> None:
    wrong: dict[str, Any] = {}
    for lang in LANGUAGES:
        for address in addresses(lang):
            answer = empty.get(address, headers={"Accept": table["BROWSER"]})
            found = faults(answer, address)
            # What names a plan or a municipality that is not there is not found, and nothing is not drawn; all else
            # has something to say.
            may_lack = re.search(r"fiende|asker|sunndal|eksempel|releases/2|to=2|\.svg|\.csv", address)
            if found or answer.status_code not in ({200, 400, 404} if may_lack else {200}):
                wrong[address] = answer.status_code, found
    assert wrong == {}


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<script>alert(1)</script>", ["<script>"]),
        ('<a href=" java\nscript:alert(1)">x</a>', ["href= java\nscript:alert(1)"]),
        ("<svg onload='x'></svg>", ["onload on <svg>"]),
        ('<img src="x">', ["<img src=x>"]),
        ('<p title="javascript:x">&lt;script&gt;</p><script src="/static/x.js"></script>', []),
    ],
)
def test_the_reader_sees_what_a_browser_would_run(html: str, found: list[str]) -> None:
    assert Elements(html).faults == found

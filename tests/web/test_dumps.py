"""Downloads over HTTP: lists, files, parts of files, conditions, what is not there, and what takes long."""

import gzip
import hashlib
import re
import runpy
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf import errors, pipeline
from styringsgraf.publish import dumping
from styringsgraf.publish.dump_folder import Dump
from styringsgraf.publish.dumping import Wanted
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.ranges import Part, part_of

FILE = "sunndal.ttl.gz"
read: Any = runpy.run_path(str(Path(__file__).with_name("reading.py")))["read"]
ROWS = [
    (None, None),
    ("bytes=0-0", Part(0, 0)),
    ("bytes=0-", Part(0, 99)),
    ("bytes=90-200", Part(90, 99)),
    ("bytes=-10", Part(90, 99)),
    ("bytes=-1000", Part(0, 99)),
    ("BYTES = 5 - 9 ", Part(5, 9)),
    ("bytes=0-1,5-6", None),  # several may be refused
    ("bytes=9-5", None),
    ("bytes=-", None),
    ("bytes=a-b", None),
    ("bytes=٣-", None),
    ("items=0-5", None),
    ("bytes 0-5", None),
    ("", None),
]


@pytest.mark.parametrize(("header", "part"), ROWS)
def test_a_range_is_read(header: str | None, part: Part | None) -> None:
    assert part_of(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=" + "9" * 400 + "-", "bytes=500-600"])
def test_a_range_outside_the_file_is_refused(header: str) -> None:
    with pytest.raises(errors.OutOfRange, match="100 bytes"):
        part_of(header, 100)


@pytest.fixture(scope="module")
def folder(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(shipped_folder, tmp_path_factory.mktemp("downloads") / "data")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with Service.open(Settings(data=folder, log_format="none")) as service:
        yield TestClient(create_app(service), raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="module")
def release(client: TestClient) -> str:
    return str(client.get("/dumps").json()["release"])


@pytest.fixture(scope="module")
def whole(client: TestClient, release: str) -> Any:
    found = client.get(f"/dumps/{release}/{FILE}")
    assert found.status_code == 200, found.text
    return found


def test_a_file_says_what_it_is(whole: Any, release: str) -> None:
    digest = hashlib.sha256(whole.content)
    headers = whole.headers
    assert headers["etag"] == f'"{digest.hexdigest()}"'
    assert headers["repr-digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-type"] == "application/gzip"
    assert "content-encoding" not in headers
    assert headers["accept-ranges"] == "bytes"
    assert int(headers["content-length"]) == len(whole.content)
    assert headers["content-disposition"] == f'attachment; filename="{release}-{FILE}"'
    assert headers["x-styringsgraf-release"] == release
    assert re.fullmatch(r"triples sha-256 [0-9a-f]{64}", headers["x-styringsgraf-canonical-hash"])
    assert 'rel="license"' in headers["link"]
    assert headers["last-modified"].endswith(" GMT")
    assert b"Sunndal" in gzip.decompress(whole.content)


@pytest.mark.parametrize(
    ("header", "start", "end"), [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-7", -7, None)]
)
def test_a_part_of_a_file(client: TestClient, whole: Any, header: str, start: int, end: int | None) -> None:
    found = client.get(whole.url.path, headers={"Range": header, "If-Range": whole.headers["etag"]})
    assert found.status_code == 206
    assert found.content == whole.content[start:end]
    size = len(whole.content)
    first = start % size
    assert found.headers["content-range"] == f"bytes {first}-{first + len(found.content) - 1}/{size}"
    assert found.headers["etag"] == whole.headers["etag"]
    assert found.headers["repr-digest"] == whole.headers["repr-digest"]  # of the whole, as RFC 9530 says


def test_a_download_that_broke_off_is_taken_up_again(client: TestClient, whole: Any) -> None:
    half = len(whole.content) // 2
    rest = client.get(whole.url.path, headers={"Range": f"bytes={half}-", "If-Range": whole.headers["last-modified"]})
    assert rest.status_code == 206
    assert whole.content[:half] + rest.content == whole.content


@pytest.mark.parametrize("held", ['"other"', 'W/"{}"', "Mon, 01 Jan 2001 00:00:00 GMT", "nonsense"])
def test_another_files_rest_is_not_given(client: TestClient, whole: Any, held: str) -> None:
    given = held.format(whole.headers["etag"].strip('"'))
    found = client.get(whole.url.path, headers={"Range": "bytes=5-", "If-Range": given})
    assert (found.status_code, found.content) == (200, whole.content)


def test_several_ranges_are_answered_with_the_whole_file(client: TestClient, whole: Any) -> None:
    found = client.get(whole.url.path, headers={"Range": "bytes=0-1,4-5"})
    assert (found.status_code, found.content) == (200, whole.content)


@pytest.mark.parametrize("header", ["bytes=99999999-", "bytes=-0"])
def test_a_range_out_of_bounds_is_a_problem_that_tells_the_size(client: TestClient, whole: Any, header: str) -> None:
    found = client.get(whole.url.path, headers={"Range": header})
    assert found.status_code == 416
    assert found.headers["content-range"] == f"bytes */{len(whole.content)}"
    assert found.headers["content-type"] == "application/problem+json"
    assert str(len(whole.content)) in found.json()["detail"]


def test_a_file_the_reader_has_is_not_sent_again(client: TestClient, whole: Any) -> None:
    for headers in (
        {"If-None-Match": whole.headers["etag"]},
        {"If-None-Match": f'"x", W/{whole.headers["etag"]}'},
        {"If-Modified-Since": whole.headers["last-modified"]},
    ):
        found = client.get(whole.url.path, headers=headers)
        assert (found.status_code, found.content) == (304, b"")
        assert found.headers["etag"] == whole.headers["etag"]
        assert "immutable" in found.headers["cache-control"]
    assert client.get(whole.url.path, headers={"If-None-Match": '"x"'}).status_code == 200
    assert client.get(whole.url.path, headers={"If-Match": '"x"'}).status_code == 412
    assert client.get(whole.url.path, headers={"If-Match": whole.headers["etag"]}).status_code == 200


def test_head_is_get_without_the_file(client: TestClient, whole: Any) -> None:
    found = client.head(whole.url.path)
    assert (found.status_code, found.content) == (200, b"")
    for name in ("etag", "content-length", "repr-digest", "content-type", "last-modified"):
        assert found.headers[name] == whole.headers[name]
    part = client.head(whole.url.path, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.headers["content-length"], part.content) == (206, "5", b"")


def test_checksums(client: TestClient, whole: Any, release: str) -> None:
    line = f"{hashlib.sha256(whole.content).hexdigest()}  {FILE}\n"
    sidecar = client.get(f"{whole.url.path}.sha256")
    assert sidecar.text == line
    assert "immutable" in sidecar.headers["cache-control"]
    every = client.get(f"/dumps/{release}/checksums.txt")
    assert line in every.text
    assert every.headers["cache-control"] == "no-cache"


def test_current_and_numbers_lead_to_the_release(client: TestClient, release: str) -> None:
    for given in ("current", "1", "000001"):
        for rest in (f"/{FILE}", f"/{FILE}.sha256", "/checksums.txt", ""):
            found = client.get(f"/dumps/{given}{rest}?lang=nn")
            assert found.status_code == 302
            assert found.headers["location"] == f"/dumps/{release}{rest}?lang=nn"
            assert found.headers["cache-control"] == "no-cache"


def test_the_list_for_programs(client: TestClient, whole: Any, release: str) -> None:
    for path in ("/dumps", "/dumps/", f"/dumps/{release}", f"/dumps/{release}/"):
        body = client.get(path).json()
        assert body["release"] == release
        assert body["current"] is True
        assert {row["what"] for row in body["dumps"]} == {"alt", "sdg", "asker", "eksempel", "nye-asker", "sunndal"}
        row = next(row for row in body["dumps"] if row["href"] == whole.url.path)
        assert (row["size"], row["ready"]) == (len(whole.content), True)
        assert row["sha256"] == hashlib.sha256(whole.content).hexdigest()
        assert row["canonicalHashOf"] == "triples"
        assert (row["mediaType"], row["compressFormat"]) == ("text/turtle", "application/gzip")
        assert row["licence"].endswith("CC_BY_4_0")
    assert [one["release"] for one in client.get("/dumps").json()["releases"]] == [release]


def test_the_list_for_people(client: TestClient, whole: Any, release: str) -> None:
    for lang, title in (("nb", "Nedlastinger"), ("nn", "Nedlastingar"), ("en", "Downloads")):
        found = client.get(f"/dumps?lang={lang}", headers={"Accept": "text/html"})
        assert found.headers["content-type"] == "text/html; charset=utf-8"
        assert f"<h1>{title}</h1>" in found.text
        assert whole.url.path in found.text
        assert hashlib.sha256(whole.content).hexdigest() in found.text
        assert found.text.count('<table class="stacks">') == 6
        assert read(found.text).faults == []
    assert client.get("/dumps?format=ttl").status_code == 406


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/dumps/000009-00000000/sunndal.nq.gz", "000001-"),
        ("/dumps/nonsense", "000001-"),
        ("/dumps/{release}/oslo.nq.gz", "eksempel"),
        ("/dumps/{release}/sunndal.pdf", "sunndal.nq.gz"),
        ("/dumps/{release}/sunndal", "sunndal.nq.gz"),
        ("/dumps/{release}/alt.xlsx", "alt.nq.gz"),
        ("/dumps/{release}/.nq.gz", "asker"),
        ("/dumps/{release}/sunndal.nq.gz.json", "sunndal.nq.gz"),
        ("/dumps/{release}/sunndal.nq.gz.sha256.sha256", "sunndal.nq.gz"),
        ("/dumps/{release}/..%2f..%2fcurrent.json", "current.json"),
        ("/dumps/{release}/%C3%A5sker.nq.gz", "asker"),
    ],
)
def test_what_is_not_there_says_what_is(client: TestClient, release: str, path: str, said: str) -> None:
    found = client.get(path.format(release=release))
    assert found.status_code == 404
    assert said in found.json()["detail"]


def test_unknown_parameters_are_refused(client: TestClient, whole: Any) -> None:
    assert client.get(f"{whole.url.path}?form=x").status_code == 400
    assert client.post(whole.url.path).status_code == 405


def test_a_file_that_takes_long_is_promised(folder: Path, release: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer comes after the wait, the making goes on, and it is made once however many ask."""
    begun: list[str] = []

    def slow(config: Settings, asked: Wanted) -> Dump:
        begun.append(asked.file)
        gate.wait(30)
        return real(config, asked)

    gate, real = threading.Event(), dumping.make_apart
    monkeypatch.setattr(dumping, "make_apart", slow)
    config = Settings(data=folder, dump_wait=0.05, log_format="none")
    with Service.open(config) as service, TestClient(create_app(service), raise_server_exceptions=False) as web:
        for _ in range(3):
            found = web.get(f"/dumps/{release}/sunndal.csv.zip")
            assert found.status_code == 503
            assert int(found.headers["retry-after"]) > 0
        gate.set()
        for _ in range(600):
            if (found := web.get(f"/dumps/{release}/sunndal.csv.zip")).status_code == 200:
                break
        assert found.status_code == 200
    assert begun == ["sunndal.csv.zip"]


def test_a_failed_making_is_told_and_tried_again(folder: Path, release: str) -> None:
    config = Settings(data=folder, dump_statements=10, log_format="none")
    with Service.open(config) as service, TestClient(create_app(service), raise_server_exceptions=False) as web:
        for _ in range(2):
            found = web.get(f"/dumps/{release}/asker.csv.zip")
            assert found.status_code == 413
            assert "N-Quads" in found.json()["detail"]
        assert web.get(f"/dumps/{release}/asker.nq.gz").status_code == 200


def test_a_pruned_releases_files_are_removed_and_made_again(writable: Settings) -> None:
    first = pipeline.data_folder(writable).current()
    assert first is not None
    config = writable.model_copy(update={"keep_stores": 1, "log_format": "none"})
    with Service.open(config) as service, TestClient(create_app(service), raise_server_exceptions=False) as web:
        path = f"/dumps/{first.id}/eksempel.nq.gz"
        before = web.get(path)
        assert before.status_code == 200
        pipeline.withdraw(config, "eksempel/kommuneplan-2023")
        assert web.get("/dumps").json()["release"] != first.id
        until = time.monotonic() + 30
        while (config.data / "releases" / first.id / "store").exists():  # who reads ahead may hold it for a moment
            assert time.monotonic() < until
            pipeline.data_folder(config).prune()
        assert not (config.data / "dumps" / first.id).exists()
        again = web.get(path)
        assert (again.status_code, again.content) == (200, before.content)
        assert not (config.data / "releases" / first.id / "store").exists()  # the archive is enough
        assert web.get("/dumps/current/eksempel.nq.gz", follow_redirects=False).status_code == 404


def test_a_large_file_comes_in_pieces_over_a_real_connection(
    folder: Path, release: str, serving: Callable[..., AbstractContextManager[Any]]
) -> None:
    with serving(folder, log_format="none") as web:
        status, headers, body = web.get(f"/dumps/{release}/alt.nq.gz")
        assert status == 200
        assert len(body) == int(headers["content-length"]) > 500_000
        assert headers["etag"] == f'"{hashlib.sha256(body).hexdigest()}"'
        head = web.connect(f"HEAD /dumps/{release}/alt.nq.gz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answered = web.rest(head)
        assert answered.endswith(b"\r\n\r\n")
        assert f"content-length: {len(body)}".encode() in answered.lower()

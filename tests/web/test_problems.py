"""Every error in one shape and three languages; what went wrong inside stays in the log, and so do our paths."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
import structlog
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from styringsgraf import errors
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app

SHAPE = {"type", "title", "status", "detail", "instance", "requestId"}
SPARQL = {"Content-Type": "application/sparql-query"}
FAULTS: list[tuple[str, str, bytes | None, dict[str, str], int]] = [
    ("GET", "/nothing", None, {}, 404),
    ("GET", "/api/v1/questions/measures-for-target", None, {}, 400),
    ("GET", "/api/v1/questions/measures-for-target?target=3.4&format=png", None, {}, 406),
    ("GET", "/api/v1/releases/77", None, {}, 404),
    ("GET", "/api/v1/releases?format=png", None, {}, 406),
    ("GET", "/api/v1/thread?node=3.4&depth=99", None, {}, 400),
    ("GET", "/api/v1/thread?node=3.4&dept=9", None, {}, 400),
    ("GET", "/api/assets/nothing.js", None, {}, 404),
    ("DELETE", "/sparql", None, {}, 405),
    ("POST", "/sparql", b"", SPARQL, 400),
    ("GET", "/sparql?" + "a=b&" * 300, None, {}, 400),
    ("GET", "/sparql?query=ASK%7B%3Fs%20%3Fp%20%27%FF%27%7D", None, {}, 400),
    ("POST", "/sparql", b"ASK{}", {**SPARQL, "Content-Encoding": "gzip"}, 415),
    ("POST", "/sparql", b"ASK{}", {"Content-Type": "text/plain"}, 415),
    ("POST", "/sparql", b"#" * 9000, SPARQL, 413),
    ("GET", "/sparql?query=ASK{}", None, {"Accept": "image/png"}, 406),
]


@pytest.mark.parametrize(("method", "url", "body", "headers", "status"), FAULTS, ids=range(len(FAULTS)))
def test_one_shape_in_three_languages(
    client: TestClient, method: str, url: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    details = set()
    for lang in ("nb", "nn", "en"):
        answer = client.request(method, url, content=body, headers={**headers, "Accept-Language": lang})
        problem = answer.json()
        assert (answer.status_code, problem["status"], set(problem)) == (status, status, SHAPE)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == lang
        assert answer.headers["cache-control"] == "no-store"
        details.add(problem["detail"])
    assert len(details) == 3


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (["en; q=0.3, nn ;q=0.9"], "nn"),
        (["de", "en"], "en"),
        (["nn;q=nan, en;q=-1"], "nb"),
        (["xx, en;q=0.1, *;q=0.9"], "en"),
        ([",".join(f"x{n};q=1" for n in range(3000)) + ",nn;q=0.1"], "nn"),
        (["en;q=;;;=,"], "nb"),
    ],
)
def test_the_language_is_found_in_any_header(client: TestClient, header: list[str], lang: str) -> None:
    answer = client.get("/nothing", headers=[("Accept-Language", value) for value in header])
    assert answer.headers["content-language"] == lang


@pytest.mark.parametrize("lang", ["xx", "", "nb'", "NB", "a" * 10_000])
def test_a_language_that_we_lack_is_said_to_be_so(client: TestClient, lang: str) -> None:
    for route in ("/api/v1/releases", "/api/v1/thread?node=3.4", "/api/v1/questions/orphan-measures"):
        answer = client.get(route, params={**dict(_pairs(route)), "lang": lang})
        assert (answer.status_code, "nb, nn, en" in answer.json()["detail"]) == (400, True)
        assert len(answer.content) < 1000


def _pairs(route: str) -> Iterator[tuple[str, str]]:
    query = route.partition("?")[2]
    yield from ((name, value) for name, _, value in (pair.partition("=") for pair in query.split("&")) if name)


def test_a_parameter_of_the_path_is_not_given_again(client: TestClient) -> None:
    answer = client.get("/api/v1/sdg/targets/3.4/measures?target=3.5")
    assert (answer.status_code, "target" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/{}", 404),
        ("/sparql?query=ASK%7B%7D&default-graph-uri={}", 400),
        ("/sparql?query=ASK%7B%7D&format={}", 406),
        ("/api/v1/thread?node=3.4&depth={}", 400),
        ("/api/v1/thread?node=3.4&{}=1", 400),
        ("/api/v1/releases/{}", 404),
        ("/api/v1/questions/measures-for-target?target={}", 400),
    ],
)
def test_what_came_is_not_repeated_whole(client: TestClient, url: str, status: int) -> None:
    answer = client.get(url.format("a" * 9_000))
    assert (answer.status_code, len(answer.content) < 2_000) == (status, True)


@pytest.fixture
def broken(service: Service) -> TestClient:
    """An application with routes that fail in ways ours should not."""
    app = create_app(service)

    @app.get("/broken/inside")
    def inside() -> None:
        raise RuntimeError("/secret/path")

    @app.get("/broken/store")
    def store() -> None:
        place = service.config.data.resolve() / "releases" / "x"
        raise errors.Environment("engine.store-read", reason=f"IO error: No such file: {place}: 2")

    @app.get("/broken/teapot")
    def teapot() -> None:
        raise HTTPException(418, "no coffee")

    @app.get("/broken/typed")
    def typed(number: int) -> int:
        return number

    @app.get("/broken/late")
    async def late(_: Request) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            raise RuntimeError("late")

        return answer

    return TestClient(app, raise_server_exceptions=False)


def test_a_fault_inside_is_logged_once_and_told_by_its_id(broken: TestClient) -> None:
    with structlog.testing.capture_logs() as lines:
        answer = broken.get("/broken/inside?lang=en")
    logs = [line for line in lines if line["event"] != "request"]
    problem = answer.json()
    assert (answer.status_code, set(problem)) == (500, SHAPE)
    assert "secret" not in answer.text
    assert len(logs) == 1
    assert logs[0]["incident"] == problem["requestId"] == answer.headers["x-request-id"]
    assert logs[0]["incident"] in problem["detail"]
    assert "/secret/path" in "".join(logs[0]["trace"])


def test_the_systems_own_words_lose_our_paths(broken: TestClient, service: Service) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = broken.get("/broken/store?lang=en")
    assert "No such file: data/releases/x" in answer.json()["detail"]
    assert str(service.config.data) not in answer.text
    assert str(service.config.data) in logs[0]["sentence"]


def test_what_the_framework_refuses_has_our_shape(broken: TestClient) -> None:
    for url, status, word in (("/broken/teapot", 418, "no coffee"), ("/broken/typed?number=x", 400, "number")):
        problem = broken.get(url).json()
        assert (problem["status"], set(problem), word in problem["detail"]) == (status, SHAPE, True)


@pytest.fixture
def own(shipped_folder: Path, tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """A client of a service on a data folder that may be damaged."""
    folder = copytree(shipped_folder, tmp_path / "hidden" / "data")
    with Service.open(Settings(data=folder)) as service:
        yield TestClient(create_app(service), raise_server_exceptions=False), folder


ASKING = [
    "/health/ready",
    "/api/v1/questions/measures-for-target?target=3.4",
    "/api/v1/thread?node=3.4",
    "/sparql?query=ASK{}",
    "/api/v1/releases",
]


@pytest.mark.parametrize("opened", [False, True])
def test_a_data_folder_that_is_gone_is_our_trouble(own: tuple[TestClient, Path], opened: bool) -> None:
    client, folder = own
    if opened:
        assert {client.get(url).status_code for url in ASKING} == {200}
    rmtree(folder)
    for url in ASKING:
        answer = client.get(url)
        assert (answer.status_code, set(answer.json())) == (503, SHAPE), url
        assert answer.headers["retry-after"] == "5"
        assert "hidden" not in answer.text
    assert client.get("/health/live").status_code == 200
    assert not folder.exists()


def test_a_damaged_pointer_is_told_without_our_paths(own: tuple[TestClient, Path]) -> None:
    client, folder = own
    (folder / "current.json").write_text("{", encoding="utf-8")
    with structlog.testing.capture_logs() as lines:
        answers = {url: client.get(url) for url in ASKING}
    logs = [line for line in lines if line["event"] != "request"]
    assert {answer.status_code for answer in answers.values()} == {500, 503}
    for url, answer in answers.items():
        assert set(answer.json()) == SHAPE
        assert "hidden" not in answer.text, url
        assert "current.json" in answer.json()["detail"]
    assert len(logs) == len(ASKING)
    assert all("hidden" in json.dumps(entry) for entry in logs), "the operator finds the path in the log"


def test_a_store_that_cannot_be_opened_is_told_without_our_paths(own: tuple[TestClient, Path]) -> None:
    client, folder = own
    for manifest in folder.glob("releases/*/manifest.json"):
        manifest.write_text("{}", encoding="utf-8")
    for url in ASKING:
        answer = client.get(url)
        assert (answer.status_code in {500, 503}, set(answer.json())) == (True, SHAPE)
        assert "hidden" not in answer.text, url

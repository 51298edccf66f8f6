"""The headers of every answer, reading from other sites, OPTIONS, ids, limits on bodies, and prefixes of proxies."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app
from styringsgraf.web.bodies import UNREAD

QUESTION = "/api/v1/questions/measures-for-target?target=3.4"
ANSWERS = [
    ("GET", QUESTION, 200),
    ("GET", "/api/v1/thread?node=3.4&format=svg", 200),
    ("GET", "/api/docs", 200),
    ("GET", "/api/assets/favicon.png", 200),
    ("GET", "/sparql?query=ASK{}", 200),
    ("GET", "/health/ready", 200),
    ("GET", "/metrics", 200),
    ("GET", "/nothing", 404),
    ("GET", "/", 303),
    ("DELETE", "/api/v1/rules", 405),
    ("OPTIONS", "/api/v1/rules", 204),
    ("POST", "/sparql", 415),
    ("POST", "/api/v1/wording", 415),
]


@pytest.mark.parametrize(("method", "url", "status"), ANSWERS)
def test_every_answer_has_the_headers_of_all(client: TestClient, method: str, url: str, status: int) -> None:
    answer = client.request(method, url, follow_redirects=False)
    headers = answer.headers
    assert answer.status_code == status
    for name, value in {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "cross-origin",
    }.items():
        assert headers[name] == value
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "permissions-policy" in headers
    assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"])
    assert headers["cache-control"]
    assert ("access-control-allow-origin" in headers) == (method != "DELETE")
    for name in ("access-control-allow-origin", "access-control-expose-headers", *headers):
        assert len(headers.get_list(name)) <= 1, name
    assert "access-control-allow-credentials" not in headers


def test_what_is_true_for_a_moment_is_not_stored(client: TestClient) -> None:
    for url in ("/health/live", "/health/ready", "/metrics"):
        assert client.get(url).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("/api/v1/rules", "GET, HEAD, OPTIONS"),
        ("/api/v1/check", "POST, OPTIONS"),
        ("/api/v1/sdg/targets/3.4/measures", "GET, HEAD, OPTIONS"),
        ("/api/assets/favicon.png", "GET, HEAD, OPTIONS"),
        ("/api/openapi.json", "GET, HEAD, OPTIONS"),
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
    ],
)
def test_options_say_what_there_is(client: TestClient, url: str, allowed: str) -> None:
    answer = client.options(url)
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, allowed, b"")
    assert "access-control-max-age" not in answer.headers


def test_options_on_nothing_are_not_found(client: TestClient) -> None:
    assert client.options("/nothing").status_code == 404


def preflight(client: TestClient, url: str, method: str) -> Any:
    return client.options(url, headers={"Origin": "https://a.example", "Access-Control-Request-Method": method})


def test_other_sites_may_read_and_ask_but_not_write(client: TestClient) -> None:
    for url, method in (("/sparql", "POST"), ("/api/v1/check", "POST"), ("/api/v1/wording", "POST"), (QUESTION, "GET")):
        answer = preflight(client, url, method)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert method in answer.headers["access-control-allow-methods"]
        assert int(answer.headers["access-control-max-age"]) >= 600
        assert "authorization" not in answer.headers["access-control-allow-headers"].lower()
    for method in ("PUT", "POST", "DELETE"):
        assert method not in preflight(client, "/graphs", method).headers["access-control-allow-methods"]


@pytest.mark.parametrize("given", ["abcdefgh", "0af7651916cd43dd8448eb211c80319c", "a.b-c_d.1"])
def test_a_sane_id_is_kept(client: TestClient, given: str) -> None:
    answer = client.get("/nothing", headers={"X-Request-ID": given})
    assert (answer.headers["x-request-id"], answer.json()["requestId"]) == (given, given)


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space", 'quo"te-----', "\xe6" * 8, "<script>alert"])
def test_another_id_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/nothing", headers={"X-Request-ID": given.encode("latin-1")})
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
    assert answer.json()["requestId"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("method", "url"), [("GET", QUESTION), ("GET", "/nothing"), ("PUT", "/api/v1/rules"), ("OPTIONS", "/sparql")]
)
def test_a_body_nobody_reads_is_bounded(client: TestClient, method: str, url: str) -> None:
    large = client.request(method, url, content=b"x" * (UNREAD + 1))
    assert (large.status_code, large.json()["type"].rpartition("/")[2]) == (413, "body-too-large")
    assert large.headers["connection"] == "close"
    small = client.request(method, url, content=b"x" * UNREAD)
    assert (small.status_code != 413, small.headers["connection"]) == (True, "close")
    assert "connection" not in client.request(method, url).headers


@pytest.mark.parametrize("url", ["/sparql", "/api/v1/check", "/api/v1/wording"])
def test_a_body_that_is_read_is_bounded_before_it_comes(client: TestClient, url: str) -> None:
    headers = {"Content-Length": "9" * 30, "Content-Type": "application/json"}
    assert client.post(url, headers=headers, content=b"{}").status_code == 413


def test_a_body_of_unknown_length_is_counted(client: TestClient, service: Service) -> None:
    def pieces() -> Any:
        for _ in range(40):
            yield b"x" * 1_000_000

    answer = client.post("/api/v1/check?name=a.csv", content=pieces(), headers={"Content-Type": "text/csv"})
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


@pytest.fixture(scope="module")
def prefixed(shipped_folder: Path) -> Any:
    with Service.open(Settings(data=shipped_folder, root_path="/graf/v2")) as service:
        yield TestClient(create_app(service), raise_server_exceptions=False)


@pytest.mark.parametrize("prefix", ["", "/graf/v2"])
def test_a_proxy_may_strip_its_prefix_or_leave_it(prefixed: TestClient, prefix: str) -> None:
    answer = prefixed.get(f"{prefix}{QUESTION}&limit=1")
    assert answer.status_code == 200
    following = answer.json()["next"]
    assert following.startswith("/graf/v2/api/v1/questions/")
    assert answer.headers["link"] == f'<{following}>; rel="next"'
    assert prefixed.get(following).status_code == 200
    known = {"If-None-Match": answer.headers["etag"]}
    assert prefixed.get(f"{prefix}{QUESTION}&limit=1", headers=known).status_code == 304
    assert prefixed.get(f"{prefix}/api/openapi.json").json()["servers"] == [{"url": "/graf/v2"}]
    assert prefixed.options(f"{prefix}/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert prefixed.get("/graf/v2x/api/v1/rules").status_code == 404


Serving = Callable[..., Any]


@pytest.mark.parametrize("trusted", ["", "127.0.0.1"])
def test_forwarded_headers_are_believed_of_proxies_only(serving: Serving, shipped_folder: Path, trusted: str) -> None:
    with serving(shipped_folder, trusted_proxies=trusted) as web:
        app: Any = web.server.config.app

        async def told(request: Request) -> dict[str, Any]:
            return {"scheme": request.url.scheme, "host": request.client.host if request.client else None}

        app.add_api_route("/told", told)
        head = b"GET /told HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        forwarded = b"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n\r\n"
        body = web.rest(web.connect(head + forwarded)).partition(b"\r\n\r\n")[2]
    wanted = b'{"scheme":"https","host":"203.0.113.9"}' if trusted else b'{"scheme":"http","host":"127.0.0.1"}'
    assert body == wanted

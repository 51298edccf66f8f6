"""HEAD wherever GET works, 405 with what is allowed elsewhere, and one spelling of every address."""

import pytest
from starlette.testclient import TestClient

ROUTES = [
    "/health/live",
    "/health/ready",
    "/api/docs",
    "/api/openapi.json",
    "/api/assets/favicon.png",
    "/api/v1/limits",
    "/api/v1/rules",
    "/api/v1/releases",
    "/api/v1/releases/1",
    "/api/v1/thread?node=3.4",
    "/api/v1/questions",
    "/api/v1/questions/measures-for-target?target=3.4",
    "/api/v1/sdg/targets/3.4/measures?format=csv",
    "/sparql?query=ASK{}",
    "/sparql",
    "/graph/sdg",
    "/graphs?graph=https://w3id.org/styringsgraf/graph/ontology",
    "/graphs/no-such",
    "/api/v1/no-such",
    "/api/v1/releases/99",
]


@pytest.mark.parametrize("route", ROUTES)
def test_head_says_what_get_would_and_gives_nothing(client: TestClient, route: str) -> None:
    plain = {"Accept-Encoding": "identity"}  # the client unpacks what comes packed
    got, head = client.get(route, headers=plain), client.head(route, headers=plain)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert int(head.headers["content-length"]) == len(got.content) > 0
    for name in ("content-type", "vary", "etag", "content-language", "x-styringsgraf-release", "cache-control"):
        assert head.headers.get(name) == got.headers.get(name), name


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"])
@pytest.mark.parametrize(
    ("route", "allowed"),
    [
        ("/health/live", "GET, HEAD"),
        ("/api/v1/questions", "GET, HEAD"),
        ("/api/v1/sdg/targets/3.4/measures", "GET, HEAD"),
        ("/sparql", "GET, HEAD, POST"),
    ],
)
def test_other_methods_are_told_which_there_are(client: TestClient, method: str, route: str, allowed: str) -> None:
    answer = client.request(method, route)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert allowed in answer.json()["detail"]


def test_a_slash_too_many_is_no_redirect_to_a_host_the_caller_names(client: TestClient) -> None:
    answer = client.get("/api/v1/limits/", headers={"Host": "evil.example"}, follow_redirects=False)
    assert answer.status_code == 404
    assert "evil" not in answer.text


def test_no_answer_is_guessed_at(client: TestClient) -> None:
    for route in ROUTES:
        assert client.get(route).headers["x-content-type-options"] == "nosniff"

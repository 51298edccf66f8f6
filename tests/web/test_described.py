"""What the service says of itself: rules, releases, the thread's release, and a description that holds."""

import csv
import io
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf.quality import rules
from styringsgraf.service import Service

HTTP = {"get", "post"}


def test_every_rule_is_described_in_three_languages(client: TestClient) -> None:
    told = client.get("/api/v1/rules").json()
    assert [rule["rule"] for rule in told] == [rule.id for rule in rules.load().rules]
    assert len(told) >= 15
    for rule in told:
        for words in (rule["label"], rule["help"], *(message["message"] for message in rule["messages"])):
            assert set(words) == {"nb", "nn", "en"}, rule["rule"]
            assert all(words.values())
    assert {rule["rule"]: rule["stopsPublish"] for rule in told} == {r.id: r.stops for r in rules.load().rules}


def test_releases_come_as_a_table(client: TestClient, service: Service) -> None:
    answer = client.get("/api/v1/releases?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["release"] for row in rows] == [manifest.id for manifest in reversed(service.store.list())]
    assert "attachment" in client.get("/api/v1/releases?format=xlsx").headers["content-disposition"]


def test_every_answer_from_data_names_its_release(client: TestClient) -> None:
    current = client.get("/api/v1/releases").json()["current"]
    for url in (
        "/api/v1/releases",
        "/api/v1/thread?node=3.4",
        "/api/v1/questions/measures-for-target?target=3.4&format=csv",
        "/sparql?query=ASK{}",
    ):
        answer = client.get(url)
        assert (answer.headers["x-styringsgraf-release"], "vary" in answer.headers) == (current, True), url
    assert client.get("/api/v1/thread?node=3.4").json()["release"] == current


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method in HTTP
    ]


def test_every_route_describes_its_problems_and_parameters(client: TestClient) -> None:
    found = operations(client.get("/api/openapi.json").json())
    assert len(found) >= 16
    for path, method, operation in found:
        assert operation["summary"], path
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (path, status)
        if path not in {"/health/live", "/metrics", "/api/v1/limits", "/api/v1/rules", "/api/v1/questions"}:
            assert "503" in operation["responses"], (path, method)
        named = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path))
    parameters = {path: {p["name"] for p in op.get("parameters", ())} for path, _, op in found}
    assert parameters["/api/v1/thread"] == {"node", "direction", "depth", "format", "lang"}
    assert parameters["/api/v1/releases"] == {"format", "lang"}


def test_no_route_answers_with_a_status_it_does_not_describe(client: TestClient) -> None:
    tried = 0
    for path, method, operation in operations(client.get("/api/openapi.json").json()):
        url = re.sub(r"{\w+}", "zzz", path)
        for params in ({}, {"lang": "zz"}, {"query": "x"}, {"node": "zz/zz/zz"}, {"format": "zz"}, {"target": "3.99"}):
            answer = client.request(method, url, params=params)
            assert str(answer.status_code) in operation["responses"], (path, params, answer.status_code)
            tried += 1
    assert tried >= 96


def test_the_documentation_tells_nobody_else(client: TestClient) -> None:
    answer = client.get("/api/docs")
    assert '"validatorUrl": null' in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self' 'sha256-")
    assert "unsafe-inline" not in answer.headers["content-security-policy"].partition("style-src")[0]
    sources = re.findall(r"""(?:src|href|url)\s*[=:]\s*["']([^"']+)["']""", answer.text)
    assert len(sources) >= 4
    assert all(not source.startswith(("http", "//")) for source in sources)


@pytest.mark.parametrize("wanted", ["bytes=0-1", "bytes=99999999-", "bytes=0-1,5-9", "x"])
def test_files_come_whole(client: TestClient, wanted: str) -> None:
    whole = client.get("/api/assets/favicon.png")
    part = client.get("/api/assets/favicon.png", headers={"Range": wanted})
    assert (part.status_code, part.content) == (200, whole.content)

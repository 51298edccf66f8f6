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
    answer = client.get("/api/docs?lang=nn")
    assert answer.headers["content-language"] == "nn"
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
    addresses = re.findall(r"(?:src|data-script|data-style|data-description)=\"([^\"]+)\"", answer.text)
    addresses += re.findall(r"<link rel=\"stylesheet\" href=\"([^\"]+)\"", answer.text)
    assert len(addresses) >= 7
    for address in addresses:
        assert re.match(r"/[a-z]", address)
        assert client.get(address).status_code == 200, address
    (script,) = re.findall(r"<script src=\"([^\"]+api\.js)\" defer></script>", answer.text)
    assert "validatorUrl: null" in client.get(script).text


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_every_operation_and_parameter_is_listed(client: TestClient, lang: str) -> None:
    html = client.get(f"/api/docs?lang={lang}").text
    paths = client.get("/api/openapi.json").json()["paths"]
    listed = re.findall(r'api-method api-[a-z]+">([A-Z]+)</span> (?:<a [^>]*>)?<code>([^<]+)</code>', html)
    wanted = [(method.upper(), path) for path, item in paths.items() for method in item if method != "parameters"]
    assert len(wanted) > 90
    assert sorted(listed) == sorted(wanted)
    parameters = [one for item in paths.values() for said in item.values() for one in said.get("parameters", ())]
    assert html.count("<dt>") == len(parameters)
    followed = re.findall(r'<p><span class="api-method[^>]*>GET</span> <a href="([^"]+)"', html)
    assert len(followed) > 20
    headings = re.findall(r'<h3 id="[^"]+">([^<]+)</h3>', html)
    assert len(headings) == len({tag for item in paths.values() for said in item.values() for tag in said["tags"][:1]})


@pytest.mark.parametrize("wanted", ["bytes=0-1", "bytes=99999999-", "bytes=0-1,5-9", "x"])
def test_files_come_whole(client: TestClient, wanted: str) -> None:
    whole = client.get("/api/assets/favicon.png")
    part = client.get("/api/assets/favicon.png", headers={"Range": wanted})
    assert (part.status_code, part.content) == (200, whole.content)

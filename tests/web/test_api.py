"""Questions, thread, releases, health and documentation over HTTP."""

import csv
import io
import os
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from styringsgraf import resources
from styringsgraf.service import Service


def problem(answer: Any, status: int) -> dict[str, Any]:
    """Return the problem body after checking the one shape all errors have."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "instance", "requestId"}
    assert body["status"] == status
    assert body["type"].startswith("https://w3id.org/styringsgraf/problems/")
    assert "Traceback" not in body["detail"]
    return body


def test_every_question_answers_its_own_example(client: TestClient, service: Service) -> None:
    asked = 0
    for question in service.catalogue.questions:
        examples = {p.name: p.example for p in question.parameters if p.required}
        answer = client.get(f"/api/v1/questions/{question.name}", params=examples)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["question"] == question.name
        assert {"parameters", "columns", "rows", "truncated", "release", "next"} <= set(body)
        asked += 1
    assert asked == len(list(resources.questions().glob("*.*"))) >= 7


def test_friendly_paths_answer_the_same(client: TestClient, service: Service) -> None:
    paths = [question.path for question in service.catalogue.questions if question.path]
    assert "/api/v1/sdg/targets/{target}/measures" in paths
    friendly = client.get("/api/v1/sdg/targets/3.4/measures").json()
    plain = client.get("/api/v1/questions/measures-for-target", params={"target": "3.4"}).json()
    assert friendly["rows"] == plain["rows"]
    assert len(plain["rows"]) > 1


def test_tables_come_as_csv_and_xlsx(client: TestClient) -> None:
    url = "/api/v1/questions/measures-for-target"
    rows = client.get(url, params={"target": "3.4"}).json()["rows"]
    as_csv = client.get(url, params={"target": "3.4"}, headers={"Accept": "text/csv"})
    assert len(list(csv.DictReader(io.StringIO(as_csv.text)))) == len(rows)
    as_xlsx = client.get(url, params={"target": "3.4", "format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx.content)).active
    assert sheet is not None
    assert sheet.max_row == len(rows) + 1
    norwegian = client.get(url, params={"target": "3.4", "format": "csv-no"})
    assert norwegian.content.startswith(b"\xef\xbb\xbf")
    assert ";" in norwegian.text.splitlines()[0]


def test_pages_follow_each_other(client: TestClient) -> None:
    url = "/api/v1/questions/measures-for-target"
    whole = client.get(url, params={"target": "3"}).json()["rows"]
    assert len(whole) > 2
    pieces, address = [], f"{url}?target=3&limit=2"
    while address:
        page = client.get(address).json()
        pieces += page["rows"]
        assert page["truncated"] is (page["next"] is not None)
        address = page["next"]
    assert pieces == whole


BAD = [
    ("unknown question", "/api/v1/questions/no-such", 404),
    ("missing parameter", "/api/v1/questions/measures-for-target", 400),
    ("a target that is none", "/api/v1/questions/measures-for-target?target=3.10", 404),
    ("nonsense target", "/api/v1/questions/measures-for-target?target=x%22%7D%20%23", 400),
    ("unknown parameter", "/api/v1/questions/measures-for-target?target=3.4&taget=3", 400),
    ("twice", "/api/v1/questions/measures-for-target?target=3.4&target=3.5", 400),
    ("limit", "/api/v1/questions/measures-for-target?target=3.4&limit=0", 400),
    ("offset", "/api/v1/questions/measures-for-target?target=3.4&offset=-1", 400),
    ("format", "/api/v1/questions/measures-for-target?target=3.4&format=png", 406),
    ("no node", "/api/v1/thread", 400),
    ("unknown node", "/api/v1/thread?node=eksempel/kommuneplan-2023/NOPE", 404),
    ("direction", "/api/v1/thread?node=3.4&direction=sideways", 400),
    ("release", "/api/v1/releases/000099-00000000", 404),
    ("path", "/api/v1/nothing/here", 404),
]


@pytest.mark.parametrize(("name", "url", "status"), BAD, ids=[row[0] for row in BAD])
def test_bad_requests_name_what_is_wrong(client: TestClient, name: str, url: str, status: int) -> None:
    problem(client.get(url), status)


def test_problems_speak_the_readers_language(client: TestClient) -> None:
    url = "/api/v1/questions/no-such"
    titles = {
        lang: problem(client.get(url, headers={"Accept-Language": lang}), 404)["title"] for lang in ("nb", "nn", "en")
    }
    assert len(set(titles.values())) == 3
    assert problem(client.get(url, headers={"Accept-Language": "no"}), 404)["title"] == titles["nb"]
    assert problem(client.get(f"{url}?lang=en", headers={"Accept-Language": "nn"}), 404)["title"] == titles["en"]


def test_a_parameter_fault_names_the_parameter(client: TestClient) -> None:
    body = problem(client.get("/api/v1/questions/measures-for-target?lang=en"), 400)
    assert "target" in body["detail"]
    assert "3.4" in body["detail"]


def test_thread_goes_up_and_down(client: TestClient) -> None:
    body = client.get("/api/v1/thread", params={"node": "3.4", "direction": "down"}).json()
    assert "Measure" in str(body)


def test_releases_limits_and_health(client: TestClient) -> None:
    releases = client.get("/api/v1/releases").json()
    assert releases["current"] == releases["releases"][0]["id"]
    one = client.get(f"/api/v1/releases/{releases['current']}").json()
    assert one["referenceDate"] == "2026-06-30"
    limits = client.get("/api/v1/limits").json()
    assert limits["query_seconds"]["value"] == 10.0
    assert client.get("/health/live").json() == {"status": "live", "process": os.getpid()}
    assert client.get("/health/ready").json()["release"] == releases["current"]


def test_documentation_comes_from_local_files(client: TestClient, service: Service) -> None:
    assert client.get("/api/docs").headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/api/assets/swagger-ui-bundle.js").status_code == 200
    schema = client.get("/api/openapi.json").json()
    for question in service.catalogue.questions:
        described = schema["paths"][f"/api/v1/questions/{question.name}"]["get"]
        assert {p.name for p in question.parameters} <= {p["name"] for p in described["parameters"]}
    assert "Problem" in schema["components"]["schemas"]

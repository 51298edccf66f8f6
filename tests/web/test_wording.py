"""POST /api/v1/wording: a judgement a sentence, limits, and a problem for everything else."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf.quality.wording import judge
from styringsgraf.web.wording import COUNT, LENGTH

URL = "/api/v1/wording"


def test_judgements_come_in_the_order_given(client: TestClient) -> None:
    texts = ["Alle barn har en trygg skolevei.", "Styrke folkehelsen", "", "Andel elever"]
    answer = client.post(URL, json={"lang": "nb", "texts": texts})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == [judge(text, "nb").as_json() for text in texts]
    assert [row["class"] for row in answer.json()] == ["goal", "strategy", "unclear", "indicator"]


def test_the_language_is_guessed_when_it_is_not_given(client: TestClient) -> None:
    answer = client.post(URL, json={"texts": ["Innbyggjarane har ikkje lang veg til skulen."]})
    assert answer.json()[0]["lang"] == "nn"


def test_as_many_and_as_long_as_the_limits_say(client: TestClient) -> None:
    assert len(client.post(URL, json={"texts": ["x"] * COUNT}).json()) == COUNT
    assert client.post(URL, json={"texts": ["å" * LENGTH]}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 400, "no-json"),
        (b"{", 400, "no-json"),
        (b"\xff", 400, "no-json"),
        (b"[" * 100_000, 400, "no-json"),
        (b"[]", 400, "shape"),
        (b"{}", 400, "shape"),
        (b'{"texts": []}', 400, "shape"),
        (b'{"texts": "x"}', 400, "shape"),
        (b'{"texts": ["x", 1]}', 400, "shape"),
        (b'{"texts": ["x"], "lang": "en"}', 400, "shape"),
        (b'{"texts": ["x"], "lang": ["nb"]}', 400, "shape"),
        (b'{"texts": ["x"], "other": 1}', 400, "shape"),
        (json.dumps({"texts": ["x"] * (COUNT + 1)}).encode(), 413, "count"),
        (json.dumps({"texts": ["x", "x" * (LENGTH + 1)]}).encode(), 413, "length"),
        (b" " * 2_000_001, 413, "body-too-large"),
    ],
)
def test_a_body_that_is_something_else_is_told_so(client: TestClient, body: bytes, status: int, slug: str) -> None:
    answer = client.post(URL, content=body, headers={"Content-Type": "application/json; charset=utf-8"})
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["status"], problem["type"].rpartition("/")[2]) == (status, status, slug)
    assert answer.headers["content-type"] == "application/problem+json"


def test_other_media_methods_and_parameters(client: TestClient) -> None:
    assert client.post(URL, content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.get(URL).status_code == 405
    assert client.post(f"{URL}?x=1", json={"texts": ["x"]}).status_code == 400
    told = client.post(f"{URL}?lang=nn", json={"texts": []}).json()["detail"]
    assert "Sjå på texts" in told


def test_a_lone_surrogate_is_no_fault(client: TestClient) -> None:
    answer = client.post(URL, content=b'{"texts": ["\\ud800 skal"]}', headers={"Content-Type": "application/json"})
    assert answer.status_code == 200

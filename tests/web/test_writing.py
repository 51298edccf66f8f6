"""Writing over HTTP: who may, what is answered, and many writers at once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2 as httpx
import pytest

from styringsgraf import pipeline
from styringsgraf.access import Tokens
from styringsgraf.namespaces import Minter
from styringsgraf.settings import Settings

BASE = "https://w3id.org/styringsgraf/"
PLAN = Minter(BASE).graph("eksempel", "kommuneplan-2023")
FOREIGN = "http://example.org/"
UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}
DATA = Path(__file__).parents[2] / "data" / "eksempel"


@pytest.fixture
def web(writable: Settings, serving) -> Iterator[httpx.Client]:  # type: ignore[no-untyped-def]
    """A client of a running server that takes changes."""
    with (
        serving(writable.data, writing=True, log_format="none") as running,
        httpx.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=120) as client,
    ):
        yield client


def token(config: Settings, organisation: str = "*", *, write: bool = True) -> dict[str, str]:
    return {"Authorization": f"Bearer {Tokens(config.data).create(organisation, write=write).secret}"}


def insert(number: object, graph: str = f"{FOREIGN}g") -> str:
    return f"INSERT DATA {{ GRAPH <{graph}> {{ <a:{number}> <a:b> <a:c> }} }}"


def test_writing_is_off_unless_somebody_switches_it_on(writable: Settings, serving) -> None:  # type: ignore[no-untyped-def]
    assert not Settings().writing
    headers = token(writable)
    with (
        serving(writable.data, log_format="none") as running,
        httpx.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=60) as client,
    ):
        answers = [
            client.post("/api/v1/plans", headers=headers),
            client.delete("/api/v1/plans/eksempel/kommuneplan-2023", headers=headers),
            client.post("/sparql", headers=headers | UPDATE, content=insert(1)),
            client.put("/graphs", params={"graph": FOREIGN}, headers=headers | TURTLE, content=b""),
        ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert all("STYRINGSGRAF_WRITING" in answer.json()["detail"] for answer in answers)


def test_who_may_write(web: httpx.Client, writable: Settings) -> None:
    secret = token(writable)["Authorization"].removeprefix("Bearer ")
    refused = {
        "none": ({}, 401),
        "other scheme": ({"Authorization": f"Basic {secret}"}, 401),
        "unknown": ({"Authorization": f"Bearer {secret[:-2]}AA"}, 401),
        "no secret": ({"Authorization": "Bearer"}, 401),
        "read only": (token(writable, write=False), 403),
        "another organisation": (token(writable, "asker"), 403),
    }
    for name, (headers, status) in refused.items():
        answer = web.post("/sparql", headers=headers | UPDATE, content=insert(1, PLAN))
        assert answer.status_code == status, name
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers.get("www-authenticate", "").startswith("Bearer") == (status == 401)
        assert secret not in answer.text
    # The name of a token's owner is nobody's business either, and a token in the address is none.
    assert web.post(f"/sparql?access_token={secret}", headers=UPDATE, content=insert(1)).status_code in {400, 401}


def test_a_revoked_token_ends_while_the_server_runs(web: httpx.Client, writable: Settings) -> None:
    made = Tokens(writable.data).create("*", write=True)
    headers = {"Authorization": f"bearer {made.secret}"} | UPDATE
    assert web.post("/sparql", headers=headers, content=insert(1)).status_code == 204
    Tokens(writable.data).revoke(made.record.id)
    answer = web.post("/sparql", headers=headers, content=insert(2))
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_a_write_is_seen_at_once_and_carries_its_tag(web: httpx.Client, writable: Settings) -> None:
    headers = token(writable)
    made = web.put("/graphs", params={"graph": FOREIGN}, headers=headers | TURTLE, content="<a:a> <a:b> <a:c> .")
    assert made.status_code == 201
    release = made.headers["x-styringsgraf-release"]
    assert made.headers["etag"] == f'"{release}"'
    read = web.get("/graphs", params={"graph": FOREIGN}, headers={"Accept": "application/n-triples"})
    assert read.text == "<a:a> <a:b> <a:c> .\n"
    again = web.put("/graphs", params={"graph": FOREIGN}, headers=headers | TURTLE, content="<a:a> <a:b> <a:c> .")
    assert (again.status_code, again.headers["x-styringsgraf-release"]) == (204, release)
    # The tag that a reader was given is one to write with.
    matched = headers | TURTLE | {"If-Match": read.headers["etag"]}
    assert web.put("/graphs", params={"graph": FOREIGN}, headers=matched, content="").status_code in {200, 204}
    assert web.put("/graphs", params={"graph": FOREIGN}, headers=matched, content="<a:a> a <a:d> .").status_code == 412


def test_findings_come_with_the_refusal(web: httpx.Client, writable: Settings) -> None:
    number = '"x"^^<http://www.w3.org/2001/XMLSchema#integer>'
    node = f"<{BASE}id/eksempel/kommuneplan-2023>"
    text = f"INSERT DATA {{ GRAPH <{PLAN}> {{ {node} <https://w3id.org/styringsgraf/ns#period> {number} }} }}"
    answer = web.post("/sparql", headers=token(writable, "eksempel") | UPDATE, content=text)
    assert answer.status_code == 422
    assert [finding["rule"] for finding in answer.json()["findings"]] == ["SG-I37"]


def test_plans_are_published_withdrawn_and_tried(web: httpx.Client, writable: Settings) -> None:
    file, headers = DATA / "handlingsprogram-2025-2028.xlsx", token(writable, "eksempel")
    query = {"reference-date": "2026-06-30"}
    form = {"file": (file.name, file.read_bytes())}
    tried = web.post("/api/v1/plans", params=query | {"dry-run": "true"}, headers=headers, files=form)
    assert (tried.status_code, tried.json()["changed"], tried.json()["dryRun"]) == (200, False, True)
    key = headers | {"Idempotency-Key": "1f0b"}
    made = web.post("/api/v1/plans", params=query, headers=key, files=form)
    assert made.status_code == 201
    assert made.json()["report"]["counts"]
    # A form's boundary is new each time: it is the same request all the same.
    again = web.post("/api/v1/plans", params=query, headers=key, files=form)
    assert (again.status_code, again.json(), again.headers["idempotency-replayed"]) == (201, made.json(), "true")
    same = web.post("/api/v1/plans", params=query, headers=headers, files=form)
    assert (same.status_code, same.json()["release"]) == (200, made.json()["release"])
    other = web.post("/api/v1/plans", params=query, headers=key, content=b"a;b\n1;2\n")
    assert other.status_code == 415
    gone = web.delete("/api/v1/plans/eksempel/handlingsprogram-2025-2028", headers=headers)
    assert gone.status_code == 204
    missing = web.delete("/api/v1/plans/eksempel/handlingsprogram-2025-2028", headers=headers)
    assert missing.status_code == 404


def test_of_two_writers_who_saw_the_same_release_one_wins(web: httpx.Client, writable: Settings) -> None:
    headers = token(writable) | UPDATE
    release = pipeline.data_folder(writable).current_id()
    matched = headers | {"If-Match": f'"{release}"'}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: web.post("/sparql", headers=matched, content=insert(n)), range(4)))
    assert sorted(answer.status_code for answer in answers) == [204, 412, 412, 412]
    found = web.get("/graphs", params={"graph": f"{FOREIGN}g"}, headers={"Accept": "application/n-triples"})
    assert len(found.text.splitlines()) == 1


def test_twenty_writers_at_once_all_land_or_are_told(web: httpx.Client, writable: Settings) -> None:
    headers = token(writable) | UPDATE
    first = pipeline.data_folder(writable).current()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: web.post("/sparql", headers=headers, content=insert(n)), range(20)))
    landed = [number for number, answer in enumerate(answers) if answer.status_code == 204]
    told = [answer for answer in answers if answer.status_code != 204]
    assert landed
    assert all(answer.status_code == 503 and int(answer.headers["retry-after"]) > 0 for answer in told)
    found = web.get("/graphs", params={"graph": f"{FOREIGN}g"}, headers={"Accept": "application/n-triples"})
    assert sorted(found.text.split()[::4]) == sorted(f"<a:{number}>" for number in landed)
    last = pipeline.data_folder(writable).current()
    assert first is not None
    assert last is not None
    assert last.sequence == first.sequence + len(landed)  # one release a write
    assert len({answer.headers["etag"] for answer in answers if answer.status_code == 204}) == len(landed)


def test_no_secret_is_kept_or_told(web: httpx.Client, writable: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    headers = token(writable)
    secret = headers["Authorization"].removeprefix("Bearer ")
    key = {"Idempotency-Key": "my-own-key-77"}
    assert web.post("/sparql", headers=headers | UPDATE | key, content=insert(1)).status_code == 204
    web.post("/sparql", headers=headers | UPDATE, content="DROP GRAPH <a:none>")
    kept = [path.read_bytes() for path in writable.data.rglob("*.json")]
    assert kept
    told = "".join(capfd.readouterr()).encode()
    for text in (secret, secret.split("_", 2)[2], "my-own-key-77"):
        assert not any(text.encode() in content for content in (*kept, told))
    assert (
        "token" in json.loads((writable.data / "releases" / _newest(writable) / "manifest.json").read_bytes())["note"]
    )


def _newest(config: Settings) -> str:
    release = pipeline.data_folder(config).current_id()
    assert release is not None
    return release

"""Tags, 304, ready answers: one spelling of every request, never a body under another release's tag."""

import asyncio
import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from starlette.testclient import TestClient

from styringsgraf import pipeline
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.addresses import Addresses
from styringsgraf.web.app import create_app
from styringsgraf.web.build import build_of
from styringsgraf.web.caching import Caching
from styringsgraf.web.kept import Ready, Room

QUESTION = "/api/v1/questions/measures-for-target?target=3.4"
PLAIN = {"Accept-Encoding": "identity"}
TAGGED = [
    QUESTION,
    "/api/v1/questions/measures-for-target?target=3.4&format=xlsx",
    "/api/v1/sdg/targets/3.4/measures?format=csv",
    "/api/v1/questions",
    "/api/v1/thread?node=3.4",
    "/api/v1/thread?node=3.4&format=svg",
    "/api/v1/releases",
    "/api/v1/releases/1",
    "/api/v1/rules",
    "/api/v1/limits",
    "/api/openapi.json",
    "/api/docs",
    "/api/assets/swagger-ui.css",
    "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D",
]


@pytest.fixture
def own(shipped_folder: Path, tmp_path: Path) -> Iterator[tuple[TestClient, Service]]:
    """A client of a service on a folder that may be written to."""
    folder = copytree(shipped_folder, tmp_path / "data")
    with Service.open(Settings(data=folder)) as service:
        yield TestClient(create_app(service), raise_server_exceptions=False), service


def forbid(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every access to the data fail: what still answers has not asked."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a query ran")

    for name in ("ask", "released_thread", "foreign_query", "reader", "probe"):
        monkeypatch.setattr(service, name, refused)


@pytest.mark.parametrize("url", TAGGED)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_is_known_is_not_asked_for_again(
    client: TestClient, service: Service, url: str, coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted = {"Accept-Encoding": coding}
    first = client.get(url, headers=accepted)
    assert first.status_code == 200
    tag = first.headers["etag"]
    assert tag.startswith(f'"{service.store.current_id()}.')
    assert tag.endswith('-gzip"') == ("content-encoding" in first.headers)
    assert first.headers["cache-control"] == "no-cache"
    forbid(service, monkeypatch)
    for wanted in (tag, f'"other", W/{tag}'):
        again = client.get(url, headers={**accepted, "If-None-Match": wanted})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["vary"] == first.headers["vary"]
        assert "content-length" not in again.headers


def test_a_tag_stands_for_one_representation(client: TestClient) -> None:
    wishes: list[dict[str, str]] = [
        {},
        {"Accept": "text/csv"},
        {"Accept-Language": "nn"},
        {"Accept-Language": "en"},
        {"Accept-Encoding": "gzip"},
    ]
    answers = [client.get(QUESTION, headers={**PLAIN, **wish}) for wish in wishes]
    assert len({answer.headers["etag"] for answer in answers}) == len(wishes)
    varied = {name.strip().lower() for name in answers[0].headers["vary"].split(",")}
    assert varied == {"accept", "accept-language", "accept-encoding"}
    for answer, wish in zip(answers, wishes, strict=True):
        others = [other.headers["etag"] for other in answers if other is not answer]
        refused = client.get(QUESTION, headers={**PLAIN, **wish, "If-None-Match": ", ".join(others)})
        # Whoever takes gzip takes the plain form, too.
        assert refused.status_code == (304 if wish == {"Accept-Encoding": "gzip"} else 200)


def test_two_spellings_of_one_question_are_one_answer(client: TestClient) -> None:
    one = client.get(f"{QUESTION}&limit=3&offset=1", headers=PLAIN)
    for url, headers in (
        ("/api/v1/questions/measures-for-target?offset=1&limit=3&target=3%2E4", {}),
        (f"{QUESTION}&offset=1&limit=3&format=json&lang=nb", {}),
        (f"{QUESTION}&offset=1&limit=3", {"Accept": "application/json;q=0.3", "Accept-Language": "no"}),
    ):
        other = client.get(url, headers={**PLAIN, **headers})
        assert (other.headers["etag"], other.content) == (one.headers["etag"], one.content)
    assert client.get(f"{QUESTION}&limit=2&offset=1", headers=PLAIN).headers["etag"] != one.headers["etag"]


def test_a_parameter_given_twice_is_still_an_error(client: TestClient) -> None:
    assert client.get(QUESTION, headers=PLAIN).status_code == 200
    for extra in ("&target=3.4", "&format=json&format=json", "&lang=nb&lang=nb"):
        answer = client.get(QUESTION + extra)
        assert (answer.status_code, "etag" in answer.headers) == (400, False)


def test_what_went_wrong_is_neither_tagged_nor_kept(client: TestClient) -> None:
    for url in (f"{QUESTION}9", "/api/v1/releases/99", "/sparql?query=SELEC", "/nothing", f"{QUESTION}&format=png"):
        answer = client.get(url, headers={"If-None-Match": "*"})
        assert (answer.status_code >= 400, "etag" in answer.headers) == (True, False)
        assert answer.headers["cache-control"] == "no-store"
    assert client.get(QUESTION, headers={"If-None-Match": "*"}).status_code == 304


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?n) {}",
        "SELECT (rand () AS ?n) {}",
        "SELECT (STRUUID() AS ?n) {}",
        "CONSTRUCT { [] ?p ?o } WHERE { { SELECT * { ?s ?p ?o } LIMIT 1 } }",
        "CONSTRUCT { _:a ?p ?o } WHERE { { SELECT * { ?s ?p ?o } LIMIT 1 } }",
    ],
)
def test_an_answer_that_is_new_each_time_has_no_tag(client: TestClient, query: str) -> None:
    answer = client.get("/sparql", params={"query": query})
    assert (answer.status_code, "etag" in answer.headers) == (200, False)


def test_the_next_release_is_seen_at_once_and_the_last_one_forgotten(own: tuple[TestClient, Service]) -> None:
    client, service = own
    before = {url: client.get(url, headers=PLAIN) for url in TAGGED[:8]}
    pipeline.withdraw(service.config, "eksempel/arsrapport-2025")
    new = service.store.current_id()
    for url, old in before.items():
        now = client.get(url, headers={**PLAIN, "If-None-Match": old.headers["etag"]})
        assert (now.status_code, now.headers["etag"].startswith(f'"{new}.')) == (200, True), url
    service.store.activate("1")
    for url, old in before.items():
        back = client.get(url, headers=PLAIN)
        assert back.headers["etag"].partition(".")[0] == old.headers["etag"].partition(".")[0]
        # The pointer has moved, and the list of releases with it: that is another state, whatever is current.
        assert back.headers["etag"] != old.headers["etag"]
    assert len(client.get("/api/v1/releases").json()["releases"]) == 2


def test_a_release_named_in_the_address_holds_for_ever(client: TestClient, service: Service) -> None:
    named = client.get(f"/api/v1/releases/{service.store.current_id()}")
    assert "immutable" in named.headers["cache-control"]
    assert client.get("/api/v1/releases/1").headers["cache-control"] == "no-cache"


def test_the_same_bytes_come_from_another_process(service: Service, shipped_folder: Path) -> None:
    """Two workers over one folder: what one has tagged, the other would give, byte for byte."""
    with Service.open(Settings(data=shipped_folder, port=9, cache_bytes=0)) as other:
        clients = [TestClient(create_app(one)) for one in (service, other)]
        for url in TAGGED:
            one, two = (client.get(url) for client in clients)
            assert (one.content, one.headers["etag"]) == (two.content, two.headers["etag"]), url


def test_settings_that_shape_answers_are_in_the_tag() -> None:
    builds = {build_of(Settings(**given)) for given in ({}, {"lang": "en"}, {"answer_rows": 7}, {"root_path": "/x"})}
    assert len(builds) == 4
    assert build_of(Settings(port=1, data=Path("x"), cache_bytes=1)) == build_of(Settings())


def test_room_is_bounded_in_bytes_and_the_oldest_leaves() -> None:
    room = Room(100_000)
    for number in range(50):
        room.put(number, Ready([], b"x" * 8_000))
        room.get(0)
    assert room.size <= 100_000
    assert room.get(0) is not None, "what is asked for stays"
    assert [room.get(n) is None for n in (1, 49)] == [True, False]
    before = room.size
    room.put("large", Ready([], b"x" * 60_000))
    assert (room.get("large"), room.size) == (None, before)
    room.put(0, Ready([], b"y"))
    assert room.size == before - 7_999
    room.clear()
    assert (room.size, len(room)) == (0, 0)


def test_large_answers_lie_deflated_and_come_back_whole() -> None:
    large = json.dumps([{"from": f"https://example.org/{n}", "basis": "stated"} for n in range(4_000)]).encode()
    noise, small = os.urandom(100_000), b"x" * 7_000
    room = Room(len(large))
    for number in range(8):
        room.put(number, Ready.of([], large))
    kept = [room.get(number) for number in range(8)]
    assert [ready.body if ready else None for ready in kept] == [large] * 8, "eight fit where one would have"
    assert Ready.of([], noise).held is noise, "what does not shrink is left as it is"
    assert Ready.of([], small).held is small, "what is short is left as it is"


class Asking:
    """A layer over an application whose every answer is under control, on one event loop."""

    def __init__(self, service: Service, answer: Callable[[], Any]) -> None:
        self.app = FastAPI()
        self.app.state.service = service
        self.runs = 0

        @self.app.get("/q", tags=["questions"])
        async def _(_: Request) -> Response:
            self.runs += 1
            response: Response = await answer()
            return response

        self.layer = Caching(
            self.app, service.store.watch(), Addresses(self.app), "build", Room(service.config.cache_bytes)
        )

    async def get(self) -> tuple[int, dict[str, str], bytes]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        scope = {"type": "http", "method": "GET", "path": "/q", "query_string": b"", "headers": [], "app": self.app}
        await self.layer(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_many_who_ask_alike_are_one_run(service: Service) -> None:
    async def slow() -> Response:
        await asyncio.sleep(0.05)
        return Response("x")

    async def run() -> None:
        asking = Asking(service, slow)
        answers = await asyncio.gather(*(asking.get() for _ in range(20)))
        assert (asking.runs, len(set(map(str, answers)))) == (1, 1)
        await asking.get()
        assert asking.runs == 1

    asyncio.run(run())


def test_a_run_that_failed_is_nobody_elses(service: Service) -> None:
    async def failing() -> Response:
        await asyncio.sleep(0.02)
        return Response("no", 503)

    async def run() -> None:
        asking = Asking(service, failing)
        answers = await asyncio.gather(*(asking.get() for _ in range(5)))
        assert {status for status, _, _ in answers} == {503}
        assert asking.runs == 5
        assert not asking.layer._under_way

    asyncio.run(run())


def test_a_switch_while_an_answer_is_made(own: tuple[TestClient, Service]) -> None:
    """The answer made before the switch is made again; what names another release than is current has no tag."""
    _, service = own
    first = service.store.current_id()
    switched: list[str] = []

    async def switching() -> Response:
        made_of = service.store.current_id()
        if not switched:
            switched.append("x")
            pipeline.withdraw(service.config, "eksempel/arsrapport-2025")
        return Response(made_of, headers={"X-Styringsgraf-Release": str(made_of)})

    async def lying() -> Response:
        return Response("old", headers={"X-Styringsgraf-Release": str(first)})

    async def run() -> None:
        asking = Asking(service, switching)
        _, headers, body = await asking.get()
        assert (asking.runs, body.decode()) == (2, service.store.current_id())
        assert headers["etag"].startswith(f'"{body.decode()}.')
        _, headers, body = await Asking(service, lying).get()
        assert ("etag" in headers, body) == (False, b"old")

    asyncio.run(run())


def test_packed_is_the_same_packed(client: TestClient) -> None:
    url = "/api/v1/rules"
    plain = client.get(url, headers=PLAIN)
    with client.stream("GET", url, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(raw) < len(plain.content) / 2
    assert gzip.decompress(raw) == plain.content
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    assert json.loads(plain.content)

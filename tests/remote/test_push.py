"""A push sends what changed, counts it, and shows it last; whatever ends it leaves nothing that looks whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pytest

from styringsgraf import errors
from styringsgraf.engine import bookkeeping, replica
from styringsgraf.engine.bookkeeping import Pointer
from styringsgraf.engine.endpoint import Endpoint, neighbours
from styringsgraf.engine.remote import Remote
from styringsgraf.engine.replica import Piece, Pushed, chunks, push
from styringsgraf.terms import lexical

Start = Callable[..., Any]


@dataclass
class Release:
    """A release in memory: graphs by name, each a set of objects of one subject."""

    release: str
    graphs: dict[str, list[str]]
    kept: dict[str, list[bytes]] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.pieces = {}
        for name, values in self.graphs.items():
            lines = sorted(f"<urn:s> <urn:p> {value} <{name}> .\n".encode() for value in values)
            digest = sha256(b"".join(lines)).hexdigest()
            self.kept[digest] = lines
            self.pieces[name] = Piece(digest, len(lines))

    def lines(self, graph: str, sha256: str) -> list[bytes] | None:  # noqa: ARG002 - the shape a push calls
        return self.kept.get(sha256)

    def known(self, release: str) -> bool:
        return release in (self.release, *self.others)


def endpoint(settings: dict[str, Any]) -> Endpoint:
    update, graphs = neighbours(settings["engine"])
    password = settings["engine_password"].get_secret_value() if "engine_password" in settings else ""
    return Endpoint(settings["engine"], update, graphs, settings.get("engine_user", ""), password, 20.0)


def held(remote: Remote) -> dict[str, set[str]]:
    """What the engine has in our graphs."""
    found: dict[str, set[str]] = {}
    for graph, value in remote.table("SELECT ?g ?o WHERE { GRAPH ?g { <urn:s> <urn:p> ?o } }").rows:
        found.setdefault(lexical(graph), set()).add(str(value))
    return found


FIRST = {
    "urn:g1": ['"a"', '"b"@nb', '"12.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'],
    "urn:g2": ['"æ \\"ø\\"\\n"'],
    "urn:g3": ["_:x", '"c"'],
}


def test_only_what_changed_is_sent(server: dict[str, Any]) -> None:
    end = endpoint(server)
    remote = Remote(end)
    assert bookkeeping.pointer(remote) == Pointer()
    one = Release("000001-a", FIRST)
    assert push(end, one) == Pushed("000001-a", graphs=3, added=6)
    assert bookkeeping.pointer(remote).release == "000001-a"
    assert push(end, one) == Pushed("000001-a")
    two = Release("000002-b", {"urn:g1": ['"a"', '"new"'], "urn:g3": FIRST["urn:g3"]}, one.kept, ("000001-a",))
    assert push(end, two) == Pushed("000002-b", graphs=1, dropped=1, added=1, removed=2)
    assert bookkeeping.pointer(remote).release == "000002-b"
    found = held(remote)
    assert set(found) == {"urn:g1", "urn:g3"}
    assert found["urn:g1"] == {'"a"', '"new"'}
    assert len(found["urn:g3"]) == 2


def test_what_was_cut_off_is_not_shown_and_made_whole_by_the_next(
    server: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    end = endpoint(server)
    remote, one = Remote(end), Release("000001-a", FIRST)
    push(end, one)
    two = Release("000002-b", {**FIRST, "urn:g1": ['"z"'], "urn:g2": ['"y"']}, one.kept, ("000001-a",))
    monkeypatch.setattr(replica, "_data", lambda *_: "THIS IS NO UPDATE")
    with pytest.raises(errors.Environment):
        push(end, two)
    monkeypatch.undo()
    assert bookkeeping.pointer(remote).release == ""
    assert "urn:g1" not in bookkeeping.held(remote)
    assert push(end, two).graphs == 2
    assert bookkeeping.pointer(remote).release == "000002-b"
    assert held(remote)["urn:g1"] == {'"z"'}


def test_an_engine_that_does_not_keep_what_it_is_given(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with start("oxigraph") as settings:
        end, one = endpoint(settings), Release("000001-a", FIRST)
        monkeypatch.setattr(bookkeeping, "count", lambda *_: 1)
        with pytest.raises(errors.Environment) as caught:
            push(end, one)
        assert caught.value.key == "remote.not-kept"
        assert bookkeeping.pointer(Remote(end)).release == ""


def test_another_archive_is_not_overwritten_by_accident(start: Start) -> None:
    with start("oxigraph") as settings:
        end = endpoint(settings)
        push(end, Release("000001-a", FIRST))
        other = Release("000001-x", {"urn:g9": ['"a"']})
        with pytest.raises(errors.Conflict):
            push(end, other)
        assert bookkeeping.pointer(Remote(end)).release == "000001-a"
        assert push(end, other, replace=True).dropped == 3
        assert set(held(Remote(end))) == {"urn:g9"}


def test_two_pushes_at_once_show_nothing(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    with start("oxigraph") as settings:
        end, remote = endpoint(settings), Remote(endpoint(settings))
        kept = bookkeeping.count

        def meddle(at: Remote, graph: str) -> int:
            replica._Push(end, Release("000009-q", {}), lambda _: None)._begin()
            return kept(at, graph)

        monkeypatch.setattr(bookkeeping, "count", meddle)
        with pytest.raises(errors.Conflict) as caught:
            push(end, Release("000001-a", FIRST))
        assert caught.value.key == "remote.two-pushes"
        assert bookkeeping.pointer(remote).release == ""


def test_an_engine_without_the_union_is_refused(start: Start) -> None:
    with start("oxigraph", union=False) as settings, pytest.raises(errors.Environment) as caught:
        push(endpoint(settings), Release("000001-a", FIRST))
    assert caught.value.key == "remote.no-union"


def test_virtuoso_asks_for_a_password_and_may_cut_answers(start: Start) -> None:
    with start("virtuoso", limits="ResultSetMaxRows = 4") as settings:
        with pytest.raises(errors.Environment) as caught:
            push(endpoint({"engine": settings["engine"]}), Release("000001-a", FIRST))
        assert caught.value.key == "remote.forbidden"
        remote = Remote(endpoint(settings))
        with pytest.raises(errors.Environment) as caught:
            remote.table("SELECT ?s WHERE { ?s ?p ?o }")
        assert caught.value.key == "remote.cut"


def test_a_push_needs_an_address() -> None:
    with pytest.raises(errors.Environment) as caught:
        push(Endpoint("http://127.0.0.1:9/repositories/x"), Release("000001-a", FIRST))
    assert caught.value.key == "remote.no-update"


def test_pieces_are_bounded_in_number_and_size() -> None:
    lines = [b"x" * 10] * 2_500 + [b"y" * 600_000]
    found = list(chunks(lines))
    assert [line for piece in found for line in piece] == lines
    assert [len(piece) for piece in found] == [1_000, 1_000, 500, 1]

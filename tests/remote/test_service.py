"""A service on a remote engine: it answers from it, says when it is down, comes back by itself, and is never mixed."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from styringsgraf import cli, errors
from styringsgraf.engine import Answer, bookkeeping
from styringsgraf.engine.bookkeeping import Pointer
from styringsgraf.engine.endpoint import Endpoint
from styringsgraf.engine.following import Follower
from styringsgraf.engine.remote import Remote
from styringsgraf.pipeline import replicate
from styringsgraf.service import Service
from styringsgraf.settings import Settings

Start = Callable[..., Any]
WithEngine = Callable[[Settings, dict[str, Any]], Settings]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <urn:styringsgraf:replica> { ?s ?p ?o } }"


def counted(answer: Answer) -> int:
    return int(answer.content.decode().split()[1])


@pytest.fixture
def folder(shipped_folder: Path, tmp_path: Path) -> Settings:
    """A data folder of this test's own."""
    return Settings(data=copytree(shipped_folder, tmp_path / "data"))


def test_answers_come_from_the_engine_when_it_has_the_release(
    start: Start, folder: Settings, with_engine: WithEngine
) -> None:
    with start("oxigraph") as server:
        config = with_engine(folder, server)
        with Service.open(config) as service:
            current = service.probe().id
            # The books are on the replica only: whoever counts them there says who answered.
            before = service.foreign_query(COUNT, "text/csv")
            assert counted(before) == 0
            assert before.release == current
            replicate.push(config)
            after = service.foreign_query(COUNT, "text/csv")
            assert counted(after) > 100
            assert after.release == current
            assert service.ask("orphan-measures", {}, lang="nb", limit=5).release == current
            with pytest.raises(errors.BadQuery):
                service.foreign_query("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", None)
            with pytest.raises(errors.NotFound):
                service.ask("orphan-measures", {"organisation": "ingen"}, lang="nb", limit=5)


def test_down_and_back_without_a_restart(
    start: Start, folder: Settings, with_engine: WithEngine, tmp_path: Path
) -> None:
    with start("oxigraph") as server:
        config = with_engine(folder, server)
        replicate.push(config)
        service = Service.open(config)
        assert service.ask("orphan-measures", {}, lang="nb", limit=5).grid.rows
    port = int(server["engine"].split(":")[2].split("/")[0])
    for call in (
        lambda: service.ask("orphan-measures", {}, lang="nb", limit=5),
        lambda: service.thread("3.4", "both", lang="nb"),
        lambda: service.foreign_query("ASK { ?s ?p ?o }", None),
        service.probe,
    ):
        with pytest.raises(errors.Busy) as caught:
            call()
        assert caught.value.key == "remote.down"
    with start("oxigraph", port=port), service:
        assert service.probe().id
        assert service.ask("orphan-measures", {}, lang="nb", limit=5).grid.rows


def test_the_service_itself_brings_the_engine_to_the_release(
    start: Start, folder: Settings, with_engine: WithEngine
) -> None:
    with start("oxigraph") as server:
        config = with_engine(folder, server)
        with Service.open(config) as service:
            service.follow()
            assert service.ask("orphan-measures", {}, lang="nb", limit=5).grid.rows
            follower = service._follower
            assert follower is not None
            pushing = follower._pushing
            if pushing is not None:
                pushing.join(60)
            assert replicate.shown(config) == (service.probe().id,) * 2


class Changing:
    """A replica whose pointer is read from a list; the last one stays."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *shown: Pointer) -> None:
        self.shown = list(shown)
        monkeypatch.setattr(bookkeeping, "pointer", self.read)

    def read(self, _: Remote) -> Pointer:
        return self.shown.pop(0) if len(self.shown) > 1 else self.shown[0]


@pytest.fixture
def follower() -> Follower:
    return Follower(Endpoint("http://127.0.0.1:9/query"), "https://w3id.org/styringsgraf/", lambda: None)


def run(follower: Follower, tries: list[str]) -> str:
    def there(_: Remote) -> str:
        tries.append("there")
        return "there"

    return follower.run("r1", there, lambda: "here")


A, B, NONE = Pointer("r1", "t1"), Pointer("r1", "t2"), Pointer("", "t2")


@pytest.mark.parametrize(
    ("shown", "answered", "tries"),
    [
        ((A,), "there", 1),
        ((NONE,), "here", 0),
        ((Pointer("r2", "t1"),), "here", 0),
        ((A, NONE), "here", 1),
        ((A, B), "there", 2),  # away and back again: what was read in between is not kept
        ((A, NONE, B), "there", 2),
        ((A, B, A, B, A, B), "here", 3),
    ],
)
def test_what_was_read_while_the_replica_changed_is_not_kept(
    shown: tuple[Pointer, ...], answered: str, tries: int, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    Changing(monkeypatch, *shown)
    made: list[str] = []
    assert run(follower, made) == answered
    assert len(made) == tries


def test_nothing_found_while_the_replica_changed_is_no_answer(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: Remote) -> str:
        raise errors.NotFound("releases.none", folder="x")

    Changing(monkeypatch, A, NONE)
    assert follower.run("r1", missing, lambda: "here") == "here"
    Changing(monkeypatch, A)
    with pytest.raises(errors.NotFound):
        follower.run("r1", missing, lambda: "here")


def test_an_engine_that_cannot_be_used_is_not_ready(follower: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise errors.Environment("remote.no-union")

    Changing(monkeypatch, NONE)
    broken = Follower(follower.remote.endpoint, "https://w3id.org/styringsgraf/", refuse)
    broken.follow()
    broken.nudge()
    if broken._pushing is not None:
        broken._pushing.join(10)
    with pytest.raises(errors.Environment):
        broken.check("r1")


def test_the_commands(
    start: Start, folder: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with start("oxigraph") as server:
        url, data = server["engine"], ["--data", str(folder.data), "--lang", "en"]
        assert cli.run(["engine", "status", url, *data]) == 1
        assert "no whole release" in capsys.readouterr().out
        assert cli.run(["engine", "push", url, *data]) == 0
        assert "now holds the release" in capsys.readouterr().out
        assert cli.run(["engine", "push", url, *data]) == 0
        assert "already holds the release" in capsys.readouterr().out
        assert cli.run(["engine", "status", url, *data]) == 0
        assert cli.run(["sparql", COUNT, "--format", "csv", "--engine", url, *data]) == 0
        assert int(capsys.readouterr().out.split()[-1]) > 100
    assert cli.run(["ask", "orphan-measures", "--engine", url, *data]) == 4
    assert "does not answer" in capsys.readouterr().err
    assert cli.run(["ask", "orphan-measures", "--engine", "nowhere", *data]) == 2
    assert "nowhere" in capsys.readouterr().err

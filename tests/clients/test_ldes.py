"""The event stream as a stock client follows it."""

import json
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.serve import listen, server

CHAIN: Any = runpy.run_path(str(Path(__file__).parents[1] / "publish" / "chain.py"))
GOAL = "https://w3id.org/styringsgraf/id/eksempel/kommuneplan-2023/sub-goal/D1.1"
MEASURE = "https://w3id.org/styringsgraf/id/eksempel/handlingsprogram-2026-2029/measure/T1"
STATEMENT = "https://w3id.org/styringsgraf/ns#statement"
GONE = "https://www.w3.org/ns/activitystreams#Delete"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, node: Callable[..., str]) -> Iterator[SimpleNamespace]:
    """A running service with six releases; asks for ``node`` first, so that nothing is made in vain."""
    folder = tmp_path_factory.mktemp("stream")
    releases = CHAIN["publish_chain"](folder)
    config = Settings(data=folder / "data", log_format="none")
    with Service.open(config) as service, listen("127.0.0.1", 0) as listener:
        made = server(service)
        thread = Thread(target=made.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not made.started:
                assert thread.is_alive()
                sleep(0.05)
            yield SimpleNamespace(
                releases=releases, url=f"http://127.0.0.1:{listener.getsockname()[1]}/ldes", node=node
            )
        finally:
            made.should_exit = True
            thread.join(60)


@pytest.fixture(scope="module")
def members(served: SimpleNamespace) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(served.node("ldes.mjs", served.url))
    return found


def test_it_gets_every_version_once_and_in_order(served: SimpleNamespace, members: list[dict[str, Any]]) -> None:
    ids = [member["id"] for member in members]
    assert len(set(ids)) == len(ids) > 300
    assert {one.rpartition("/")[2] for one in ids} == set(served.releases[1:])
    moments = [member["moment"] for member in members]
    assert moments == sorted(moments)
    assert len(set(moments)) == 5


def test_it_gets_each_member_whole(served: SimpleNamespace, members: list[dict[str, Any]]) -> None:
    by_id = {member["id"]: member["quads"] for member in members}
    reworded = by_id[f"{GOAL}/version/{served.releases[4]}"]
    assert CHAIN["REWORDED"] in {value for _, name, value in reworded if name == STATEMENT}
    assert len({name for _, name, _ in reworded}) > 8
    gone = by_id[f"{MEASURE}/version/{served.releases[5]}"]
    assert GONE in {value for _, _, value in gone}
    assert all(subject == member["id"] for member in members for subject, _, _ in member["quads"])


def test_it_makes_nodes_of_the_versions(served: SimpleNamespace) -> None:
    nodes = json.loads(served.node("ldes.mjs", served.url, "materialize"))
    of_goal = [one for one in nodes if any(subject == GOAL for subject, _, _ in one["quads"])]
    assert len(of_goal) == 2
    newest = max(of_goal, key=lambda one: one["moment"])
    assert CHAIN["REWORDED"] in {value for _, name, value in newest["quads"] if name == STATEMENT}

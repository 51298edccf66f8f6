"""What pages need is there before anybody asks, of every new release too; it stops nobody, and ends in order."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from styringsgraf import errors, pipeline
from styringsgraf.pipeline import InputFile
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web import warming
from styringsgraf.web.app import create_app
from styringsgraf.web.pages import frame

PLAN = Path(__file__).parents[2] / "data" / "eksempel" / "kommuneplan-2023.xlsx"


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def known(client: TestClient) -> Any:
    return getattr(client.app.state, "choices", None)  # type: ignore[attr-defined]


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun."""
    monkeypatch.setattr(warming, "_LOOK", 0.05)
    frame._environment.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_all_is_read_before_anybody_asks_and_of_a_new_release_again(tmp_path: Path) -> None:
    config = Settings(data=tmp_path / "data", log_format="none")
    pipeline.initialise(config, empty=True)
    with Service.open(config) as service, TestClient(create_app(service)) as client:
        until(lambda: known(client))
        first = known(client)
        assert first.plans == ()
        names = frame._environment().list_templates()
        assert len(names) > 40
        until(lambda: len(frame._environment().cache or ()) == len(names))
        sent = InputFile(PLAN.name, PLAN.read_bytes())
        assert pipeline.publish(config, [sent], reference_date=date(2026, 6, 30)).changed
        until(lambda: known(client).release != first.release)
        assert [plan.value for plan in known(client).plans] == ["eksempel/kommuneplan-2023"]
        assert client.get("/nb").status_code == 200


@pytest.mark.usefixtures("fresh")
def test_a_folder_that_cannot_be_read_stops_nothing(shipped_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def lost(_: object) -> None:
        asked.append(1)
        raise errors.Busy("service.no-release", retry_after=5) if len(asked) % 2 else OSError

    monkeypatch.setattr("styringsgraf.web.pages.choices.of", lost)
    config = Settings(data=shipped_folder, log_format="none")
    with Service.open(config) as service, TestClient(create_app(service)) as client:
        until(lambda: len(asked) > 3)
        assert client.get("/health/live").status_code == 200


def test_it_ends_with_the_application_and_after_the_piece_at_hand(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        time.sleep(0.2)
        done.set()

    def never() -> None:
        raise AssertionError

    monkeypatch.setattr(warming, "pieces", lambda _: iter((slow, never)))
    app = create_app(service)

    async def lived() -> set[asyncio.Task[Any]]:
        async with warming.warming(app, service):
            await asyncio.to_thread(begun.wait)
        assert done.is_set()
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(lived()) == set()

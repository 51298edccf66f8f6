"""The service behind the doors while it is being closed: nobody loses what was lent, nothing is begun any more."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from styringsgraf import errors, service
from styringsgraf.engine.workers import WorkerPool
from styringsgraf.service import Service
from styringsgraf.settings import Settings

ASK = "ASK { ?s ?p ?o }"


@pytest.fixture
def own(shipped_folder: Path) -> Iterator[Service]:
    with Service.open(Settings(data=shipped_folder, query_workers=1)) as opened:
        yield opened


def test_a_reader_that_is_lent_stays_open_while_the_service_closes(own: Service) -> None:
    with own.reader() as reader:
        own.close()
        assert reader.table("SELECT ?s { ?s ?p ?o } LIMIT 1").rows
    with pytest.raises(ValueError, match="closed"):
        reader.table(ASK)


def test_no_foreign_query_begins_after_the_end(own: Service) -> None:
    own.end_foreign_queries()
    with pytest.raises(errors.Busy) as caught:
        own.foreign_query(ASK, None)
    assert caught.value.key == "engine.closing"
    assert own.probe().id


def test_the_end_that_comes_while_the_workers_are_made_is_not_missed(
    own: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[WorkerPool] = []

    def making(*arguments: Any, **named: Any) -> WorkerPool:
        made.append(WorkerPool(*arguments, **named))
        own.end_foreign_queries()
        return made[0]

    monkeypatch.setattr(service, "WorkerPool", making)
    with pytest.raises(errors.Busy) as caught:
        own.foreign_query(ASK, None)
    assert caught.value.key == "engine.closing"
    assert not made[0]._crew.members

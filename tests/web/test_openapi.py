"""The description against the service: schemathesis makes up requests, good and bad ones, and believes no answer."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest
import schemathesis
from fastapi import FastAPI
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app

#: Requests that are made up for each operation, besides those that follow from the bounds of each parameter.
EXAMPLES: Final = 2
#: What no JSON schema can say, so that a request made up from it may rightly be refused: whether a text is SPARQL, RDF
#: or a workbook, whether there is a word of any alphabet in what is searched for, that of two parameters one is
#: needed.
_UNSAID: Final = ["2xx", "3xx", "400", "401", "403", "404", "406", "409", "413", "415", "422", "5xx"]
_GRAMMARS: Final = (
    r"^/sparql", r"^/graphs?", r"^/api/v1/check", r"^/api/v1/plans", r"^/api/v1/changes", r"^/id/", r"^/doc/",
    r"^/api/v1/search", r"^/api/v1/suggest", r"^/api/v1/questions/(search|about)$",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A service that takes writes from those who have a token. Nobody has one."""
    folder = copytree(shipped_folder, tmp_path_factory.mktemp("described") / "data")
    with Service.open(Settings(data=folder, writing=True, log_format="none", query_seconds=2)) as service:
        yield create_app(service)


def _config() -> SchemathesisConfig:
    accepted = {"checks": {"positive_data_acceptance": {"expected-statuses": _UNSAID}}}
    # Over a limit is 413, also where the limit is written as maxLength.
    refused = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "5xx"]
    return SchemathesisConfig.from_dict(
        {
            "checks": {"negative_data_rejection": {"expected-statuses": refused}},
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
            "operations": [{"include-path-regex": grammar, **accepted} for grammar in _GRAMMARS],
        }
    )


def _faults(event: events.ScenarioFinished) -> Iterator[str]:
    recorder = event.recorder
    for case, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                made = recorder.interactions[case]
                status = made.response.status_code if made.response else "–"
                failure = check.failure_info.failure
                asked = f"{made.request.method} {made.request.uri[:300]} → {status}"
                yield f"{asked}: {failure.title}: {failure.message[:300]}"


@pytest.mark.slow
def test_schemathesis_finds_nothing(app: FastAPI) -> None:
    schema: Any = schemathesis.openapi.from_asgi("/api/openapi.json", app, config=_config())
    operations = [result.ok().label for result in schema.get_all_operations()]
    faults: list[str] = []
    asked: dict[str, int] = dict.fromkeys(operations, 0)
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            faults += _faults(event)
            if event.label in asked:
                asked[event.label] += len(event.recorder.interactions)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            faults.append(str(event))
    assert not faults, "\n".join(faults)
    assert len(operations) >= 60
    assert min(asked.values()) >= 1, [label for label, count in asked.items() if not count]
    assert sum(asked.values()) >= 3_000

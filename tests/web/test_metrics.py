"""Metrics and log: what they say of requests, and what they never say; of several processes together."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web import logs, metrics
from styringsgraf.web.addresses import Address
from styringsgraf.web.app import create_app
from styringsgraf.web.noted import Noted

ROUTE = "/api/v1/questions/measures-for-target"


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(text: str, name: str, **labels: str) -> float:
    return samples(text).get((name, frozenset(labels.items())), 0.0)


def test_requests_are_counted_by_route_and_never_by_address(client: TestClient, service: Service) -> None:
    def scraped() -> str:
        return client.get("/metrics").text

    before = scraped()
    for _ in range(3):
        client.get(f"{ROUTE}?target=3.6&limit=7")
    client.get(f"{ROUTE}?target=zzz")
    client.get("/api/v1/sdg/targets/3.6/measures")
    client.get("/secret-person-name")
    after = scraped()

    def grown(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert grown("styringsgraf_requests_total", route=ROUTE, method="GET", status="200") == 3
    assert grown("styringsgraf_requests_total", route=ROUTE, method="GET", status="400") == 1
    shaped = "/api/v1/sdg/targets/{target}/measures"
    assert grown("styringsgraf_requests_total", route=shaped, method="GET", status="200") == 1
    assert grown("styringsgraf_requests_total", route="(none)", method="GET", status="404") == 1
    assert grown("styringsgraf_request_seconds_count", route=ROUTE) == 4
    assert grown("styringsgraf_cache_total", outcome="hit") == 2
    assert grown("styringsgraf_sent_bytes_total", route=ROUTE) > 0
    assert value(after, "styringsgraf_open_requests", route=ROUTE) == 0
    assert value(after, "styringsgraf_open_requests", route="/metrics") == 1
    assert value(after, "styringsgraf_release_info", release=str(service.store.current_id())) == 1
    assert value(after, "styringsgraf_limit", setting="query_queue") == service.config.query_queue
    assert value(after, "styringsgraf_cache_bytes") > 0
    assert "secret" not in after
    assert "zzz" not in after


_WORKER = """
from styringsgraf.web import metrics
from styringsgraf.web.kept import Room
from styringsgraf.web.addresses import Address
from styringsgraf.web.noted import Noted
class Nobody:
    def now(self): return None
measured = metrics.Metrics(Nobody(), Room(0), {})
finish = measured.begin("/x")
for _ in range(5):
    measured.begin("/x")("GET", Noted("i", Address("/x", ("GET",)), status=200), 0.1)
print(measured.text().decode())
"""


def test_several_processes_are_added_up_and_the_dead_have_nothing_open(tmp_path: Path) -> None:
    environment = {**os.environ, metrics.FOLDER: str(tmp_path)}
    said = [
        subprocess.run([sys.executable, "-c", _WORKER], env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    for number, told in enumerate(said, 1):
        assert value(told.stdout, "styringsgraf_requests_total", route="/x", method="GET", status="200") == 5 * number
        assert value(told.stdout, "styringsgraf_open_requests", route="/x") == 1, "the first has ended with one open"
        assert value(told.stdout, "styringsgraf_web_workers") == 1


def test_a_request_is_one_line_without_what_was_asked(client: TestClient) -> None:
    with structlog.testing.capture_logs() as lines:
        answer = client.get("/api/v1/search?q=Kari+Hemmelig", headers={"X-Request-ID": "my-own-id"})
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["request"], line["method"], line["status"]) == ("my-own-id", "GET", answer.status_code)
    assert (line["query_length"], len(line["query_hash"])) == (len("q=Kari+Hemmelig"), 12)
    assert line["ms"] >= 0
    assert line["cache"] in {"miss", "hit"}
    assert line["release"] == answer.headers["x-styringsgraf-release"]
    assert "Hemmelig" not in json.dumps(line)


def test_the_log_can_be_left_out_but_faults_cannot() -> None:
    def lines(form: logs.Form, status: int) -> int:
        with structlog.testing.capture_logs() as said:
            logs.request(form, "GET", b"", Noted("i", Address("/x", ("GET",)), status=status), 0.1)
        return len(said)

    assert [lines("none", 200), lines("none", 404), lines("none", 500), lines("json", 200)] == [0, 0, 1, 1]


@pytest.mark.parametrize("form", ["json", "text"])
def test_the_log_goes_to_standard_error_in_its_form(form: str) -> None:
    script = f"from styringsgraf.web import logs; logs.configure({form!r}); logs.log.info('request', status=200)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    if form == "json":
        line: dict[str, Any] = json.loads(done.stderr)
        assert (line["event"], line["status"], line["level"]) == ("request", 200, "info")
        assert line["timestamp"].endswith("Z")
    else:
        assert "status=200" in done.stderr
        assert "\x1b" not in done.stderr


def test_without_a_release_there_are_metrics_all_the_same(tmp_path: Path) -> None:
    from styringsgraf import pipeline, resources  # noqa: PLC0415 - used here only
    from styringsgraf.questions import load  # noqa: PLC0415

    config = Settings(data=tmp_path / "none")
    with Service(config, pipeline.data_folder(config), load(resources.questions())) as empty:
        answer = TestClient(create_app(empty), raise_server_exceptions=False).get("/metrics")
    assert (answer.status_code, "styringsgraf_release_info" in answer.text) == (200, False)

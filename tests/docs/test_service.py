"""The operating guide says what the code does: its tables are today's, and what it names exists."""

import importlib.util
import re
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app

HERE = Path(__file__).parent


def written() -> Any:
    spec = importlib.util.spec_from_file_location("written_service", HERE / "service.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_are_todays() -> None:
    module = written()
    text = module.PAGE.read_text(encoding="utf-8")
    assert module.page(text) == text, "python tests/docs/service.py --write"


def test_what_the_guide_names_exists(service: Service) -> None:
    text = written().PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"STYRINGSGRAF_([A-Z_]+)", text))
    assert len(named) >= 25
    assert {name.lower() for name in named} <= set(Settings.model_fields)
    client = TestClient(create_app(service))
    scraped = client.get("/metrics").text
    for metric in set(re.findall(r"`(styringsgraf_[a-z_]+)`", text)):
        assert metric in scraped, metric
    routes = set(re.findall(r"`GET (/[a-z/0-9]+)`", text))
    assert len(routes) >= 3
    for route in routes:
        assert client.get(route).status_code == 200, route

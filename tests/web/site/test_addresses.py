"""The table of addresses is whole: each page's route stands in it, and each row of it has a route."""

import runpy
from pathlib import Path
from typing import Any

from fastapi.routing import iter_route_contexts

from styringsgraf.service import Service
from styringsgraf.web.app import create_app

table: Any = runpy.run_path(str(Path(__file__).parent / "addresses.py"))


def test_every_route_of_a_page_has_an_address_to_look_at(service: Service) -> None:
    found = set(table["routes"](create_app(service)))
    known = {row.key for row in table["TABLE"]} | {*table["ALIASES"]}
    assert len(found) > 30
    assert found - known == set(), "give these routes a row in addresses.py"


def test_every_row_has_a_route(service: Service) -> None:
    there = {table["key_of"](str(route.path)) for route in iter_route_contexts(create_app(service).routes)}
    listed = {row.key for row in table["TABLE"]} | {*table["ALIASES"]}
    assert listed - there == set(), "nothing answers these any more"


def test_no_route_has_two_rows() -> None:
    keys = [row.key for row in table["TABLE"]]
    assert len(keys) == len(set(keys))
    assert all(row.shown for row in table["TABLE"])

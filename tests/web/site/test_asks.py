"""The contract of the pages: none asks more of the service than three times."""

import runpy
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.testclient import TestClient

from styringsgraf.releases import Reader
from styringsgraf.service import Service

_ADDRESSES: Final[dict[str, Any]] = runpy.run_path(str(Path(__file__).with_name("addresses.py")), run_name="addresses")
EVERY: Final = list(dict.fromkeys(address for row in _ADDRESSES["TABLE"] for address in row.every))
BROWSER: Final = {"Accept": _ADDRESSES["BROWSER"]}
#: The ways to a release; each asks what it asks in one go. ``reader`` lends the release itself.
DOORS: Final = ("ask", "ask_for_page", "released", "released_thread", "threaded", "foreign_query")
MOST: Final = 3


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every ask of a service from outside; what one of the ways does with another is not counted again."""
    noted: list[str] = []
    inside = 0

    @contextmanager
    def within(name: str) -> Iterator[None]:
        nonlocal inside
        if not inside:
            noted.append(name)
        inside += 1
        try:
            yield
        finally:
            inside -= 1

    def counting(name: str) -> Callable[..., Any]:
        door = getattr(Service, name)

        def counted(*given: Any, **named: Any) -> Any:
            with within(name):
                return door(*given, **named)

        return counted

    lent: Callable[[Service], AbstractContextManager[Reader]] = Service.reader

    @contextmanager
    def reader(service: Service) -> Iterator[Reader]:
        with within("reader"), lent(service) as found:
            yield found

    for name in DOORS:
        monkeypatch.setattr(Service, name, counting(name))
    monkeypatch.setattr(Service, "reader", reader)
    return noted


def test_asks_are_seen(service: Service, asks: list[str]) -> None:
    service.released(lambda engine: engine.table("SELECT ?s { ?s ?p ?o } LIMIT 1"))
    service.ask("search", {"q": "sykkel"}, lang="nb", limit=1)
    service.ask_for_page("map", {"organisation": "eksempel"}, lang="nb", limit=1)
    with service.reader() as reader:
        assert reader.manifest.id
    assert asks == ["released", "ask", "ask_for_page", "reader"]


def test_asks_of_a_page_are_seen(site: TestClient, asks: list[str]) -> None:
    _known(site)
    asks.clear()
    assert site.get("/nn/status", headers=BROWSER).status_code == 200
    assert asks == ["released", "ask", "ask"]


@pytest.mark.parametrize("address", EVERY)
def test_no_page_asks_more_than_three_times(site: TestClient, asks: list[str], address: str) -> None:
    _known(site)
    asks.clear()
    # No address is asked for twice, so none is answered from what was kept.
    assert site.get(_ADDRESSES["in_language"](address, "nb"), headers=BROWSER).status_code == 200
    assert len(asks) <= MOST, asks


def _known(site: TestClient) -> None:
    """Let the site read what forms offer: once a release, so not on the bill of a page."""
    assert site.get("/en/quality", headers=BROWSER).status_code == 200


def test_all_addresses_were_asked() -> None:
    assert len(EVERY) > 130

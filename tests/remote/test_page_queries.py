"""What pages ask besides the questions gives the same answer on all three engines."""

from collections.abc import Callable, Iterator
from typing import Any

from styringsgraf import resources
from styringsgraf.pipeline import replicate
from styringsgraf.questions import load
from styringsgraf.service import Service
from styringsgraf.settings import Settings

#: Nodes of plans that are no longer in force: carried on under the same code, another code, in another municipality's
#: plan after two steps, by what endures alone, and not at all.
FORMER = (
    "eksempel/handlingsprogram-2025-2028/T1",
    "eksempel/handlingsprogram-2025-2028/T8b",
    "asker/energi-og-klimaplan-2013-2030/K3",
    "asker/handlingsprogram-2016-2019/MA.1.3",
    "eksempel/handlingsprogram-2025-2028/T16",
)


def cases() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every query of a page with the examples of what it needs, and with each example besides."""
    for query in load(resources.pages()).questions:
        needed = {one.name: one.example for one in query.parameters if one.required}
        yield query.name, needed
        yield from ((query.name, needed | {one.name: one.example}) for one in query.parameters if not one.required)
    yield from (("newer", {"former": node}) for node in FORMER)


def rows(service: Service, name: str, given: dict[str, str]) -> list[dict[str, Any]]:
    """Return the rows of an answer, lists of words in one order: what engines put together has none."""
    found = service.ask_for_page(name, given, lang="nb", limit=20_000).as_json()["rows"]
    listed = ("kind", "counts") if name == "organisation" else ()
    return [row | {key: sorted((row[key] or "").split()) for key in listed} for row in found]


def test_page_queries(server: dict[str, Any], shipped_settings: Settings, with_engine: Callable[..., Settings]) -> None:
    config = with_engine(shipped_settings, server)
    assert replicate.push(config) is not None
    filled, different = 0, []
    with Service.open(shipped_settings) as local, Service.open(config) as remote:
        for name, given in cases():
            here, there = (rows(one, name, given) for one in (local, remote))
            filled += bool(here)
            if here != there:
                different.append((name, given))
    assert different == []
    assert filled == len(list(cases())) == 14

"""Every page by keyboard alone: each control is reached once, in order, seen where it is, and left again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import Any, Final

import pytest

from . import where

Opened = Callable[..., AbstractContextManager[Any]]
#: Of a page with very many controls the first and the last are walked: what lies between is one list.
MANY: Final = 300
FIRST, LAST = 150, 100


@pytest.mark.parametrize("address", where.ONE)
def test_tab_walks_the_whole_page(opened: Opened, address: str) -> None:
    with opened(address, status=where.EVERY["nb", address]) as visit:
        for width in (1280, 320):
            visit.resize(width)
            faults = _walked(visit)
            assert not faults, f"{width} px: {faults}"
        assert _past_the_header(visit.page) == ["#main", True, "main", True]


def _walked(visit: Any) -> dict[str, list[str]]:
    """Press Tab from the top of the page to its end, and return what was wrong on the way."""
    wanted = visit.ask("watch()")
    assert len(wanted) > 5
    visit.page.evaluate("document.querySelector('a').focus()")
    stops = [*range(FIRST), *range(len(wanted) - LAST, len(wanted))] if len(wanted) > MANY else [*range(len(wanted))]
    for before, stop in pairwise(stops):
        if stop != before + 1:
            visit.ask(f"jump({stop - 1})")
        visit.page.keyboard.press("Tab")
    focused = visit.ask("focused")
    return {
        fault: found
        for fault, found in {
            "not in order": [one["name"] for one, at in zip(focused, stops, strict=True) if one["name"] != wanted[at]],
            "cannot be told from the others": [one["name"] for one in focused if not one["marked"]],
            "outside the window": [one["name"] for one in focused if not one["there"]],
        }.items()
        if found
    }


def _past_the_header(page: Any) -> list[Any]:
    """Return where the first stop leads, whether it is seen, where one lands, and whether the next stop follows."""
    page.evaluate("document.querySelector('a').focus()")
    first = page.evaluate(
        "[document.activeElement.getAttribute('href'), document.activeElement.getBoundingClientRect().left >= 0]"
    )
    page.keyboard.press("Enter")
    held = page.evaluate("document.activeElement.id")
    page.keyboard.press("Tab")
    # 4: it comes after the main part begins; 16: it lies within.
    after = "document.querySelector('main').compareDocumentPosition(document.activeElement) & (4 | 16)"
    return [*first, held, page.evaluate(after) != 0]

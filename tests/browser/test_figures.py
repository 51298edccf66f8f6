"""Figures on a phone, a tablet, a desk and on paper: one layout at a time that fits its column, and words to read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

import pytest

Opened = Callable[..., AbstractContextManager[Any]]
_HP16: Final = "asker/handlingsprogram-2016-2019"
_PLAN: Final = "eksempel/kommuneplan-2023"
#: Every figure, and those whose data are of another kind: one result, few and many nodes.
SHOWN: Final = (
    "/nb?organisation=eksempel", f"/nn/indicator?node={_PLAN}/I1", f"/nb/indicator?node={_HP16}/S.1.1", "/nb/status",
    f"/en/status?plan={_HP16}&year=2015", "/nn/compare?from=asker&to=eksempel", f"/nb/thread?node={_PLAN}/H1",
    f"/en/thread?node={_HP16}/S.1.1", "/nn/thread?node=3", f"/nb/questions/status-by-focus-area?plan={_HP16}",
)  # fmt: skip
#: Drawings that keep their size on a desk, and scroll in their own frame where that is not enough.
_KEPT: Final = frozenset(("map-title", "thread-title"))
#: What a word in a figure is at least, in CSS pixels: to be read on a screen, and on paper (near six points).
_READ, _PRINTED = 12.0, 7.9
#: What a sheet of A4 holds within a browser's usual margins.
_SHEET: Final = 718


@pytest.mark.parametrize("address", SHOWN)
@pytest.mark.parametrize("width", [320, 768])
def test_on_a_small_screen_nothing_scrolls_and_words_are_large_enough(opened: Opened, address: str, width: int) -> None:
    with opened(address, width=width) as visit:
        (drawn,) = visit.ask("drawn()")
        assert drawn["name"].endswith("-narrow-title")
        assert drawn["across"] <= drawn["inside"] <= drawn["frame"]
        assert drawn["least"] >= _READ - 0.1
        assert visit.ask("wide()") == []
        assert visit.ask("faint()") == []


@pytest.mark.parametrize("address", SHOWN)
def test_on_a_desk_a_figure_uses_its_column(opened: Opened, address: str) -> None:
    with opened(address) as visit:
        (drawn,) = visit.ask("drawn()")
        assert "narrow" not in drawn["name"]
        assert drawn["least"] >= _READ - 0.1
        if drawn["name"] in _KEPT:
            assert drawn["across"] >= drawn["frame"] * 0.95
        else:
            assert drawn["inside"] == drawn["frame"] == pytest.approx(drawn["across"], abs=1)


@pytest.mark.parametrize("address", SHOWN)
def test_on_paper_words_can_be_read(opened: Opened, address: str) -> None:
    with opened(address, width=_SHEET) as visit:
        visit.page.emulate_media(media="print")
        (drawn,) = visit.ask("drawn()")
        assert drawn["across"] <= drawn["frame"]
        assert drawn["least"] >= _PRINTED


def test_all_kinds_of_figures_are_looked_at(opened: Opened) -> None:
    names = set()
    for address in SHOWN:
        with opened(address) as visit:
            names |= {one["name"].removesuffix("-title") for one in visit.ask("drawn()")}
    assert names == {"map", "series", "status", "coverage", "thread"}

"""Every page × language × light and dark × desk and phone: accessible, quiet, steady, light, and in one width."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

import pytest

from . import where
from .words import misplaced

Opened = Callable[..., AbstractContextManager[Any]]
SCHEMES: Final = ("light", "dark")
#: A desk; the same at 200 %, which leaves half the width; a phone, or a desk at 400 %.
DESK, ZOOMED, PHONE = 1280, 640, 320
#: What a first view may weigh, bytes over the wire.
WEIGHT: Final = 250_000
#: Less than a page with its stylesheets: then nothing was measured.
LEAST: Final = 5_000
PAGES: Final = tuple(where.EVERY)


def test_no_page_is_forgotten() -> None:
    """That the table holds every route is tested beside it; here, that all of it is looked at."""
    languages = {lang: [address for one, address in PAGES if one == lang] for lang in where.LANGUAGES}
    assert {lang: len(found) for lang, found in languages.items()} == dict.fromkeys(("nb", "nn", "en"), 43)
    assert len(PAGES) * len(SCHEMES) * len((DESK, PHONE)) == 516


@pytest.mark.parametrize(("lang", "address"), PAGES)
def test_a_page_in_all_its_looks(opened: Opened, lang: str, address: str) -> None:
    """One visit for all that is asked of each language: a visit costs more than most questions."""
    with opened(address, status=where.EVERY[lang, address]) as visit:
        faults = [*_shown_well(visit), *visit.ask("structure()"), *misplaced(map(tuple, visit.ask("words()")))]
        if visit.page.evaluate("document.documentElement.lang") != lang:
            faults.append("in another language")
        for width in (DESK, PHONE):
            visit.resize(width)
            for scheme in SCHEMES:
                visit.page.emulate_media(color_scheme=scheme)
                faults += [f"{width} px, {scheme}: {one}" for one in visit.violations()]
        faults += visit.trouble()
    assert not faults, "\n".join(["", *dict.fromkeys(faults)])


@pytest.mark.parametrize("address", where.ONE)
def test_reflows_at_any_size_and_spacing(opened: Opened, address: str) -> None:
    with opened(address, status=where.EVERY["nb", address], width=PHONE) as visit:
        faults = _shown_well(visit)
        faults += [f"{PHONE} px: scrolls: {one}" for one in visit.ask("drawn()") if one["inside"] > one["frame"]]
        for width in (PHONE, ZOOMED, DESK):
            visit.resize(width)
            faults += [f"{width} px: too wide: {one}" for one in visit.ask("wide()")]
        visit.ask("space()")
        for width in (PHONE, DESK):
            visit.resize(width)
            faults += [f"{width} px, spaced: too wide: {one}" for one in visit.ask("wide()")]
            faults += [f"{width} px, spaced: cut off: {one}" for one in visit.ask("clipped()")]
    assert not faults, "\n".join(["", *faults])


def _shown_well(visit: Any) -> list[str]:
    """Return what is wrong with the first view: it moves, or weighs too much."""
    shift, weight = visit.ask("shift"), visit.ask("weight()")
    assert weight > LEAST
    return [f"moves: {shift}"] * (shift > 0) + [f"weighs {weight} bytes"] * (weight > WEIGHT)

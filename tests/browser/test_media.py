"""The same pages on paper, in the reader's own colours, without movement, and without the fetched look."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

import pytest

from . import where

Opened = Callable[..., AbstractContextManager[Any]]
#: Pages that show a drawing.
_DRAWN: Final = {"/nb", "/nb/thread", "/nb/indicator", "/nb/status", "/nb/compare", "/nb/target/3.4"}
_FIGURES: Final = tuple(address for address in where.ONE if address.partition("?")[0] in _DRAWN)
_SHOWN: Final = "all => all.filter((one) => one.checkVisibility()).length"
_COLOURS: Final = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
_NOT_PRINTED: Final = ("header .search", "header nav", "nav.crumbs", "main input[type=search]", "footer nav")


@pytest.mark.parametrize("address", where.ONE)
def test_at_rest_on_the_screen_and_alone_on_paper(opened: Opened, address: str) -> None:
    """Nothing moves for those who asked for rest; what is printed is the content."""
    with opened(address, status=where.EVERY["nb", address], reduced_motion="reduce") as visit:
        page = visit.page
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        assert visit.ask("moving()") == []
        content = page.locator("main :is(h1, h2, table):not(.on-screen *)")  # a form is of no use on paper
        shown = content.evaluate_all(_SHOWN)
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert content.evaluate_all(_SHOWN) >= shown, "less on paper than on the screen"
        for part in _NOT_PRINTED:
            assert not any(one.is_visible() for one in page.locator(part).all()), part
        assert page.evaluate(_COLOURS) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_there_are_figures() -> None:
    assert len(_FIGURES) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", _FIGURES)
def test_in_the_reader_s_own_colours(opened: Opened, address: str, scheme: str) -> None:
    """In forced colours everything keeps a contrast, the words in figures among it, and the focus is seen.

    Axe reads the colours that were asked for, not those that are forced; so contrast is worked out by the probe.
    """
    with opened(address, forced_colors="active", color_scheme=scheme) as visit:
        assert visit.violations("color-contrast") == []
        assert visit.ask("dim()") == []
        assert visit.ask("faint()") == []
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", _FIGURES)
def test_words_in_figures_can_be_read(opened: Opened, address: str, scheme: str) -> None:
    """Axe does not look into drawings: the contrast of their words to what is drawn below is worked out here."""
    with opened(address, color_scheme=scheme) as visit:
        assert visit.ask("faint()") == []


@pytest.mark.parametrize("address", ["/nb", "/nb/questions", "/nb/check", "/catalogue?lang=nb"])
def test_decent_without_what_the_set_up_fetches(opened: Opened, address: str) -> None:
    with opened(address, without="**/vendor/**") as visit:
        faults = visit.violations() + visit.ask("wide()") + visit.ask("structure()")
        visit.resize(320)
        assert [*faults, *visit.violations(), *visit.ask("wide()")] == []

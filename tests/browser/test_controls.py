"""What scripts and the platform add, by keyboard: the menu of a phone, suggestions while one types, and the editor."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

Opened = Callable[..., AbstractContextManager[Any]]
_TYPED: Final = "document.querySelector('.yasqe .CodeMirror').CodeMirror.getValue()"
_FOCUSED: Final = "document.activeElement.getAttribute('class') ?? document.activeElement.localName"


def test_the_menu_of_a_phone_opens_and_closes(opened: Opened) -> None:
    with opened("/nb/questions", width=320) as visit:
        page = visit.page
        opener, links = page.locator(".menu-open"), page.locator("nav.main-links a")
        assert not links.first.is_visible()
        opener.focus()
        page.keyboard.press("Enter")
        links.first.wait_for()
        assert visit.violations() == []
        assert visit.ask("wide()") == []
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.menu') !== null"), "the menu is not the next stop"
        page.keyboard.press("Escape")
        assert not links.first.is_visible()
        assert page.evaluate(_FOCUSED).split() == ["menu-open"], "the focus is lost"


def test_suggestions_while_one_types(opened: Opened) -> None:
    with opened("/nb/questions") as visit:
        page = visit.page
        field, options = page.locator("header [name=q]"), page.locator("header [role=option]")
        field.focus()
        page.keyboard.type("hjemmeb")
        options.first.wait_for()
        assert field.get_attribute("aria-expanded") == "true"
        assert visit.violations() == []
        page.keyboard.press("ArrowDown")
        chosen = field.get_attribute("aria-activedescendant")
        assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
        page.keyboard.press("Escape")
        assert options.count() == 0
        assert field.input_value() == "hjemmeb"
        page.keyboard.press("ArrowDown")
        options.first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: not url.endswith("/nb/questions"))
        assert page.locator("h1").is_visible()
        assert visit.trouble() == []


def test_suggestions_on_a_phone_stay_on_the_screen(opened: Opened) -> None:
    with opened("/nb/questions", width=320) as visit:
        visit.page.locator("header [name=q]").focus()
        visit.page.keyboard.type("skole")
        visit.page.locator("header [role=option]").first.wait_for()
        assert visit.ask("wide()") == []
        assert visit.violations() == []


def test_the_large_editor_comes_from_here_and_can_be_left(opened: Opened) -> None:
    with opened("/nb/sparql") as visit:
        page = visit.page
        opener = page.locator(".sparql-open")
        opener.focus()
        page.keyboard.press("Enter")
        page.locator(".yasqe .CodeMirror").wait_for()
        assert visit.violations() == []
        page.locator(".yasqe .CodeMirror textarea").focus()
        page.keyboard.press("Control+Enter")
        page.locator(".yasr_results td").first.wait_for()
        assert visit.violations() == []
        for key in ("Tab", "Shift+Tab"):
            page.locator(".yasqe .CodeMirror textarea").focus()
            before = page.evaluate(_TYPED)
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.localName") != "textarea", key
            assert page.evaluate(_TYPED) == before
        opener.focus()
        page.keyboard.press("Enter")
        page.locator("textarea[name=query]").wait_for()
        assert visit.trouble() == []

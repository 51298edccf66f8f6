"""One visit to one page: a fresh context, and everything that went wrong or went out during it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page

PROBE: Final = Path(__file__).with_name("probe.js")
OK: Final = 200
#: WCAG 2.1 at the levels A and AA: what the law asks for.
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
_AXE: Final = """async ([only, aside]) => {
  const rules = Object.fromEntries(aside.map((rule) => [rule, { enabled: false }]));
  const asked = { runOnly: only, rules, resultTypes: ["violations"], selectors: false, elementRef: false };
  const told = (node) => `${node.html.slice(0, 160)} | ${node.any[0]?.message ?? ""}`;
  return (await axe.run(asked)).violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${told(node)}`));
}"""
_REST: Final = """document.fonts.ready.then(
  () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))"""


@dataclass
class Visit:
    """An open page, what its console told, and the addresses elsewhere that it asked for."""

    page: Page
    status: int = OK
    told: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def rest(self) -> None:
        """Wait until the page stands as it is: fonts are there, and two frames have been drawn."""
        self.page.evaluate(_REST)

    def ask(self, question: str) -> Any:
        """Return what the probe in the page answers: ``ask("wide()")``."""
        return self.page.evaluate(f"probe.{question}")

    def resize(self, width: int) -> None:
        """Give the window another width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.rest()

    def violations(self, *aside: str) -> list[str]:
        """Return what axe finds in the page as it is shown now; ``aside``: rules that are not asked for."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(_AXE, [RULES, aside])
        return found

    def trouble(self) -> list[str]:
        """Return errors in the console, what the policy refused, and requests to other hosts."""
        return [*self.told, *self.ask("refused"), *self.outside]

    def note(self, message: ConsoleMessage) -> None:
        """Keep an error or a warning; but not that a page about trouble came with the status of trouble."""
        expected = self.status != OK and message.location.get("url") == self.page.url
        if message.type in {"error", "warning"} and not expected:
            self.told.append(message.text)


@contextmanager
def visit(
    browser: Browser,
    site: str,
    address: str,
    *,
    width: int = 1280,
    status: int = OK,
    without: str = "",
    **context: Any,
) -> Iterator[Visit]:
    """Open an address of the site and wait until it is at rest.

    ``without``: a pattern of addresses that are not answered; ``context``: Playwright's options.
    """
    settings = {"reduced_motion": "reduce", "locale": "nb-NO", **context}
    with browser.new_context(viewport={"width": width, "height": 800}, **settings) as made:
        made.set_default_timeout(20_000)
        made.add_init_script(path=PROBE)
        if without:
            made.route(without, lambda route: route.abort())
        page = made.new_page()
        seen = Visit(page, status)
        page.on("console", seen.note)
        page.on("pageerror", lambda error: seen.told.append(str(error)))
        made.on("request", lambda asked: None if _ours(asked.url, site) else seen.outside.append(asked.url))
        answer = page.goto(site + address, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{address}: {answer.status}"
        if settings.get("java_script_enabled", True):
            seen.rest()
        else:
            page.evaluate(PROBE.read_text(encoding="utf-8"))  # the page's own scripts do not run, but tests may ask
        yield seen


def _ours(url: str, site: str) -> bool:
    return url.startswith((f"{site}/", "data:", "blob:", "about:"))

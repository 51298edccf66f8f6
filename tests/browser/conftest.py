"""A running service and Debian's Chromium, once for a worker; without one of them, or the look, the tests say so."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from styringsgraf.web.pages import assets

from .visiting import Visit, visit

#: Debian's is named first; the others are what desktops have.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
#: Nothing of the browser's own may go out, and other hosts do not even have an address.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


@pytest.fixture(scope="package")
def site(shipped_folder: Path, serving: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of a service in a process of its own, without a slash at its end."""
    if "vendor/designsystemet.css" not in assets.assets().files:
        pytest.skip("what the pages take from others is not there: run make assets")
    with serving(shipped_folder) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser with a fresh profile. Closed with the package: while it is open, nobody else can run an event loop."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium on the path: apt-get install --no-install-recommends chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Browser, site: str) -> Callable[..., AbstractContextManager[Visit]]:
    """Open an address in a fresh context: ``with opened("/nb/quality", width=320) as visit``."""
    return partial(visit, browser, site)

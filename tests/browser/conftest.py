"""A running service and Debian's Chromium, once for a worker; without one of them, or the look, the tests say so."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from time import monotonic, sleep

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
_SECONDS = 120


@pytest.fixture(scope="package")
def site(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service in a process of its own, without a slash at its end."""
    if "vendor/designsystemet.css" not in assets.assets().files:
        pytest.skip("what the pages take from others is not there: run make assets")
    log = tmp_path_factory.mktemp("browser") / "log"
    command = [sys.executable, "-m", "styringsgraf", "serve", "--data", str(shipped_folder), "--port", "0"]
    settings = {"STYRINGSGRAF_LOG_FORMAT": "none", "STYRINGSGRAF_LANG": "nb"}
    with log.open("wb") as told, subprocess.Popen(command, stderr=told, env=os.environ | settings) as process:
        try:
            yield _address(log, process)
        finally:
            process.terminate()
            process.wait(60)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = monotonic() + _SECONDS
    while (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))) is None:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert monotonic() < deadline, log.read_text(encoding="utf-8")
        sleep(0.1)
    return found[0]


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

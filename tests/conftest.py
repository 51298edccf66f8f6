"""What suites share: the first release from the shipped data, once a worker; skips that CI does not allow."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from time import monotonic, sleep

import hypothesis
import pytest

from styringsgraf import pipeline
from styringsgraf.service import Service
from styringsgraf.settings import Settings

# How long an example takes depends on the machine; nothing is timed in tests.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shipped_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the first release, built from the shipped data. Never written to by tests."""
    folder = tmp_path_factory.mktemp("shipped") / "data"
    pipeline.initialise(Settings(data=folder))
    return folder


#: How long a server may take until it says where it answers, seconds.
_SECONDS = 120


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], AbstractContextManager[str]]:
    """Start the service over a data folder in a process of its own; gives its address, without a slash at its end."""

    @contextmanager
    def started(data: Path) -> Iterator[str]:
        log = tmp_path_factory.mktemp("serving") / "log"
        command = [sys.executable, "-m", "styringsgraf", "serve", "--data", str(data), "--port", "0"]
        settings = {"STYRINGSGRAF_LOG_FORMAT": "none", "STYRINGSGRAF_LANG": "nb"}
        with log.open("wb") as told, subprocess.Popen(command, stderr=told, env=os.environ | settings) as process:
            try:
                yield _address(log, process)
            finally:
                process.terminate()
                process.wait(60)

    return started


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = monotonic() + _SECONDS
    while (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))) is None:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert monotonic() < deadline, log.read_text(encoding="utf-8")
        sleep(0.1)
    return found[0]


@pytest.fixture
def shipped_settings(shipped_folder: Path) -> Settings:
    return Settings(data=shipped_folder)


@pytest.fixture(scope="session")
def _example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with vocabulary, UN codes and the example's master plan; only ever copied."""
    made = Settings(data=tmp_path_factory.mktemp("example") / "data")
    pipeline.initialise(made, empty=True)
    plan = Path(__file__).parents[1] / "data" / "eksempel" / "kommuneplan-2023.xlsx"
    assert pipeline.publish(made, pipeline.read_inputs([plan]), reference_date=date(2026, 6, 30)).manifest is not None
    return made.data


@pytest.fixture
def writable(_example_folder: Path, tmp_path: Path) -> Settings:
    """Settings with writing on, and a data folder to write to, which holds the example's master plan."""
    return Settings(data=shutil.copytree(_example_folder, tmp_path / "data"), writing=True)


@pytest.fixture(scope="session")
def service(shipped_folder: Path) -> Iterator[Service]:
    with Service.open(Settings(data=shipped_folder)) as opened:
        yield opened


def _forbidden(reporter: pytest.TerminalReporter) -> int:
    """Count the skips that CI does not allow: all but those for official files that are not part of the project."""
    skipped = reporter.stats.get("skipped", [])
    return sum("../shared" not in str(report.longrepr) for report in skipped)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in CI that a skip is a failure: a test that silently does not run proves nothing."""
    if os.environ.get("CI") and (count := _forbidden(terminalreporter)):
        terminalreporter.write_line(f"{count} skipped, and in CI a skip is a failure", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Give a run with such skips the exit code of a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and session.exitstatus == 0 and _forbidden(reporter):
        session.exitstatus = 1

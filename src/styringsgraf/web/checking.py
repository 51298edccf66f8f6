"""Checks of what strangers send: so many at once, so many in line, and only as long as somebody waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from anyio import CapacityLimiter
from fastapi import FastAPI, Request

from styringsgraf import errors, pipeline
from styringsgraf.engine.caller import Caller
from styringsgraf.pipeline import Checked, Upload
from styringsgraf.service import Service
from styringsgraf.web.foreign import while_somebody_waits

_RETRY_SECONDS: Final = 5


class Checks:
    """The checks of one application. A request has its place from its first byte: bodies take memory, too."""

    def __init__(self, service: Service) -> None:
        self._service = service
        at_once = pipeline.processes(service.config)
        self._places = at_once + service.config.check_queue
        self._taken = 0
        self._threads = CapacityLimiter(at_once)

    @property
    def running(self) -> int:
        """How many checks have a process."""
        return self._threads.borrowed_tokens

    @property
    def taken(self) -> int:
        """How many requests are being received, wait, or run."""
        return self._taken

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take a place in line for as long as the block runs; raises Busy at once when there is none."""
        if self._taken >= self._places:
            raise errors.Busy("web.check-queue", waiting=self._taken, retry_after=_RETRY_SECONDS)
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1

    async def check(self, request: Request, upload: Upload) -> Checked:
        """Check an upload when it is its turn. The body has been read; when the client hangs up, the check ends."""
        caller = Caller()
        call = partial(self._service.check, upload, caller)
        return await while_somebody_waits(request, caller, call, self._threads)


def attach(app: FastAPI, checks: Checks) -> None:
    """Give the application its checks."""
    app.state.checks = checks


def checks_of(request: Request) -> Checks:
    """Return the checks of the application that handles this request."""
    checks: Checks = request.app.state.checks
    return checks

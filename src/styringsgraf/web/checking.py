"""Checks of what strangers send: so many at once, so many in line, and only as long as somebody waits."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from starlette.requests import ClientDisconnect

from styringsgraf import errors, pipeline
from styringsgraf.engine.caller import Caller
from styringsgraf.pipeline import Checked, Upload
from styringsgraf.service import Service
from styringsgraf.web.foreign import until_gone

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
        work = asyncio.ensure_future(
            to_thread.run_sync(self._service.check, upload, caller, limiter=self._threads, abandon_on_cancel=True)
        )
        gone = asyncio.create_task(until_gone(request))
        try:
            done, _ = await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if work not in done:
                raise ClientDisconnect
            return work.result()
        finally:
            gone.cancel()
            if not work.done():
                # Whatever ended the wait: a process nobody waits for is killed, one still to come is not started.
                asyncio.get_running_loop().run_in_executor(None, caller.leave)
                work.cancel()


def attach(app: FastAPI, checks: Checks) -> None:
    """Give the application its checks."""
    app.state.checks = checks


def checks_of(request: Request) -> Checks:
    """Return the checks of the application that handles this request."""
    checks: Checks = request.app.state.checks
    return checks

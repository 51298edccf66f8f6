"""Writes over HTTP: in line behind each other, as long as somebody waits; and what is answered."""

import asyncio
from functools import partial
from typing import Final

from anyio import CapacityLimiter
from fastapi import FastAPI, Request, Response

from styringsgraf import errors
from styringsgraf.access import Grant
from styringsgraf.engine.caller import Caller
from styringsgraf.ingest.syntaxes import by_name
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline import changes, matching
from styringsgraf.pipeline.keys import Key
from styringsgraf.pipeline.writes import Conditions, Write, Written
from styringsgraf.service import Service
from styringsgraf.web.foreign import while_somebody_waits
from styringsgraf.web.state import service_of

#: Media types in which one graph can be written.
GRAPH_MEDIA: Final = tuple(media for name in changes.GRAPHS if (row := by_name(name)) for media in row.media_types)
_RETRY_SECONDS: Final = 5
#: Statuses without a body.
_NO_CONTENT: Final = 204


class Writes:
    """The writes of one application: one at a time has a process, so many wait, each with its place in line."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._places = 1 + service.config.write_queue
        self._taken = 0
        # A queue in order of arrival; between processes the writer lock decides.
        self._one = asyncio.Lock()
        # A thread may outlive its request by a moment, until its process has ended.
        self._threads = CapacityLimiter(1 + service.config.write_queue)

    @property
    def taken(self) -> int:
        """How many writes wait or run."""
        return self._taken

    async def write(self, request: Request, write: Write, grant: Grant, conditions: Conditions) -> Written:
        """Carry out a write when it is its turn; when the client hangs up before it commits, nothing is written."""
        if self._taken >= self._places:
            raise errors.Busy("writing.queue", waiting=self._taken, retry_after=_RETRY_SECONDS)
        self._taken += 1
        try:
            await self._turn()
            try:
                return await self._run(request, write, grant, conditions)
            finally:
                self._one.release()
        finally:
            self._taken -= 1

    async def _turn(self) -> None:
        wait = self._service.config.write_wait
        try:
            async with asyncio.timeout(wait):
                await self._one.acquire()
        except TimeoutError:
            raise errors.Busy("writing.waited", seconds=f"{wait:g}", retry_after=_RETRY_SECONDS) from None

    async def _run(self, request: Request, write: Write, grant: Grant, conditions: Conditions) -> Written:
        caller = Caller()
        call = partial(self._service.write, write, grant, conditions, caller)
        return await while_somebody_waits(request, caller, call, self._threads)


def attach(app: FastAPI, writes: Writes) -> None:
    """Give the application its writes."""
    app.state.writes = writes


async def write(request: Request, grant: Grant, wanted: Write) -> Written:
    """Carry out what a request writes, with its ``If-Match`` and ``Idempotency-Key``. The body has been read.

    Raises Forbidden, PreconditionFailed, Unprocessable, Refused, Busy, TimedOut, and what reading the body raises.
    """
    writes: Writes = request.app.state.writes
    changes.require_scope(grant, wanted, Minter(service_of(request).config.base))
    return await writes.write(request, wanted, grant, conditions_of(request, grant))


def conditions_of(request: Request, grant: Grant) -> Conditions:
    """Return the conditions in a request's headers. Raises BadParameter for a key that cannot be one."""
    match, keys = request.headers.getlist("if-match"), request.headers.getlist("idempotency-key")
    key = ", ".join(keys)
    if keys:
        Key.of(grant.token, key)
    return Conditions(matching.tags_of(", ".join(match)) if match else None, key)


def headers_of(written: Written) -> dict[str, str]:
    """Return the headers of the answer to a write: the release that is current now, and its tag for If-Match."""
    headers = {
        "Cache-Control": "no-store",
        "ETag": f'"{written.release}"',
        "X-Styringsgraf-Release": written.release,
    }
    return headers | ({"Idempotency-Replayed": "true"} if written.replayed else {})


def answered(written: Written, status: int | None = None, location: str | None = None) -> Response:
    """Return the answer to a write without a body of its own: 201 when something was made, else 204."""
    code = status or (201 if written.created else _NO_CONTENT)
    return Response(status_code=code, headers=headers_of(written) | ({"Location": location} if location else {}))

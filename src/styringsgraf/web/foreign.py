"""Foreign queries: in threads of their own, while there is room for their answers, as long as somebody waits."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request, Response
from starlette.requests import ClientDisconnect

from styringsgraf import errors
from styringsgraf.engine import Answer, Dataset
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.workers import Options
from styringsgraf.service import Service
from styringsgraf.web.edge import Undelivered

T = TypeVar("T")

#: Answers on their way to slow readers may fill so many times the size limit of one answer.
ANSWERS: Final = 8
#: Whole graphs that are read at once.
GRAPHS: Final = 2
_RETRY_SECONDS: Final = 5


class ForeignQueries:
    """Runs the queries of one application; as many at a time as may run or wait, and no thread more."""

    def __init__(self, service: Service, undelivered: Undelivered) -> None:
        self._service = service
        self._undelivered = undelivered
        self._room = ANSWERS * service.config.query_bytes
        self._threads = CapacityLimiter(Options.of(service.config).processes + service.config.query_queue)
        self._graphs = CapacityLimiter(GRAPHS)

    async def answer(self, request: Request, query: str, accept: str | None, dataset: Dataset) -> Answer:
        """Run one query. Raises what the workers raise; Busy at once when there is no room for it or its answer."""
        self._refuse_when_full()
        waiting = self._threads.borrowed_tokens
        if waiting >= self._threads.total_tokens:
            raise errors.Busy("engine.queue", waiting=waiting, retry_after=_RETRY_SECONDS)
        caller = Caller()
        watch = asyncio.create_task(_leave_when_gone(request, caller))
        try:
            return await to_thread.run_sync(
                self._service.foreign_query, query, accept, dataset, caller, limiter=self._threads
            )
        finally:
            watch.cancel()

    async def whole_graph(self, read: Callable[[], Response]) -> Response:
        """Read a graph in a thread; a few at a time, so that large ones fill neither memory nor questions' threads."""
        self._refuse_when_full()
        return await to_thread.run_sync(read, limiter=self._graphs)

    def _refuse_when_full(self) -> None:
        if self._undelivered.size >= self._room:
            raise errors.Busy("web.undelivered", retry_after=_RETRY_SECONDS)


def attach(app: FastAPI, queries: ForeignQueries) -> None:
    """Give the application its foreign queries."""
    app.state.foreign = queries


def foreign_of(request: Request) -> ForeignQueries:
    """Return the foreign queries of the application that handles this request."""
    queries: ForeignQueries = request.app.state.foreign
    return queries


async def until_gone(request: Request) -> None:
    """Wait for the client to hang up. The body has been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _leave_when_gone(request: Request, caller: Caller) -> None:
    await until_gone(request)
    await to_thread.run_sync(caller.leave)


async def while_somebody_waits(request: Request, caller: Caller, call: Callable[[], T], threads: CapacityLimiter) -> T:
    """Run ``call`` in a thread; when the client hangs up, ``caller`` leaves. The body has been read."""
    work = asyncio.ensure_future(to_thread.run_sync(call, limiter=threads, abandon_on_cancel=True))
    gone = asyncio.create_task(until_gone(request))
    try:
        done, _ = await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if work not in done:
            raise ClientDisconnect
        return work.result()
    finally:
        gone.cancel()
        if not work.done():
            # Whatever ended the wait: a process nobody waits for is killed, unless it commits already; one still to
            # come is not started.
            asyncio.get_running_loop().run_in_executor(None, caller.leave)
            work.cancel()

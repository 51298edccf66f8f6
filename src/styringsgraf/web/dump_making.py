"""Files to download that are not there yet: made one after the other, and whoever waits is told when it takes long."""

import asyncio
import threading
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Final

from anyio import to_thread
from fastapi import FastAPI, Request

from styringsgraf import errors
from styringsgraf.publish import dumping
from styringsgraf.publish.dump_folder import Dump
from styringsgraf.publish.dumping import Wanted
from styringsgraf.settings import Settings

#: How many files may wait to be made; more would only wait for longer than anybody does.
PLACES: Final = 32
_RETRY_SECONDS: Final = 10


class Making:
    """The maker of one application. One thread waits for one process at a time; it starts with the first file."""

    def __init__(self, config: Settings) -> None:
        self._config = config
        self.folder = dumping.folder(config)
        self._lock = threading.Lock()
        self._under_way: dict[tuple[str, str], Future[Dump]] = {}
        self._line: SimpleQueue[tuple[Wanted, Future[Dump]]] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def dump(self, asked: Wanted) -> Dump:
        """Return a file, which is made when it is not there.

        Raises ``Busy`` when that takes long (it goes on) or too many wait, and what ``dumping.make_apart`` raises.
        """
        found = await to_thread.run_sync(self.folder.ready, *asked.key)
        if found is not None:
            return found
        waited = asyncio.wrap_future(self._begun(asked))
        # Nobody may be waiting any more when it fails; the next one who asks begins anew.
        waited.add_done_callback(_seen)
        done, _ = await asyncio.wait({waited}, timeout=self._config.dump_wait)
        if not done:
            raise errors.Busy("dumps.making", file=asked.file, retry_after=_RETRY_SECONDS)
        return waited.result()

    def _begun(self, asked: Wanted) -> "Future[Dump]":
        with self._lock:
            if asked.key in self._under_way:
                return self._under_way[asked.key]
            if len(self._under_way) >= PLACES:
                raise errors.Busy("dumps.queue", waiting=len(self._under_way), retry_after=_RETRY_SECONDS)
            future = self._under_way[asked.key] = Future()
            self._line.put((asked, future))
            if self._thread is None:
                # A daemon: the process it waits for ends with it, and leaves nothing half-done.
                self._thread = threading.Thread(target=self._work, name="dumps", daemon=True)
                self._thread.start()
            return future

    def _work(self) -> None:
        while True:
            asked, future = self._line.get()
            try:
                made = dumping.make_apart(self._config, asked)
            except Exception as fault:  # noqa: BLE001 - whoever waits gets it, whatever it is
                self._done(asked)
                future.set_exception(fault)
            else:
                self._done(asked)
                future.set_result(made)

    def _done(self, asked: Wanted) -> None:
        with self._lock:
            del self._under_way[asked.key]


def _seen(future: "asyncio.Future[Dump]") -> None:
    if not future.cancelled():
        future.exception()


def attach(app: FastAPI, making: Making) -> None:
    """Give the application its maker."""
    app.state.dump_making = making


def making_of(request: Request) -> Making:
    """Return the maker of the application that handles this request."""
    making: Making = request.app.state.dump_making
    return making

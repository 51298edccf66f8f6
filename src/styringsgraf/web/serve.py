"""Start the HTTP server on a socket we bind ourselves, so that a port in use is one clear sentence."""

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import uvicorn
from anyio import CapacityLimiter, to_thread

from styringsgraf import errors
from styringsgraf.engine.allocation import few_arenas
from styringsgraf.engine.crew import nothing
from styringsgraf.service import Service
from styringsgraf.settings import settings
from styringsgraf.web import logs
from styringsgraf.web.app import create_app
from styringsgraf.web.protocol import PoliteProtocol

#: How many connections the system keeps until they are taken.
_LINE: Final = 1024
#: How often a process looks for a new release by itself; whoever asks looks, too.
_FOLLOW_SECONDS: Final = 0.25

#: How long a connection taken at the last moment may take to bring its request, and a query to be answered.
_LAST_SECONDS: Final = 0.5


class SharedListener(socket.socket):
    """A listening socket of several processes. Each takes one connection at a time, so that all get some."""

    def listen(self, backlog: int = _LINE, /) -> None:
        """Keep the line as long as it is: asyncio wants it as short as the number it takes at a time."""
        super().listen(max(backlog, _LINE))


def log_to_stderr() -> None:
    """Write the log in the form the settings name on standard error; standard output belongs to answers."""
    logs.configure(settings().log_format)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises Environment with the remedy when the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_LINE)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise errors.Environment("web.port-in-use", host=host, port=port, other=port + 1) from None
        raise errors.Environment("web.address", host=host, port=port, reason=fault.strerror or fault) from None
    except OverflowError as fault:
        raise errors.Environment("web.address", host=host, port=port, reason=fault) from None
    return listener


class _Server(uvicorn.Server):
    """Ends foreign queries before it waits for open requests: one of them could outlast the wait.

    ``ready`` is called once connections are taken. Releases are followed without being asked: a process that nobody
    asks would hold an old one, and keep its store on the disk.
    """

    def __init__(self, config: uvicorn.Config, service: Service, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._service = service
        self._ready = ready
        self._follower: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._follower = asyncio.create_task(_follow(self._service))
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: foreign queries are told so after a moment, everything else is finished.

        Who has just connected gets that moment to ask: uvicorn hangs up on all who have asked nothing yet. A quick
        query is still answered in it, so that a process that is renewed turns nobody away.
        """
        if self._follower is not None:
            self._follower.cancel()
        for one in self.servers:
            one.close()
        await asyncio.sleep(_LAST_SECONDS)
        await to_thread.run_sync(self._service.end_foreign_queries)
        await super().shutdown(sockets)


async def _follow(service: Service) -> None:
    own = CapacityLimiter(1)
    while True:
        await asyncio.sleep(_FOLLOW_SECONDS)
        with suppress(errors.StyringsgrafError):  # whoever asks is told
            await to_thread.run_sync(service.keep_up, limiter=own)


def server(service: Service, ready: Callable[[], None] = nothing, *, shared: bool = False) -> uvicorn.Server:
    """Return the server over one service, ready to run; ``shared`` when other processes listen on the same socket."""
    config = uvicorn.Config(
        create_app(service),
        http=PoliteProtocol,
        loop="asyncio",  # what the tests run on, whatever else is installed
        ws="none",
        log_level="warning",
        timeout_graceful_shutdown=10,
        server_header=False,
        access_log=False,  # ours has the route instead of what was asked
        proxy_headers=bool(service.config.trusted_proxies),
        forwarded_allow_ips=service.config.trusted_proxies,
        lifespan="on",
        backlog=1 if shared else _LINE,
    )
    return _Server(config, service, ready)


def serve(service: Service, listener: socket.socket, ready: Callable[[], None] = nothing) -> None:
    """Serve until the process is told to stop; open requests are finished first."""
    few_arenas()
    server(service, ready, shared=isinstance(listener, SharedListener)).run(sockets=[listener])

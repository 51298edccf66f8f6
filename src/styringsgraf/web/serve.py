"""Start the HTTP server on a socket we bind ourselves, so that a port in use is one clear sentence."""

import errno
import socket

import uvicorn
from anyio import to_thread

from styringsgraf import errors
from styringsgraf.service import Service
from styringsgraf.web.app import create_app
from styringsgraf.web.protocol import HEAD_BYTES, PoliteProtocol


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises Environment with the remedy when the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise errors.Environment("web.port-in-use", host=host, port=port, other=port + 1) from None
        raise errors.Environment("web.address", host=host, port=port, reason=fault.strerror or fault) from None
    except OverflowError as fault:
        raise errors.Environment("web.address", host=host, port=port, reason=fault) from None
    return listener


class _Server(uvicorn.Server):
    """Ends foreign queries before it waits for open requests: one of them could outlast the wait."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: foreign queries are told so at once, everything else is finished."""
        await to_thread.run_sync(self._service.end_foreign_queries)
        await super().shutdown(sockets)


def server(service: Service) -> uvicorn.Server:
    """Return the server over one service, ready to run."""
    config = uvicorn.Config(
        create_app(service),
        http=PoliteProtocol,
        ws="none",
        h11_max_incomplete_event_size=HEAD_BYTES,
        log_level="warning",
        timeout_graceful_shutdown=10,
        server_header=False,
        lifespan="on",
    )
    return _Server(config, service)


def serve(service: Service, listener: socket.socket) -> None:
    """Serve until the process is told to stop; open requests are finished first."""
    server(service).run(sockets=[listener])

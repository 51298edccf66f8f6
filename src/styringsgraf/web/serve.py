"""Start the HTTP server on a socket we bind ourselves, so that a port in use is one clear sentence."""

import errno
import socket

import uvicorn

from styringsgraf import errors
from styringsgraf.service import Service
from styringsgraf.web.app import create_app


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


def serve(service: Service, listener: socket.socket) -> None:
    """Serve until the process is told to stop; open requests are finished first."""
    config = uvicorn.Config(
        create_app(service), log_level="warning", timeout_graceful_shutdown=10, server_header=False, lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listener])

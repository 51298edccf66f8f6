"""One request to a service and its whole answer: bounded in time and size, certificates verified, never redirected.

A redirect is an answer like any other: nothing is sent again to where it leads, least of all the token.
"""

import re
import threading
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from queue import Empty, SimpleQueue
from socket import EAI_NONAME, gaierror
from ssl import SSLCertVerificationError, SSLEOFError, SSLError
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from styringsgraf import errors
from styringsgraf.sending.address import Address
from styringsgraf.sending.form import Body, Gone

_PIECE: Final = 1 << 16
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/=-]{1,200}", re.ASCII)
_HIDDEN: Final = b"***"


@dataclass(frozen=True)
class Token:
    """What lets a sender write; never shown, not even in a trace."""

    secret: str = field(repr=False)

    @classmethod
    def of(cls, given: str | None) -> "Token":
        """Return the token in an environment variable. Raises UsageError for none, and for what cannot be one."""
        secret = (given or "").strip()
        if not secret:
            raise errors.UsageError("sending.no-token")
        if not _TOKEN.fullmatch(secret):
            raise errors.UsageError("sending.bad-token")
        return cls(secret)


@dataclass(frozen=True)
class Request:
    """What is sent: where to, the query as it stands in the address, headers and body."""

    address: Address
    query: str
    headers: Mapping[str, str]
    body: bytes
    token: Token


@dataclass(frozen=True)
class Bounds:
    """What one exchange may take: seconds from the first step to the last byte, bytes of the answer."""

    seconds: float = 300.0
    bytes: int = 64_000_000


BOUNDS: Final = Bounds()


@dataclass(frozen=True)
class Answer:
    """A whole answer, whatever its status; header names in small letters, the token taken out wherever it stood."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Broken(Exception):
    """The exchange came to nothing, and may go better another time. The text is the system's own word for why."""


def exchange(request: Request, bounds: Bounds, gone: Gone) -> Answer:
    """Send a request and return the answer. ``gone`` is told how much of the body has been sent.

    Raises Broken; Environment where there is no such host, or no TLS or certificate to trust; TooLarge.
    """
    box: SimpleQueue[Answer | Exception] = SimpleQueue()

    def work() -> None:
        try:
            box.put(_exchange(request, bounds, gone))
        except Exception as fault:  # noqa: BLE001 - handed over, and judged where the caller is
            box.put(fault)

    # A thread that is left behind when time is up: no slow name server or dripping answer holds the caller longer.
    threading.Thread(target=work, name="sending", daemon=True).start()
    try:
        found = box.get(timeout=bounds.seconds)
    except Empty:
        raise Broken(f"> {bounds.seconds:g} s") from None
    if isinstance(found, Exception):
        raise _told(found, request.address) from found
    return found


def _exchange(request: Request, bounds: Bounds, gone: Gone) -> Answer:
    ending = monotonic() + bounds.seconds
    address = request.address
    connection, target = _connection(address, bounds.seconds)
    headers = dict(request.headers) | {
        "Host": address.netloc,
        "Authorization": f"Bearer {request.token.secret}",
        "Content-Length": str(len(request.body)),
        "Connection": "close",
    }
    try:
        connection.connect()
        # Whoever refuses a body need not read it to its end; the answer may have come all the same.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST", f"{target}?{request.query}", Body(request.body, gone), headers)
        with connection.getresponse() as response:
            return _answer(response, request, bounds, ending)
    finally:
        connection.close()


def _connection(address: Address, seconds: float) -> tuple[HTTPConnection, str]:
    """Return a connection, by way of the proxy that the environment names, and what to ask for over it."""
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    proxy = urllib.request.getproxies().get(address.scheme)
    if not proxy or urllib.request.proxy_bypass(address.host):
        return kind(address.host, address.port, timeout=seconds), address.path
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    made = kind(parts.hostname or "", parts.port or 80, timeout=seconds)
    if address.scheme == "https":
        made.set_tunnel(address.host, address.port)
        return made, address.path
    return made, f"http://{address.netloc}{address.path}"


def _answer(response: HTTPResponse, request: Request, bounds: Bounds, ending: float) -> Answer:
    """Read an answer to its end."""
    content = bytearray()
    while piece := response.read1(_PIECE):
        content += piece
        if len(content) > bounds.bytes:
            raise errors.TooLarge("sending.answer-size", limit=bounds.bytes)
        if monotonic() > ending:
            raise TimeoutError
    if response.length:
        raise ConnectionError("incomplete answer")
    secret = request.token.secret
    headers = {name.lower(): value.replace(secret, _HIDDEN.decode()) for name, value in response.getheaders()}
    return Answer(response.status, headers, bytes(content).replace(secret.encode(), _HIDDEN))


def _told(fault: Exception, address: Address) -> Exception:
    """Return what went wrong as it concerns the caller; a fault of the program's own stays as it is."""
    if isinstance(fault, gaierror) and fault.errno == EAI_NONAME:
        return errors.Environment("sending.no-host", host=address.host)
    if isinstance(fault, SSLCertVerificationError):
        return errors.Environment("sending.certificate", host=address.netloc, reason=fault.verify_message)
    if isinstance(fault, SSLError) and not isinstance(fault, SSLEOFError):
        return errors.Environment("sending.tls", host=address.netloc, reason=fault.reason)
    if isinstance(fault, (OSError, HTTPException)):
        return Broken(getattr(fault, "strerror", "") or str(fault) or type(fault).__name__)
    return fault

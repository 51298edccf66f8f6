"""One HTTP exchange with a remote engine: bounded in time and size, never redirected, ended from outside when need be.

Connecting, waiting and reading together take no longer than they may: a timer shuts the socket down, because the
socket's own time-out starts anew with every byte, and a caller who leaves shuts it down as well.
"""

import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Lock, Timer
from typing import Any, Final, cast
from urllib import request as urls
from urllib.error import HTTPError, URLError

from styringsgraf import errors
from styringsgraf.engine.caller import Caller

#: A machine that is there answers a connection at once.
CONNECT_SECONDS: Final = 3.0
#: When to try again after the engine was not there, seconds.
RETRY_SECONDS: Final = 2
_PIECE: Final = 1 << 18
#: So much of what an engine says about a failure is read.
_SAID: Final = 2_000


@dataclass(frozen=True)
class Account:
    """Who asks. A password is sent only when the engine asks for it, by the method it names (basic or digest)."""

    user: str = ""
    password: str = ""


NOBODY: Final = Account()


@dataclass(frozen=True)
class Bounds:
    """What one exchange may take: ``seconds`` in all, ``bytes`` of the answer's body."""

    seconds: float
    bytes: int


@dataclass(frozen=True)
class Received:
    """A whole answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def media(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def said(self) -> str:
        """What an engine says in words, as one short line."""
        return " ".join(self.content[:_SAID].decode("utf-8", "replace").split())[:300]


class _Line:
    """The socket of one exchange, so that others can end it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self.ended = False
        self.late = False

    def hold(self, found: socket.socket) -> None:
        with self._lock:
            self._socket = found
            if self.ended:
                self._shut()

    def expire(self) -> None:
        self.late = True
        self.end()

    def end(self) -> None:
        with self._lock:
            self.ended = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # the plain socket's own way: that of TLS is not for a second thread
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    def __init__(self, host: str, *, line: _Line, timeout: float) -> None:
        super().__init__(host, timeout=min(timeout, CONNECT_SECONDS))
        self._line, self._patience = line, timeout

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(self._patience)
        self._line.hold(self.sock)


class _Secure(HTTPSConnection):
    def __init__(self, host: str, *, line: _Line, timeout: float) -> None:
        super().__init__(host, timeout=min(timeout, CONNECT_SECONDS))
        self._line, self._patience = line, timeout

    def connect(self) -> None:
        super().connect()
        self.sock.settimeout(self._patience)
        self._line.hold(self.sock)


class _PlainHandler(urls.HTTPHandler):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def http_open(self, req: urls.Request) -> HTTPResponse:
        return self.do_open(cast("Any", partial(_Plain, line=self._line)), req)


class _SecureHandler(urls.HTTPSHandler):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def https_open(self, req: urls.Request) -> HTTPResponse:
        return self.do_open(cast("Any", partial(_Secure, line=self._line)), req)


def exchange(
    request: urls.Request, bounds: Bounds, account: Account = NOBODY, caller: Caller | None = None
) -> Received:
    """Send a request and return the whole answer, also one that tells of a failure.

    Raises Busy (``remote.down``: nobody answered; ``remote.broken``: the answer broke off), TimedOut, TooLarge; Busy
    as well when ``caller`` has left.
    """
    line, asking = _Line(), caller or Caller()
    timer = Timer(bounds.seconds, line.expire)
    timer.daemon = True
    with asking.ending(line.end):
        timer.start()
        try:
            return _exchange(request, bounds, account, line)
        except TimeoutError:
            raise _late(bounds) from None
        except (HTTPException, OSError) as fault:
            if line.late or isinstance(getattr(fault, "reason", None), TimeoutError):
                raise _late(bounds) from None
            if line.ended:
                raise errors.Busy("engine.left", retry_after=1) from None
            raise errors.Busy("remote.down", retry_after=RETRY_SECONDS) from None
        except ValueError:  # what calls itself HTTP and is not
            raise broken() from None
        finally:
            timer.cancel()


def broken() -> errors.Busy:
    """Return the error for an answer that cannot be trusted."""
    return errors.Busy("remote.broken", retry_after=RETRY_SECONDS)


def _late(bounds: Bounds) -> errors.TimedOut:
    return errors.TimedOut("remote.slow", seconds=f"{bounds.seconds:g}")


def _exchange(request: urls.Request, bounds: Bounds, account: Account, line: _Line) -> Received:
    try:
        response = _opener(request.full_url, account, line).open(request, timeout=bounds.seconds)
    except HTTPError as told:
        with told:
            return Received(told.code, _headers(told.headers), _some(told))
    except URLError as fault:
        raise (fault.reason if isinstance(fault.reason, OSError) else ConnectionError(str(fault.reason))) from None
    with response:
        return Received(response.status, _headers(response.headers), _whole(response, bounds, line))


def _opener(url: str, account: Account, line: _Line) -> urls.OpenerDirector:
    opener = urls.OpenerDirector()
    handlers: list[urls.BaseHandler] = [
        _PlainHandler(line),
        _SecureHandler(line),
        urls.HTTPDefaultErrorHandler(),
        urls.HTTPErrorProcessor(),
        urls.UnknownHandler(),
    ]
    if account.user:
        passwords = urls.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, account.user, account.password)
        handlers += [urls.HTTPDigestAuthHandler(passwords), urls.HTTPBasicAuthHandler(passwords)]
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _headers(message: Message) -> Mapping[str, str]:
    return {name.lower(): value for name, value in message.items()}


def _some(told: HTTPError) -> bytes:
    with suppress(OSError, HTTPException):
        return told.read(_SAID)
    return b""


def _whole(response: HTTPResponse, bounds: Bounds, line: _Line) -> bytes:
    """Read the body to its end. Raises TooLarge, and Busy where it breaks off."""
    pieces, size = [], 0
    try:
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > bounds.bytes:
                raise errors.TooLarge("engine.answer-size", limit=bounds.bytes)
            pieces.append(piece)
    except (HTTPException, OSError) as fault:
        if line.ended or isinstance(fault, TimeoutError):
            raise
        raise broken() from None
    if line.ended:
        raise ConnectionError
    if response.length:  # bytes announced that never came
        raise broken()
    return b"".join(pieces)

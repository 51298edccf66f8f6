"""The manners of a connection: how long it may keep us waiting, how many there may be, and how nonsense is answered.

What a request asks is not seen here. Limits on time are on progress, not on the whole: a slow line is no attack.
"""

import json
import resource
from asyncio import TimerHandle, Transport
from functools import cache
from http import HTTPStatus
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from styringsgraf import errors
from styringsgraf.formats import PROBLEM_JSON
from styringsgraf.settings import settings
from styringsgraf.web.problem import document

#: How long a request's head may take from its first byte, or from the opening of the connection, seconds.
HEAD_SECONDS: Final = 15.0
#: How long the next piece of a body may be missing, and how long a reader may take nothing of an answer, seconds.
PIECE_SECONDS: Final = 20.0
#: A query of 8 kB is three times as long in an address.
HEAD_BYTES: Final = 64 * 1024
#: Files are for stores, too: connections get half of what the system gives the process.
_WANTED_FILES: Final = 16_384
_RETRY_SECONDS: Final = 5


@cache
def connections_allowed() -> int:
    """Raise the process's limit of open files as far as is sensible and return how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED_FILES if hard == resource.RLIM_INFINITY else min(_WANTED_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return _WANTED_FILES // 2 if soft == resource.RLIM_INFINITY else soft // 2


class PoliteProtocol(H11Protocol):
    """HTTP/1.1 over h11, with limits on waiting and on the number of connections."""

    _reading: TimerHandle | None = None
    _writing: TimerHandle | None = None
    _head_begun = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as the class above
        """Take a connection, or refuse it when there are too many."""
        super().connection_made(transport)
        if len(self.connections) > connections_allowed():
            self._refuse(errors.Busy("web.connections", retry_after=_RETRY_SECONDS))
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._reading = _after(self._reading)
        self._writing = _after(self._writing)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and decide what is waited for next: a head, more of a body, or nothing."""
        super().data_received(data)
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            self._await_head()
            return
        self._head_begun = False
        self._reading = _after(self._reading)
        if cycle.more_body:
            self._reading = self.loop.call_later(PIECE_SECONDS, self._body_missing)

    def pause_writing(self) -> None:
        """Note that the reader takes nothing."""
        super().pause_writing()
        self._writing = _after(self._writing, self.loop.call_later(PIECE_SECONDS, self.transport.abort))

    def resume_writing(self) -> None:
        """Note that the reader reads again."""
        super().resume_writing()
        self._writing = _after(self._writing)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP in the one shape of all errors."""
        del msg  # says no more than the sentence does
        self._refuse(errors.UsageError("web.malformed"))

    def _await_head(self) -> None:
        if not self._head_begun:
            self._head_begun = True
            self._reading = _after(self._reading, self.loop.call_later(HEAD_SECONDS, self.transport.abort))

    def _body_missing(self) -> None:
        if self.flow.read_paused:  # it is we who do not read
            self._reading = self.loop.call_later(PIECE_SECONDS, self._body_missing)
        else:
            self.transport.abort()

    def _refuse(self, error: errors.StyringsgrafError) -> None:
        """Say no and hang up; in the middle of an answer only the second is possible."""
        self._reading = _after(self._reading)
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            lang = settings().lang
            body = json.dumps(document(error, "/", lang), ensure_ascii=False).encode()
            headers = [
                ("content-type", PROBLEM_JSON),
                ("content-length", str(len(body))),
                ("content-language", lang),
                ("cache-control", "no-store"),
                ("connection", "close"),
                *([("retry-after", str(_RETRY_SECONDS))] if isinstance(error, errors.Busy) else []),
            ]
            reason = HTTPStatus(error.status).phrase.encode()
            start = h11.Response(status_code=error.status, headers=headers, reason=reason)
            for event in (start, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _after(old: TimerHandle | None, new: TimerHandle | None = None) -> TimerHandle | None:
    """Stop one clock in favour of another, or of none."""
    if old is not None:
        old.cancel()
    return new

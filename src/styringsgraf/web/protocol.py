"""The manners of a connection: how long it may keep us waiting, how many there may be, and how nonsense is answered.

What a request asks is not seen here. Limits on time are on progress, not on the whole: a slow line is no attack.
"""

from asyncio import TimerHandle, Transport
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.web.clock import Clock
from styringsgraf.web.files import connections_allowed
from styringsgraf.web.parsing import Parsing
from styringsgraf.web.refusal import refusal

#: How long a request's head may take from its first byte, or from the opening of the connection, seconds.
HEAD_SECONDS: Final = 15.0
#: How long the next piece of a body may be missing, and how long a reader may take nothing of an answer, seconds.
PIECE_SECONDS: Final = 20.0
#: How long we go on taking, unread, what a client sends after its answer; closing at once could cost it the answer.
LINGER_SECONDS: Final = 15.0
_RETRY_SECONDS: Final = 5


class PoliteProtocol(Parsing):
    """HTTP/1.1 over llhttp, with limits on waiting and on the number of connections."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._clock = Clock(self.loop)
        self._writing: TimerHandle | None = None
        self._head_awaited = False
        self._lingering = False
        self._last_words = b""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as the class above
        """Take a connection, or refuse it when there are too many."""
        super().connection_made(transport)
        if len(self.connections) > connections_allowed():
            self.deaf = True
            transport.write(refusal(errors.Busy("web.connections", retry_after=_RETRY_SECONDS)))
            transport.close()
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks, and tell whoever works on an answer that nobody waits for it."""
        self.deaf = True
        self._clock.end()
        self._writing = _after(self._writing)
        self.waiting.clear()
        if self.running is not None:
            self.running.disconnected = True
            self.running.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and decide what is waited for next: a head, more of a body, or nothing."""
        if not self.deaf:
            self._take(data)

    def _take(self, data: bytes) -> None:
        if not self.parse(data):
            self._refuse(errors.UsageError("web.malformed"))
        elif self.deaf:
            self._clock.stop()  # that was the last request of this connection
        elif self.in_body:
            self._head_awaited = False
            self._clock.set(PIECE_SECONDS, self._body_missing)
        elif self.running is not None:
            self._head_awaited = False
            self._clock.stop()
        else:
            self._await_head()

    def pause_writing(self) -> None:
        """Note that the reader takes nothing."""
        super().pause_writing()
        self._writing = _after(self._writing, self.loop.call_later(PIECE_SECONDS, self.transport.abort))

    def resume_writing(self) -> None:
        """Note that the reader reads again."""
        super().resume_writing()
        self._writing = _after(self._writing)

    def shutdown(self) -> None:
        """End the connection when what has begun is answered."""
        if self._lingering:
            self.transport.close()
        else:
            super().shutdown()

    def on_response_complete(self) -> None:
        """Go on to the next request, or wait for one."""
        self.server_state.total_requests += 1
        self.running = None
        if self._lingering or self.transport.is_closing():
            return
        if self.waiting:
            self.run(self.waiting.popleft())
            return
        self.flow.resume_reading()
        if self._last_words:
            self._say(self._last_words)
        elif self.in_head:
            self._await_head()
        else:
            self._clock.set(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def hang_up(self) -> None:
        """End the connection after an answer, and not before everything has come that is on its way."""
        if self.unread or (self.in_body and self.running is self.cycle):
            self._linger()
        else:
            self.transport.close()

    def _await_head(self) -> None:
        if not self._head_awaited:
            self._head_awaited = True
            self._clock.set(HEAD_SECONDS, self.transport.abort)

    def _body_missing(self) -> None:
        if self.flow.read_paused:  # it is we who do not read
            self._clock.set(PIECE_SECONDS, self._body_missing)
        else:
            self.transport.abort()

    def _refuse(self, error: errors.StyringsgrafError) -> None:
        """Say no, behind the answers that are due, and hang up; in the middle of an answer only that is possible."""
        self.deaf = True
        self._clock.stop()
        if self.in_body and self.cycle is self.running:
            if self.cycle.response_started:
                self.transport.close()
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self.running = None
        elif self.in_body:  # not begun yet, and not to be
            self.waiting.pop()
        words = refusal(error)
        if self.running is None:
            self._say(words)
        else:
            self._last_words = words

    def _say(self, words: bytes) -> None:
        self.transport.write(words)
        self._linger()

    def _linger(self) -> None:
        """Close our side only, and take what still comes: bytes that nobody takes would cost the client our answer."""
        self.deaf = self._lingering = True
        self.waiting.clear()
        self._clock.set(LINGER_SECONDS, self.transport.abort)
        try:
            self.transport.write_eof()
        except (OSError, NotImplementedError):  # gone already, or a kind of line that has no sides
            self.transport.close()
        else:
            self.flow.resume_reading()


def _after(old: TimerHandle | None, new: TimerHandle | None = None) -> TimerHandle | None:
    """Stop one clock in favour of another, or of none."""
    if old is not None:
        old.cancel()
    return new

"""From bytes to requests: llhttp parses, this says what each of its finds means, and what is too much of it."""

import asyncio
from collections import deque
from typing import Any, Final

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from styringsgraf.web.exchange import Exchange
from styringsgraf.web.head import Malformed, settle, target

#: A query of 8 kB is three times as long in an address.
HEAD_BYTES: Final = 64 * 1024
#: Requests that may wait on one connection for the answer to the one before; what comes after is not read.
PIPELINE: Final = 100
#: What chunks of a body may weigh by themselves, for each byte in them: one by one they weigh five.
_WRAPPING: Final = 16
_FRAMING: Final = (b"content-length", b"transfer-encoding")


class Parsing(HttpToolsProtocol):
    """The reading half of a connection.

    ``cycle`` is the exchange read last; ``running`` is the one being answered, others are ``waiting``.
    """

    cycle: Exchange

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.running: Exchange | None = None
        self.waiting: deque[Exchange] = deque()
        self.deaf = False  # what comes now is thrown away
        self.unread = False  # and something has come
        self.in_head = self.in_body = False
        self._framing = b""  # the headers that say how long the body of a wish for another protocol is
        self._turns = 0  # how often heads and bodies have ended
        self._size = 0  # bytes of the head so far, or of what wraps the body
        self._body = 0  # bytes of the body so far

    def parse(self, data: bytes) -> bool:
        """Take what came; returns False where it is no HTTP, or more than there may be of it."""
        turns, body = self._turns, self._body
        self._size += len(data)
        try:
            self._feed(data)
        except httptools.HttpParserError:
            return self.deaf  # we have stopped it ourselves
        if self._turns != turns:
            self._size = 0
        elif self.in_body:
            self._size -= self._body - body
        return self._size <= HEAD_BYTES + _WRAPPING * self._body

    def hang_up(self) -> None:
        """End the connection after an answer."""
        self.transport.close()

    def run(self, cycle: Exchange) -> None:
        """Have a request answered."""
        self.running = cycle
        self._start_asgi_task(cycle, self.app)

    def on_message_begin(self) -> None:
        """Begin a request, unless enough of them wait or none is to come."""
        if self.in_body:
            return  # see _halfway
        if len(self.waiting) >= PIPELINE:
            self.deaf = True
            self.cycle.keep_alive = False
        if self.deaf:
            self.unread = True
            raise Malformed
        self.in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Note a header; those behind a body are nobody's business."""
        if not self.in_body:
            self.headers.append((name.lower(), value.rstrip(b" \t")))

    def on_headers_complete(self) -> None:
        """Have the request answered, or let it wait for those before it."""
        if self.in_body:
            return  # see _halfway
        if self._size > HEAD_BYTES:
            self._measure()
        version = self.parser.get_http_version()
        method = self.parser.get_method().decode("ascii")
        wanted = target(method, self.url)
        waits = settle(version, self.headers, wanted.authority)
        scope = self.scope
        scope["method"] = method
        scope["http_version"] = version
        scope["path"] = wanted.path
        scope["raw_path"] = wanted.raw_path
        scope["query_string"] = wanted.query
        self.in_head, self.in_body = False, True
        if self.parser.should_upgrade():
            self._framing = b"".join(b"%b: %b\r\n" % pair for pair in self.headers if pair[0] in _FRAMING)
        self._turns += 1
        self._body = 0
        self.cycle = self._exchange(waits=waits, stays=version == "1.1" and self.parser.should_keep_alive())
        if self.running is None:
            self.run(self.cycle)
        else:
            self.flow.pause_reading()
            self.waiting.append(self.cycle)

    def on_body(self, body: bytes) -> None:
        """Hand a piece of a body on."""
        self._body += len(body)
        cycle = self.cycle
        if cycle.response_complete:
            return
        cycle.body += body
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        cycle.message_event.set()

    def on_message_complete(self) -> None:
        """End a request."""
        if self._framing:
            return  # see _halfway
        self.in_body = False
        self._turns += 1
        self._body = 0
        self.deaf = self.deaf or not self.cycle.keep_alive
        self.cycle.more_body = False
        self.cycle.message_event.set()

    def _exchange(self, *, waits: bool, stays: bool) -> Exchange:
        return Exchange(
            hang_up=self.hang_up,
            scope=self.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=waits,
            keep_alive=stays,
            on_response=self.on_response_complete,
        )

    def _feed(self, data: bytes) -> None:
        """Parse. A wish for another protocol (Upgrade) is granted to nobody: what follows is HTTP, too."""
        while data:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as wish:
                data = data[wish.args[0] :]
                if self._framing:
                    self._halfway()
            else:
                return

    def _halfway(self) -> None:
        """Go on behind the head of a wish that has a body, which its parser would not read: with another parser."""
        framing, self._framing = self._framing, b""
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.parser.feed_data(b"POST / HTTP/1.1\r\n%b\r\n" % framing)

    def _measure(self) -> None:
        """Look closely at a head that came together with more; raises Malformed when it is too large."""
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > HEAD_BYTES:
            raise Malformed

"""One request and its answer on a connection: the answer as bytes, in as few pieces as it has."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HEADER_RE, HEADER_VALUE_RE, STATUS_LINE, RequestResponseCycle

_BODILESS: Final = (204, 304)
#: What frames an answer, so that it is looked at.
_FRAMING: Final = frozenset({b"content-length", b"transfer-encoding", b"connection"})
#: Head and body up to this size go to the system together: one call, and one packet for small answers.
_TOGETHER: Final = 64 * 1024
_CLOSE: Final = b"connection: close\r\n"


class Exchange(RequestResponseCycle):
    """uvicorn's cycle with an end to it: who answers before the whole request is there hangs up afterwards.

    So nobody has to guess whether the rest of a body is a body, also where the client was never told to go on
    (Expect). An answer of unknown length to HTTP/1.0 ends with the connection.
    """

    def __init__(self, *, hang_up: Callable[[], None], **rest: Any) -> None:
        super().__init__(**rest)
        self._hang_up = hang_up
        self._head = b""
        self._unbounded = False

    async def send(self, message: Any) -> None:
        """Take one message of the application."""
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        kind = message["type"]
        if not self.response_started and kind == "http.response.start":
            self._begin(message["status"], message.get("headers", ()))
        elif self.response_started and not self.response_complete and kind == "http.response.body":
            self._go_on(message.get("body", b""), more=message.get("more_body", False))
        else:
            raise RuntimeError(f"unexpected ASGI message {kind}")

    def _begin(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.response_started = True
        self.waiting_for_100_continue = False
        if self.more_body:
            self.keep_alive = False
        content = [STATUS_LINE[status]]
        told = False
        for name, value in (*self.default_headers, *headers):
            if name in _FRAMING:
                told |= self._frame(name, value)
            content.append(_line(name, value))
        if not self.keep_alive and not told:
            content.append(_CLOSE)
        if self.chunked_encoding is None and self.scope["method"] != "HEAD" and status not in _BODILESS:
            self._unbounded = self.scope["http_version"] == "1.0"
            self.chunked_encoding = not self._unbounded
            if self.chunked_encoding:
                content.append(b"transfer-encoding: chunked\r\n")
        content.append(b"\r\n")
        self._head = b"".join(content)

    def _frame(self, name: bytes, value: bytes) -> bool:
        """Follow what the application says of the framing; returns whether it hangs up itself."""
        if name == b"content-length" and self.chunked_encoding is None:
            self.expected_content_length = int(value)
            self.chunked_encoding = False
        elif name == b"transfer-encoding" and value.lower() == b"chunked":
            self.expected_content_length = 0
            self.chunked_encoding = True
        elif name == b"connection" and b"close" in [token.strip().lower() for token in value.split(b",")]:
            self.keep_alive = False
            return True
        return False

    def _go_on(self, body: bytes, *, more: bool) -> None:
        if self.scope["method"] == "HEAD":
            self.expected_content_length = 0
            body = b""
        elif self.chunked_encoding:
            body = b"".join((b"%x\r\n" % len(body), body, b"\r\n")) if body else b""
            body += b"" if more else b"0\r\n\r\n"
        elif not self._unbounded:
            self.expected_content_length -= len(body)
            if self.expected_content_length < 0:
                raise RuntimeError("the answer is longer than its Content-Length")
        if not more and self.expected_content_length != 0:
            raise RuntimeError("the answer is shorter than its Content-Length")
        self._write(body)
        if not more:
            self.response_complete = True
            self.message_event.set()
            if not self.keep_alive:
                self._hang_up()
            self.on_response()

    def _write(self, body: bytes) -> None:
        head, self._head = self._head, b""
        if head and len(body) > _TOGETHER:
            self.transport.write(head)
            head = b""
        if head or body:
            self.transport.write(head + body)


@lru_cache(1024)
def _line(name: bytes, value: bytes) -> bytes:
    """Return a header as it is sent; most are the same in all answers. Raises RuntimeError where it would be two."""
    if HEADER_RE.search(name) or HEADER_VALUE_RE.search(value):
        raise RuntimeError("a header of the answer is none")
    return b"%b: %b\r\n" % (name.lower(), value)

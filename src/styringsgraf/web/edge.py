"""What holds for every answer, whatever made it: HEAD, delivery in pieces, and no fault that escapes as a trace."""

import asyncio
from collections.abc import Iterator
from typing import Final

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from styringsgraf import errors
from styringsgraf.web.problem import problem, unexpected

#: A large answer is handed over so many bytes at a time: the connection's limit for readers that have stopped
#: reading counts per piece, and what waits in the system's buffers stays small.
PIECE: Final = 256 * 1024
#: Set in the scope of a request whose answer goes out without its body: who reads files need not.
BODILESS: Final = "styringsgraf.bodiless"


class Undelivered:
    """Counts the bytes of answers that are on their way to slow readers."""

    def __init__(self) -> None:
        self.size = 0


class Edge:
    """The outermost middleware. One object serves all requests; only the count of bytes is shared."""

    def __init__(self, app: ASGIApp, undelivered: Undelivered) -> None:
        self._app = app
        self._undelivered = undelivered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        delivery = _Delivery(send, self._undelivered, bodiless=scope["method"] == "HEAD")
        inner = {**scope, "method": "GET", BODILESS: True} if delivery.bodiless else scope
        try:
            await self._app(inner, receive, delivery)
        except ClientDisconnect:
            return  # nobody is left to be told
        except asyncio.CancelledError:
            # The server is stopping and has waited long enough.
            await self._instead(delivery, problem(Request(inner), errors.Busy("engine.closing", retry_after=1)))
        except Exception as fault:  # noqa: BLE001 - the last line of defence: an id instead of a trace
            await self._instead(delivery, unexpected(Request(inner), fault))

    async def _instead(self, delivery: "_Delivery", answer: ASGIApp) -> None:
        """Give another answer when none has begun; one that has begun can only be cut, which the reader notices."""
        if not delivery.begun:
            await answer({"type": "http", "headers": []}, _nothing, delivery)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


class _Delivery:
    """The ``send`` of one request."""

    def __init__(self, send: Send, undelivered: Undelivered, *, bodiless: bool) -> None:
        self.bodiless = bodiless
        self.begun = False
        self._send = send
        self._undelivered = undelivered

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            await self._send(message)
        elif message["type"] == "http.response.body":
            await self._body(message.get("body", b""), more=message.get("more_body", False))
        else:
            await self._send(message)

    async def _body(self, body: bytes, *, more: bool) -> None:
        if self.bodiless or len(body) <= PIECE:
            await self._send({"type": "http.response.body", "body": b"" if self.bodiless else body, "more_body": more})
            return
        self._undelivered.size += len(body)
        try:
            for start in _starts(body):
                piece = body[start : start + PIECE]
                last = start + PIECE >= len(body)
                await self._send({"type": "http.response.body", "body": piece, "more_body": more or not last})
        finally:
            self._undelivered.size -= len(body)


def _starts(body: bytes) -> Iterator[int]:
    return iter(range(0, len(body), PIECE))

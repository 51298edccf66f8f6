"""The outermost layer: an id for every request, OPTIONS, limits on bodies, headers of all answers, log and metrics."""

import re
import secrets
from time import perf_counter
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from styringsgraf import errors
from styringsgraf.settings import Settings
from styringsgraf.web import logs, manners
from styringsgraf.web.addresses import NOWHERE, Address, Addresses
from styringsgraf.web.bodies import Bodies, has_body
from styringsgraf.web.metrics import Metrics
from styringsgraf.web.noted import Noted, note
from styringsgraf.web.problem import problem
from styringsgraf.web.whole import plain_path, prefixed

#: Ids from outside are repeated in answers and in the log: nothing but what cannot be mistaken for anything else.
_SANE: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
#: Letters of an id of ours, and how many are drawn at once: each draw asks the system.
_ID: Final = 16
_DRAWN: Final = 256
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_RELEASE: Final = b"x-styringsgraf-release"


class Front:
    """One object serves all requests of one application."""

    def __init__(self, app: ASGIApp, config: Settings, addresses: Addresses, metrics: Metrics) -> None:
        self._app = app
        self._form = config.log_format
        self._prefix = config.root_path
        self._addresses = addresses
        self._metrics = metrics
        self._bodies = Bodies(config)
        self._ids: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = perf_counter()
        if self._prefix:
            scope = prefixed(scope, self._prefix)
        noted = Noted(self._id(scope), self._addresses.find(plain_path(scope)))
        note(scope, noted)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        finish = self._metrics.begin(noted.address.template)
        try:
            await self._answer(scope, receive, _Completing(send, scope, noted), noted.address)
        finally:
            seconds = perf_counter() - begun
            finish(method, noted, seconds)
            logs.request(self._form, method, scope["query_string"], noted, seconds)

    def _id(self, scope: Scope) -> str:
        """Return the request's id: the caller's when it is a sane one, else a new one."""
        for name, value in scope["headers"]:
            if name == b"x-request-id" and _SANE.fullmatch(value):
                return str(value.decode())
        if not self._ids:
            drawn = secrets.token_hex(_DRAWN * _ID // 2)
            self._ids = [drawn[start : start + _ID] for start in range(0, len(drawn), _ID)]
        return self._ids.pop()

    async def _answer(self, scope: Scope, receive: Receive, send: Send, address: Address) -> None:
        limit = self._bodies.limit(scope["method"], address)
        try:
            bounded = self._bodies.bounded(scope, receive, limit) if has_body(scope) else receive
        except errors.TooLarge as fault:
            await problem(Request(scope), fault)(scope, receive, send)
            return
        if scope["method"] == "OPTIONS" and address is not NOWHERE:
            headers = manners.options(scope, address)
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, bounded, send)


class _Completing:
    """The ``send`` of one request: adds the headers all answers have, and counts."""

    def __init__(self, send: Send, scope: Scope, noted: Noted) -> None:
        self._send = send
        self._scope = scope
        self._noted = noted

    async def __call__(self, message: Message) -> None:
        noted = self._noted
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            noted.status = message["status"]
            noted.release = next((v.decode("latin-1") for n, v in headers if n == _RELEASE), "")
            message = {**message, "headers": self._completed(headers)}
        elif message["type"] == "http.response.body":
            noted.sent += len(message.get("body", b""))
        await self._send(message)

    def _completed(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        noted, method = self._noted, self._scope["method"]
        completed = manners.completed(headers, method, noted.address, noted.id, noted.status)
        if has_body(self._scope) and (method not in noted.address.methods or method in {"GET", "HEAD"}):
            completed.append((b"connection", b"close"))  # nobody reads on to where the next request begins
        return completed

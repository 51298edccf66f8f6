"""In front of the application: 304 before any query runs, ready answers as bytes, and one run for many who ask alike.

An answer is tagged, and kept, only when the release was the same before and after it was made, and is the one that
the answer itself names: so a body never goes out under the tag of another release.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from styringsgraf.releases.watch import Sighting, Watch
from styringsgraf.web import etag
from styringsgraf.web.addresses import Addresses
from styringsgraf.web.asked import Asked, Reading
from styringsgraf.web.coding import Codings, Packer, codings
from styringsgraf.web.kept import Headers, Ready, Room
from styringsgraf.web.noted import noted
from styringsgraf.web.whole import Whole, plain_path

_OK: Final = 200
_UNCHANGED: Final = 304
_TRIES: Final = 2
_RELEASE: Final = b"x-styringsgraf-release"
_CURRENT: Final = b"no-cache"
_FOR_EVER: Final = b"public, max-age=31536000, immutable"
#: What a 304 repeats of the answer it stands for.
_SELDOM_NEEDED: Final = (b"content-length", b"content-encoding", b"content-type", b"content-disposition")


class Caching:
    """The layer. One object serves all requests of one application, on one event loop."""

    def __init__(self, app: ASGIApp, watch: Watch, addresses: Addresses, build: str, room: Room) -> None:
        self._app = app
        self._watch = watch
        self._addresses = addresses
        self._build = build
        self._room = room
        self._reading = Reading()
        self._packer = Packer()
        self._seen: Sighting | None = None
        self._under_way: dict[object, asyncio.Future[Ready | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _single(scope["headers"])
        taken = codings(_text(headers.get(b"accept-encoding")))
        asked = seen = None
        note = noted(scope)
        if scope["method"] == "GET" and b"authorization" not in headers:
            path = plain_path(scope)
            address = note.address if note.id else self._addresses.find(path)
            asked = self._reading.read(scope, path, address, headers)
            seen = self._now()
        if asked is None or seen is None:
            await self._untagged(scope, receive, send, taken)
            return
        wanted = headers.get(b"if-none-match")
        if wanted is not None and (tag := _same(wanted, asked.tag(seen, self._build), taken)):
            note.cache = "not-modified"
            repeated = asked.unchanged.get(tag)
            if repeated is None:
                repeated = _tagged([(_RELEASE, seen.release.encode())], asked, tag)
                asked.unchanged[tag] = repeated
            await _send(send, _UNCHANGED, repeated, b"")
            return
        if asked.kept == "tag":
            await self._fresh_tagged(scope, receive, send, asked, taken)
            return
        ready = self._room.get(asked.key)
        note.cache = "miss" if ready is None else "hit"
        if ready is None:
            ready = await self._made(scope, receive, send, asked, seen)
        if ready is not None:
            ready = await self._packed(ready, taken, asked)
            await _deliver(send, ready, taken, known=wanted == b"*")

    def _now(self) -> Sighting | None:
        """Return the current release; what is kept of another one is forgotten."""
        seen = self._watch.now()
        if seen is not self._seen:
            self._room.clear()
            self._seen = seen
        return seen

    async def _made(self, scope: Scope, receive: Receive, send: Send, asked: Asked, seen: Sighting) -> Ready | None:
        """Return the answer, made by this request or by one that asks the same; None when it has been sent."""
        flight = (seen, asked.key)
        if (running := self._under_way.get(flight)) is not None:
            noted(scope).cache = "shared"
            if (ready := await asyncio.shield(running)) is not None:
                return ready
        mine = asyncio.get_running_loop().create_future()
        self._under_way.setdefault(flight, mine)
        ready = None
        try:
            whole = Whole()
            for _ in range(_TRIES):
                before, whole = self._now(), Whole()
                await self._app({**scope, "query_string": asked.query}, receive, whole)
                ready = await self._ready(whole, asked, before)
                if ready is not None or whole.status != _OK:
                    break
        finally:
            mine.set_result(ready)
            if self._under_way.get(flight) is mine:
                del self._under_way[flight]
        if ready is None:
            await whole.send(send)
        return ready

    async def _ready(self, whole: Whole, asked: Asked, before: Sighting | None) -> Ready | None:
        """Return a good answer as it may be kept, and keep it; None when it is not good, or of no certain release."""
        if whole.status != _OK or before is None or not _of(before, whole):
            return None
        if self._now() is not before:
            return None
        headers = _tagged(whole.headers, asked, asked.tag(before, self._build))
        ready = Ready.of(headers, whole.body)
        self._room.put(asked.key, ready)
        return ready

    async def _packed(self, ready: Ready, taken: Codings, asked: Asked) -> Ready:
        """Return the answer with its packed form when the reader takes that; packed once, and kept."""
        if ready.tried or not taken.gzip:
            return ready
        media = next((value.decode("latin-1") for name, value in ready.headers if name == b"content-type"), "")
        packed = replace(ready, packed=await self._packer.pack(media, ready.body), tried=True)
        if self._room.get(asked.key) is ready:
            self._room.put(asked.key, packed)
        return packed

    async def _fresh_tagged(self, scope: Scope, receive: Receive, send: Send, asked: Asked, taken: Codings) -> None:
        """Have a foreign query answered; a good answer is tagged when it names a release we know to be current."""
        whole = Whole()
        await self._app(scope, receive, whole)
        seen = self._now()
        if whole.status != _OK or seen is None or not _of(seen, whole, named=True):
            await self._pack_and_send(whole, send, taken)
            return
        headers = _tagged(whole.headers, asked, asked.tag(seen, self._build))
        ready = await self._packed(Ready(headers, whole.body), taken, asked)
        await _deliver(send, ready, taken, known=False)

    async def _untagged(self, scope: Scope, receive: Receive, send: Send, taken: Codings) -> None:
        whole = Whole(passing=send)
        await self._app(scope, receive, whole)
        if not whole.passed:
            await self._pack_and_send(whole, send, taken)

    async def _pack_and_send(self, whole: Whole, send: Send, taken: Codings) -> None:
        """Send an answer that we keep nothing of; a tag of its own follows the form."""
        varies = whole.can_vary
        packed = await self._packer.pack(whole.content_type, whole.body) if taken.gzip and varies else None
        headers = _varied(whole.headers, "Accept-Encoding") if varies else whole.headers
        if packed is None:
            await whole.send(send, headers)
            return
        await _send(send, whole.status, _packed_headers(headers, len(packed)), packed)


def _single(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return the headers by name; one that comes several times is a list."""
    found: dict[bytes, bytes] = {}
    for name, value in headers:
        found[name] = found[name] + b", " + value if name in found else value
    return found


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


def _of(seen: Sighting, whole: Whole, *, named: bool = False) -> bool:
    """Return whether an answer is of this release; answers that name none are made of code and pointer."""
    release = whole.header(_RELEASE)
    return not named if release is None else release == seen.release


def _same(wanted: bytes, tag: str, taken: Codings) -> str | None:
    """Return the tag the reader has and would be given again. ``*`` needs to know first whether there is an answer."""
    has = etag.listed(wanted.decode("latin-1"))
    ours = [etag.packed(tag)] if taken.gzip else []
    if taken.identity:
        ours.append(tag)
    return next((one for one in ours if one in has), None)


def _tagged(headers: Headers, asked: Asked, tag: str) -> Headers:
    """Return the headers with tag, variation, and how long they hold."""
    lasting = _FOR_EVER if asked.immutable else _CURRENT
    kept = [pair for pair in headers if pair[0] not in {b"etag", b"cache-control", b"last-modified"}]
    added = [(b"etag", tag.encode("latin-1")), (b"cache-control", lasting)]
    names = ", ".join(name for name in (asked.negotiated, "Accept-Encoding") if name)
    return _varied([*kept, *added], names)


def _varied(headers: Headers, names: str) -> Headers:
    """Return the headers with these names in Vary, each once."""
    said = ", ".join([*(value.decode("latin-1") for name, value in headers if name == b"vary"), names])
    each = {part.strip().lower(): part.strip() for part in said.split(",") if part.strip()}
    return [*(pair for pair in headers if pair[0] != b"vary"), (b"vary", ", ".join(each.values()).encode("latin-1"))]


def _packed_headers(headers: Headers, size: int) -> Headers:
    given = []
    for name, value in headers:
        if name == b"etag":
            given.append((name, etag.packed(value.decode("latin-1")).encode("latin-1")))
        elif name != b"content-length":
            given.append((name, value))
    return [*given, (b"content-encoding", b"gzip"), (b"content-length", str(size).encode())]


async def _deliver(send: Send, ready: Ready, taken: Codings, *, known: bool) -> None:
    if known:
        await _unchanged(send, ready.headers)
    elif ready.packed is not None and taken.gzip:
        await _send(send, _OK, _packed_headers(ready.headers, len(ready.packed)), ready.packed)
    else:
        await _send(send, _OK, ready.headers, ready.body)


async def _unchanged(send: Send, headers: Headers) -> None:
    await _send(send, _UNCHANGED, [pair for pair in headers if pair[0] not in _SELDOM_NEEDED], b"")


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    start: Message = {"type": "http.response.start", "status": status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body})

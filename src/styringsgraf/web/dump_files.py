"""A file as an answer: whole, in part, or not at all when the reader has it; resumable, and the same for ever."""

from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

import anyio
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from styringsgraf import errors
from styringsgraf.publish.dump_folder import Dump, DumpFolder
from styringsgraf.publish.dumping import Wanted
from styringsgraf.web.edge import BODILESS
from styringsgraf.web.pages import navigation
from styringsgraf.web.problem import problem
from styringsgraf.web.ranges import Part, part_of, range_holds, state

#: So much is read at a time.
_PIECE: Final = 256 * 1024
FOR_EVER: Final = "public, max-age=31536000, immutable"
_RETRY_SECONDS: Final = 1
_OK, _PARTIAL, _NOT_MODIFIED = 200, 206, 304
#: What a 304 need not repeat.
_OF_BODIES: Final = frozenset({"Content-Type", "Content-Disposition", "Repr-Digest", "Accept-Ranges"})


async def file_answer(request: Request, folder: DumpFolder, asked: Wanted, dump: Dump, licence: str) -> Response:
    """Answer with a file that is ready. Raises ``PreconditionFailed``; ``Busy`` when it has gone meanwhile."""
    tag, modified = f'"{dump.sha256}"', _moment(asked.manifest.created)
    headers = _headers(request, asked, dump, licence) | {
        "ETag": tag,
        "Last-Modified": format_datetime(modified, usegmt=True),
    }
    if state(request.headers, tag, modified) == "unchanged":
        kept = {name: value for name, value in headers.items() if name not in _OF_BODIES}
        return Response(status_code=_NOT_MODIFIED, headers=kept)
    whole = Part(0, dump.size - 1)
    try:
        part = part_of(request.headers.get("range"), dump.size) if range_holds(request.headers, tag, modified) else None
    except errors.OutOfRange as fault:
        refused = problem(request, fault)
        refused.headers["Content-Range"] = f"bytes */{dump.size}"
        return refused
    if part is not None:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{dump.size}"
    headers["Content-Length"] = str((part or whole).length)
    path = folder.path(*asked.key)
    await anyio.to_thread.run_sync(folder.touch, *asked.key)
    body = _nothing() if request.scope.get(BODILESS) else await _opened(path, asked, part or whole)
    return StreamingResponse(body, _OK if part is None else _PARTIAL, headers)


def _headers(request: Request, asked: Wanted, dump: Dump, licence: str) -> dict[str, str]:
    digest = b64encode(bytes.fromhex(dump.sha256)).decode()
    sidecar = f"{navigation.prefix(request)}/{asked.path}.sha256"
    found = {
        "Content-Type": asked.form.content_type,
        "Content-Disposition": f'attachment; filename="{asked.manifest.id}-{asked.file}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": FOR_EVER,
        "Repr-Digest": f"sha-256=:{digest}:",
        "Link": f'<{licence}>; rel="license", <{sidecar}>; rel="describedby"; type="text/plain"',
        "X-Styringsgraf-Release": asked.manifest.id,
    }
    return found | ({"X-Styringsgraf-Canonical-Hash": f"{dump.of} sha-256 {dump.canonical}"} if dump.of else {})


async def _opened(path: Path, asked: Wanted, part: Part) -> AsyncIterator[bytes]:
    """Open the file before anything is promised: from here on it can be removed without harm to the reader."""
    try:
        file = await anyio.open_file(path, "rb")
    except FileNotFoundError:
        raise errors.Busy("dumps.making", file=asked.file, retry_after=_RETRY_SECONDS) from None
    return _pieces(file, part)


async def _pieces(file: "anyio.AsyncFile[bytes]", part: Part) -> AsyncIterator[bytes]:
    async with file:
        await file.seek(part.first)
        left = part.length
        while left and (piece := await file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


async def _nothing() -> AsyncIterator[bytes]:
    """Give HEAD its headers without reading the file."""
    empty: tuple[bytes, ...] = ()
    for piece in empty:
        yield piece


def _moment(created: str) -> datetime:
    return datetime.strptime(created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

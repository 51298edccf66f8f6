"""The body of a write to a graph: RDF in one syntax, or several documents in a form; bounded in size and time."""

import asyncio
from typing import Final

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from styringsgraf import errors
from styringsgraf.pipeline.writes import Part
from styringsgraf.settings import Settings
from styringsgraf.web.parameters import shortened
from styringsgraf.web.sparql_request import media_type
from styringsgraf.web.upload import FILES, FORM, bounded
from styringsgraf.web.writing import GRAPH_MEDIA

_OFFERED: Final = ", ".join(GRAPH_MEDIA)


async def parts_of(request: Request, config: Settings, *, forms: bool) -> tuple[Part, ...]:
    """Return the documents a request holds: several only where ``forms`` are read.

    Raises UnsupportedMedia, before the body is read where its head tells; TooLarge, TimedOut, UsageError.
    """
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity"}:
        raise errors.UnsupportedMedia("web.content-encoding", encoding=shortened(encoding))
    media = media_type(request)
    form = forms and media == FORM
    if not form:
        _known(media, also=FORM if forms else "")
    try:
        async with asyncio.timeout(config.upload_seconds):
            if form:
                return await _form(request, config.upload_bytes)
            return (Part(b"".join([chunk async for chunk in bounded(request, config.upload_bytes)]), media),)
    except TimeoutError:
        raise errors.TimedOut("web.upload-slow", seconds=f"{config.upload_seconds:g}") from None


def _known(media: str, also: str = "") -> str:
    if media not in GRAPH_MEDIA:
        offered = f"{_OFFERED}, {also}" if also else _OFFERED
        raise errors.UnsupportedMedia("protocol.graph-media", media=shortened(media) or "–", offered=offered)
    return media


async def _form(request: Request, limit: int) -> tuple[Part, ...]:
    try:
        form = await MultiPartParser(
            request.headers, bounded(request, limit), max_files=FILES, max_fields=FILES
        ).parse()
    except MultiPartException as fault:
        raise errors.UsageError("web.upload-form", reason=fault.message) from None
    try:
        found = []
        for field, value in form.multi_items():
            if not isinstance(value, UploadFile):
                raise errors.UsageError("web.upload-field", field=shortened(field))
            media = (value.content_type or "").partition(";")[0].strip().lower()
            found.append(Part(await value.read(), _known(media)))
        if not found:
            raise errors.UsageError("web.upload-empty")
        return tuple(found)
    finally:
        await form.close()

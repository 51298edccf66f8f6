"""The body of a check: one file as it is, or a form with files; bounded in size and time, and told apart by type."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Final

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from styringsgraf import errors
from styringsgraf.formats import FORMATS
from styringsgraf.ingest.syntaxes import SYNTAXES, Syntax, by_file_name, by_media_type
from styringsgraf.pipeline import InputFile
from styringsgraf.settings import Settings
from styringsgraf.web.parameters import shortened

FORM: Final = "multipart/form-data"
#: Media type of a table → the suffix that stands for it where no name is given. The content decides what it is.
TABLES: Final = {
    FORMATS["xlsx"].media_type: ".xlsx",
    FORMATS["csv"].media_type: ".csv",
    FORMATS["tsv"].media_type: ".tsv",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
}
#: Types that say nothing, such as those that tools fill in by themselves: the name decides.
UNSAID: Final = ("", "application/octet-stream", "application/x-www-form-urlencoded", "text/plain")
_TABLE_SUFFIXES: Final = (*dict.fromkeys(TABLES.values()), ".txt")
_OFFERED: Final = ", ".join((*TABLES, *(syntax.media_types[0] for syntax in SYNTAXES), FORM))
#: Files in one form.
FILES: Final = 20
_LONGEST_NAME: Final = 200
_UNNAMED: Final = "plan"


async def files_of(request: Request, name: str, config: Settings) -> tuple[InputFile, ...]:
    """Return the files a request holds. Raises UsageError, TooLarge, UnsupportedMedia, TimedOut."""
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity"}:
        raise errors.UnsupportedMedia("web.content-encoding", encoding=shortened(encoding))
    media = _media_type(request.headers.get("content-type", ""))
    try:
        async with asyncio.timeout(config.upload_seconds):
            if media == FORM:
                return await _form(request, config.upload_bytes)
            syntax = kind_of(media, name)  # before the body is read: what we do not read need not be sent
            content = b"".join([chunk async for chunk in bounded(request, config.upload_bytes)])
    except TimeoutError:
        raise errors.TimedOut("web.upload-slow", seconds=f"{config.upload_seconds:g}") from None
    if not content:
        raise errors.UsageError("web.upload-empty")
    return (InputFile(_shown(name) or _default(media, syntax), content, None, syntax),)


async def form_of(
    request: Request, known: Sequence[str], config: Settings, instead: str = ""
) -> tuple[tuple[InputFile, ...], Mapping[str, str]]:
    """Return the files and the text fields of a form in a page; ``known``: the names those may have.

    A form with the field ``instead`` needs no files.
    Raises what ``files_of`` raises. A file field that was left empty is none; what a browser believes of a file's type
    is forgotten where we do not read that type and the file's name says one that we do.
    """
    media = _media_type(request.headers.get("content-type", ""))
    if media != FORM:
        raise errors.UnsupportedMedia("web.upload-media", media=shortened(media) or "–", name="–", offered=_OFFERED)
    try:
        async with asyncio.timeout(config.upload_seconds):
            sent = await _parsed(request, config.upload_bytes)
    except TimeoutError:
        raise errors.TimedOut("web.upload-slow", seconds=f"{config.upload_seconds:g}") from None
    try:
        files: list[InputFile] = []
        values: dict[str, str] = {}
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                if value.filename or value.size:
                    files.append(await _sent(value))
            elif name not in known or name in values:
                raise errors.UsageError("web.upload-field", field=shortened(name))
            else:
                values[name] = value
        return tuple(files) or (() if values.get(instead) else _no_files()), values
    finally:
        await sent.close()


def kind_of(media: str, name: str) -> Syntax | None:
    """Return the RDF syntax of a file, None for a table. Raises UnsupportedMedia when neither type nor name tells."""
    if (known := by_media_type(media)) is not None:
        return known
    if media in TABLES:
        return None
    if media in UNSAID:
        if (known := by_file_name(name)) is not None:
            return known
        if name.lower().endswith(_TABLE_SUFFIXES):
            return None
    raise errors.UnsupportedMedia(
        "web.upload-media", media=shortened(media) or "–", name=_shown(name) or "–", offered=_OFFERED
    )


async def _form(request: Request, limit: int) -> tuple[InputFile, ...]:
    form = await _parsed(request, limit)
    try:
        return tuple([await _file(field, value) for field, value in form.multi_items()]) or _no_files()
    finally:
        await form.close()


async def _parsed(request: Request, limit: int) -> FormData:
    try:
        parser = MultiPartParser(request.headers, bounded(request, limit), max_files=FILES, max_fields=FILES)
        return await parser.parse()
    except MultiPartException as fault:
        raise errors.UsageError("web.upload-form", reason=fault.message) from None


async def _file(field: str, value: UploadFile | str) -> InputFile:
    if not isinstance(value, UploadFile):
        raise errors.UsageError("web.upload-field", field=shortened(field))
    return await _content(value, _media_type(value.content_type or ""))


async def _sent(value: UploadFile) -> InputFile:
    """Return a file of a page's form."""
    media = _media_type(value.content_type or "")
    return await _content(value, media if media in TABLES or by_media_type(media) else "")


async def _content(value: UploadFile, media: str) -> InputFile:
    name = value.filename or ""
    syntax = kind_of(media, name)
    content = await value.read()
    if not content:
        raise errors.UsageError("web.upload-empty")
    return InputFile(_shown(name) or _default(media, syntax), content, None, syntax)


def _no_files() -> tuple[InputFile, ...]:
    raise errors.UsageError("web.upload-empty")


async def bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Yield the body piece by piece, no more than the limit; what says that it is more is not read at all."""
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:_LONGEST_NAME]) > limit:
        raise errors.TooLarge("web.upload-too-large", limit=limit)
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise errors.TooLarge("web.upload-too-large", limit=limit)
        yield chunk


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _shown(name: str) -> str:
    """Return the last part of a name, short: some browsers send whole paths."""
    return name.replace("\\", "/").rpartition("/")[2].strip()[-_LONGEST_NAME:]


def _default(media: str, syntax: Syntax | None) -> str:
    return _UNNAMED + (syntax.suffixes[0] if syntax else TABLES.get(media, ".csv"))

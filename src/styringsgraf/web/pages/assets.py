"""Static files at /static/{version}/…: kept for ever under the version they belong to, under others asked for anew."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.web import etag
from styringsgraf.web.pages import sdg
from styringsgraf.web.parameters import shortened

router = APIRouter()

#: Static files of ours, and in vendor/ what the set-up has fetched from npm, which may be missing.
FOLDER: Final = Path(__file__).resolve().parents[1] / "static"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
#: Under another version (a page from before an update, or from a process that is ahead of this one): asked for anew.
_ONCE: Final = "no-cache"
_TEXT: Final = ("text/", "application/javascript", "image/svg+xml")
_TYPES: Final = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}


@dataclass(frozen=True)
class Assets:
    """All static files in memory, and the version (a hash over all of them) that stands in their addresses.

    One version for all: a stylesheet can name a font beside it without knowing any hash.
    """

    version: str
    files: Mapping[str, bytes]


@cache
def assets() -> Assets:
    """Return the static files, read once."""
    files = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(FOLDER.rglob("*")) if path.is_file()
    }
    files["sdg.css"] = sdg.stylesheet().encode()
    digest = sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return Assets(digest.hexdigest()[:16], files)


def address(name: str) -> str:
    """Return the path of a static file, without a proxy's prefix; ``KeyError`` for one that is not there."""
    found = assets()
    if name not in found.files:
        raise KeyError(name)
    return f"/static/{found.version}/{name}"


@router.get("/static/{version}/{name:path}", include_in_schema=False)
async def static(request: Request, version: str, name: str) -> Response:
    """Return one static file."""
    found = assets()
    content = found.files.get(name)
    if content is None:
        raise errors.NotFound("web.no-such-path", path=shortened(request.url.path))
    tag = f'"{found.version}"'
    headers = {"Cache-Control": _FOR_EVER if version == found.version else _ONCE, "ETag": tag}
    if tag in map(etag.unpacked, etag.listed(request.headers.get("if-none-match", ""))):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=_media_type(name))


def _media_type(name: str) -> str:
    media = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{media}; charset=utf-8" if media.startswith(_TEXT) else media

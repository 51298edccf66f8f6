"""/dumps: what a release can be downloaded as, and the files themselves."""

from typing import Any, Final

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from styringsgraf import errors
from styringsgraf.formats import FORMATS
from styringsgraf.namespaces import Minter
from styringsgraf.publish import dumping
from styringsgraf.publish.forms import CURRENT, FORMS
from styringsgraf.releases import Manifest
from styringsgraf.service import json_bytes
from styringsgraf.web.dump_files import FOR_EVER, file_answer
from styringsgraf.web.dump_making import making_of
from styringsgraf.web.openapi import LANG, formats, problems, success
from styringsgraf.web.pages import dumps as pages
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.frame import page_language
from styringsgraf.web.parameters import only, single_values, wanted_format
from styringsgraf.web.state import service_of

router = APIRouter(tags=["dumps"])

OFFERED: Final = (FORMATS["json"], FORMATS["html"])
CHECKSUMS: Final = "checksums.txt"
SIDECAR: Final = ".sha256"
_FOUND: Final = 302
_RETRY_SECONDS: Final = 5
_LED: Final[dict[int | str, dict[str, Any]]] = {
    _FOUND: {"description": "To the same of the release that is meant: current, or a number"}
}
_LISTED: Final[dict[str, Any]] = {
    "response_class": Response,
    "responses": {**success("The downloads", OFFERED, release=True), **_LED, **problems(400, 404, 406)},
    "openapi_extra": {"parameters": [formats(OFFERED), LANG]},
}
_BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_FILE: Final[dict[str, Any]] = {
    "description": "The file; ETag is its SHA-256",
    "content": {form.content_type: _BINARY for form in FORMS} | {"text/plain": {"schema": {"type": "string"}}},
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: _FILE,
    206: {**_FILE, "description": "The part that Range names"},
    **_LED,
    304: {"description": "The file is the one whose tag If-None-Match names"},
    416: {**problems(404)[404], "description": "The file has no such bytes"},
    **problems(400, 404, 412, 413, 504),
}


def _release(request: Request, wanted: str) -> Manifest:
    """Return a release by id, number or ``current``; ``NotFound``, ``Busy`` where there is none at all yet."""
    store = service_of(request).store
    if wanted != CURRENT:
        return store.get(wanted)
    found = store.current()
    if found is None:
        raise errors.Busy("service.no-release", retry_after=_RETRY_SECONDS)
    return found


def _to(request: Request, path: str) -> Response:
    """Lead to the address of the release that is meant; tomorrow it may be another one."""
    query = request.scope["query_string"].decode("latin-1")
    address = f"{navigation.prefix(request)}/{path}" + (f"?{query}" if query else "")
    return RedirectResponse(address, _FOUND, {"Cache-Control": "no-cache"})


def _list(request: Request, wanted: str, *, releases: bool) -> Response:
    only(single_values(request), ("format", "lang", *request.path_params))
    representation, lang = wanted_format(request, OFFERED), page_language(request)
    manifest, service = _release(request, wanted), service_of(request)
    folder = making_of(request).folder
    found = pages.Listing.of(manifest, folder, service.config, service.store.current_id())
    others = tuple(reversed(service.store.list())) if releases else ()
    if representation.name == "html":
        return pages.page_of(request, found, others, lang)
    headers = {"X-Styringsgraf-Release": manifest.id, "Vary": "Accept, Accept-Language"}
    body = found.as_json(navigation.prefix(request), others)
    return Response(json_bytes(body), headers=headers, media_type=representation.content_type)


@router.get("/dumps/", include_in_schema=False)
@router.get("/dumps", summary="What can be downloaded, of the current release", **_LISTED)
def dumps(request: Request) -> Response:
    """Return the files of the current release, and all releases."""
    return _list(request, CURRENT, releases=True)


@router.get("/dumps/{release}/", include_in_schema=False)
@router.get("/dumps/{release}", summary="What can be downloaded of a release", **_LISTED)
def dumps_of(request: Request, release: str) -> Response:
    """Return the files of one release with size and hashes, where they are ready."""
    manifest = _release(request, release)
    if release != manifest.id:
        return _to(request, f"dumps/{manifest.id}")
    return _list(request, release, releases=False)


@router.get(
    "/dumps/{release}/{file}",
    summary="A file of a release",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra={"parameters": [LANG]},
)
async def dump(request: Request, release: str, file: str) -> Response:
    """Return a file, or a part of it by Range; it is made when it is asked for the first time.

    ``{file}.sha256`` is its checksum, ``checksums.txt`` those of all files of the release that are ready.
    """
    only(single_values(request), ("release", "file", "lang"))
    manifest = await to_thread.run_sync(_release, request, release)
    config, making = service_of(request).config, making_of(request)
    if file == CHECKSUMS:
        if release != manifest.id:
            return _to(request, f"dumps/{manifest.id}/{file}")
        return _text(await to_thread.run_sync(pages.checksums, manifest, making.folder, config), manifest)
    asked = dumping.wanted(manifest, file.removesuffix(SIDECAR), Minter(config.base))
    if release != manifest.id:
        return _to(request, asked.path + (SIDECAR if file.endswith(SIDECAR) else ""))
    found = await making.dump(asked)
    if file.endswith(SIDECAR):
        return _text(pages.checksum(found), manifest, lasting=FOR_EVER)
    return await file_answer(request, making.folder, asked, found, config.licence)


def _text(content: str, manifest: Manifest, lasting: str = "no-cache") -> Response:
    return PlainTextResponse(content, headers={"Cache-Control": lasting, "X-Styringsgraf-Release": manifest.id})

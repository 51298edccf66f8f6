"""Health, limits, releases and the red thread over HTTP."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from styringsgraf import errors
from styringsgraf.settings import Settings, settings
from styringsgraf.thread import Direction
from styringsgraf.web.language import language_of
from styringsgraf.web.parameters import choice, single_values, whole_number
from styringsgraf.web.state import service_of

router = APIRouter(prefix="/api/v1")
health = APIRouter(prefix="/health", tags=["health"])

#: The settings a caller can run into, by the names the settings table uses.
LIMITS: Final = (
    "query_seconds",
    "query_rows",
    "query_bytes",
    "query_length",
    "query_nesting",
    "query_memory",
    "query_queue",
    "answer_rows",
    "upload_bytes",
    "import_rows",
    "unpacked_bytes",
)


DIRECTIONS: Final[tuple[Direction, ...]] = ("up", "down", "both")


@health.get("/live", summary="The process runs")
def live() -> dict[str, str]:
    """Answer as long as the process can answer at all."""
    return {"status": "live"}


@health.get("/ready", summary="A release is open and answers")
def ready(request: Request) -> JSONResponse:
    """Answer 200 when the current release is open and a query on it works, else 503."""
    try:
        manifest = service_of(request).probe()
    except errors.StyringsgrafError as fault:
        return JSONResponse({"status": "not ready", "reason": fault.sentence(language_of(request))}, 503)
    return JSONResponse({"status": "ready", "release": manifest.id})


@router.get("/limits", summary="Limits in force", tags=["service"])
def limits() -> dict[str, dict[str, Any]]:
    """Return every limit with its value and what it bounds."""
    current = settings()
    return {
        name: {"value": getattr(current, name), "description": Settings.model_fields[name].description}
        for name in LIMITS
    }


@router.get("/releases", summary="All releases, newest first", tags=["releases"])
def releases(request: Request) -> dict[str, Any]:
    """Return the releases with their graphs' hashes and counts, and which one is current."""
    service = service_of(request)
    current = service.probe()
    return {
        "current": current.id,
        "releases": [manifest.as_json() for manifest in reversed(service.store.list())],
    }


@router.get("/releases/{release}", summary="One release", tags=["releases"])
def release(request: Request, release: str) -> dict[str, Any]:
    """Return one release's manifest."""
    found: dict[str, Any] = service_of(request).store.get(release).as_json()
    return found


@router.get("/thread", summary="The red thread of a node", tags=["thread"])
def thread(request: Request) -> Response:
    """Return what a node leads to (up) and what leads to it (down), with the basis of every link."""
    values = single_values(request)
    node = values.get("node", "").strip()
    if not node:
        raise errors.BadParameter("service.node-missing")
    direction = choice("direction", values.get("direction"), "both", DIRECTIONS)
    depth = whole_number("depth", values.get("depth"), 12, 1, 50)
    lang = language_of(request)
    found = service_of(request).thread(node, direction, lang=lang, depth=depth)
    return JSONResponse(found.to_json(), headers={"Content-Language": lang, "Vary": "Accept, Accept-Language"})

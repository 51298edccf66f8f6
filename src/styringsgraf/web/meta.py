"""Limits, quality rules and releases over HTTP."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf.formats import QUESTION
from styringsgraf.quality import rules as quality_rules
from styringsgraf.releases import listing
from styringsgraf.settings import Settings, settings
from styringsgraf.tables import render
from styringsgraf.web.answers import table_headers
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, formats, problems, success
from styringsgraf.web.parameters import only, single_values, wanted_format
from styringsgraf.web.state import service_of

router = APIRouter(prefix="/api/v1")

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
    "upload_seconds",
    "import_rows",
    "import_statements",
    "unpacked_bytes",
    "check_seconds",
    "check_memory",
    "check_workers",
    "check_queue",
    "dump_wait",
    "dump_seconds",
    "dump_memory",
    "dump_statements",
)


def bounds() -> dict[str, float]:
    """Return every limit by its name, as a number."""
    return {name: float(getattr(settings(), name)) for name in LIMITS}


@router.get("/limits", summary="Limits in force", tags=["service"], responses=problems())
async def limits() -> dict[str, dict[str, Any]]:
    """Return every limit with its value and what it bounds."""
    current = settings()
    return {
        name: {"value": getattr(current, name), "description": Settings.model_fields[name].description}
        for name in LIMITS
    }


@router.get("/rules", summary="All quality rules, described", tags=["quality"], responses=problems())
def rules() -> list[dict[str, Any]]:
    """Return every quality rule: label, explanation and messages in three languages, severities, whether it stops."""
    return [rule.as_json() for rule in quality_rules.load().rules]


@router.get(
    "/releases",
    summary="All releases, newest first",
    tags=["releases"],
    response_class=Response,
    responses={**success("The releases", QUESTION, release=True), **problems(400, 406)},
    openapi_extra={"parameters": [formats(QUESTION), LANG]},
)
def releases(request: Request) -> Response:
    """Return the releases with their graphs' hashes and counts, and which one is current."""
    only(single_values(request), ("format", "lang"))
    representation, lang, service = wanted_format(request, QUESTION), asked_language(request), service_of(request)
    current = service.probe().id
    found = listing(service.store.list(), current, lang)
    return Response(
        render(found, representation.name, lang),
        headers=table_headers("releases", representation, lang, current),
        media_type=representation.content_type,
    )


@router.get("/releases/{release}", summary="One release", tags=["releases"], responses=problems(404))
def release(request: Request, release: str) -> dict[str, Any]:
    """Return one release's manifest."""
    found: dict[str, Any] = service_of(request).store.get(release).as_json()
    return found

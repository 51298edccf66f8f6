"""/feed.atom: what each release changed, for feed readers."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf.namespaces import Minter
from styringsgraf.publish.feed import Asked, atom
from styringsgraf.publish.publisher import Publisher
from styringsgraf.publish.steps import timeline
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, problems, query
from styringsgraf.web.parameters import only, single_values, whole_number
from styringsgraf.web.state import service_of

router = APIRouter()

_MEDIA: Final = "application/atom+xml"
_MOST: Final = 1_000_000
_PARAMETERS: Final[list[dict[str, Any]]] = [
    query("organisation", "Only what concerns this organisation (its name in IRIs)", {"type": "string"}),
    query("archive", "An archive document, from 1 (the oldest); else the newest", {"type": "integer", "minimum": 1}),
    LANG,
]


@router.get(
    "/feed.atom",
    summary="What each release changed, as an Atom feed",
    tags=["linked data"],
    response_class=Response,
    responses={
        200: {"description": "The feed", "content": {_MEDIA: {"schema": {"type": "string"}}}},
        **problems(400, 404, 413),
    },
    openapi_extra={"parameters": _PARAMETERS},
)
def feed(request: Request) -> Response:
    """Return an entry a release, the newest first, in words; older ones in archive documents."""
    values = only(single_values(request), ("organisation", "archive", "lang"))
    archive = whole_number("archive", values["archive"], 1, 1, _MOST) if "archive" in values else None
    service, lang = service_of(request), asked_language(request)
    asked = Asked(lang, values.get("organisation"), archive)
    current = service.probe().id
    line = timeline(service.store, Minter(service.config.base))
    body = atom(line, Publisher.of(service.config).name, asked)
    headers = {"Content-Language": lang, "Vary": "Accept-Language", "X-Styringsgraf-Release": current}
    return Response(body, headers=headers, media_type=f"{_MEDIA}; charset=utf-8")

"""/ldes: the event stream of versions, page by page."""

import re
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.publish import stream, versions
from styringsgraf.publish.steps import Timeline, timeline
from styringsgraf.publish.stream import SYNTAXES, Page
from styringsgraf.service import Service
from styringsgraf.web.openapi import formats, problems, success
from styringsgraf.web.parameters import only, shortened, single_values, wanted_format
from styringsgraf.web.state import service_of

router = APIRouter(prefix="/ldes")

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")
_DESCRIBED: Final[dict[str, Any]] = {
    "tags": ["linked data"],
    "response_class": Response,
    "openapi_extra": {"parameters": [formats(SYNTAXES)]},
}


def _answer(request: Request, service: Service, page: Page) -> Response:
    representation = wanted_format(request, SYNTAXES)
    config = service.config
    body = stream.document(page, Minter(config.base), config.licence, representation)
    headers = {"Vary": "Accept", "X-Styringsgraf-Release": service.probe().id}
    return Response(body, headers=headers, media_type=representation.content_type)


def _line(request: Request, service: Service) -> Timeline:
    only(single_values(request), ("format", *request.path_params))
    return timeline(service.store, Minter(service.config.base))


@router.get(
    "",
    summary="The event stream of versioned nodes",
    responses={**success("The stream and its oldest pages first", SYNTAXES, release=True), **problems(400, 406)},
    **_DESCRIBED,
)
def root(request: Request) -> Response:
    """Return where a client of Linked Data Event Streams starts."""
    service = service_of(request)
    return _answer(request, service, stream.root(_line(request, service)))


@router.get("/block/{number}", include_in_schema=False, **_DESCRIBED)
def block(request: Request, number: str) -> Response:
    """Return a block of releases."""
    service = service_of(request)
    line = _line(request, service)
    page = stream.block(line, int(number)) if _NUMBER.fullmatch(number) else None
    if page is None:
        raise errors.NotFound("feed.no-page", page=shortened(f"block/{number}"))
    return _answer(request, service, page)


@router.get("/{release}", include_in_schema=False, **_DESCRIBED)
def release(request: Request, release: str) -> Response:
    """Return what a release changed, by organisation."""
    service = service_of(request)
    return _answer(request, service, stream.release(_line(request, service).step(release)))


@router.get("/{release}/{organisation}/{number}", include_in_schema=False, **_DESCRIBED)
def members(request: Request, release: str, organisation: str, number: str) -> Response:
    """Return a page of versions."""
    service = service_of(request)
    line = _line(request, service)
    step = line.step(release)
    content, count = b"", 0
    if organisation in step.stating() and _NUMBER.fullmatch(number):
        made = versions.versions(line, step, organisation)
        content, count = made.page(int(number)), made.count()
    if not content:
        raise errors.NotFound("feed.no-page", page=shortened(f"{release}/{organisation}/{number}"))
    return _answer(request, service, stream.members(step, organisation, int(number), content, count))

"""/api/v1/history: the releases that changed a node, and its editions in other plans."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.formats import QUESTION
from styringsgraf.namespaces import Minter
from styringsgraf.publish.history import history as history_of
from styringsgraf.publish.steps import timeline
from styringsgraf.tables import render
from styringsgraf.web.answers import table_headers
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, formats, problems, query, success
from styringsgraf.web.parameters import only, single_values, wanted_format, whole_number
from styringsgraf.web.state import service_of

router = APIRouter(prefix="/api/v1")

#: Versions in one page: without a wish, and at most.
_SHOWN: Final = (20, 100)
_MOST_SKIPPED: Final = 1_000_000
_PARAMETERS: Final[list[dict[str, Any]]] = [
    query(
        "node",
        "The IRI of a node, or what follows /id/ in it; also of one that is gone",
        {"type": "string", "minLength": 1},
        required=True,
    ),
    query("limit", "Versions in one page", {"type": "integer", "minimum": 1, "maximum": _SHOWN[1]}),
    query("offset", "Versions to skip", {"type": "integer", "minimum": 0}),
    formats(QUESTION),
    LANG,
]


@router.get(
    "/history",
    summary="The history of a node: which releases changed it, and its editions",
    tags=["changes"],
    response_class=Response,
    responses={**success("The versions, newest first", QUESTION, release=True), **problems(400, 404, 406, 413)},
    openapi_extra={"parameters": _PARAMETERS},
)
def history(request: Request) -> Response:
    """Return the versions of a node in words, each with the one before it, and the same node in other plans."""
    values = only(single_values(request), ("node", "limit", "offset", "format", "lang"))
    node = values.get("node", "").strip()
    if not node:
        raise errors.BadParameter("service.node-missing")
    limit = whole_number("limit", values.get("limit"), _SHOWN[0], 1, _SHOWN[1])
    offset = whole_number("offset", values.get("offset"), 0, 0, _MOST_SKIPPED)
    representation, lang, service = wanted_format(request, QUESTION), asked_language(request), service_of(request)
    line = timeline(service.store, Minter(service.config.base))
    with service.reader() as reader:
        found = history_of(line, reader.engine, node, lang=lang, limit=limit, offset=offset)
        current = reader.manifest.id
    headers = table_headers("history", representation, lang, current)
    if found.truncated:
        headers["X-Styringsgraf-Truncated"] = "true"
    body = render(found, representation.name, lang)
    return Response(body, headers=headers, media_type=representation.content_type)

"""The red thread of a node over HTTP: JSON, table, text or picture."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.formats import THREAD
from styringsgraf.service import json_bytes
from styringsgraf.thread import Direction, written
from styringsgraf.web.answers import table_headers
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, formats, problems, query, success
from styringsgraf.web.parameters import choice, only, single_values, wanted_format, whole_number
from styringsgraf.web.state import service_of

router = APIRouter(prefix="/api/v1")

DIRECTIONS: Final[tuple[Direction, ...]] = ("up", "down", "both")
#: Levels of a thread: what a caller gets without a wish, and the most.
DEPTH: Final = (12, 50)
_PARAMETERS: Final[list[dict[str, Any]]] = [
    query(
        "node",
        "An IRI, a UN code (3.4) or organisation/edition/code",
        {"type": "string", "minLength": 1},
        required=True,
    ),
    query("direction", "What it leads to, what leads to it, or both", {"type": "string", "enum": list(DIRECTIONS)}),
    query("depth", "Levels to follow", {"type": "integer", "minimum": 1, "maximum": DEPTH[1]}),
    formats(THREAD),
    LANG,
]


@router.get(
    "/thread",
    summary="The red thread of a node",
    tags=["thread"],
    response_class=Response,
    responses={
        **success("Nodes, links, indicators, and what falls if the node is dropped", THREAD, release=True),
        **problems(400, 404, 406),
    },
    openapi_extra={"parameters": _PARAMETERS},
)
def thread(request: Request) -> Response:
    """Return what a node leads to (up) and what leads to it (down), with the basis of every link.

    As CSV or XLSX one row a link; as SVG columns of cards joined by lines.
    """
    values = only(single_values(request), ("node", "direction", "depth", "format", "lang"))
    node = values.get("node", "").strip()
    if not node:
        raise errors.BadParameter("service.node-missing")
    direction = choice("direction", values.get("direction"), "both", DIRECTIONS)
    depth = whole_number("depth", values.get("depth"), DEPTH[0], 1, DEPTH[1])
    representation, lang = wanted_format(request, THREAD), asked_language(request)
    release, found = service_of(request).released_thread(node, direction, lang=lang, depth=depth)
    json = representation.name == "json"
    content = json_bytes({"release": release, **found.to_json()}) if json else written(found, representation.name)
    headers = table_headers("thread", representation, lang, release)
    if representation.name == "svg":
        headers["Content-Security-Policy"] = "default-src 'none'; sandbox"  # labels are other people's words
    return Response(content, headers=headers, media_type=representation.content_type)

"""What changed between two plans or two releases, over HTTP."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf.compare import compare, written
from styringsgraf.compare.model import ALL_CHANGES
from styringsgraf.formats import CHANGES
from styringsgraf.namespaces import Minter
from styringsgraf.settings import settings
from styringsgraf.web.answers import table_headers
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, formats, problems, query, success
from styringsgraf.web.parameters import choice, only, single_values, wanted_format, whole_number
from styringsgraf.web.state import service_of

router = APIRouter(prefix="/api/v1")

_MOST_SKIPPED: Final = 10_000_000
_ENDS: Final = "A plan (organisation/edition, edition or IRI) or a release (id, number or current)"
_NUMBER: Final[dict[str, Any]] = {"type": "integer", "minimum": 0}
_PARAMETERS: Final[list[dict[str, Any]]] = [
    query("from", _ENDS, {"type": "string", "minLength": 1}, required=True),
    query("to", "Another of the same", {"type": "string", "minLength": 1}, required=True),
    query("organisation", "Of releases: what this organisation's documents state only", {"type": "string"}),
    query("only", "This kind of change only", {"type": "string", "enum": list(ALL_CHANGES)}),
    query("limit", "Changes in one page", {**_NUMBER, "minimum": 1}),
    query("offset", "Changes to skip", _NUMBER),
    formats(CHANGES),
    LANG,
]


@router.get(
    "/changes",
    summary="What changed between two plans or two releases",
    tags=["changes"],
    response_class=Response,
    responses={**success("The changes, each with its sentence", CHANGES, release=True), **problems(400, 404, 406, 413)},
    openapi_extra={"parameters": _PARAMETERS},
)
def changes(request: Request) -> Response:
    """Return what is new, gone, reworded, recoded, moved or measured otherwise, node by node and in words."""
    values = only(single_values(request), ("from", "to", "organisation", "only", "limit", "offset", "format", "lang"))
    wanted = choice("only", values.get("only"), "", ALL_CHANGES)
    most = settings().answer_rows
    limit = whole_number("limit", values.get("limit"), most, 1, most)
    offset = whole_number("offset", values.get("offset"), 0, 0, _MOST_SKIPPED)
    representation, lang, service = wanted_format(request, CHANGES), asked_language(request), service_of(request)
    with service.reader() as reader:
        minter = Minter(service.config.base)
        ends = values.get("from", ""), values.get("to", "")
        found = compare(service.store, reader, minter, *ends, lang=lang, organisation=values.get("organisation"))
    page = (found.only((wanted,)) if wanted else found).page(limit, offset)
    headers = table_headers("changes", representation, lang, found.release)
    if page.truncated:
        headers["X-Styringsgraf-Truncated"] = "true"
    return Response(written(page, representation.name), headers=headers, media_type=representation.content_type)

"""POST /api/v1/plans: files in, a checked release out; DELETE takes a document out of the next release."""

from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from styringsgraf import errors
from styringsgraf.pipeline.writes import Plans, Withdraw, Written
from styringsgraf.web import check
from styringsgraf.web.authorisation import authorise
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, problems, query
from styringsgraf.web.parameters import choice, only, shortened, single_values
from styringsgraf.web.state import service_of
from styringsgraf.web.upload import files_of
from styringsgraf.web.writing import answered, headers_of, write

router = APIRouter(prefix="/api/v1")

_YES_NO: Final = ("false", "true")
_TEXT: Final = {"type": "string"}
_REFUSALS: Final = (401, 403, 412)
_HEADERS: Final[list[dict[str, Any]]] = [
    {
        "name": "If-Match",
        "in": "header",
        "description": "The tag of the release that must be current, as ETag gives it",
        "schema": _TEXT,
    },
    {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Names this write: sent again within a day, it is answered and not done again",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    },
]
_SECURITY: Final[list[dict[str, list[str]]]] = [{"token": []}]
_ANSWER: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["release", "changed", "created", "dryRun", "graphs", "report"],
    "properties": {
        "release": {"type": "string", "description": "The release that is current now"},
        "changed": {"type": "boolean", "description": "Whether it is a new one"},
        "created": {"type": "boolean", "description": "Whether a document is new"},
        "dryRun": {"type": "boolean", "description": "Whether it was only tried"},
        "graphs": {"type": "array", "items": {"type": "string", "format": "iri"}},
        "report": check.REPORT,
    },
}
_CONTENT: Final = {"content": {"application/json": {"schema": _ANSWER}}}


def _day(raw: str | None) -> date | None:
    if raw is None:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise errors.BadParameter("writing.day", given=shortened(raw)) from None


@router.post(
    "/plans",
    summary="Publish plans as a checked release",
    tags=["writing"],
    response_class=Response,
    responses={
        200: {"description": "Nothing is new, or it was only tried", **_CONTENT},
        201: {"description": "A new release", **_CONTENT},
        **problems(400, *_REFUSALS, 413, 415, 422, 504),
    },
    openapi_extra={
        "security": _SECURITY,
        "parameters": [
            query("dry-run", "Tell what would be, and change nothing", {"type": "string", "enum": list(_YES_NO)}),
            query("reference-date", "What counts as in force; else today", {"type": "string", "format": "date"}),
            query("name", "The file's name, for findings and where Content-Type says nothing: plan.xlsx", _TEXT),
            LANG,
            *_HEADERS,
        ],
        "requestBody": check.BODY,
    },
)
async def publish(request: Request) -> Response:
    """Read plans, work out what follows, check everything against the rules, and make a release; or say what stops it.

    The token must be that of the plans' organisation. One release a request, whatever number of files.
    """
    grant = authorise(request)
    values = only(single_values(request), ("dry-run", "reference-date", "name", "lang"))
    asked_language(request)
    dry = choice("dry-run", values.get("dry-run"), _YES_NO[0], _YES_NO) == _YES_NO[1]
    day = _day(values.get("reference-date"))
    files = await files_of(request, values.get("name", ""), service_of(request).config)
    written = await write(request, grant, Plans(files, dry, day))
    return JSONResponse(_body(written, dry=dry), 201 if written.changed and not dry else 200, headers_of(written))


@router.delete(
    "/plans/{organisation}/{edition}",
    summary="Take a document out of the next release",
    tags=["writing"],
    response_class=Response,
    responses={204: {"description": "It is out; older releases keep it"}, **problems(400, *_REFUSALS, 404, 422, 504)},
    openapi_extra={"security": _SECURITY, "parameters": _HEADERS},
)
async def withdraw(request: Request, organisation: str, edition: str) -> Response:
    """Withdraw a document: its statements, what was inferred from them, and what was found in them go."""
    grant = authorise(request)
    only(single_values(request), ("organisation", "edition", "lang"))
    return answered(await write(request, grant, Withdraw(f"{organisation}/{edition}")), 204)


def _body(written: Written, *, dry: bool) -> dict[str, Any]:
    return {
        "release": written.release,
        "changed": written.changed and not dry,
        "created": written.created,
        "dryRun": dry,
        "graphs": list(written.graphs),
        "report": written.report,
    }

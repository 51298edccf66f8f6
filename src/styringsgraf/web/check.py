"""POST /api/v1/check: files in, a report out in any of its forms; nothing is stored."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf.formats import FORMATS
from styringsgraf.ingest.syntaxes import SYNTAXES
from styringsgraf.pipeline import Upload
from styringsgraf.quality.exports import EXPORTS
from styringsgraf.quality.report import SEVERITIES
from styringsgraf.web.answers import table_headers
from styringsgraf.web.checking import checks_of
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, formats, problems, query, success
from styringsgraf.web.parameters import choice, only, single_values, wanted_format
from styringsgraf.web.state import service_of
from styringsgraf.web.upload import FILES, FORM, TABLES, files_of

router = APIRouter(prefix="/api/v1")

#: The forms of the report; JSON is what a caller without a wish gets.
REPORTS: Final = (FORMATS["json"], *(FORMATS[name] for name in EXPORTS if name != "json"))
AGAINST: Final = ("current", "none")
_TEXT: Final = {"type": "string"}
_MAYBE: Final = {"type": ["string", "null"]}
_WORDS: Final = {"type": "object", "description": "In nb, nn and en", "additionalProperties": _TEXT}
_COUNT: Final = {"type": "integer", "minimum": 0}
_CELL: Final[dict[str, Any]] = {
    "type": ["object", "null"],
    "description": "Where it stands, when it came from a table",
    "properties": {
        **dict.fromkeys(("file", "sheet", "column", "letter"), _MAYBE),
        "row": {"type": ["integer", "null"]},
    },
}
_FINDING: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["rule", "severity", "focusNode", "path", "value", "plan", "message", "help", "cell", "accepted"],
    "properties": {
        "rule": _TEXT,
        "severity": {"type": "string", "enum": list(SEVERITIES)},
        **dict.fromkeys(("focusNode", "path", "value", "plan"), _MAYBE),
        "message": _WORDS,
        "help": {"type": "string", "format": "iri"},
        "cell": _CELL,
        "stops": {"type": "boolean", "description": "Whether it stops a release"},
        "accepted": {"type": "boolean", "description": "Whether the release accepts it by name"},
    },
}
REPORT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["conforms", "engine", "release", "seconds", "counts", "findings"],
    "properties": {
        "conforms": {"type": "boolean", "description": "Whether nothing at all was found"},
        "engine": _TEXT,
        "release": {"type": ["string", "null"], "description": "What it was checked against"},
        "seconds": {"type": "number"},
        "counts": {"type": "object", "properties": dict.fromkeys(SEVERITIES, _COUNT)},
        "accepted": _COUNT,
        "findings": {"type": "array", "items": _FINDING},
    },
}
_BINARY: Final = {"type": "string", "format": "binary"}
_SEVERAL: Final = {"type": "array", "minItems": 1, "maxItems": FILES, "items": _BINARY}
_FILES: Final = {"type": "object", "required": ["file"], "properties": {"file": _SEVERAL}}
BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": "One file as it is, or several in a form; one or more plans in our template, or in our vocabulary",
    "content": {
        FORM: {"schema": _FILES},
        **{media: {"schema": _BINARY} for media in TABLES},
        **{media: {"schema": _TEXT} for syntax in SYNTAXES for media in syntax.media_types},
        "application/octet-stream": {"schema": _BINARY},
    },
}
_PARAMETERS: Final[list[dict[str, Any]]] = [
    query("against", "What the plans build on: the current release, or nothing", {"type": "string", "enum": AGAINST}),
    query("name", "The file's name, for findings and where Content-Type says nothing: plan.xlsx", _TEXT),
    formats(REPORTS),
    LANG,
]
_ANSWER: Final = success("The report", REPORTS, release=True)[200]
_CONTENT: Final[dict[str, Any]] = {**_ANSWER["content"], REPORTS[0].media_type: {"schema": REPORT}}


@router.post(
    "/check",
    summary="Check plans against all quality rules; nothing is stored",
    tags=["quality"],
    response_class=Response,
    responses={200: {**_ANSWER, "content": _CONTENT}, **problems(400, 406, 413, 415, 422, 504)},
    openapi_extra={"parameters": _PARAMETERS, "requestBody": BODY},
)
async def check(request: Request) -> Response:
    """Check a workbook, a CSV or RDF with the plans in force it builds on, and tell every finding with its place."""
    values = only(single_values(request), ("against", "name", "format", "lang"))
    against = choice("against", values.get("against"), AGAINST[0], AGAINST)
    representation, lang, checks = wanted_format(request, REPORTS), asked_language(request), checks_of(request)
    with checks.place():
        files = await files_of(request, values.get("name", ""), service_of(request).config)
        upload = Upload(files, representation.name, lang, alone=against == "none")
        checked = await checks.check(request, upload)
    headers = table_headers("check", representation, lang, checked.release) | {"Cache-Control": "no-store"}
    if not checked.release:
        del headers["X-Styringsgraf-Release"]
    if representation.name == "html":
        # The page is made of what a stranger sent; it needs its own styles and nothing else.
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return Response(checked.content, headers=headers, media_type=representation.content_type)

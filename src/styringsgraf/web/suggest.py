"""Suggestions while somebody types in a search field: the best few hits, each with its page."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.formats import FORMATS
from styringsgraf.questions import Result
from styringsgraf.questions.resolver import LONGEST
from styringsgraf.service import json_bytes
from styringsgraf.tables import records
from styringsgraf.texts import pick
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, problems, query, success
from styringsgraf.web.pages.found import code_of, group_of
from styringsgraf.web.pages.places import Places
from styringsgraf.web.parameters import only, single_values, whole_number
from styringsgraf.web.state import service_of

router = APIRouter(prefix="/api/v1")
#: Suggestions without a wish, and the most.
FEW: Final = (8, 10)
_JSON: Final = FORMATS["json"]
_SUGGESTION: Final = {
    "type": "object",
    "required": ["text", "lang", "code", "kind", "plan", "iri", "href"],
    "additionalProperties": False,
    "properties": {
        "text": {"type": "string", "description": "Its name"},
        "lang": {"type": "string", "description": "The language of the name, '' where nobody says"},
        "code": {"type": "string", "description": "Its code in the plan, '' for none"},
        "kind": {"type": "string", "description": "What it is, in the reader's language"},
        "plan": {"type": "string", "description": "The plan that says it, '' for none"},
        "iri": {"type": "string", "format": "iri"},
        "href": {"type": "string", "description": "Its page here, '' where it has none"},
    },
}
_BODY: Final = {
    "type": "object",
    "required": ["q", "suggestions", "release"],
    "additionalProperties": False,
    "properties": {
        "q": {"type": "string"},
        "suggestions": {"type": "array", "maxItems": FEW[1], "items": _SUGGESTION},
        "release": {"type": "string"},
    },
}


def _responses() -> dict[int | str, dict[str, Any]]:
    told = success("The suggestions, the best first", (_JSON,), release=True)
    told[200]["content"] = {_JSON.media_type: {"schema": _BODY}}
    return {**told, **problems(400)}


@router.get(
    "/suggest",
    summary="Suggestions for what somebody has begun to type",
    tags=["search"],
    operation_id="suggest",
    response_class=Response,
    responses=_responses(),
    openapi_extra={
        "parameters": [
            query("q", "What is typed so far", {"type": "string", "maxLength": LONGEST}, required=True),
            query("limit", "Suggestions at most", {"type": "integer", "minimum": 1, "maximum": FEW[1]}),
            LANG,
        ]
    },
)
def suggest(request: Request) -> Response:
    """Return what may be meant by the beginning of a search; nothing where there is no word in it yet."""
    values = only(single_values(request), ("q", "limit", "lang"))
    lang = asked_language(request)
    limit = whole_number("limit", values.get("limit"), FEW[0], 1, FEW[1])
    if "q" not in values:
        raise errors.BadParameter("questions.required", name="q", example="syk")
    typed, service = values["q"].strip(), service_of(request)
    release, found = service.store.current_id() or "", []
    try:
        result = service.ask("search", {"q": typed}, lang=lang, limit=limit) if typed else None
    except errors.BadParameter as fault:
        if fault.slug != "no-words":
            raise
        result = None
    if result is not None:
        release, found = result.release, list(_suggested(result, Places(request, lang), lang))
    headers = {"Content-Language": lang, "Vary": "Accept-Language", "X-Styringsgraf-Release": release}
    body = json_bytes({"q": typed, "suggestions": found, "release": release})
    return Response(body, headers=headers, media_type=_JSON.content_type)


def _suggested(result: Result, places: Places, lang: str) -> Iterator[dict[str, str]]:
    """Yield the hits as suggestions."""
    texts = result.names.texts if result.names else {}
    for row in records(result.grid):
        names = texts.get(row["node"], {})
        name = pick(names, lang)
        yield {
            "text": name or row["code"] or row["node"],
            "lang": next((code for code, words in names.items() if words == name), ""),
            "code": code_of(row["code"] or "", group_of(row["kind"] or "", row["node"], row["document"] or "")),
            "kind": row["kindLabel"] or "",
            "plan": (row["documentLabel"] or "") if row["document"] != row["node"] else "",
            "iri": row["node"],
            "href": places.of(row["node"]) or "",
        }

"""POST /api/v1/wording: sentences in, judgements out; nothing is stored."""

import json
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from styringsgraf import errors
from styringsgraf.formats import FORMATS
from styringsgraf.quality.wording import CLASSES, judge
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, problems, success
from styringsgraf.web.parameters import only, shortened, single_values

router = APIRouter(prefix="/api/v1")

#: How many sentences one request may hold, how long each may be (characters), and how large the body (bytes).
COUNT: Final = 500
LENGTH: Final = 5_000
BODY: Final = 2_000_000
_LANGUAGES: Final = ("nb", "nn")
_JSON: Final = "application/json"
_TEXTS: Final = {
    "type": "array",
    "minItems": 1,
    "maxItems": COUNT,
    "items": {"type": "string", "maxLength": LENGTH},
    "description": "Sentences as they stand in a plan",
}
_BODY: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["texts"],
    "additionalProperties": False,
    "properties": {
        "texts": _TEXTS,
        "lang": {
            "type": ["string", "null"],
            "enum": [*_LANGUAGES, None],
            "description": "Their language; else it is guessed",
        },
    },
    "example": {"lang": "nb", "texts": ["Alle barn har en trygg skolevei.", "Styrke folkehelsen"]},
}
_JUDGEMENT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["class", "confidence", "lang", "cues", "roles", "flags", "actor", "suggestion", "analyser"],
    "properties": {
        "class": {"type": "string", "enum": list(CLASSES)},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "lang": {"type": "string", "enum": list(_LANGUAGES)},
        "cues": {"type": "array", "items": {"type": "string"}, "description": "Words that made it so"},
        "roles": {"type": "array", "items": {"type": "string"}, "description": "What each cue did"},
        "flags": {"type": "array", "items": {"type": "string"}},
        "actor": {"type": ["string", "null"]},
        "suggestion": {"type": ["string", "null"], "description": "How it could read; null when none is safe"},
        "analyser": {"type": "string", "description": "Name and version of the rules"},
    },
}


@router.post(
    "/wording",
    summary="What sentences read as: goal, strategy, assignment, measure, indicator, heading or unclear",
    tags=["quality"],
    response_class=Response,
    responses={
        200: {**success("A judgement a sentence, in the order given", (FORMATS["json"],))[200]}
        | {"content": {_JSON: {"schema": {"type": "array", "items": _JUDGEMENT}}}},
        **problems(400, 413, 415),
    },
    openapi_extra={"parameters": [LANG], "requestBody": {"required": True, "content": {_JSON: {"schema": _BODY}}}},
)
async def wording(request: Request) -> Response:
    """Judge each sentence by its words, and say which."""
    only(single_values(request), ("lang",))
    asked_language(request)
    given = parsed(request.headers.get("content-type", ""), await _read(request))
    content = json.dumps(await run_in_threadpool(answer, given), ensure_ascii=False).encode()
    return Response(content, media_type=_JSON, headers={"Cache-Control": "no-store"})


async def _read(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY:
            raise errors.TooLarge("web.body-too-large", limit=BODY)
        chunks.append(chunk)
    return b"".join(chunks)


def parsed(media: str, body: bytes) -> dict[str, Any]:
    """Return the body of a request when it is what it should be; every way in which it is not has its sentence."""
    kind = media.partition(";")[0].strip().lower()
    if kind != _JSON:
        raise errors.UnsupportedMedia("wording.media", media=shortened(kind))
    try:
        given = json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise errors.UsageError("wording.no-json", position=fault.start) from None
    except json.JSONDecodeError as fault:
        raise errors.UsageError("wording.no-json", position=fault.pos) from None
    except (RecursionError, ValueError):
        raise errors.UsageError("wording.no-json", position=0) from None
    wrong = _wrong(given)
    if wrong:
        raise errors.UsageError("wording.shape", where=shortened(wrong))
    texts = given["texts"]
    if len(texts) > COUNT:
        raise errors.TooLarge("wording.count", count=len(texts), limit=COUNT)
    for number, text in enumerate(texts, 1):
        if len(text) > LENGTH:
            raise errors.TooLarge("wording.length", number=number, length=len(text), limit=LENGTH)
    return {"texts": texts, "lang": given.get("lang")}


def _wrong(given: object) -> str:
    """Return which part of a body has the wrong shape, '' when none."""
    if not isinstance(given, dict):
        return "{}"
    unknown = next((name for name in given if name not in {"texts", "lang"}), "")
    if unknown:
        return str(unknown)
    texts = given.get("texts")
    if not isinstance(texts, list) or not texts:
        return "texts"
    number = next((place for place, text in enumerate(texts, 1) if not isinstance(text, str)), 0)
    if number:
        return f"texts[{number}]"
    return "" if given.get("lang") in (None, *_LANGUAGES) else "lang"


def answer(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the judgements of a parsed request."""
    return [judge(text, given["lang"]).as_json() for text in given["texts"]]

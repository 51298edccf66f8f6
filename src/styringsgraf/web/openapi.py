"""How the API describes itself: the problem, the parameters and answers that routes share, sizes and bounds."""

from typing import Any, Final

from fastapi import FastAPI

from styringsgraf.formats import PROBLEM_JSON, Format
from styringsgraf.texts import LANGUAGES
from styringsgraf.web.addresses import KEPT

Responses = dict[int | str, dict[str, Any]]

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "required": ["type", "title", "status", "detail", "instance", "requestId"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Stable name of the sentence"},
        "title": {"type": "string", "description": "The kind of problem, in the reader's language"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, where, and what to do"},
        "instance": {"type": "string", "description": "The path asked for"},
        "requestId": {"type": "string", "description": "Under this id the request stands in the log"},
        "findings": {
            "type": "array",
            "description": "What stops a release, as in a report; only where a write was refused for it",
            "items": {"type": "object"},
        },
    },
}
_TOKEN: Final = {"type": "http", "scheme": "bearer", "description": "Made with: styringsgraf token create"}
_PROBLEM_CONTENT: Final = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_MEANINGS: Final = {
    400: "Something in the request is missing or wrong",
    401: "No token, or one that is unknown, expired or revoked",
    403: "Writing is off, or the token does not cover what is to be written",
    404: "No such thing in the release",
    406: "No such format",
    410: "An earlier release had it, the current one does not",
    412: "Another release is current than If-Match names",
    413: "Over a limit: of what is sent, of the answer, or of the memory it needs",
    415: "The body is in a format that is not read here",
    422: "The file cannot be read, or findings stop the release",
    500: "Something failed on our side",
    503: "No room, or no release, right now; Retry-After says when to try again",
    504: "A time limit stopped the work",
}
_RELEASE: Final = {"description": "The release it was answered from", "schema": {"type": "string"}}
_ETAG: Final = {
    "description": 'Stands for release, build and representation; "<release>.<rest>"',
    "schema": {"type": "string"},
}
_REQUEST_ID: Final = {"description": "The caller's id of the request, else one made here", "schema": {"type": "string"}}
LANG: Final[dict[str, Any]] = {
    "name": "lang",
    "in": "query",
    "description": "Language of labels and messages; else Accept-Language",
    "schema": {"type": "string", "enum": list(LANGUAGES)},
}


def query(name: str, text: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    """Describe a query parameter."""
    return {"name": name, "in": "query", "required": required, "description": text, "schema": schema}


def formats(offered: tuple[Format, ...]) -> dict[str, Any]:
    """Describe the parameter that chooses a representation."""
    names = [representation.name for representation in offered]
    return query("format", "Format; else the Accept header", {"type": "string", "enum": names})


def problems(*statuses: int) -> Responses:
    """Describe the problems a route can answer with; 500 and 503 everywhere."""
    return {
        status: {"description": _MEANINGS[status], "content": _PROBLEM_CONTENT}
        for status in sorted({*statuses, 500, 503})
    }


def success(text: str, offered: tuple[Format, ...], *, release: bool = False) -> Responses:
    """Describe the answer of a route in its representations."""
    content = {
        row.media_type: {"schema": {} if row.name in {"json", "srj", "jsonld"} else {"type": "string"}}
        for row in offered
    }
    headers = {"headers": {"X-Styringsgraf-Release": _RELEASE}} if release else {}
    return {200: {"description": text, "content": content, **headers}}


def _add_conditional(schema: dict[str, Any]) -> None:
    """Say of answers that come with a tag that they do, and that the tag saves the answer."""
    for operation in (path["get"] for path in schema["paths"].values() if "get" in path):
        if KEPT.keys() & set(operation.get("tags", ())):
            operation["responses"]["304"] = {"description": "The answer is the one whose tag If-None-Match names"}
            operation["responses"]["200"].setdefault("headers", {}).setdefault("ETag", _ETAG)
    for operation in (operation for path in schema["paths"].values() for operation in path.values()):
        for answer in operation["responses"].values():
            answer.setdefault("headers", {}).setdefault("X-Request-ID", _REQUEST_ID)


def describe(app: FastAPI) -> None:
    """Add the problem to what the framework writes of the routes."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
        schema["components"]["securitySchemes"] = {"token": _TOKEN}
        for operation in (operation for path in schema["paths"].values() for operation in path.values()):
            if PROBLEM_JSON not in operation["responses"].get("422", {"content": _PROBLEM_CONTENT})["content"]:
                # The framework's own; ours is a problem like all others.
                del operation["responses"]["422"]
                operation["responses"].update({str(status): said for status, said in problems(400).items()})
        _add_conditional(schema)
        for name in ("HTTPValidationError", "ValidationError"):
            schema["components"]["schemas"].pop(name, None)
        return schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way to extend the schema

"""Routes of the named questions: the list, one route each, and the friendly path a question's header asks for."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf.formats import QUESTION, Format
from styringsgraf.questions import Question
from styringsgraf.service import Service
from styringsgraf.settings import settings
from styringsgraf.tables import render
from styringsgraf.texts import LANGUAGES, pick
from styringsgraf.web.language import language_of
from styringsgraf.web.parameters import single_values, wanted_format, whole_number
from styringsgraf.web.state import service_of

API: Final = "/api/v1"
#: Parameters every question takes besides its own.
_COMMON: Final = ("lang", "format", "limit", "offset")
_MAX_OFFSET: Final = 10_000_000


def router(service: Service) -> APIRouter:
    """Build the routes of all questions in the catalogue."""
    made = APIRouter(tags=["questions"])
    made.add_api_route(f"{API}/questions", _list, methods=["GET"], summary="All questions, described")
    for question in service.catalogue.questions:
        _add(made, question)
    return made


def _list(request: Request) -> list[dict[str, Any]]:
    """Return every question with its parameters, columns and example."""
    return [question.describe() for question in service_of(request).catalogue.questions]


def _add(made: APIRouter, question: Question) -> None:
    paths = [f"{API}/questions/{question.name}"] + ([question.path] if question.path else [])
    for path in paths:
        made.add_api_route(
            path,
            _endpoint(question.name),
            methods=["GET"],
            name=f"{question.name}@{path}",
            operation_id=f"{question.name}-{'friendly' if path == question.path else 'question'}",
            summary=pick(question.title, "en"),
            description=pick(question.description, "en"),
            response_class=Response,
            openapi_extra=_openapi(question, path),
            responses=_responses(),
        )


def _endpoint(name: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        values = single_values(request) | request.path_params
        representation = wanted_format(request, QUESTION)
        lang = language_of(request)
        limit = whole_number("limit", values.get("limit"), settings().answer_rows, 1, settings().answer_rows)
        offset = whole_number("offset", values.get("offset"), 0, 0, _MAX_OFFSET)
        own = {key: value for key, value in values.items() if key not in _COMMON}
        result = service_of(request).ask(name, own, lang=lang, limit=limit, offset=offset)
        headers = {
            "Content-Language": lang,
            "Vary": "Accept, Accept-Language",
            "X-Styringsgraf-Release": result.release or "",
        }
        if result.truncated:
            headers["X-Styringsgraf-Truncated"] = "true"
        if representation.name in {"xlsx", "csv-no"}:
            suffix = "csv" if representation.name == "csv-no" else "xlsx"
            headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
        return Response(
            render(result, representation.name, lang), headers=headers, media_type=representation.content_type
        )

    return answer


def _openapi(question: Question, path: str) -> dict[str, Any]:
    own = [
        {
            "name": parameter.name,
            "in": "path" if f"{{{parameter.name}}}" in path else "query",
            "required": parameter.required or f"{{{parameter.name}}}" in path,
            "description": pick(parameter.label, "en"),
            "schema": {"type": "integer" if parameter.type in {"integer", "year"} else "string"},
            "example": parameter.example,
        }
        for parameter in question.parameters
    ]
    common: list[dict[str, Any]] = [
        _common("lang", {"type": "string", "enum": list(LANGUAGES)}, "Language of labels and messages"),
        _common("format", {"type": "string", "enum": [f.name for f in QUESTION]}, "Format; else the Accept header"),
        _common("limit", {"type": "integer", "minimum": 1, "maximum": settings().answer_rows}, "Rows in one page"),
        _common("offset", {"type": "integer", "minimum": 0, "maximum": _MAX_OFFSET}, "Rows to skip"),
    ]
    return {"parameters": own + common}


def _common(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}


def _responses() -> dict[int | str, dict[str, Any]]:
    def body(row: Format) -> dict[str, Any]:
        return {"schema": {"type": "object" if row.name == "json" else "string"}}

    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {
        200: {"description": "The rows", "content": {row.media_type: body(row) for row in QUESTION}},
        400: {"description": "A parameter is missing or wrong", **problem},
        404: {"description": "A thing a parameter names does not exist", **problem},
        406: {"description": "No such format", **problem},
    }

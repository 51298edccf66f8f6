"""Routes of the named questions: the list, one route each, and the friendly path a question's header asks for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf.formats import QUESTION
from styringsgraf.questions import Question
from styringsgraf.questions.header import TAKEN, Parameter
from styringsgraf.questions.resolver import LONGEST
from styringsgraf.service import Service
from styringsgraf.settings import settings
from styringsgraf.tables import render
from styringsgraf.texts import pick
from styringsgraf.vocabulary import codes_of
from styringsgraf.web.answers import table_headers
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, formats, problems, query, success
from styringsgraf.web.parameters import single_values, wanted_format, whole_number
from styringsgraf.web.state import service_of

API: Final = "/api/v1"
#: A goal, a target, or a part of a target; what else is understood is for people who type.
_TARGET: Final = r"^([1-9]|1[0-7])([.]([1-9][0-9]?|[a-z])(-s[1-9][0-9]?)?)?$"
_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "year": {"type": "integer", "minimum": 1900, "maximum": 2199},
    "integer": {"type": "integer", "minimum": -(10**15) + 1, "maximum": 10**15 - 1},
    "number": {"type": "string", "pattern": r"^[+-]?[0-9]{1,15}([.][0-9]{1,9})?$"},
    "boolean": {"type": "boolean"},
    "target": {"type": "string", "pattern": _TARGET},
}
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
            responses={**success("The rows", QUESTION, release=True), **problems(400, 404, 406)},
        )


def _endpoint(name: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        values = single_values(request)
        representation = wanted_format(request, QUESTION)
        lang = asked_language(request)
        limit = whole_number("limit", values.get("limit"), settings().answer_rows, 1, settings().answer_rows)
        offset = whole_number("offset", values.get("offset"), 0, 0, _MAX_OFFSET)
        own = {key: value for key, value in values.items() if key not in TAKEN}
        result = service_of(request).ask(name, own, lang=lang, limit=limit, offset=offset)
        headers = table_headers(name, representation, lang, result.release)
        if result.next is not None:
            result = replace(result, next=f"{service_of(request).config.root_path}{result.next}")
            headers |= {"X-Styringsgraf-Truncated": "true", "Link": f'<{result.next}>; rel="next"'}
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
            "schema": _schema(parameter),
            "example": parameter.example,
        }
        for parameter in question.parameters
    ]
    rows = settings().answer_rows
    common = [
        LANG,
        formats(QUESTION),
        query("limit", "Rows in one page", {"type": "integer", "minimum": 1, "maximum": rows}),
        query("offset", "Rows to skip", {"type": "integer", "minimum": 0, "maximum": _MAX_OFFSET}),
    ]
    return {"parameters": own + common}


def _schema(parameter: Parameter) -> dict[str, Any]:
    if parameter.type == "choice":
        return {"type": "string", "enum": list(parameter.choices)}
    if parameter.type == "code":
        return {"type": "string", "enum": sorted(codes_of(parameter.scheme or ""))}
    text = {"type": "string", "minLength": 1 if parameter.required else 0, "maxLength": LONGEST}
    schema = _SCHEMAS.get(parameter.type, text)
    if "pattern" in schema and not parameter.required:
        return {**schema, "pattern": f"^({schema['pattern'].strip('^$')})?$"}  # empty is as good as not given
    return schema

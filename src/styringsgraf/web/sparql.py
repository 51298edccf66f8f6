"""/sparql: SPARQL 1.1 Protocol: queries in killable workers, updates by the one way to write, and a description."""

from collections.abc import Sequence
from typing import Any, Final

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.formats import FORMATS, GRAPH, SPARQL_GRAPH, SPARQL_ROWS, Format, by_name, negotiate
from styringsgraf.pipeline.writes import Update
from styringsgraf.web.authorisation import authorise
from styringsgraf.web.foreign import foreign_of
from styringsgraf.web.language import language_of
from styringsgraf.web.openapi import formats, problems, query, success
from styringsgraf.web.pages import navigation
from styringsgraf.web.parameters import shortened
from styringsgraf.web.service_description import description
from styringsgraf.web.sparql_request import FORM, QUERY, UPDATE, Asked, is_update, parse
from styringsgraf.web.state import service_of
from styringsgraf.web.writing import answered, write

router = APIRouter()

_OFFERED: Final = (*SPARQL_ROWS, *SPARQL_GRAPH)
#: What a description can be, the page for people among it.
_LOOKED_AT: Final = (*SPARQL_GRAPH, FORMATS["html"])
#: What SPARQL clients write as ``?format=``, each with the type it stands for; some write several.
_CLIENTS: Final = {
    "json": "application/json",
    "xml": "application/xml",
    "turtle": "text/turtle",
    "rdf+xml": "application/rdf+xml",
    "json-ld": "application/ld+json",
    "n-triples": "application/n-triples",
    "ntriples": "application/n-triples",
}
_IRIS: Final = {"type": "array", "items": {"type": "string", "format": "iri"}}
_DATASET: Final = (
    query("default-graph-uri", "Graphs whose union is the default graph; else all graphs", _IRIS),
    query("named-graph-uri", "Graphs that GRAPH may name; else all graphs", _IRIS),
    formats(_OFFERED),
)
_USING: Final = (
    query("using-graph-uri", "Update: graphs whose union is the default graph of WHERE", _IRIS),
    query("using-named-graph-uri", "Update: graphs that GRAPH in WHERE may name", _IRIS),
)
_TEXT: Final = {"type": "string", "minLength": 1}
_QUERY: Final = query("query", "The SPARQL query; without any parameter, the service describes itself", _TEXT)
_GET: Final = {"parameters": [_QUERY, *_DATASET]}
_POST: Final[dict[str, Any]] = {
    "parameters": [*_DATASET, *_USING],
    "requestBody": {
        "required": True,
        "content": {
            QUERY: {"schema": _TEXT},
            UPDATE: {"schema": _TEXT},
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"query": _TEXT, "update": _TEXT},
                    "oneOf": [{"required": ["query"]}, {"required": ["update"]}],
                }
            },
        },
    },
}
_ANSWERS: Final = {**success("The answer", _OFFERED, release=True), **problems(400, 406, 413, 504)}


@router.get(
    "/sparql",
    summary="SPARQL 1.1 query, or the service's description",
    tags=["sparql"],
    operation_id="sparql-get",
    response_class=Response,
    responses={**_ANSWERS, 303: {"description": "Who comes with a browser and no query is led to the page for people"}},
    openapi_extra=_GET,
)
async def get(request: Request) -> Response:
    """Answer one SPARQL query over the union of all graphs of the current release, or describe the service."""
    asked = await parse(request, service_of(request).config)
    if asked.operation != "description":
        return await _queried(request, asked)
    if not asked.formats and negotiate(asked.accept, _LOOKED_AT) is FORMATS["html"]:
        return _page(request)  # somebody with a browser wants to write a query
    return await _described(request, asked)


@router.post(
    "/sparql",
    summary="SPARQL 1.1 query or update",
    tags=["sparql"],
    operation_id="sparql-post",
    response_class=Response,
    responses={
        **_ANSWERS,
        204: {"description": "The update is carried out; ETag names the release"},
        **problems(400, 401, 403, 406, 412, 413, 415, 422, 504),
    },
    openapi_extra=_POST,
)
async def post(request: Request) -> Response:
    """Answer one SPARQL query, or carry out one update, which needs a token and makes a checked release."""
    grant = authorise(request) if is_update(request) else None
    asked = await parse(request, service_of(request).config)
    if asked.operation == "query":
        return await _queried(request, asked)
    grant = grant or authorise(request)
    using = asked.dataset
    change = Update(asked.text, using.default_graphs, using.named_graphs, service_of(request).config.base)
    return answered(await write(request, grant, change), 204)


def _page(request: Request) -> Response:
    """Lead to the page for people, in their language."""
    lang = language_of(request)
    headers = {"Location": f"{navigation.prefix(request)}/{lang}/sparql", "Vary": "Accept, Accept-Language"}
    return Response(status_code=303, headers=headers)


async def _queried(request: Request, asked: Asked) -> Response:
    answer = await foreign_of(request).answer(request, asked.text, _wanted(asked), asked.dataset)
    headers = {"Vary": "Accept", "X-Styringsgraf-Release": answer.release}
    if answer.truncated:
        headers["X-Styringsgraf-Truncated"] = "true"
    return Response(answer.content, media_type=answer.format.content_type, headers=headers)


def _wanted(asked: Asked) -> str:
    """Return the Accept header that counts: ``?format=`` beats it; an unknown one is a 406 that lists what exists."""
    if not asked.formats:
        return asked.accept
    for name in asked.formats:
        if name.lower() in _CLIENTS:
            return _CLIENTS[name.lower()]
        if (chosen := by_name(name, _OFFERED)) is not None:
            return chosen.media_type
    raise errors.NotAcceptable("web.format", wanted=shortened(asked.formats[0]), offered=_names(_OFFERED))


async def _described(request: Request, asked: Asked) -> Response:
    chosen = negotiate(_wanted(asked), GRAPH)
    if chosen is None and negotiate(asked.accept, SPARQL_ROWS) and not asked.formats:
        raise errors.BadQuery("web.query-missing")  # who wants rows has forgotten the query
    if chosen is None:
        wanted = shortened(asked.formats[0] if asked.formats else asked.accept)
        raise errors.NotAcceptable("web.format", wanted=wanted, offered=_names(GRAPH))
    return await to_thread.run_sync(description, request, service_of(request), chosen)


def _names(offered: Sequence[Format]) -> str:
    return ", ".join(f"{row.name} ({row.media_type})" for row in offered)

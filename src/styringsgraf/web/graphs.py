"""/graphs: SPARQL 1.1 Graph Store HTTP Protocol; a graph is named by ?graph=, by ?default, or by its own address."""

import uuid
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.access import Grant
from styringsgraf.formats import GRAPH, Format
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.writes import DeleteGraph, PostGraph, PutGraph, Written
from styringsgraf.service import Service
from styringsgraf.texts import text
from styringsgraf.web.authorisation import authorise
from styringsgraf.web.foreign import foreign_of
from styringsgraf.web.graph_body import parts_of
from styringsgraf.web.openapi import Responses, formats, problems, query, success
from styringsgraf.web.parameters import only, shortened, single_values, wanted_format
from styringsgraf.web.sparql_request import is_absolute
from styringsgraf.web.state import service_of
from styringsgraf.web.writing import GRAPH_MEDIA, answered, write

router = APIRouter(tags=["sparql"])

_STORE: Final = "/graphs"
#: Where a graph is found at the address that is its name: ours, and those that callers name by address.
_DIRECT: Final = ("/graph/{path:path}", f"{_STORE}/{{path:path}}")
_NAMING: Final = ("graph", "default")
_TEXT: Final = {"type": "string"}
_NAMED: Final[list[dict[str, Any]]] = [
    query("graph", "The graph's name, an absolute IRI", {"type": "string", "format": "iri"}),
    {**query("default", "The default graph; without a value", _TEXT), "allowEmptyValue": True},
]
_PATH: Final[list[dict[str, Any]]] = [
    {
        "name": "path",
        "in": "path",
        "required": True,
        "description": "The rest of the graph's name",
        "schema": {"type": "string", "minLength": 1},
        "example": "sdg",
    }
]
_FORMAT: Final = formats(GRAPH)
_ANSWERS: Final = {**success("The graph", GRAPH, release=True), **problems(400, 404, 406, 413)}


def graph_of(request: Request, minter: Minter) -> str | None:
    """Return the name of the graph a request is about, None where it names none. Raises BadParameter.

    What stands below /graph/ and /graphs/ is named by its path under the base of all our names, on whatever host
    this service is found: a graph's name does not depend on who asks.
    """
    values = only(single_values(request), (*_NAMING, "format", "lang", *request.path_params))
    ways = [name for name in (*_NAMING, "path") if name in values]
    if len(ways) > 1:
        raise errors.BadParameter("protocol.graph-both")
    if not ways or values.get("path") == "":
        return None
    if "default" in values:
        if values["default"]:
            raise errors.BadParameter("protocol.graph-default")
        return minter.default_graph
    store = request.scope["route"].path.partition("{")[0].lstrip("/")
    return _iri(values["graph"] if "graph" in values else f"{minter.base}{store}{values['path']}")


def _iri(given: str) -> str:
    if not is_absolute(given):
        raise errors.BadParameter("protocol.graph-iri", iri=shortened(given))
    return given


def new_name(minter: Minter) -> str:
    """Return a name that no graph has, below the address of the store."""
    return f"{minter.base}{_STORE.lstrip('/')}/{uuid.uuid4()}"


async def get(request: Request) -> Response:
    """Return one graph. The default graph always exists; any other that does not is a 404."""
    name, representation = _named(request), wanted_format(request, GRAPH)
    return await foreign_of(request).whole_graph(partial(_document, service_of(request), name, representation))


def _document(service: Service, name: str, representation: Format) -> Response:
    limit = service.config.query_bytes
    with service.reader() as reader:
        manifest = reader.manifest
        if manifest.graph(name) is None and name != Minter(service.config.base).default_graph:
            raise errors.NotFound("protocol.no-such-graph", graph=shortened(name), release=manifest.id)
        try:
            content = reader.document(name, representation, limit)
        except errors.TooLarge:
            raise errors.TooLarge("protocol.graph-size", limit=limit) from None
    # The tag that a writer sends back in If-Match; what answers for everybody gets a finer one on its way out.
    tag = f'"{manifest.id}.{representation.name}"'
    headers = {"Vary": "Accept", "X-Styringsgraf-Release": manifest.id, "ETag": tag}
    return Response(content, media_type=representation.content_type, headers=headers)


async def put(request: Request) -> Response:
    """Make a graph hold what is sent, and nothing else."""
    grant, config = authorise(request), service_of(request).config
    name = _named(request)
    (part,) = await parts_of(request, config, forms=False)
    return answered(await _written(request, grant, PutGraph(name, part.content, part.media, name)))


async def post(request: Request) -> Response:
    """Add what is sent to a graph; to the store itself: make a graph of it, whose name is told in Location."""
    grant, config = authorise(request), service_of(request).config
    minter = Minter(config.base)
    name = graph_of(request, minter)
    location = None if name is not None else new_name(minter)
    target = name or location or ""
    parts = await parts_of(request, config, forms=True)
    return answered(await _written(request, grant, PostGraph(target, parts, target)), location=location)


async def _written(request: Request, grant: Grant, change: PutGraph | PostGraph) -> Written:
    """Write; a body that is not what its type says is the request's fault (400), not that of a file in it."""
    try:
        return await write(request, grant, change)
    except errors.InputError as fault:
        raise errors.UsageError(fault.key, **{**fault.values, "file": text("protocol.body")}) from None


async def delete(request: Request) -> Response:
    """Take a graph out of the next release."""
    grant = authorise(request)
    return answered(await write(request, grant, DeleteGraph(_named(request))))


def _named(request: Request) -> str:
    name = graph_of(request, Minter(service_of(request).config.base))
    if name is None:
        raise errors.BadParameter("protocol.graph-missing")
    return name


#: Method → what answers, in how many words, and what it can go wrong with besides what all can.
_WRITES: Final = {
    "PUT": (put, "Replace one graph", (413, 415, 422, 504)),
    "POST": (post, "Add to one graph", (413, 415, 422, 504)),
    "DELETE": (delete, "Take away one graph", (404, 422, 504)),
}
_CONDITIONS: Final[list[dict[str, Any]]] = [
    {"name": name, "in": "header", "required": False, "description": text, "schema": _TEXT}
    for name, text in (
        ("If-Match", "Tags of the release it builds on; 412 when another one is current"),
        ("Idempotency-Key", "The same key again gets the same answer, and writes nothing"),
    )
]
_BODY: Final = {
    "required": True,
    "description": "One graph; with POST also several, as files of a form",
    "content": {media: {"schema": _TEXT} for media in GRAPH_MEDIA},
}
_DONE: Final[Responses] = {
    201: {"description": "A graph that was not there before; with POST to /graphs its name in Location"},
    204: {"description": "Done; ETag names the release"},
}


def _routes() -> None:
    for path in (_STORE, *_DIRECT):
        naming = _NAMED if path == _STORE else _PATH
        word = path.partition("{")[0].strip("/")
        name, where = (word, "") if path == _STORE else (f"{word}-direct", ", at the address that is its name")
        router.add_api_route(
            path,
            get,
            methods=["GET"],
            summary=f"One graph of the current release{where}",
            operation_id=f"{name}-get",
            response_class=Response,
            responses=_ANSWERS,
            openapi_extra={"parameters": [*naming, _FORMAT]},
        )
        for method, (endpoint, summary, statuses) in _WRITES.items():
            body = {} if method == "DELETE" else {"requestBody": _BODY}
            router.add_api_route(
                path,
                endpoint,
                methods=[method],
                summary=f"{summary}{where}",
                operation_id=f"{name}-{method.lower()}",
                status_code=204,
                response_class=Response,
                responses={**_DONE, **problems(400, 401, 403, 412, *statuses)},
                openapi_extra={"parameters": [*naming, *_CONDITIONS], "security": [{"token": []}], **body},
            )


_routes()

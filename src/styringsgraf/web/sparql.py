"""/sparql: SPARQL 1.1 Protocol for queries, as one table of method × body; the work is done in killable workers."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.engine import Dataset
from styringsgraf.formats import FORMATS, SPARQL_GRAPH, SPARQL_ROWS, by_name
from styringsgraf.settings import settings
from styringsgraf.web.foreign import foreign_of
from styringsgraf.web.openapi import formats, problems, query, success
from styringsgraf.web.parameters import shortened

router = APIRouter()

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_OFFERED: Final = (*SPARQL_ROWS, *SPARQL_GRAPH)
#: A form-encoded query can be three times as long as its text; what is over is refused before reading on.
_ENCODED: Final = 3


#: More fields than this nobody needs; what follows them would only cost time.
_FIELDS: Final = 200

_IRIS: Final = {"type": "array", "items": {"type": "string", "format": "iri"}}
_DATASET: Final = (
    query("default-graph-uri", "Graphs whose union is the default graph; else all graphs", _IRIS),
    query("named-graph-uri", "Graphs that GRAPH may name; else all graphs", _IRIS),
    formats(_OFFERED),
)
_TEXT: Final = {"type": "string", "minLength": 1}
_GET: Final = {"parameters": [query("query", "The SPARQL query", _TEXT, required=True), *_DATASET]}
_POST: Final = {
    "parameters": list(_DATASET),
    "requestBody": {
        "required": True,
        "content": {
            DIRECT: {"schema": _TEXT},
            FORM: {"schema": {"type": "object", "required": ["query"], "properties": {"query": _TEXT}}},
        },
    },
}
_ANSWERS: Final = {**success("The answer", _OFFERED, release=True), **problems(400, 406, 413, 504)}


@dataclass(frozen=True)
class QueryRequest:
    """What one protocol request asks: the text, the dataset and the representation it accepts."""

    query: str
    dataset: Dataset
    accept: str | None


async def _body(request: Request) -> bytes:
    limit = _ENCODED * settings().query_length + 4096
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise errors.TooLarge("web.body-too-large", limit=limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise errors.BadQuery("web.encoding", position=fault.start) from None


def _fields(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_decoded(raw), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as fault:
        raise errors.BadQuery("web.encoding", position=fault.start) from None
    except ValueError:
        raise errors.BadQuery("web.fields", limit=_FIELDS) from None


async def parse_request(request: Request) -> QueryRequest:
    """Read one protocol request; every illegal combination has its own sentence."""
    url = _fields(request.url.query.encode())
    fields = url
    if request.method == "POST":
        encoding = request.headers.get("content-encoding", "").strip().lower()
        if encoding not in {"", "identity"}:
            raise errors.UnsupportedMedia("web.content-encoding", encoding=shortened(encoding))
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == FORM:
            fields = _fields(await _body(request)) + [pair for pair in url if pair[0] != "query"]
        elif media == DIRECT:
            fields = [*(pair for pair in url if pair[0] != "query"), ("query", _decoded(await _body(request)))]
        elif media == UPDATE:
            raise errors.BadQuery("web.sparql-update")
        else:
            raise errors.UnsupportedMedia("web.sparql-media", media=shortened(media))
    if any(name == "update" for name, _ in fields):
        raise errors.BadQuery("web.sparql-update")
    queries = [value for name, value in fields if name == "query"]
    if not queries or not queries[0].strip():
        raise errors.BadQuery("web.query-missing")
    if len(queries) > 1:
        raise errors.BadQuery("web.query-twice", count=len(queries))
    dataset = Dataset(
        tuple(value for name, value in fields if name == "default-graph-uri"),
        tuple(value for name, value in fields if name == "named-graph-uri"),
    )
    return QueryRequest(queries[0], dataset, _accept(fields, ", ".join(request.headers.getlist("accept"))))


def _accept(fields: list[tuple[str, str]], header: str | None) -> str | None:
    """``?format=`` beats the Accept header; an unknown one is a 406 that lists what exists."""
    wanted = next((value for name, value in fields if name == "format"), None)
    if wanted is None:
        return header
    chosen = by_name(wanted, _OFFERED) or by_name(wanted, (FORMATS["json"], FORMATS["nq"]))
    if chosen is None:
        raise errors.NotAcceptable("web.format", wanted=shortened(wanted), offered=", ".join(f.name for f in _OFFERED))
    return chosen.media_type


@router.get(
    "/sparql",
    summary="SPARQL 1.1 query",
    tags=["sparql"],
    operation_id="sparql-get",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra=_GET,
)
@router.post(
    "/sparql",
    summary="SPARQL 1.1 query",
    tags=["sparql"],
    operation_id="sparql-post",
    response_class=Response,
    responses={**_ANSWERS, **problems(415)},
    openapi_extra=_POST,
)
async def sparql(request: Request) -> Response:
    """Answer one SPARQL query over the union of all graphs of the current release."""
    asked = await parse_request(request)
    answer = await foreign_of(request).answer(request, asked.query, asked.accept, asked.dataset)
    headers = {"Vary": "Accept", "X-Styringsgraf-Release": answer.release}
    if answer.truncated:
        headers["X-Styringsgraf-Truncated"] = "true"
    return Response(answer.content, media_type=answer.format.content_type, headers=headers)

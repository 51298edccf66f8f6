"""Reads one request of the SPARQL 1.1 Protocol: method × body as one table; every illegal combination has its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from styringsgraf import errors
from styringsgraf.engine import Dataset
from styringsgraf.settings import Settings
from styringsgraf.terms import NamedNode
from styringsgraf.web.parameters import shortened

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
#: Body type → the operation it carries; a form says by its fields.
_DIRECT: Final = {QUERY: "query", UPDATE: "update"}
#: Operation → the parameters that choose its graphs.
DATASET: Final = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
#: A form-encoded text can be three times as long as it is; what is over is refused before reading on.
_ENCODED: Final = 3
#: More fields than this nobody needs; what follows them would only cost time.
_FIELDS: Final = 200
_UTF8: Final = ("", "utf-8", "utf8")

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """What one protocol request asks: ``operation`` is 'query', 'update', or 'description' where there is neither.

    ``formats`` are what ``?format=`` names; they beat ``accept``, the Accept header.
    """

    operation: str
    text: str
    dataset: Dataset
    formats: tuple[str, ...]
    accept: str


def media_type(request: Request) -> str:
    """Return the body's media type in small letters, '' for none. Raises UnsupportedMedia for what is not UTF-8."""
    media, *parameters = request.headers.get("content-type", "").split(";")
    for name, _, value in (parameter.partition("=") for parameter in parameters):
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in _UTF8:
            raise errors.UnsupportedMedia("protocol.charset", charset=shortened(charset))
    return media.strip().lower()


def is_absolute(iri: str) -> bool:
    """Tell whether a text is an IRI that can name a graph."""
    try:
        return NamedNode(iri).value == iri
    except ValueError:
        return False


def is_update(request: Request) -> bool:
    """Tell from the head alone whether the body is an update; a form may hold one as well."""
    return request.method == "POST" and media_type(request) == UPDATE


async def parse(request: Request, config: Settings) -> Asked:
    """Read one protocol request. Raises BadQuery, UnsupportedMedia, TooLarge."""
    url = _fields(request.url.query.encode())
    fields = url if request.method == "GET" else [*await _body(request, config), *url]
    found = {name: [value for field, value in fields if field == name] for name in DATASET}
    if found["query"] and found["update"]:
        raise errors.BadQuery("protocol.both")
    operation = "update" if found["update"] else "query"
    if request.method == "GET":
        if found["update"]:
            raise errors.BadQuery("protocol.update-get")
        if all(name == "format" for name, _ in fields):
            operation = "description"
    elif any(name in DATASET for name, _ in url):
        raise errors.BadQuery("protocol.in-address", name=operation)
    texts = found.get(operation, [""])
    if operation != "description":
        _single(texts, operation)
    default, named = _dataset(fields, operation)
    wanted = tuple(value for name, value in fields if name == "format")
    return Asked(operation, texts[0], Dataset(default, named), wanted, ", ".join(request.headers.getlist("accept")))


def _single(texts: Sequence[str], operation: str) -> None:
    if len(texts) > 1:
        raise errors.BadQuery("web.query-twice" if operation == "query" else "protocol.update-twice", count=len(texts))
    if not texts or not texts[0].strip():
        raise errors.BadQuery("web.query-missing" if operation == "query" else "protocol.update-missing")


def _dataset(fields: Fields, operation: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the graphs asked for. Those of the other operation would be ignored in silence, so they are refused."""
    for other, names in DATASET.items():
        wrong = next((name for name, _ in fields if other != operation and name in names), None)
        if wrong is not None:
            own = ", ".join(DATASET.get(operation, ("query",)))
            raise errors.BadQuery("protocol.dataset", name=wrong, own=own)
    graphs = [pair for pair in fields if pair[0] in DATASET.get(operation, ())]
    wrong = next((iri for _, iri in graphs if not is_absolute(iri)), None)
    if wrong is not None:
        raise errors.BadQuery("engine.graph-iri", iri=shortened(wrong))
    default = tuple(iri for name, iri in graphs if not name.endswith("named-graph-uri"))
    return default, tuple(iri for name, iri in graphs if name.endswith("named-graph-uri"))


async def _body(request: Request, config: Settings) -> Fields:
    """Return the fields of the body, or the body as the field it stands for."""
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity"}:
        raise errors.UnsupportedMedia("web.content-encoding", encoding=shortened(encoding))
    media = media_type(request)
    if media == FORM:
        # Only who has a token can send an update, which may be longer.
        updating = config.writing and "authorization" in request.headers
        return _fields(await _read(request, _ENCODED * (config.update_length if updating else config.query_length)))
    if media in _DIRECT:
        longest = config.update_length if media == UPDATE else config.query_length
        return [(_DIRECT[media], _decoded(await _read(request, longest)))]
    raise errors.UnsupportedMedia("web.sparql-media", media=shortened(media) or "–")


async def _read(request: Request, longest: int) -> bytes:
    limit = longest + 4096
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


def _fields(raw: bytes) -> Fields:
    try:
        return parse_qsl(_decoded(raw), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as fault:
        raise errors.BadQuery("web.encoding", position=fault.start) from None
    except ValueError:
        raise errors.BadQuery("web.fields", limit=_FIELDS) from None

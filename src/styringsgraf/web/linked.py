"""/id and /doc: the address of a thing leads to the document about it, in the representation the reader wants."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from styringsgraf import errors, resource, serialising, tables
from styringsgraf.formats import FORMATS, LINKED, Format
from styringsgraf.namespaces import PREFIXES, Minter
from styringsgraf.releases import Formerly, Manifest
from styringsgraf.resource import Resource, document
from styringsgraf.terms import NamedNode
from styringsgraf.web import signposting
from styringsgraf.web.identifiers import Identified, graphs_of, identified, iri_of, path_of
from styringsgraf.web.openapi import LANG, formats, problems, success
from styringsgraf.web.pages import navigation, node
from styringsgraf.web.pages.frame import page_language
from styringsgraf.web.parameters import only, shortened, single_values, wanted_format
from styringsgraf.web.signposting import Target
from styringsgraf.web.state import service_of

router = APIRouter()

_HTML: Final = FORMATS["html"]
_SEE_OTHER: Final = 303
_MOVED: Final = 308
_PARAMETERS: Final = ("format", "lang", "path")
_VERSION: Final = PREFIXES["dct"] + "isVersionOf"
_PATH: Final[dict[str, Any]] = {
    "name": "path",
    "in": "path",
    "required": True,
    "description": "The rest of the identifier, with a suffix for a representation where wanted",
    "schema": {"type": "string", "minLength": 1},
    "example": "asker/handlingsprogram-2017-2020/sub-goal/B.2",
}


@router.get(
    "/id/{path:path}",
    tags=["identifiers"],
    summary="From a thing to the document about it",
    status_code=_SEE_OTHER,
    response_class=Response,
    responses={
        _SEE_OTHER: {"description": "To /doc/…, with suffix and query as they came"},
        _MOVED: {"description": "To the canonical spelling of the identifier"},
        **problems(404),
    },
    openapi_extra={"parameters": [_PATH]},
)
def thing(request: Request, path: str) -> Response:
    """Lead from a thing, which is no document, to the document about it. Nothing is looked up."""
    asked = identified(path, "/id")
    if asked.path != path:
        return _to(request, f"/id/{_quoted(request, asked.path)}", _MOVED)
    return _to(request, f"/doc/{_quoted(request, path)}", _SEE_OTHER)


@router.get(
    "/doc/{path:path}",
    tags=["linked data"],
    summary="The document about a thing",
    response_class=Response,
    responses={
        **success("What the release says of it, and what points to it", LINKED, release=True),
        _MOVED: {"description": "To the canonical spelling, or to the new code of what has been given one"},
        **problems(400, 404, 406, 410),
    },
    openapi_extra={"parameters": [_PATH, formats(LINKED), LANG]},
)
def described(request: Request, path: str) -> Response:
    """Return the document about a thing: suffix before ``?format=`` before Accept."""
    only(single_values(request), _PARAMETERS)
    asked = identified(path, "/doc")
    if asked.path != path:
        return _to(request, f"/doc/{_quoted(request, asked.path)}", _MOVED)
    service = service_of(request)
    minter = Minter(service.config.base)
    iris = [iri_of(reading, minter.base) for reading, _ in asked.readings]
    manifest, found = service.released(lambda engine: resource.describe(engine, iris, minter))
    if found is None or not (found.statements or found.editions):
        # Nothing is said of it: either nobody knows it, or others still point to what is no longer there.
        moved = _moved(request, asked, manifest, minter)
        if moved is not None:
            return moved
    if found is None:
        known = ", ".join(f".{one.name}" for one in LINKED)
        raise errors.NotFound("resource.unknown", iri=shortened(iris[0]), release=manifest.id, suffixes=known)
    suffix = dict(zip(iris, asked.readings, strict=True))[found.iri][1]
    return _answer(request, found, suffix or wanted_format(request, LINKED), manifest)


def _answer(request: Request, found: Resource, representation: Format, manifest: Manifest) -> Response:
    lang, config = page_language(request), service_of(request).config
    base = config.base
    rest, before = path_of(found.iri, base) or "", navigation.prefix(request)
    others = [(f"{before}/doc/{rest}.{one.name}", one) for one in LINKED if one is not _HTML]
    if representation is _HTML:
        answer = node.show(request, found, lang, manifest, [(href, one.name, one.media_type) for href, one in others])
        answer.headers["Link"] = _landing(request, found, others)
        return answer
    page = Target(f"{before}/doc/{rest}.html", _HTML.media_type)
    alternates = [Target(href, one.media_type) for href, one in others if one is not representation]
    cite = f"{base}id/{rest}"
    headers = {
        "Vary": "Accept",
        "X-Styringsgraf-Release": manifest.id,
        "Link": signposting.metadata(describes=page, cite_as=cite, licence=config.licence, others=alternates),
    }
    if representation.name == "csv":
        body = tables.delimited.standard(document.grid(found))
        headers["Content-Disposition"] = 'attachment; filename="doc.csv"'
    else:
        said = document.statements(found, base, config.licence)
        body = serialising.written(said, representation.name, first=found.iri)
    return Response(body, headers=headers, media_type=representation.content_type)


def _landing(request: Request, found: Resource, others: list[tuple[str, Format]]) -> str:
    """Return the links from a page to identifier, data, kind, licence, publisher and the dataset it is part of."""
    config = service_of(request).config
    base, minter = config.base, Minter(config.base)
    datasets = navigation.exists(request, "/dataset/x")
    publishers = found.links(PREFIXES["dct"] + "publisher")
    organisation = minter.organisation_of(found.iri)
    if not publishers and organisation and found.iri != minter.organisation(organisation):
        publishers = (minter.organisation(organisation),)
    return signposting.landing(
        cite_as=f"{base}id/{path_of(found.iri, base)}",
        described_by=[Target(href, one.media_type) for href, one in others],
        types=found.types,
        licence=config.licence,
        authors=publishers,
        collection=f"{base}dataset/{organisation or 'sdg'}" if datasets else "",
    )


def _moved(request: Request, asked: Identified, manifest: Manifest, minter: Minter) -> Response | None:
    """Redirect to what a thing is called now; None where no release said anything of it. Raises Gone."""
    for path, suffix in asked.readings:
        iri = iri_of(path, minter.base)
        before = service_of(request).store.former.find(manifest, iri, graphs_of(iri, minter))
        if before is None:
            continue
        now, later = _renamed(request, iri, before, minter)
        moved = None if now is None else path_of(now, minter.base)
        if moved is not None:
            return _to(request, f"/doc/{moved}{f'.{suffix.name}' if suffix else ''}", _MOVED)
        said = {"iri": shortened(iri), "former": before.release, "current": manifest.id}
        if later is None:
            raise errors.Gone("resource.gone", **said)
        raise errors.Gone("resource.gone-later", later=later, **said)
    return None


def _renamed(request: Request, iri: str, before: Formerly, minter: Minter) -> tuple[str | None, str | None]:
    """Return (what something is called now, what came after it), by what it was a version of."""
    versions = (one.object for one in before.statements if one.predicate.value == _VERSION)
    same = [node.value for node in versions if isinstance(node, NamedNode) and node.value != iri]
    return service_of(request).released(lambda engine: resource.renamed(engine, iri, same, minter))[1]


def _quoted(request: Request, path: str) -> str:
    base = service_of(request).config.base
    return path_of(iri_of(path, base), base) or ""


def _to(request: Request, path: str, status: int) -> Response:
    """Redirect within this service, by path, never to a host the caller named; what else was asked goes along."""
    asked = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{navigation.prefix(request)}{path}{f'?{asked}' if asked else ''}", status_code=status)

"""/catalogue, /dataset/{name}, /.well-known/void and the data cubes: what there is, for harvesters and for people."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.formats import FORMATS, Format
from styringsgraf.ingest import syntaxes
from styringsgraf.publish import documents, void
from styringsgraf.publish.description import Descriptions
from styringsgraf.publish.documents import Document
from styringsgraf.publish.forms import dump_path, forms_of
from styringsgraf.releases import Reader
from styringsgraf.web import signposting
from styringsgraf.web.openapi import LANG, formats, problems, success
from styringsgraf.web.pages import catalogue as pages
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.frame import page_language
from styringsgraf.web.parameters import only, shortened, single_values, wanted_format
from styringsgraf.web.signposting import Target
from styringsgraf.web.state import service_of

router = APIRouter()

_HTML: Final = FORMATS["html"]
_DATASET_TYPE: Final = "https://schema.org/Dataset"
_CATALOGUE_TYPE: Final = "https://schema.org/DataCatalog"
#: With a page, and without one.
SHOWN: Final = (*documents.SYNTAXES, _HTML)
BARE: Final = documents.SYNTAXES
_TAGS: Final[list[str | Enum]] = ["linked data"]
Make = Callable[[Descriptions, Reader], Document]


def _described(offered: tuple[Format, ...]) -> dict[str, Any]:
    return {
        "tags": _TAGS,
        "response_class": Response,
        "openapi_extra": {"parameters": [formats(offered), *([LANG] if _HTML in offered else [])]},
    }


@router.get(
    "/catalogue",
    summary="All datasets by DCAT-AP-NO",
    responses={**success("The catalogue", SHOWN, release=True), **problems(400, 406)},
    **_described(SHOWN),
)
def catalogue(request: Request) -> Response:
    """Return the catalogue: datasets, distributions, data services."""
    return _catalogue(request, _wanted(request, SHOWN))


@router.get("/catalogue.{suffix}", include_in_schema=False, tags=_TAGS)
def catalogue_as(request: Request, suffix: str) -> Response:
    """Return the catalogue in the representation of the suffix."""
    return _catalogue(request, _suffixed(request, suffix, SHOWN))


@router.get("/dataset/{name}.{suffix}", include_in_schema=False, tags=_TAGS)
def dataset_as(request: Request, name: str, suffix: str) -> Response:
    """Return the description of a dataset in the representation of the suffix."""
    return _dataset(request, name, _suffixed(request, suffix, SHOWN))


@router.get(
    "/dataset/{name}",
    summary="One dataset by DCAT-AP-NO",
    responses={**success("The dataset", SHOWN, release=True), **problems(400, 404, 406)},
    **_described(SHOWN),
)
def dataset(request: Request, name: str) -> Response:
    """Return the description of one dataset: an organisation by its short name, or ``sdg`` for the UN side."""
    return _dataset(request, name, _wanted(request, SHOWN))


@router.get("/dataset/{name}/cube.{suffix}", include_in_schema=False, tags=_TAGS)
def cube_as(request: Request, name: str, suffix: str) -> Response:
    """Return a dataset's observations as a Data Cube in the representation of the suffix."""
    representation = _suffixed(request, suffix, BARE)
    return _bare(request, lambda said, reader: said.cube(reader, name), representation)


@router.get(
    "/dataset/{name}/cube",
    summary="The observations of a dataset as an RDF Data Cube",
    responses={**success("The observations with their structure", BARE, release=True), **problems(400, 404, 406)},
    **_described(BARE),
)
def cube(request: Request, name: str) -> Response:
    """Return a dataset's observations as a Data Cube."""
    return _bare(request, lambda said, reader: said.cube(reader, name), _wanted(request, BARE))


@router.get("/cube.{suffix}", include_in_schema=False, tags=_TAGS)
def structure_as(request: Request, suffix: str) -> Response:
    """Return the structure of all data cubes in the representation of the suffix."""
    return _bare(request, lambda said, _: said.structure(), _suffixed(request, suffix, BARE))


@router.get(
    "/cube",
    summary="The structure of the observations as an RDF Data Cube",
    responses={**success("The data structure definition", BARE, release=True), **problems(400, 406)},
    **_described(BARE),
)
def structure(request: Request) -> Response:
    """Return the data structure definition of all cubes."""
    return _bare(request, lambda said, _: said.structure(), _wanted(request, BARE))


@router.get(
    f"/{void.PATH}",
    summary="VoID: how much of what there is, linked to what",
    responses={**success("The description", BARE, release=True), **problems(400, 406)},
    **_described(BARE),
)
def well_known_void(request: Request) -> Response:
    """Return the VoID description of the whole graph."""
    return _bare(request, lambda said, reader: said.void(reader), _wanted(request, BARE))


def _wanted(request: Request, offered: tuple[Format, ...]) -> Format:
    names = ("format", "lang") if _HTML in offered else ("format",)
    only(single_values(request), (*names, *request.path_params))
    return wanted_format(request, offered)


def _suffixed(request: Request, suffix: str, offered: Sequence[Format]) -> Format:
    """Return the representation of a suffix, which goes before all else that is asked."""
    only(single_values(request), ("format", "lang", *request.path_params))
    found = next((one for one in offered if one.name == suffix), None)
    if found is None:
        known = ", ".join(one.name for one in offered)
        raise errors.NotFound("catalogue.no-suffix", suffix=shortened(suffix), known=known)
    return found


def _catalogue(request: Request, representation: Format) -> Response:
    service = service_of(request)
    said, lang = service.descriptions, page_language(request)
    with service.reader() as reader:
        document = said.catalogue(reader)
        if representation is not _HTML:
            return _data(request, document, representation, reader.manifest.id, licence=said.publisher.licence)
        others = _others(request, "/catalogue")
        link = signposting.landing(
            cite_as=document.iri,
            described_by=_targets(others),
            types=[_CATALOGUE_TYPE],
            licence=said.publisher.licence,
            authors=[said.publisher.iri],
            items=[Target(one.iri) for one in said.datasets(reader)],
        )
        return pages.catalogue(request, lang, said, reader, others, {"Link": link})


def _dataset(request: Request, name: str, representation: Format) -> Response:
    service = service_of(request)
    said, lang = service.descriptions, page_language(request)
    with service.reader() as reader:
        document = said.described(reader, shortened(name))
        if representation is not _HTML:
            return _data(request, document, representation, reader.manifest.id, licence=said.publisher.licence)
        others = _others(request, f"/dataset/{name}")
        files = [Target(said.publisher.address + dump_path(name, form), form.content_type) for form in forms_of(name)]
        link = signposting.landing(
            cite_as=document.iri,
            described_by=_targets(others),
            types=[_DATASET_TYPE],
            licence=said.publisher.licence,
            authors=[said.publisher.iri],
            collection=f"{said.publisher.base}catalogue",
            items=files,
        )
        return pages.dataset(request, lang, said, reader, name, others, {"Link": link})


def _bare(request: Request, make: Make, representation: Format) -> Response:
    service = service_of(request)
    with service.reader() as reader:
        document = make(service.descriptions, reader)
        release = reader.manifest.id
    return _data(request, document, representation, release, licence=service.descriptions.publisher.licence)


def _data(request: Request, document: Document, representation: Format, release: str, *, licence: str) -> Response:
    path = navigation.path_of(request)
    bare = path.removesuffix(f".{representation.name}")
    others = [] if bare == f"/{void.PATH}" else _targets(_others(request, bare))
    link = signposting.metadata(
        describes=Target(document.iri),
        cite_as=document.iri,
        licence=licence,
        others=[one for one in others if one.media_type != representation.media_type],
    )
    headers = {
        "Vary": "Accept, Accept-Language",
        "X-Styringsgraf-Release": release,
        **({"Link": link} if link else {}),
    }
    return Response(document.written(representation), headers=headers, media_type=representation.content_type)


def _others(request: Request, path: str) -> tuple[pages.Alternate, ...]:
    """Return (address, name, media type) of what programs read of the same."""
    before = navigation.prefix(request)
    return tuple((f"{before}{path}.{one.name}", _name(one), one.media_type) for one in documents.SYNTAXES)


def _targets(others: Sequence[pages.Alternate]) -> list[Target]:
    return [Target(href, media_type) for href, _, media_type in others]


def _name(representation: Format) -> str:
    """Return what people call a syntax: 'Turtle'."""
    found = syntaxes.by_name(representation.name)
    return found.label if found is not None else representation.name

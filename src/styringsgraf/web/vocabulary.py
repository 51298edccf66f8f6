"""/ns, /code, /shapes and what belongs to them: the vocabulary as RDF for programs and as pages for people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from styringsgraf import errors
from styringsgraf.formats import FORMATS, Format
from styringsgraf.ingest import syntaxes
from styringsgraf.namespaces import CODE, RULES
from styringsgraf.publish import concepts, documents
from styringsgraf.publish.documents import Document
from styringsgraf.web.openapi import LANG, formats, problems, success
from styringsgraf.web.pages import navigation, vocabulary
from styringsgraf.web.pages.frame import page_language
from styringsgraf.web.parameters import only, shortened, single_values, wanted_format

router = APIRouter()

_HTML: Final = FORMATS["html"]
OFFERED: Final = (*documents.SYNTAXES, _HTML)
_DESCRIBED: Final[dict[str, Any]] = {
    "tags": ["linked data"],
    "response_class": Response,
    "openapi_extra": {"parameters": [formats(OFFERED), LANG]},
}
_SEE_OTHER: Final = 303
Page = Callable[[Request, str, tuple[vocabulary.Alternate, ...]], Response]


@dataclass(frozen=True)
class Shown:
    """A document at an address: as RDF, and as a page."""

    path: str
    document: Document
    page: Page

    def answer(self, request: Request, representation: Format) -> Response:
        """Answer in one representation."""
        lang = page_language(request)
        others = tuple(self.alternates(request))
        links = [f'<{href}>; rel="alternate"; type="{media}"' for href, _, media in others]
        links.append(f'<{self.document.iri}>; rel="canonical"')
        headers = {"Vary": "Accept, Accept-Language", "Link": ", ".join(links)}
        if representation is _HTML:
            found = self.page(request, lang, others)
            found.headers["Link"] = headers["Link"]
            return found
        return Response(self.document.written(representation), headers=headers, media_type=representation.content_type)

    def alternates(self, request: Request) -> list[vocabulary.Alternate]:
        """Return (address, name, media type) of each representation but the page."""
        before = navigation.prefix(request)
        return [(f"{before}{self.path}.{one.name}", _name(one), one.media_type) for one in documents.SYNTAXES]


def _name(representation: Format) -> str:
    """Return what people call a syntax: 'Turtle'."""
    found = syntaxes.by_name(representation.name)
    return found.label if found is not None else representation.name


def _negotiated(request: Request, shown: Shown) -> Response:
    only(single_values(request), ("format", "lang", *request.path_params))
    return shown.answer(request, wanted_format(request, OFFERED))


def _suffixed(request: Request, shown: Shown, suffix: str) -> Response:
    """Answer for an address with a suffix, which goes before all else that is asked."""
    only(single_values(request), ("format", "lang", *request.path_params))
    representation = next((one for one in OFFERED if one.name == suffix), None)
    if representation is None:
        known = ", ".join(f"{shown.path}.{one.name}" for one in OFFERED)
        raise errors.NotFound("vocabulary.suffix", suffix=shortened(suffix), known=known)
    return shown.answer(request, representation)


def _publish(path: str, summary: str, document: Callable[[], Document], page: Page) -> None:
    """Add an address with its suffixes."""

    def plain(request: Request) -> Response:
        return _negotiated(request, Shown(path, document(), page))

    def suffixed(request: Request, suffix: str) -> Response:
        return _suffixed(request, Shown(path, document(), page), suffix)

    described = {
        **success(summary, OFFERED),
        _SEE_OTHER: {"description": "To the page of the vocabulary"},
        **problems(400, 406),
    }
    router.add_api_route(path, plain, summary=summary, responses=described, **_DESCRIBED)
    router.add_api_route(f"{path}.{{suffix}}", suffixed, include_in_schema=False, **_DESCRIBED)


_publish("/ns", "The vocabulary: classes and properties", documents.ontology, vocabulary.terms)
_publish("/ns/begreper", "The concepts by SKOS-AP-NO", concepts.concepts, vocabulary.concepts)
_publish("/alignments", "How the terms relate to others'", documents.alignments, vocabulary.alignments)
_publish("/code", "All code lists", documents.codes, vocabulary.code_lists)
_publish("/shapes", "The quality rules as SHACL shapes", documents.shapes, vocabulary.rules)


@router.get("/context.jsonld", tags=["linked data"], include_in_schema=False, response_class=Response)
@router.get(
    "/ns/context.jsonld",
    tags=["linked data"],
    summary="The JSON-LD context",
    response_class=Response,
    responses={**success("The context", (FORMATS["jsonld"],)), **problems()},
)
def context() -> Response:
    """Return the JSON-LD context: every term by its local name."""
    return Response(documents.context(), media_type=FORMATS["jsonld"].content_type)


def _code_list(scheme: str) -> Shown:
    found = documents.code_lists().get(scheme)
    if found is None:
        known = ", ".join(documents.code_lists())
        raise errors.NotFound("vocabulary.no-list", scheme=shortened(scheme), known=known)
    return Shown(f"/code/{scheme}", found, vocabulary.code_list(scheme))


@router.get("/code/{scheme}.{suffix}", include_in_schema=False, **_DESCRIBED)
def code_list_as(request: Request, scheme: str, suffix: str) -> Response:
    """Return one code list in the representation of the suffix."""
    return _suffixed(request, _code_list(scheme), suffix)


@router.get(
    "/code/{scheme}",
    summary="One code list",
    responses={**success("The code list", OFFERED), **problems(400, 404, 406)},
    **_DESCRIBED,
)
def code_list(request: Request, scheme: str) -> Response:
    """Return one code list with its codes."""
    return _negotiated(request, _code_list(scheme))


@router.get("/code/{scheme}/{code}", include_in_schema=False)
def code(request: Request, scheme: str, code: str) -> Response:
    """Lead from a code to its place in its list."""
    return _to_known(request, _code_list(scheme), f"{CODE}{scheme}/{code}", code)


@router.get("/code/", include_in_schema=False)
@router.get("/rules/", include_in_schema=False)
@router.get("/rules", include_in_schema=False)
@router.get("/prefixes", include_in_schema=False)
@router.get("/project", include_in_schema=False)
def beside(request: Request) -> Response:
    """Lead from names of which nothing is said but in another document to that document."""
    path = navigation.path_of(request)
    return _to(request, {"/code/": "/code", "/rules": "/shapes", "/rules/": "/shapes"}.get(path, "/ns"), "")


@router.get("/rules/{name:path}", include_in_schema=False)
def rule(request: Request, name: str) -> Response:
    """Lead from a rule, or one of its shapes, to the rule."""
    shown = Shown("/shapes", documents.shapes(), vocabulary.rules)
    return _to_known(request, shown, f"{RULES}{name}", name.partition("/")[0])


@router.get("/shapes/{name:path}", include_in_schema=False)
def shape(request: Request, name: str) -> Response:
    """Lead from a helper shape to the document that states it."""
    shown = Shown("/shapes", documents.shapes(), vocabulary.rules)
    return _to_known(request, shown, f"{documents.SHAPES}/{name}", "")


@router.get("/ns/{version}", include_in_schema=False)
def version(request: Request, version: str) -> Response:
    """Lead from the version of the vocabulary that is current to the vocabulary; there is no other."""
    current = documents.version(documents.ontology())
    if version != current:
        raise errors.NotFound("vocabulary.no-version", version=shortened(version), current=current)
    return _to(request, "/ns", "")


def _to_known(request: Request, shown: Shown, iri: str, anchor: str) -> Response:
    if not shown.document.states(iri):
        raise errors.NotFound("vocabulary.no-term", iri=shortened(iri), path=shown.path)
    return _to(request, shown.path, anchor)


def _to(request: Request, path: str, anchor: str) -> Response:
    """Redirect within this service: by path, never to a host the caller named. What else was asked goes along."""
    asked = request.scope["query_string"].decode("latin-1")
    query, fragment = f"?{asked}" if asked else "", f"#{anchor}" if anchor else ""
    return RedirectResponse(navigation.prefix(request) + path + query + fragment, status_code=_SEE_OTHER)

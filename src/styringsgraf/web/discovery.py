"""/sitemap.xml, /robots.txt and /llms.txt: what search engines and language models are told of this service."""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.questions import Catalogue
from styringsgraf.releases import Manifest
from styringsgraf.resource import listing
from styringsgraf.texts import LANGUAGES, pick
from styringsgraf.web.identifiers import path_of
from styringsgraf.web.openapi import problems
from styringsgraf.web.pages import listed, navigation
from styringsgraf.web.parameters import only, shortened, single_values
from styringsgraf.web.state import service_of

router = APIRouter(tags=["linked data"])

_XML: Final = "application/xml"
_TEXT: Final = "text/plain; charset=utf-8"
_SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: As many as one file may list by the protocol.
_MOST: Final = 50_000
#: The list of pages that are no thing's own.
_FIXED: Final = "pages"
#: Endless, or of use to programs only.
_NO_CRAWLING: Final = (
    "/api/v1/", "/graphs", "/graph/", "/sparql", "/metrics", "/health/",
    *(f"/{lang}/{page}?" for lang in LANGUAGES for page in ("search", "compare", "changes", "quality", "thread")),
)  # fmt: skip
#: (path, what is behind it); a row whose path nothing answers is left out.
_DOORS: Final = (
    ("/nb/data", "every way to the data with worked examples, for people"),
    ("/nb/vocabulary", "the words of the planning method, with an example of each, for people"),
    ("/nb/questions", "all named questions as forms, for people"),
    ("/catalogue", "the datasets as DCAT-AP-NO, in RDF and as a page"),
    ("/sparql", "SPARQL 1.1 query endpoint over all graphs of the current release"),
    ("/api/openapi.json", "OpenAPI description of every route"),
    ("/api/v1/questions", "all named questions with their parameters"),
    ("/api/v1/search", "search by words: ?q="),
    ("/api/v1/thread", "the chain of goals and measures above and below a thing: ?node=&direction=up|down"),
    ("/api/v1/changes", "what differs between two releases or two plans: ?from=&to="),
    ("/api/v1/releases", "all releases with hashes and counts"),
    ("/nb/releases", "the same as a page, with how to cite each"),
    ("/dumps", "files of whole datasets with size, SHA-256 and licence; ?format=json"),
    ("/feed.atom", "what each release changed, in words"),
    ("/ldes", "all versions of every node as an event stream"),
    ("/api/v1/limits", "limits in force"),
    ("/ns", "the vocabulary: classes and properties, in RDF and as a page"),
    ("/code", "code lists"),
    ("/shapes", "the quality rules as SHACL"),
    ("/.well-known/void", "VoID description with counts and link sets"),
    ("/sitemap.xml", "every page"),
)


@router.get("/sitemap.xml", summary="Index of the lists of pages", response_class=Response, responses=problems(400))
def sitemap(request: Request) -> Response:
    """Return the index: a list of fixed pages, one of the UN side, one an organisation. No query is run."""
    only(single_values(request), ())
    manifest = _manifest(request)
    names = (_FIXED, *listing.groups((graph.name for graph in manifest.graphs), _minter(request)))
    rows = (_row("sitemap", f"{_address(request)}sitemap/{name}.xml", manifest) for name in names)
    return _xml("sitemapindex", rows, manifest)


@router.get("/sitemap/{name}.xml", summary="One list of pages", response_class=Response, responses=problems(400, 404))
def part(request: Request, name: str) -> Response:
    """Return the addresses of the pages of one organisation's things, in the current release."""
    only(single_values(request), ("name",))
    service, minter = service_of(request), _minter(request)
    manifest = _manifest(request)
    groups = listing.groups((graph.name for graph in manifest.graphs), minter)
    if name == _FIXED:
        organisations = groups.keys() - {listing.UN}
        return _xml("urlset", (_row("url", one, manifest) for one in _fixed(request, organisations)), manifest)
    graphs = groups.get(name)
    if graphs is None:
        raise errors.NotFound("resource.no-sitemap", name=shortened(name))
    manifest, found = service.released(lambda engine: listing.pages(engine, graphs, minter, _MOST))
    paths = (path_of(iri, minter.base) for iri in found)
    rows = (_row("url", f"{_address(request)}doc/{path}", manifest) for path in paths if path is not None)
    return _xml("urlset", rows, manifest)


@router.get("/robots.txt", summary="What crawlers may fetch", response_class=Response, responses=problems())
def robots(request: Request) -> Response:
    """Return the rules: pages and data yes, answers that have no end no."""
    before = navigation.prefix(request)
    lines = ["User-agent: *", *(f"Disallow: {before}{path}" for path in _NO_CRAWLING), "Allow: /"]
    return Response("\n".join([*lines, "", f"Sitemap: {_address(request)}sitemap.xml", ""]), media_type=_TEXT)


@router.get("/llms.txt", summary="The service in short, for language models", response_class=Response,
            responses=problems())  # fmt: skip
def llms(request: Request) -> Response:
    """Return what the service is, its doors and its questions, as Markdown."""
    address = _address(request)
    doors = [f"- [{path}]({address}{path[1:]}): {what}" for path, what in _DOORS if navigation.exists(request, path)]
    text = "\n".join([*_introduction(request), "## Doors", "", *doors, "", "## Questions", "",
                      *_questions(service_of(request).catalogue, address), ""])  # fmt: skip
    return Response(text, media_type="text/markdown; charset=utf-8")


def _introduction(request: Request) -> list[str]:
    base, address = service_of(request).config.base, _address(request)
    return [
        "# Styringsgraf",
        "",
        "> Norwegian municipalities' governance as linked open data: the chain from the UN's Sustainable Development",
        "> Goals and targets through local goals, strategies, assignments and measures to indicators and results.",
        "",
        "Everything has a permanent IRI; all data is CC BY 4.0. Titles and texts are in Norwegian (nb, nn) and often",
        "English. A *release* is an immutable state of all graphs; answers name theirs in X-Styringsgraf-Release.",
        "",
        f"- IRIs begin with {base}id/ ; their documents are at {address}doc/… with .ttl .jsonld .nt .rdf .csv .html",
        "- Every table comes as JSON or CSV by ?format= or Accept; lang=nb|nn|en chooses the language of labels.",
        "- A municipality is named by its short name (asker), a node by IRI or organisation/edition/code, an SDG",
        "  target by its code (3.4).",
        "",
    ]


def _questions(catalogue: Catalogue, address: str) -> Iterator[str]:
    """Yield a line a question: what it answers, and its parameters with an example each."""
    for question in catalogue.questions:
        parameters = [
            f"{one.name}{'' if one.required else '?'}" + (f" (e.g. {one.example})" if one.example is not None else "")
            for one in question.parameters
        ]
        asked = f" Parameters: {', '.join(parameters)}." if parameters else ""
        link = f"{address}api/v1/questions/{question.name}"
        said = " ".join(pick(question.description, "en").split()).rstrip(".")
        yield f"- [{pick(question.title, 'en')}]({link}): {said}.{asked}"


def _fixed(request: Request, organisations: Iterable[str]) -> Iterator[str]:
    address = _address(request)
    for path in listed.paths(request, organisations, service_of(request).catalogue):
        yield f"{address}{path[1:]}"


def _row(kind: str, address: str, manifest: Manifest) -> str:
    return f"<{kind}><loc>{escape(address)}</loc><lastmod>{manifest.created}</lastmod></{kind}>"


def _xml(root: str, rows: Iterator[str], manifest: Manifest) -> Response:
    body = "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{_SITEMAPS}">', *rows, f"</{root}>", ""]
    )
    return Response(body, headers={"X-Styringsgraf-Release": manifest.id}, media_type=_XML)


def _manifest(request: Request) -> Manifest:
    with service_of(request).reader() as reader:
        return reader.manifest


def _minter(request: Request) -> Minter:
    return Minter(service_of(request).config.base)


def _address(request: Request) -> str:
    """Return where the service is reached from outside, ending in a slash; never what the caller named."""
    config = service_of(request).config
    return config.address or config.base

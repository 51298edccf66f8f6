"""SPARQL 1.1 Service Description: what the endpoint is, which graphs it has, what it reads and writes."""

from collections.abc import Iterator
from typing import Final

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.formats import SPARQL_GRAPH, SPARQL_ROWS, Format
from styringsgraf.ingest.syntaxes import by_name as syntax
from styringsgraf.namespaces import PREFIXES
from styringsgraf.releases import Manifest
from styringsgraf.service import Service
from styringsgraf.terms import A, BlankNode, NamedNode, Object, Quad, integer, serialize, string
from styringsgraf.web.parameters import shortened

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_SYNTAX: Final = "http://www.w3.org/ns/formats/"
#: Our name of a format → its name in the W3C's list of unique URIs for file formats.
_NAMES: Final = {
    "srj": "SPARQL_Results_JSON",
    "srx": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}
_PREFIXES: Final = {
    "sd": _SD,
    "formats": _SYNTAX,
    **{name: PREFIXES[name] for name in ("dct", "void")},
}


def describe(endpoint: str, manifest: Manifest, *, updates: bool) -> Iterator[Quad]:
    """Yield the description of the service at ``endpoint`` (its URL) over one release."""
    service = NamedNode(endpoint)

    def say(subject: NamedNode | BlankNode, name: str, value: Object) -> Quad:
        return Quad(subject, NamedNode(name), value)

    yield say(service, A.value, NamedNode(f"{_SD}Service"))
    yield say(service, f"{_SD}endpoint", service)
    yield say(service, f"{PREFIXES['dct']}title", string("styringsgraf"))
    for language in ("SPARQL11Query", "SPARQL11Update") if updates else ("SPARQL11Query",):
        yield say(service, f"{_SD}supportedLanguage", NamedNode(_SD + language))
    yield say(service, f"{_SD}feature", NamedNode(f"{_SD}UnionDefaultGraph"))
    for representation in (*SPARQL_ROWS, *SPARQL_GRAPH):
        yield say(service, f"{_SD}resultFormat", NamedNode(_SYNTAX + _NAMES[representation.name]))
    dataset, union = BlankNode("dataset"), BlankNode("union")
    yield say(service, f"{_SD}defaultDataset", dataset)
    yield say(dataset, A.value, NamedNode(f"{_SD}Dataset"))
    yield say(dataset, f"{PREFIXES['dct']}identifier", string(manifest.id))
    yield say(dataset, f"{_SD}defaultGraph", union)
    yield say(union, A.value, NamedNode(f"{_SD}Graph"))
    for number, record in enumerate(manifest.graphs, 1):
        # Names by number: the same release must give the same bytes.
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield say(dataset, f"{_SD}namedGraph", named)
        yield say(named, A.value, NamedNode(f"{_SD}NamedGraph"))
        yield say(named, f"{_SD}name", NamedNode(record.name))
        yield say(named, f"{_SD}graph", graph)
        yield say(graph, A.value, NamedNode(f"{_SD}Graph"))
        yield say(graph, f"{PREFIXES['void']}triples", integer(record.count))


def written(quads: Iterator[Quad], representation: Format) -> bytes:
    """Return the description in one of the RDF syntaxes."""
    chosen = syntax(representation.name) or syntax("ttl")
    assert chosen is not None  # noqa: S101 - Turtle is always read
    return serialize(quads, format=chosen.parser, prefixes=_PREFIXES) or b""


def description(request: Request, service: Service, representation: Format) -> Response:
    """Answer with the description of this service. Raises Busy without a release."""
    endpoint = f"{request.base_url}sparql"
    with service.reader() as reader:
        manifest = reader.manifest
    try:
        content = written(describe(endpoint, manifest, updates=service.config.writing), representation)
    except ValueError:
        # The address is made of what the caller wrote as Host.
        raise errors.UsageError("protocol.host", host=shortened(request.headers.get("host", ""))) from None
    headers = {"Vary": "Accept", "X-Styringsgraf-Release": manifest.id}
    return Response(content, media_type=representation.content_type, headers=headers)

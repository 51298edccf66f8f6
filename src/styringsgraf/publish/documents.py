"""The vocabulary, the code lists and the rules as RDF documents: in every syntax, the same bytes every time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from styringsgraf import resources
from styringsgraf.formats import FORMATS, Format
from styringsgraf.namespaces import CODE, PREFIXES, SG
from styringsgraf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat, named, parse, serialize, subject_iri
from styringsgraf.texts import Text

#: What every document can be had as, besides a page for people.
SYNTAXES: Final = tuple(FORMATS[name] for name in ("ttl", "jsonld", "nt", "rdf"))
ONTOLOGY: Final = SG.rstrip("#")
CODES: Final = CODE.rstrip("/")
_ROOT: Final = ONTOLOGY.removesuffix("ns")
ALIGNMENTS: Final = f"{_ROOT}alignments"
SHAPES: Final = f"{_ROOT}shapes"
CONTEXT: Final = f"{ONTOLOGY}/context.jsonld"
_PARSERS: Final = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
_PREFIX: Final = re.compile(r"^@prefix ([\w-]+): <([^>]+)> \.$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One RDF document. Its Turtle goes out as it is, with the comments of those who wrote it."""

    iri: str
    turtle: bytes

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """Its statements in the order of the file; blank nodes named by their order, so that bytes can be compared."""
        names: dict[str, BlankNode] = {}

        def fixed(node: object) -> object:
            if isinstance(node, BlankNode):
                return names.setdefault(node.value, BlankNode(f"b{len(names) + 1}"))
            return node

        found = (
            Quad(fixed(one.subject), one.predicate, fixed(one.object))  # type: ignore[arg-type]  # a term stays one
            for one in parse(self.turtle, format=RdfFormat.TURTLE)
        )
        return tuple(dict.fromkeys(found))

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes its Turtle declares."""
        return dict(_PREFIX.findall(self.turtle.decode()))

    @cached_property
    def _subjects(self) -> frozenset[str]:
        return frozenset(map(subject_iri, self.quads))

    def states(self, iri: str) -> bool:
        """Tell whether it says anything of an IRI."""
        return iri in self._subjects

    def written(self, representation: Format) -> bytes:
        """Return it in one of ``SYNTAXES``."""
        return self.turtle if representation.name == "ttl" else _written(self, representation.name)


@cache
def _written(document: Document, syntax: str) -> bytes:
    triples = (quad.triple for quad in document.quads)
    return serialize(triples, format=_PARSERS[syntax], prefixes=dict(document.prefixes)) or b""


def of(iri: str, quads: tuple[Quad, ...], prefixes: Mapping[str, str]) -> Document:
    """Return a document of statements that no file holds as they are."""
    triples = (quad.triple for quad in quads)
    return Document(iri, serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(prefixes)) or b"")


@cache
def ontology() -> Document:
    """Classes and properties, and the prefixes of our queries, which ``sh:prefixes`` of any shape may name."""
    pointer = f"\n<{ONTOLOGY}> <{PREFIXES['rdfs']}seeAlso> <{ALIGNMENTS}> , <{CODES}> , <{SHAPES}> , <{CONTEXT}> .\n"
    return Document(ONTOLOGY, _file("core.ttl") + b"\n" + _file("prefixes.ttl") + pointer.encode())


@cache
def alignments() -> Document:
    """How our terms relate to others'."""
    return Document(ALIGNMENTS, _file("alignments.ttl"))


@cache
def codes() -> Document:
    """All code lists."""
    return Document(CODES, _file("codes.ttl"))


@cache
def shapes() -> Document:
    """All quality rules; the shared prefixes and helper shapes first."""
    folder = resources.shapes()
    paths = sorted(folder.glob("*.ttl"), key=lambda path: (path.name != "prefixes.ttl", path.name))
    return Document(SHAPES, b"\n".join(path.read_bytes() for path in paths))


@cache
def code_lists() -> Mapping[str, Document]:
    """Each code list as a document of its own: 'result-level' → list and codes, in the order of the file."""
    rows = _by_subject(codes().quads)
    prefixes = {"sg": SG, **{name: PREFIXES[name] for name in ("rdfs", "skos")}}
    lists = [subject for subject, quads in rows.items() if any(quad.object == _SCHEME for quad in quads)]
    made = {}
    for scheme in lists:
        members = [row for subject, row in rows.items() if subject == scheme or subject.startswith(f"{scheme}/")]
        quads = tuple(quad for row in members for quad in row)
        made[scheme.removeprefix(CODE)] = of(scheme, quads, prefixes)
    return made


@cache
def context() -> bytes:
    """Return the JSON-LD context: every term by its local name."""
    return _file("context.jsonld")


def stated(document: Document, subject: str, predicate: NamedNode) -> tuple[NamedNode | Literal, ...]:
    """Return what a document says of one of its subjects."""
    wanted = NamedNode(subject), predicate
    found = (quad.object for quad in document.quads if (quad.subject, quad.predicate) == wanted)
    return tuple(value for value in found if isinstance(value, NamedNode | Literal))


def version(document: Document) -> str:
    """Return the version a document states of itself, '' for none."""
    return next((value.value for value in stated(document, document.iri, named("owl:versionInfo"))), "")


def words(document: Document, predicate: str) -> Text:
    """Return what a document says of itself in words, by language."""
    found = stated(document, document.iri, named(predicate))
    return {value.language: value.value for value in found if isinstance(value, Literal) and value.language}


_SCHEME: Final = named("skos:ConceptScheme")


def _by_subject(quads: tuple[Quad, ...]) -> Mapping[str, list[Quad]]:
    rows: dict[str, list[Quad]] = {}
    for quad in quads:
        rows.setdefault(subject_iri(quad), []).append(quad)
    return rows


def _file(name: str) -> bytes:
    return (resources.ontology() / name).read_bytes()

"""Reads the UN's own RDF: its goals, targets and indicators with codes and labels, as the file has them."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from xml.parsers import expat  # finds what the RDF parser passes over: it refuses DTDs and files that are cut off

from styringsgraf.errors import InputError
from styringsgraf.formats import FORMATS
from styringsgraf.namespaces import PREFIXES, SDG, SDGO
from styringsgraf.terms import A, BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, subject_iri

_PARSERS: Final[Mapping[str, RdfFormat]] = {
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
}
#: Other suffixes such files are found with.
_SUFFIXES: Final = {**{name: name for name in _PARSERS}, "turtle": "ttl", "xml": "rdf", "owl": "rdf", "json": "jsonld"}
#: What servers call anything at all; then the name says what it is.
_VAGUE: Final = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
KINDS: Final[Mapping[str, str]] = {f"{SDGO}Goal": "goal", f"{SDGO}Target": "target", f"{SDGO}Indicator": "indicator"}
_LABEL, _CODE = PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "notation"
_COMPACT: Final = f"{SDGO}SDGCodeCompact"
_SCHEME: Final = SDG.rstrip("/")
_DATES: Final = frozenset(PREFIXES["dct"] + name for name in ("date", "created", "issued", "modified"))
_BOM: Final = b"\xef\xbb\xbf"
#: The parser says where as well as what; we say where ourselves.
_PLACE: Final = re.compile(r"^Parser error at line [^:]*: ")


@dataclass
class UnNode:
    """What the file says of one node: kinds ('goal' …), codes, and labels by language, as written."""

    iri: str
    kinds: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    labels: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class OfficialFile:
    """The UN's file: ``name`` for findings, hash of its bytes, number of statements, its date ('' if it has none).

    ``nodes``: everything that is a goal, a target or an indicator, by IRI.
    """

    name: str
    sha256: str
    statements: int
    date: str
    nodes: Mapping[str, UnNode]

    def of(self, kind: str) -> dict[str, UnNode]:
        """Return the nodes of one kind, by IRI."""
        return {iri: node for iri, node in self.nodes.items() if kind in node.kinds}


def format_of(name: str, media_type: str = "") -> str | None:
    """Return the short name of the RDF format of a file, by media type where it says something, else by suffix."""
    suffix = _SUFFIXES.get(name.rpartition(".")[2].lower())
    wanted = media_type.strip().lower()
    if wanted in _VAGUE:
        return suffix
    exact = next((key for key in _PARSERS if FORMATS[key].media_type == wanted), None)
    # application/xml and application/json say only half; a suffix does not contradict them.
    return exact or next((key for key in _PARSERS if wanted in FORMATS[key].aliases), None)


def suffixes() -> str:
    """Return the suffixes that are read, for a sentence."""
    return ", ".join(f".{name}" for name in _SUFFIXES)


def media_types() -> tuple[str, ...]:
    """Return the media types to ask for, the best first."""
    return tuple(FORMATS[name].media_type for name in _PARSERS)


def read_official(content: bytes, name: str, media_type: str = "", base: str | None = None) -> OfficialFile:
    """Read the UN's file; ``base`` is the address it came from.

    Raises InputError for an unknown format, a syntax error (with its line) and a file without goals and targets.
    """
    kind = format_of(name, media_type)
    if kind is None:
        raise InputError("sdg.file_format", file=name, offered=suffixes())
    nodes: dict[str, UnNode] = {}
    count, dates = 0, set[str]()
    for statement in _statements(content, kind, name, base):
        count += 1
        if isinstance(statement.subject, BlankNode):
            continue
        subject = subject_iri(statement)
        if subject.startswith(SDG):
            _take(nodes.setdefault(subject, UnNode(subject)), statement)
        elif subject == _SCHEME and statement.predicate.value in _DATES and isinstance(statement.object, Literal):
            dates.add(statement.object.value)
    known = {iri: node for iri, node in nodes.items() if node.kinds}
    if not any({"goal", "target"} & node.kinds for node in known.values()):
        raise InputError("sdg.file_foreign", file=name, count=count)
    return OfficialFile(name, sha256(content).hexdigest(), count, max(dates, default=""), known)


def _take(node: UnNode, statement: Quad) -> None:
    said, value = statement.predicate.value, statement.object
    if isinstance(value, NamedNode):
        if statement.predicate == A and value.value in KINDS:
            node.kinds.add(KINDS[value.value])
    elif isinstance(value, Literal):
        if said == _LABEL:
            node.labels.setdefault((value.language or "").lower(), set()).add(value.value)
        elif said == _CODE and value.datatype.value == _COMPACT:
            node.codes.add(value.value.strip())


def _statements(content: bytes, kind: str, name: str, base: str | None) -> Iterator[Quad]:
    text = content.removeprefix(_BOM)
    if kind == "rdf":
        _whole_xml(text, name)
    try:
        yield from parse(io.BytesIO(text), format=_PARSERS[kind], base_iri=base)
    except (SyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None)
        reason = _PLACE.sub("", str(getattr(fault, "msg", "") or fault)).rstrip(".")
        if line is None:
            raise InputError("sdg.file_damaged", file=name, reason=reason) from None
        raise InputError("sdg.file_syntax", file=name, line=line, reason=reason) from None


def _whole_xml(content: bytes, name: str) -> None:
    """Refuse XML that is cut off, and XML that declares entities: a few of them can grow to any size."""

    def refuse(*_: object) -> None:
        raise InputError("sdg.file_dtd", file=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the shape expat calls
    except expat.ExpatError as fault:
        reason = expat.ErrorString(fault.code)
        raise InputError("sdg.file_syntax", file=name, line=fault.lineno, reason=reason) from None

"""Statements as text, the same bytes every time: sorted, grouped by subject, under our prefixes."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from styringsgraf import errors
from styringsgraf.namespaces import PREFIXES
from styringsgraf.terms import A, BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

#: Short names (suffixes) of the syntaxes this module writes.
SYNTAXES: Final = ("ttl", "jsonld", "nt", "rdf")
_LOCAL: Final = re.compile(r"\w(?:[\w.-]*\w)?", re.ASCII)
_STRING: Final = PREFIXES["xsd"] + "string"
#: What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: A property needs a local name to become an element.
_ELEMENT: Final = re.compile(r"[^\W\d][\w.-]*\Z")
_DECLARED: Final = re.compile(rb"(?:@prefix [^\n]+\n)+")
_ROOT: Final = re.compile(rb"<rdf:RDF ([^>]+)>")
_ATTRIBUTE: Final = re.compile(rb'xmlns:[\w-]+="[^"]*"')


def written(
    statements: Iterable[Quad | Triple], syntax: str, prefixes: Mapping[str, str] = PREFIXES, first: str = ""
) -> bytes:
    """Return statements without their graphs, each once, in one of ``SYNTAXES``; what ``first`` names comes first.

    Raises ``NotAcceptable`` for RDF/XML where XML cannot hold a text or a property.
    """
    triples = ordered(statements, first)
    used = _used(triples, prefixes)
    if syntax == "jsonld":
        return _json_ld(triples, used)
    if syntax == "nt":
        return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    if syntax == "rdf":
        return _xml(triples, used)
    body = serialize(triples, format=RdfFormat.TURTLE, prefixes=used) or b""
    # The library declares prefixes in an order that changes from process to process.
    return _DECLARED.sub(lambda found: b"".join(sorted(found[0].splitlines(keepends=True))) + b"\n", body, count=1)


def ordered(statements: Iterable[Quad | Triple], first: str = "") -> list[Triple]:
    """Return triples each once: by subject (``first`` before all others), types before other properties."""
    triples = {Triple(one.subject, one.predicate, one.object) for one in statements}

    def place(one: Triple) -> tuple[bool, str, bool, str, str]:
        subject = str(one.subject)
        return subject != f"<{first}>", subject, one.predicate != A, one.predicate.value, str(one.object)

    return sorted(triples, key=place)


def _used(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that some property, type or datatype can be written with."""
    names = {one.predicate.value for one in triples}
    for one in triples:
        if isinstance(one.object, NamedNode):
            names.add(one.object.value)
        elif isinstance(one.object, Literal):
            names.add(one.object.datatype.value)
    return {name: iri for name, iri in sorted(prefixes.items()) if any(found.startswith(iri) for found in names)}


def _xml(triples: list[Triple], prefixes: Mapping[str, str]) -> bytes:
    for one in triples:
        text = one.object.value if isinstance(one.object, Literal) else ""
        if _NOT_XML.search(text) or not _ELEMENT.search(one.predicate.value):
            raise errors.NotAcceptable("engine.not-in-xml", what=str(one.predicate), instead="Turtle")
    body = serialize(triples, format=RdfFormat.RDF_XML, prefixes=dict(prefixes)) or b""
    return _ROOT.sub(lambda found: b"<rdf:RDF " + b" ".join(sorted(_ATTRIBUTE.findall(found[1]))) + b">", body, count=1)


def _json_ld(triples: list[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return JSON-LD 1.1 that a person can read: prefixes as the context, one object a subject."""
    nodes: dict[str, dict[str, Any]] = {}
    for one in triples:
        subject = str(one.subject) if isinstance(one.subject, BlankNode) else one.subject.value  # type: ignore[union-attr]  # never a triple
        node = nodes.setdefault(subject, {"@id": subject})
        if one.predicate == A and isinstance(one.object, NamedNode):
            node.setdefault("@type", []).append(_short(one.object.value, prefixes))
        else:
            node.setdefault(_short(one.predicate.value, prefixes), []).append(_value(one.object, prefixes))
    body = {"@context": dict(prefixes), "@graph": list(nodes.values())}
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


def _value(value: object, prefixes: Mapping[str, str]) -> dict[str, str]:
    if isinstance(value, Literal):
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        return {"@value": value.value, **({} if datatype == _STRING else {"@type": _short(datatype, prefixes)})}
    return {"@id": str(value) if isinstance(value, BlankNode) else value.value}  # type: ignore[attr-defined]  # a node


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return the prefixed name of an IRI where it has one that reads back as the same, else the IRI."""
    for name, namespace in prefixes.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{name}:{iri[len(namespace) :]}"
    return iri

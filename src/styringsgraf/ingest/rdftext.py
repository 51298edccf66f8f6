"""Bytes in one of the RDF syntaxes → statements, within a limit; every way not to be that has its sentence.

Blank nodes get addresses by their order in the file: a finding must be able to name what it is about, and parsers
give them other labels each time.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from styringsgraf import resources
from styringsgraf.errors import InputError, TooLarge
from styringsgraf.ingest.syntaxes import Syntax
from styringsgraf.namespaces import Minter
from styringsgraf.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad, parse

#: The address of the shipped context; it is read from this installation, as nothing is fetched from the network.
CONTEXT: Final = "https://w3id.org/styringsgraf/context.jsonld"
_OUR_CONTEXT: Final = re.compile(rb'("@context"\s*:\s*(?:\[\s*)?)"' + re.escape(CONTEXT.encode()) + rb'"')
_REMOTE: Final = "LoadDocumentCallback"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
#: Deeper nesting than this no plan has, and the time to read it grows with its square.
_XML_DEPTH: Final = 1_000
#: Entities are for short names of long addresses.
_ENTITY: Final = 500


def statements(content: bytes, name: str, syntax: Syntax, minter: Minter, limit: int) -> Iterator[Quad]:
    """Yield the statements of a file in its order. Raises ``InputError``, and ``TooLarge`` from ``limit`` on."""
    prepared = _prepared(content, name, syntax)
    own: dict[str, NamedNode] = {}

    def known(node: NamedNode | BlankNode) -> NamedNode:
        if isinstance(node, NamedNode):
            return node
        return own.setdefault(node.value, NamedNode(f"{minter.base}.well-known/genid/{len(own) + 1}"))

    try:
        for number, one in enumerate(parse(prepared, format=syntax.parser), 1):
            if number > limit:
                raise TooLarge("ingest.too_many_statements", file=name, limit=limit)
            subject, value, graph = one.subject, one.object, one.graph_name
            # Graph by graph, a blank name tells nobody which plan is meant.
            named = graph if isinstance(graph, NamedNode) else DefaultGraph()
            if not isinstance(subject, NamedNode | BlankNode) or not isinstance(value, NamedNode | BlankNode | Literal):
                raise InputError("ingest.rdf_quoted", file=name, number=number)
            kept = value if isinstance(value, Literal) else known(value)
            yield Quad(known(subject), one.predicate, kept, named)
    except SyntaxError as fault:
        raise _syntax_error(fault, name, syntax) from None


def triples(content: bytes, name: str, syntax: Syntax, base: str, limit: int) -> Iterator[Quad]:
    """Yield the statements of one graph as they stand, blank nodes and all; ``base`` resolves relative addresses.

    Nothing at all is a graph without statements. Raises what ``statements`` raises.
    """
    if not content.removeprefix(_BYTE_ORDER_MARK).strip():
        return
    prepared = _prepared(content, name, syntax)
    try:
        found = parse(prepared, format=syntax.parser, base_iri=base or None, rename_blank_nodes=True)
        for number, one in enumerate(found, 1):
            if number > limit:
                raise TooLarge("ingest.too_many_statements", file=name, limit=limit)
            if not isinstance(one.subject, NamedNode | BlankNode) or not isinstance(
                one.object, NamedNode | BlankNode | Literal
            ):
                raise InputError("ingest.rdf_quoted", file=name, number=number)
            yield one
    except SyntaxError as fault:
        raise _syntax_error(fault, name, syntax) from None


def _prepared(content: bytes, name: str, syntax: Syntax) -> bytes:
    """Return what the parser is to read; raises ``InputError`` for what it would misread or choke on."""
    plain = content.removeprefix(_BYTE_ORDER_MARK)
    if not plain.strip():
        raise InputError("ingest.file_empty", file=name)
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = plain.count(b"\n", 0, fault.start) + 1
        raise InputError("ingest.rdf_encoding", file=name, line=line, position=fault.start) from None
    if syntax.name == "rdf":
        _check_xml(plain, name)
    if syntax.name == "jsonld" and CONTEXT.encode() in plain:
        return _OUR_CONTEXT.sub(lambda found: found[1] + _context(), plain)
    return plain


def _context() -> bytes:
    """Return the shipped context, without the object around it."""
    shipped = (resources.ontology() / "context.jsonld").read_bytes()
    return shipped[shipped.index(b":") + 1 : shipped.rindex(b"}")].strip()


def _check_xml(content: bytes, name: str) -> None:
    """Refuse XML that is cut off – the RDF parser takes what there is – or that is made to grow when it is read."""
    parser = expat.ParserCreate()
    depth = 0

    def opened(_: str, __: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _XML_DEPTH:
            raise InputError("ingest.xml_deep", file=name, line=parser.CurrentLineNumber, limit=_XML_DEPTH)

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(_: str, __: bool, value: str | None, *___: object) -> None:  # noqa: FBT001 - as expat calls it
        if value is None or "&" in value or len(value) > _ENTITY:
            raise InputError("ingest.xml_entity", file=name, line=parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = opened, closed, entity
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no names
    except expat.ExpatError as fault:
        reason = expat.ErrorString(fault.code)
        raise InputError("ingest.rdf_syntax", file=name, syntax="RDF/XML", line=fault.lineno, reason=reason) from None


def _syntax_error(fault: SyntaxError, name: str, syntax: Syntax) -> InputError:
    if _REMOTE in str(fault):
        return InputError("ingest.rdf_context", file=name, context=CONTEXT)
    reason = re.sub(r"^Parser error at line [^:]*: | \(line \d+\)$", "", str(fault.msg))
    return InputError("ingest.rdf_syntax", file=name, syntax=syntax.label, line=fault.lineno or "–", reason=reason)

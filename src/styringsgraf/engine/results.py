"""Writes answers in every SPARQL format, row by row, and stops while writing when a limit is reached.

Tables are written here and not by the engine, because the engine's writer cannot stop after a number of rows
and puts characters into XML that XML forbids. Graphs go through the engine's writers.
Sources: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats; triple terms as in SPARQL 1.2.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring as quoted
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, serialize

from styringsgraf import errors
from styringsgraf.engine import Limits
from styringsgraf.formats import Format
from styringsgraf.namespaces import PREFIXES

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

Cell: TypeAlias = NamedNode | BlankNode | Literal | Triple | None
Item = TypeVar("Item")
_RowWriter: TypeAlias = Callable[[Sequence[str], Iterable[Sequence[Cell]]], Iterator[str]]

_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_RESULTS: Final = "http://www.w3.org/2005/sparql-results#"
_ITS: Final = "http://www.w3.org/2005/11/its"
_GRAPHS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "txt": RdfFormat.TURTLE,
}
#: What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: A reader of XML turns a bare carriage return into a line feed; as a reference it stays what it is.
_CARRIAGE_RETURN: Final = {"\r": "&#13;"}
#: A predicate needs a local name after its namespace to become an element.
_ELEMENT: Final = re.compile(r"(?!\d)\w[\w.-]*\Z")


class Sink(io.BytesIO):
    """Collects bytes up to a limit; one more byte raises TooLarge, inside whatever writer is at work."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: "ReadableBuffer", /) -> int:
        """Take all of ``data`` or raise."""
        if self.tell() + memoryview(data).nbytes > self._limit:
            raise errors.TooLarge("engine.answer-size", limit=self._limit)
        return super().write(data)


class Bounded:
    """Passes on at most ``limits.rows`` items, within ``limits.seconds``; ``truncated`` says that there were more."""

    def __init__(self, limits: Limits) -> None:
        self._rows = limits.rows
        self._seconds = limits.seconds
        self._deadline = monotonic() + limits.seconds
        self.truncated = False

    def __call__(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items; TimedOut when the time is up between two of them."""
        for number, item in enumerate(items):
            if number >= self._rows:
                self.truncated = True
                return
            if monotonic() > self._deadline:
                raise errors.TimedOut("engine.time-limit", seconds=f"{self._seconds:g}")
            yield item


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], representation: Format, sink: Sink) -> None:
    """Write the rows of a SELECT."""
    for piece in _ROWS[representation.name](columns, rows):
        sink.write(piece.encode())


def write_boolean(value: bool, representation: Format, sink: Sink) -> None:  # noqa: FBT001 - it is the answer
    """Write the answer of an ASK."""
    word = "true" if value else "false"
    if representation.name == "srx":
        text = f'<?xml version="1.0"?>\n<sparql xmlns="{_RESULTS}"><head/><boolean>{word}</boolean></sparql>\n'
    else:
        text = f'{{"head":{{}},"boolean":{word}}}\n'
    sink.write(text.encode())


def write_graph(triples: Iterable[Triple], representation: Format, sink: Sink) -> None:
    """Write the triples of a CONSTRUCT or DESCRIBE."""
    if representation.name == "rdf":
        triples = map(_fits_xml, triples)
    serialize(triples, sink, format=_GRAPHS[representation.name])


def write_store_graph(store: Store, graph: str, representation: Format, sink: Sink) -> None:
    """Write one graph of a store, with our prefixes; a graph that is not there has no triples."""
    if representation.name == "rdf":
        found = store.quads_for_pattern(None, None, None, NamedNode(graph))
        write_graph((quad.triple for quad in found), representation, sink)
    else:
        # In one call of the engine, which groups by subject and writes our prefixes.
        name = NamedNode(graph)
        store.dump(sink, format=_GRAPHS[representation.name], from_graph=name, prefixes=dict(PREFIXES))


def _json(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    names = [quoted(name) for name in columns]
    yield f'{{"head":{{"vars":[{",".join(names)}]}},"results":{{"bindings":['
    separator = "\n"
    for row in rows:
        cells = (f"{name}:{_json_term(cell)}" for name, cell in zip(names, row, strict=True) if cell is not None)
        yield f"{separator}{{{','.join(cells)}}}"
        separator = ",\n"
    yield "\n]}}\n"


def _json_term(term: NamedNode | BlankNode | Literal | Triple) -> str:
    match term:
        case NamedNode():
            return f'{{"type":"uri","value":{quoted(term.value)}}}'
        case BlankNode():
            return f'{{"type":"bnode","value":{quoted(term.value)}}}'
        case Triple():
            parts = zip(("subject", "predicate", "object"), term, strict=True)
            inner = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts)
            return f'{{"type":"triple","value":{{{inner}}}}}'
        case Literal():
            extra = "".join(f",{quoted(name)}:{quoted(value)}" for name, value in _annotations(term))
            return f'{{"type":"literal","value":{quoted(term.value)}{extra}}}'


def _annotations(literal: Literal) -> Iterator[tuple[str, str]]:
    """Yield language, direction or datatype; a plain string has none of them."""
    if literal.language:
        yield "xml:lang", literal.language
        if literal.direction is not None:
            yield "its:dir", literal.direction.value
    elif literal.datatype.value != _STRING:
        yield "datatype", literal.datatype.value


def _xml(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield f'<?xml version="1.0"?>\n<sparql xmlns="{_RESULTS}" xmlns:its="{_ITS}" its:version="2.0">\n<head>'
    names = [quoteattr(name) for name in columns]
    yield "".join(f"<variable name={name}/>" for name in names)
    yield "</head>\n<results>\n"
    for row in rows:
        cells = (
            f"<binding name={name}>{_xml_term(cell)}</binding>"
            for name, cell in zip(names, row, strict=True)
            if cell is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: NamedNode | BlankNode | Literal | Triple) -> str:
    match term:
        case NamedNode():
            return f"<uri>{escape(term.value)}</uri>"
        case BlankNode():
            return f"<bnode>{escape(term.value)}</bnode>"
        case Triple():
            parts = zip(("subject", "predicate", "object"), term, strict=True)
            inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts)
            return f"<triple>{inner}</triple>"
        case Literal():
            extra = "".join(f" {name}={quoteattr(value)}" for name, value in _annotations(term))
            return f"<literal{extra}>{escape(_xml_text(term.value, 'JSON'), _CARRIAGE_RETURN)}</literal>"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    for row in _with_header(columns, (tuple(map(_csv_term, row)) for row in rows)):
        # The csv module writes a lone empty field as "", which says the same.
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _csv_term(term: Cell) -> str:
    match term:
        case None:
            return ""
        case BlankNode() | Triple():
            return _turtle(term)
        case _:
            return term.value


def _tsv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    header = tuple(f"?{name}" for name in columns)
    for row in _with_header(header, (tuple("" if cell is None else _turtle(cell) for cell in row) for row in rows)):
        yield "\t".join(row) + "\n"


def _turtle(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return a term as Turtle; the engine's own text of a triple lacks the marks around it."""
    return f"<<( {' '.join(map(_turtle, term))} )>>" if isinstance(term, Triple) else str(term)


def _with_header(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield header
    yield from rows


def _xml_text(text: str, instead: str) -> str:
    found = _NOT_XML.search(text)
    if found:
        what = f"U+{ord(found.group()):04X}"
        raise errors.NotAcceptable("engine.not-in-xml", what=what, instead=instead)
    return text


def _fits_xml(triple: Triple) -> Triple:
    """Return a triple that RDF/XML can hold; the engine's writer would write what no reader can read."""
    local = re.split(r"[/#:]", triple.predicate.value)[-1]
    if not _ELEMENT.match(local):
        raise errors.NotAcceptable("engine.not-in-xml", what=str(triple.predicate), instead="Turtle")
    if isinstance(triple.object, Literal):
        _xml_text(triple.object.value, "Turtle")
    return triple


_ROWS: Final[dict[str, _RowWriter]] = {"srj": _json, "srx": _xml, "csv": _csv, "tsv": _tsv}

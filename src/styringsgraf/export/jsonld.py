"""Graphs as JSON-LD in the words of our context, which travels with them: no reader needs the network.

Values are written so that expanding them gives the very same terms: a term of the context is used where its coercion
fits the value, and the prefixed name with the value spelt out where it does not.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from styringsgraf import resources
from styringsgraf.namespaces import PREFIXES
from styringsgraf.terms import A, Literal, NamedNode, Object, Quad, lexical

_STRING: Final = PREFIXES["xsd"] + "string"


@dataclass(frozen=True)
class _Term:
    """One name of the context: what it stands for, and how it reads its values."""

    name: str
    iri: str
    coercion: str = ""
    by_language: bool = False


@cache
def context() -> Mapping[str, Any]:
    """Return our JSON-LD context, as in ontology/context.jsonld."""
    found: Mapping[str, Any] = json.loads((resources.ontology() / "context.jsonld").read_bytes())["@context"]
    return found


class _Words:
    """The context, looked up from IRIs."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        plain = {name: value for name, value in found.items() if isinstance(value, str) and ":" in value}
        self._prefixes = {name: iri for name, iri in plain.items() if iri.endswith(("/", "#")) and "://" in iri}
        self._types = {self._expanded(iri): name for name, iri in plain.items() if name not in self._prefixes}
        self.terms: dict[str, _Term] = {}
        for name, value in found.items():
            if isinstance(value, dict) and "@id" in value and value.keys() <= {"@id", "@type", "@container"}:
                coercion, container = value.get("@type", ""), value.get("@container", "")
                if container in ("", "@language"):
                    term = _Term(name, self._expanded(value["@id"]), self._expanded(coercion), container != "")
                    self.terms.setdefault(term.iri, term)

    def _expanded(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local if prefix in self._prefixes else name

    def shortened(self, iri: str) -> str:
        """Return an IRI under the longest prefix of the context that fits, else itself."""
        best = max((pair for pair in self._prefixes.items() if iri.startswith(pair[1])), key=_length, default=None)
        if best is None or iri[len(best[1]) :].startswith("//"):
            return iri
        return f"{best[0]}:{iri[len(best[1]) :]}"

    def class_name(self, iri: str) -> str:
        """Return how a class is named."""
        return self._types.get(iri) or self.shortened(iri)


def _length(pair: tuple[str, str]) -> int:
    return len(pair[1])


@cache
def _words() -> _Words:
    return _Words(context())


def pieces(graphs: Iterable[tuple[str, Iterable[Quad]]]) -> Iterator[bytes]:
    """Yield a JSON-LD document of named graphs, each (name, its statements), one node a line.

    A graph's nodes are sorted, and so are their properties: the same graphs give the same bytes.
    """
    yield b'{"@context":' + _json(context()) + b',\n"@graph":['
    before = b"\n"
    for name, quads in graphs:
        yield before + b'{"id":' + _json(name) + b',"graph":['
        between = b"\n"
        for node in _nodes(quads):
            yield between + _json(node)
            between = b",\n"
        yield b"\n]}"
        before = b",\n"
    yield b"\n]}\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _nodes(quads: Iterable[Quad]) -> Iterator[dict[str, Any]]:
    said: dict[str, dict[str, list[Object]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[_named(quad.subject)][quad.predicate.value].append(quad.object)  # type: ignore[arg-type]  # RDF 1.1
    for subject in sorted(said):
        node: dict[str, Any] = {"id": subject}
        for predicate in sorted(said[subject], key=lambda iri: (iri != A.value, iri)):
            node.update(_property(predicate, sorted(said[subject][predicate], key=str)))
        yield node


def _named(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _property(predicate: str, values: list[Object]) -> Iterator[tuple[str, Any]]:
    """Yield one or two members: what the term can say, and what only the prefixed name can."""
    words = _words()
    if predicate == A.value and all(isinstance(value, NamedNode) for value in values):
        yield "type", _one_or_all([words.class_name(lexical(value)) for value in values])
        return
    term = words.terms.get(predicate)
    fitting = [value for value in values if term is not None and _fits(value, term)]
    if term is not None and fitting:
        yield term.name, _by_language(fitting) if term.by_language else _one_or_all([_short(v) for v in fitting])
    others = [value for value in values if value not in fitting]
    if others:
        yield words.shortened(predicate), _one_or_all([_spelt_out(value) for value in others])


def _fits(value: Object, term: _Term) -> bool:
    """Tell whether a term's bare string stands for exactly this value."""
    if not isinstance(value, Literal):
        return term.coercion == "@id"
    if term.by_language:
        return value.language is not None
    datatype = value.datatype.value
    return value.language is None and (datatype == term.coercion or (not term.coercion and datatype == _STRING))


def _short(value: Object) -> str:
    return value.value if isinstance(value, Literal) else _reference(value)


def _reference(value: Object) -> str:
    return _words().shortened(value.value) if isinstance(value, NamedNode) else str(value)


def _by_language(values: list[Object]) -> dict[str, Any]:
    found: dict[str, list[str]] = defaultdict(list)
    for value in values:
        found[str(value.language) if isinstance(value, Literal) else ""].append(value.value)
    return {lang: _one_or_all(found[lang]) for lang in sorted(found)}


def _spelt_out(value: Object) -> Any:
    if not isinstance(value, Literal):
        return {"id": _reference(value)}
    if value.language is not None:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == _STRING:
        return {"@value": value.value}
    return {"@value": value.value, "@type": _words().shortened(value.datatype.value)}


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values

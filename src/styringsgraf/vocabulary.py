"""The ontology graph: vocabulary, code lists and alignments from ontology/*.ttl."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from styringsgraf import resources
from styringsgraf.errors import InputError
from styringsgraf.namespaces import CODE, Minter
from styringsgraf.terms import BlankNode, NamedNode, Quad, RdfFormat, named, parse, subject_iri

FILES: Final = ("core.ttl", "codes.ttl", "alignments.ttl")


def vocabulary_quads(minter: Minter) -> tuple[Quad, ...]:
    """Return the statements of the ontology graph; raises ``InputError`` that names file and fault."""
    graph = NamedNode(minter.ontology_graph)
    return tuple(dict.fromkeys(Quad(one.subject, one.predicate, one.object, graph) for one in _statements()))


def _statements() -> Iterator[Quad]:
    for name in FILES:
        path = resources.ontology() / name
        try:
            found = list(parse(path.read_bytes(), format=RdfFormat.TURTLE))
        except (SyntaxError, OSError) as problem:
            raise InputError("errors.vocabulary_wrong", file=name, reason=problem) from problem
        for one in found:
            if isinstance(one.subject, BlankNode) or isinstance(one.object, BlankNode):
                # Two builds could not be compared line by line.
                raise InputError("errors.vocabulary_wrong", file=name, reason=f"blank node at {one.subject}")
            yield one


def codes_of(scheme: str) -> frozenset[str]:
    """Return the codes of a code list: 'segment-role' → {'end', 'means', …}."""
    return _members().get(scheme, frozenset())


@cache
def _members() -> Mapping[str, frozenset[str]]:
    """Return the codes of every list: whoever asks for five must not parse the vocabulary five times."""
    found: dict[str, set[str]] = {}
    for one in _statements():
        if one.predicate == _IN_SCHEME and isinstance(one.object, NamedNode):
            scheme = one.object.value.removeprefix(CODE)
            found.setdefault(scheme, set()).add(subject_iri(one).removeprefix(f"{CODE}{scheme}/"))
    return {scheme: frozenset(codes) for scheme, codes in found.items()}


_IN_SCHEME: Final = named("skos:inScheme")

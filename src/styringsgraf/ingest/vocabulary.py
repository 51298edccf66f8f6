"""The ontology graph: vocabulary, code lists and alignments from ontology/*.ttl."""

from typing import Final

from styringsgraf import resources
from styringsgraf.errors import InputError
from styringsgraf.namespaces import Minter
from styringsgraf.terms import BlankNode, NamedNode, Quad, RdfFormat, parse

FILES: Final = ("core.ttl", "codes.ttl", "alignments.ttl")


def vocabulary_quads(minter: Minter) -> tuple[Quad, ...]:
    """Return the statements of the ontology graph; raises ``InputError`` that names file and fault."""
    graph = NamedNode(minter.ontology_graph)
    found: dict[Quad, None] = {}
    for name in FILES:
        path = resources.ontology() / name
        try:
            triples = list(parse(path.read_bytes(), format=RdfFormat.TURTLE))
        except (SyntaxError, OSError) as problem:
            raise InputError("ingest.vocabulary_wrong", file=name, reason=problem) from problem
        for triple in triples:
            if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
                # Two builds could not be compared line by line.
                raise InputError("ingest.vocabulary_wrong", file=name, reason=f"blank node at {triple.subject}")
            found[Quad(triple.subject, triple.predicate, triple.object, graph)] = None
    return tuple(found)

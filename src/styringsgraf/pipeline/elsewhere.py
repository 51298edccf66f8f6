"""Tells which nodes outside a bundle are described by another graph of the release.

A plan in force may point to a node of a plan that no longer is, or of another organisation: that is no broken link.
Such nodes get one statement in the bundle, ``rdfs:isDefinedBy`` the graph that describes them; no type and no
notation, so that no rule judges them. What is left without is described nowhere (SG-E03).
"""

from collections.abc import Iterable
from typing import Final

from styringsgraf.inference import Graphs
from styringsgraf.namespaces import Minter
from styringsgraf.terms import A, NamedNode, Quad, named, quad, subject_iri

_DEFINED_BY: Final = named("rdfs:isDefinedBy")


def elsewhere(
    stated: Iterable[Quad], everything: Iterable[Quad], source: Graphs, org: str, minter: Minter
) -> tuple[Quad, ...]:
    """Return where nodes that ``stated`` points to are described, if not there.

    ``everything``: what the organisation's documents state, in force or not; other organisations' graphs are read
    from ``source``, and only those that are pointed to.
    """
    sought, described = _ends(stated, minter)
    sought -= described
    graph = minter.inferred_graph(org)
    found = {subject_iri(one): _graph(one) for one in everything if one.predicate == A and subject_iri(one) in sought}
    for other in sorted({minter.organisation_of(iri) or org for iri in sought - found.keys()} - {org}):
        for name in source.graphs():
            if minter.organisation_of_graph(name) == other and minter.document_of_graph(name) is not None:
                found |= {subject_iri(one): name for one in source.quads(name) if one.predicate == A}
    return tuple(quad(iri, _DEFINED_BY, NamedNode(found[iri]), graph) for iri in sorted(sought & found.keys()))


def _ends(stated: Iterable[Quad], minter: Minter) -> tuple[set[str], set[str]]:
    """Return the nodes of plans that statements point to, and those they describe."""
    objects, described = set(), set()
    for one in stated:
        if one.predicate == A:
            described.add(subject_iri(one))
        elif isinstance(one.object, NamedNode):
            objects.add(one.object.value)
    return {iri for iri in objects if minter.organisation_of(iri) is not None}, described


def _graph(one: Quad) -> str:
    return one.graph_name.value if isinstance(one.graph_name, NamedNode) else ""

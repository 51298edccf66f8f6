"""Checks one organisation: bundles what is validated together, runs the shapes, and finds the cells.

The bundle (design: ontology, last paragraph) is the organisation's documents in force and those under check – which
count as in force for this – with what follows from them, the UN side, the vocabulary, the reference date and what
codes stood for in the edition before, as one set of triples.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from styringsgraf.inference import Graphs, inferred, organisation_statements
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.context import context
from styringsgraf.pipeline.elsewhere import elsewhere
from styringsgraf.pipeline.kept import Kept
from styringsgraf.quality.engines import EngineName, validate
from styringsgraf.quality.locate import locate
from styringsgraf.quality.report import Finding
from styringsgraf.terms import Quad, ntriples, sg, subject_iri

_IN_FORCE: Final = sg("inForce")


@dataclass(frozen=True)
class Overlay:
    """Graphs of a release with some graphs replaced, without storing anything (``below`` may be None)."""

    above: dict[str, tuple[Quad, ...]]
    below: Graphs | None = None

    def graphs(self) -> Iterable[str]:
        """Names of all graphs."""
        return sorted({*self.above, *(self.below.graphs() if self.below else ())})

    def quads(self, graph: str) -> Iterable[Quad]:
        """Statements of one graph, the replacing ones where there are any."""
        if graph in self.above:
            return self.above[graph]
        return self.below.quads(graph) if self.below else ()


def check_organisation(
    source: Graphs,
    org: str,
    documents: frozenset[str],
    reference_date: date,
    minter: Minter,
    engine: EngineName = "fast",
    kept: Kept | None = None,
) -> tuple[Finding, ...]:
    """Return the findings on one organisation; ``documents`` are those under check (IRIs).

    With ``kept``, only what has changed since the check kept there is judged, and this one is kept in its place.
    """
    everything = list(organisation_statements(source, org, minter))
    implied = inferred(everything, org, reference_date, minter, documents)
    in_force = {subject_iri(quad) for quad in implied if quad.predicate == _IN_FORCE}
    graphs = [graph for graph in source.graphs() if minter.document_of_graph(graph) in in_force]
    stated = [quad for graph in graphs if not graph.endswith("/provenance") for quad in source.quads(graph)]
    subjects = {subject_iri(quad) for quad in stated}
    bundle = (
        *stated,
        *(quad for quad in implied if subject_iri(quad) in subjects),
        *source.quads(minter.sdg_graph),
        *source.quads(minter.ontology_graph),
        *context(everything, org, in_force, reference_date, minter),
        *elsewhere(stated, everything, source, org, minter),
    )
    lines = ntriples(bundle)
    found = kept.judge(org, lines, engine) if kept else validate(lines, engine)
    return locate(found, stated, _provenance(source, graphs))


def _provenance(source: Graphs, graphs: Iterable[str]) -> Iterator[Quad]:
    for graph in graphs:
        if graph.endswith("/provenance"):
            yield from source.quads(graph)

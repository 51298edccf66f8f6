"""What can be dumped of a release: one organisation, the UN side, or everything – and which graphs that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.publish.forms import EVERYTHING, UN
from styringsgraf.releases import GraphRecord, Manifest

#: Graphs about statements, not of a plan's content: where they came from, how they read, what follows, what is wrong.
_ABOUT: Final = ("provenance", "wording", "inferred", "quality")


@dataclass(frozen=True)
class Holding:
    """Something of a release that can be had whole. ``graphs``: all of it; ``said``: what its documents state.

    ``said`` are the statements and claims, and for the UN side and everything the shared graphs, too: what a form
    without named graphs holds, because there nothing would tell a statement from a conclusion.
    """

    name: str
    graphs: tuple[GraphRecord, ...]
    said: tuple[GraphRecord, ...]

    @property
    def statements(self) -> int:
        """Number of statements in all graphs."""
        return sum(graph.count for graph in self.graphs)

    @property
    def said_statements(self) -> int:
        """Number of statements in the graphs of ``said``."""
        return sum(graph.count for graph in self.said)

    @property
    def canonical(self) -> str:
        """The hash of the dataset, see ``hash_of``."""
        return hash_of(self.graphs)


def hash_of(graphs: Iterable[GraphRecord]) -> str:
    """Return the hash of a dataset: SHA-256 over the lines ``name hash`` of its graphs, sorted.

    ``hash`` is that of the graph's RDFC-1.0 form. Of a whole release it begins with the digits in the release's id.
    """
    lines = sorted(f"{graph.name} {graph.sha256}\n" for graph in graphs)
    return sha256("".join(lines).encode()).hexdigest()


def holdings(manifest: Manifest, minter: Minter) -> dict[str, Holding]:
    """Return what a release has, by name: everything first, then the UN side, then the organisations."""
    of_un = {minter.sdg_graph, minter.sdg_official_graph}
    groups: dict[str, list[GraphRecord]] = {EVERYTHING: list(manifest.graphs), UN: []}
    for graph in manifest.graphs:
        organisation = minter.organisation_of_graph(graph.name)
        if graph.name in of_un:
            groups[UN].append(graph)
        elif organisation is not None and organisation not in (EVERYTHING, UN):
            groups.setdefault(organisation, []).append(graph)
    names = [EVERYTHING, UN, *sorted(groups.keys() - {EVERYTHING, UN})]
    return {name: _holding(name, groups[name], minter) for name in names if groups[name]}


def holding(manifest: Manifest, name: str, minter: Minter) -> Holding:
    """Return one holding of a release; ``NotFound`` lists what there is."""
    found = holdings(manifest, minter)
    if name not in found:
        raise errors.NotFound("dumps.no-holding", name=name[:80], release=manifest.id, known=", ".join(found))
    return found[name]


def _holding(name: str, graphs: list[GraphRecord], minter: Minter) -> Holding:
    ordered = tuple(sorted(graphs, key=_name))
    said = tuple(graph for graph in ordered if not _about(graph.name, minter))
    return Holding(name, ordered, said)


def _about(graph: str, minter: Minter) -> bool:
    """Tell whether a graph says something of statements: only organisations have such."""
    return minter.organisation_of_graph(graph) is not None and graph.rpartition("/")[2] in _ABOUT


def _name(graph: GraphRecord) -> str:
    return graph.name

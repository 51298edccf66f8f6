"""What one import builds up: the documents of the file, their graphs, and which nodes are described so far."""

from dataclasses import dataclass, field
from typing import Final

from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.model import Known
from styringsgraf.namespaces import Minter
from styringsgraf.terms import NamedNode, Object, Quad

VERSION_OF: Final = NamedNode("http://purl.org/dc/terms/isVersionOf")


@dataclass
class DocumentGraphs:
    """One document of the file: its identity and the statements collected for each of its graphs."""

    organisation: str
    edition: str
    iri: str
    graph: str
    claims: str
    provenance: str
    statements: dict[str, dict[Quad, None]] = field(default_factory=dict)

    @classmethod
    def of(cls, organisation: str, edition: str, minter: Minter) -> "DocumentGraphs":
        """Start an empty document."""
        graph, claims, rows = (minter.graph(organisation, edition, part) for part in ("", "claims", "provenance"))
        return cls(organisation, edition, minter.document(organisation, edition), graph, claims, rows)

    def state(self, subject: str, predicate: NamedNode, value: Object, graph: str | None = None) -> None:
        """Add one statement, to the document's own graph unless another is named; doubles coincide."""
        name = graph or self.graph
        self.statements.setdefault(name, {})[Quad(NamedNode(subject), predicate, value, NamedNode(name))] = None

    def quads(self) -> dict[str, tuple[Quad, ...]]:
        """Return the graphs that hold anything, statements in the order they came."""
        return {name: tuple(quads) for name, quads in self.statements.items()}


@dataclass(frozen=True, slots=True)
class Pending:
    """A link whose target is looked for when all rows are read."""

    document: DocumentGraphs
    graph: str
    subject: str
    predicate: NamedNode
    text: str
    targets: tuple[str, ...]
    create: str | None
    place: Place


@dataclass
class Identity:
    """What a separate sheet says about a code: its enduring key, its forerunner, a note; used by some row or not."""

    key: str | None
    forerunner: str | None
    note: str | None
    place: Place
    used: bool = False


@dataclass
class Context:
    """The state of one import."""

    minter: Minter
    known: Known
    sink: Findings
    sdg: frozenset[str]
    documents: dict[str, DocumentGraphs] = field(default_factory=dict)
    nodes: dict[str, Place] = field(default_factory=dict)
    stated: dict[tuple[str, str], dict[NamedNode, frozenset[str]]] = field(default_factory=dict)
    enduring: dict[str, str] = field(default_factory=dict)
    #: (document, enduring node) → (edition node, code) of the row that names the enduring node itself.
    keyed: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, None]] = field(default_factory=dict)
    identities: dict[str, dict[str, Identity]] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)

    def described(self, iri: str) -> bool:
        """Tell whether this file or the release describes a node.

        A node of a document that this very file replaces counts only if the file still has it.
        """
        if iri in self.nodes or iri in self.documents:
            return True
        if any(iri.startswith(document + "/") for document in self.documents):
            return False
        return self.known.exists(iri)

    def enduring_of(self, edition_node: str) -> str | None:
        """Return the enduring node behind an edition node of this file or of the release."""
        return self.enduring.get(edition_node) or self.known.enduring_of(edition_node)

"""What a release knows of one IRI: its statements, what points to it, its editions, findings and rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from styringsgraf.namespaces import Minter, compact
from styringsgraf.terms import Literal, NamedNode, Object
from styringsgraf.texts import Text


@dataclass(frozen=True)
class Statement:
    """A statement about the IRI, with the graph that holds it; one that several graphs hold comes several times."""

    graph: str
    predicate: str
    value: Object


@dataclass(frozen=True)
class Incoming:
    """A statement that points to the IRI."""

    subject: str
    predicate: str


@dataclass(frozen=True)
class Finding:
    """What the quality check said of the IRI."""

    iri: str
    rule: str  # IRI of the rule or its shape
    severity: str  # 'violation', 'warning' or 'info'
    message: Text = field(hash=False)
    accepted: bool


@dataclass(frozen=True)
class Edition:
    """One edition of the same thing: the node, the document that states it, and when that held."""

    iri: str
    document: str
    valid_from: str  # ISO date, '' where the document does not say
    valid_to: str
    in_force: bool
    adopted_on: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a row, by its column: letter, heading, the property its value became, and the language or ""."""

    letter: str
    heading: str
    predicate: str
    language: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a spreadsheet that the IRI was read from; ``cells``: those that said something of it, by column."""

    iri: str
    file: str
    sheet: str
    number: int
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Resource:
    """All of it, sorted. ``counts``: how many statements point here, by predicate, up to ``Limits.counted``."""

    iri: str
    statements: tuple[Statement, ...]
    incoming: tuple[Incoming, ...]
    counts: Mapping[str, int] = field(hash=False)
    complete: bool  # False where there is more than the limits let through
    editions: tuple[Edition, ...]  # this and the others of the same thing, oldest first; none for what has no editions
    findings: tuple[Finding, ...]
    rows: tuple[Row, ...]
    titles: Mapping[str, Text] = field(hash=False)  # names of everything named here, by language ('' for none)
    codes: Mapping[str, str] = field(hash=False)
    described: frozenset[str]  # the neighbours that the release says something of

    @property
    def types(self) -> tuple[str, ...]:
        """Its classes, each once, those it is stated to have before those that follow."""
        found = [one for one in self.statements if one.predicate.endswith("#type") and isinstance(one.value, NamedNode)]
        found.sort(key=lambda one: one.graph.endswith("/inferred"))
        return tuple(dict.fromkeys(one.value.value for one in found if isinstance(one.value, NamedNode)))

    @property
    def graphs(self) -> tuple[str, ...]:
        """The graphs that say something of it."""
        return tuple(sorted({one.graph for one in self.statements}))

    def documents(self, minter: Minter) -> tuple[str, ...]:
        """Return the documents that say something of it."""
        found = {minter.document_of_graph(graph) for graph in self.graphs}
        return tuple(sorted(iri for iri in found if iri is not None))

    def values(self, predicate: str) -> tuple[Object, ...]:
        """Return what a predicate says, each value once."""
        return tuple(dict.fromkeys(one.value for one in self.statements if one.predicate == predicate))

    def links(self, predicate: str) -> tuple[str, ...]:
        """Return the IRIs a predicate leads to."""
        return tuple(value.value for value in self.values(predicate) if isinstance(value, NamedNode))

    def words(self, predicate: str) -> Text:
        """Return what a predicate says in words, by language."""
        found = self.values(predicate)
        return {value.language or "": value.value for value in found if isinstance(value, Literal)}

    def name(self, iri: str) -> Text:
        """Return what something is called: its title, for want of one its code, for want of that its address."""
        return self.titles.get(iri) or {"": self.codes.get(iri) or compact(iri)}

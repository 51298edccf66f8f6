"""All that touches pyoxigraph stores on disk: open, copy, apply a difference, count, read a graph, hash it.

What the engine does that callers must know (each has a test):

* It normalises literals ("12.50" becomes "12.5"), so hashes and differences are taken of what a store returns.
* A read-only store copies only what has been flushed; a copy of anything else is silently empty.
* Opening a damaged folder raises OSError or RuntimeError – or gives an empty store when the folder's list of files
  is cut off. Hence ``open_reader(path, graphs=…)``, which compares the graphs found with those there should be.
* Blank nodes are shared by label between graphs. Graphs that have some get labels of their own here.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from itertools import chain, islice
from os import PathLike, fspath
from typing import IO, Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    serialize,
)

__all__ = [
    "ENGINE",
    "CanonicalGraph",
    "Difference",
    "Store",
    "StoreDamaged",
    "apply_difference",
    "canonical",
    "copy",
    "count",
    "graph_names",
    "graph_quads",
    "is_damage",
    "load",
    "normalised",
    "open_reader",
    "open_writer",
    "total",
]

#: Name and version of the engine that wrote a store; a store written by another one is rebuilt.
ENGINE: Final = f"pyoxigraph {version('pyoxigraph')}"
#: From this many statements on, new files are cheaper than a transaction in memory.
BULK: Final = 100_000
BATCH: Final = 20_000

Path = str | PathLike[str]


class StoreDamaged(Exception):
    """A store's folder is missing files, cut off or otherwise unreadable; the archive can replace it."""


def is_damage(fault: Exception) -> bool:
    """Return whether an exception means that a store's files are damaged: the engine says so in words only."""
    return isinstance(fault, StoreDamaged) or (isinstance(fault, RuntimeError) and "orruption" in str(fault))


@dataclass(frozen=True)
class Difference:
    """What replacing a graph changed, in statements."""

    added: int
    removed: int

    @property
    def any(self) -> bool:
        """True when the graph is not what it was."""
        return bool(self.added or self.removed)


@dataclass(frozen=True)
class CanonicalGraph:
    """One graph in its RDFC-1.0 form: sorted N-Quads in UTF-8, their SHA-256 (hex) and their number."""

    lines: bytes
    sha256: str
    count: int


def open_reader(path: Path, graphs: Collection[str] | None = None) -> Store:
    """Open a store read-only; ``graphs`` are the names it should hold.

    Raises ``StoreDamaged``. Any number of processes may read one store, as long as nobody writes to it.
    """
    try:
        store = Store.read_only(fspath(path))
        found = graph_names(store) if graphs is not None else ()
    except (OSError, RuntimeError, ValueError) as fault:
        raise StoreDamaged(str(fault)) from fault
    if graphs is not None and set(found) != set(graphs):
        raise StoreDamaged(f"{len(found)} graphs, not {len(set(graphs))}")
    return store


def open_writer(path: Path) -> Store:
    """Open (or create) a store for writing; it is closed when the last reference to it goes. Raises ``OSError``."""
    return Store(fspath(path))


def copy(source: Store, target: Path) -> None:
    """Copy a store; its files are shared with the copy until either changes. ``target`` must not exist.

    Only what was flushed before a read-only ``source`` was opened is copied. Raises ``OSError``.
    """
    source.backup(fspath(target))


def normalised(quads: Iterable[Quad]) -> Store:
    """Return the statements as a store returns them: literals normalised, duplicates gone."""
    store = Store()
    store.extend(quads)
    return store


def apply_difference(store: Store, graph: str, quads: Iterable[Quad] | Store) -> Difference:
    """Make ``graph`` hold exactly these statements by removing and adding only what differs.

    A graph without statements does not exist. ``quads`` may be a store already made by ``normalised``.
    Raises ``ValueError`` when a statement belongs to another graph, ``OSError`` when the disk does not take it.
    """
    wanted = _scoped(quads if isinstance(quads, Store) else normalised(quads), graph)
    removed = [quad for quad in graph_quads(store, graph) if quad not in wanted]
    added = [quad for quad in wanted if quad not in store]
    for quad in removed:
        store.remove(quad)
    if len(added) < BULK:
        store.extend(added)
    else:
        store.bulk_extend(added)
    if not wanted:
        store.remove_graph(NamedNode(graph))
    return Difference(len(added), len(removed))


def load(store: Store, graph: str, lines: IO[bytes]) -> int:
    """Add one graph's canonical N-Quads to a store and return how many statements were read.

    Raises ``SyntaxError`` for what is not N-Quads, ``ValueError`` for statements of another graph.
    """
    seen = 0

    def checked() -> Iterator[Quad]:
        nonlocal seen
        for quad in parse(lines, RdfFormat.N_QUADS):
            _belongs(quad, graph)
            seen += 1
            yield _renamed(quad, graph)

    quads = checked()
    first = list(islice(quads, BULK))
    if len(first) < BULK:
        store.extend(first)
    else:
        store.bulk_extend(chain(first, quads))
    return seen


def graph_quads(store: Store, graph: str, predicate: str | None = None) -> Iterator[Quad]:
    """Yield the statements of one graph, or those with one predicate; the iterator keeps the store open."""
    return store.quads_for_pattern(None, None if predicate is None else NamedNode(predicate), None, NamedNode(graph))


def graph_names(store: Store) -> tuple[str, ...]:
    """Return the names of all named graphs, sorted."""
    return tuple(sorted(graph.value for graph in store.named_graphs()))


def count(store: Store, graph: str) -> int:
    """Return the number of statements in one graph."""
    rows = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}")
    assert isinstance(rows, QuerySolutions)  # noqa: S101 - tells the type checker that a SELECT gives rows
    number = next(rows)["n"]
    assert isinstance(number, Literal)  # noqa: S101 - and that a COUNT is a literal
    return int(number.value)


def total(store: Store) -> int:
    """Return the number of statements in the whole store, its default graph included."""
    return len(store)


def canonical(quads: Iterable[Quad]) -> CanonicalGraph:
    """Return the canonical form of one graph's statements, which must come from a store.

    Without blank nodes RDFC-1.0 is nothing but the sorted lines (a test proves it on generated graphs), which
    is twenty times as fast and needs no second copy of the graph.
    """
    lines, blank, remaining = [], False, iter(quads)
    # In batches, because lines take a fraction of the memory of statements.
    while batch := list(islice(remaining, BATCH)):
        blank = blank or any(map(_has_blank, batch))
        lines += _lines(batch)
    if blank:
        dataset = Dataset(parse(b"".join(lines), RdfFormat.N_QUADS))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        lines = _lines(dataset)
    content = b"".join(sorted(lines))
    return CanonicalGraph(content, sha256(content).hexdigest(), len(lines))


def _lines(quads: Iterable[Quad]) -> list[bytes]:
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def _has_blank(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _belongs(quad: Quad, graph: str) -> None:
    name = quad.graph_name
    if isinstance(name, DefaultGraph) or name.value != graph:
        raise ValueError(f"a statement of {name} in {graph}")


def _scoped(store: Store, graph: str) -> Store:
    """Give blank nodes canonical labels that no other graph uses; return the store itself where there are none."""
    blank = False
    for quad in store:
        _belongs(quad, graph)
        blank = blank or _has_blank(quad)
    if not blank:
        return store
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return normalised(_renamed(quad, graph) for quad in dataset)


def _renamed(quad: Quad, graph: str) -> Quad:
    if not _has_blank(quad):
        return quad
    scope = f"g{sha256(graph.encode()).hexdigest()[:16]}"

    def own(node: BlankNode) -> BlankNode:
        return BlankNode(f"{scope}{node.value}")

    subject = own(quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject
    value = own(quad.object) if isinstance(quad.object, BlankNode) else quad.object
    return Quad(subject, quad.predicate, value, quad.graph_name)

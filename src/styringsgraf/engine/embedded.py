"""pyoxigraph in this process, for bound queries of our own: asked, read and written inside one call, in one thread."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from sys import maxsize
from traceback import clear_frames
from typing import Final

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

from styringsgraf import errors, formats
from styringsgraf.engine import EVERY_GRAPH, Answer, Dataset, Kind, Limits, Table, guard, results, syntax
from styringsgraf.engine.memo import Memo
from styringsgraf.engine.storage import is_damage
from styringsgraf.formats import Format

#: How much of a caller's Accept header a sentence repeats, in characters.
_SHOWN: Final = 100
UNLIMITED: Final = Limits(seconds=float("inf"), rows=maxsize, bytes=maxsize)
_OFFERED: Final[dict[Kind, tuple[Sequence[Format], str]]] = {
    "rows": (formats.SPARQL_ROWS, "SELECT"),
    "boolean": (formats.SPARQL_BOOLEAN, "ASK"),
    "graph": (formats.SPARQL_GRAPH, "CONSTRUCT/DESCRIBE"),
}


class Embedded:
    """Answers queries over one store. Time limits hold between two rows only: the engine cannot be interrupted.

    Relative IRIs in queries are resolved against ``base``. A query sees the union of all graphs unless it, or
    ``dataset``, names graphs. ``memo``: for a store that never changes, what has been worked out of it.
    """

    def __init__(self, store: Store, base: str | None = None, memo: Memo | None = None) -> None:
        self._store = store
        self.memo = memo
        self._base = base

    def table(self, query: str, limits: Limits | None = None) -> Table:
        """Run a SELECT and return its rows. Raises BadQuery, TimedOut."""
        with translated(query):
            return self._table(query, results.Bounded(limits or UNLIMITED))

    def _table(self, query: str, bounded: results.Bounded) -> Table:
        found = self._run(query, EVERY_GRAPH)
        if not isinstance(found, QuerySolutions):
            raise errors.BadQuery("engine.form", wanted="SELECT")
        columns = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(row) for row in bounded(found))
        return Table(columns, rows, bounded.truncated)

    def construct(self, query: str, graph: str) -> list[Quad]:
        """Run a CONSTRUCT and return what it makes as statements of ``graph``, each once. Raises BadQuery."""
        with translated(query):
            return self._construct(query, NamedNode(graph))

    def _construct(self, query: str, name: NamedNode) -> list[Quad]:
        found = self._run(query, EVERY_GRAPH)
        if not isinstance(found, QueryTriples):
            raise errors.BadQuery("engine.form", wanted="CONSTRUCT")
        return [Quad(triple.subject, triple.predicate, triple.object, name) for triple in found]

    def answer(self, query: str, accept: str | None, limits: Limits, dataset: Dataset = EVERY_GRAPH) -> Answer:
        """Run any query form and return bytes in the representation ``accept`` likes best.

        Raises BadQuery, NotAcceptable, TimedOut, TooLarge, Environment.
        """
        with translated(query):
            return self._answer(query, accept, limits, dataset)

    def _answer(self, query: str, accept: str | None, limits: Limits, dataset: Dataset) -> Answer:
        bounded, sink = results.Bounded(limits), results.Sink(limits.bytes)
        found = self._run(query, dataset)
        kind = _kind(found)
        representation = negotiated(kind, accept)
        if isinstance(found, QuerySolutions):
            columns = [variable.value for variable in found.variables]
            results.write_rows(columns, bounded(map(tuple, found)), representation, sink)
        elif isinstance(found, QueryTriples):
            results.write_graph(bounded(found), representation, sink)
        else:
            results.write_boolean(bool(found), representation, sink)
        return Answer(sink.getvalue(), representation, kind, bounded.truncated)

    def _run(self, query: str, dataset: Dataset) -> QuerySolutions | QueryBoolean | QueryTriples:
        if dataset == EVERY_GRAPH:
            # The union option would silently win over FROM.
            union = not guard.names_graphs(query)
            return self._store.query(query, base_iri=self._base, use_default_graph_as_union=union)
        # Named in the request, the dataset is exactly this, whatever the query says (SPARQL protocol, 2.1.4);
        # without an empty list the engine would add graphs of its own.
        return self._store.query(
            query,
            base_iri=self._base,
            default_graph=[_graph(iri) for iri in dataset.default_graphs],
            named_graphs=[_graph(iri) for iri in dataset.named_graphs],
        )


def _kind(found: QuerySolutions | QueryBoolean | QueryTriples) -> Kind:
    if isinstance(found, QuerySolutions):
        return "rows"
    return "graph" if isinstance(found, QueryTriples) else "boolean"


def negotiated(kind: Kind, accept: str | None) -> Format:
    """Return the representation ``accept`` likes best of those that kind of answer has. Raises NotAcceptable."""
    offered, form = _OFFERED[kind]
    chosen = formats.negotiate(accept, offered)
    if chosen is None:
        names = ", ".join(representation.media_type for representation in offered)
        raise errors.NotAcceptable("engine.not-acceptable", form=form, offered=names, accept=(accept or "")[:_SHOWN])
    return chosen


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise errors.BadQuery("engine.graph-iri", iri=iri[:_SHOWN]) from None


@contextmanager
def translated(query: str) -> Iterator[None]:
    """Turn what the engine raises into our errors; see ``_letting_go`` for what may run in here."""
    try:
        with _letting_go():
            yield
    except SyntaxError as fault:
        raise syntax.explain(query, str(fault)) from None
    except OSError as fault:
        raise errors.Environment("engine.store-read", reason=str(fault)) from fault
    except (RuntimeError, ValueError) as fault:
        if is_damage(fault):
            raise errors.Environment("engine.store-read", reason=str(fault)) from fault
        raise errors.BadQuery("engine.evaluation", detail=str(fault).rstrip(".")) from None


@contextmanager
def _letting_go() -> Iterator[None]:
    """Let go of what was half read when something is raised.

    An error carries the frames it came through, and with them the engine's rows, to whatever thread forgets it; and
    rows must not cross threads. What runs in here keeps them in functions of its own, which have ended by then.
    """
    try:
        yield
    except BaseException as fault:
        clear_frames(fault.__traceback__)
        raise

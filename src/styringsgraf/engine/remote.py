"""Any SPARQL 1.1 server as query engine: asked by form POST for one media type, read to the end, then trusted.

What servers do that callers must know (each has a test):

* A time-out may come as status 200 with a broken body, so an answer is parsed whole before a row of it is used.
* A server may cut an answer and say so only in a header; a cut answer to a question of ours is refused.
* Virtuoso writes booleans as "1" and answers ASK with a table; both are put right here.
* SPARQLWrapper makes the request. It is not shown the query before (its search for the query form can take for ever
  on a text that is made for it), and it does not send: its time-out starts anew with every byte.
"""

from dataclasses import dataclass
from time import monotonic, sleep
from typing import Final, cast
from urllib.request import Request

from pyoxigraph import Store
from SPARQLWrapper import ASK, CONSTRUCT, POST, SELECT, URLENCODED, SPARQLWrapper

from styringsgraf import errors
from styringsgraf.engine import (
    EVERY_GRAPH,
    Answer,
    Dataset,
    Kind,
    Limits,
    Table,
    finishing,
    guard,
    reading,
    results,
    standard,
    syntax,
)
from styringsgraf.engine.caller import Caller
from styringsgraf.engine.embedded import negotiated
from styringsgraf.engine.endpoint import Endpoint
from styringsgraf.engine.results import Cell
from styringsgraf.engine.transport import Account, Bounds, Received, exchange
from styringsgraf.terms import Term

#: Kind of answer → what SPARQLWrapper calls the form.
_FORMS: Final[dict[Kind, str]] = {"rows": SELECT, "boolean": ASK, "graph": CONSTRUCT}
#: Bounds of a query of our own where the caller sets none.
OWN_ROWS: Final = 5_000_000
OWN_BYTES: Final = 256_000_000
_PAUSE: Final = 0.1
_BAD: Final = 400


@dataclass(frozen=True)
class Remote:
    """Answers queries from one endpoint; safe to call from any number of threads.

    It must see the union of all graphs where a query names none. Relative IRIs in foreign queries are resolved
    against ``base``. A query that finds nobody there is sent once more: asking twice changes nothing.
    """

    endpoint: Endpoint
    base: str | None = None

    def table(self, query: str, limits: Limits | None = None) -> Table:
        """Run a SELECT and return its rows. Raises Busy, TimedOut, TooLarge, Environment."""
        own = Limits(self.endpoint.seconds, OWN_ROWS, OWN_BYTES)
        bounds = own if limits is None else _within(limits, own)
        plan = finishing.plan(query)
        columns, rows = self._select(query if plan is None else plan.there, bounds)
        if plan is not None:
            finished = plan.finish(columns, rows)
            columns, rows = self._select(query, bounds) if finished is None else finished
        kept = cast("tuple[tuple[Term | None, ...], ...]", tuple(rows[: bounds.rows]))
        return Table(columns, kept, len(rows) > len(kept))

    def _select(self, query: str, bounds: Limits) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
        received = self._ask(query, "rows", bounds, EVERY_GRAPH, None)
        if received.status == _BAD:
            raise errors.Environment("remote.refused", reason=received.said)
        reading.succeeded(received)
        with reading.trusted():
            columns, rows, boolean = reading.rows(received)
            if boolean is not None:
                raise errors.BadQuery("engine.form", wanted="SELECT")
            reading.refuse_cut(received, len(rows))
        return columns, rows

    def answer(
        self,
        query: str,
        accept: str | None,
        limits: Limits,
        dataset: Dataset = EVERY_GRAPH,
        caller: Caller | None = None,
    ) -> Answer:
        """Run any query form and return bytes in the representation ``accept`` likes best.

        ``query`` has passed the guard; here it is held to the standard. It ends when ``caller`` leaves.
        Raises BadQuery, NotAcceptable, TimedOut, TooLarge, Busy, Environment.
        """
        kind = _kind(query)
        standard.check(query)
        representation = negotiated(kind, accept)
        text = query if self.base is None else f"BASE <{self.base}> {query}"
        received = self._ask(text, kind, limits, dataset, caller)
        if received.status == _BAD:
            raise errors.BadQuery("engine.evaluation", detail=received.said.rstrip("."))
        reading.succeeded(received)
        bounded, sink = results.Bounded(limits), results.Sink(limits.bytes)
        truncated = False
        with reading.trusted():
            if kind == "graph":
                results.write_graph(bounded(reading.triples(received)), representation, sink)
            else:
                columns, rows, boolean = reading.rows(received)
                if kind == "boolean":
                    results.write_boolean(reading.truth(rows, boolean), representation, sink)
                else:
                    truncated = reading.is_cut(received, len(rows))
                    results.write_rows(columns, bounded(rows), representation, sink)
        return Answer(sink.getvalue(), representation, kind, bounded.truncated or truncated)

    def _ask(self, query: str, kind: Kind, limits: Limits, dataset: Dataset, caller: Caller | None) -> Received:
        """Return the engine's answer, whatever its status; sent once more where nobody was there."""
        deadline = monotonic() + limits.seconds
        wrapper = _Wrapper(self.endpoint.query, query, _FORMS[kind], reading.MEDIA[kind][0], dataset)
        account = Account(self.endpoint.user, self.endpoint.password)
        try:
            return exchange(wrapper.request(), Bounds(limits.seconds, limits.bytes), account, caller)
        except errors.Busy as fault:
            remaining = deadline - monotonic() - _PAUSE
            if fault.key != "remote.down" or remaining <= 0:
                raise
            sleep(_PAUSE)
            return exchange(wrapper.request(), Bounds(remaining, limits.bytes), account, caller)


class _Wrapper(SPARQLWrapper):
    """One query in SPARQLWrapper's hands: it knows the protocol, and makes the request that we send."""

    def __init__(self, endpoint: str, query: str, form: str, media: str, dataset: Dataset) -> None:
        super().__init__(endpoint)
        self.queryString, self.queryType = query, form
        self.setMethod(POST)
        self.setRequestMethod(URLENCODED)
        self.setOnlyConneg(True)
        self.addCustomHttpHeader("Accept", media)  # Virtuoso takes the first of several it knows, not the best
        for graph in dataset.default_graphs:
            self.addParameter("default-graph-uri", graph)
        for graph in dataset.named_graphs:
            self.addParameter("named-graph-uri", graph)

    def request(self) -> Request:
        """Return the request, new each time it is to be sent."""
        return self._createRequest()


def _within(limits: Limits, own: Limits) -> Limits:
    return Limits(min(limits.seconds, own.seconds), min(limits.rows, own.rows), min(limits.bytes, own.bytes))


def _kind(query: str) -> Kind:
    """Return the kind of answer a query gives; what is no query at all is explained by the parser we have."""
    kind = guard.form(query)
    if kind is None:
        try:
            Store().query(query)
        except SyntaxError as fault:
            raise syntax.explain(query, str(fault)) from None
        raise errors.BadQuery("engine.form", wanted="SELECT/ASK/CONSTRUCT/DESCRIBE")
    return kind

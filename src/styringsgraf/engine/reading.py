"""What a remote engine sent, read as an answer or refused: nothing of it is used before all of it has been read."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, RdfFormat, Triple, parse
from pyoxigraph import parse_query_results as read_results

from styringsgraf import errors
from styringsgraf.engine import Kind
from styringsgraf.engine.results import Cell
from styringsgraf.engine.transport import RETRY_SECONDS, Received, broken

_JSON: Final = "application/sparql-results+json"
#: Kind of answer → the one media type to ask for, and what else it may be called.
MEDIA: Final[dict[Kind, tuple[str, frozenset[str]]]] = {
    "rows": (_JSON, frozenset({"application/json"})),
    "boolean": (_JSON, frozenset({"application/json"})),
    "graph": ("application/n-triples", frozenset({"text/plain", "text/ntriples"})),
}
_BOOLEAN: Final = "http://www.w3.org/2001/XMLSchema#boolean"
_TRUTH: Final = {"1": "true", "0": "false"}
#: Virtuoso names blank nodes as no standard does: nodeID://b10001.
_NODE: Final = re.compile(rb'("type":\s*"bnode",\s*"value":\s*")nodeID://')
#: Virtuoso's limit of rows, and its word for an answer given before it was finished.
_MOST_ROWS: Final = "x-sparql-maxrows"
_STATE: Final = "x-sql-state"
_UNFINISHED: Final = "S1TAT"


def succeeded(received: Received) -> None:
    """Raise what a status other than 200 means."""
    match received.status:
        case 200:
            return
        case 401 | 403:
            raise errors.Environment("remote.forbidden", status=received.status)
        case 408 | 504:
            raise errors.TimedOut("remote.gave-up", status=received.status)
        case 413:
            raise errors.TooLarge("remote.too-long")
        case 429 | 500 | 502 | 503:
            raise errors.Busy("remote.failed", status=received.status, retry_after=RETRY_SECONDS)
        case status:  # a redirection among them: it would go who knows where
            raise errors.Environment("remote.no-endpoint", status=status)


def _expect(received: Received, kind: Kind) -> None:
    media, others = MEDIA[kind]
    if received.media != media and received.media not in others:
        raise broken()


Rows = tuple[tuple[str, ...], list[tuple[Cell, ...]], bool | None]


def rows(received: Received) -> Rows:
    """Return columns and rows, or what a boolean answer says. Raises Busy and TimedOut for what cannot be trusted."""
    if received.headers.get(_STATE, "").strip() == _UNFINISHED:
        raise errors.TimedOut("remote.gave-up", status=received.status)
    _expect(received, "rows")
    found = read_results(_NODE.sub(rb"\1", received.content), QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return (), [], bool(found)
    columns = tuple(variable.value for variable in found.variables)
    return columns, [tuple(map(_canonical, solution)) for solution in found], None


def triples(received: Received) -> Iterable[Triple]:
    """Return the triples of an answer that is a graph, each once."""
    _expect(received, "graph")
    seen = dict.fromkeys(quad.triple for quad in parse(received.content, RdfFormat.N_TRIPLES))
    return list(seen)


def _canonical(term: Cell) -> Cell:
    """Return a term as the engine in process would give it."""
    if isinstance(term, Literal) and term.datatype.value == _BOOLEAN and term.value in _TRUTH:
        return Literal(_TRUTH[term.value], datatype=term.datatype)
    return term


def truth(rows: list[tuple[Cell, ...]], boolean: bool | None) -> bool:  # noqa: FBT001 - the engine's answer
    """Return what an answer to ASK says: a boolean, or Virtuoso's one row of one column."""
    if boolean is not None:
        return boolean
    match rows:
        case [(Literal(value=said),)] if said in ("0", "1", "true", "false"):
            return said in ("1", "true")
    raise broken()


def is_cut(received: Received, rows: int) -> bool:
    """Return whether the engine says that it left rows out."""
    limit = received.headers.get(_MOST_ROWS, "").strip()
    return limit.isdigit() and rows >= int(limit)


def refuse_cut(received: Received, rows: int) -> None:
    """Raise Environment for an answer with rows left out."""
    if is_cut(received, rows):
        raise errors.Environment("remote.cut", rows=rows)


@contextmanager
def trusted() -> Iterator[None]:
    """Turn what a parser says of an answer into an answer that cannot be trusted."""
    try:
        yield
    except (SyntaxError, UnicodeDecodeError):
        raise broken() from None

"""What a query engine is, to everyone above: run this bound query within these limits, give rows or bytes."""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from styringsgraf.formats import Format
from styringsgraf.terms import Term

Kind = Literal["rows", "boolean", "graph"]


@dataclass(frozen=True)
class Limits:
    """Bounds of one query. ``seconds`` wall time; ``rows`` and ``bytes`` of the answer."""

    seconds: float
    rows: int
    bytes: int


@dataclass(frozen=True)
class Table:
    """Rows of a SELECT: column names, one tuple of terms a row (None = unbound)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False


@dataclass(frozen=True)
class Answer:
    """A serialised answer; ``truncated`` says that a row limit cut it.

    ``release`` names the release it was answered from, '' where the engine does not know.
    """

    content: bytes
    format: Format
    kind: Kind
    truncated: bool = False
    release: str = ""


@dataclass(frozen=True)
class Dataset:
    """Which graphs a query sees: the SPARQL protocol's dataset parameters (empty = union of all)."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


#: No choice made: the union of all graphs.
EVERY_GRAPH: Final = Dataset()


class QueryEngine(Protocol):
    """Answers queries over one release."""

    def table(self, query: str, limits: Limits | None = None) -> Table:
        """Run a SELECT over the union of all graphs and return its rows."""
        ...

    def answer(self, query: str, accept: str | None, limits: Limits, dataset: Dataset = EVERY_GRAPH) -> Answer:
        """Run any query form and return bytes in the representation ``accept`` likes best.

        Raises BadQuery, NotAcceptable, TimedOut, TooLarge, Busy.
        """
        ...

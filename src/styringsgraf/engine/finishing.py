"""The last touches of a query are carried out here, over the rows a remote engine gives for the rest of it.

Engines disagree on how to compare texts, so order and page are ours, whoever answered. And Virtuoso neither takes an
alias of an aggregate into ORDER BY, nor knows ``$1`` in REPLACE, nor compiles a FILTER over what was worked out from
several aggregates. So two things are kept back and done by the engine in process: the outermost ORDER BY, LIMIT and
OFFSET; and the BINDs and FILTERs that end the outermost group, where that group begins with a group of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from styringsgraf.engine.results import Cell
from styringsgraf.engine.tokens import Token, tokens

_PAIRS: Final = {"{": "}", "(": ")", "[": "]"}
_CLOSING: Final = frozenset(_PAIRS.values())
_LAST: Final = frozenset({"ORDER", "LIMIT", "OFFSET"})
_PLAIN: Final = frozenset({"DISTINCT", "REDUCED", "*", "WHERE"})
_GROUPS: Final = frozenset({"GROUP", "HAVING", "VALUES"})
_TOUCHES: Final = frozenset({"BIND", "FILTER"})

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Plan:
    """A query in two: ``there`` is for the remote engine; the other parts stand around its rows here.

    ``selection`` is what the query selects, '' for all that comes; ``touches`` its last BINDs and FILTERs; ``ending``
    its ORDER BY, LIMIT and OFFSET, which name ``variables``.
    """

    there: str
    prologue: str
    selection: str
    touches: str
    ending: str
    variables: frozenset[str]

    def finish(self, columns: Sequence[str], rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]] | None:
        """Return columns and rows of the whole query; None where that cannot be had from these rows.

        Blank nodes cannot be written down, and an order by what is not selected is lost.
        """
        written = [_written(row) for row in rows]
        if None in written or not (self.touches or self.variables <= set(columns)):
            return None
        head = " ".join(f"?{name}" for name in columns)
        values = f"VALUES ({head}) {{ {' '.join(map(str, written))} }}"
        selection = self.selection or head
        found = Store().query(f"{self.prologue}SELECT {selection} WHERE {{ {values} {self.touches} }} {self.ending}")
        assert isinstance(found, QuerySolutions)  # noqa: S101 - tells the type checker that a SELECT gives rows
        names = tuple(variable.value for variable in found.variables)
        return names, [tuple(solution) for solution in found]


def plan(query: str) -> Plan | None:
    """Return how a SELECT is shared out; None where nothing of it is to be done here."""
    found = list(tokens(query))
    start = next((place for place, token in enumerate(found) if token.word == "SELECT"), None)
    opening = next((place for place, token in enumerate(found) if token.text == "{"), None)
    closing = None if start is None or opening is None else _match(found, opening)
    if start is None or opening is None or closing is None:
        return None
    prologue, after = query[: found[start].start], found[closing + 1 :]
    ending = next((token.start for token in after if token.word in _LAST), len(query))
    end = query[ending:]
    names = frozenset(token.text[1:] for token in found if token.start >= ending and token.kind == "variable")
    # A list that works something out, or a grouping, needs the whole group there.
    plain = all(token.word in _PLAIN or token.kind == "variable" for token in found[start + 1 : opening])
    touches = _touches(found, opening, closing) if plain and not any(t.word in _GROUPS for t in after) else None
    if touches is None:
        return Plan(query[:ending], prologue, "", "", end, names) if end.strip() else None
    cut = found[touches].start
    there = f"{prologue}SELECT * WHERE {{ {query[found[opening].end : cut]} }}"
    selection = " ".join(token.text for token in found[start + 1 : opening] if token.word != "WHERE")
    return Plan(there, prologue, selection, query[cut : found[closing].start], end, names)


def _touches(found: Sequence[Token], opening: int, closing: int) -> int | None:
    """Return where the BINDs and FILTERs begin that end a group which begins with a group."""
    if found[opening + 1].text != "{":
        return None
    starts, place = [], opening + 1
    while place < closing:
        token = found[place]
        if token.text in _PAIRS:
            place = (_match(found, place) or closing) + 1
            continue
        if token.word in _TOUCHES and found[place + 1].text == "(":
            end = _match(found, place + 1) or closing
            inner = found[place:end]
            if not any(part.word == "EXISTS" or part.text == "{" for part in inner):
                starts.append((place, end + 1))
                place = end + 1
                continue
        starts.clear()
        place += 1
    return _run(starts, closing)


def _run(starts: Sequence[tuple[int, int]], closing: int) -> int | None:
    """Return the first of the parts that follow each other without a gap up to the end."""
    first, expected = None, closing
    for start, end in reversed(starts):
        if end != expected:
            break
        first, expected = start, start
    return first


def _match(found: Sequence[Token], opening: int) -> int | None:
    """Return the place of the bracket that closes the one at ``opening``."""
    depth = 0
    for place in range(opening, len(found)):
        depth += (found[place].text in _PAIRS) - (found[place].text in _CLOSING)
        if depth == 0:
            return place
    return None


def _written(row: Row) -> str | None:
    cells = []
    for cell in row:
        if cell is None:
            cells.append("UNDEF")
        elif isinstance(cell, NamedNode | Literal):
            cells.append(str(cell))
        else:
            return None
    return f"({' '.join(cells)})"

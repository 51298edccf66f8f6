"""Fetches edges of the red thread: level by level upwards from given nodes, or all of one organisation."""

from collections.abc import Collection, Iterator
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.engine.memo import remembered
from styringsgraf.namespaces import CODE, SDGO, SG
from styringsgraf.questions.binding import bind
from styringsgraf.questions.values import Edge
from styringsgraf.terms import NamedNode, Term, lexical

_PROLOGUE: Final = f"PREFIX sg: <{SG}>\nPREFIX sdgo: <{SDGO}>\n"
_STATED: Final = _PROLOGUE + (
    "SELECT DISTINCT ?from ?via ?to WHERE { VALUES ?from { $nodes } ?from sg:contributesTo ?to . ?from ?via ?to }"
)
_CLAIMED: Final = _PROLOGUE + (
    "SELECT DISTINCT ?from ?to WHERE { VALUES ?from { $nodes } ?from sg:inForce true . "
    "?c sg:contributionFrom ?from . "
    "?c sg:contributionTo ?to . ?c sg:contributionKind $claimed }"
)
_UN: Final = _PROLOGUE + (
    "SELECT DISTINCT ?from ?via ?to WHERE { VALUES ?from { $nodes } ?from ?via ?to "
    "FILTER (?via IN (sdgo:isTargetOf, sg:partOfTarget)) }"
)
_ORGANISATION: Final = _PROLOGUE + "SELECT DISTINCT ?from ?to WHERE { GRAPH $graph { ?from sg:contributesTo ?to } }"

_CONTRIBUTES: Final = SG + "contributesTo"
#: The properties that can name a step, the plainest first.
_STEPS: Final = tuple(
    SG + local
    for local in (
        "fulfils", "concretises", "leadsTo", "refines", "partOfFocusArea", "alignsWith", "delivers", "partOfTarget",
        "carriedOver", "contributesTo",
    )
)  # fmt: skip
CLAIMED: Final = f"{CODE}contribution-kind/claimed"
_LEVELS: Final = 20  # a thread has about eight; a longer one is a fault that must not hang an answer
#: Nodes whose edges upwards are remembered; about a kilobyte each.
_MOST: Final = 20_000


def above(engine: QueryEngine, starts: Collection[str]) -> list[Edge]:
    """Return every edge from these nodes upwards, to the UN goals, with the property that states it.

    One level is three queries whose subjects are bound, so the cost follows the thread, not the country. What was asked
    of a release is not asked again while it is open: all measures of a plan climb the same strategies and goals.
    """
    known: dict[str, tuple[Edge, ...]] = remembered(engine, "edges", dict)
    if len(known) > _MOST:
        known.clear()
    found: list[Edge] = []
    seen: set[str] = set(starts)
    level = sorted(seen)
    for _ in range(_LEVELS):
        if not level:
            break
        held = {node: known.get(node) for node in level}
        missing = [node for node, edges in held.items() if edges is None]
        if missing:
            read = _level(engine, missing)
            known.update(read)
            held |= read
        edges = [edge for node in level for edge in held[node] or ()]
        found.extend(edges)
        level = sorted({edge.end for edge in edges} - seen)
        seen.update(level)
    return found


def _level(engine: QueryEngine, nodes: list[str]) -> dict[str, tuple[Edge, ...]]:
    """Return the edges upwards by node; every node has an entry."""
    terms: list[Term] = [NamedNode(node) for node in nodes]
    claimed = engine.table(bind(_CLAIMED, {"nodes": terms, "claimed": NamedNode(CLAIMED)})).rows
    found: dict[str, list[Edge]] = {node: [] for node in nodes}
    for edge in (
        *_named(engine.table(bind(_STATED, {"nodes": terms})).rows),
        *(Edge(lexical(start), CLAIMED, lexical(end), claimed=True) for start, end in claimed),
        *un_steps(engine, nodes),
    ):
        found[edge.start].append(edge)
    return {node: tuple(edges) for node, edges in found.items()}


def un_steps(engine: QueryEngine, nodes: Collection[str]) -> Iterator[Edge]:
    """Yield the steps on the UN's side (segment → target → goal) from these nodes."""
    terms: list[Term] = [NamedNode(node) for node in sorted(nodes)]
    if terms:
        for start, via, end in engine.table(bind(_UN, {"nodes": terms})).rows:
            yield Edge(lexical(start), lexical(via), lexical(end))


def _named(rows: Collection[tuple[Term | None, ...]]) -> Iterator[Edge]:
    """Yield one edge for every pair: by the property that states it, else by the inferred ``contributesTo``."""
    properties: dict[tuple[str, str], set[str]] = {}
    for start, via, end in rows:
        properties.setdefault((lexical(start), lexical(end)), set()).add(lexical(via))
    for (start_iri, end_iri), names in properties.items():
        yield Edge(start_iri, next(step for step in _STEPS if step in names), end_iri)


def of_organisation(engine: QueryEngine, graph: str) -> list[Edge]:
    """Return every edge in force of one organisation, with the UN's steps above it; properties are not named."""
    rows = engine.table(bind(_ORGANISATION, {"graph": NamedNode(graph)})).rows
    # Each name once: a node has many edges, and these lists are kept for hundreds of organisations.
    names: dict[str, str] = {}
    edges = [
        Edge(names.setdefault(start, start), _CONTRIBUTES, names.setdefault(end, end))
        for start, end in ((lexical(one), lexical(other)) for one, other in rows)
    ]
    level = {edge.end for edge in edges} - {edge.start for edge in edges}
    for _ in range(3):  # segment → target → goal
        steps = list(un_steps(engine, level))
        edges.extend(steps)
        level = {edge.end for edge in steps}
    return edges

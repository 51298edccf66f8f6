"""Walks the thread from a node, bounded in depth and nodes: over steps fetched at once or level by level."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from styringsgraf.engine import Limits, QueryEngine
from styringsgraf.questions.binding import bind
from styringsgraf.terms import NamedNode, Term, lexical
from styringsgraf.thread.said import CLAIMED, CONTRIBUTES, MEASURES, STATED, TELLING, UN_STEPS, Said

_SEGMENT: Final = "/id/sdg/segment/"
#: Rows read at one level; beyond it the thread is cut and says so.
_ROWS: Final = Limits(seconds=float("inf"), rows=20_000, bytes=2**31)
#: Rows read of a whole thread at once; a longer one is walked level by level, so that a bound on nodes bounds the work.
_WHOLE_ROWS: Final = Limits(seconds=float("inf"), rows=8_000, bytes=2**31)

# The nodes stand in a VALUES of their own in each branch, so that every engine starts there; the steps are a path, for
# two VALUES before one pattern make pyoxigraph read the properties of the whole store (measured: 300 times slower).
_LEVEL: Final = """PREFIX sg: <https://w3id.org/styringsgraf/ns#>
SELECT DISTINCT ?from ?to ?claimed WHERE {{
  {{ VALUES ?{near} {{ $nodes }} ?from {path} ?to BIND (false AS ?claimed) }}
  UNION
  {{
    VALUES ?{near} {{ $nodes }}
    ?claim sg:contributionFrom ?from ; sg:contributionTo ?to ; sg:contributionKind $kind . {valid}
    BIND (true AS ?claimed)
  }}
}}"""
#: All that is told of everything the nodes reach, and the claims between that and anything (with a sub-select for what
#: is reached it takes pyoxigraph twice as long).
_WHOLE: Final = """PREFIX sg: <https://w3id.org/styringsgraf/ns#>
SELECT DISTINCT ?node ?property ?value WHERE {{
  {{ VALUES ?start {{ $nodes }} {reaching} . {telling} }}
  UNION
  {{
    VALUES ?start {{ $nodes }} {claiming} .
    ?claim sg:{side} ?{near} . ?claim sg:{other} ?{far} . ?claim sg:contributionKind $kind .
    {valid} BIND ($kind AS ?property)
  }}
}}"""
#: Inference kept only claims of what is in force; elsewhere a claim is shown as it stands.
_VALID: Final = "?{} sg:claimsSupport ?{} ."


@dataclass(frozen=True)
class Step:
    """One node contributes to another; ``claimed``: by somebody's reading."""

    start: str
    end: str
    claimed: bool


@dataclass
class Walk:
    """Where a walk has been: steps from the root by node, the links, and whether a limit cut it."""

    distances: dict[str, int]
    steps: set[Step] = field(default_factory=set)
    cut: bool = False


#: Gives the steps between some nodes and the next level, and whether there were too many to read.
_Source: TypeAlias = Callable[[Collection[str]], tuple[Iterable[Step], bool]]


@dataclass(frozen=True)
class Way:
    """Which steps to follow: upwards or downwards; those in force, or those that documents state."""

    up: bool
    in_force: bool

    @property
    def steps(self) -> tuple[str, ...]:
        """The properties."""
        followed = (CONTRIBUTES, *UN_STEPS) if self.in_force else (*STATED, *UN_STEPS)
        # An indicator leads to what it measures; it is no step of the thread, so nothing leads down to it.
        return (*followed, MEASURES) if self.up else followed

    @property
    def path(self) -> str:
        """The properties as a path."""
        return "|".join(f"<{step}>" for step in self.steps)


def walk(engine: QueryEngine, root: str, way: Way, said: Said, *, whole: bool, depth: int, most: int) -> Walk:
    """Return what ``root`` reaches in one direction: at most ``depth`` levels and ``most`` nodes besides the root.

    ``whole``: fetch it in one query, with all that is told of its nodes; for what may reach half a country, each level
    is a query, and the nodes are left to be told of. In force, it follows the inferred contributions, which join what
    is in force at the release's reference date; else what the documents state, whatever became of them.
    """
    source = _reached(engine, root, way, said) if whole else None
    if source is None:
        source = _asked(engine, way)
    found = Walk({root: 0})
    level = [root]
    for distance in range(1, depth + 2):
        steps, cut = source(level)
        fresh = set(steps)
        far = sorted({step.end if way.up else step.start for step in fresh} - found.distances.keys())
        room = most - len(found.distances) + 1 if distance <= depth else 0
        found.cut = found.cut or cut or len(far) > room
        level = far[:room]
        found.distances.update(dict.fromkeys(level, distance))
        found.steps |= {step for step in fresh if {step.start, step.end} <= found.distances.keys()}
        if not level:
            break
    if not way.up:
        _drop_bare_segments(found)
    return found


def _drop_bare_segments(found: Walk) -> None:
    """Leave out segments of a UN target that no plan leads to: "by 2030" leads nowhere, and a goal has dozens."""
    reached = {step.end for step in found.steps}
    bare = {node for node, far in found.distances.items() if far and _SEGMENT in node and node not in reached}
    found.distances = {node: far for node, far in found.distances.items() if node not in bare}
    found.steps = {step for step in found.steps if step.start not in bare}


def _asked(engine: QueryEngine, way: Way) -> _Source:
    """Return a source that asks a query a level."""
    near = "from" if way.up else "to"
    text = _LEVEL.format(near=near, path=way.path, valid=_VALID.format("from", "to") if way.in_force else "")

    def ask(nodes: Collection[str]) -> tuple[list[Step], bool]:
        table = engine.table(bind(text, {"nodes": _terms(nodes), "kind": NamedNode(CLAIMED)}), _ROWS)
        rows = ((lexical(start), lexical(end), lexical(claimed) in ("true", "1")) for start, end, claimed in table.rows)
        return [Step(*row) for row in rows], table.truncated

    return ask


def _reached(engine: QueryEngine, root: str, way: Way, said: Said) -> _Source | None:
    """Return a source of steps fetched at once, adding what is told of the nodes; None where there are too many.

    A claim may lead to what the steps do not reach: then that is fetched in its turn.
    """
    text = _whole_text(way)
    steps: dict[str, set[Step]] = defaultdict(set)
    starts, walked = {root}, {root}
    while starts:
        table = engine.table(bind(text, {"nodes": _terms(starts), "kind": NamedNode(CLAIMED)}), _WHOLE_ROWS)
        if table.truncated:
            return None
        rows = [row for row in table.rows if lexical(row[1]) != CLAIMED]
        said.add(rows, starts)
        for node, name, value in table.rows:
            if lexical(name) in (*way.steps, CLAIMED):
                step = Step(lexical(node), lexical(value), claimed=lexical(name) == CLAIMED)
                steps[step.start if way.up else step.end].add(step)
        walked |= {lexical(row[0]) for row in rows}
        ends = {step.end if way.up else step.start for found in steps.values() for step in found if step.claimed}
        starts = ends - walked
        walked |= starts
    return lambda nodes: (_among(steps, nodes), False)


def _among(steps: Mapping[str, set[Step]], nodes: Collection[str]) -> Iterable[Step]:
    return (step for node in nodes for step in steps.get(node, ()))


def _whole_text(way: Way) -> str:
    near, far = ("node", "value") if way.up else ("value", "node")
    reaching = f"?start ({way.path})* ?{{}}" if way.up else f"?{{}} ({way.path})* ?start"
    return _WHOLE.format(
        reaching=reaching.format("node"),
        claiming=reaching.format(near),
        telling=TELLING,
        side="contributionFrom" if way.up else "contributionTo",
        other="contributionTo" if way.up else "contributionFrom",
        near=near,
        far=far,
        valid=_VALID.format("node", "value") if way.in_force else "",
    )


def _terms(nodes: Collection[str]) -> list[Term]:
    return [NamedNode(node) for node in sorted(nodes)]

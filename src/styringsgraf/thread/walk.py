"""Walks the thread from a node, level by level: one query a level, bounded in depth, nodes and rows."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.engine import Limits, QueryEngine
from styringsgraf.namespaces import CODE, SDGO, SG
from styringsgraf.questions.binding import bind
from styringsgraf.terms import NamedNode, Term, lexical

#: What a document may say of a step, in the order of the chain.
STATED: Final = tuple(
    SG + name for name in ("fulfils", "concretises", "leadsTo", "refines", "partOfFocusArea", "delivers", "alignsWith")
)
#: The UN's own steps.
UN_STEPS: Final = (f"{SDGO}isTargetOf", f"{SG}partOfTarget")
MEASURES: Final = f"{SG}measures"
_SEGMENT: Final = "/id/sdg/segment/"
_CONTRIBUTES: Final = f"{SG}contributesTo"
_CLAIMED: Final = f"{CODE}contribution-kind/claimed"
#: Rows read at one level; beyond it the thread is cut and says so.
_ROWS: Final = Limits(seconds=float("inf"), rows=20_000, bytes=2**31)

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
#: Inference kept only claims of what is in force; elsewhere a claim is shown as it stands.
_VALID: Final = "?from sg:claimsSupport ?to ."


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


def walk(engine: QueryEngine, root: str, *, up: bool, in_force: bool, depth: int, most: int) -> Walk:
    """Return what ``root`` reaches in one direction: at most ``depth`` levels and ``most`` nodes besides the root.

    ``in_force``: follow the inferred contributions, which join what is in force at the release's reference date;
    else follow what the documents state, whatever became of them.
    """
    found = Walk({root: 0})
    level = [root]
    for distance in range(1, depth + 2):
        steps, cut = _steps(engine, level, up=up, in_force=in_force)
        far = sorted({step.end if up else step.start for step in steps} - found.distances.keys())
        room = most - len(found.distances) + 1 if distance <= depth else 0
        found.cut = found.cut or cut or len(far) > room
        level = far[:room]
        found.distances.update(dict.fromkeys(level, distance))
        found.steps |= {step for step in steps if {step.start, step.end} <= found.distances.keys()}
        if not level:
            break
    if not up:
        _drop_bare_segments(found)
    return found


def _drop_bare_segments(found: Walk) -> None:
    """Leave out segments of a UN target that no plan leads to: "by 2030" leads nowhere, and a goal has dozens."""
    reached = {step.end for step in found.steps}
    bare = {node for node, far in found.distances.items() if far and _SEGMENT in node and node not in reached}
    found.distances = {node: far for node, far in found.distances.items() if node not in bare}
    found.steps = {step for step in found.steps if step.start not in bare}


def _steps(engine: QueryEngine, nodes: Collection[str], *, up: bool, in_force: bool) -> tuple[list[Step], bool]:
    """Return the steps between these nodes and the next level, and whether there were too many to read."""
    followed = (_CONTRIBUTES, *UN_STEPS) if in_force else (*STATED, *UN_STEPS)
    if up:  # an indicator leads to what it measures; it is no step of the thread, so nothing leads down to it
        followed = (*followed, MEASURES)
    path = "|".join(f"<{step}>" for step in followed)
    text = _LEVEL.format(near="from" if up else "to", path=path, valid=_VALID if in_force else "")
    terms: list[Term] = [NamedNode(node) for node in sorted(nodes)]
    table = engine.table(bind(text, {"nodes": terms, "kind": NamedNode(_CLAIMED)}), _ROWS)
    rows = ((lexical(start), lexical(end), lexical(claimed) in ("true", "1")) for start, end, claimed in table.rows)
    return [Step(*row) for row in rows], table.truncated

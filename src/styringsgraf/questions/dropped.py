"""Works out what falls away when a node of the thread is dropped (design: the ontology's exact formula)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from styringsgraf import errors
from styringsgraf.namespaces import PREFIXES, SDGO, SG
from styringsgraf.questions import thread_edges
from styringsgraf.questions.binding import bind
from styringsgraf.questions.context import Context
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.paths import Graph
from styringsgraf.questions.values import Raw
from styringsgraf.terms import NamedNode, Term, lexical

_DETAILS: Final = (
    "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("sg", "skos"))
    + """SELECT DISTINCT ?node ?class ?code ?plan WHERE {
  VALUES ?node { $nodes } ?node a ?class .
  OPTIONAL { ?node skos:notation ?code } OPTIONAL { ?node sg:statedIn ?plan } }"""
)
_IN_FORCE: Final = f"PREFIX sg: <{SG}>\nSELECT ?force WHERE {{ GRAPH $graph {{ $node sg:inForce ?force }} }} LIMIT 1"

#: Concrete classes in the order of the thread, from the measure up.
_LOCAL: Final = "Project Programme Measure Assignment Strategy SubGoal MainGoal Vision FocusArea"
_ORDER: Final = (*(SG + name for name in _LOCAL.split()), SDGO + "Target", SDGO + "Goal")
_GOALS: Final = frozenset({SG + "SubGoal", SG + "MainGoal", SG + "Vision", SDGO + "Target", SDGO + "Goal"})
_MEASURE: Final = SG + "Measure"


@dataclass(frozen=True)
class Loss:
    """What a drop does: the lower nodes that fall, and for each goal above how many measures it had and keeps."""

    falls: frozenset[str]
    goals: Mapping[str, tuple[int, int]]


def loss(graph: Graph, node: str, goals: Set[str], measures: Set[str]) -> Loss:
    """Return what falls when ``node`` is dropped; exact on every graph, cycles included.

    A lower node falls when no goal that stays can be reached without what is dropped. A measure keeps a goal when a
    path to it is left that avoids the node.
    """
    lower = graph.below({node}) - {node}
    gone = {node}
    while True:
        standing = graph.below(goals - gone, without=gone) - gone
        falling = lower - gone - standing
        if not falling:
            break
        gone |= falling
    counts = {}
    for goal in graph.above({node}) & goals - gone:
        left = graph.below({goal}, without={node}) - gone
        counts[goal] = (len(graph.below({goal}) & measures), len(left & measures))
    return Loss(frozenset(gone - {node}), counts)


def what_falls_away(context: Context, bound: Bound) -> Sequence[Mapping[str, Raw]]:
    """Return one row for the node, each lower node that falls, and each goal or target above it."""
    node = bound.one("node") or ""
    slug = context.minter.organisation_of(node)
    if slug is None:
        raise errors.BadParameter("questions.not-local", name="node", value=node)
    graph_name = context.minter.inferred_graph(slug)
    edges = thread_edges.of_organisation(context.engine, graph_name)
    query = bind(_IN_FORCE, {"graph": NamedNode(graph_name), "node": NamedNode(node)})
    if not any(node in (edge.start, edge.end) for edge in edges) and not context.engine.table(query).rows:
        return []  # not in force: nothing rests on it
    graph = Graph.of(edges)
    details = _details(context, {node, *graph.up, *graph.down})
    goals = {iri for iri, detail in details.items() if detail.kind in _GOALS}
    measures = {iri for iri, detail in details.items() if detail.kind == _MEASURE}
    return _rows(node, loss(graph, node, goals, measures), details)


@dataclass(frozen=True)
class _Detail:
    kind: str = ""
    code: str = ""
    plan: str = ""


def _details(context: Context, nodes: Collection[str]) -> Mapping[str, _Detail]:
    terms: list[Term] = [NamedNode(node) for node in sorted(nodes)]
    found: dict[str, _Detail] = {}
    for node, kind, code, plan in context.engine.table(bind(_DETAILS, {"nodes": terms})).rows:
        if lexical(kind) in _ORDER:  # superclasses stand beside the class; they name nothing
            found[lexical(node)] = _Detail(lexical(kind), lexical(code), lexical(plan))
    return found


def _rows(node: str, lost: Loss, details: Mapping[str, _Detail]) -> list[Mapping[str, Raw]]:
    rows = [_row("dropped", node, details)]
    rows.extend(_row("falls", iri, details) for iri in _ordered(lost.falls, details))
    for effect in ("loses", "keeps", "without"):
        for iri in _ordered(lost.goals, details):
            before, after = lost.goals[iri]
            if effect == ("without" if not before else "keeps" if after else "loses"):
                rows.append({**_row(effect, iri, details), "measuresBefore": before, "measuresAfter": after})
    return rows


def _ordered(iris: Iterable[str], details: Mapping[str, _Detail]) -> list[str]:
    def key(iri: str) -> tuple[int, str, str]:
        detail = details.get(iri, _Detail())
        counted = re.sub(r"\d+", lambda digits: digits[0].zfill(3), detail.code)  # S.2 before S.10
        return (_ORDER.index(detail.kind) if detail.kind in _ORDER else len(_ORDER), counted, iri)

    return sorted(iris, key=key)


def _row(effect: str, iri: str, details: Mapping[str, _Detail]) -> Mapping[str, Raw]:
    detail = details.get(iri, _Detail())
    return {
        "effect": effect,
        "kind": NamedNode(detail.kind) if detail.kind else None,
        "code": detail.code or None,
        "node": NamedNode(iri),
        "document": NamedNode(detail.plan) if detail.plan else None,
    }

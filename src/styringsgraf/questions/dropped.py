"""Works out what falls away when a node of the thread is dropped (design: the ontology's exact formula)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import QueryEngine
from styringsgraf.engine.memo import remembered
from styringsgraf.namespaces import PREFIXES, SDGO, SG, Minter
from styringsgraf.questions import thread_edges
from styringsgraf.questions.binding import bind
from styringsgraf.questions.context import Context
from styringsgraf.questions.order import counted
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

_KINDS: Final = (
    "SELECT DISTINCT ?node ?class WHERE {{ VALUES ?node {{ $nodes }} ?node a ?class FILTER (?class IN ({})) }}".format(
        ", ".join(f"<{kind}>" for kind in sorted({*_GOALS, _MEASURE}))
    )
)


@dataclass(frozen=True)
class Loss:
    """What a drop does: the lower nodes that fall, and for each goal above how many measures it had and keeps."""

    falls: frozenset[str]
    goals: Mapping[str, tuple[int, int]]


def loss(graph: Graph, node: str, goals: Set[str], measures: Set[str], had: Callable[[str], int] | None = None) -> Loss:
    """Return what falls when ``node`` is dropped; exact on every graph, cycles included.

    A lower node falls when no goal that stays can be reached without what is dropped. A measure keeps a goal when a
    path to it is left that avoids the node. ``had``: how many measures a goal has now, where that is known already.
    """
    lower = graph.below({node}) - {node}
    gone = {node}
    while lower - gone:
        standing = graph.below(goals - gone, without=gone) - gone
        falling = lower - gone - standing
        if not falling:
            break
        gone |= falling
    counts = {}
    resting = (lower | {node}) & measures  # only these can lose their way to a goal, and all of them have one
    ways = [graph.above({measure}, without={node}) for measure in resting - gone]
    for goal in graph.above({node}) & goals - gone:
        before = had(goal) if had else len(graph.below({goal}) & measures)
        counts[goal] = (before, before - len(resting) + sum(goal in way for way in ways))
    return Loss(frozenset(gone - {node}), counts)


@dataclass(frozen=True)
class Effect:
    """What a drop means for one node.

    ``effect``: dropped, falls, loses (all support), keeps (some), without (had no measure). The numbers of measures are
    told for goals and targets only.
    """

    effect: str
    iri: str
    kind: str
    code: str
    document: str
    measures_before: int | None = None
    measures_after: int | None = None


def effects(engine: QueryEngine, minter: Minter, node: str) -> Sequence[Effect]:
    """Return the node, each lower node that falls, and each goal or target above it; nothing when not in force.

    Raises BadParameter for a node that is no municipality's.
    """
    slug = minter.organisation_of(node)
    if slug is None:
        raise errors.BadParameter("questions.not-local", name="node", value=node)
    graph_name = minter.inferred_graph(slug)
    whole = remembered(engine, ("thread", graph_name), lambda: _whole(engine, graph_name))
    query = bind(_IN_FORCE, {"graph": NamedNode(graph_name), "node": NamedNode(node)})
    if not (node in whole.graph.up or node in whole.graph.down) and not engine.table(query).rows:
        return []  # not in force: nothing rests on it
    lost = loss(whole.graph, node, whole.goals, whole.measures, whole.had)
    return _told(node, lost, whole.details(engine, {node, *lost.falls, *lost.goals}))


def what_falls_away(context: Context, bound: Bound) -> Sequence[Mapping[str, Raw]]:
    """Return one row for each effect of dropping the parameter ``node``."""
    return [_row(effect) for effect in effects(context.engine, context.minter, bound.one("node") or "")]


@dataclass(frozen=True)
class _Detail:
    kind: str = ""
    code: str = ""
    plan: str = ""


@dataclass(frozen=True)
class _Whole:
    """The thread of one organisation, which of its nodes are goals (the UN's too) and measures; what was asked of it.

    Threads of one organisation ask the same again and again: what is found is kept.
    """

    graph: Graph
    goals: frozenset[str]
    measures: frozenset[str]
    _had: dict[str, int] = field(default_factory=dict)
    _known: dict[str, _Detail] = field(default_factory=dict)

    def had(self, goal: str) -> int:
        """Return how many measures a goal has."""
        if goal not in self._had:
            self._had[goal] = len(self.graph.below({goal}) & self.measures)
        return self._had[goal]

    def details(self, engine: QueryEngine, nodes: Set[str]) -> Mapping[str, _Detail]:
        """Return class, code and plan of nodes."""
        unknown = nodes - self._known.keys()
        if unknown:
            self._known.update({node: _Detail() for node in unknown} | dict(_details(engine, unknown)))
        return {node: self._known[node] for node in nodes}


def _whole(engine: QueryEngine, graph_name: str) -> _Whole:
    """Fetch the thread of one organisation: the same for all its nodes, and most of the cost of one."""
    graph = Graph.of(thread_edges.of_organisation(engine, graph_name))
    kinds = _counted(engine, {*graph.up, *graph.down})
    return _Whole(
        graph,
        frozenset(iri for iri, kind in kinds if kind in _GOALS),
        frozenset(iri for iri, kind in kinds if kind == _MEASURE),
    )


def _counted(engine: QueryEngine, nodes: Collection[str]) -> Set[tuple[str, str]]:
    """Return which of the nodes, most of an organisation's, are goals and measures. Details are asked of few."""
    if not nodes:
        return frozenset()
    terms: list[Term] = [NamedNode(node) for node in sorted(nodes)]
    return {(lexical(node), lexical(kind)) for node, kind in engine.table(bind(_KINDS, {"nodes": terms})).rows}


def _details(engine: QueryEngine, nodes: Collection[str]) -> Mapping[str, _Detail]:
    terms: list[Term] = [NamedNode(node) for node in sorted(nodes)]
    found: dict[str, _Detail] = {}
    for node, kind, code, plan in engine.table(bind(_DETAILS, {"nodes": terms})).rows:
        if lexical(kind) in _ORDER:  # superclasses stand beside the class; they name nothing
            found[lexical(node)] = _Detail(lexical(kind), lexical(code), lexical(plan))
    return found


def _told(node: str, lost: Loss, details: Mapping[str, _Detail]) -> list[Effect]:
    found = [_effect("dropped", node, details)]
    found.extend(_effect("falls", iri, details) for iri in _ordered(lost.falls, details))
    for effect in ("loses", "keeps", "without"):
        for iri in _ordered(lost.goals, details):
            before, after = lost.goals[iri]
            if effect == ("without" if not before else "keeps" if after else "loses"):
                found.append(_effect(effect, iri, details, before, after))
    return found


def _effect(
    effect: str, iri: str, details: Mapping[str, _Detail], before: int | None = None, after: int | None = None
) -> Effect:
    detail = details.get(iri, _Detail())
    return Effect(effect, iri, detail.kind, detail.code, detail.plan, before, after)


def _ordered(iris: Iterable[str], details: Mapping[str, _Detail]) -> list[str]:
    def key(iri: str) -> tuple[int, str, str]:
        detail = details.get(iri, _Detail())
        return (_ORDER.index(detail.kind) if detail.kind in _ORDER else len(_ORDER), counted(detail.code), iri)

    return sorted(iris, key=key)


def _row(effect: Effect) -> Mapping[str, Raw]:
    return {
        "effect": effect.effect,
        "kind": NamedNode(effect.kind) if effect.kind else None,
        "code": effect.code or None,
        "node": NamedNode(effect.iri),
        "document": NamedNode(effect.document) if effect.document else None,
        "measuresBefore": effect.measures_before,
        "measuresAfter": effect.measures_after,
    }

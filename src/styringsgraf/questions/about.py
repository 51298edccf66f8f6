"""Answers what is done about a word: what names it and what contributes to that, who is responsible, how it goes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from styringsgraf.namespaces import PREFIXES, SDGO, SG
from styringsgraf.questions import results
from styringsgraf.questions.binding import bind
from styringsgraf.questions.context import Context
from styringsgraf.questions.order import counted
from styringsgraf.questions.parameters import Bound
from styringsgraf.questions.results import Result
from styringsgraf.questions.searching import organisation_of, search_of
from styringsgraf.questions.values import Many, Raw
from styringsgraf.terms import A, NamedNode, Term, lexical

#: What a municipality wants, does and follows up (kinds of the search), and the UN's goals beside it.
_LOCAL: Final = ("focus-area", "goal", "strategy", "assignment", "measure", "project", "indicator")
_UN: Final = ("un",)
_MOST_NAMED: Final = 200
_MOST_FOUND: Final = 2_000

_PROLOGUE: Final = f"PREFIX sg: <{SG}>\n"
#: Within one organisation the pattern enters through its inferred graph, so that the cost does not follow the country.
_WITHIN: Final = _PROLOGUE + (
    "SELECT DISTINCT ?node ?end WHERE { VALUES ?end { $nodes } GRAPH $graph { ?node sg:supports ?end } }"
)
_ANYWHERE: Final = _PROLOGUE + "SELECT DISTINCT ?node ?end WHERE { VALUES ?end { $nodes } ?node sg:supports ?end }"
_SAID: Final = (
    "SELECT DISTINCT ?node ?property ?value WHERE { VALUES ?node { $nodes } ?node ?property ?value "
    f"FILTER (?property IN ({A}, <{PREFIXES['skos']}notation>, <{SG}statedIn>, <{SG}responsible>, <{SG}assignedTo>, "
    f"<{SG}measureStatus>)) }}"
)
#: Concrete classes, what is done before what is wanted.
_ORDER: Final = tuple(
    SG + name
    for name in (
        "Pilot", "Measure", "Project", "Programme", "Assignment", "Strategy", "SubGoal", "MainGoal", "Vision",
        "FocusArea", "Indicator",
    )
)  # fmt: skip


@dataclass
class _Node:
    kinds: set[str] = field(default_factory=set)
    code: str = ""
    documents: set[str] = field(default_factory=set)
    responsible: set[str] = field(default_factory=set)
    status: Term | None = None

    @property
    def kind(self) -> str:
        """The class that names it best; '' for none of the thread's."""
        return next((kind for kind in _ORDER if kind in self.kinds), "")


def what_is_done(context: Context, bound: Bound) -> Sequence[Mapping[str, Raw]]:
    """Return rows for what names ``word`` in the plans asked about, then for what contributes to any of that.

    One row a node and indicator that measures it, with the indicator's latest result; one row without, for want of
    any. Goals of the UN that name the word count as named, and what contributes to them is told.
    """
    plans = _plans(bound)
    named, un = _named(context, bound, plans)
    towards = _contributing(context, bound, {*named, *un})
    nodes = _said(context, {*named, *towards})
    ordered = list(named) + sorted(
        (iri for iri in towards.keys() - set(named) if nodes[iri].kind and nodes[iri].documents & plans),
        key=lambda iri: (_ORDER.index(nodes[iri].kind), counted(nodes[iri].code), iri),
    )
    latest = results.latest(context.engine, ordered, plans, context.minter)
    told = {result.indicator for iri in ordered for result in latest.get(iri, ()) if result.indicator != iri}
    return [
        row
        for iri in ordered
        if iri not in told  # an indicator that stands in a goal's row needs none of its own
        for row in _rows(iri, nodes[iri], sorted(towards.get(iri, ())), latest.get(iri, ()), iri in named)
    ]


def _plans(bound: Bound) -> frozenset[str]:
    value = bound.values.get("plan")
    return frozenset(map(lexical, value)) if isinstance(value, Sequence) else frozenset()


def _named(context: Context, bound: Bound, plans: Collection[str]) -> tuple[dict[str, None], list[str]]:
    """Return the nodes of the plans that name the word, in order, and the UN's."""
    search, word = search_of(context), bound.one("word") or ""
    slug = organisation_of(context, bound)
    local = search.find(word, lang=context.lang, organisation=slug, groups=_LOCAL)
    found = islice((hit.iri for hit in local[:_MOST_FOUND] if hit.document in plans), _MOST_NAMED)
    un = search.find(word, lang=context.lang, groups=_UN)
    return dict.fromkeys(found), [hit.iri for hit in un[:_MOST_NAMED] if hit.kind.startswith(SDGO)]


def _contributing(context: Context, bound: Bound, ends: Collection[str]) -> Mapping[str, set[str]]:
    """Return what contributes to these, and to which of them."""
    if not ends:
        return {}
    terms: list[Term] = [NamedNode(iri) for iri in sorted(ends)]
    graph = bound.values.get("organisationGraph")
    query = bind(_WITHIN, {"nodes": terms, "graph": graph}) if graph is not None else bind(_ANYWHERE, {"nodes": terms})
    found: dict[str, set[str]] = defaultdict(set)
    for node, end in context.engine.table(query).rows:
        found[lexical(node)].add(lexical(end))
    return dict(islice(sorted(found.items()), _MOST_FOUND))


def _said(context: Context, iris: Collection[str]) -> Mapping[str, _Node]:
    nodes: dict[str, _Node] = defaultdict(_Node)
    if not iris:
        return nodes
    terms: list[Term] = [NamedNode(iri) for iri in sorted(iris)]
    for node, name, value in context.engine.table(bind(_SAID, {"nodes": terms})).rows:
        found, said = nodes[lexical(node)], lexical(value)
        match lexical(name).removeprefix(SG):
            case "statedIn":
                found.documents.add(said)
            case "responsible" | "assignedTo":
                found.responsible.add(said)
            case "measureStatus":
                found.status = value
            case A.value:
                found.kinds.add(said)
            case _:
                found.code = min(said, found.code or said)
    return nodes


def _rows(
    iri: str,
    node: _Node,
    towards: Sequence[str],
    latest: Sequence[Result],
    named: bool,  # noqa: FBT001 - a column
) -> Iterator[Mapping[str, Raw]]:
    row: dict[str, Raw] = {
        "basis": "named" if named else "contributes",
        "kind": NamedNode(node.kind) if node.kind else None,
        "code": node.code or None,
        "node": NamedNode(iri),
        "towards": Many(tuple(towards)) if towards else None,
        "responsible": Many(tuple(sorted(node.responsible))) if node.responsible else None,
        "status": node.status,
        "document": NamedNode(min(node.documents)) if node.documents else None,
    }
    for result in latest:
        yield {
            **row,
            "indicator": NamedNode(result.indicator),
            "period": result.year,
            "value": result.value,
            "decimals": result.places,
            "band": result.colour,
            "observationStatus": NamedNode(result.status) if result.status else None,
        }
    if not latest:
        yield row

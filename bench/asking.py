"""What is asked: the same question as our REST address and as SPARQL text for the others, for any node.

``measures``: which measures support a UN target in a municipality: the catalogue's query, bound by the catalogue; ours
also works out the path of every measure.
``thread``: all links from a node up to the UN, with code, title and plan of the far end. Ours answers it with the red
thread, which is more: indicators, labels of every term, what falls when the node is dropped.
``assignments``: what is assigned to a unit, likewise from the catalogue.
``node``: everything stated about a node, as SPARQL for all three (ours answers foreign SPARQL in a killable process).
"""

import itertools
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import quote, urlencode

from generate import AREAS, TARGETS
from plans import DAY, IN_FORCE, name_of, nodes
from styringsgraf import resources
from styringsgraf.engine import Limits, QueryEngine, Table
from styringsgraf.namespaces import PREFIXES, Minter, sdg_iri
from styringsgraf.questions import answer, load
from styringsgraf.settings import Settings
from styringsgraf.terms import NamedNode

MINTER: Final = Minter(Settings().base)
JSON: Final = "application/json"
SPARQL_JSON: Final = "application/sparql-results+json"
#: Requests of a cold run at most, and nodes of a warm one.
COLD: Final = 40_000
WARM: Final = 2_000
_ROWS: Final = 1000
_DEPTH: Final = range(12, 44)
_STEP: Final = f"<{PREFIXES['sg']}contributesTo>|<{PREFIXES['sdgo']}isTargetOf>|<{PREFIXES['sg']}partOfTarget>"
_THREAD: Final = f"""PREFIX sg: <{PREFIXES["sg"]}>
PREFIX dct: <{PREFIXES["dct"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?from ?to ?code ?title ?document WHERE {{
  {{ SELECT DISTINCT ?from ?to WHERE {{ <NODE> ({_STEP})* ?from . ?from {_STEP} ?to }} }}
  OPTIONAL {{ ?to skos:notation ?code }}
  OPTIONAL {{ ?to dct:title ?title FILTER(LANG(?title) = "nb") }}
  OPTIONAL {{ ?to sg:statedIn ?document }}
}}"""
Rows = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Asked:
    """One request in both forms: our address, and the SPARQL text."""

    path: str
    sparql: str


@dataclass(frozen=True)
class Question:
    """A kind of request; ``ours`` and ``theirs`` read the rows of an answer so that they can be compared."""

    name: str
    accept: str
    requests: Callable[[int], Iterator[Asked]]
    ours: Callable[[Any], Rows]
    theirs: Callable[[Any], Rows]
    kept: bool = True


class _Overhear(Exception):
    """Carries the text of a question's query."""


class _Listening(QueryEngine):
    """Takes down the question's own query: the one with the LIMIT that was asked for. Of whom it asks is there."""

    def table(self, query: str, limits: Limits | None = None) -> Table:
        del limits
        if query.endswith(f"LIMIT {_ROWS + 1} OFFSET 0"):
            raise _Overhear(query)
        return Table(("found",), ((NamedNode(MINTER.organisation(name_of(0))),),))

    def answer(self, *_: object, **__: object) -> Any:
        raise NotImplementedError


@cache
def _bound_text(name: str, **given: str) -> str:
    """Return the query of a question as the catalogue binds it, for municipality 0."""
    question = load(resources.questions()).get(name)
    try:
        answer(question, given, engine=_Listening(), minter=MINTER, release="-", reference_date=DAY, lang="nb",
               limit=_ROWS)  # fmt: skip
    except _Overhear as heard:
        lines = str(heard).splitlines()
        return "\n".join(line for line in lines if line and not line.startswith("#"))
    raise RuntimeError(f"{name} asked nothing with LIMIT {_ROWS + 1}")


def _measures(municipalities: int) -> Iterator[Asked]:
    text, old = _bound_text("measures-for-target", target="3.4", organisation=name_of(0)), name_of(0)
    codes = sorted({*TARGETS, *(code.partition(".")[0] for code in TARGETS)})
    pairs = [(number, code) for number in range(municipalities) for code in codes]
    for rows in range(_ROWS, 100, -1):  # when all nodes are used up, another page length makes another request
        for number, code in pairs:
            values = {"organisation": name_of(number), "limit": rows}
            query = text.replace(f"/{old}", f"/{name_of(number)}").replace(f"<{sdg_iri('3.4')}>", f"<{sdg_iri(code)}>")
            yield Asked(f"/api/v1/sdg/targets/{code}/measures?{urlencode(values)}", _paged(query, rows))


def _assignments(municipalities: int) -> Iterator[Asked]:
    plan = IN_FORCE[2]
    text = _bound_text("my-assignments", unit=name_of(0), plan=f"{name_of(0)}/{plan}")
    areas = [(f"service-area/{area}", edition) for area in AREAS for edition in IN_FORCE]
    units = [(f"unit/{area}-{n}", IN_FORCE[2]) for area in AREAS for n in range(1, 6)]
    found = [(name_of(number), *place) for number in range(municipalities) for place in (*areas, *units)]
    random.Random(3).shuffle(found)
    for rows in range(_ROWS, 100, -1):
        for org, place, edition in found:
            values = {"unit": f"{org}/{place.partition('/')[2]}", "plan": f"{org}/{edition}", "limit": rows}
            query = text.replace(f"/{name_of(0)}/{plan}>", f"/{org}/{edition}>")
            query = query.replace(f"/{name_of(0)}>", f"/{org}/{place}>")
            yield Asked(f"/api/v1/questions/my-assignments?{urlencode(values)}", _paged(query, rows))


def _paged(query: str, rows: int) -> str:
    return query.replace(f"LIMIT {_ROWS + 1} ", f"LIMIT {rows + 1} ")


def _of_nodes(municipalities: int) -> Iterator[tuple[str, int]]:
    """Yield nodes in force in no order, and how deep to look: as good as another node when they are used up."""
    found = [node for number in range(municipalities) for node in nodes(MINTER, number)]
    random.Random(1).shuffle(found)
    yield from ((node, depth) for depth in _DEPTH for node in found)


def _threads(municipalities: int) -> Iterator[Asked]:
    for node, depth in _of_nodes(municipalities):
        values = {"node": node, "direction": "up", "depth": depth}
        yield Asked(f"/api/v1/thread?{urlencode(values)}", _THREAD.replace("NODE", node))


def _assignments_ours(body: Any) -> Rows:
    return frozenset((_text(row["kind"]), _text(row["code"]), _text(row["node"])) for row in body["rows"])


def _assignments_theirs(body: Any) -> Rows:
    return frozenset(row[:3] for row in _bound(body))


def _described(municipalities: int) -> Iterator[Asked]:
    for node, turn in _of_nodes(municipalities):
        text = f"SELECT DISTINCT ?property ?value WHERE {{ <{node}> ?property ?value }} LIMIT {turn * 100}"
        yield Asked(f"/sparql?query={quote(text)}", text)


def _bound(body: Any) -> Rows:
    names = body["head"]["vars"]
    found = (tuple(row.get(name, {}).get("value", "") for name in names) for row in body["results"]["bindings"])
    return frozenset(row for row in found if any(row))  # rdflib makes a row of nothing where nothing is grouped


def _measures_ours(body: Any) -> Rows:
    rows = body["rows"]
    return frozenset(
        (_text(row["code"]), _text(row["measure"]), _text(row["basis"]), _text(row["document"])) for row in rows
    )


def _measures_theirs(body: Any) -> Rows:
    return frozenset(row[:4] for row in _bound(body))


def _thread_ours(body: Any) -> Rows:
    by_iri = {node["iri"]: node for node in body["nodes"]}
    ends = ((link["from"], by_iri[link["to"]]) for link in body["links"])
    return frozenset((start, end["iri"], end["code"] or "", end["label"], end["document"] or "") for start, end in ends)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("iri") or value.get("value") or value.get("code")
    return "" if value is None else str(value)


QUESTIONS: Final = (
    Question("assignments", JSON, _assignments, _assignments_ours, _assignments_theirs),
    Question("measures", JSON, _measures, _measures_ours, _measures_theirs),
    Question("thread", JSON, _threads, _thread_ours, _bound),
    Question("node", SPARQL_JSON, _described, _bound, _bound, kept=False),
)


def zipf(asked: list[Asked], draws: int = 100_000) -> list[Asked]:
    """Return a warm run's requests: the first ``WARM`` of the list, the n-th 1/n as often as the first."""
    known = asked[:WARM]
    weights = list(itertools.accumulate(1 / (n + 1) for n in range(len(known))))
    return random.Random(2).choices(known, cum_weights=weights, k=draws)


def rows(question: Question, body: bytes, *, ours: bool) -> Rows:
    """Return the rows of an answer, comparable across servers."""
    return (question.ours if ours else question.theirs)(json.loads(body))

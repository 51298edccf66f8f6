"""Reads back what a release holds of the last check of an organisation: marks of all findings, and findings whole."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, RULES, SG
from styringsgraf.quality.report import SEVERITIES, Cell, Finding, Named, Severity
from styringsgraf.terms import Literal, NamedNode, Term, lexical, sparql
from styringsgraf.texts import Text

_SH: Final = PREFIXES["sh"]
_PREFIXES: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dct", "sg", "sh", "org"))
_RANK: Final = {level: at for at, level in enumerate(SEVERITIES)}


@dataclass(frozen=True)
class Mark:
    """A finding in short: enough to count it, to filter by, and to put it in its place."""

    iri: str
    rule: str
    severity: Severity
    accepted: bool
    plan: str  # '' for what lies in none
    node: str  # '' for what concerns none
    #: Who answers for the focus node, or is given it (a goal).
    who: frozenset[str] = frozenset()
    #: Whose it is besides: what those are parts of, and of a goal who has strategies, assignments and measures for it.
    above: frozenset[str] = frozenset()

    @property
    def place(self) -> tuple[int, str, str, str]:
        """Its place in a list: severity, rule, focus node; the name settles the rest."""
        return _RANK[self.severity], self.rule, self.node, self.iri


@dataclass(frozen=True)
class Released:
    """A finding as the release holds it, with the reason why it is accepted ('' where nobody accepted it)."""

    finding: Finding
    accepted: bool
    reason: str


def marks(engine: QueryEngine, graph: str) -> tuple[Mark, ...]:
    """Return all findings of one graph in short, in order. One query, of one organisation, in two halves.

    Who answers for a node is asked once a node: asked once a finding it takes ten times as long.
    """
    query = f"""{_PREFIXES}SELECT ?f ?shape ?severity ?accepted ?plan ?node ?who ?above WHERE {{
      {{ GRAPH {_iri(graph)} {{
        ?f sh:sourceShape ?shape . ?f sh:resultSeverity ?severity . ?f sg:accepted ?accepted
        OPTIONAL {{ ?f dct:isPartOf ?plan }} OPTIONAL {{ ?f sh:focusNode ?node }} }}
      }} UNION {{
        {{ SELECT DISTINCT ?node WHERE {{ GRAPH {_iri(graph)} {{ ?any sh:focusNode ?node }} }} }}
        {{ ?node sg:responsible|sg:assignedTo ?who . OPTIONAL {{ ?who org:subOrganizationOf ?above }} }}
        UNION {{ ?node ^sg:leadsTo/(^sg:concretises)?/(^sg:fulfils)?/sg:responsible ?above }} }} }}"""
    rows = [[lexical(term) for term in row] for row in engine.table(query).rows]
    who: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for *_, node, part, whole_of in (row for row in rows if not row[0]):
        who[node].update({part} - {""})
        above[node].update({whole_of} - {""})
    known = ((row, row[2].removeprefix(_SH).lower()) for row in rows if row[0])
    found = {
        row[0]: Mark(row[0], rule_of(row[1]), level, row[3] in ("true", "1"), row[4], row[5],
                     frozenset(who.get(row[5], ())), frozenset(above.get(row[5], ())))
        for row, level in known if level in _RANK
    }  # fmt: skip
    return tuple(sorted(found.values(), key=lambda one: one.place))


def rule_of(shape: str) -> str:
    """Return the rule's id in the IRI of a rule or one of its shapes: ``…/rules/SG-C03/unit`` → ``SG-C03``."""
    return shape.removeprefix(RULES).partition("/")[0]


def whole(engine: QueryEngine, graph: str, iris: Collection[str] | None = None) -> Mapping[str, Released]:
    """Return findings of a graph with all they say, by IRI: those named, or all."""
    some = "" if iris is None else f"VALUES ?f {{ {' '.join(map(_iri, iris))} }}"
    query = f"{_PREFIXES}SELECT ?f ?p ?o WHERE {{ {some} GRAPH {_iri(graph)} {{ ?f ?p ?o }} }}"
    said: dict[str, dict[str, list[Term]]] = {}
    for finding, predicate, value in engine.table(query).rows if iris is None or iris else ():
        if value is not None:
            said.setdefault(lexical(finding), {}).setdefault(lexical(predicate), []).append(value)
    return {iri: _released(facts) for iri, facts in said.items() if f"{_SH}sourceShape" in facts}


_Facts = Mapping[str, Sequence[Term]]


def _released(facts: _Facts) -> Released:
    severity = (_one(facts, f"{_SH}resultSeverity") or "").removeprefix(_SH).lower()
    finding = Finding(
        rule=rule_of(_one(facts, f"{_SH}sourceShape") or ""),
        severity=severity if severity in _RANK else "info",
        message=_words(facts.get(f"{_SH}resultMessage", ())),
        focus_node=_one(facts, f"{_SH}focusNode"),
        path=_one(facts, f"{_SH}resultPath"),
        value=_one(facts, f"{_SH}value"),
        plan=_one(facts, f"{PREFIXES['dct']}isPartOf"),
        cell=_cell(facts),
        stops=_one(facts, f"{SG}stopsPublish") == "true",
    )
    return Released(finding, _one(facts, f"{SG}accepted") == "true", _one(facts, f"{SG}acceptedBecause") or "")


def _one(facts: _Facts, predicate: str) -> str | None:
    return min(map(lexical, facts.get(predicate, ())), default=None)


def _words(literals: Iterable[Term]) -> Text:
    return {one.language or "": one.value for one in literals if isinstance(one, Literal)}


def _cell(facts: _Facts) -> Cell | None:
    file, row = _one(facts, f"{SG}fileName"), _one(facts, f"{SG}rowNumber")
    if file is None:
        return None
    sheet, column, letter = (_one(facts, f"{SG}{name}") for name in ("sheetName", "columnHeading", "columnLetter"))
    return Cell(file, sheet, int(row) if row and row.isdecimal() else None, column, letter)


def named(finding: Finding, who: Iterable[str], titles: Mapping[str, Text]) -> Finding:
    """Return a finding with what a release says elsewhere: who answers for it, and what its plan is called."""
    units = tuple(Named(iri, titles.get(iri, {})) for iri in sorted(who))
    return replace(finding, responsible=units, plan_title=titles.get(finding.plan or "", {}))


def _iri(iri: str) -> str:
    return sparql(NamedNode(iri))

"""From a finding to its place: the document that states the focus node, who answers for it, and the cell it came from.

The cell comes from the provenance graphs: the node's row, the row's table, and the column of that table that was
mapped to the property the finding is about. Where no column is, the cell is that of the node's code.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from styringsgraf.namespaces import PREFIXES, SG
from styringsgraf.quality.report import Cell, Finding, Named
from styringsgraf.terms import A, Literal, NamedNode, Quad

_DERIVED: Final = PREFIXES["prov"] + "wasDerivedFrom"
_CODE: Final = PREFIXES["skos"] + "notation"
_TITLE: Final = PREFIXES["dct"] + "title"
_LANGUAGE: Final = PREFIXES["dct"] + "language"
#: A document belongs to itself. Its superclass is inferred, and inferred statements are not read here.
_DOCUMENTS: Final = frozenset(
    SG + name
    for name in ("SteeringDocument", "Plan", "MasterPlan", "ThematicPlan", "ActionProgramme", "OperationalPlan",
                 "PlanningStrategy", "AssignmentLetter", "Report", "PolicySignal")
)  # fmt: skip


@dataclass
class _Facts:
    """What the bundle says of a focus node."""

    documents: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    responsible: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Column:
    iri: str
    letter: str
    heading: str | None
    properties: frozenset[str]
    classes: frozenset[str]
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Table:
    file: str
    sheet: str | None
    columns: tuple[_Column, ...]


class _Places:
    """The rows, tables and columns of provenance graphs, by node."""

    def __init__(self, provenance: Iterable[Quad]) -> None:
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in provenance:
            if isinstance(quad.subject, NamedNode):
                self._values[quad.subject.value][quad.predicate.value].append(_text(quad))
        self._tables: dict[str, _Table] = {}

    def all(self, subject: str, predicate: str) -> list[str]:
        rows = self._values.get(subject)
        return rows.get(predicate, []) if rows else []

    def one(self, subject: str, local: str) -> str | None:
        return next(iter(self.all(subject, SG + local)), None)

    def rows(self, node: str) -> list[tuple[_Table, int]]:
        """Return the rows a node was read from, in the order of the file."""
        found = []
        for row in self.all(node, _DERIVED):
            table, number = self.one(row, "inTable"), self.one(row, "rowNumber")
            if table is not None and number is not None:
                found.append((self.table(table), int(number)))
        return sorted(found, key=lambda place: (place[0].file, place[0].sheet or "", place[1]))

    def table(self, iri: str) -> _Table:
        if iri not in self._tables:
            columns = [self._column(column) for column in self.all(iri, SG + "hasColumn")]
            ordered = sorted(columns, key=lambda column: (len(column.letter), column.letter))
            self._tables[iri] = _Table(self.one(iri, "fileName") or iri, self.one(iri, "sheetName"), tuple(ordered))
        return self._tables[iri]

    def _column(self, iri: str) -> _Column:
        return _Column(
            iri,
            self.one(iri, "columnLetter") or "",
            self.one(iri, "columnHeading"),
            frozenset(self.all(iri, SG + "mapsToProperty")),
            frozenset(self.all(iri, SG + "mapsToClass")),
            frozenset(self.all(iri, _LANGUAGE)),
        )


def locate(findings: Iterable[Finding], statements: Iterable[Quad], provenance: Iterable[Quad]) -> tuple[Finding, ...]:
    """Return the findings with plan, units and cell filled in where they are known; what is filled already stays.

    ``statements`` are those that were validated, ``provenance`` those of the documents' provenance graphs.
    """
    given, stated = tuple(findings), tuple(statements)
    facts = _facts(stated, {finding.focus_node for finding in given if finding.focus_node})
    places = _Places(provenance)
    placed = [_located(finding, facts, places) for finding in given]
    owners = {iri for known in facts.values() for iri in known.responsible}
    titles = _titles(stated, owners | {finding.plan for finding in placed if finding.plan})
    return tuple(_owned(finding, facts, titles) for finding in placed)


def _facts(statements: Iterable[Quad], nodes: set[str]) -> Mapping[str, _Facts]:
    found: dict[str, _Facts] = defaultdict(_Facts)
    if not nodes:
        return found
    stated, responsible = SG + "statedIn", SG + "responsible"
    for quad in statements:
        if isinstance(quad.subject, NamedNode) and quad.subject.value in nodes and isinstance(quad.object, NamedNode):
            if quad.predicate == A:
                found[quad.subject.value].classes.add(quad.object.value)
            elif quad.predicate.value == stated:
                found[quad.subject.value].documents.add(quad.object.value)
            elif quad.predicate.value == responsible:
                found[quad.subject.value].responsible.add(quad.object.value)
    return found


def _titles(statements: Iterable[Quad], nodes: set[str]) -> Mapping[str, Mapping[str, str]]:
    """Return what nodes are called, by language; of several titles in one language the first in the alphabet."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in statements if nodes else ():
        if quad.predicate.value != _TITLE or not isinstance(quad.subject, NamedNode):
            continue
        if quad.subject.value in nodes and isinstance(quad.object, Literal):
            own, lang = found[quad.subject.value], quad.object.language or ""
            own[lang] = min(own.get(lang, quad.object.value), quad.object.value)
    return {node: dict(sorted(own.items())) for node, own in found.items()}


def _owned(finding: Finding, facts: Mapping[str, _Facts], titles: Mapping[str, Mapping[str, str]]) -> Finding:
    known = facts.get(finding.focus_node) if finding.focus_node else None
    units = tuple(Named(iri, titles.get(iri, {})) for iri in sorted(known.responsible)) if known else ()
    title = titles.get(finding.plan, {}) if finding.plan else {}
    return replace(finding, responsible=finding.responsible or units, plan_title=finding.plan_title or title)


def _located(finding: Finding, facts: Mapping[str, _Facts], places: _Places) -> Finding:
    node = finding.focus_node
    known = facts.get(node) if node else None
    if node is None or known is None:
        return finding
    plan = finding.plan or min(known.documents, default=None)
    if plan is None and known.classes & _DOCUMENTS:
        plan = node
    cell = finding.cell
    rows = places.rows(node) if cell is None else []
    if rows:
        table, number = rows[0]
        lang = (finding.value or "").rpartition("/wording/")[2]
        column = _column(table, finding.path, known.classes, places.all(node, _DERIVED), lang)
        cell = Cell(
            table.file, table.sheet, number, column.heading if column else None, column.letter if column else None
        )
    return replace(finding, plan=plan, cell=cell)


def _column(table: _Table, path: str | None, classes: set[str], derived: list[str], lang: str) -> _Column | None:
    """Return the column of the property, else that of the code; only columns that speak of the node's class.

    Where several columns would do, as one a year, the one the node itself was read from comes first, then the one in
    the language the finding is about.
    """
    own = [column for column in table.columns if not column.classes or column.classes & classes]
    own.sort(key=lambda column: (column.iri not in derived, lang not in column.languages))
    for wanted in (path, _CODE):
        match = next((column for column in own if wanted in column.properties), None)
        if match is not None:
            return match
    return None


def _text(quad: Quad) -> str:
    value = quad.object
    return "" if not hasattr(value, "value") else value.value

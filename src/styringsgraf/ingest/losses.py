"""Sees to it that no row is lost in silence: reports what it cannot become, and as a last resort the row itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.headings import Matched
from styringsgraf.ingest.nodes import Made
from styringsgraf.ingest.records import Record
from styringsgraf.ingest.schema import Column, Entity, Statement
from styringsgraf.namespaces import expand
from styringsgraf.terms import NamedNode, named, sg

#: What may differ when the same node is stated again: where it stands, not what it says.
MAY_DIFFER: Final = frozenset({sg("page"), named("dct:source")})
#: What an observation must have at least one of.
RESULTS: Final = frozenset({sg("value"), sg("observationStatus")})
_BESIDE: Final = MAY_DIFFER | {named("skos:note")}
#: Pairs of which the first may not be after, or above, the second.
_ORDERED: Final = ((sg("startDate"), sg("endDate")), (sg("minimum"), sg("maximum")))


@dataclass
class Losses:
    """Reports what the rows of one sheet would lose."""

    matched: Matched
    sink: Findings
    statements: Mapping[str, tuple[Statement, ...]]
    fields: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        self.fields = dict(self.matched.spec.fields())

    def no_node(self, entity: Entity, record: Record) -> None:
        """Report values that would be lost because nothing says what they belong to."""
        if entity.node == "contribution":
            for name in (entity.start, entity.end):
                if name is not None and name not in record.unread and not record.all(name):
                    self._missing(name, record)
            return
        names = entity.code or (entity.indicator, entity.part_of, entity.start)
        owner = next((name.strip("{}").split(".")[0] for name in names if name), "")
        if owner not in self.matched.spec.columns or owner in record.unread or record.all(owner):
            return  # reported when the cell was read, or when its link was not found
        if self.fields[owner].required and self.fields[owner].type != "references":
            return
        own = {s.field.split(".")[0] for s in self.statements[entity.id] if s.field and _says_something(s)}
        own |= set(entity.bands.values())
        own -= {name for name, column in self.fields.items() if column.fill_down or name in self.matched.spec.above}
        if any(record.all(name) for name in own):
            self._missing(owner, record)

    def no_result(self, entity: Entity, record: Record, node: str) -> None:
        """Report an observation that says nothing, unless its cell has been reported as unreadable already."""
        stated = {(NamedNode(expand(s.property) or s.property), s.field) for s in self.statements[entity.id]}
        cells = {name.split(".")[0] for prop, name in stated if prop in RESULTS and name}
        if not cells & record.unread:
            self.sink.add("SG-I02", "observation_empty", record.place, focus=node)

    def no_row(self, record: Record) -> None:
        """Report a row that became nothing at all, if nothing has been reported about it yet."""
        if (record.place.sheet, record.place.row) not in self.sink.touched:
            self.sink.add("SG-I02", "row_lost", record.place)

    def backwards(self, made: Made, record: Record) -> None:
        """Report what ends before it begins; both values stay, for the reader to see."""
        facts = {predicate: value.value for predicate, value in made.facts if hasattr(value, "value")}
        for first, second in _ORDERED:
            if first in facts and second in facts and _above(facts[first], facts[second]):
                self.sink.add("SG-I28", "backwards", self._place(record, second), focus=made.iri, path=second.value,
                              value=facts[second], words={"first": facts[first]})  # fmt: skip

    def _place(self, record: Record, predicate: NamedNode) -> Place:
        for name, column in self.fields.items():
            if column.property is not None and expand(column.property) == predicate.value:
                return record.where(name)
        return record.place

    def _missing(self, name: str, record: Record) -> None:
        bound = next((b for b in self.matched.columns if b.field == name), None)
        heading, letter = (bound.heading, bound.letter) if bound else (name, None)
        self.sink.add("SG-I02", "code_missing", Place(record.place.sheet, record.place.row, heading, letter))


def _above(first: str, second: str) -> bool:
    try:
        return float(first) > float(second)
    except ValueError:
        return first > second  # ISO dates


def _says_something(statement: Statement) -> bool:
    """Tell apart what a row says from where it says it: a row with only a page and a source loses nothing."""
    return NamedNode(expand(statement.property) or "") not in _BESIDE

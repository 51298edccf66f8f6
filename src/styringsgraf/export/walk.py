"""Walks a mapping backwards: which nodes a sheet's rows are, and what each column says about them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.export import identity
from styringsgraf.export.bands import text_of
from styringsgraf.export.cells import CellWriter, joined
from styringsgraf.export.stated import Stated
from styringsgraf.ingest.nodes import AREAS, BELONGS_TO, ENDS
from styringsgraf.ingest.provenance import statements_of
from styringsgraf.ingest.schema import Column, Entity, SheetSpec
from styringsgraf.ingest.template import Cell
from styringsgraf.namespaces import CODE, SDG, SG, expand
from styringsgraf.terms import A, NamedNode, Object, named, sg

_ALIGNS: Final = sg("alignsWith")
_DIGITS: Final = re.compile(r"([0-9]+)")
_PLAIN_KINDS: Final = tuple(NamedNode(f"{CODE}contribution-kind/{kind}") for kind in ("direct", "indirect"))
Row = dict[str, Cell]


@dataclass
class SheetWalk:
    """Makes the rows of one sheet for one document; ``taken`` are the parts that rows of other sheets already tell."""

    spec: SheetSpec
    writer: CellWriter
    document: Stated
    taken: set[str]
    _columns: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        self._columns = dict(self.spec.columns)

    def rows(self) -> list[Row]:
        """Return the rows in the natural order of their codes, each after what it says it comes from."""
        if not self.spec.entities:
            return []
        made = [
            (identity.steps_back(node, self.document), self._row(node, parent))
            for node, parent in self._nodes(self.spec.entities[0])
        ]
        made.sort(key=lambda one: (one[0], *(_natural(str(one[1].get(name, ""))) for name in self._columns)))
        return [row for _, row in made]

    def _nodes(self, entity: Entity) -> Iterator[tuple[str, str | None]]:
        """Yield the nodes that are rows here, and for a part what it belongs to."""
        document, base = self.document, self.writer.namer.minter.base
        if entity.node == "document":
            yield document.iri, None
            return
        classes = self._classes(entity)
        if entity.node == "part":
            for parent, node in document.links(NamedNode(expand(entity.link or "") or "")):
                if node not in self.taken and classes & {t.value for t in document.values(node, A)}:
                    self.taken.add(node)
                    yield node, parent
            return
        prefix = f"{base}id/{document.organisation}" if entity.node in ("enduring", "observation") else document.iri
        for node in sorted({node for name in classes for node in document.nodes(name)}):
            if node.startswith(f"{prefix}/"):
                yield node, None

    def _classes(self, entity: Entity) -> set[str]:
        if not entity.class_.startswith("$"):
            return {expand(entity.class_) or SG + entity.class_}
        return set(self.writer.words(self._columns[entity.class_[1:]]))

    def _row(self, node: str, parent: str | None) -> Row:
        found: dict[str, list[Cell]] = {}
        entities = {self.spec.entities[0].id: node}
        for entity in self.spec.entities:
            iri = node if entity.id in entities else self._beside(entity, entities)
            if iri is None:
                continue
            entities[entity.id] = iri
            self._structure(entity, iri, parent, found)
            self._statements(entity, iri, found)
        for entity in self.spec.entities:
            if entity.id in entities:
                identity.codes(entity, entities[entity.id], self.document, self._columns, found)
        cells = {name: joined(values, self._columns[name]) for name, values in found.items() if name in self._columns}
        return {name: cell for name, cell in cells.items() if cell is not None}

    def _beside(self, entity: Entity, entities: dict[str, str]) -> str | None:
        """Return the node of another entity of the row: the organisation, or the first part not told elsewhere."""
        if entity.node == "organisation":
            return self.writer.namer.minter.organisation(self.document.organisation)
        if entity.node != "part" or entity.part_of not in entities:
            return None
        owner, link = entities[entity.part_of], NamedNode(expand(entity.link or "") or "")
        for value in self.document.values(owner, link):
            if value.value.startswith(f"{owner}/") and value.value not in self.taken:
                self.taken.add(value.value)
                return value.value
        return None

    def _structure(self, entity: Entity, node: str, parent: str | None, found: dict[str, list[Cell]]) -> None:
        """Add what identifies a node: class, key, forerunner, ends, period, area, bands."""
        if entity.class_.startswith("$"):
            self._add(entity.class_[1:], self.document.values(node, A), found)
        if entity.node == "document" and entity.organisation:
            found[entity.organisation] = [self.document.organisation]
        named_by = self._name
        if entity.node in ("edition", "enduring"):
            key, forerunner = identity.keys(entity, node, self.document, self.writer.namer)
            self._put(entity.key, key, found)
            self._put(entity.forerunner, forerunner, found)
        if entity.node == "observation":
            self._put(entity.indicator, identity.indicator(node, self.document, self.writer.namer), found)
            self._add(entity.period or "", self.document.values(node, sg("period")), found)
            area = self.document.text(node, sg("area"))
            own = self.writer.namer.minter.organisation(self.document.organisation)
            if entity.area and area not in (None, own):
                self._put(entity.area[0], named_by(area, AREAS), found)
        if entity.node == "contribution":
            for name, end in ((entity.start, "contributionFrom"), (entity.end, "contributionTo")):
                self._put(name, named_by(self.document.text(node, sg(end)), ENDS), found)
            self._add(entity.kind or "", self.document.values(node, sg("contributionKind")), found)
        if parent is not None and entity.node == "part":
            targets = BELONGS_TO.get(named(entity.link or "sg:hasTargetValue"), ENDS)
            self._put(entity.part_of, named_by(parent, targets), found)
        for colour, name in entity.bands.items():
            self._put(name, text_of(node, colour, self.document), found)

    def _statements(self, entity: Entity, node: str, found: dict[str, list[Cell]]) -> None:
        for statement in statements_of(self.spec)[entity.id]:
            predicate = NamedNode(expand(statement.property) or statement.property)
            if statement.field is None or "." in statement.field or statement.field not in self._columns:
                continue
            values = self.document.values(node, predicate)
            if predicate == _ALIGNS:
                told = self._told_by_contributions(node)
                values = tuple(value for value in values if value not in told)
            self._add(statement.field, values, found, statement.lang)

    def _told_by_contributions(self, node: str) -> set[Object]:
        """Return the UN codes that a contribution of this document states anyway: one place to change them."""
        document = self.document
        return {
            end
            for item, start in document.links(sg("contributionFrom"))
            if start == node and set(_PLAIN_KINDS) & set(document.values(item, sg("contributionKind")))
            for end in document.values(item, sg("contributionTo"))
            if end.value.startswith(SDG)
        }

    def _add(
        self, name: str, values: tuple[Object, ...], found: dict[str, list[Cell]], lang: str | None = None
    ) -> None:
        column = self._columns.get(name)
        if column is None:
            return
        cells = [self.writer.write(value, column, lang, self.document) for value in values]
        found.setdefault(name, []).extend(cell for cell in cells if cell is not None)

    def _name(self, iri: str | None, targets: tuple[str, ...]) -> str | None:
        return None if iri is None else self.writer.namer.name(iri, targets, self.document)

    @staticmethod
    def _put(name: str | None, value: Cell | None, found: dict[str, list[Cell]]) -> None:
        if name is not None and value is not None:
            found.setdefault(name, []).append(value)


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (0, int(part), "") if _DIGITS.fullmatch(part) else (1, 0, part) for part in _DIGITS.split(text) if part
    )

"""Builds the rows of one sheet: every entity a row gives, its facts, bands and links."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from styringsgraf.ingest.bands import Interval, NotABand, is_word, read_band
from styringsgraf.ingest.context import Context, DocumentGraphs, Pending
from styringsgraf.ingest.fields import Reference, Typed
from styringsgraf.ingest.headings import Matched
from styringsgraf.ingest.losses import MAY_DIFFER, RESULTS, Losses
from styringsgraf.ingest.nodes import NOTATION, Made, class_of, code_of, make, place_name
from styringsgraf.ingest.provenance import Provenance
from styringsgraf.ingest.records import Record
from styringsgraf.ingest.schema import ACTIVITIES, Column, Entity, Statement
from styringsgraf.namespaces import CODE, SDG, expand, slug
from styringsgraf.terms import (
    A,
    NamedNode,
    Object,
    boolean,
    calendar_date,
    decimal,
    integer,
    lang_string,
    named,
    sg,
    string,
)

_TITLE: Final = named("dct:title")
_ALIGNS: Final = sg("alignsWith")
_PLAIN: Final = (f"{CODE}contribution-kind/direct", f"{CODE}contribution-kind/indirect")


@dataclass
class SheetBuilder:
    """Builds the rows of one sheet."""

    matched: Matched
    context: Context
    provenance: Provenance
    statements: dict[str, tuple[Statement, ...]]
    fields: dict[str, Column] = field(init=False)
    _losses: Losses = field(init=False)

    def __post_init__(self) -> None:
        self.fields = dict(self.matched.spec.fields())
        self._losses = Losses(self.matched, self.context.sink, self.statements)

    def build(self, record: Record) -> None:
        """State everything a row gives."""
        document = self._document(record)
        if document is None:
            self.context.sink.add("SG-I25", "row_without_document", record.place)
            return
        row: dict[str, str] = {}
        for entity in self.matched.spec.entities:
            if entity.when is not None and not record.all(entity.when):
                continue
            if entity.each is None:
                self._entity(entity, record, document, row)
                continue
            for one in record.each.get(entity.each, ()):
                self._entity(entity, record.within(entity.each, one), document, row, entity.each)
        if not row:
            self._losses.no_row(record)

    def _document(self, record: Record) -> DocumentGraphs | None:
        documents = self.context.documents
        for entity in self.matched.spec.entities:
            if entity.node == "document" and record.text(entity.organisation) and code_of(entity, record):
                org, edition = record.text(entity.organisation) or "", code_of(entity, record) or ""
                return documents.get(self.context.minter.document(org, edition))
        named_edition = record.text("in-document")
        meant = [d for d in documents.values() if named_edition is None or d.edition == slug(named_edition)]
        # Two municipalities may have an edition of the same name: then nothing says whose row it is.
        return meant[0] if len(meant) == 1 else None

    def _entity(
        self, entity: Entity, record: Record, document: DocumentGraphs, row: dict[str, str], each: str | None = None
    ) -> None:
        made = make(entity, record, document, self.context, row)
        if made is None:
            self._losses.no_node(entity, record)
            return
        links = list(self._facts(made, entity, record, document, row))
        intervals = self._bands(made, entity, record)
        if entity.node == "observation" and not RESULTS & {predicate for predicate, _ in made.facts}:
            self._losses.no_result(entity, record, made.iri)
            return
        self._losses.backwards(made, record)
        if not self._new_or_same(made, entity, record, document, links, intervals):
            return
        row[entity.id] = made.iri
        for predicate, value in made.facts:
            document.state(made.iri, predicate, value, made.graph)
        self.context.pending.extend(links)
        self._state_bands(made.iri, intervals, document)
        self._state_links(made, document)
        self._remember_name(entity, record, document, made.iri)
        self._derive(made, entity, record, document, each)

    def _derive(self, made: Made, entity: Entity, record: Record, document: DocumentGraphs, each: str | None) -> None:
        if entity.class_ in ACTIVITIES:
            return
        column = record.where(each).letter if each else None
        # What stands in a labelled row above the table comes from that row, not from every row below.
        first = entity.code[0].strip("{}") if entity.code else None
        place = record.where(first) if first and "{" not in first else record.place
        self.provenance.derived(made.iri, place if place.row else record.place, document, column)

    def _facts(
        self, made: Made, entity: Entity, record: Record, document: DocumentGraphs, row: dict[str, str]
    ) -> Iterator[Pending]:
        """Add the plain facts of an entity to ``made``; yield the links that must wait."""
        for statement in self.statements[entity.id]:
            if statement.unless is not None and record.all(statement.unless):
                continue
            predicate = NamedNode(expand(statement.property) or statement.property)
            if statement.node is not None:
                if statement.node in row:
                    made.add(predicate, NamedNode(row[statement.node]))
                continue
            if statement.value is not None:
                fixed = expand(statement.value)
                made.add(predicate, NamedNode(fixed) if fixed else string(statement.value))
                continue
            column = self.fields[(statement.field or "").split(".")[0]]
            if column.personal == "withhold":
                continue
            for found in record.all(statement.field or ""):
                for value in found.values:
                    if isinstance(value, Reference):
                        yield Pending(document, made.graph or document.graph, made.iri, predicate, value.text,
                                      column.to, column.create, found.place)  # fmt: skip
                    else:
                        made.add(predicate, term_of(value, statement.lang))

    def _bands(self, made: Made, entity: Entity, record: Record) -> list[tuple[str, Interval]]:
        """Return (colour, interval) of the row's bands; words such as 'økning' are read against the others."""
        read: dict[str, tuple[Interval, ...]] = {}
        precision = 0
        cells = [(colour, record.text(name), record.where(name)) for colour, name in entity.bands.items()]
        for colour, text, place in sorted(cells, key=lambda cell: is_word(cell[1] or "")):
            if text is None:
                continue
            try:
                band = read_band(text, (i for intervals in read.values() for i in intervals))
            except NotABand:
                self.context.sink.add("SG-I21", "band_unreadable", place, focus=made.iri,
                                      path=sg("hasBand").value, value=text)  # fmt: skip
                continue
            read[colour] = band.intervals
            precision = max(precision, band.decimals)
        if read and not (entity.decimals and record.all(entity.decimals)):
            made.add(sg("decimals"), integer(precision))
        return [(colour, interval) for colour in entity.bands for interval in read.get(colour, ())]

    def _new_or_same(
        self,
        made: Made,
        entity: Entity,
        record: Record,
        document: DocumentGraphs,
        links: list[Pending],
        intervals: list[tuple[str, Interval]],
    ) -> bool:
        """Tell whether a node may be stated: it is new, or says the same again. Otherwise report it."""
        # Two documents of one workbook may state the same thing, each for itself.
        key = (document.iri, made.iri)
        first = self.context.nodes.get(made.iri) if key in self.context.stated else None
        repeatable = entity.repeats == "same" or entity.node in ("part", "observation", "organisation")
        says = _says(made, links, intervals) if repeatable else {}
        if first is None:
            self.context.nodes[made.iri] = record.where(entity.code[0].strip("{}") if entity.code else None)
            self.context.stated[key] = says
            return True
        before = self.context.stated.get(key, {})
        differs = [p for p in says if p in before and before[p] != says[p]]
        if repeatable and not differs:
            self.context.stated[key] = says | before
            # Where it stands is told once: by the first place.
            made.facts = [fact for fact in made.facts if fact[0] not in MAY_DIFFER]
            return True
        rule, sentence = ("SG-D06", "code_twice") if entity.code else ("SG-I20", "values_differ")
        if entity.code and repeatable:  # it may come again, as on the card of every service area, if it says the same
            sentence = "code_differs"
        path = differs[0].value if differs and not entity.code else NOTATION.value
        place = record.where(entity.code[0].strip("{}") if entity.code else entity.period)
        shown = made.code or ", ".join(sorted(says[differs[0]]))
        self.context.sink.add(rule, sentence, place, focus=made.iri, path=path, value=shown,
                              words={"first": place_name(first), "second": place_name(place),
                                     "node": made.iri.partition("/id/")[2]})  # fmt: skip
        return False

    def _state_bands(self, indicator: str, bands: list[tuple[str, Interval]], document: DocumentGraphs) -> None:
        count: dict[str, int] = {}
        for colour, interval in bands:
            count[colour] = count.get(colour, 0) + 1
            iri = f"{indicator}/band/{colour}-{count[colour]}"
            document.state(indicator, sg("hasBand"), NamedNode(iri))
            document.state(iri, A, sg("ValueBand"))
            document.state(iri, sg("colour"), NamedNode(f"{CODE}band-colour/{colour}"))
            if interval.lower is not None:
                document.state(iri, sg("lower"), decimal(interval.lower))
                document.state(iri, sg("lowerOpen"), boolean(interval.lower_open))
            if interval.upper is not None:
                document.state(iri, sg("upper"), decimal(interval.upper))
                document.state(iri, sg("upperOpen"), boolean(interval.upper_open))

    def _state_links(self, made: Made, document: DocumentGraphs) -> None:
        if made.parent is not None:
            document.state(made.parent[0], made.parent[1], NamedNode(made.iri))
        facts = dict(made.facts)
        kind, end = facts.get(sg("contributionKind")), facts.get(sg("contributionTo"))
        if end is not None and kind is not None and kind.value in _PLAIN and end.value.startswith(SDG):
            # What the document itself says counts as a link; claims and trade-offs never do.
            start = facts[sg("contributionFrom")]
            document.state(start.value, _ALIGNS, end)

    def _remember_name(self, entity: Entity, record: Record, document: DocumentGraphs, iri: str) -> None:
        if entity.node not in ("enduring", "organisation"):
            return
        kind = class_of(entity, record) or ""
        for statement in self.statements[entity.id]:
            if statement.field and NamedNode(expand(statement.property) or "") == _TITLE:
                for found in record.all(statement.field):
                    for value in found.values:
                        self.context.named[f"{document.organisation}/{kind}/{slug(str(value))}"] = iri


def _says(made: Made, links: list[Pending], intervals: list[tuple[str, Interval]]) -> dict[NamedNode, frozenset[str]]:
    """Return what a node says, by property, to compare with the next time it is stated."""
    said: dict[NamedNode, set[str]] = {}
    for predicate, value in made.facts:
        said.setdefault(predicate, set()).add(str(value) if not value.value else value.value)
    for link in links:
        said.setdefault(link.predicate, set()).add(link.text)
    if intervals:
        said[sg("hasBand")] = {repr(interval) for interval in intervals}
    return {predicate: frozenset(values) for predicate, values in said.items() if predicate not in MAY_DIFFER}


def term_of(value: Typed, lang: str | None) -> Object:
    """Return a typed cell as an RDF term."""
    if isinstance(value, NamedNode):
        return value
    if isinstance(value, bool):
        return boolean(value)
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, Decimal):
        return decimal(value)
    if isinstance(value, date):
        return calendar_date(value)
    text = value.text if isinstance(value, Reference) else value
    return lang_string(text, lang) if lang else string(text)

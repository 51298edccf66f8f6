"""Mints the node that a row gives: which IRI, which classes, and what identifies it beyond its code."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.ingest.context import VERSION_OF, Context, DocumentGraphs
from styringsgraf.ingest.fields import Reference, Typed
from styringsgraf.ingest.findings import Place
from styringsgraf.ingest.records import Record
from styringsgraf.ingest.references import ENDURING, ORGANISATIONS, Resolution, create, report, report_doubt, resolve
from styringsgraf.ingest.schema import Entity
from styringsgraf.namespaces import KINDS, SDG, SG, clean, sdg_code_of, segment, slug
from styringsgraf.terms import A, NamedNode, Object, integer, lang_string, named, sg, string

NOTATION: Final = named("skos:notation")
STATED_IN: Final = sg("statedIn")
REVISION_OF: Final = named("prov:wasRevisionOf")
AREAS: Final = ("ServiceArea", "Unit", "organisation")
EDITION_KINDS: Final = tuple(kind for kind in KINDS if kind not in ENDURING)
INDICATORS: Final = ("Indicator",)
#: What a contribution may go from and to.
ENDS: Final = (*EDITION_KINDS, *ENDURING, "sdg")
#: What a row belongs to, by the link that leads to it.
BELONGS_TO: Final = {
    sg("indicator"): INDICATORS, sg("hasTargetValue"): INDICATORS, named("org:resultedFrom"): ("organisation",),
    named("adms:identifier"): ("organisation",),
}  # fmt: skip
_FIELD: Final = re.compile(r"\{([^{}]+)\}")
_ENDURING_KINDS: Final = frozenset(KINDS[kind] for kind in ENDURING)
_CLAIMED: Final = "/contribution-kind/claimed"


@dataclass
class Made:
    """A node about to be stated: its IRI, its facts, and the graph they go to (None: the document's)."""

    iri: str
    facts: list[tuple[NamedNode, Object]] = field(default_factory=list)
    graph: str | None = None
    code: str = ""
    parent: tuple[str, NamedNode] | None = None

    def add(self, predicate: NamedNode, value: Object) -> None:
        """Add a fact."""
        self.facts.append((predicate, value))


def class_of(entity: Entity, record: Record) -> str | None:
    """Return the local name of the node's class; None when the row does not say."""
    if not entity.class_.startswith("$"):
        return entity.class_
    chosen = record.one(entity.class_[1:])
    if isinstance(chosen, NamedNode):
        return chosen.value.removeprefix(SG)
    return "SteeringDocument" if entity.node == "document" else None


def filled(template: str, record: Record, form: Callable[[str], str] = str) -> str | None:
    """Return a template with its fields put in, each in this ``form``; None when one of them is empty."""
    values = {name: record.text(name) for name in _FIELD.findall(template)}
    if any(value is None for value in values.values()):
        return None
    return _FIELD.sub(lambda match: form(values[match[1]] or ""), template)


def code_of(entity: Entity, record: Record) -> str | None:
    """Return the first of an entity's code templates that the row can fill."""
    return next((code for code in (filled(t, record) for t in entity.code) if code and segment(code)), None)


def make(
    entity: Entity, record: Record, document: DocumentGraphs, context: Context, row: dict[str, str]
) -> Made | None:
    """Return the node that a row gives, None when it gives none. ``row``: the row's other entities → IRI."""
    if entity.node == "document":
        return _document(entity, record, document, context)
    if entity.node == "organisation":
        return _organisation(record, entity, document, context)
    if entity.node == "part":
        return _part(entity, record, document, context, row)
    if entity.node == "observation":
        return _observation(entity, record, document, context, row)
    if entity.node == "contribution":
        return _contribution(entity, record, document, context)
    return _coded(entity, record, document, context)


def _document(entity: Entity, record: Record, document: DocumentGraphs, context: Context) -> Made:
    made = Made(document.iri, code=document.edition)
    made.add(A, sg(class_of(entity, record) or "SteeringDocument"))
    made.add(NOTATION, string(document.edition))
    made.add(named("dct:publisher"), NamedNode(context.minter.organisation(document.organisation)))
    return made


def _organisation(record: Record, entity: Entity, document: DocumentGraphs, context: Context) -> Made:
    made = Made(context.minter.organisation(document.organisation), code=document.organisation)
    made.add(A, sg(entity.class_))
    made.add(NOTATION, string(code_of(entity, record) or document.organisation))
    return made


def _coded(entity: Entity, record: Record, document: DocumentGraphs, context: Context) -> Made | None:
    kind, code = class_of(entity, record), code_of(entity, record)
    if kind is None or code is None:
        return None
    if entity.node == "enduring":
        key = slug(code) if kind in ORGANISATIONS else record.text(entity.key) or code
        made = Made(context.minter.enduring(document.organisation, KINDS[kind], key), code=code)
    else:
        made = Made(context.minter.edition(document.organisation, document.edition, KINDS[kind], code), code=code)
    made.add(A, sg(kind))
    made.add(NOTATION, string(code))
    if kind not in ORGANISATIONS:
        made.add(STATED_IN, NamedNode(document.iri))
    context.codes.setdefault(kind, {})[code] = None
    if entity.node == "edition":
        _identify(made, entity, kind, record, document, context)
    return made


def _identify(
    made: Made, entity: Entity, kind: str, record: Record, document: DocumentGraphs, context: Context
) -> None:
    """Tie an edition node to what endures: an explicit key, else its forerunner's, else a key of its own."""
    key, forerunner, place = record.text(entity.key), record.text(entity.forerunner), record.where(entity.forerunner)
    if entity.identity is not None:
        listed = context.identities.get(entity.identity, {}).get(segment(made.code))
        if listed is not None:
            key, forerunner, note, place = listed.key, listed.forerunner, listed.note, listed.place
            listed.used = True
            if note:
                made.add(named("skos:changeNote"), lang_string(note, "nb"))
    endures = context.minter.enduring(document.organisation, KINDS[kind], key) if key else None
    if endures is not None:
        first, code = context.keyed.setdefault((document.iri, endures), (made.iri, made.code))
        if first != made.iri:
            words = {"first": code, "second": made.code}
            context.sink.add("SG-D06", "key_twice", record.where(entity.key), focus=made.iri, path=VERSION_OF.value,
                             value=key, words=words)  # fmt: skip
    if forerunner:
        targets = tuple(dict.fromkeys((kind, *EDITION_KINDS)))
        found = resolve(forerunner, targets, document, context)
        if found.iri is None:  # no code of this file is near: a forerunner stands in another edition
            unknown = Resolution(None, "SG-E03", "forerunner_unknown")
            report(unknown, forerunner, (), place, context, made.iri, REVISION_OF)
        else:
            made.add(REVISION_OF, NamedNode(found.iri))
            endures = endures or context.enduring_of(found.iri)
    own = f"{document.edition}-{made.code}"
    endures = endures or context.minter.enduring(document.organisation, KINDS[kind], own)
    made.add(VERSION_OF, NamedNode(endures))
    # The first row counts; one that repeats the code is refused, and must not change what others come from.
    context.enduring.setdefault(made.iri, endures)


def _linked(
    name: str | None, record: Record, document: DocumentGraphs, context: Context, row: dict[str, str], about: NamedNode
) -> str | None:
    """Return what another entity of the row, or a reference in a cell, is; a link to nothing is reported."""
    if name in row:
        return row[name]
    value = _only(name, record, context, about)
    if not isinstance(value, Reference):
        return None
    targets = BELONGS_TO.get(about, ENDS)
    found = resolve(value.text, targets, document, context)
    if found.iri is None:
        report(found, value.text, targets, record.where(name), context, document.iri, about)
    else:
        report_doubt(found, value.text, record.where(name), context, document.iri, about)
    return found.iri


def _only(name: str | None, record: Record, context: Context, about: NamedNode) -> Typed | None:
    """Return the value of a cell that may name one thing only; where it names several, none is picked."""
    found = record.all(name)[:1] if name else ()
    values = found[0].values if found else ()
    if len(values) > 1:
        listed = "; ".join(value.text if isinstance(value, Reference) else str(value) for value in values)
        context.sink.add("SG-E03", "link_single", found[0].place, path=about.value, value=listed)
        return None
    return values[0] if values else None


def _part(
    entity: Entity, record: Record, document: DocumentGraphs, context: Context, row: dict[str, str]
) -> Made | None:
    link = named(entity.link or "sg:hasTargetValue")
    path = filled(entity.path or "", record, segment)
    for name in _FIELD.findall(entity.path or ""):
        if (written := record.text(name)) is not None and not segment(written):
            context.sink.add("SG-I02", "cell_unusable", record.where(name), value=written)
            path = None
    parent = _linked(entity.part_of, record, document, context, row, link) if path else None
    if parent is None:
        return None
    made = Made(f"{parent}/{path}", parent=(parent, link))
    made.add(A, named(entity.class_) if ":" in entity.class_ else sg(entity.class_))
    return made


def _observation(
    entity: Entity, record: Record, document: DocumentGraphs, context: Context, row: dict[str, str]
) -> Made | None:
    indicator = _linked(entity.indicator, record, document, context, row, sg("indicator"))
    period = record.one(entity.period)
    endures = context.enduring_of(indicator) if indicator else None
    area = _area(entity, record, document, context)
    if endures is None or area is None or not isinstance(period, int):
        return None
    key = f"{endures.rsplit('/', 1)[-1]}/{period}/{area.rsplit('/', 1)[-1]}"
    base = context.minter.organisation(document.organisation)
    made = Made(f"{base}/observation/{key}")
    made.add(A, sg("Observation"))
    made.add(sg("indicator"), NamedNode(endures))
    made.add(sg("period"), integer(period))
    made.add(sg("area"), NamedNode(area))
    made.add(STATED_IN, NamedNode(document.iri))
    return made


def _area(entity: Entity, record: Record, document: DocumentGraphs, context: Context) -> str | None:
    """Return whose result it is: the first area the row names, else the organisation itself."""
    for name in entity.area:
        if not record.all(name):
            continue
        value = _only(name, record, context, sg("area"))
        if value is None:
            return None
        written = value.text if isinstance(value, Reference) else clean(str(value))
        place = record.where(name)
        found: Resolution = resolve(written, AREAS, document, context)
        if found.iri is None and entity.create is not None:
            return create(written, entity.create, document, context, place)
        if found.iri is None:
            report(found, written, AREAS, place, context, document.iri, sg("area"))
        return found.iri
    return context.minter.organisation(document.organisation)


def _contribution(entity: Entity, record: Record, document: DocumentGraphs, context: Context) -> Made | None:
    start = _linked(entity.start, record, document, context, {}, sg("contributionFrom"))
    end = _linked(entity.end, record, document, context, {}, sg("contributionTo"))
    if start is None or end is None:
        return None
    kind: Typed | None = record.one(entity.kind)
    # By what the two are, not by how the cell names them: '3.4' and 'SDG 3.4' are one contribution.
    code = f"{_short(start, document)}-{_short(end, document)}"
    made = Made(context.minter.edition(document.organisation, document.edition, KINDS["Contribution"], code), code=code)
    if isinstance(kind, NamedNode) and kind.value.endswith(_CLAIMED):
        # A reader's judgement is kept apart from what the document says.
        made.graph = document.claims
    made.add(A, sg("Contribution"))
    made.add(sg("contributionFrom"), NamedNode(start))
    made.add(sg("contributionTo"), NamedNode(end))
    if isinstance(kind, NamedNode):
        made.add(sg("contributionKind"), kind)
    return made


def _short(iri: str, document: DocumentGraphs) -> str:
    """Return a node's code, with its edition before it when another edition states it."""
    *_, edition, kind, code = iri.rsplit("/", 3)
    if iri.startswith(SDG) or (edition, kind) == ("sdg", "segment"):
        return sdg_code_of(iri)
    elsewhere = kind not in _ENDURING_KINDS and edition != document.edition
    return f"{edition}-{code}" if elsewhere else code


def place_name(place: Place) -> str:
    """Return a cell as readers name it: 'Tiltak, C5'."""
    where = f"{place.letter or ''}{place.row or ''}"
    return ", ".join(part for part in (place.sheet or "", where) if part)

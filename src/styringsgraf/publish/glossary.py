"""The vocabulary for people: each class, property and code list with its words, and what it hangs together with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from styringsgraf.namespaces import CODE, PREFIXES, SG
from styringsgraf.publish import documents
from styringsgraf.terms import Literal as RdfLiteral
from styringsgraf.terms import NamedNode, Object, Quad, named, sg, subject_iri
from styringsgraf.texts import Text

Kind = Literal["class", "link", "value", "annotation", "any"]
_KINDS: Final[Mapping[str, Kind]] = {
    PREFIXES["owl"] + "Class": "class",
    PREFIXES["owl"] + "ObjectProperty": "link",
    PREFIXES["owl"] + "DatatypeProperty": "value",
    PREFIXES["owl"] + "AnnotationProperty": "annotation",
    PREFIXES["rdf"] + "Property": "any",
}
_UNDER: Final = (named("rdfs:subClassOf"), named("rdfs:subPropertyOf"))
_FAR: Final = float("inf")


@dataclass(frozen=True)
class Entry:
    """A class or property of ours. Tuples hold IRIs, in the order of the file; those of others come along."""

    iri: str
    kind: Kind
    label: Text = field(hash=False)
    definition: Text = field(hash=False)
    note: Text = field(hash=False)
    above: tuple[str, ...]
    below: tuple[str, ...]
    apart: tuple[str, ...]  # disjoint classes
    used_on: tuple[str, ...]  # of a property: the classes it is meant for
    points_to: tuple[str, ...]  # of a property: what its values are meant to be
    outgoing: tuple[str, ...]  # of a class: the properties meant for it
    incoming: tuple[str, ...]  # of a class: the properties meant to point to it
    code_list: str  # of a property: the list its values come from, '' for none
    close: tuple[str, ...]  # terms of others with nearly the same meaning
    remarks: tuple[str, ...]  # counterparts that have no IRI

    @property
    def local(self) -> str:
        """Its local name, which is its anchor: 'Measure'."""
        return self.iri.removeprefix(SG)


@dataclass(frozen=True)
class Code:
    """One code of a list."""

    iri: str
    local: str
    notation: str
    label: Text = field(hash=False)
    definition: Text = field(hash=False)
    above: tuple[str, ...]
    close: tuple[str, ...]


@dataclass(frozen=True)
class CodeList:
    """A list of codes, in order of display, and the properties that draw on it."""

    iri: str
    local: str
    label: Text = field(hash=False)
    definition: Text = field(hash=False)
    codes: tuple[Code, ...]
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """All of it."""

    classes: tuple[Entry, ...]
    properties: tuple[Entry, ...]
    lists: Mapping[str, CodeList]  # by local name
    prefixes: Mapping[str, str]

    @property
    def labels(self) -> Mapping[str, Text]:
        """The words for each of our IRIs."""
        found = {entry.iri: entry.label for entry in (*self.classes, *self.properties)}
        for one in self.lists.values():
            found |= {one.iri: one.label, **{code.iri: code.label for code in one.codes}}
        return found


class _Index:
    """Statements by subject and predicate, and by predicate and object."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.rows: dict[str, dict[str, list[Object]]] = {}
        self._back: dict[tuple[str, str], list[str]] = {}
        for quad in quads:
            subject, value = subject_iri(quad), quad.object
            self.rows.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(value)  # type: ignore[arg-type]  # never triples
            if isinstance(value, NamedNode):
                self._back.setdefault((quad.predicate.value, value.value), []).append(subject)

    def text(self, subject: str, predicate: str) -> Text:
        found = self.rows[subject].get(named(predicate).value, [])
        return {one.language: one.value for one in found if isinstance(one, RdfLiteral) and one.language}

    def iris(self, subject: str, *predicates: NamedNode) -> tuple[str, ...]:
        found = (one for p in predicates for one in self.rows[subject].get(p.value, []))
        return tuple(one.value for one in found if isinstance(one, NamedNode))

    def words(self, subject: str, predicate: NamedNode) -> tuple[str, ...]:
        found = self.rows[subject].get(predicate.value, [])
        return tuple(one.value for one in found if isinstance(one, RdfLiteral))

    def back(self, value: str, *predicates: NamedNode) -> tuple[str, ...]:
        return tuple(dict.fromkeys(subject for p in predicates for subject in self._back.get((p.value, value), [])))


@cache
def glossary() -> Glossary:
    """Return the shipped vocabulary, read once."""
    parts = (documents.ontology(), documents.codes(), documents.alignments())
    index = _Index(quad for part in parts for quad in part.quads)
    entries = [entry for subject in index.rows for entry in _entry(subject, index)]
    lists = {one.local: one for one in _lists(index)}
    prefixes = {name: iri for part in parts for name, iri in part.prefixes.items()}
    classes = tuple(entry for entry in entries if entry.kind == "class")
    properties = tuple(entry for entry in entries if entry.kind != "class")
    return Glossary(classes, properties, lists, {**prefixes, **PREFIXES})


def _entry(subject: str, index: _Index) -> Iterator[Entry]:
    kinds = [_KINDS[kind] for kind in index.iris(subject, named("rdf:type")) if kind in _KINDS]
    if not kinds or not subject.startswith(SG):
        return
    on, to, apart = named("schema:domainIncludes"), named("schema:rangeIncludes"), named("owl:disjointWith")
    yield Entry(
        iri=subject,
        kind=kinds[0],
        label=index.text(subject, "rdfs:label"),
        definition=index.text(subject, "skos:definition"),
        note=index.text(subject, "skos:scopeNote"),
        above=index.iris(subject, *_UNDER),
        below=index.back(subject, *_UNDER),
        apart=tuple(dict.fromkeys((*index.iris(subject, apart), *index.back(subject, apart)))),
        used_on=index.iris(subject, on),
        points_to=index.iris(subject, to),
        outgoing=index.back(subject, on),
        incoming=index.back(subject, to),
        code_list=next(iter(index.iris(subject, sg("codeList"))), ""),
        close=index.iris(subject, named("skos:closeMatch")),
        remarks=index.words(subject, named("skos:note")),
    )


def _lists(index: _Index) -> Iterator[CodeList]:
    for subject in index.back(PREFIXES["skos"] + "ConceptScheme", named("rdf:type")):
        local = subject.removeprefix(CODE)
        members = index.back(subject, named("skos:inScheme"))
        codes = sorted((_order(one, index), position, one) for position, one in enumerate(members))
        yield CodeList(
            subject,
            local,
            index.text(subject, "skos:prefLabel"),
            index.text(subject, "skos:definition"),
            tuple(_code(one, subject, index) for _, _, one in codes),
            index.back(subject, sg("codeList")),
        )


def _order(code: str, index: _Index) -> float:
    return next((float(word) for word in index.words(code, sg("order"))), _FAR)


def _code(code: str, scheme: str, index: _Index) -> Code:
    return Code(
        code,
        code.removeprefix(f"{scheme}/"),
        next(iter(index.words(code, named("skos:notation"))), ""),
        index.text(code, "skos:prefLabel"),
        index.text(code, "skos:definition"),
        index.iris(code, named("skos:broader")),
        index.iris(code, named("skos:closeMatch")),
    )

"""The observations of an organisation as a Data Cube: indicator, year and area as dimensions, the result as measure.

Normal form, so that a client needs no closure: every observation names its data set and has every dimension. What has
no number, or different ones in different documents, is not in the cube.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from styringsgraf.namespaces import CODE, PREFIXES
from styringsgraf.publish.documents import Document
from styringsgraf.publish.facts import Dataset, Release
from styringsgraf.publish.publisher import Publisher
from styringsgraf.publish.saying import document, kinds, links, say, typed, words
from styringsgraf.terms import Literal, NamedNode, Quad, Term, integer, lexical, sparql
from styringsgraf.texts import LANGUAGES, pick, text

_STATUSES: Final = f"{CODE}observation-status"
_UNITS: Final = f"{CODE}unit"


@dataclass(frozen=True)
class _Component:
    """One component of the structure: what it is, its property, its range, its code list."""

    kind: str  # dimension, measure, attribute
    property: str
    range: str
    codes: str = ""


_COMPONENTS: Final = (
    _Component("dimension", "indicator", PREFIXES["rdfs"] + "Resource"),
    _Component("dimension", "period", PREFIXES["xsd"] + "integer"),
    _Component("dimension", "area", PREFIXES["org"] + "Organization"),
    _Component("measure", "value", PREFIXES["xsd"] + "decimal"),
    _Component("attribute", "observationStatus", PREFIXES["skos"] + "Concept", _STATUSES),
    _Component("attribute", "unitOfMeasure", PREFIXES["skos"] + "Concept", _UNITS),
)


@dataclass
class _Seen:
    """What an organisation's documents state of one observation; more than one value of anything is a disagreement."""

    dimensions: set[tuple[str, int, str]] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)


def structure_iri(publisher: Publisher) -> str:
    """Return the IRI of the structure that all our cubes have."""
    return f"{publisher.base}cube"


def cube_iri(dataset: Dataset) -> str:
    """Return the IRI of a dataset's cube."""
    return f"{dataset.iri}/cube"


def structure(publisher: Publisher) -> Document:
    """Return the data structure definition alone."""
    return document(structure_iri(publisher), _structure(publisher))


def cube(release: Release, dataset: Dataset, publisher: Publisher) -> Document:
    """Return a dataset's observations with their structure."""
    iri = cube_iri(dataset)
    quads = [
        *_described(iri, dataset, publisher),
        *_structure(publisher),
        *_observations(iri, release, dataset),
    ]
    return document(iri, [*quads, *_codes(quads)])


def _structure(publisher: Publisher) -> Iterator[Quad]:
    iri = structure_iri(publisher)
    yield from kinds(iri, "qb:DataStructureDefinition")
    yield from words(iri, "dct:title", text("catalogue.structure"))
    for order, one in enumerate(_COMPONENTS, 1):
        spec, term = f"{iri}#{one.property}", PREFIXES["sg"] + one.property
        yield from links(iri, "qb:component", spec)
        yield from kinds(spec, "qb:ComponentSpecification")
        yield from links(spec, f"qb:{one.kind}", term)
        yield from links(spec, "qb:componentProperty", term)
        yield say(spec, "qb:order", integer(order))
        if one.kind == "attribute":
            yield from typed(spec, "qb:componentRequired", "false", "boolean")
    for one in _COMPONENTS:
        term = PREFIXES["sg"] + one.property
        yield from kinds(term, "rdf:Property", f"qb:{one.kind.capitalize()}Property")
        if one.codes:
            yield from kinds(term, "qb:CodedProperty")
        yield from links(term, "rdfs:range", one.range)
        yield from links(term, "qb:codeList", one.codes)


def _described(iri: str, dataset: Dataset, publisher: Publisher) -> Iterator[Quad]:
    yield from kinds(iri, "qb:DataSet")
    names = dataset.organisation.name if dataset.organisation else {}
    spoken = {lang: pick(names, lang) for lang in LANGUAGES}
    yield from words(iri, "dct:title", text("catalogue.cube-title", organisation=spoken))
    yield from words(iri, "dct:description", text("catalogue.cube-description"))
    yield from links(iri, "dct:isPartOf", dataset.iri)
    yield from links(iri, "dct:publisher", publisher.iri)
    yield from links(iri, "dct:license", publisher.licence)
    yield from typed(iri, "dct:modified", dataset.age.modified, "dateTime")
    yield from links(iri, "qb:structure", structure_iri(publisher))


def _observations(iri: str, release: Release, dataset: Dataset) -> Iterator[Quad]:
    units = _units(release, dataset)
    for observation, seen in sorted(_seen(release, dataset).items()):
        if len(seen.dimensions) != 1 or len(seen.values) != 1:
            continue
        ((indicator, period, area),) = seen.dimensions
        (value,) = seen.values
        yield from kinds(observation, "qb:Observation", "sg:Observation")
        yield from links(observation, "qb:dataSet", iri)
        yield from links(observation, "sg:indicator", indicator)
        yield say(observation, "sg:period", integer(period))
        yield from links(observation, "sg:area", area)
        yield from typed(observation, "sg:value", value, "decimal")
        for name, found in (("observationStatus", seen.statuses), ("unitOfMeasure", units.get(indicator, set()))):
            if len(found) == 1:
                yield from links(observation, f"sg:{name}", *found)


def _seen(release: Release, dataset: Dataset) -> Mapping[str, _Seen]:
    found: dict[str, _Seen] = {}
    wanted = (
        "?s a sg:Observation . ?s sg:indicator ?i . ?s sg:period ?p . ?s sg:area ?a . ?s sg:value ?v . "
        "OPTIONAL { ?s sg:observationStatus ?status }"
    )
    for node, indicator, period, area, value, status in _rows(release, dataset, wanted, "?s ?i ?p ?a ?v ?status"):
        if node is None or not isinstance(period, Literal):
            continue
        one = found.setdefault(node.value, _Seen())
        one.dimensions.add((lexical(indicator), int(period.value), lexical(area)))
        one.values.add(lexical(value))
        if status is not None:
            one.statuses.add(status.value)
    return found


def _units(release: Release, dataset: Dataset) -> Mapping[str, set[str]]:
    """Return the units an indicator is measured in, also under the IRI that lives through editions."""
    found: dict[str, set[str]] = {}
    wanted = "?e sg:unitOfMeasure ?unit . OPTIONAL { ?e dct:isVersionOf ?lasting }"
    for edition, lasting, unit in _rows(release, dataset, wanted, "?e ?lasting ?unit"):
        for thing in (edition, lasting):
            if thing is not None:
                found.setdefault(thing.value, set()).add(lexical(unit))
    return found


def _rows(release: Release, dataset: Dataset, where: str, what: str) -> tuple[tuple[Term | None, ...], ...]:
    named = " ".join(sparql(NamedNode(graph.name)) for graph in dataset.graphs)
    head = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("sg", "dct"))
    return release.table(
        f"{head}SELECT DISTINCT {what} WHERE {{ VALUES ?g {{ {named} }} GRAPH ?g {{ {where} }} }}"
    ).rows


def _codes(quads: list[Quad]) -> Iterator[Quad]:
    """Yield that the codes that are used are in their lists."""
    used = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    for scheme in (_STATUSES, _UNITS):
        yield from kinds(scheme, "skos:ConceptScheme")
        for code in sorted(one for one in used if one.startswith(f"{scheme}/")):
            yield from kinds(code, "skos:Concept")
            yield from links(code, "skos:inScheme", scheme)

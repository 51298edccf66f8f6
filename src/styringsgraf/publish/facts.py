"""What a release says of its datasets, for descriptions: names, numbers, places, the plans' period. Three queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from styringsgraf.engine import Table
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.publish.forms import UN
from styringsgraf.publish.lineage import Age, Ages, graphs_of
from styringsgraf.releases import Manifest
from styringsgraf.releases.manifest import GraphRecord
from styringsgraf.terms import Literal, NamedNode, Term, lexical, named, sparql, string
from styringsgraf.texts import Text

#: Administrative units as the mapping authority names them.
GEONORGE: Final = "https://data.geonorge.no/administrativeEnheter/"
#: First and last day of the 2030 Agenda, the time of the UN's goals.
_AGENDA: Final = ("2016-01-01", "2030-12-31")
_NEVER: Final = "~"
_NUMBER: Final = 9  # digits of an organisation number


class Release(Protocol):
    """What is asked: a release that answers a SELECT over all its graphs."""

    @property
    def manifest(self) -> Manifest:
        """Its manifest."""

    def table(self, query: str, /) -> Table:
        """Return the rows of a SELECT."""


@dataclass(frozen=True)
class Organisation:
    """Whose plans a dataset holds."""

    iri: str
    name: Text
    municipality: bool = False
    number: str = ""  # organisation number, '' where it is not known
    places: tuple[str, ...] = ()  # IRIs of the mapping authority


@dataclass(frozen=True)
class Dataset:
    """One dataset of a release. ``organisation`` is None for the UN side; dates are ISO, '' for none."""

    name: str
    iri: str
    graphs: tuple[GraphRecord, ...]
    age: Age
    organisation: Organisation | None = None
    start: str = ""
    end: str = ""
    documents: int = 0
    observations: int = 0

    @property
    def statements(self) -> int:
        """Number of statements in its graphs."""
        return sum(graph.count for graph in self.graphs)


@dataclass
class _Gathered:
    names: dict[str, str] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


def dataset_iri(base: str, name: str) -> str:
    """Return the IRI of a dataset."""
    return f"{base}dataset/{name}"


def datasets(
    release: Release, ages: Ages, minter: Minter, known: Mapping[str, Dataset] | None = None
) -> tuple[Dataset, ...]:
    """Return the datasets of a release: organisations by name, the UN side last.

    Those in ``known``, by the hash of what they hold, are not asked about again.
    """
    parts = graphs_of(release.manifest, minter)
    before = known or {}
    fresh = {name for name in parts if ages[name].digest not in before}
    asking = _Asking(release, minter.base, tuple(minter.organisation(name) for name in parts if name in fresh - {UN}))
    found = _Found(_organisations(asking), _plans(asking), _measured(asking))
    made = (
        found.dataset(name, minter, parts[name], ages[name])
        if name in fresh
        else replace(before[ages[name].digest], age=ages[name])
        for name in parts
    )
    return tuple(sorted(made, key=lambda one: (one.organisation is None, one.name)))


@dataclass(frozen=True)
class _Found:
    """What the queries found, by the IRI of an organisation."""

    organisations: Mapping[str, Organisation]
    plans: Mapping[str, tuple[str, str, int]]
    measured: Mapping[str, int]

    def dataset(self, name: str, minter: Minter, graphs: tuple[GraphRecord, ...], age: Age) -> Dataset:
        """Return one dataset."""
        iri = dataset_iri(minter.base, name)
        if name == UN:
            return Dataset(name, iri, graphs, age, None, *_AGENDA)
        thing = minter.organisation(name)
        start, end, documents = self.plans.get(thing, ("", "", 0))
        organisation = self.organisations.get(thing, Organisation(thing, {"nb": name}))
        return Dataset(name, iri, graphs, age, organisation, start, end, documents, self.measured.get(thing, 0))


@dataclass(frozen=True)
class _Asking:
    """Asks of all organisations at once, each in its own graphs: what others say of one does not change its dataset."""

    release: Release
    base: str
    iris: tuple[str, ...]

    def rows(self, where: str, what: str, more: str = "") -> Sequence[Sequence[Term | None]]:
        """Return the rows on ?o that ``where`` finds in a graph of ?o."""
        if not self.iris:
            return ()
        listed = " ".join(sparql(NamedNode(iri)) for iri in self.iris)
        slug = f"STRAFTER(STR(?o), {sparql(string(self.base + 'id/'))})"
        own = f'FILTER(STRSTARTS(STR(?g), CONCAT({sparql(string(self.base + "graph/"))}, {slug}, "/")))'
        head = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("sg", "dct", "prov"))
        values = f"VALUES ?o {{ {listed} }} GRAPH ?g {{ {where} }} {own}"
        return self.release.table(f"{head}SELECT DISTINCT {what} WHERE {{ {values} }} {more}").rows


def _organisations(asking: _Asking) -> Mapping[str, Organisation]:
    found: dict[str, _Gathered] = {}
    for thing, predicate, value in asking.rows("?o ?p ?v . FILTER(?p != prov:wasDerivedFrom)", "?o ?p ?v"):
        if thing is not None and predicate is not None and value is not None:
            _gather(found.setdefault(thing.value, _Gathered()), predicate.value, value)
    return {
        iri: Organisation(
            iri,
            one.names or {"nb": iri.rpartition("/")[2]},
            f"{SG}Municipality" in one.kinds,
            min(one.numbers, default=""),
            tuple(sorted(one.places)),
        )
        for iri, one in found.items()
    }


def _gather(found: _Gathered, predicate: str, value: Term) -> None:
    text = lexical(value)
    if predicate == named("dct:title").value and isinstance(value, Literal):
        lang = value.language or "nb"
        found.names[lang] = min(text, found.names.get(lang, text))  # always the same of two
    elif predicate == named("rdf:type").value:
        found.kinds.add(text)
    elif predicate == named("dct:identifier").value and len(text) == _NUMBER and text.isdigit():
        found.numbers.add(text)
    elif isinstance(value, NamedNode) and text.startswith(GEONORGE):
        found.places.add(text)


def _plans(asking: _Asking) -> Mapping[str, tuple[str, str, int]]:
    """Return the first and last day of an organisation's plans, and how many documents it has."""
    where = "?d dct:publisher ?o . OPTIONAL { ?d sg:validFrom ?from } OPTIONAL { ?d sg:validTo ?to }"
    # An aggregate over a day that is not stated is no day at all, so each gets a text that can never win.
    first, last = f'MIN(COALESCE(STR(?from), "{_NEVER}"))', 'MAX(COALESCE(STR(?to), ""))'
    what = f"?o ({first} AS ?start) ({last} AS ?end) (COUNT(DISTINCT ?d) AS ?n)"
    return {
        row[0].value: (lexical(row[1]).replace(_NEVER, ""), lexical(row[2]), int(lexical(row[3])))
        for row in asking.rows(where, what, "GROUP BY ?o")
        if row[0] is not None
    }


def _measured(asking: _Asking) -> Mapping[str, int]:
    """Return how many results each organisation's documents state."""
    where = "?d dct:publisher ?o . ?s sg:statedIn ?d . ?s a sg:Observation . ?s sg:value ?value"
    rows = asking.rows(where, "?o (COUNT(DISTINCT ?s) AS ?n)", "GROUP BY ?o")
    return {row[0].value: int(lexical(row[1])) for row in rows if row[0] is not None}

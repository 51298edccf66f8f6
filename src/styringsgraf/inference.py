"""Works out what an organisation's documents imply, by the CONSTRUCT rules in queries/rules.

For each organisation one graph, ``{base}graph/{org}/inferred``, rebuilt whole: superclass types, what is in force at
the reference date, contributions, carried-over links, supports and claimed supports. The rules run in the order of
their file names over a small store in memory that holds this one organisation, so that their cost follows the plan
and never the country; each sees what the earlier ones made. Statements in the ``working#`` namespace are notes from
one rule to the next and are not kept.

Links between organisations are not followed: a document's links reach its own organisation's nodes and the UN's.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final, Protocol, TypeVar

from styringsgraf import resources
from styringsgraf.engine import QueryEngine
from styringsgraf.engine.memory import Memory
from styringsgraf.namespaces import PREFIXES, Minter, expand
from styringsgraf.questions.binding import bind
from styringsgraf.terms import NamedNode, Quad, Term, boolean, calendar_date, lexical, quad, sg, subject_iri

Difference_co = TypeVar("Difference_co", covariant=True)

_WORKING: Final = "https://w3id.org/styringsgraf/working#"
#: Rules up to this number need nothing but what documents say about themselves.
_DOCUMENT_RULES: Final = range(20, 24)
_NOTES: Final = f"{_WORKING}notes"
_SUBCLASS: Final = PREFIXES["rdfs"] + "subClassOf"


class Graphs(Protocol):
    """Named graphs to read from: a release, one under construction, or graphs in memory."""

    def graphs(self) -> Iterable[str]:
        """Names of all graphs."""
        ...

    def quads(self, graph: str) -> Iterable[Quad]:
        """Statements of one graph."""
        ...


class Draft(Graphs, Protocol[Difference_co]):
    """What inference needs of a release under construction."""

    def replace(self, graph: str, quads: Iterable[Quad]) -> Difference_co:
        """Give a graph these statements instead of those it has."""
        ...


def infer(
    draft: Draft[Difference_co],
    org: str,
    reference_date: date,
    minter: Minter,
    assume_in_force: frozenset[str] = frozenset(),
) -> Difference_co:
    """Rebuild the inferred graph of one organisation (its slug) and return what changed in it.

    ``assume_in_force``: IRIs of documents that are looked at as if adopted and begun, whatever their dates say.
    """
    statements = organisation_statements(draft, org, minter)
    made = inferred(statements, org, reference_date, minter, assume_in_force)
    return draft.replace(minter.inferred_graph(org), made)


def organisation_statements(draft: Graphs, org: str, minter: Minter) -> Iterable[Quad]:
    """Yield what the rules read: the organisation's statements and claims, the class tree and the UN side."""
    for graph in draft.graphs():
        if minter.organisation_of_graph(graph) == org and _holds(graph, minter):
            yield from draft.quads(graph)
    yield from (found for found in draft.quads(minter.ontology_graph) if found.predicate.value == _SUBCLASS)
    yield from draft.quads(minter.sdg_graph)


def inferred(
    quads: Iterable[Quad],
    org: str,
    reference_date: date,
    minter: Minter,
    assume_in_force: frozenset[str] = frozenset(),
) -> tuple[Quad, ...]:
    """Return the inferred statements of one organisation; ``quads`` as ``organisation_statements`` yields them."""
    graph = minter.inferred_graph(org)
    stated = list(quads)
    store = Memory(stated)
    store.add(_notes(stated, assume_in_force, minter))
    values: dict[str, Term] = {"referenceDate": calendar_date(reference_date), "unGraph": NamedNode(minter.sdg_graph)}
    made: set[Quad] = set()
    for _, text in rules():
        made.update(_run(store, text, values, graph))
    return tuple(found for found in made if not found.predicate.value.startswith(_WORKING))


def in_force_documents(engine: QueryEngine, reference_date: date, minter: Minter) -> Mapping[str, frozenset[str]]:
    """Return the documents in force at a date, by organisation (slug); organisations without any are left out."""
    found = engine.table(_DOCUMENT_FACTS)
    store = Memory(
        Quad(subject, predicate, value, NamedNode(_NOTES))
        for subject, predicate, value in found.rows
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value is not None
    )
    values: dict[str, Term] = {"referenceDate": calendar_date(reference_date)}
    for number, text in rules():
        if number in _DOCUMENT_RULES:
            _run(store, text, values, _NOTES)
    by_organisation: dict[str, set[str]] = {}
    for (document,) in store.table(_IN_FORCE).rows:
        if isinstance(document, NamedNode) and (org := minter.organisation_of(document.value)) is not None:
            by_organisation.setdefault(org, set()).add(document.value)
    return {org: frozenset(documents) for org, documents in sorted(by_organisation.items())}


def documents_in_force(draft: Graphs, org: str, minter: Minter) -> frozenset[str]:
    """Return the documents in force of one organisation, as its inferred graph has them."""
    found = (subject_iri(q) for q in draft.quads(minter.inferred_graph(org)) if q.predicate == _STANDS)
    return frozenset(iri for iri in found if iri.removeprefix(f"{minter.organisation(org)}/").count("/") == 0)


def same_documents(engine: QueryEngine, documents: Mapping[str, Iterable[Quad]]) -> bool:
    """Return whether these documents (by IRI: all that will be said in their graphs) leave what is in force alone.

    True only when nothing that ``in_force_documents`` reads of them changes; what is new or gone makes it False.
    """
    wanted = {
        (subject_iri(q), q.predicate.value, q.object)
        for iri, quads in documents.items() for q in quads
        if subject_iri(q) == iri and q.predicate.value in _FACTS
    }  # fmt: skip
    if not documents:
        return True
    held = engine.table(bind(_FACTS_OF, {"documents": [NamedNode(iri) for iri in sorted(documents)]})).rows
    return wanted == {(lexical(document), lexical(name), value) for document, name, value in held}


_STANDS: Final = sg("inForce")
_FACTS: Final = frozenset(
    expand(name)
    for name in ("sg:documentStatus", "sg:adoptedOn", "sg:validFrom", "sg:validTo", "sg:series", "sg:supersedes",
                 "dct:publisher")
)  # fmt: skip
_FACTS_OF: Final = f"""SELECT DISTINCT ?document ?property ?value WHERE {{
  VALUES ?document {{ $documents }} ?document ?property ?value
  FILTER (?property IN ({", ".join(f"<{name}>" for name in sorted(filter(None, _FACTS)))})) }}"""

_DOCUMENT_FACTS: Final = f"""\
PREFIX sg: <{PREFIXES["sg"]}>
PREFIX dct: <{PREFIXES["dct"]}>
SELECT DISTINCT ?document ?property ?value
WHERE {{
  {{ SELECT DISTINCT ?document WHERE {{ ?document sg:documentStatus|sg:adoptedOn|sg:validFrom ?any }} }}
  ?document ?property ?value
  FILTER (?property IN (
    sg:documentStatus, sg:adoptedOn, sg:validFrom, sg:validTo, sg:series, sg:supersedes, dct:publisher
  ))
}}"""

_IN_FORCE: Final = f"SELECT DISTINCT ?document WHERE {{ ?document <{PREFIXES['sg']}inForce> true }}"


@cache
def rules() -> tuple[tuple[int, str], ...]:
    """Return the rules as (number, text), in the order in which they run."""
    files = sorted(resources.rules().glob("*.rq"))
    return tuple((int(file.name.partition("-")[0]), file.read_text(encoding="utf-8")) for file in files)


def _run(store: Memory, text: str, values: Mapping[str, Term], graph: str) -> list[Quad]:
    made = store.construct(bind(text, values), graph)
    store.add(made)
    return made


def _holds(graph: str, minter: Minter) -> str | None:
    """Return the document whose words or claims a graph holds; None for wording notes and provenance."""
    document = minter.document_of_graph(graph)
    if document is None:
        return None
    org, _, edition = document.removeprefix(f"{minter.base}id/").partition("/")
    return document if graph in (minter.graph(org, edition), minter.graph(org, edition, "claims")) else None


def _notes(stated: Iterable[Quad], assumed: frozenset[str], minter: Minter) -> Iterable[Quad]:
    graphs = {found.graph_name.value for found in stated if isinstance(found.graph_name, NamedNode)}
    for graph in graphs:
        document = _holds(graph, minter)
        if document is not None:
            yield quad(graph, NamedNode(f"{_WORKING}holds"), NamedNode(document), _NOTES)
    for document in assumed:
        yield quad(document, NamedNode(f"{_WORKING}assumed"), boolean(value=True), _NOTES)

"""Finds what differs between two releases, an organisation at a time; words come later, in any language."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from styringsgraf import errors
from styringsgraf.compare.archived import Records, Shelf, changed, hashes
from styringsgraf.compare.plans import named
from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.questions import labels
from styringsgraf.questions.changes import Change, compare
from styringsgraf.questions.editions import Same, Stated, same, stated
from styringsgraf.questions.labels import Names
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.terms import lexical

#: How many statements one comparison reads at most, both releases together: some seconds' work.
MOST_STATEMENTS: Final = 2_000_000
_IN_FORCE: Final = (
    f"PREFIX sg: <{SG}>\nPREFIX dct: <{PREFIXES['dct']}>\n"
    "SELECT DISTINCT ?plan WHERE { ?plan dct:publisher ?publisher . ?plan sg:inForce true }"
)
Nodes = Mapping[str, Mapping[str, Stated]]
Lines = Mapping[str, frozenset[bytes]]


@dataclass(frozen=True)
class Sorted:
    """The documents of both releases, sorted by what became of them."""

    added: frozenset[str]
    dropped: frozenset[str]
    changed: frozenset[str]
    kept: frozenset[str]


@dataclass(frozen=True)
class Found:
    """What differs in one organisation's documents, and what everything in it is called on either side.

    ``force``: (in-force or not-in-force, document); ``statements``: changed document → how many came and went.
    """

    organisation: str
    documents: Sorted
    changes: Mapping[str, list[Change]]
    force: tuple[tuple[str, str], ...]
    statements: Mapping[str, tuple[int, int]]
    names: tuple[Names, Names]


def differences(
    store: ReleaseStore, old: Manifest | None, new: Manifest, minter: Minter, organisation: str | None = None
) -> Iterator[Found]:
    """Yield what differs, by organisation. ``old`` None: before the first release.

    A node of a document that both have is the same under the same IRI; among the rest, where a forerunner or a shared
    enduring node says so. That rows of a workbook were moved is no change. Raises TooLarge, Environment.
    """
    parts = list(changed(old, new, minter, organisation))
    count = sum(record.count for _, one, other in parts for record in (*one.values(), *other.values()))
    if count > MOST_STATEMENTS:
        raise errors.TooLarge("compare.too-large", count=count, limit=MOST_STATEMENTS)
    if not parts:
        return
    shelves = Shelf(store, old, minter), Shelf(store, new, minter)
    for name, one, other in parts:
        yield _found(name, shelves, (one, other), minter)


def _found(name: str, shelves: tuple[Shelf, Shelf], records: tuple[Records, Records], minter: Minter) -> Found:
    lines = tuple(shelf.take(name, part) for shelf, part in zip(shelves, records, strict=True))
    was, now = (shelf.memory.engine for shelf in shelves)
    documents = _sort(*records, minter)
    before = _stated(was, documents.changed | documents.dropped)
    after = _stated(now, documents.changed | documents.added)
    changes = {document: _changes(now, before, after, document) for document in sorted({*before, *after})}
    every = {*documents.kept, *documents.changed, *documents.added, *documents.dropped}
    wanted = {*every, *named(chain.from_iterable(changes.values()))}
    return Found(
        name,
        documents,
        changes,
        tuple(_force(was, now, documents)),
        _counts(lines[0], lines[1], documents, minter),
        (labels.fetch(was, wanted, "nb"), labels.fetch(now, wanted, "nb")),
    )


def _sort(old: Records, new: Records, minter: Minter) -> Sorted:
    before, after = (_by_document(hashes(records), minter) for records in (old, new))
    both = before.keys() & after.keys()
    differing = frozenset(document for document in both if before[document] != after[document])
    return Sorted(
        frozenset(after.keys() - before.keys()),
        frozenset(before.keys() - after.keys()),
        differing,
        frozenset(both - differing),
    )


def _by_document(graphs: Mapping[str, str], minter: Minter) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for graph, digest in graphs.items():
        found[minter.document_of_graph(graph) or ""][graph] = digest
    return found


def _stated(engine: QueryEngine, documents: frozenset[str]) -> dict[str, dict[str, Stated]]:
    """Return document → IRI → node."""
    found: dict[str, dict[str, Stated]] = {document: {} for document in documents}
    for iri, node in stated(engine, documents).items():
        found[node.document][iri] = node
    return found


def _changes(engine: QueryEngine, before: Nodes, after: Nodes, document: str) -> list[Change]:
    old, new = before.get(document, {}), after.get(document, {})
    left = old.keys() - new.keys()
    parents = {p for iri in old.keys() & new.keys() for p in old[iri].parents - new[iri].parents}
    chains = same(engine, {*left, *parents}).pairs if old and new else frozenset()
    shared = {
        (iri, other)
        for iri in left
        for other in new.keys() - old.keys()
        if old[iri].enduring and old[iri].enduring == new[other].enduring
    }
    # What has kept its IRI is the same and nothing else; a chain tells of the rest, and of parents in other documents.
    told = {
        (one, other)
        for one, other in chains
        if (one in left and other in new and other not in old) or (one not in old and other not in new)
    }
    return compare(old, new, Same(frozenset(shared | told)))


def _force(old: QueryEngine, new: QueryEngine, documents: Sorted) -> Iterator[tuple[str, str]]:
    """Yield the documents both releases have that took force or lost it, by dates or by decisions."""
    was, now = ({lexical(row[0]) for row in engine.table(_IN_FORCE).rows} for engine in (old, new))
    for change, found in (("in-force", now - was), ("not-in-force", was - now)):
        yield from ((change, document) for document in sorted(found & (documents.kept | documents.changed)))


def _counts(old: Lines, new: Lines, documents: Sorted, minter: Minter) -> Mapping[str, tuple[int, int]]:
    """Return how many statements came and went in each changed document, so that nothing changes unsaid."""
    found = dict.fromkeys(sorted(documents.changed), (0, 0))
    nothing: frozenset[bytes] = frozenset()
    for graph in old.keys() | new.keys():
        document = minter.document_of_graph(graph) or ""
        if document in found:
            before, after = old.get(graph, nothing), new.get(graph, nothing)
            came, went = found[document]
            found[document] = (came + len(after - before), went + len(before - after))
    return found

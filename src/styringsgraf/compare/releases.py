"""Compares two releases: documents that came, went or changed, and in those that changed, node by node."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from styringsgraf.compare.model import Comparison, End, Item
from styringsgraf.compare.plans import named
from styringsgraf.compare.words import Speaker, quoted
from styringsgraf.engine import QueryEngine
from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.questions import labels
from styringsgraf.questions.changes import Change, compare
from styringsgraf.questions.editions import Same, Stated, same, stated
from styringsgraf.questions.labels import Names
from styringsgraf.releases import Manifest, Reader, ReleaseStore
from styringsgraf.terms import lexical
from styringsgraf.texts import pick, text

_IN_FORCE: Final = (
    f"PREFIX sg: <{SG}>\nPREFIX dct: <{PREFIXES['dct']}>\n"
    "SELECT DISTINCT ?plan WHERE { ?plan dct:publisher ?publisher . ?plan sg:inForce true }"
)
#: Graphs that follow from what a document states, or say where in a file it stood: a change there is none of its own.
_ASIDE: Final = ("/provenance", "/wording")

Nodes = Mapping[str, Mapping[str, Stated]]


@dataclass(frozen=True)
class _Sorted:
    """The documents of both releases, sorted by what became of them."""

    added: frozenset[str]
    dropped: frozenset[str]
    changed: frozenset[str]
    kept: frozenset[str]


def compare_releases(store: ReleaseStore, old: Reader, new: Reader, minter: Minter, *, lang: str) -> Comparison:
    """Compare two open releases.

    A node of a document that both have is the same under the same IRI; among the rest, where a forerunner or a shared
    enduring node says so. That rows of a workbook were moved is no change.
    """
    documents = _sort(old.manifest, new.manifest, minter)
    before = _stated(old.engine, documents.changed | documents.dropped)
    after = _stated(new.engine, documents.changed | documents.added)
    changes = {document: _changes(new.engine, before, after, document) for document in sorted(before | after)}
    every = {*documents.kept, *documents.changed, *documents.added, *documents.dropped}
    wanted = {*every, *named(chain.from_iterable(changes.values()))}
    names = (labels.fetch(old.engine, wanted, lang), labels.fetch(new.engine, wanted, lang))
    items = [
        *_whole(documents, changes, names, lang),
        *_force(old.engine, new.engine, documents, names, lang),
        *_statements(store, old.manifest, new.manifest, documents, minter, names, lang),
        *_items(changes, documents, Speaker(*names, lang), names),
    ]
    ends = [End(reader.manifest.id, _release_label(reader.manifest, lang)) for reader in (old, new)]
    return Comparison("releases", ends[0], ends[1], lang, tuple(items), release=new.manifest.id)


def _release_label(manifest: Manifest, lang: str) -> str:
    return pick(text("compare.release", id=manifest.id, date=manifest.reference_date.isoformat()), lang)


def _hashes(manifest: Manifest, minter: Minter) -> Mapping[str, Mapping[str, str]]:
    """Return document → graph → hash, without the graphs that only say something about its statements."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for graph in manifest.graphs:
        document = minter.document_of_graph(graph.name)
        if document is not None and not graph.name.endswith(_ASIDE):
            found[document][graph.name] = graph.sha256
    return found


def _sort(old: Manifest, new: Manifest, minter: Minter) -> _Sorted:
    before, after = _hashes(old, minter), _hashes(new, minter)
    both = before.keys() & after.keys()
    changed = frozenset(document for document in both if before[document] != after[document])
    return _Sorted(
        frozenset(after.keys() - before.keys()),
        frozenset(before.keys() - after.keys()),
        changed,
        frozenset(both - changed),
    )


def _stated(engine: QueryEngine, documents: Iterable[str]) -> dict[str, dict[str, Stated]]:
    """Return document → IRI → node."""
    wanted = frozenset(documents)
    found: dict[str, dict[str, Stated]] = {document: {} for document in wanted}
    for iri, node in stated(engine, wanted).items():
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


def _end(document: str, names: tuple[Names, Names]) -> End:
    """Return a document's name, from the newer release where it has one."""
    newest = names[1] if document in names[1].texts or document in names[1].codes else names[0]
    return End(document, newest.name(document), newest.codes.get(document, ""))


def _whole(
    documents: _Sorted, changes: Mapping[str, list[Change]], names: tuple[Names, Names], lang: str
) -> Iterator[Item]:
    for change, found in (("document-added", documents.added), ("document-dropped", documents.dropped)):
        for document in sorted(found):
            end = _end(document, names)
            count = len(changes.get(document, ()))
            sentence = pick(text(f"compare.{change}", document=quoted("", end.label, lang), count=count), lang)
            before, after = (None, end) if change == "document-added" else (end, None)
            yield Item(change, sentence, before=before, after=after, document=end, details={"nodes": count})


def _force(
    old: QueryEngine, new: QueryEngine, documents: _Sorted, names: tuple[Names, Names], lang: str
) -> Iterator[Item]:
    """Yield the documents both releases have that took force or lost it, by dates or by decisions."""
    was, now = ({lexical(row[0]) for row in engine.table(_IN_FORCE).rows} for engine in (old, new))
    for change, found in (("in-force", now - was), ("not-in-force", was - now)):
        for document in sorted(found & (documents.kept | documents.changed)):
            end = _end(document, names)
            sentence = pick(text(f"compare.{change}", document=quoted("", end.label, lang)), lang)
            yield Item(change, sentence, before=end, after=end, document=end)


def _statements(
    store: ReleaseStore,
    old: Manifest,
    new: Manifest,
    documents: _Sorted,
    minter: Minter,
    names: tuple[Names, Names],
    lang: str,
) -> Iterator[Item]:
    """Yield an item for each document whose statements differ, so that nothing changes unsaid."""
    if not documents.changed:
        return
    added: dict[str, int] = defaultdict(int)
    removed: dict[str, int] = defaultdict(int)
    for graph in store.diff(old.id, new.id, 0):
        document = minter.document_of_graph(graph.graph)
        if document in documents.changed and not graph.graph.endswith(_ASIDE):
            added[document] += graph.added
            removed[document] += graph.removed
    for document in sorted(documents.changed):
        end = _end(document, names)
        counts = {"added": added[document], "removed": removed[document]}
        sentence = pick(text("compare.document-changed", document=quoted("", end.label, lang), **counts), lang)
        yield Item("document-changed", sentence, before=end, after=end, document=end, details=counts)


def _items(
    changes: Mapping[str, list[Change]], documents: _Sorted, speaker: Speaker, names: tuple[Names, Names]
) -> Iterator[Item]:
    for document, found in changes.items():
        end = _end(document, names)
        for change in found:
            yield speaker.item(change, end, whole=document not in documents.changed)

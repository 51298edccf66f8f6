"""Compares two releases: documents that came, went or changed, and in those that changed, node by node, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from styringsgraf.compare.differences import Found, differences
from styringsgraf.compare.model import Comparison, End, Item
from styringsgraf.compare.words import Speaker, quoted
from styringsgraf.namespaces import Minter
from styringsgraf.questions.labels import Names
from styringsgraf.releases import Manifest, ReleaseStore
from styringsgraf.texts import pick, text
from styringsgraf.texts.written import day


def compare_releases(
    store: ReleaseStore, old: Manifest, new: Manifest, minter: Minter, *, lang: str, organisation: str | None = None
) -> Comparison:
    """Compare two releases, or what one organisation stated in them, read from the archive.

    Raises TooLarge when too much differs to be read at once, Environment when the archive is incomplete.
    """
    told = [Told.of(found, lang) for found in differences(store, old, new, minter, organisation)]
    items = [
        *(item for one in told for item in one.whole if item.change == "document-added"),
        *(item for one in told for item in one.whole if item.change != "document-added"),
        *(item for one in told for item in one.force),
        *(item for one in told for item in one.statements),
        *(item for one in told for item in one.nodes),
    ]
    ends = [End(manifest.id, _release_label(manifest, lang)) for manifest in (old, new)]
    remarks: tuple[str, ...] = ()
    if new.sequence < old.sequence:
        remarks = (pick(text("compare.backwards-releases", old=old.id, new=new.id), lang),)
    return Comparison("releases", ends[0], ends[1], lang, tuple(items), remarks, release=new.id)


def _release_label(manifest: Manifest, lang: str) -> str:
    return pick(text("compare.release", id=manifest.id, date=day(manifest.reference_date, lang)), lang)


@dataclass(frozen=True)
class Told:
    """What differs in one organisation, in words: whole documents, force, numbers of statements, nodes."""

    whole: tuple[Item, ...]
    force: tuple[Item, ...]
    statements: tuple[Item, ...]
    nodes: tuple[Item, ...]

    @classmethod
    def of(cls, found: Found, lang: str) -> "Told":
        """Word what was found."""
        names = (replace(found.names[0], lang=lang), replace(found.names[1], lang=lang))
        return cls(
            tuple(_whole(found, names, lang)),
            tuple(_force(found, names, lang)),
            tuple(_statements(found, names, lang)),
            tuple(_nodes(found, names, lang)),
        )

    @property
    def items(self) -> tuple[Item, ...]:
        """All of it, in that order."""
        return (*self.whole, *self.force, *self.statements, *self.nodes)


def _end(document: str, names: tuple[Names, Names]) -> End:
    """Return a document's name, from the newer release where it has one."""
    newest = names[1] if document in names[1].texts or document in names[1].codes else names[0]
    return End(document, newest.name(document), newest.codes.get(document, ""))


def _whole(found: Found, names: tuple[Names, Names], lang: str) -> Iterator[Item]:
    for change, documents in (("document-added", found.documents.added), ("document-dropped", found.documents.dropped)):
        for document in sorted(documents):
            end = _end(document, names)
            count = len(found.changes.get(document, ()))
            sentence = pick(text(f"compare.{change}", document=quoted("", end.label, lang), count=count), lang)
            before, after = (None, end) if change == "document-added" else (end, None)
            yield Item(change, sentence, before=before, after=after, document=end, details={"nodes": count})


def _force(found: Found, names: tuple[Names, Names], lang: str) -> Iterator[Item]:
    for change, document in found.force:
        end = _end(document, names)
        sentence = pick(text(f"compare.{change}", document=quoted("", end.label, lang)), lang)
        yield Item(change, sentence, before=end, after=end, document=end)


def _statements(found: Found, names: tuple[Names, Names], lang: str) -> Iterator[Item]:
    """Yield an item for each document whose statements differ, so that nothing changes unsaid."""
    for document, (added, removed) in found.statements.items():
        end = _end(document, names)
        counts = {"added": added, "removed": removed}
        sentence = pick(text("compare.document-changed", document=quoted("", end.label, lang), **counts), lang)
        yield Item("document-changed", sentence, before=end, after=end, document=end, details=counts)


def _nodes(found: Found, names: tuple[Names, Names], lang: str) -> Iterator[Item]:
    speaker = Speaker(*names, lang)
    for document, changes in found.changes.items():
        end = _end(document, names)
        for change in changes:
            yield speaker.item(change, end, whole=document not in found.documents.changed)

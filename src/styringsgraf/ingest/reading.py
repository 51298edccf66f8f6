"""One file in, documents and findings out: the whole import of one file, in order."""

import hashlib
from typing import Final

from styringsgraf.errors import InputError
from styringsgraf.ingest.build import build
from styringsgraf.ingest.context import Context
from styringsgraf.ingest.fields import FieldReader
from styringsgraf.ingest.findings import Findings
from styringsgraf.ingest.mapping import Mapping, shipped
from styringsgraf.ingest.model import Book, Imported, ImportedDocument, Known
from styringsgraf.ingest.sheets import assign, match
from styringsgraf.ingest.words import WordList
from styringsgraf.ingest.workbook import open_book
from styringsgraf.namespaces import Minter, clean
from styringsgraf.sdg import sdg_codes
from styringsgraf.settings import Settings, settings

#: Findings on sheets that were left out.
_UNREAD: Final = frozenset({"SG-I06", "SG-I27"})


def read(
    content: bytes,
    name: str,
    mapping: Mapping | None,
    minter: Minter,
    known: Known,
    limits: Settings | None = None,
) -> Imported:
    """Read one workbook or CSV.

    ``mapping`` None: the shipped mapping that fits best. Raises ``InputError`` or ``TooLarge`` when nothing of the file
    can be used; everything smaller is a finding with its cell.
    """
    sink = Findings(name)
    book = open_book(content, name, limits or settings(), sink)
    chosen = mapping or guess(book)
    matched = match(book, chosen, sink)
    if not matched:
        raise _nothing_fits(book, (chosen,))
    lists = {list_name: WordList.of(list_name, entries) for list_name, entries in chosen.lists.items()}
    context = Context(minter, known, sink, sdg_codes())
    build(matched, chosen, context, FieldReader(sink, lists, context.sdg), name)
    _report_hollow(context)
    digest = hashlib.sha256(content).hexdigest()
    documents = tuple(
        ImportedDocument(d.iri, d.organisation, d.edition, d.graph, d.quads(), name, digest, chosen.name)
        for d in context.documents.values()
    )
    return Imported(documents, sink.all())


def _report_hollow(context: Context) -> None:
    """Report documents that nothing was read for although there were sheets: a mapping for another kind of file."""
    unread = any(finding.rule in _UNREAD for finding in context.sink.found)
    for document in context.documents.values() if unread else ():
        if not any(iri.startswith(f"{document.iri}/") for iri in context.nodes):
            words = {"edition": document.edition}
            context.sink.add("SG-I27", "document_hollow", focus=document.iri, value=document.edition, words=words)


def guess(book: Book) -> Mapping:
    """Return the shipped mapping that binds most columns of a book; raises ``InputError`` when none binds any."""
    scores = [(_score(book, mapping), len(mapping.sheets), mapping) for mapping in shipped()]
    best = max(scores, key=lambda entry: entry[:2], default=None)
    if best is None or best[0] == 0:
        raise _nothing_fits(book, shipped())
    return best[2]


def _score(book: Book, mapping: Mapping) -> int:
    return sum(len(found.bound) for sheet, found, _ in assign(book, mapping) if not sheet.hidden)


def _nothing_fits(book: Book, mappings: tuple[Mapping, ...]) -> InputError:
    seen = []
    for sheet in book.sheets:
        first = next((row for row in sheet.rows() if not row.empty), None)
        headings = [clean(str(value)) for value in first.values if value != ""] if first else []
        seen.append(f"{sheet.name} ({', '.join(headings[:6]) or '–'})")
    wanted = "; ".join(f"{m.name}: {', '.join(s.names[0] for s in m.sheets)}" for m in mappings)
    return InputError("ingest.no_mapping_fits", file=book.name, seen="; ".join(seen[:6]) or "–", expected=wanted)

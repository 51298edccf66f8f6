"""Files in, documents and findings out: every file read with its mapping, after the files it refers to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from styringsgraf import errors
from styringsgraf.engine import Table
from styringsgraf.ingest import Imported, read, read_statements
from styringsgraf.ingest.model import ImportedDocument
from styringsgraf.namespaces import Minter
from styringsgraf.pipeline.conflicts import conflicting_observations
from styringsgraf.pipeline.editions import between_editions
from styringsgraf.pipeline.inputs import InputFile
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.owners import owners
from styringsgraf.pipeline.progress import Progress
from styringsgraf.quality.accepted import Accepted
from styringsgraf.quality.report import Finding, identity
from styringsgraf.quality.wording import annotations
from styringsgraf.terms import sg

_ANNOTATES: Final = sg("annotates")
#: What is found where something refers to a node that neither the file nor anything read before it holds.
_UNKNOWN: Final = ("SG-E01", "SG-E03")


@dataclass(frozen=True)
class Gathered:
    """All documents of a batch, in the order they were read, and what the import found."""

    documents: tuple[ImportedDocument, ...]
    findings: tuple[Finding, ...]

    @property
    def by_organisation(self) -> dict[str, tuple[ImportedDocument, ...]]:
        """The documents of each organisation (slug), in order."""
        slugs = sorted({document.organisation for document in self.documents})
        return {slug: tuple(d for d in self.documents if d.organisation == slug) for slug in slugs}


def gather(files: Iterable[InputFile], minter: Minter, known: ReleaseKnown, progress: Progress) -> Gathered:
    """Read files, each after those it refers to, else in the order given. Raises InputError for one not readable."""
    documents: dict[str, ImportedDocument] = {}
    findings: list[Finding] = []
    for imported in _in_order(tuple(files), lambda file: _read(file, minter, known), progress):
        findings += imported.findings
        for document in imported.documents:
            if document.iri in documents:
                first = documents[document.iri].file
                raise errors.InputError(
                    "pipeline.same-document-twice", document=document.iri, first=first, second=document.file
                )
            documents[document.iri] = document
            known.add(document)
    batch = tuple(documents.values())
    return Gathered(batch, (*findings, *compared(batch, known.table, minter)))


def _in_order(
    files: tuple[InputFile, ...], reading: Callable[[InputFile], Imported], progress: Progress
) -> Iterator[Imported]:
    """Yield what each file was read as; one that refers to what is not known yet waits until others have been read.

    When all that are left wait, the rest is read in the order given: what they refer to is nowhere.
    """
    left, waits = files, len(files) > 1
    while left:
        behind = []
        for file in left:
            if left is files:
                progress.say("pipeline.reading", name=file.name)
            imported = reading(file)
            if waits and any(finding.rule in _UNKNOWN for finding in imported.findings):
                behind.append(file)
            else:
                yield imported
        waits = len(behind) < len(left)
        left = tuple(behind)


def compared(
    documents: tuple[ImportedDocument, ...], table: Callable[[str], Table] | None, minter: Minter
) -> tuple[Finding, ...]:
    """Return what shows only when documents are held against each other and the release (``table``)."""
    rules = (conflicting_observations, between_editions, owners)
    return tuple(finding for between in rules for finding in between(table, documents, minter))


def _read(file: InputFile, minter: Minter, known: ReleaseKnown) -> Imported:
    if file.syntax is not None:
        stated = read_statements(file.content, file.name, file.syntax, minter)
        return replace(stated, documents=tuple(annotated(document, minter) for document in stated.documents))
    imported = read(file.content, file.name, file.mapping, minter, known)
    return replace(imported, documents=tuple(annotated(document, minter) for document in imported.documents))


def annotated(document: ImportedDocument, minter: Minter) -> ImportedDocument:
    """Return a document with what its wordings read as, in a graph of its own; the same text gives the same graph.

    Statements that come as RDF may bring judgements: those stand, and one of an older text is SG-B00. Only nodes that
    were not judged at all are judged here.
    """
    graph = minter.graph(document.organisation, document.edition, "wording")
    brought = {one.object for quads in document.graphs.values() for one in quads if one.predicate == _ANNOTATES}
    stated = [one for one in document.graphs.get(document.graph, ()) if one.subject not in brought]
    made = (*document.graphs.get(graph, ()), *annotations(stated, minter, graph))
    return replace(document, graphs={**document.graphs, graph: made}) if made else document


def concerns_of(gathered: Gathered, given: Iterable[Accepted] = ()) -> Callable[[Accepted], bool]:
    """Return a test for accepted findings that this batch can say anything about.

    Those are the ones on its documents, and of those without a focus node the ones ``given`` with this batch. Other
    plans of the organisation need not have been checked: they may be out of force by now.
    """
    documents = tuple(f"{document.iri}/" for document in gathered.documents)
    unnamed = {identity(entry) for entry in given if entry.focus_node is None}
    return lambda entry: f"{entry.focus_node or ''}/".startswith(documents) or identity(entry) in unnamed

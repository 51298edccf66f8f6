"""Finds what to write in a cell so that the import reads exactly this node out of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from styringsgraf.export.stated import NOTATION, TITLE, Lookup, Stated
from styringsgraf.ingest import codes
from styringsgraf.ingest.context import Context, DocumentGraphs
from styringsgraf.ingest.findings import Findings, Place
from styringsgraf.ingest.references import ENDURING, resolve
from styringsgraf.namespaces import KINDS, Minter, sdg_code_of, slug
from styringsgraf.sdg import sdg_codes
from styringsgraf.terms import A, sg

_ENDURING_KINDS: Final = frozenset(KINDS[kind] for kind in ENDURING)
_NAMED: Final = tuple((kind, sg(kind)) for kind in (*ENDURING, "Municipality"))


class Namer:
    """Names nodes by trying: a name counts only when the import's own resolver finds the node by it."""

    def __init__(self, documents: Sequence[Stated], lookup: Lookup, minter: Minter) -> None:
        self.lookup = lookup
        self.minter = minter
        self._context = Context(minter, lookup, Findings("export"), sdg_codes())
        self._tried: dict[tuple[str, tuple[str, ...], str], str | None] = {}
        self._notations: dict[str, str] = {}
        for document in documents:
            self._context.documents[document.iri] = self._graphs(document)
            for node in document.facts:
                self._learn(node, document)

    def name(self, iri: str, targets: tuple[str, ...], document: Stated) -> str | None:
        """Return the shortest text that a cell of these targets in this document resolves to the node; or None."""
        key = (iri, targets, document.iri)
        if key not in self._tried:
            graphs = self._context.documents[document.iri]
            self._tried[key] = next(
                (text for text in self._candidates(iri, document)
                 if codes.split(text) == (text,) and resolve(text, targets, graphs, self._context).iri == iri),
                None,
            )  # fmt: skip
        return self._tried[key]

    def _graphs(self, document: Stated) -> DocumentGraphs:
        return DocumentGraphs.of(document.organisation, document.edition, self.minter)

    def _learn(self, node: str, document: Stated) -> None:
        self._context.nodes[node] = Place()
        if (notation := document.text(node, NOTATION)) is not None:
            self._notations[node] = notation
        types = document.values(node, A)
        for kind, iri in _NAMED:
            if iri in types:
                for title in document.values(node, TITLE):
                    self._context.named[f"{document.organisation}/{kind}/{slug(title.value)}"] = node

    def _candidates(self, iri: str, document: Stated) -> Iterator[str]:
        if self.minter.is_un(iri):
            yield sdg_code_of(iri)
            yield f"SDG {sdg_code_of(iri)}"
            return
        *above, last = iri.removeprefix(f"{self.minter.base}id/").split("/")
        code = self._notations.get(iri, last)
        if iri.startswith(f"{document.iri}/") or len(above) < 2 or above[1] in _ENDURING_KINDS:  # noqa: PLR2004 - org/edition
            yield from (code, last)
        if above:
            org, edition = above[0], above[1] if len(above) > 1 else last
            local = "" if len(above) == 1 else f":{last}"
            if len(above) == 1:
                yield f"{org}/{edition}"
            else:
                yield from (f"{edition}{local}", f"{org}/{edition}{local}")
        yield iri

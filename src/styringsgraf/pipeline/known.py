"""What a release already holds, asked node by node: the import needs it to follow references and forerunners."""

from collections.abc import Callable
from typing import Final

from styringsgraf.engine import Table
from styringsgraf.ingest.model import ImportedDocument, MemoryKnown
from styringsgraf.questions.binding import bind
from styringsgraf.terms import NamedNode

_EXISTS: Final = "SELECT ?property WHERE { $node ?property ?value } LIMIT 1"
_ENDURING: Final = "SELECT ?thing WHERE { $node <http://purl.org/dc/terms/isVersionOf> ?thing } LIMIT 1"


class ReleaseKnown:
    """Earlier files of the batch first, then the release; ``table`` runs a SELECT over it (None = no release)."""

    def __init__(self, table: Callable[[str], Table] | None) -> None:
        self.table = table
        self._batch = MemoryKnown()

    def add(self, document: ImportedDocument) -> None:
        """Let later files of the batch link to this document."""
        self._batch.add(document)

    def enduring_of(self, edition_iri: str) -> str | None:
        """Return the enduring node of an edition node, or None when the edition node is unknown."""
        return self._batch.enduring_of(edition_iri) or self._ask(_ENDURING, edition_iri)

    def exists(self, iri: str) -> bool:
        """Tell whether some graph describes this node."""
        return self._batch.exists(iri) or self._ask(_EXISTS, iri) is not None

    def _ask(self, query: str, iri: str) -> str | None:
        if self.table is None:
            return None
        rows = self.table(bind(query, {"node": NamedNode(iri)})).rows
        value = rows[0][0] if rows else None
        return value.value if value is not None else None

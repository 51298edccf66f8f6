"""From a workbook or an RDF file to quads: rows typed by a mapping file, or statements as they are, in named graphs."""

from styringsgraf.ingest.model import Imported, ImportedDocument, Known, MemoryKnown
from styringsgraf.ingest.reading import read
from styringsgraf.ingest.statements import read_statements

__all__ = ["Imported", "ImportedDocument", "Known", "MemoryKnown", "read", "read_statements"]

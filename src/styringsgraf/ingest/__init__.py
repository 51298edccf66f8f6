"""From a workbook to quads: rows with addresses, typed by a mapping file, built into named graphs."""

from styringsgraf.ingest.model import Imported, ImportedDocument, Known, MemoryKnown
from styringsgraf.ingest.reading import read

__all__ = ["Imported", "ImportedDocument", "Known", "MemoryKnown", "read"]

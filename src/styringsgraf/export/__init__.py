"""From the graph back to workbooks: a document's statements as rows of the template, read again and compared."""

from styringsgraf.export.find import ReleaseLookup, documents
from styringsgraf.export.stated import Lookup, Stated
from styringsgraf.export.workbook import Export, Written, export

__all__ = ["Export", "Lookup", "ReleaseLookup", "Stated", "Written", "documents", "export"]

"""Search over labels and statements: an SQLite FTS5 index beside each release, and the one who asks it."""

from styringsgraf.search.find import Finder
from styringsgraf.search.index import NAME, SearchIndex

__all__ = ["NAME", "Finder", "SearchIndex"]

"""Search over labels and statements: an SQLite FTS5 index beside each release, and the one who asks it."""

from styringsgraf.search.find import Finder
from styringsgraf.search.index import NAME, SearchIndex
from styringsgraf.search.lending import Lender, companions, finder
from styringsgraf.search.parts import NAMES

__all__ = ["NAME", "NAMES", "Finder", "Lender", "SearchIndex", "companions", "finder"]

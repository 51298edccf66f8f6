"""The files of an index as releases keep them, and the one who asks those of a release."""

from functools import partial
from pathlib import Path
from typing import Protocol

from styringsgraf.namespaces import Minter
from styringsgraf.search.find import Finder
from styringsgraf.search.index import SearchIndex
from styringsgraf.search.parts import PARTS, names


class Lender(Protocol):
    """Says where a file beside a release lies, by its name (fits ``releases.Reader.companion``)."""

    def __call__(self, name: str, *, renew: bool = False) -> Path: ...  # noqa: D102 - the class says it


def companions(minter: Minter) -> tuple[SearchIndex, ...]:
    """Return the companions of a release that make up its index."""
    return tuple(SearchIndex(minter, number) for number in range(PARTS))


def finder(companion: Lender, graphs: int) -> Finder:
    """Return who asks the index of a release of so many graphs."""
    return Finder(*(partial(companion, name) for name in names(graphs)))

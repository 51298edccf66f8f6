"""Which file of the index holds what: one for small graphs, several by organisation for a country.

A publish then copies and changes the files of the organisations it touches; the others are the same files as before
under another name. With one file, each publish of one plan among 357 municipalities copied 370 MB.
"""

from collections.abc import Mapping
from typing import Final
from zlib import crc32

#: Files of a large index, and from how many graphs on an index is large. Below, words are weighed over everything at
#: once; beyond, each file has statements enough for weights of its own.
PARTS: Final = 16
LARGE: Final = 1_000

#: The first has the name of an undivided index.
NAMES: Final = ("search.sqlite", *(f"search-{number:02}.sqlite" for number in range(1, PARTS)))


def names(graphs: int) -> tuple[str, ...]:
    """Return the names of the files that hold something of an index over so many graphs."""
    return NAMES if graphs > LARGE else NAMES[:1]


def of_part(graphs: Mapping[str, str], number: int, prefix: str) -> dict[str, str]:
    """Return the graphs (name → hash) that one file holds; ``prefix`` is what the names of graphs begin with.

    What an organisation states lies in one file, with what is inferred from it.
    """
    among = len(names(len(graphs)))
    if among == 1:
        return dict(graphs) if number == 0 else {}
    start = len(prefix)
    return {
        name: digest
        for name, digest in graphs.items()
        if crc32(name[start:].partition("/")[0].encode()) % among == number
    }

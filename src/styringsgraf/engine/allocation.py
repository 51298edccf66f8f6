"""Keeps the C library from holding memory apart for every thread: the engine reads in all of a server's threads.

Each arena keeps what its threads have given back. Measured with 357 municipalities after a round of threads: 528 MB
resident with as many arenas as there are threads, 440 MB with two, 400 MB with one, at the same speed.
"""

import ctypes
import sys
from typing import Final

#: From <malloc.h> of the GNU C library.
_M_ARENA_MAX: Final = -8
ARENAS: Final = 1


def few_arenas() -> bool:
    """Bound the arenas of this process; False where the C library has none. Call before threads are started."""
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS))
    except (OSError, AttributeError):  # another C library
        return False

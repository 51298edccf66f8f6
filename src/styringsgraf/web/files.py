"""How many connections one process may hold: files are for stores, too, so connections get half of what it may open."""

import resource
from functools import cache
from typing import Final

_WANTED: Final = 16_384


@cache
def connections_allowed() -> int:
    """Raise the process's limit of open files as far as is sensible and return how many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return _WANTED // 2 if soft == resource.RLIM_INFINITY else soft // 2

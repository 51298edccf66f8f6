"""What has been worked out of a release once and holds for as long as it is open: releases never change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar

from styringsgraf.engine import QueryEngine

T = TypeVar("T")

#: How much is kept; the least recently used goes first. One municipality's thread takes about 160 kB: so many that all
#: municipalities of a country find room.
_MOST: Final = 512


class Memo:
    """A bounded store of results, safe to use from several threads. ``fits``: whether a result may take room in it."""

    def __init__(self, most: int = _MOST, fits: Callable[[Any], bool] = lambda _: True) -> None:
        self._most = most
        self._fits = fits
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` made for a key. Two threads may both make it; what they make is the same."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: T = self._kept[key]
                return kept
        made = make()
        if not self._fits(made):
            return made
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


def remembered(engine: QueryEngine, key: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` works out, from memory where the engine shows one release only and so has a memory."""
    memo = getattr(engine, "memo", None)
    return memo.get(key, make) if isinstance(memo, Memo) else make()

"""Ready answers in memory: bytes by key, the least recently asked for leave first, and a limit in bytes."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

Headers = list[tuple[bytes, bytes]]
#: What an entry takes besides its body and headers, about: objects, the key, its place.
_OVERHEAD: Final = 2_000
#: No single answer gets more than this part of the room: it would push out everything else.
_SHARE: Final = 4


@dataclass(frozen=True)
class Ready:
    """A good answer (200) as it goes out, plain and, once somebody took it so and where it is shorter, packed."""

    headers: Headers
    body: bytes
    packed: bytes | None = None
    tried: bool = False

    @property
    def size(self) -> int:
        """What it takes, bytes."""
        return len(self.body) + len(self.packed or b"") + _OVERHEAD


class Room:
    """A least-recently-used cache bounded in bytes. Used by one thread, the event loop's."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[object, Ready] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: object) -> Ready | None:
        """Return an entry and make it the youngest."""
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, key: object, ready: Ready) -> None:
        """Keep an entry; the oldest leave until there is room. What is too large alone is not kept."""
        if ready.size * _SHARE > self._limit:
            return
        before = self._entries.pop(key, None)
        self.size += ready.size - (before.size if before else 0)
        self._entries[key] = ready
        while self.size > self._limit:
            _, oldest = self._entries.popitem(last=False)
            self.size -= oldest.size

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.size = 0

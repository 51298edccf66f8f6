"""Ready answers in memory: bytes by key, the least recently asked for leave first, and a limit in bytes.

Large answers lie there deflated: tables of paths shrink to a tenth and less, so ten times as many are ready. Undoing it
takes a tenth of a millisecond for 168 kB.
"""

import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

Headers = list[tuple[bytes, bytes]]
#: What an entry takes besides its body and headers, about: objects, the key, its place.
_OVERHEAD: Final = 2_000
#: No single answer gets more than this part of the room: it would push out everything else.
_SHARE: Final = 4
#: Bodies of so many bytes are deflated: shorter ones take little room, and a longer one would hold up the event loop.
_DEFLATED: Final = range(8_000, 1_000_000)
#: The fastest level: the rest of the gain is small. What does not shrink to this part is left as it is.
_LEVEL: Final = 1
_WORTH: Final = 2


@dataclass(frozen=True)
class Ready:
    """A good answer (200) as it goes out, plain and, once somebody took it so and where it is shorter, packed."""

    headers: Headers
    held: bytes
    deflated: bool = False
    packed: bytes | None = None
    tried: bool = False

    @classmethod
    def of(cls, headers: Headers, body: bytes) -> "Ready":
        """Return an answer with this body, deflated where that is worth it."""
        if len(body) in _DEFLATED:
            held = zlib.compress(body, _LEVEL)
            if len(held) * _WORTH <= len(body):
                return cls(headers, held, deflated=True)
        return cls(headers, body)

    @property
    def body(self) -> bytes:
        """The plain body."""
        return zlib.decompress(self.held) if self.deflated else self.held

    @property
    def size(self) -> int:
        """What it takes, bytes."""
        return len(self.held) + len(self.packed or b"") + _OVERHEAD


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

"""Content coding: what Accept-Encoding allows (RFC 9110, 12.5.3), and gzip for what it makes shorter."""

import gzip
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyio import CapacityLimiter, to_thread

#: Below this, packing saves less than its own header and a segment's rest.
SMALLEST: Final = 1_000
#: Larger answers go out as they are: packing them would take seconds of a core that others need.
LARGEST: Final = 8_000_000
#: Above this, packing takes longer than the event loop should stand still.
_ASIDE: Final = 16_000
_LEVEL: Final = 5
#: Media types that shrink. Workbooks and pictures of points are packed already.
_SHRINKING: Final = ("text/", "+json", "+xml", "/json", "/xml", "/n-triples", "/n-quads", "/trig", "javascript")


@dataclass(frozen=True)
class Codings:
    """What a reader takes. Identity is always what they get when nothing else is possible."""

    gzip: bool
    identity: bool


@lru_cache(256)
def codings(header: str | None) -> Codings:
    """Return whether gzip is preferred or equal to the plain form, and whether the plain form is welcome."""
    if header is None:
        return Codings(gzip=False, identity=True)
    wishes: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        wishes[name.strip().replace("x-gzip", "gzip")] = _quality(weight)
    packed = wishes.get("gzip", wishes.get("*", 0.0))
    plain = wishes.get("identity", 0.0 if wishes.get("*") == 0 else None)
    return Codings(gzip=packed > 0 and packed >= (plain or 0), identity=plain != 0)


def _quality(weight: str) -> float:
    name, equals, value = weight.partition("=")
    if not equals or name.strip() != "q":
        return 1.0
    try:
        number = float(value)
    except ValueError:
        return 0.0
    return number if 0 <= number <= 1 else 0.0


def shrinks(content_type: str) -> bool:
    """Return whether gzip makes much of this media type."""
    media = content_type.partition(";")[0].strip().lower()
    return any(mark in media for mark in _SHRINKING)


class Packer:
    """Packs bodies; large ones in a thread, one at a time, so that questions keep theirs."""

    def __init__(self) -> None:
        self._one = CapacityLimiter(1)

    async def pack(self, content_type: str, body: bytes) -> bytes | None:
        """Return the body in gzip, None where that is not worth it. The same body gives the same bytes."""
        if not (SMALLEST <= len(body) <= LARGEST and shrinks(content_type)):
            return None
        packed = _packed(body) if len(body) < _ASIDE else await to_thread.run_sync(_packed, body, limiter=self._one)
        return packed if len(packed) < len(body) else None


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)

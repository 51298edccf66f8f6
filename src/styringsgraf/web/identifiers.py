"""Our IRIs in addresses: from a path to the IRI it means, in one spelling, and back."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from styringsgraf import errors
from styringsgraf.formats import LINKED, Format
from styringsgraf.namespaces import KINDS, RESERVED_EDITIONS, Minter
from styringsgraf.web.parameters import shortened

#: What stands in an address as it is; everything else is written with per cent signs.
SAFE: Final = "/:@!$&'()*+,;=~-._"
#: What no IRI of ours holds, however it is written: an address with it can only be a slip.
_NEVER: Final = re.compile('[\x00-\x20\x7f<>"{}|^`\\\\\ufffd]')
#: Second steps of an organisation's IRIs that are no document's.
_OF_ORGANISATIONS: Final = RESERVED_EDITIONS | {"change", "number"}
_SUFFIXES: Final = {one.name: one for one in LINKED}


@dataclass(frozen=True)
class Identified:
    """A path below /id or /doc, in its canonical spelling, and the readings it has: (path, representation)."""

    path: str
    readings: tuple[tuple[str, Format | None], ...]


def identified(path: str, root: str) -> Identified:
    """Return what a path means. ``root``: /id or /doc, for the sentence.

    The path as it stands goes first: a code may end like a suffix. Raises NotFound for a path that can name nothing.
    """
    if "%" in path:
        given, once = shortened(f"{root}/{path}"), shortened(f"{root}/{quote(unquote(path), safe=SAFE)}")
        raise errors.NotFound("resource.encoded-twice", path=given, once=once)
    canonical = unicodedata.normalize("NFC", path).strip("/")
    if not canonical or _NEVER.search(canonical) or "//" in canonical:
        raise errors.NotFound("resource.no-name", path=shortened(f"{root}/{path}"))
    readings: list[tuple[str, Format | None]] = [(canonical, None)]
    stem, _, suffix = canonical.rpartition(".")
    if suffix in _SUFFIXES and stem and not stem.endswith("/"):
        readings.append((stem, _SUFFIXES[suffix]))
    return Identified(canonical, tuple(readings))


def iri_of(path: str, base: str) -> str:
    """Return the IRI that a canonical path below /id or /doc names."""
    return f"{base}id/{path}"


def path_of(iri: str, base: str) -> str | None:
    """Return the path below /id or /doc of one of our IRIs, percent-encoded; None for another."""
    start = f"{base}id/"
    return quote(iri.removeprefix(start), safe=SAFE) if iri.startswith(start) and iri != start else None


def graphs_of(iri: str, minter: Minter) -> "MayHold":
    """Return which graphs may ever have said something of one of our IRIs, by its form."""
    parts = iri.removeprefix(f"{minter.base}id/").split("/")
    start = f"{minter.base}graph/{parts[0]}/"
    if parts[0] == "sdg":
        return MayHold((minter.sdg_graph,), ())
    if len(parts) > 1 and parts[1] == "quality":
        return MayHold((minter.quality_graph(parts[0]),), ())
    if len(parts) > 1 and parts[1] not in RESERVED_EDITIONS:
        document = f"{start}{parts[1]}"
        return MayHold((document,), (f"{document}/",))
    return MayHold((), (start,), tuple(f"/{name}" for name in ("inferred", "quality", "wording", "provenance")))


@dataclass(frozen=True)
class MayHold:
    """A test on names of graphs: these, or those that begin so and do not end so."""

    names: Sequence[str]
    starts: tuple[str, ...]
    without: tuple[str, ...] = ()

    def __call__(self, graph: str) -> bool:
        """Tell whether a graph is worth looking into."""
        if graph in self.names:
            return True
        return graph.startswith(self.starts) and not graph.endswith(self.without)


def kind_of(path: str) -> str | None:
    """Return the local name of the class whose nodes lie under such a path: 'asker/sub-goal/x' → 'SubGoal'."""
    steps = path.split("/")
    return next((name for name, kind in KINDS.items() for step in steps[1:-1] if step == kind), None)

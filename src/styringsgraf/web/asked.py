"""What a GET request asks, in one spelling: two requests with the same key get the same bytes of the same release."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from starlette.types import Scope

from styringsgraf import errors
from styringsgraf.releases.watch import Sighting
from styringsgraf.web import etag
from styringsgraf.web.addresses import Address, Kept
from styringsgraf.web.language import asked_language
from styringsgraf.web.parameters import wanted_format

#: Queries whose answer is another one each time, or may be: no tag for them, rather one too few than a wrong one.
_MOODY: Final = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\b|\\u", re.IGNORECASE)
_BUILDS: Final = re.compile(r"\b(?:construct|describe)\b", re.IGNORECASE)
_FRESH_NODES: Final = re.compile(r"_:|\[")
#: Pages of releases that are named by their whole ids.
_LASTING: Final = frozenset({"/ldes/{release}", "/ldes/{release}/{organisation}/{number}"})
#: Requests longer than this are not remembered by their spelling.
_LONG: Final = 4_096
_REMEMBERED: Final = 10_000


@dataclass
class Asked:
    """One question to an address, whatever its spelling."""

    kept: Kept
    key: tuple[str, ...]
    query: bytes  # what the application is asked: the same for all spellings
    negotiated: str  # what the answer varies by
    immutable: bool
    #: The headers of a 304 by tag, of the release last asked about.
    unchanged: dict[str, list[tuple[bytes, bytes]]] = field(default_factory=dict)
    _tag: tuple[Sighting | None, str] = field(default=(None, ""))

    def tag(self, seen: Sighting, build: str) -> str:
        """Return the tag of the answer from a release; worked out once a release."""
        if self._tag[0] is not seen:
            self.unchanged.clear()
            self._tag = (seen, etag.made(seen.release, seen.mark, build, *self.key))
        return self._tag[1]


class Reading:
    """Reads requests, and remembers the spellings it has read."""

    def __init__(self) -> None:
        self._known: dict[tuple[bytes | str | None, ...], Asked | None] = {}

    def read(self, scope: Scope, path: str, address: Address, headers: dict[bytes, bytes]) -> Asked | None:
        """Return what is asked; None where the application must say what is wrong with it, or nothing is kept."""
        if address.kept == "none":
            return None
        accept, language = headers.get(b"accept"), headers.get(b"accept-language")
        spelling = (path, scope["query_string"], accept, language)
        if spelling in self._known:
            return self._known[spelling]
        asked = _kept(scope, path, address) if address.kept == "bytes" else _tagged(scope, path, headers)
        if len(path) + len(scope["query_string"]) + len(accept or b"") + len(language or b"") <= _LONG:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[spelling] = asked
        return asked


def _kept(scope: Scope, path: str, address: Address) -> Asked | None:
    """Settle format and language just as the application will, and give the other parameters one order."""
    pairs = sorted(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True), key=_name)
    if len(dict(pairs)) != len(pairs):
        return None  # given twice: that is for the application to refuse
    request = Request(scope)
    try:
        form = wanted_format(request, address.offered).name if address.offered else ""
        language = asked_language(request) if address.localised else ""
    except errors.StyringsgrafError:
        return None
    own = [pair for pair in pairs if not _settled(pair[0], address)]
    negotiated = ", ".join(
        name for name, on in (("Accept", address.offered), ("Accept-Language", address.localised)) if on
    )
    key = (path, urlencode(own, errors="surrogatepass"), form, language)
    release = address.template.endswith("/releases/{release}") and path.rpartition("/")[2].count("-") == 1
    immutable = release or address.template in _LASTING
    return Asked("bytes", key, urlencode(pairs, errors="surrogatepass").encode(), negotiated, immutable)


def _name(pair: tuple[str, str]) -> str:
    return pair[0]


def _settled(name: str, address: Address) -> bool:
    return (name == "format" and bool(address.offered)) or (name == "lang" and address.localised)


def _tagged(scope: Scope, path: str, headers: dict[bytes, bytes]) -> Asked | None:
    """Foreign queries are not read here: their spelling, and what they accept, are the key."""
    raw: bytes = scope["query_string"]
    text = "\n".join(value for _, value in parse_qsl(raw.decode("latin-1"), keep_blank_values=True))
    if _MOODY.search(text) or (_BUILDS.search(text) and _FRESH_NODES.search(text)):
        return None
    said = [headers.get(name, b"").decode("latin-1") for name in (b"accept", b"accept-language")]
    return Asked("tag", (path, raw.decode("latin-1"), *said), raw, "Accept, Accept-Language", immutable=False)

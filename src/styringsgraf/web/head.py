"""What the head of a request must be besides well-formed: where two readers could read two things, nothing is read.

The parser (llhttp) has refused by then: a length beside a transfer coding or given twice, folded lines, line ends and
names that are none, and lengths that are no numbers.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

import httptools

from styringsgraf.web.kept import Headers

_VERSIONS: Final = ("1.1", "1.0")
_SCHEMES: Final = (b"http", b"https")
#: An authority: nothing that ends one, and nothing that could be two (RFC 9110, 7.2).
_HOST: Final = re.compile(rb"[!$&'()*+.\-;=~_%:\[\]0-9A-Za-z]*")


class Malformed(ValueError):
    """A head that has no one meaning."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for. ``authority`` is named by the target itself, and then counts for more than Host."""

    path: str
    raw_path: bytes
    query: bytes
    authority: bytes | None = None


def target(method: str, url: bytes) -> Target:
    """Read a target in origin-form, absolute-form or, for OPTIONS, ``*`` (RFC 9112, 3.2); raises Malformed."""
    authority = None
    raw_path, _, query = url.partition(b"?")
    if b"#" in url:
        raise Malformed
    if not url.startswith(b"/") and not (url == b"*" and method == "OPTIONS"):
        raw_path, query, authority = _absolute(url)
    path = raw_path.decode("ascii")
    return Target(unquote(path) if "%" in path else path, raw_path, query, authority)


def _absolute(url: bytes) -> tuple[bytes, bytes, bytes]:
    try:
        parsed = httptools.parse_url(url)
    except httptools.HttpParserError as fault:
        raise Malformed from fault
    # The library's types leave out that each part may be missing.
    scheme, host, user = (getattr(parsed, part) for part in ("schema", "host", "userinfo"))
    if scheme is None or scheme.lower() not in _SCHEMES or not host or user is not None:
        raise Malformed
    name = b"[%b]" % host if b":" in host else host
    authority = b"%b:%d" % (name, parsed.port) if parsed.port else name
    return parsed.path or b"/", parsed.query or b"", authority


def settle(version: str, headers: Headers, authority: bytes | None) -> bool:
    """Make sure of framing and host, and return whether the client waits to be told to go on; raises Malformed."""
    if version not in _VERSIONS:
        raise Malformed
    hosts, codings, waits = 0, 0, False
    for place, (name, value) in enumerate(headers):
        if name == b"host":
            hosts += 1
            if not _is_host(value):
                raise Malformed
            if authority is not None:
                headers[place] = (name, authority)
        elif name == b"transfer-encoding":
            codings += 1
            if value.lower() != b"chunked" or codings > 1 or version != "1.1":
                raise Malformed
        elif name == b"expect":
            waits = value.lower() == b"100-continue" and version == "1.1"
    if hosts > 1 or (hosts == 0 and version == "1.1"):
        raise Malformed
    return waits


@lru_cache(256)
def _is_host(value: bytes) -> bool:
    return _HOST.fullmatch(value) is not None

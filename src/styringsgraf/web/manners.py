"""The headers of every answer: security, reading from other sites' pages (CORS), and how long an answer holds.

The data is open, so any page may read it; nobody's credentials ever take part.
"""

from typing import Final

from starlette.types import Scope

from styringsgraf.web.addresses import Address
from styringsgraf.web.kept import Headers

#: What other sites' pages may send without asking anybody: reading, and questions that change nothing.
_ASKING: Final = ("/sparql", "/api/v1/check", "/api/v1/wording")
_READING: Final = ("GET", "HEAD", "OPTIONS")
_EXPOSED: Final = (
    "Accept-Ranges, Allow, Content-Disposition, Content-Language, Content-Range, ETag, Link, Location, Repr-Digest, "
    "Retry-After, X-Request-ID, X-Styringsgraf-Canonical-Hash, X-Styringsgraf-Release, X-Styringsgraf-Truncated"
)
_ACCEPTED: Final = "Accept, Accept-Language, Content-Type, If-None-Match, If-Range, Range, X-Request-ID"
_DAY: Final = "86400"
#: What is true for a moment only.
_MOMENTARY: Final = ("/health/", "/metrics")
_UNCHANGED: Final = 304
_POLICY: Final = b"content-security-policy"

#: What every answer says unless its route says something else.
ALWAYS: Final[Headers] = [
    (b"x-content-type-options", b"nosniff"),
    (_POLICY, b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_SHARED: Final[Headers] = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED.encode()),
]


def shared(method: str, address: Address) -> bool:
    """Return whether a page of another site may see the answer."""
    return method in _READING or (method == "POST" and address.template in _ASKING)


def completed(headers: Headers, method: str, address: Address, request_id: str, status: int) -> Headers:
    """Return an answer's headers with ours; what the route has said stands."""
    said = {name for name, _ in headers}
    if status == _UNCHANGED:
        said.add(_POLICY)  # a browser would put it in the place of the kept page's own
    ours = [pair for pair in ALWAYS if pair[0] not in said]
    if b"cache-control" not in said:
        lasting = method in _READING and not address.template.startswith(_MOMENTARY)
        ours.append((b"cache-control", b"no-cache" if lasting else b"no-store"))
    if shared(method, address):
        ours += _SHARED
    return [*headers, *ours, (b"x-request-id", request_id.encode())]


def options(scope: Scope, address: Address) -> Headers:
    """Return the headers of the answer to OPTIONS; to a page's enquiry (preflight) with what it may do."""
    methods = [*address.methods, "OPTIONS"]
    headers: Headers = [(b"allow", ", ".join(methods).encode()), (b"content-length", b"0")]
    asked = {name for name, _ in scope["headers"]}
    if b"access-control-request-method" in asked:
        allowed = ", ".join(method for method in methods if shared(method, address))
        headers += [
            (b"access-control-allow-methods", allowed.encode()),
            (b"access-control-allow-headers", _ACCEPTED.encode()),
            (b"access-control-max-age", _DAY.encode()),
            (b"vary", b"Access-Control-Request-Method"),
        ]
    return headers

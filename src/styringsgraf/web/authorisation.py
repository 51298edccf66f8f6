"""The bearer token of a request that writes; asked for before anything of its body is read."""

import re
from typing import Final

from fastapi import Request

from styringsgraf import errors
from styringsgraf.access import Grant, Tokens
from styringsgraf.web.state import service_of

#: What a caller is told who has no token, or none that is known (RFC 6750, 3).
CHALLENGE: Final = 'Bearer realm="styringsgraf"'
_BEARER: Final = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]{1,200})", re.IGNORECASE | re.ASCII)


def authorise(request: Request) -> Grant:
    """Return what the token of a request allows.

    Raises Forbidden when writing is off or the token only reads; Unauthorised without a token that holds.
    """
    config = service_of(request).config
    if not config.writing:
        raise errors.Forbidden("access.writing-off")
    given = request.headers.getlist("authorization")
    found = _BEARER.fullmatch(given[0].strip()) if len(given) == 1 else None
    if not given:
        raise errors.Unauthorised("access.missing")
    if found is None:
        raise errors.Unauthorised("access.unknown")
    grant = Tokens(config.data).grant(found[1])
    if not grant.write:
        raise errors.Forbidden("access.read-only", token=grant.token)
    return grant


def challenge(error: errors.StyringsgrafError) -> dict[str, str]:
    """Return the headers that go with a refusal: how to come again."""
    if not isinstance(error, errors.Unauthorised):
        return {}
    said = "" if error.key == "access.missing" else ', error="invalid_token"'
    return {"WWW-Authenticate": CHALLENGE + said}

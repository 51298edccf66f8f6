"""A limit for every body, also where nobody reads one. Routes that read have limits of their own below this."""

import sys
from typing import Final

from starlette.types import Message, Receive, Scope

from styringsgraf import errors
from styringsgraf.settings import Settings
from styringsgraf.web.addresses import Address

#: What may come along with a request that has no use for a body, bytes.
UNREAD: Final = 16_384
#: What forms and encodings add to the largest thing that is read, bytes.
_AROUND: Final = 1_000_000
#: Addresses whose routes refuse by themselves what is too large, before they read it: in a page, with the form.
_REFUSING: Final = ("/{lang:lang}/check",)
_BODILESS: Final = ("GET", "HEAD", "OPTIONS", "TRACE")


class Bodies:
    """The limits of one application."""

    def __init__(self, config: Settings) -> None:
        self._most = max(config.upload_bytes, 3 * config.query_length, 3 * config.update_length) + _AROUND

    def limit(self, method: str, address: Address) -> int:
        """Return how many bytes a request may bring."""
        if method == "POST" and address.template in _REFUSING:
            return sys.maxsize
        return UNREAD if method in _BODILESS or method not in address.methods else self._most

    def bounded(self, scope: Scope, receive: Receive, limit: int) -> Receive:
        """Return a ``receive`` that goes no further than the limit; raises TooLarge at once when more is announced."""
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        if announced.isdigit() and (len(announced) > len(str(limit)) or int(announced) > limit):
            raise errors.TooLarge("web.body-too-large", limit=limit)
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise errors.TooLarge("web.body-too-large", limit=limit)
            return message

        return counted


def has_body(scope: Scope) -> bool:
    """Return whether a request comes with a body, of known length or not."""
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value.strip(b"0") != b"")
        for name, value in scope["headers"]
    )

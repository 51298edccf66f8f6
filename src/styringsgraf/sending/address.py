"""Where plans are sent: the address of a service as somebody typed it, made into the one that takes plans."""

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from styringsgraf import errors

_PORTS: Final = {"http": 80, "https": 443}
_PATH: Final = "/api/v1/plans"
_SHOWN: Final = 200
#: What may stand in a path as it is; everything else is percent-encoded.
_KEPT: Final = "/%:@!$&'()*+,;=-._~"


@dataclass(frozen=True)
class Address:
    """The parts of an address that takes plans. ``path`` is that of the plans, without a query."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, given: str) -> "Address":
        """Return the address in what was typed: that of the service's front page, or of its plans.

        Raises UsageError for anything but http and https, and for an address that holds a user or password.
        """
        try:
            parts = urlsplit(given.strip())
            scheme, port = parts.scheme.lower(), parts.port
            host = (parts.hostname or "").encode("idna").decode()
        except ValueError:  # UnicodeError, which IDNA raises, is one
            raise _wrong(given) from None
        if parts.username is not None or parts.password is not None:
            raise errors.UsageError("sending.secret-in-address", host=parts.hostname)
        if scheme not in _PORTS or not host or port == 0 or parts.query or parts.fragment or not given.isprintable():
            raise _wrong(given)
        path = quote(parts.path.rstrip("/"), safe=_KEPT)
        return cls(scheme, host, port or _PORTS[scheme], path if path.endswith(_PATH) else path + _PATH)

    @property
    def netloc(self) -> str:
        """Host and port as they stand in an address."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def shown(self) -> str:
        """The service as people know it: without the path of its plans."""
        return f"{self.scheme}://{self.netloc}{self.path.removesuffix(_PATH)}/"

    @property
    def in_the_clear(self) -> bool:
        """Whether what is sent can be read on its way: not encrypted, and not to this machine itself."""
        if self.scheme == "https" or self.host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return True


def _wrong(given: str) -> errors.UsageError:
    return errors.UsageError("sending.address", given=given[:_SHOWN].encode("utf-8", "replace").decode())

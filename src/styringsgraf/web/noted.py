"""What the layers note about a request for log and metrics: its id, its address, the release, what the cache did."""

from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from styringsgraf.web.addresses import NOWHERE, Address

_KEY: Final = "styringsgraf.noted"


@dataclass
class Noted:
    """One request, as far as it is known."""

    id: str
    address: Address = NOWHERE
    cache: str = "none"
    release: str = ""
    status: int = 0
    sent: int = 0


def note(scope: Scope, noted_: Noted) -> None:
    """Keep a note with its request."""
    scope[_KEY] = noted_


def noted(scope: Scope) -> Noted:
    """Return the note of a request; an empty one where nobody made any."""
    found = scope.get(_KEY)
    return found if isinstance(found, Noted) else Noted("")

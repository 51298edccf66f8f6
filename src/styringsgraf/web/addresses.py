"""The routes of an application as those before it see them: template, methods, and what may be kept of the answer."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Mount

from styringsgraf.formats import FORMATS, Format

#: ``bytes``: the answer is kept and tagged; ``tag``: tagged only; ``none``: neither.
Kept = Literal["bytes", "tag", "none"]

_ORDER: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
#: What routes say of themselves (their tag in the description) → what may be kept. Whatever is not named is not kept.
KEPT: Final[dict[str, Kept]] = {
    "questions": "bytes",
    "thread": "bytes",
    "search": "bytes",
    "changes": "bytes",
    "releases": "bytes",
    "quality": "bytes",
    "service": "bytes",
    "linked data": "bytes",
    "pages": "bytes",
    "sparql": "tag",
}
#: Routes without such a tag.
_UNTAGGED: Final[dict[str, Kept]] = {
    "/api/openapi.json": "bytes",
    "/api/docs": "bytes",
    "/api/assets": "bytes",
}
_UNKNOWN: Final = "(none)"


@dataclass(frozen=True)
class Address:
    """One address, of one or several routes."""

    template: str
    methods: tuple[str, ...]
    kept: Kept = "none"
    offered: tuple[Format, ...] = ()  # what ``?format=`` and Accept choose among; empty: one representation
    localised: bool = False

    @property
    def allowed(self) -> str:
        """What stands in an Allow header."""
        return ", ".join(self.methods)


NOWHERE: Final = Address(_UNKNOWN, ())


class Addresses:
    """Finds the address of a path. Read from the application anew when it gets another route."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._count = -1
        self._fixed: dict[str, Address] = {}
        self._shaped: list[tuple[re.Pattern[str], Address]] = []

    def find(self, path: str) -> Address:
        """Return the address a path (without the proxy's prefix) belongs to, ``NOWHERE`` when there is none."""
        if len(self._app.routes) != self._count:
            self._read()
        found = self._fixed.get(path)
        if found is not None:
            return found
        return next((address for pattern, address in self._shaped if pattern.match(path)), NOWHERE)

    def _read(self) -> None:
        fixed: dict[str, Address] = {}
        shaped: dict[str, tuple[re.Pattern[str], Address]] = {}
        for route in iter_route_contexts(self._app.routes):
            template = str(route.path)
            before = fixed.get(template) or shaped.get(template, (None, None))[1]
            address = _address(template, route, before)
            if "{" in template or isinstance(route.route, Mount):
                shaped[template] = (route.path_regex, address)
            else:
                fixed[template] = address
        self._fixed, self._shaped, self._count = fixed, list(shaped.values()), len(self._app.routes)


def _address(template: str, route: RouteContext, before: Address | None) -> Address:
    """Describe a route, together with the routes of the same address that came before."""
    methods = {"GET"} if isinstance(route.route, Mount) else set(route.methods or ())
    methods |= set(before.methods if before else ())
    if "GET" in methods:
        methods.add("HEAD")
    ordered = tuple(sorted(methods, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)))
    if before is not None and before.kept != "none":
        return Address(template, ordered, before.kept, before.offered, before.localised)
    kept: Kept = "none"
    if "GET" in (route.methods or {"GET"}):
        kept = next((KEPT[tag] for tag in _tags(route) if tag in KEPT), _UNTAGGED.get(template, "none"))
    described = list(_parameters(route))
    names = next((schema.get("enum", ()) for name, schema in described if name == "format"), ())
    offered = tuple(FORMATS[name] for name in names if name in FORMATS)
    return Address(template, ordered, kept, offered, any(name == "lang" for name, _ in described))


def _tags(route: RouteContext) -> Iterable[str]:
    tags: Iterable[str] = getattr(route, "tags", None) or ()
    return tags


def _parameters(route: RouteContext) -> Iterator[tuple[str, dict[str, list[str]]]]:
    extra = getattr(route, "openapi_extra", None) or {}
    for parameter in extra.get("parameters", ()):
        yield parameter["name"], parameter["schema"]

"""Where a page leads: the main navigation, the footer's links, and the same place in the other languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.routing import Match

from styringsgraf.texts import LANGUAGES

#: (text in texts/pages.yaml, address). A row whose address nothing answers is not shown, so rows may come first.
MAIN: Final = (
    ("nav-start", "/{lang}"),
    ("nav-questions", "/{lang}/questions"),
    ("nav-quality", "/{lang}/quality"),
    ("nav-check", "/{lang}/check"),
    ("nav-compare", "/{lang}/compare"),
    ("nav-data", "/{lang}/data"),
    ("nav-vocabulary", "/{lang}/vocabulary"),
    ("nav-sparql", "/{lang}/sparql"),
    ("nav-api", "/api/docs"),
)
FOOT: Final = (
    ("foot-about", "/{lang}/about"),
    ("foot-method", "/{lang}/method"),
    ("foot-catalogue", "/catalogue"),
    ("nav-rules", "/shapes"),
    ("foot-accessibility", "/{lang}/accessibility"),
)
SEARCH: Final = "/{lang}/search"
HOME: Final = ("/{lang}", "/ns")
#: The languages' own names for themselves.
NAMES: Final = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
#: A longer query is not carried over to the other languages.
_CARRIED: Final = 2_000


@dataclass(frozen=True)
class Link:
    """A link of the frame; ``here`` is what ``aria-current`` says of it: 'page' on the page itself, 'true' below it."""

    text: str
    href: str
    lang: str = ""
    here: str = ""


def prefix(request: Request) -> str:
    """Return the prefix under which a proxy shows the service, also within a mounted application."""
    scope = request.scope
    found: str = scope.get("app_root_path", scope.get("root_path", ""))
    return found.rstrip("/")


def path_of(request: Request) -> str:
    """Return the path asked for, without the proxy's prefix, decoded; it begins with exactly one slash."""
    path: str = request.scope["path"]
    inner = path.removeprefix(prefix(request))
    return "/" + inner.lstrip("/")


def exists(request: Request, path: str) -> bool:
    """Tell whether something answers GET at a path of this application; worked out once for each path."""
    routes, state = request.app.router.routes, request.app.state
    if getattr(state, "page_paths_of", None) != len(routes):
        state.page_paths_of, state.page_paths = len(routes), {}
    known: dict[str, bool] = state.page_paths
    if path not in known:
        scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
        known[path] = any(route.matches(scope)[0] is Match.FULL for route in routes)
    return known[path]


def links(request: Request, rows: tuple[tuple[str, str], ...], lang: str) -> Iterator[Link]:
    """Yield the links of a table whose addresses exist."""
    here, before = path_of(request), prefix(request)
    for key, template in rows:
        path = template.format(lang=lang)
        if exists(request, path):
            yield Link(key, before + path, here=_current(here, path, lang))


def _current(here: str, path: str, lang: str) -> str:
    """Return 'page' on a page itself and 'true' on one below it; everything in a language is below its first page."""
    if here == path:
        return "page"
    return "true" if path != f"/{lang}" and here.startswith(f"{path}/") else ""


def search(request: Request, lang: str) -> str | None:
    """Return the address of the search page, None where there is none."""
    path = SEARCH.format(lang=lang)
    return prefix(request) + path if exists(request, path) else None


def release(request: Request, lang: str, identifier: str) -> str:
    """Return the address of a release: its page, or its description where there is none."""
    path = f"/{lang}/releases/{identifier}"
    return prefix(request) + (path if exists(request, path) else f"/api/v1/releases/{identifier}")


def data(request: Request, lang: str) -> str:
    """Return the address of the page that all ways to the data begin at."""
    return f"{prefix(request)}/{lang}/data"


def home(request: Request, lang: str) -> str:
    """Return the address of the first page there is."""
    found = (path.format(lang=lang) for path in HOME)
    return prefix(request) + next((path for path in found if exists(request, path)), "/")


def crumbs(request: Request, lang: str, start: str, given: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the way down to a page, which begins at the first page whoever names it; empty on the first page."""
    first = home(request, lang)
    if first == prefix(request) + path_of(request):
        return ()
    return ((start, first), *(one for one in given if one[1] != first))


def languages(request: Request, lang: str) -> Iterator[Link]:
    """Yield this place in each language: /nb/… in the path where it has one, else ``?lang=`` beside what is asked."""
    path = path_of(request)
    first, _, rest = path[1:].partition("/")
    for code in LANGUAGES:
        if first in LANGUAGES:
            target, extra = f"/{code}" + (f"/{rest}" if rest else ""), []
        else:
            target, extra = path, [("lang", code)]
        asked = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != "lang"] + extra)
        query = f"?{asked}" if asked and len(asked) <= _CARRIED else urlencode(extra) and f"?{urlencode(extra)}"
        yield Link(
            NAMES[code],
            prefix(request) + quote(target, safe="/:@!$&'()*+,;=~") + query,
            code,
            "true" if code == lang else "",
        )

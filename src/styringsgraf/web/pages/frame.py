"""One page: a template in the common frame, as a response with language, policy and release."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import count
from typing import Any, Final

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from styringsgraf import errors
from styringsgraf.figures.paints import GOALS
from styringsgraf.formats import FORMATS
from styringsgraf.texts import LANGUAGES
from styringsgraf.web.language import asked_language
from styringsgraf.web.pages import assets, navigation
from styringsgraf.web.pages.policy import POLICY
from styringsgraf.web.pages.words import Words
from styringsgraf.web.state import service_of

#: What a page may leave out; the templates are strict about everything else.
_OPTIONAL: Final[Mapping[str, Any]] = {
    "description": "",  # for search engines and shared links
    "alternates": (),  # (href, media type) of the same thing in other formats
    "crumbs": (),  # (text, href) from below the start page down to the parent of this one
    "canonical": "",  # the permanent address, when it is not the one asked for
    "robots": "",
}
#: From this status on a page tells of trouble: it lies nowhere in the site.
_BAD: Final = 400
_HTML: Final = FORMATS["html"].content_type


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("styringsgraf.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    return made


def templates() -> Iterator[Callable[[], object]]:
    """Yield what reads each template, for whoever has time before a page needs it."""
    made = _environment()
    return (partial(made.get_template, name) for name in made.list_templates())


def page_language(request: Request) -> str:
    """Return the language a page is to be in: of its path (/nn/…), else ``?lang=``, else Accept-Language.

    Raises ``BadParameter`` for a ``?lang=`` that we do not have.
    """
    return path_language(request) or asked_language(request)


def path_language(request: Request) -> str | None:
    """Return the language a path begins with, None for a path that is the same in all languages."""
    first = navigation.path_of(request)[1:].partition("/")[0]
    return first if first in LANGUAGES else None


def page(
    request: Request,
    template: str,
    *,
    lang: str,
    title: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """Return a template of web/templates in the frame. ``release`` in the context: what the page was read from."""
    words = Words(lang)
    release = context.pop("release", None) or _release(request)
    crumbs = navigation.crumbs(request, lang, words.t("nav-start"), context.pop("crumbs", ()))
    told = {
        **_OPTIONAL,
        **_frame(request, lang),
        **_telling(words),
        "title": title,
        "release": release,
        "release_at": navigation.release(request, lang, release) if release else "",
        "crumbs": crumbs if status < _BAD else (),
        **context,
    }
    body = _environment().get_template(template).render(told)
    fixed = {
        "Content-Language": lang,
        "Content-Security-Policy": POLICY,
        "Vary": "Accept, Accept-Language",
        **({"X-Styringsgraf-Release": release} if release else {}),
    }
    return Response(body, status, {**fixed, **(headers or {})}, media_type=_HTML)


def _telling(words: Words) -> dict[str, Any]:
    """Return how templates say things in the reader's language."""
    return {"lang": words.lang, "t": words.t, "say": words.say, "tagged": words.tagged, "quoted": words.quoted}


def _frame(request: Request, lang: str) -> dict[str, Any]:
    """Return what the frame itself shows and what it offers to templates."""
    before = navigation.prefix(request)
    return {
        "home": navigation.home(request, lang),
        "main_links": tuple(navigation.links(request, navigation.MAIN, lang)),
        "foot_links": tuple(navigation.links(request, navigation.FOOT, lang)),
        "language_links": tuple(navigation.languages(request, lang)),
        "search_at": navigation.search(request, lang),
        "searched": request.query_params.get("q", ""),
        "static": lambda name: before + assets.address(name),
        "has_static": lambda name: name in assets.assets().files,
        "url": lambda path: before + path,
        "unique": count(1).__next__,  # for ids within one page
        "sdg_goals": tuple(GOALS),
    }


def _release(request: Request) -> str | None:
    """Return the current release's id; a page about trouble must not meet the same trouble in its footer."""
    try:
        return service_of(request).store.current_id()
    except (OSError, errors.StyringsgrafError):
        return None

"""Search as a page: words, beginnings and codes, narrowed down by kind and organisation."""

import re
from typing import Any, Final

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.questions import Result
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.asking import fields, told
from styringsgraf.web.pages.choices import choices
from styringsgraf.web.pages.found import Finds
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.paging import unended
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values, whole_number
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()
#: Hits on one page.
HITS: Final = 30
QUESTION: Final = "search"
OWN: Final = ("q", "class", "organisation")
#: What an empty search offers to try.
TRIED: Final = ("sykkel", "skole", "psykisk helse", "3.4", "S.1.1")
#: A longer title names the page, not what is searched for.
_LONGEST: Final = 100
#: Goals and targets of the UN, and parts of targets, as they are written: what a municipality can support.
_SUPPORTED: Final = re.compile(r"\d{1,2}(\.[0-9a-f]{1,2}(-s\d+)?)?")


@router.get("/search", **PAGE)
def search(request: Request) -> Response:
    """Show what is found, or how to search."""
    values = only(single_values(request), (*OWN, "page", "lang"))
    lang, words = page_language(request), Words(page_language(request))
    given = {name: values[name].strip() for name in OWN if values.get(name, "").strip()}
    number = whole_number("page", values.get("page") or None, 1, 1, 10_000)
    result, faults = _asked(request, given, number, lang) if "q" in given else (None, {})
    asked = given.get("q", "")
    question = service_of(request).catalogue.get(QUESTION)
    title = words.t("find.title-for", words=asked) if asked else words.t("find.title")
    return page(
        request, "site/search.html", lang=lang, title=title if len(title) <= _LONGEST else words.t("find.title"),
        status=400 if faults else 200, release=result.release if result else None,
        description=words.t("find.about"), robots="noindex" if request.query_params else "", asked=asked,
        fields=list(fields(question, given, faults, choices(request), lang)), fault=faults.get("q", ""),
        here=f"{navigation.prefix(request)}/{lang}/search", tried=TRIED,
        **(_shown(request, result, asked, number, lang) if result else {"result": None}),
    )  # fmt: skip


def _asked(request: Request, given: dict[str, str], number: int, lang: str) -> tuple[Result | None, dict[str, str]]:
    """Return the hits, or what is wrong with what was asked."""
    service = service_of(request)
    try:
        return service.ask(QUESTION, given, lang=lang, limit=HITS, offset=(number - 1) * HITS), {}
    except (errors.BadParameter, errors.NotFound) as fault:
        return None, {str(fault.values.get("name", "q")): told(fault, lang)}


def _shown(request: Request, result: Result, asked: str, number: int, lang: str) -> dict[str, Any]:
    """Return what the template shows of an answer."""
    finds = Finds(request, result, asked, lang)
    groups = finds.groups()
    hits = [hit for found in groups.values() for hit in found]
    direct = [hit for hit in hits if hit.exact and hit.un and hit.href][:1] if number == 1 else []
    return {
        "result": result,
        "groups": groups,
        "supported": asked if direct and _SUPPORTED.fullmatch(asked) else "",
        "direct": direct,
        "first": (number - 1) * HITS + 1,
        "count": len(hits),
        "more": result.truncated or number > 1,
        "paging": unended(request, number, more=result.truncated),
    }

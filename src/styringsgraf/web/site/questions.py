"""The questions as pages: the list by who asks, and each with its form and answer."""

from typing import Final

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.questions.askers import grouped
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.choices import choices, theirs
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.question import ROWS, Answered, answered, asked, sentences, show
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values, whole_number
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()
#: What a page takes besides the parameters of its question.
BESIDE: Final = ("lang", "name", "page", "columns")
_LAST: Final = 10_000_000 // ROWS


@router.get("/questions", **PAGE)
def questions(request: Request) -> Response:
    """Show all questions, by who asks them."""
    only(single_values(request), ("lang",))
    lang = page_language(request)
    words = Words(lang)
    groups = grouped(service_of(request).catalogue)
    sparql = f"/{lang}/sparql"
    return page(
        request, "site/questions.html", lang=lang, title=words.t("ask.list"), description=words.t("ask.about"),
        groups=groups, count=sum(map(len, groups.values())), sentence=lambda about: sentences(about, lang)[0],
        sparql=navigation.prefix(request) + sparql if navigation.exists(request, sparql) else "",
    )  # fmt: skip


@router.get("/questions/{name}", **PAGE)
def question(request: Request, name: str) -> Response:
    """Show one question: its form, and the answer to what is asked."""
    lang = page_language(request)
    try:
        found = service_of(request).catalogue.get(name)
    except errors.NotFound as fault:
        return _unknown(request, fault, lang)
    values = only(single_values(request), (*found.header.parameters, *BESIDE))
    number = whole_number("page", values.get("page") or None, 1, 1, _LAST)
    bare = not any(key != "lang" for key in request.query_params)
    values, left_out = theirs(values, choices(request))
    wish = asked(found, values, choices(request), number, bare=bare)
    came = answered(request, found, wish, lang) if wish else Answered()
    return show(request, found, wish, came, lang, left_out)


def _unknown(request: Request, fault: errors.NotFound, lang: str) -> Response:
    """Say that there is no such question, and lead to those there are."""
    words = Words(lang)
    catalogue = service_of(request).catalogue
    near = [one for one in catalogue.questions if one.name in str(fault.values.get("near", "")).split(", ")]
    return page(
        request, "site/question-unknown.html", lang=lang, title=words.t("ask.unknown"), status=errors.NotFound.status,
        headers={"Cache-Control": "no-store"}, near=near[:3], name=str(fault.values.get("name", "")),
        crumbs=[(words.t("ask.list"), f"{navigation.prefix(request)}/{lang}/questions")],
    )  # fmt: skip

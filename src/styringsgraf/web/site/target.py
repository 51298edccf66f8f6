"""/{lang}/goal/{number} and /{lang}/target/{code}: a UN goal with its targets, and what supports a target."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages import target as told
from styringsgraf.web.pages.choices import choices
from styringsgraf.web.pages.coverage import coverage
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.numbers import number as written
from styringsgraf.web.pages.start import Teller
from styringsgraf.web.pages.thread import address, reference
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, shortened, single_values
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()

_GOAL: Final = re.compile(r"[1-9]|1[0-7]")
_TARGET: Final = re.compile(r"([1-9]|1[0-7])\.([1-9][0-9]?|[a-z])")
#: What one municipality has for one target; a goal over a large plan has some hundreds.
_MOST: Final = 400
_MOST_ROWS: Final = 20_000
_FORMS: Final = (("json", "application/json"), ("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))  # fmt: skip  # noqa: E501


@router.get("/goal/{number}", **PAGE)
def goal(request: Request, number: str) -> Response:
    """Show a goal of the UN and what a municipality has for each of its targets."""
    lang, asked = page_language(request), _asked(request, "number")
    if not _GOAL.fullmatch(number):
        raise errors.NotFound("web.no-such-path", path=shortened(navigation.path_of(request)))
    known = choices(request)
    organisation = asked.get("organisation") or known.usual
    service, words = service_of(request), Words(lang)
    if not organisation:
        return _bare(request, number, lang)
    found = coverage(service.ask_for_page("map", {"organisation": organisation}, lang=lang, limit=_MOST_ROWS))
    itself = next((one for one in found.goals if one.goal == int(number)), None)
    if itself is None:
        raise errors.NotFound("web.no-such-path", path=shortened(navigation.path_of(request)))
    teller = Teller(request, lang, {"organisation": organisation})
    return page(
        request,
        "site/goal.html",
        lang=lang,
        title=words.t("target.goal-title", number=number, name=teller.name(itself)),
        description=words.t("target.goal-description", number=number, name=teller.name(itself)),
        release=found.release,
        crumbs=_crumbs(request, lang, None),
        itself=itself,
        targets=found.of(itself),
        areas=[one for one in found.areas if one.iri in itself.areas],
        teller=teller,
        known=known,
        organisation=organisation,
        questions=_questions(request, number, organisation, lang),
    )


def _bare(request: Request, number: str, lang: str) -> Response:
    """Show a goal where the release has no municipality at all."""
    found = told.target(service_of(request).ask_for_page("target", {"target": number}, lang=lang, limit=_MOST))
    words = Words(lang)
    name = words.chosen(found.itself.names)[1]
    return page(
        request, "site/target.html", lang=lang, title=words.t("target.goal-title", number=number, name=name),
        description=words.t("target.goal-description", number=number, name=name), release=found.release,
        crumbs=_crumbs(request, lang, None), found=found, segments=(), groups={}, chosen="",
        questions=[], **_telling(request, lang, {}, ""),
    )  # fmt: skip


@router.get("/target/{code}", **PAGE)
def target(request: Request, code: str) -> Response:
    """Show a target taken apart, and everything in one municipality's plans that supports it, with the path."""
    lang, asked = page_language(request), _asked(request, "code")
    if not _TARGET.fullmatch(code):
        raise errors.NotFound("web.no-such-path", path=shortened(navigation.path_of(request)))
    service, words = service_of(request), Words(lang)
    found = told.target(service.ask_for_page("target", {"target": code}, lang=lang, limit=_MOST))
    parts = told.segments(service.ask("target-ends-and-means", {"target": code}, lang=lang, limit=_MOST))
    first = found.municipalities[0].slug if found.municipalities else ""
    chosen, sparql = asked.get("organisation") or first, ""
    groups: Mapping[str, tuple[told.Supporter, ...]] = {}
    if chosen:
        result = service.ask_for_page(
            "target-supporters", {"target": code, "organisation": chosen}, lang=lang, limit=_MOST
        )
        groups, sparql = told.supporters(result), result.sparql or ""
    name = words.chosen(found.itself.names)[1]
    return page(
        request,
        "site/target.html",
        lang=lang,
        title=words.t("target.title", code=code, name=name),
        description=words.t("target.description", code=code, name=name),
        release=found.release,
        crumbs=_crumbs(request, lang, found.goal),
        found=found,
        segments=parts,
        groups=groups,
        chosen=chosen,
        questions=_questions(request, code, chosen, lang),
        **_telling(request, lang, groups, sparql),
    )


def _telling(
    request: Request, lang: str, groups: Mapping[str, tuple[told.Supporter, ...]], sparql: str
) -> dict[str, Any]:
    """Return how the page of a target speaks of things, and where it leads."""
    minter, words = Minter(service_of(request).config.base), Words(lang)
    linker = Linker(request, lang, navigation.path_of(request), {})
    query_at = f"/{lang}/sparql"
    return {
        "known": choices(request),
        "ref": lambda one: linker.ref(one.iri, one.names or {"": one.code or one.iri}),
        "thread": lambda one: address(request, lang, reference(one.iri, minter)),
        "number": lambda value: written(value, None, lang),
        "word": lambda names: words.chosen(names)[1],
        "whole": bool(groups) and sum(map(len, groups.values())) < _MOST,
        "sparql": sparql,
        "sparql_at": f"{navigation.prefix(request)}{query_at}?{urlencode({'query': sparql})}"
        if sparql and navigation.exists(request, query_at) else "",
    }  # fmt: skip


def _asked(request: Request, path: str) -> Mapping[str, str]:
    values = only(single_values(request), (path, "organisation", "lang"))
    return {name: value.strip() for name, value in values.items() if value.strip()}


def _crumbs(request: Request, lang: str, above: told.Named | None) -> list[tuple[str, str]]:
    words, before = Words(lang), navigation.prefix(request)
    found = [(words.t("nav-start"), navigation.home(request, lang))]
    if above is not None:
        name = f"{above.code} {words.chosen(above.names)[1]}"
        found.append((name, f"{before}/{lang}/goal/{above.code}"))
    return found


def _questions(request: Request, code: str, organisation: str, lang: str) -> list[tuple[str, str, list[Any]]]:
    """Return the questions behind the page: (text key, address of the form, its answers as files)."""
    before = navigation.prefix(request)
    asked = {"target": code, **({"organisation": organisation} if organisation else {})}
    rows = (("measures-for-target", asked), ("target-ends-and-means", {"target": code}))
    found = []
    for name, values in rows:
        at = f"{before}/api/v1/questions/{name}?{urlencode({**values, 'lang': lang})}"
        files = [(f"{at}&format={form}", form.upper(), media) for form, media in _FORMS]
        page_at = f"/{lang}/questions/{name}"
        form = f"{before}{page_at}?{urlencode(values)}" if navigation.exists(request, page_at) else ""
        found.append((name, form, files))
    return found

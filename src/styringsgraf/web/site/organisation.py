"""/{lang}/organisation/{slug} and /{lang}/area/{organisation}/{edition}/{code}: a municipality, and a focus area."""

from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.namespaces import Minter
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages import organisation as told
from styringsgraf.web.pages.choices import choices
from styringsgraf.web.pages.coverage import coverage
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.numbers import day
from styringsgraf.web.pages.numbers import number as written
from styringsgraf.web.pages.start import Teller
from styringsgraf.web.pages.thread import address, reference
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, shortened, single_values
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()

_MOST: Final = 1_000
_MOST_ROWS: Final = 20_000


@router.get("/organisation/{slug}", **PAGE)
def organisation(request: Request, slug: str) -> Response:
    """Show a municipality: its documents by kind, its focus areas, and where to go on."""
    only(single_values(request), ("slug", "lang"))
    lang = page_language(request)
    service, words = service_of(request), Words(lang)
    known = {one.value: one for one in choices(request).organisations}
    here = known.get(slug)
    if here is None:
        raise errors.NotFound("web.no-such-path", path=shortened(navigation.path_of(request)))
    at = f"{navigation.prefix(request)}/{lang}/organisation"
    result = service.ask_for_page("organisation", {"organisation": slug}, lang=lang, limit=_MOST)
    found = coverage(service.ask_for_page("map", {"organisation": slug}, lang=lang, limit=_MOST_ROWS))
    name = words.chosen(here.names)[1] or slug
    return page(
        request,
        "site/organisation.html",
        lang=lang,
        title=name,
        description=words.t("organisation.description", name=name),
        release=result.release,
        crumbs=[(words.t("nav-start"), navigation.home(request, lang))],
        documents=told.documents(result),
        found=found,
        here=here,
        successors=[(f"{at}/{quote(one)}", words.chosen(known[one].names)[1] or one) for one in here.after],
        teller=Teller(request, lang, {"organisation": slug}),
        **_telling(request, lang),
        onward=_onward(request, slug, lang),
    )


def _onward(request: Request, slug: str, lang: str) -> list[tuple[str, str]]:
    """Return where a municipality's page leads: (text key, address)."""
    before, asked = navigation.prefix(request), urlencode({"organisation": slug})
    rows = (
        ("map", f"/{lang}", f"?{asked}"), ("findings", f"/{lang}/quality", f"?{asked}"),
        ("status", f"/{lang}/status", f"?{asked}"), ("data", f"/{lang}/data", ""), ("dumps", "/dumps", ""),
    )  # fmt: skip
    return [(key, before + path + query) for key, path, query in rows if navigation.exists(request, path)]


@router.get("/area/{organisation}/{edition}/{code}", **PAGE)
def area(request: Request, organisation: str, edition: str, code: str) -> Response:
    """Show a focus area with its goals, sub-goals, strategies and how the indicators go."""
    only(single_values(request), ("organisation", "edition", "code", "lang"))
    lang = page_language(request)
    service, words = service_of(request), Words(lang)
    iri = Minter(service.config.base).edition(organisation, edition, "focus-area", code)
    found = told.area(service.ask_for_page("area", {"area": iri}, lang=lang, limit=_MOST))
    if found is None:
        raise errors.NotFound("web.no-such-path", path=shortened(navigation.path_of(request)))
    name = words.chosen(found.itself.names)[1] or code
    above = next((one for one in choices(request).organisations if one.value == organisation), None)
    crumbs = [(words.t("nav-start"), navigation.home(request, lang))]
    if above is not None:
        at = f"{navigation.prefix(request)}/{lang}/organisation/{quote(organisation)}"
        crumbs.append((words.chosen(above.names)[1] or organisation, at))
    return page(
        request,
        "site/area.html",
        lang=lang,
        title=words.t("organisation.area-title", name=name),
        description=words.t("organisation.area-description", name=name),
        release=found.release,
        crumbs=crumbs,
        found=found,
        **_telling(request, lang),
    )


def _telling(request: Request, lang: str) -> dict[str, Any]:
    """Return how these pages speak of things and where they lead."""
    minter, words = Minter(service_of(request).config.base), Words(lang)
    linker = Linker(request, lang, navigation.path_of(request), {})
    return {
        "ref": lambda one: linker.ref(one.iri, one.names or None),
        "ref_as": lambda one, words: linker.ref(one.iri, {lang: words}),
        "thread": lambda one: address(request, lang, reference(one.iri, minter)),
        "number": lambda value: written(value, None, lang),
        "date": lambda value: day(value, lang),
        "word": lambda names: words.chosen(names)[1],
    }

"""/{lang}: what the chosen municipality does for each target of the UN, as a map; and its file forms."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.formats import FORMATS
from styringsgraf.web.answers import table_headers
from styringsgraf.web.pages import figure
from styringsgraf.web.pages.choices import Choice, choices, theirs
from styringsgraf.web.pages.coverage import Coverage, coverage
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.map_table import written
from styringsgraf.web.pages.start import Teller, tasks
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values, whole_number
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()

#: Rows of one map: 186 goals and targets times the kinds of support; a municipality with more is not drawn whole.
_MOST: Final = 20_000
_KNOWN: Final = ("organisation", "year", "plan", "lang")


@router.get("", **PAGE)
def start(request: Request) -> Response:
    """Show the map of a municipality, its focus areas, and what can be done here."""
    lang = page_language(request)
    words, asked = Words(lang), _asked(request)
    known = choices(request)
    here = next((one for one in known.organisations if one.value == asked.get("organisation")), None)
    found = _found(request, asked, lang) if asked.get("organisation") else None
    return page(
        request,
        "site/start.html",
        lang=lang,
        title=_named(request, here, words),
        description=words.t("start.description"),
        release=found.release if found else known.release,
        known=known,
        here=here,
        asked=asked,
        tasks=tasks(request, lang),
        **(_shown(request, found, here, asked, lang) if found else {"found": None}),
    )


def _named(request: Request, here: Choice | None, words: Words) -> str:
    """Return the page's title: with the municipality where an address names one."""
    if here is None or not request.query_params.get("organisation", "").strip():
        return words.t("start.title")
    return words.t("start.title-of", name=words.chosen(here.names)[1] or here.value)


def _shown(
    request: Request, found: Coverage, here: Choice | None, asked: Mapping[str, str], lang: str
) -> dict[str, Any]:
    kept = {name: asked[name] for name in ("organisation",) if name in asked}
    teller = Teller(request, lang, kept)
    title = _title(here, asked, lang)
    wide, narrow = (figure.inline(teller.drawing(found, title, linked=True, narrow=narrow)) for narrow in (False, True))
    return {
        "found": found,
        "teller": teller,
        "picture": wide,
        "narrow": narrow,
    }


@router.get("/map.svg", **PAGE)
def map_picture(request: Request) -> Response:
    """Return the map as a picture of its own."""
    lang = page_language(request)
    asked = _required(_asked(request))
    found = _found(request, asked, lang)
    here = next((one for one in choices(request).organisations if one.value == asked["organisation"]), None)
    drawing = Teller(request, lang, {}).drawing(found, _title(here, asked, lang), linked=False)
    return figure.download(drawing, lang=lang, release=found.release, name="styringsgraf-map")


@router.get("/map.csv", **PAGE)
def map_table(request: Request) -> Response:
    """Return the numbers of the map."""
    lang = page_language(request)
    asked = _required(_asked(request))
    found = _found(request, asked, lang)
    form = FORMATS["csv"]
    headers = table_headers("map", form, lang, found.release)
    headers["Content-Disposition"] = 'attachment; filename="styringsgraf-map.csv"'
    return Response(written(found, lang), headers=headers, media_type=form.content_type)


def _asked(request: Request) -> Mapping[str, str]:
    """Return what is asked, with the usual organisation where none is named; a form sends what it left empty."""
    values = only(single_values(request), _KNOWN)
    given = {name: value.strip() for name, value in values.items() if value.strip() and name != "lang"}
    whole_number("year", given.get("year"), 2000, 1900, 2199)
    known = choices(request)
    given, _ = theirs(given, known)
    return {**({"organisation": known.usual} if known.usual else {}), **given}


def _required(asked: Mapping[str, str]) -> Mapping[str, str]:
    if "organisation" not in asked:
        raise errors.NotFound("web.no-such-path", path="map")
    return asked


def _found(request: Request, asked: Mapping[str, str], lang: str) -> Coverage:
    return coverage(service_of(request).ask_for_page("map", asked, lang=lang, limit=_MOST))


def _title(here: Choice | None, asked: Mapping[str, str], lang: str) -> str:
    words = Words(lang)
    name = words.chosen(here.names)[1] if here else asked["organisation"]
    key = "start.map-title-year" if "year" in asked else "start.map-title"
    return words.t(key, name=name, year=asked.get("year", ""))

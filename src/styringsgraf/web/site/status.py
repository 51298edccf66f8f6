"""/{lang}/status?plan=&year=: how each focus area of a plan stands, and each of its indicators."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response

from styringsgraf.figures.drawing import Drawing
from styringsgraf.figures.status import net, picture
from styringsgraf.formats import FORMATS
from styringsgraf.namespaces import Minter
from styringsgraf.web.pages import figure, navigation
from styringsgraf.web.pages import status as shown
from styringsgraf.web.pages.choices import Choice, Choices, choices, theirs
from styringsgraf.web.pages.findings import asked
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.numbers import number
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values, whole_number
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()

#: More results than one plan's indicators have; beyond that the question has pages.
_RESULTS: Final = 5_000
_YEARS: Final = (1900, 2199)


@dataclass(frozen=True)
class _Read:
    """What a request for status is about, and what was read for it."""

    known: Choices
    organisation: Choice | None
    plan: Choice | None
    years: tuple[int, ...]
    plans: tuple[Choice, ...]
    year: int | None
    view: shown.View
    release: str | None
    left_out: tuple[Choice, ...] = ()  # of another organisation than the one that is asked for


def _read(request: Request) -> _Read:
    """Read it in three steps: the plans with results, the focus areas, the indicators."""
    values = only(single_values(request), ("organisation", "plan", "year", "lang"))
    known, service, lang = choices(request), service_of(request), page_language(request)
    values, left_out = theirs(values, known)
    year = whole_number("year", values.get("year") or None, 0, *_YEARS) or None
    wanted = asked({k: v for k, v in values.items() if k in ("organisation", "plan")}, known, usual=known.usual)
    nothing = shown.View((), (), {})
    if wanted is None:
        return _Read(known, None, None, (), (), year, nothing, None)
    municipality = Minter(service.config.base).organisation(wanted.organisation.value)
    own = known.of(wanted.organisation.value)
    manifest, years = service.released(lambda engine: shown.years_of(engine, own, municipality))
    plans = tuple(plan for plan in own if plan.iri in years or plan == wanted.plan)
    plan = wanted.plan or shown.usual(own, years)
    if plan is None:
        return _Read(known, wanted.organisation, None, (), plans, year, nothing, manifest.id, left_out)
    given = {"plan": plan.iri} | ({"year": str(year)} if year else {})
    areas = service.ask("status-by-focus-area", given, lang=lang, limit=_RESULTS)
    indicators = service.ask("indicator-status", given, lang=lang, limit=_RESULTS)
    view = shown.view(areas, indicators, municipality, year)
    return _Read(known, wanted.organisation, plan, years.get(plan.iri, ()), plans, year, view, manifest.id, left_out)


@router.get("/status", **PAGE)
def status(request: Request) -> Response:
    """Show a plan's focus areas and indicators, by their latest results or those of one year."""
    read, lang = _read(request), page_language(request)
    words, start = Words(lang), f"{navigation.prefix(request)}/{lang}"
    drawings, places = [_drawing(read, lang, narrow=narrow) for narrow in (False, True)], Places(request, lang)
    plan = words.chosen(read.plan.names)[1] if read.plan else ""
    return page(
        request,
        "site/status.html",
        lang=lang,
        title=words.t("status.title-of", plan=plan) if plan else words.t("status.title"),
        description=words.t("status.description"),
        release=read.release,
        crumbs=[(words.t("nav-start"), navigation.home(request, lang))],
        read=read,
        plan=plan,
        view=read.view,
        pictures=[figure.inline(one) for one in drawings if one],
        files=_files(read, start, request, words) if read.plan else [],
        organisations=_options(read.known.organisations, words),
        plans=_options(read.plans, words),
        years=_years(read, words),
        place=places.of,
        **_tools(lang),
    )


def _tools(lang: str) -> dict[str, Any]:
    return {
        "net": lambda value: "–" if value is None else net(value, lang),
        "number": lambda value: number(value, None, lang),
        "trend": lambda one: trend(one, lang),
    }


def trend(one: shown.Indicator, lang: str) -> str:
    """Return in words how a result changed; '' where there is nothing to compare with."""
    if not one.trend:
        return ""
    words = Words(lang)
    told = words.t(f"status.trend-{one.trend}")
    return words.t("status.trend-since", trend=told, year=one.before) if one.before else told


def _options(rows: tuple[Choice, ...], words: Words) -> list[tuple[str, str, str]]:
    return [(one.value, told, code) for one in rows for code, told in [words.chosen(one.names)]]


def _years(read: _Read, words: Words) -> list[tuple[str, str]]:
    """Return the years that can be chosen, and the one that is, also where the plan has no results of it."""
    shown_years = sorted({*read.years, *((read.year,) if read.year else ())}, reverse=True)
    return [("", words.t("status.latest")), *((str(year), str(year)) for year in shown_years)]


def _drawing(read: _Read, lang: str, *, narrow: bool = False) -> Drawing | None:
    words = Words(lang)
    named = {area.iri: words.chosen(read.view.name(area.iri))[1] for area in read.view.areas}
    return shown.drawn(read.view, words.t("status.figure-title"), lang, named, narrow=narrow)


def _files(read: _Read, start: str, request: Request, words: Words) -> list[tuple[str, str, str]]:
    asked_for = {"plan": read.plan.value if read.plan else ""} | ({"year": str(read.year)} if read.year else {})
    query = urlencode(asked_for, safe="/")
    table = f"{navigation.prefix(request)}/api/v1/questions/status-by-focus-area?{query}&format=csv&lang={words.lang}"
    return [
        (f"{start}/status.svg?{query}", words.t("figures.svg"), FORMATS["svg"].media_type),
        (table, words.t("figures.csv"), FORMATS["csv"].media_type),
    ]


@router.get("/status.svg", **PAGE)
def status_figure(request: Request) -> Response:
    """Return the figure as a file; of a plan without focus areas one that says so."""
    read, lang = _read(request), page_language(request)
    drawing = _drawing(read, lang) or picture(Words(lang).t("status.figure-title"), (), lang)
    release = read.release or service_of(request).store.current_id() or ""
    return figure.download(drawing, lang=lang, release=release, name="status")

"""/{lang}/indicator?node=: one indicator through the years, with its figure and its table as files."""

from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.figures.series import MOST
from styringsgraf.formats import FORMATS
from styringsgraf.namespaces import Minter
from styringsgraf.releases import Manifest
from styringsgraf.resource import series
from styringsgraf.tables.delimited import standard
from styringsgraf.web.answers import table_headers
from styringsgraf.web.pages import figure, navigation
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.indicator import ROWS, Telling, facts, lacking
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.newer import newer
from styringsgraf.web.pages.numbers import day, number
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()

_FINDINGS: Final = 20


def _read(request: Request) -> tuple[Manifest, Telling, str]:
    """Return the release, the indicator asked for, and how the address names it."""
    values = only(single_values(request), ("node", "lang"))
    node, lang = values.get("node", "").strip(), page_language(request)
    if not node:
        raise errors.BadParameter("indicator.which")
    service = service_of(request)
    minter = Minter(service.config.base)
    manifest, found = service.released(lambda engine: series.read(engine, minter, node, lang))
    return manifest, Telling(found, lang, minter, manifest.reference_date.year), node


@router.get("/indicator", **PAGE)
def indicator(request: Request) -> Response:
    """Show one indicator: the edition asked for, or the newest of what endures; without one, how to find it."""
    lang = page_language(request)
    if not only(single_values(request), ("node", "lang")).get("node", "").strip():
        return _which(request, lang)
    manifest, telling, node = _read(request)
    words, start = Words(lang), f"{navigation.prefix(request)}/{lang}"
    shown, base = telling.shown, service_of(request).config.base
    path = shown.iri.removeprefix(f"{base}id/")
    drawn, places = [telling.figure(narrow=narrow) for narrow in (False, True)], Places(request, lang)
    own = [finding for edition, finding in telling.series.findings if edition == shown.iri]
    return page(
        request,
        "site/indicator.html",
        lang=lang,
        title=f"{words.t('indicator.title')}: {shown.code} {telling.plain(shown.iri)}",
        description=words.t("indicator.description", name=telling.plain(shown.iri)),
        release=manifest.id,
        crumbs=[(words.t("nav-start"), navigation.home(request, lang)), *_parent(telling, start, base)],
        telling=telling,
        shown=shown,
        facts=list(facts(shown)),
        pictures=[figure.inline(one) for one in drawn if one],
        files=_files(request, lang, node),
        rows=telling.rows()[:ROWS],
        more=max(0, len(telling.series.results) - ROWS),
        undrawn=max(0, len(telling.areas()) - MOST),
        own=own[:_FINDINGS],
        found=len(own),
        node_at=f"{navigation.prefix(request)}/doc/{quote(path, safe='/-._~')}?lang={lang}",
        newer=newer(request, lang, shown.iri, shown.document, places.of),
        thread_at=f"{start}/thread?{urlencode({'node': path}, safe='/')}",
        status_at=f"{start}/status?{urlencode({'plan': shown.document.removeprefix(f'{base}id/')}, safe='/')}",
        place=places.of,
        owner=Minter(base).organisation_of(shown.iri) or "",
        missing=", ".join(words.t(f"indicator.fact-{name}").lower() for name in lacking(shown)),
        **_tools(request, telling, lang),
    )


def _which(request: Request, lang: str) -> Response:
    """Show where indicators are found."""
    words = Words(lang)
    crumbs = [(words.t("nav-start"), navigation.home(request, lang))]
    title = words.t("indicator.title")
    return page(request, "site/which-indicator.html", lang=lang, title=title, description=words.t("indicator.find"),
                crumbs=crumbs)  # fmt: skip


def _tools(request: Request, telling: Telling, lang: str) -> dict[str, Any]:
    """Return what the template writes values and links with."""
    link = Linker(request, lang, navigation.path_of(request), telling.series.names.texts)
    return {
        "ref": lambda one: link.ref(one, telling.name(one)) if one.startswith("http") else Words(lang).say({"": one}),
        "plainly": lambda value: number(value, None, lang),
        "date": lambda value: day(value, lang),
    }


def _parent(telling: Telling, start: str, base: str) -> list[tuple[str, str]]:
    """Return the step above: the status of the plan that states the indicator."""
    document = telling.shown.document
    at = urlencode({"plan": document.removeprefix(f"{base}id/")}, safe="/")
    return [(telling.plain(document), f"{start}/status?{at}")] if document else []


def _files(request: Request, lang: str, node: str) -> list[tuple[str, str, str]]:
    words, asked = Words(lang), urlencode({"node": node}, safe="/:")
    start = f"{navigation.prefix(request)}/{lang}/indicator"
    return [
        (f"{start}.svg?{asked}", words.t("figures.svg"), FORMATS["svg"].media_type),
        (f"{start}.csv?{asked}", words.t("figures.csv"), FORMATS["csv"].media_type),
    ]


@router.get("/indicator.svg", **PAGE)
def indicator_figure(request: Request) -> Response:
    """Return the figure as a file. Raises NotFound where there is nothing to draw."""
    manifest, telling, node = _read(request)
    drawing = telling.figure()
    if drawing is None:
        raise errors.NotFound("indicator.nothing-drawn", value=node[:200])
    lang = page_language(request)
    return figure.download(drawing, lang=lang, release=manifest.id, name="indicator")


@router.get("/indicator.csv", **PAGE)
def indicator_table(request: Request) -> Response:
    """Return the results of all areas and years as CSV."""
    manifest, telling, _ = _read(request)
    lang, form = page_language(request), FORMATS["csv"]
    headers = table_headers("indicator", form, lang, manifest.id)
    return Response(standard(telling.grid()), headers=headers, media_type=form.content_type)

"""/{lang}/compare: two editions of a plan, two releases, or two municipalities side by side."""

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from styringsgraf import errors
from styringsgraf.compare import Comparison, compare, differing
from styringsgraf.compare.model import ALL_CHANGES
from styringsgraf.figures.coverage import KINDS as HAVING
from styringsgraf.figures.coverage import Coverage, picture
from styringsgraf.formats import FORMATS
from styringsgraf.namespaces import Minter
from styringsgraf.questions import labels
from styringsgraf.tables.delimited import norwegian
from styringsgraf.texts import Text
from styringsgraf.web.pages import compare as shown
from styringsgraf.web.pages import figure, navigation, sides
from styringsgraf.web.pages.choices import choices
from styringsgraf.web.pages.comparing import KINDS, Offer, Wish, by_size, offered, options, wish
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.numbers import number
from styringsgraf.web.pages.paging import paging
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import choice, only, single_values, whole_number
from styringsgraf.web.site.routing import PAGE, UNKEPT, pages
from styringsgraf.web.state import service_of

router = pages()

#: Changes on one page.
SIZE: Final = 50
#: Statements in which two releases may differ for all organisations to be compared at once, some seconds' work.
AT_ONCE: Final = 200_000
_MOST: Final = 1_000_000
_ASKED: Final = ("kind", "from", "to", "organisation", "only", "page", "lang")
_DOWNLOADS: Final = ("csv-no", "xlsx", "json")


@router.get("/compare", **PAGE)
def comparison(request: Request) -> Response:
    """Show the form, and what differs between the two that are chosen."""
    asked, lang = _asked(request, _ASKED), page_language(request)
    words, found, fault = Words(lang), {}, None
    if asked.old and asked.new:
        try:
            found = _sides(request, asked, lang) if asked.kind == "organisations" else _changes(request, asked, lang)
        except (errors.UsageError, errors.InputError) as told:
            fault = told
    chosen = found.get("pair") or ("", "")
    title = found.get("title") or words.t(f"compare-page.title-{asked.kind}")
    context = {
        "names": (), "changes": None, "coverage": None, "count": 0, "pair": ("", ""), "parted": (),
        **{name: value for name, value in found.items() if name != "title"},
    }  # fmt: skip
    return page(
        request,
        "site/compare.html",
        lang=lang,
        title=title[:1].upper() + title[1:],
        status=fault.status if fault else 200,
        description=words.t("compare-page.description"),
        asked=asked,
        kinds=[(kind, f"{navigation.prefix(request)}/{lang}/compare?kind={kind}") for kind in KINDS],
        organisations=[(one.value, words.chosen(one.names)[1] or one.value) for one in choices(request).organisations],
        options=options(asked, chosen, choices(request), service_of(request).store, words),
        fault=fault.sentence(lang) if fault else "",
        number=lambda value: number(value, None, lang),
        **context,
    )


@router.get("/compare.svg", **PAGE)
def drawn(request: Request) -> Response:
    """Return the figure of two municipalities alone."""
    lang = page_language(request)
    made, pair, release = _coverage(request, _pair(request), lang)
    return figure.download(picture(made, lang), lang=lang, release=release, name="-".join(("coverage", *pair)))


@router.get("/compare.csv", **PAGE)
def table(request: Request) -> Response:
    """Return the table of that figure as a Norwegian spreadsheet opens it."""
    lang = page_language(request)
    made, pair, release = _coverage(request, _pair(request), lang)
    headers = {
        "Content-Disposition": f'attachment; filename="{"-".join(("coverage", *pair))}.csv"',
        "Content-Language": lang,
        "X-Styringsgraf-Release": release,
    }
    return Response(norwegian(sides.grid(made, pair), lang), headers=headers, media_type=FORMATS["csv-no"].content_type)


@router.get("/changes", **UNKEPT)
def changes(request: Request) -> Response:
    """Lead to the comparison of two releases."""
    values = only(single_values(request), ("from", "to", "organisation", "lang"))
    asked = {"kind": "releases", **{name: value for name, value in values.items() if name != "lang" and value}}
    place = f"{navigation.prefix(request)}/{page_language(request)}/compare?{urlencode(asked)}"
    return RedirectResponse(place, 302, {"Cache-Control": "no-cache"})


def _asked(request: Request, known: tuple[str, ...]) -> Wish:
    values = only(single_values(request), known)
    kind = choice("kind", values["kind"], KINDS[0], KINDS) if values.get("kind") else None
    choice("only", values.get("only") or None, ALL_CHANGES[0], ALL_CHANGES)
    at = whole_number("page", values.get("page") or None, 1, 1, _MOST)
    return wish(kind, values, _offer(request), at)


def _pair(request: Request) -> Wish:
    values = only(single_values(request), ("from", "to", "kind", "lang"))
    return wish("organisations", values, _offer(request), 1)


def _offer(request: Request) -> Offer:
    service = service_of(request)
    with service.reader() as reader:
        sizes = by_size(reader.manifest, Minter(service.config.base))
    return Offer(choices(request), sizes, service.store.ids())


def _changes(request: Request, asked: Wish, lang: str) -> dict[str, Any]:
    """Return what the page shows of two plans or releases."""
    service, minter = service_of(request), Minter(service_of(request).config.base)
    of = asked.organisation or None if asked.kind == "releases" else None
    if (
        asked.kind == "releases"
        and of is None
        and "/" not in asked.old + asked.new
        and (many := _too_many(request, asked, lang))
    ):
        return many
    with service.reader() as reader:
        whole = compare(service.store, reader, minter, asked.old, asked.new, lang=lang, organisation=of)
        picked = whole.only((asked.only,)) if asked.only else whole
        part = picked.page(SIZE, (asked.page - 1) * SIZE)
        names = labels.fetch(reader.engine, shown.named(part), lang).texts
    if asked.page > 1 and not part.items:
        raise errors.NotFound("compare-page.no-such-page", page=asked.page)
    return {
        "title": Words(lang).t("compare-page.title-pair", one=whole.old.label, other=whole.new.label),
        "names": [_name(end.id, end.label, names) for end in (whole.old, whole.new)],
        "pair": (offered(choices(request), whole.old.id), offered(choices(request), whole.new.id)),
        "changes": shown.sections(part, whole.counts, names, Places(request, lang).of),
        "counts": [(name, _address(request, asked, lang, name), words, n) for name, words, n in shown.counts(whole)],
        "every": _address(request, asked, lang, ""),
        "count": len(whole.items),
        "picked": len(picked.items),
        "notes": whole.remarks,
        "downloads": list(_downloads(request, asked, whole, lang)),
        "paging": paging(request, asked.page, len(picked.items), SIZE),
        "release": whole.release if asked.kind == "plans" else None,
    }


def _too_many(request: Request, asked: Wish, lang: str) -> dict[str, Any]:
    """Return the organisations to choose among where two releases differ in more than one page can wait for."""
    service = service_of(request)
    current = service.store.current_id() or ""
    ends = [service.store.get(current if one == "current" else one).id for one in (asked.old, asked.new)]
    parts = differing(service.store, Minter(service.config.base), ends[0], ends[1])
    if len(parts) < 2 or sum(parts.values()) <= AT_ONCE:  # noqa: PLR2004 - one alone needs no choice
        return {}
    known, words = {one.value: one for one in choices(request).organisations}, Words(lang)
    named = {slug: words.chosen(known[slug].names)[1] if slug in known else slug for slug in parts}
    return {
        "title": words.t("compare-page.title-pair", one=ends[0], other=ends[1]),
        "pair": tuple(ends),
        "parted": [
            (name, _address(request, replace(asked, organisation=slug), lang, "")) for slug, name in named.items()
        ],
    }


def _name(iri: str, label: str, names: dict[str, dict[str, str]]) -> Text:
    known = names.get(iri, {})
    return known if label in known.values() else {"": label}


def _address(request: Request, asked: Wish, lang: str, change: str) -> str:
    pairs = {"kind": asked.kind, "from": asked.old, "to": asked.new, "organisation": asked.organisation, "only": change}
    query = urlencode({name: value for name, value in pairs.items() if value})
    return f"{navigation.prefix(request)}/{lang}/compare?{query}"


def _downloads(request: Request, asked: Wish, whole: Comparison, lang: str) -> Any:
    pairs = {"from": whole.old.id, "to": whole.new.id, "lang": lang}
    if asked.kind == "releases" and asked.organisation:
        pairs["organisation"] = asked.organisation
    for form in _DOWNLOADS:
        href = f"{navigation.prefix(request)}/api/v1/changes?{urlencode(pairs | {'format': form})}"
        yield href, Words(lang).t(f"compare-page.form-{form}"), FORMATS[form].media_type


def _sides(request: Request, asked: Wish, lang: str) -> dict[str, Any]:
    """Return what the page shows of two municipalities."""
    made, pair, release = _coverage(request, asked, lang)
    query = urlencode({"from": pair[0], "to": pair[1]})
    place = f"{navigation.prefix(request)}/{lang}/compare"
    return {
        "title": Words(lang).t("compare-page.title-pair", one=made.names[0], other=made.names[1]),
        "names": made.names,
        "coverage": made,
        "having": HAVING,
        "pair": pair,
        "pictures": [figure.inline(picture(made, lang, narrow=narrow)) for narrow in (False, True)],
        "figure_at": [(f"{place}.svg?{query}", f"{place}.csv?{query}")],
        "release": release,
    }


def _coverage(request: Request, asked: Wish, lang: str) -> tuple[Coverage, tuple[str, str], str]:
    """Return both sides, their short names, and the release: one query each."""
    if not (asked.old and asked.new):
        raise errors.NotFound("compare-page.one-organisation")
    service, words = service_of(request), Words(lang)
    one, other = (
        service.ask_for_page("coverage", {"organisation": given}, lang=lang, limit=sides.MOST)
        for given in (asked.old, asked.new)
    )
    known = {choice.iri: choice for choice in choices(request).organisations}
    iris = [str(result.parameters["organisation"]) for result in (one, other)]
    pair = tuple(known[iri].value if iri in known else iri.rpartition("/")[2] for iri in iris)
    names = tuple(words.chosen(known[iri].names)[1] if iri in known else iri.rpartition("/")[2] for iri in iris)
    return sides.coverage((names[0], names[1]), (one, other)), (pair[0], pair[1]), one.release

"""/{lang}/quality and /{lang}/quality/rule/{rule}: what the rules find in the plans, why, and what to do about it."""

from typing import Any, Final

from fastapi import Request, Response

from styringsgraf.quality.exports.facts import place
from styringsgraf.quality.report import SEVERITIES
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages import quality as shown
from styringsgraf.web.pages.choices import Choices, choices, theirs
from styringsgraf.web.pages.findings import NARROWING, Asked, asked, graph_of, rule_named
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.paging import paging
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.quality_forms import forms, organisations, related, telling
from styringsgraf.web.pages.rules import example, sentence
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values, whole_number
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()

_MOST: Final = 1_000_000


@router.get("/quality", **PAGE)
def quality(request: Request) -> Response:
    """Show the findings of one organisation, 50 at a time, with what narrows them down."""
    values = only(single_values(request), ("organisation", *NARROWING, "page", "lang"))
    number = whole_number("page", values.get("page") or None, 1, 1, _MOST)
    known, lang = choices(request), page_language(request)
    values, left_out = theirs(values, known)
    wanted = asked(values, known, usual=known.usual)
    words = Words(lang)
    return page(
        request,
        "site/quality.html",
        lang=lang,
        title=words.t("assessed.title"),
        description=words.t("assessed.description"),
        crumbs=[(words.t("nav-start"), navigation.home(request, lang))],
        severities=SEVERITIES,
        organisations=organisations(known, lang),
        wanted=wanted,
        left_out=left_out,
        **telling(lang),
        **({} if wanted is None else _findings(request, wanted, known, number, lang)),
    )


def _findings(request: Request, wanted: Asked, known: Choices, number: int, lang: str) -> dict[str, Any]:
    """Return what a page of findings shows."""
    service, places = service_of(request), Places(request, lang)
    graph = graph_of(wanted, service.config.base)
    with service.reader() as reader:
        manifest = reader.manifest
    _, view = service.released(lambda engine: shown.view(engine, graph, wanted, number, known, manifest, places))
    return {
        "release": manifest.id,
        "view": view,
        "first": (number - 1) * shown.SIZE + 1,
        "last": min(number * shown.SIZE, view.counts.total),
        "steps": shown.development(service.store, graph),
        "files": shown.downloads(request, wanted, lang),
        "paging": paging(request, number, view.counts.total, shown.SIZE),
        "with_other": lambda **other: shown.address(request, lang, wanted, **other),
        "where": lambda cell: place(cell, lang),
        "related": related(request, lang, wanted),
        **forms(wanted, view, known, lang),
    }


@router.get("/quality/rule/{rule}", **PAGE)
def rule_page(request: Request, rule: str) -> Response:
    """Show one rule: what it says, why, an example of each kind, and where it finds something."""
    values = only(single_values(request), ("organisation", "rule", "lang"))
    name = rule_named(rule)
    known, lang = choices(request), page_language(request)
    wanted = asked({**values, "rule": name}, known, usual=known.usual)
    words = Words(lang)
    label = words.chosen(shown.label_of(name))[1]
    return page(
        request,
        "site/rule.html",
        lang=lang,
        title=f"{name}: {label}",
        description=label,
        crumbs=[
            (words.t("nav-start"), navigation.home(request, lang)),
            (words.t("assessed.title"), f"{navigation.prefix(request)}/{lang}/quality"),
        ],
        name=name,
        known=shown.known_rule(name),
        label=shown.label_of(name),
        help=shown.help_of(name),
        remedies=shown.remedies(name),
        sentence=sentence,
        failing=example(name, "fail"),
        passing=example(name, "pass"),
        organisations=organisations(known, lang),
        wanted=wanted,
        **telling(lang),
        **({} if wanted is None else _findings(request, wanted, known, 1, lang)),
    )

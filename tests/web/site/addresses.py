"""The one table of addresses: every page's route, and where on the shipped data it is looked at.

Tests of language and safety ask each of them, the browser's look at the pages among them. ``{lang}`` stands for the
language; a page whose address is the same in all languages is asked for with ``?lang=``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from styringsgraf import resources
from styringsgraf.questions import load

#: What an address gives: a page, a drawing or file to download, or data that a page's script asks for.
Kind = Literal["page", "svg", "file", "data"]
LANGUAGES: Final = ("nb", "nn", "en")
BROWSER: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@dataclass(frozen=True)
class Row:
    """A route and its examples. ``shown`` are looked at in the browser, ``more`` only read."""

    route: str
    shown: tuple[str, ...]
    more: tuple[str, ...] = ()
    kind: Kind = "page"

    @property
    def every(self) -> tuple[str, ...]:
        return self.shown + self.more

    @property
    def key(self) -> str:
        return key_of(self.route)


def key_of(template: str) -> str:
    """Return a route's template whatever its parameters are called."""
    return re.sub(r"\{[^}]*\}", "{}", template)


def _questions() -> tuple[str, ...]:
    """Return the form of each question that needs nothing, and of the others with the example of what they need."""
    found = []
    for question in load(resources.questions()).questions:
        asked = "&".join(f"{one.name}={one.example}" for one in question.parameters if one.required)
        found.append(f"/{{lang}}/questions/{question.name}{f'?{asked}' if asked else ''}")
    return tuple(found)


_STEP: Final = "eksempel/handlingsprogram-2025-2028/T1"
_PLAN: Final = "eksempel/kommuneplan-2023"
_HP16: Final = "asker/handlingsprogram-2016-2019"
_HP17: Final = "asker/handlingsprogram-2017-2020"
PAGES: Final = (
    Row("/{lang}", ("/{lang}", "/{lang}?organisation=asker"),
        ("/{lang}?organisation=sunndal", "/{lang}?organisation=")),
    Row("/{lang}/goal/{goal}", ("/{lang}/goal/3",), ("/{lang}/goal/17", "/{lang}/goal/13?organisation=asker")),
    Row("/{lang}/target/{target}", ("/{lang}/target/3.4?organisation=eksempel",),
        ("/{lang}/target/9.5", "/{lang}/target/13.2?organisation=asker", "/{lang}/target/1.a")),
    Row("/{lang}/area/{organisation}/{edition}/{code}", (f"/{{lang}}/area/{_PLAN}/SO1",),
        ("/{lang}/area/nye-asker/kommuneplan-2020-2032/SO1",)),
    Row("/{lang}/organisation/{slug}", ("/{lang}/organisation/asker",),
        ("/{lang}/organisation/eksempel", "/{lang}/organisation/sunndal", "/{lang}/organisation/nye-asker")),
    Row("/{lang}/thread", (f"/{{lang}}/thread?node={_STEP}", "/{lang}/thread"),
        (f"/{{lang}}/thread?node={_STEP}&direction=up", f"/{{lang}}/thread?node={_PLAN}/H1&direction=down",
         "/{lang}/thread?node=3.4", "/{lang}/thread?node=")),
    Row("/{lang}/indicator", (f"/{{lang}}/indicator?node={_PLAN}/I1",),
        ("/{lang}/indicator", f"/{{lang}}/indicator?node={_HP16}/S.1.1", "/{lang}/indicator?node=")),
    Row("/{lang}/status", ("/{lang}/status",),
        (f"/{{lang}}/status?plan={_HP16}&year=2015", "/{lang}/status?plan=&year=")),
    Row("/{lang}/quality", ("/{lang}/quality",),
        ("/{lang}/quality?organisation=asker&rule=A03", "/{lang}/quality?severity=violation&page=2",
         "/{lang}/quality?rule=&plan=&unit=&severity=&organisation=")),
    Row("/{lang}/quality/rule/{rule}", ("/{lang}/quality/rule/A03",), ("/{lang}/quality/rule/C01",)),
    Row("/{lang}/check", ("/{lang}/check",)),
    Row("/{lang}/compare", (f"/{{lang}}/compare?from={_HP16}&to={_HP17}", "/{lang}/compare"),
        ("/{lang}/compare?from=asker&to=sunndal", "/{lang}/compare?from=1&to=1", "/{lang}/compare?from=&to=")),
    Row("/{lang}/questions", ("/{lang}/questions",)),
    Row("/{lang}/questions/{name}",
        ("/{lang}/questions/measures-for-target?target=13.2", "/{lang}/questions/indicator-status"), _questions()),
    Row("/{lang}/search", ("/{lang}/search?q=sykkel", "/{lang}/search"),
        ("/{lang}/search?q=3.4", "/{lang}/search?q=", "/{lang}/search?q=finsikkje")),
    Row("/{lang}/sparql", ("/{lang}/sparql",)),
    Row("/{lang}/data", ("/{lang}/data",)),
    Row("/{lang}/releases", ("/{lang}/releases",)),
    Row("/{lang}/releases/{release}", ("/{lang}/releases/1",), ("/{lang}/releases/current",)),
    Row("/{lang}/changes", ("/{lang}/changes?from=1&to=1",), ("/{lang}/changes", "/{lang}/changes?from=&to=")),
    Row("/{lang}/vocabulary", ("/{lang}/vocabulary",)),
    Row("/{lang}/about", ("/{lang}/about",)),
    Row("/{lang}/method", ("/{lang}/method",)),
    Row("/{lang}/accessibility", ("/{lang}/accessibility",)),
    Row("/catalogue", ("/catalogue",)),
    Row("/dataset/{name}", ("/dataset/asker",), ("/dataset/sdg", "/dataset/sunndal", "/dataset/eksempel")),
    Row("/dumps", ("/dumps",)),
    Row("/dumps/{release}", ("/dumps/1",)),
    Row("/ns", ("/ns",)),
    Row("/ns/begreper", ("/ns/begreper",)),
    Row("/code", ("/code",)),
    Row("/code/{scheme}", ("/code/frequency",), ("/code/band-colour",)),
    Row("/shapes", ("/shapes",)),
    Row("/doc/{path}", ("/doc/eksempel/handlingsprogram-2025-2028/measure/T1",),
        (f"/doc/{_PLAN}/indicator/I1", f"/doc/{_PLAN}/sub-goal/D1.1", "/doc/asker", f"/doc/{_HP17}",
         "/doc/sdg/segment/3.4-s1", "/doc/asker/unit/asker-drift",
         f"/doc/{_HP17}/row/brukere/8", "/doc/nye-asker/change/2020-01-01")),
)  # fmt: skip
#: What pages offer or ask for, which is no page.
BESIDE: Final = (
    Row("/{lang}/map.csv", ("/{lang}/map.csv",), ("/{lang}/map.csv?organisation=asker",), kind="file"),
    Row("/{lang}/map.svg", ("/{lang}/map.svg",), ("/{lang}/map.svg?organisation=asker",), kind="svg"),
    Row("/{lang}/thread.svg", (f"/{{lang}}/thread.svg?node={_STEP}",), kind="svg"),
    Row("/{lang}/indicator.svg", (f"/{{lang}}/indicator.svg?node={_PLAN}/I1",), kind="svg"),
    Row("/{lang}/indicator.csv", (f"/{{lang}}/indicator.csv?node={_PLAN}/I1",), kind="file"),
    Row("/{lang}/status.svg", ("/{lang}/status.svg",), kind="svg"),
    Row("/{lang}/compare.svg", ("/{lang}/compare.svg?from=asker&to=sunndal",), kind="svg"),
    Row("/{lang}/compare.csv", ("/{lang}/compare.csv?from=asker&to=eksempel",), kind="file"),
    Row("/{lang}/template.xlsx", ("/{lang}/template.xlsx",), kind="file"),
    Row("/api/v1/findings", ("/api/v1/findings?organisation=asker",), kind="data"),
    Row("/api/v1/suggest", ("/api/v1/suggest?q=syk",), kind="data"),
)
TABLE: Final = PAGES + BESIDE
#: Routes that answer as another one does, or lead to it.
ALIASES: Final = {"/dumps/": "/dumps", "/dumps/{}/": "/dumps/{}", "/alignments": "/ns"}


def in_language(address: str, lang: str) -> str:
    """Return an address of the table in one language."""
    if "{lang}" in address:
        return address.replace("{lang}", lang)
    return f"{address}{'&' if '?' in address else '?'}lang={lang}"


def shown(lang: str) -> tuple[str, ...]:
    """Return the addresses of all pages that are looked at in the browser."""
    return tuple(in_language(one, lang) for row in PAGES for one in row.shown)


def every(lang: str) -> tuple[str, ...]:
    """Return all addresses of pages."""
    return tuple(dict.fromkeys(in_language(one, lang) for row in PAGES for one in row.every))


def routes(app: FastAPI) -> Iterator[str]:
    """Yield the key of every route that shows a page: all below a language, and all that offer HTML."""
    for route in iter_route_contexts(app.routes):
        key = key_of(str(route.path))
        if "GET" not in (route.methods or ()):
            continue
        if str(route.path).startswith("/{lang") or (_offers_html(route) and not key.endswith(".{}")):
            yield key


def _offers_html(route: Any) -> bool:
    described = (getattr(route, "openapi_extra", None) or {}).get("parameters", ())
    forms = next((one["schema"].get("enum", ()) for one in described if one["name"] == "format"), ())
    return "html" in forms

"""The page of one question: its form, and its answer where something is asked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response
from markupsafe import Markup, escape

from styringsgraf import errors
from styringsgraf.formats import QUESTION
from styringsgraf.namespaces import Minter
from styringsgraf.questions import Question, Result
from styringsgraf.questions.answer import API
from styringsgraf.questions.parameters import faults
from styringsgraf.questions.resolver import CURRENT, Resolver
from styringsgraf.texts import Text, pick
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.asking import fields, told
from styringsgraf.web.pages.charts import chart
from styringsgraf.web.pages.choices import Choice, Choices, choices
from styringsgraf.web.pages.figure import inline
from styringsgraf.web.pages.frame import page
from styringsgraf.web.pages.paging import unended
from styringsgraf.web.pages.rows import Table
from styringsgraf.web.pages.sparql import fitted
from styringsgraf.web.pages.words import Words
from styringsgraf.web.state import service_of

#: Rows of one page.
ROWS: Final = 50
#: Plans named in a note.
_NAMED: Final = 8
#: Question → (page with a figure of the same answer, the parameters it takes, its words).
FIGURES: Final[Mapping[str, tuple[str, tuple[str, ...], str]]] = {
    "status-by-focus-area": ("/{lang}/status", ("plan", "organisation", "year"), "figure-status"),
    "uncovered-targets": ("/{lang}", ("organisation",), "figure-map"),
    "plan-changes": ("/{lang}/compare", ("from", "to"), "figure-compare"),
    "what-if-dropped": ("/{lang}/thread", ("node",), "figure-thread"),
    "measures-for-target": ("/{lang}/target/{target}", ("organisation",), "figure-target"),
    "links-by-kind": ("/{lang}/target/{target}", ("organisation",), "figure-target"),
    "target-ends-and-means": ("/{lang}/target/{target}", (), "figure-target"),
    "search": ("/{lang}/search", ("q", "class", "organisation"), "figure-search"),
}


@dataclass(frozen=True)
class Asked:
    """What is asked on a page: the values that are not empty, which page of the rows, and whether all columns."""

    given: Mapping[str, str]
    page: int = 1
    whole: bool = False
    assumed: bool = False  # the organisation is our choice, since none was made


@dataclass(frozen=True)
class Answered:
    """What came of asking: an answer, or what is wrong with each value. Neither where nothing was asked."""

    result: Result | None = None
    faults: Mapping[str, str] = field(default_factory=dict)


def sentences(about: Text, lang: str) -> tuple[str, str]:
    """Return the first sentence of a description, and the rest of it."""
    said = " ".join(pick(about, lang).split())
    end = re.search(r"[.!?](?= [A-ZÆØÅ])", said)
    return (said[: end.end()], said[end.end() :].strip()) if end else (said, "")


def asked(question: Question, values: Mapping[str, str], offered: Choices, number: int, *, bare: bool) -> Asked | None:
    """Return what a request asks; None where required values have not been asked for yet.

    ``bare``: the address says nothing. Then the question is about the usual organisation, rather than all of them.
    """
    own = {name: value.strip() for name, value in values.items() if name in question.header.parameters}
    given = {name: value for name, value in own.items() if value}
    if not bare:
        return Asked(given, number, values.get("columns") == "all")
    if any(one.required for one in question.parameters):
        return None
    place = question.header.parameters.get("organisation")
    if place is None or not offered.usual:
        return Asked({})
    return Asked({"organisation": offered.usual}, assumed=True)


def answered(request: Request, question: Question, wish: Asked, lang: str) -> Answered:
    """Ask; what is wrong with values comes back as sentences by parameter, all at once.

    Raises what ``Service.ask`` raises that is nobody's value: a time limit, no release.
    """
    service = service_of(request)
    try:
        found = service.ask(question.name, wish.given, lang=lang, limit=ROWS, offset=(wish.page - 1) * ROWS)
    except (errors.BadParameter, errors.NotFound) as fault:
        minter = Minter(service.config.base)
        _, wrong = service.released(lambda engine: faults(question.header, wish.given, Resolver(engine, minter)))
        # A value can be right by itself, and still be none that this question can work with.
        name = str(fault.values.get("name", next(iter(question.header.parameters), "")))
        every = wrong or {name: fault}
        return Answered(faults={name: told(one, lang) for name, one in every.items()})
    return Answered(found)


def show(
    request: Request,
    question: Question,
    wish: Asked | None,
    came: Answered,
    lang: str,
    left_out: Sequence[Choice] = (),
) -> Response:
    """Return the page: the form, and below it the answer or what is wrong. ``left_out``: as choices.theirs has it."""
    words, offered = Words(lang), choices(request)
    given = wish.given if wish else {}
    before = navigation.prefix(request)
    title = pick(question.title, lang)
    lead, rest = sentences(question.description, lang)
    wrong = came.faults
    return page(
        request,
        "site/question.html",
        lang=lang,
        title=title,
        status=400 if wrong else 200,
        release=came.result.release if came.result else None,
        description=lead,
        robots="noindex" if request.query_params else "",
        crumbs=[(words.t("ask.list"), f"{before}/{lang}/questions")],
        question=question,
        lead=lead,
        rest=rest,
        fields=list(fields(question, given, wrong, offered, lang, assumed=bool(wish and wish.assumed))),
        left_out=left_out,
        faulty=bool(wrong),
        here=f"{before}/{lang}/questions/{question.name}",
        answer=_answer(request, question, wish, came.result, offered, lang) if wish and came.result else None,
    )


def _answer(
    request: Request, question: Question, wish: Asked, result: Result, offered: Choices, lang: str
) -> dict[str, Any]:
    """Return what the template shows of an answer."""
    table = Table(request, result, lang, whole=wish.whole)
    before, words = navigation.prefix(request), Words(lang)
    pairs = urlencode({**wish.given, "lang": lang}, safe="/:")
    api = f"{before}{API}/{question.name}?{pairs}"
    sparql = navigation.exists(request, f"/{lang}/sparql")
    drawings = chart(result, lang)
    query = result.sparql or ""
    sent = fitted(query, service_of(request).config.query_length)
    return {
        "heads": list(table.heads()),
        "rows": list(table.rows()),
        "first": (wish.page - 1) * ROWS + 1,
        "empty": pick(result.empty, lang) if result.empty else "",
        "paging": unended(request, wish.page, more=result.truncated),
        "more": result.truncated or wish.page > 1,
        "notes": list(_notes(wish, result, offered, words)),
        "downloads": [(f"{api}&format={one.name}", words.t(f"ask.as-{one.name}"), one.media_type) for one in QUESTION],
        "api": api,
        "query": query,
        "computed": question.query is None,
        "partly": any(column.computed for column in question.header.columns.values()),
        "editor": f"{before}/{lang}/sparql?{urlencode({'query': sent})}" if sent and sparql else "",
        "figure": _figure(request, question, wish, lang),
        "pictures": [inline(one) for one in drawings or ()],
        "columns": _columns(request, table, wish),
        "whole": wish.whole,
    }


def _columns(request: Request, table: Table, wish: Asked) -> str:
    """Return the address of the same answer with more columns, or with fewer; '' where there are no others."""
    if not table.hidden:
        return ""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "columns" and pair[1]]
    if wish.assumed:
        pairs += list(wish.given.items())
    return "?" + urlencode(pairs + ([] if wish.whole else [("columns", "all")]), safe="/:") + "#answer"


def _notes(wish: Asked, result: Result, offered: Choices, words: Words) -> Iterator[Markup]:
    """Yield what a reader must know besides the rows: whose plans, and which editions of them, are meant."""
    if wish.assumed:
        names = offered.names.get(next(one.iri for one in offered.organisations if one.value == offered.usual), {})
        yield _around(words, "ask.note-assumed", words.say(names or {"": offered.usual}))
    meant = _meant(result) if result.plans else ()
    if meant:
        told_names = [words.say(offered.names.get(iri, {"": iri.rpartition("/id/")[2]})) for iri in meant[:_NAMED]]
        rest = len(meant) - len(told_names)
        listed = Markup("; ").join((*told_names, escape(words.t("resource.more", count=rest))) if rest else told_names)
        yield _around(words, "ask.note-plans", listed)


def _meant(result: Result) -> tuple[str, ...]:
    """Return the plans in force that the question took, where none was named."""
    name = next((n for n, p in result.question.header.parameters.items() if p.default == CURRENT), "")
    value = result.parameters.get(name)
    return tuple(value) if isinstance(value, list) else ()


def _around(words: Words, key: str, inner: Markup) -> Markup:
    """Return one of our sentences around words that are marked with their language."""
    before, _, after = words.t(key, what="\0").partition("\0")
    return Markup("{}{}{}").format(before, inner, after)


def _figure(request: Request, question: Question, wish: Asked, lang: str) -> tuple[str, str] | None:
    """Return (address, words) of the page that draws the same answer, where there is one."""
    if question.name not in FIGURES:
        return None
    template, taken, key = FIGURES[question.name]
    path = template.format(lang=lang, target=wish.given.get("target", "").partition("-s")[0])
    if not navigation.exists(request, path):
        return None
    pairs = {name: wish.given[name] for name in taken if name in wish.given}
    asked_for = f"?{urlencode(pairs, safe='/:')}" if pairs else ""
    return f"{navigation.prefix(request)}{path}{asked_for}", Words(lang).t(f"ask.{key}")

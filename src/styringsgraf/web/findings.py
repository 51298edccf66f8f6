"""GET /api/v1/findings: what the last check of an organisation found, as the release holds it, in any form."""

from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from styringsgraf import errors
from styringsgraf.engine import QueryEngine
from styringsgraf.quality.exports import Setting, render
from styringsgraf.quality.released import Released, marks, named, whole
from styringsgraf.quality.report import SEVERITIES, Finding, Report
from styringsgraf.web.answers import table_headers
from styringsgraf.web.check import REPORT, REPORTS
from styringsgraf.web.language import asked_language
from styringsgraf.web.openapi import LANG, formats, problems, query, success
from styringsgraf.web.pages.choices import Choices, choices
from styringsgraf.web.pages.findings import ACCEPTED, NARROWING, Asked, asked, graph_of
from styringsgraf.web.parameters import only, single_values, wanted_format
from styringsgraf.web.state import service_of

router = APIRouter(prefix="/api/v1")

#: Stands for the engine in a report of what a release holds: the check was made when it was published.
_ENGINE: Final = "release"
_TEXT: Final = {"type": "string"}
_PARAMETERS: Final[list[dict[str, Any]]] = [
    query("organisation", "Whose plans: a short name, or an IRI", {**_TEXT, "minLength": 1}, required=True),
    query("rule", "A rule's id: SG-C01", _TEXT),
    query("plan", "A plan: organisation/edition, or an IRI", _TEXT),
    query("unit", "Who answers for it: organisation/unit, or an IRI; units below it count with it", _TEXT),
    query("severity", "How grave", {"type": "string", "enum": list(SEVERITIES)}),
    query("accepted", "Whether somebody accepted it by name", {"type": "string", "enum": list(ACCEPTED)}),
    formats(REPORTS),
    LANG,
]
_ANSWER: Final = success("The findings, as a report", REPORTS, release=True)[200]
_CONTENT: Final[dict[str, Any]] = {**_ANSWER["content"], REPORTS[0].media_type: {"schema": REPORT}}


@router.get(
    "/findings",
    summary="What the quality rules found in an organisation's plans",
    tags=["quality"],
    response_class=Response,
    responses={200: {**_ANSWER, "content": _CONTENT}, **problems(400, 404, 406)},
    openapi_extra={"parameters": _PARAMETERS},
)
def findings(request: Request) -> Response:
    """Return the findings of the current release for one organisation, the gravest first, as a report of a check.

    ``accepted`` counts those that somebody let pass by name; the manifest of the release says until when.
    """
    values = only(single_values(request), ("organisation", *NARROWING, "format", "lang"))
    representation, lang = wanted_format(request, REPORTS), asked_language(request)
    known = choices(request)
    wanted = asked(values, known) if values.get("organisation", "").strip() else None
    if wanted is None:
        raise errors.BadParameter("findings.whose", known=", ".join(one.value for one in known.organisations) or "–")
    base = service_of(request).config.base
    manifest, report = service_of(request).released(lambda engine: _report(engine, wanted, known, base))
    content = render(replace(report, release=manifest.id), representation.name, Setting(lang))
    headers = table_headers("findings", representation, lang, manifest.id)
    if representation.name == "html":  # other people's words; it needs its own styles and nothing else
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return Response(content, headers=headers, media_type=representation.content_type)


def _report(engine: QueryEngine, wanted: Asked, known: Choices, base: str) -> Report:
    """Read the findings that are asked for, in two queries."""
    graph = graph_of(wanted, base)
    kept = {mark.iri: mark for mark in marks(engine, graph) if wanted.keeps(mark)}
    found = whole(engine, graph, None if not wanted.narrowed else tuple(kept))
    told = {iri: _told(one, kept[iri].who, known) for iri, one in found.items() if iri in kept}
    report = Report.of(told.values(), _ENGINE, 0.0)
    return replace(report, accepted=tuple(told[iri] for iri in told if found[iri].accepted))


def _told(one: Released, who: frozenset[str], known: Choices) -> Finding:
    return named(one.finding, who, known.names)

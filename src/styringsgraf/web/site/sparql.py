"""SPARQL as a page: a query is written or chosen, and its answer stands below, or comes as a file from /sparql."""

from typing import Any, Final

from anyio import to_thread
from fastapi import Request, Response

from styringsgraf import errors
from styringsgraf.engine import Answer, Dataset
from styringsgraf.formats import SPARQL_GRAPH, SPARQL_ROWS
from styringsgraf.namespaces import PREFIXES
from styringsgraf.web.foreign import foreign_of
from styringsgraf.web.pages import assets, navigation, sparql
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.linking import Linker
from styringsgraf.web.pages.numbers import number
from styringsgraf.web.pages.policy import EDITOR_POLICY
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values
from styringsgraf.web.site.routing import pages
from styringsgraf.web.state import service_of

router = pages()
#: Answers come from the limits of foreign queries, and are tagged as those of /sparql, not kept.
_TAGGED: Final[dict[str, Any]] = {"tags": ["sparql"], "include_in_schema": False, "response_class": Response}
#: The editor's files, which the set-up fetches: the page offers it where they are.
EDITOR: Final = ("vendor/yasgui/yasgui.min.js", "vendor/yasgui/yasgui.min.css")
#: Limits that the page tells.
LIMITS: Final = ("query_seconds", "query_rows", "query_bytes", "query_length")


@router.get("/sparql", **_TAGGED)
async def editor(request: Request) -> Response:
    """Show the field for a query, and the answer where there is one."""
    values = only(single_values(request), ("query", "question", "format", "lang"))
    lang, text = page_language(request), values.get("query", "")
    if not text.strip():
        return await to_thread.run_sync(_show, request, lang, values.get("question", ""), "", None, None)
    try:
        answer = await foreign_of(request).answer(request, text, sparql.ACCEPT, Dataset())
    except errors.Busy:
        raise
    except errors.StyringsgrafError as fault:
        return await to_thread.run_sync(_show, request, lang, "", text, None, fault)
    return await to_thread.run_sync(_show, request, lang, "", text, answer, None)


def _show(
    request: Request, lang: str, named: str, text: str, answer: Answer | None, fault: errors.StyringsgrafError | None
) -> Response:
    service, words = service_of(request), Words(lang)
    config = service.config
    if named:
        text = sparql.asked_by(service, service.catalogue.get(named))
    before = navigation.prefix(request)
    here = f"{before}/{lang}/sparql"
    forms = [(one.name, words.t(f"sparql.as-{one.name}")) for one in (*SPARQL_ROWS, *SPARQL_GRAPH[:4])]
    return page(
        request, "site/sparql.html", lang=lang, title=words.t("sparql.title"), description=words.t("sparql.about"),
        status=fault.status if fault else 200, release=answer.release or None if answer else None,
        headers={"Content-Security-Policy": EDITOR_POLICY}, robots="noindex" if request.query_params else "",
        text=text or sparql.examples(config.base)["plans"], fault=fault.sentence(lang) if fault else "",
        shown=sparql.shown(answer, Linker(request, lang, "", {}), lang) if answer else None,
        here=here, endpoint=f"{before}/sparql", forms=forms, examples=sparql.examples(config.base),
        questions=sparql.sayable(service.catalogue),
        limits=[(words.t(f"sparql.limit-{one}"), number(getattr(config, one), 0, lang)) for one in LIMITS],
        prefixes={**PREFIXES, "id": f"{config.base}id/"},
        editor=[before + assets.address(one) for one in EDITOR if one in assets.assets().files],
    )  # fmt: skip

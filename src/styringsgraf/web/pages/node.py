"""The page of one thing: its name, where it stands, and what node_facts.py and node_beside.py tell of it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request, Response

from styringsgraf.namespaces import PREFIXES, SG, Minter
from styringsgraf.releases import Manifest
from styringsgraf.resource import Resource
from styringsgraf.texts import Text
from styringsgraf.thread.cards import COLUMNS
from styringsgraf.web.identifiers import kind_of, path_of
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.choices import choices
from styringsgraf.web.pages.frame import page
from styringsgraf.web.pages.newer import Newer, newer
from styringsgraf.web.pages.node_beside import findings, sources, versions
from styringsgraf.web.pages.node_facts import HISTORY, STATED_IN, STATEMENT, Facts
from styringsgraf.web.pages.node_naming import Naming, ending, is_body
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.thread import address, reference
from styringsgraf.web.pages.words import Words, large, telling
from styringsgraf.web.state import service_of

_IN_FORCE: Final = f"{SG}inForce"
#: Classes of what stands on a red thread.
_ON_THREAD: Final = frozenset({
    *(kind for _, kinds in COLUMNS for kind in kinds), f"{SG}TargetSegment",
})  # fmt: skip


def show(
    request: Request, found: Resource, lang: str, manifest: Manifest, downloads: Sequence[tuple[str, str, str]]
) -> Response:
    """Return the page."""
    config = service_of(request).config
    minter, where = Minter(config.base), config.address or config.base
    words, named = Words(lang), name(found, minter)
    code, title = _title(found, named, words, minter)
    path = path_of(found.iri, minter.base)
    return page(
        request,
        "node.html",
        lang=lang,
        title=title if "/" in (path or "") else words.t("resource.everything", name=title),
        description=words.chosen(found.words(STATEMENT))[1][:300],
        release=manifest.id,
        named=named,
        code=code,
        thing=found,
        state=_state(found),
        permanent=f"{minter.base}id/{path}",
        canonical=f"{where}doc/{path}",
        alternates=[(href, media) for href, _, media in downloads],
        downloads=[(href, words.t(f"resource.as-{short}"), media) for href, short, media in downloads],
        statement=found.words(STATEMENT),
        newer=_newer(request, found, lang, minter),
        actions=list(_actions(request, found, lang, minter)),
        on_thread=_is_on_thread(found),
        plan_findings=_plan_findings(request, found, lang, minter),
        crumbs=list(_crumbs(request, found, minter, words)),
        robots="" if _for_search(found) else "noindex",
        **_told(Naming(request, found, lang, minter), minter),
    )


def _told(naming: Naming, minter: Minter) -> dict[str, Any]:
    """Return what is told of the thing: facts, both sides of the thread, editions, findings, rows."""
    found, facts = naming.found, Facts(naming)
    return {
        "kind": naming.ref(found.types[0]) if found.types else "",
        "kinds": [naming.ref(one) for one in found.types[1:]],
        "facts": list(facts.facts()),
        "leads": list(facts.leads()),
        "followed": list(facts.followed()),
        "history": [naming.ref(iri) for one in sorted(HISTORY) for iri in found.links(one) if iri in found.described],
        "versions": list(versions(naming)),
        "pointing": list(facts.pointing()),
        "findings": list(findings(naming)),
        "sources": list(sources(naming)),
        "technical": [*facts.facts(technical=True), *facts.pointing(technical=True)],
        "documents": [naming.ref(iri) for iri in found.documents(minter) if iri not in found.links(STATED_IN)],
    }


def _title(found: Resource, named: Text, words: Words, minter: Minter) -> tuple[str, str]:
    """Return (the code where it says more than the name does, what the page is called)."""
    shown, code = words.chosen(named)[1] or named.get("", ""), found.codes.get(found.iri, "")
    if not telling(code) or code in shown or is_body(found.iri, minter):
        return "", shown
    return code, f"{code} {shown}"


def _state(found: Resource) -> str:
    """Return the text key for what a plan's node is now: in force or not; '' for what is no plan's."""
    said = [str(getattr(one, "value", "")) for one in found.values(_IN_FORCE)]
    if not said and not found.links(STATED_IN):
        return ""
    return "state-in-force" if {"true", "1"} & {*said} else "state-not-in-force"


def _is_on_thread(found: Resource) -> bool:
    return bool({*found.types} & _ON_THREAD and found.statements)


def _actions(request: Request, found: Resource, lang: str, minter: Minter) -> Iterator[tuple[str, str]]:
    """Yield (address, text key) of the pages that show the thing in its context."""
    places = Places(request, lang)
    if _is_on_thread(found):
        at = address(request, lang, reference(found.iri, minter))
        if at:
            yield at, "see-thread"
    if f"{SG}Indicator" in found.types:
        at = places.of(found.iri) or ""
        if "/indicator?" in at:
            yield at, "see-indicator"
    if minter.is_un(found.iri):
        at = places.of(found.iri) or ""
        if at:
            yield at, "see-target"
    for one in choices(request).organisations:
        if one.iri == found.iri and navigation.exists(request, f"/{lang}/organisation/{one.value}"):
            yield f"{navigation.prefix(request)}/{lang}/organisation/{one.value}", "see-organisation"


def _newer(request: Request, found: Resource, lang: str, minter: Minter) -> Newer | None:
    """Return the way on from a node of a plan that is no longer in force, or from such a plan."""
    stated = next(iter(found.links(STATED_IN)), found.iri)

    def at(iri: str) -> str:
        return f"{navigation.prefix(request)}/doc/{path_of(iri, minter.base)}?lang={lang}"

    return newer(request, lang, found.iri, stated, at)


def _plan_findings(request: Request, found: Resource, lang: str, minter: Minter) -> str:
    """Return the address of all findings in the plan that states the thing; '' for none."""
    path, plans = f"/{lang}/quality", found.links(STATED_IN)
    if not plans or not navigation.exists(request, path):
        return ""
    plan = plans[0].removeprefix(f"{minter.base}id/")
    return f"{navigation.prefix(request)}{path}?{urlencode({'plan': plan}, safe='/')}"


def name(found: Resource, minter: Minter) -> Text:
    """Return what something is called: its title, else that of its newest edition, else kind and address."""
    own = found.titles.get(found.iri)
    if own:
        return own
    for edition in reversed(found.editions):
        if found.titles.get(edition.iri):
            return found.titles[edition.iri]
    path = found.iri.removeprefix(f"{minter.base}id/")
    last = found.codes.get(found.iri) or ending(path)
    kinds = [found.titles[one] for one in found.types if found.titles.get(one)]
    if kinds:
        return {lang: f"{words} {last}" for lang, words in large(kinds[0]).items()}
    return {"": last}


def _for_search(found: Resource) -> bool:
    """Tell whether search engines are to list it: not rows, columns, findings and judgements of wording."""
    aside = {f"{SG}{one}" for one in ("SourceRow", "SourceTable", "SourceColumn", "WordingAnnotation")}
    return not {*found.types} & {*aside, PREFIXES["sh"] + "ValidationResult"}


def _crumbs(request: Request, found: Resource, minter: Minter, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the organisation and the document something lies under."""
    steps = found.iri.removeprefix(f"{minter.base}id/").split("/")
    before = navigation.prefix(request)
    for length in range(1, min(len(steps), 3)):
        iri = f"{minter.base}id/{'/'.join(steps[:length])}"
        told = found.titles.get(iri)
        if told and kind_of("/".join((*steps[:length], ""))) is None:
            yield words.chosen(told)[1] or told.get("", ""), f"{before}/doc/{path_of(iri, minter.base)}"

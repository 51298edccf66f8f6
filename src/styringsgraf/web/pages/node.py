"""The page of one thing: its name, where it stands, and the parts that node_parts.py tells."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response

from styringsgraf.namespaces import KINDS, PREFIXES, SG, Minter
from styringsgraf.releases import Manifest
from styringsgraf.resource import Resource
from styringsgraf.texts import Text
from styringsgraf.thread.cards import COLUMNS
from styringsgraf.web.identifiers import kind_of, path_of
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.frame import page
from styringsgraf.web.pages.node_parts import HISTORY, STATED_IN, STATEMENT, Teller
from styringsgraf.web.pages.places import Places
from styringsgraf.web.pages.thread import address, reference
from styringsgraf.web.pages.words import Words, telling
from styringsgraf.web.state import service_of

_KINDS: Final = frozenset({*KINDS.values(), "row", "table", "column", "quality", "wording", "number"})
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
    teller, words = Teller(request, found, lang, minter), Words(lang)
    named = name(found, minter)
    code, title = _title(found, named, words)
    path = path_of(found.iri, minter.base)
    return page(
        request,
        "node.html",
        lang=lang,
        title=title,
        description=words.chosen(found.words(STATEMENT))[1][:300],
        release=manifest.id,
        named=named,
        code=code,
        thing=found,
        kind=teller.ref(found.types[0]) if found.types else "",
        kinds=[teller.ref(one) for one in found.types[1:]],
        state=_state(found),
        permanent=f"{minter.base}id/{path}",
        canonical=f"{where}doc/{path}",
        alternates=[(href, media) for href, _, media in downloads],
        downloads=[(href, words.t(f"resource.as-{short}"), media) for href, short, media in downloads],
        statement=found.words(STATEMENT),
        actions=list(_actions(request, found, lang, minter)),
        facts=list(teller.facts()),
        on_thread=_is_on_thread(found),
        leads=list(teller.leads()),
        followed=list(teller.followed()),
        history=[teller.ref(iri) for one in sorted(HISTORY) for iri in found.links(one) if iri in found.described],
        versions=list(teller.versions()),
        pointing=list(teller.pointing()),
        findings=list(teller.findings(found.findings)),
        sources=list(teller.sources(found.rows)),
        technical=[*teller.facts(technical=True), *teller.pointing(technical=True)],
        documents=[teller.ref(iri) for iri in found.documents(minter) if iri not in found.links(STATED_IN)],
        plan_findings=_plan_findings(request, found, lang, minter),
        crumbs=list(_crumbs(request, found, minter, words)),
        robots="" if _for_search(found) else "noindex",
    )


def _title(found: Resource, named: Text, words: Words) -> tuple[str, str]:
    """Return (the code where it says more than the name does, what the page is called)."""
    shown, code = words.chosen(named)[1] or named.get("", ""), found.codes.get(found.iri, "")
    if not telling(code) or code in shown:
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
    last = found.codes.get(found.iri) or _ending(path)
    kinds = [found.titles[one] for one in found.types if found.titles.get(one)]
    if kinds:
        return {lang: f"{words[:1].upper()}{words[1:]} {last}" for lang, words in kinds[0].items()}
    return {"": last}


def _ending(path: str) -> str:
    """Return what stands behind the kind in an address: 'asker/observation/x/2014/asker' → 'x 2014 asker'."""
    steps = path.split("/")
    behind = next((place + 1 for place, step in enumerate(steps) if step in _KINDS), len(steps) - 1)
    return " ".join(steps[behind:]) or steps[-1]


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

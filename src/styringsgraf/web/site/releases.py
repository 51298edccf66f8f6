"""/{lang}/releases and /{lang}/releases/{release}: every state of the graph there was, and what each holds."""

from functools import partial
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from styringsgraf.namespaces import Minter
from styringsgraf.publish.forms import CURRENT
from styringsgraf.publish.steps import timeline
from styringsgraf.questions.labels import Names, fetch
from styringsgraf.releases import Manifest
from styringsgraf.service import Service
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages import releases as shown
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.numbers import day as written_day
from styringsgraf.web.pages.numbers import number
from styringsgraf.web.pages.paging import paging
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values, whole_number
from styringsgraf.web.site.routing import PAGE, pages
from styringsgraf.web.state import service_of

router = pages()

_SIZE: Final = 50
_MOST: Final = 1_000_000


@router.get("/releases", **PAGE)
def releases(request: Request) -> Response:
    """Show all releases, newest first."""
    values = only(single_values(request), ("page", "lang"))
    at = whole_number("page", values.get("page") or None, 1, 1, _MOST)
    service, lang = service_of(request), page_language(request)
    ids = service.store.ids()[::-1]
    rows = [service.store.get(one) for one in ids[(at - 1) * _SIZE : at * _SIZE]]
    current, words = _current(service), Words(lang)
    return page(
        request,
        "site/releases.html",
        lang=lang,
        title=words.t("data.releases"),
        description=words.t("data.releases-lead"),
        release=current,
        crumbs=_crumbs(request, lang),
        rows=[_row(one, lang) for one in rows],
        count=len(ids),
        current=current,
        **_written(lang),
        paging=paging(request, at, len(ids), _SIZE),
    )


@router.get("/releases/{release}", **PAGE)
def one_release(request: Request, release: str) -> Response:
    """Show one release, of one organisation also its documents."""
    values = only(single_values(request), ("organisation", "lang", "release"))
    service, lang = service_of(request), page_language(request)
    current = _current(service)
    manifest = service.store.get(current if release == CURRENT else release)
    if release != manifest.id:
        return RedirectResponse(_address(request, lang, manifest), 302, {"Cache-Control": "no-cache"})
    minter, words = Minter(service.config.base), Words(lang)
    return page(
        request,
        "site/release.html",
        lang=lang,
        title=words.t("data.release-title", release=manifest.id),
        description=words.t("data.release-description", release=manifest.id),
        release=current,
        crumbs=[*_crumbs(request, lang), (words.t("data.releases"), f"{navigation.prefix(request)}/{lang}/releases")],
        current=current,
        row=_row(manifest, lang),
        cited=_cited(service, manifest, lang),
        **_written(lang),
        accepted=shown.accepted(manifest.accepted),
        **_changed(service, manifest, minter, lang),
        **_contents(service, manifest, minter, lang, values.get("organisation") or ""),
    )


def _current(service: Service) -> str:
    with service.reader() as reader:
        return reader.manifest.id


def _row(manifest: Manifest, lang: str) -> dict[str, Any]:
    day, time = shown.moment(manifest.created, lang)
    return {"manifest": manifest, "day": day, "time": time, "note": shown.note_of(manifest)}


def _written(lang: str) -> dict[str, Any]:
    """Return what writes numbers and dates in templates."""
    return {"number": partial(number, places=None, lang=lang), "date": partial(written_day, lang=lang)}


def _cited(service: Service, manifest: Manifest, lang: str) -> str:
    """Return how to refer to a release; the publisher comes first where its name is known."""
    config, words = service.config, Words(lang)
    publisher = service.descriptions.publisher
    name = f"{words.chosen(publisher.name)[1]}. " if config.publisher_name else ""
    address = f"{publisher.address}{lang}/releases/{manifest.id}"
    day = written_day(shown.moment(manifest.created, lang)[0], lang)
    return words.t("data.cited", publisher=name, release=manifest.id, day=day, address=address)


def _crumbs(request: Request, lang: str) -> list[tuple[str, str]]:
    return [(Words(lang).t("nav-data"), f"{navigation.prefix(request)}/{lang}/data")]


def _address(request: Request, lang: str, manifest: Manifest) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return f"{navigation.prefix(request)}/{lang}/releases/{manifest.id}" + (f"?{query}" if query else "")


def _changed(service: Service, manifest: Manifest, minter: Minter, lang: str) -> dict[str, Any]:
    line = timeline(service.store, minter)
    step = line.step(manifest.id)
    told, more = shown.changes(line, step, lang)
    return {"before": step.previous, "changes": told, "more_changes": more}


def _contents(service: Service, manifest: Manifest, minter: Minter, lang: str, chosen: str) -> dict[str, Any]:
    """Return the organisations of a release, and the documents of the one chosen. Raises NotFound for a wrong one."""
    held = shown.parts(manifest, minter)
    known = [name for name in held if not shown.is_un(name)]
    chosen = chosen or (known[0] if len(known) == 1 else "")
    documents = shown.documents(manifest, shown.part(manifest, chosen, minter), minter) if chosen else ()
    iris = [*map(minter.organisation, known), *(one.iri for one in documents)]
    names: Names = service.released(lambda engine: fetch(engine, iris, lang))[1]
    return {
        "parts": held,
        "counts": shown.counts(manifest, minter),
        "chosen": chosen,
        "documents": documents,
        "named": lambda iri: names.texts.get(iri) or {"": iri.rpartition("/")[2]},
        "organisation": minter.organisation,
    }

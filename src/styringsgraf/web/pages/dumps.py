"""The list of what can be downloaded, as JSON, as a page, and as checksums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from fastapi import Request, Response

from styringsgraf.namespaces import Minter
from styringsgraf.publish import dumping
from styringsgraf.publish.dump_folder import Dump, DumpFolder
from styringsgraf.publish.dumping import Wanted
from styringsgraf.publish.forms import EVERYTHING, UN
from styringsgraf.releases import Manifest
from styringsgraf.settings import Settings
from styringsgraf.texts import Text, text
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.choices import choices
from styringsgraf.web.pages.frame import page
from styringsgraf.web.pages.numbers import day, number
from styringsgraf.web.pages.words import Words

_SIZES = ("kB", "MB", "GB")
_THOUSAND = 1000


@dataclass(frozen=True)
class Listing:
    """All dumps of a release, each with what is known of the file when it is ready."""

    manifest: Manifest
    rows: tuple[tuple[Wanted, Dump | None], ...]
    licence: str
    current: bool

    @classmethod
    def of(cls, manifest: Manifest, folder: DumpFolder, config: Settings, current: str | None) -> Self:
        """Return the dumps of a release."""
        every = dumping.every(manifest, Minter(config.base))
        rows = tuple((asked, folder.ready(*asked.key)) for asked in every)
        return cls(manifest, rows, config.licence, manifest.id == current)

    def as_json(self, prefix: str, others: Sequence[Manifest]) -> dict[str, Any]:
        """Return the list for programs; ``others`` are the releases to name beside it."""
        body: dict[str, Any] = {
            "release": self.manifest.id,
            "created": self.manifest.created,
            "current": self.current,
            "licence": self.licence,
            "statements": self.manifest.statements,
            "checksums": f"{prefix}/dumps/{self.manifest.id}/checksums.txt",
            "dumps": [self._row(prefix, asked, found) for asked, found in self.rows],
        }
        if others:
            body["releases"] = [
                {"release": one.id, "created": one.created, "href": f"{prefix}/dumps/{one.id}"} for one in others
            ]
        return body

    def _row(self, prefix: str, asked: Wanted, found: Dump | None) -> dict[str, Any]:
        form = asked.form
        known: Mapping[str, Any] = {
            "ready": found is not None,
            "size": found and found.size,
            "sha256": found and found.sha256,
            "canonicalHash": (found.canonical or None) if found else None,
            "canonicalHashOf": (found.of or None) if found else None,
        }
        return {
            "what": asked.holding.name,
            "form": form.name,
            "title": dict(form.title),
            "href": f"{prefix}/{asked.path}",
            "mediaType": form.media_type,
            "compressFormat": form.compressed or None,
            "packageFormat": form.packaged or None,
            "modified": asked.manifest.created,
            "licence": self.licence,
            "datasetHash": asked.holding.canonical,
            "datasetStatements": asked.holding.statements,
            **known,
        }


def page_of(request: Request, listing: Listing, others: Sequence[Manifest], lang: str) -> Response:
    """Return the page: a table for each holding, and the other releases."""
    words, manifest = Words(lang), listing.manifest
    groups: dict[str, list[tuple[Wanted, Dump | None, str]]] = {}
    for asked, found in listing.rows:
        groups.setdefault(asked.holding.name, []).append((asked, found, "" if found is None else size(found, lang)))
    title = words.t("dumps.title") if others else words.t("dumps.title-of", release=manifest.id)
    crumbs = [(words.t("nav-data"), navigation.data(request, lang))]
    if not others:
        crumbs.append((words.t("dumps.title"), f"{navigation.prefix(request)}/dumps"))
    return page(
        request,
        "dumps.html",
        lang=lang,
        title=title,
        release=manifest.id,
        crumbs=crumbs,
        number=partial(number, places=None, lang=lang),
        date=partial(day, lang=lang),
        alternates=[(f"{navigation.prefix(request)}/dumps/{manifest.id}?format=json", "application/json")],
        listing=listing,
        groups=groups,
        named=_named(request),
        called=lambda names: words.chosen(names)[1] or names.get("", ""),
        others=[one for one in others if one.id != manifest.id],
    )


def _named(request: Request) -> dict[str, Text]:
    """Return what the holdings are called; an organisation that the current release does not have, by its slug."""
    own = {one.value: one.names for one in choices(request).organisations}
    return own | {name: text(f"dumps.holding-{key}") for name, key in ((EVERYTHING, "alt"), (UN, "sdg"))}


def size(found: Dump, lang: str) -> str:
    """Return a size for people: '485 kB', '1,2 MB'."""
    number = float(found.size)
    for unit in ("byte", *_SIZES):
        if number < _THOUSAND or unit == _SIZES[-1]:
            shown = f"{number:.1f}" if number < 10 and unit != "byte" else f"{number:.0f}"  # noqa: PLR2004
            break
        number /= _THOUSAND
    named = Words(lang).t("dumps.bytes") if unit == "byte" else unit
    return f"{shown if lang == 'en' else shown.replace('.', ',')} {named}"


def checksum(found: Dump) -> str:
    """Return a line as ``sha256sum --check`` reads it."""
    return f"{found.sha256}  {found.file}\n"


def checksums(manifest: Manifest, folder: DumpFolder, config: Settings) -> str:
    """Return the checksums of the files of a release that are ready."""
    every = dumping.every(manifest, Minter(config.base))
    return "".join(checksum(found) for asked in every if (found := folder.ready(*asked.key)) is not None)

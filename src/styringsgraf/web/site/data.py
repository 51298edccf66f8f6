"""/{lang}/data: every way to the data, the files of the current release, and examples to copy."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from fastapi import Request, Response

from styringsgraf.namespaces import Minter
from styringsgraf.publish import dumping
from styringsgraf.publish.forms import EVERYTHING, UN
from styringsgraf.releases import Manifest
from styringsgraf.web.dump_making import making_of
from styringsgraf.web.pages import data as shown
from styringsgraf.web.pages import dumps, navigation, releases
from styringsgraf.web.pages.frame import page, page_language
from styringsgraf.web.pages.numbers import day as written_day
from styringsgraf.web.pages.numbers import number
from styringsgraf.web.pages.words import Words
from styringsgraf.web.parameters import only, single_values
from styringsgraf.web.site.routing import UNKEPT, pages
from styringsgraf.web.state import service_of

router = pages()

#: What is listed here with its files; those of one organisation stand with its dataset.
_LISTED: Final = (EVERYTHING, UN)
#: A host as it may stand in a command that people copy: the caller can name any.
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:]+\](:[0-9]+)?")


# Not kept: which files are ready changes within a release, and the examples name the host one has come to.
@router.get("/data", **UNKEPT)
def data(request: Request) -> Response:
    """Show the ways to the data, the files of the current release and the examples."""
    only(single_values(request), ("lang",))
    service, lang = service_of(request), page_language(request)
    said, words = service.descriptions, Words(lang)
    with service.reader() as reader:
        manifest, datasets = reader.manifest, said.datasets(reader)
    day, time = releases.moment(manifest.created, lang)
    return page(
        request,
        "site/data.html",
        lang=lang,
        title=words.t("data.title"),
        description=words.t("data.lead"),
        release=manifest.id,
        manifest=manifest,
        day=day,
        time=time,
        groups=tuple(_groups(request, lang)),
        files=_files(request, manifest, lang),
        named={EVERYTHING: words.t("dumps.holding-alt"), UN: words.t("dumps.holding-sdg")},
        datasets=datasets,
        examples=shown.examples(_address(request), lang),
        publisher=said.publisher,
        number=partial(number, places=None, lang=lang),
        date=partial(written_day, lang=lang),
        headers={"Cache-Control": "private, no-cache"},
    )


def _groups(request: Request, lang: str) -> Iterator[tuple[shown.Group, list[tuple[shown.Way, str, str]]]]:
    """Yield the groups with those of their ways that something answers, each with its addresses."""
    before = navigation.prefix(request)
    for group in shown.GROUPS:
        ways = [(way, way.path.format(lang=lang)) for way in group.ways]
        found = [
            (way, before + path, before + way.api if way.api else "")
            for way, path in ways
            if navigation.exists(request, path)
        ]
        if found:
            yield group, found


def _files(request: Request, manifest: Manifest, lang: str) -> dict[str, list[dict[str, Any]]]:
    """Return the files of what is listed here, by what they hold."""
    folder, found = making_of(request).folder, dict[str, list[dict[str, Any]]]()
    for asked in dumping.every(manifest, Minter(service_of(request).config.base)):
        if asked.holding.name in _LISTED:
            ready = folder.ready(*asked.key)
            row = {"asked": asked, "ready": ready, "size": dumps.size(ready, lang) if ready else ""}
            found.setdefault(asked.holding.name, []).append(row)
    return found


def _address(request: Request) -> str:
    """Return where this service is reached: what its operator says, else the address one has come by."""
    config = service_of(request).config
    if config.address or not _HOST.fullmatch(request.url.netloc):
        return config.address or config.base
    return f"{request.url.scheme}://{request.url.netloc}{navigation.prefix(request)}/"

"""The pages of the catalogue and of each dataset: what it holds, how to get it, who answers for it."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from styringsgraf.publish import dataset as dcat
from styringsgraf.publish import schemaorg
from styringsgraf.publish.description import Descriptions
from styringsgraf.publish.doors import DOORS, access_path
from styringsgraf.publish.facts import Dataset
from styringsgraf.publish.forms import dump_path, forms_of
from styringsgraf.releases import Reader
from styringsgraf.web.pages import navigation
from styringsgraf.web.pages.frame import page
from styringsgraf.web.pages.numbers import day, number
from styringsgraf.web.pages.words import Words

#: (address, name, media type) of the same in a syntax for programs.
Alternate = tuple[str, str, str]
Alternates = tuple[Alternate, ...]


def catalogue(
    request: Request,
    lang: str,
    said: Descriptions,
    reader: Reader,
    others: Alternates,
    headers: Mapping[str, str],
) -> Response:
    """Return the page that lists the datasets."""
    found = said.datasets(reader)
    words = Words(lang)
    return page(
        request,
        "catalogue.html",
        lang=lang,
        title=words.t("catalogue.datasets"),
        description=words.t("catalogue.title"),
        canonical=f"{said.publisher.base}catalogue",
        crumbs=[(words.t("nav-data"), navigation.data(request, lang))],
        headers=headers,
        release=reader.manifest.id,
        alternates=[(href, media) for href, _, media in others],
        downloads=others,
        rows=[_row(one, words) for one in found],
        structured=schemaorg.data_catalogue(found, said.publisher, lang),
        **_common(said),
    )


def dataset(
    request: Request,
    lang: str,
    said: Descriptions,
    reader: Reader,
    name: str,
    others: Alternates,
    headers: Mapping[str, str],
) -> Response:
    """Return the page of one dataset."""
    one = said.dataset(reader, name)
    words = Words(lang)
    before = navigation.prefix(request)
    return page(
        request,
        "dataset.html",
        lang=lang,
        title=words.chosen(dcat.title(one))[1],
        description=words.chosen(dcat.description(one))[1],
        canonical=one.iri,
        headers=headers,
        release=reader.manifest.id,
        crumbs=[
            (words.t("nav-data"), navigation.data(request, lang)),
            (words.t("catalogue.datasets"), f"{before}/catalogue"),
        ],
        alternates=[(href, media) for href, _, media in others],
        downloads=others,
        row=_row(one, words),
        about=dcat.description(one),
        words=dcat.keywords(one),
        files=_files(request, one),
        structured=schemaorg.one_dataset(one, said.publisher, lang),
        **_common(said),
    )


def _common(said: Descriptions) -> dict[str, Any]:
    publisher = said.publisher
    return {
        "publisher": publisher,
        "licence_at": schemaorg.licence_page(publisher),
        "licence_name": _licence_name(publisher.licence),
        "doors": [(door, f"/{access_path(door)}") for door in DOORS],
    }


def _licence_name(iri: str) -> str:
    """Return how a licence of the EU's list is written: 'CC BY 4.0' for …/CC_BY_4_0."""
    return re.sub(r"(\d)_(\d)", r"\1.\2", iri.rpartition("/")[2]).replace("_", " ")


def _row(one: Dataset, words: Words) -> dict[str, Any]:
    lang, ever = words.lang, words.t("catalogue.period-open")
    ends = [day(end, lang) if end else ever for end in (one.start, one.end)]
    counts = {
        "document": one.documents,
        "observation": one.observations,
        "statement": one.statements,
    }
    return {
        "dataset": one,
        "title": dcat.title(one),
        "about": dcat.description(one),
        "modified": day(one.age.modified[:10], lang),
        "issued": day(one.age.issued[:10], lang),
        "period": " – ".join(ends) if one.start or one.end else "",
        "counts": {name: number(count, 0, lang) for name, count in counts.items() if count},
    }


def _files(request: Request, one: Dataset) -> list[dict[str, Any]]:
    """Return the forms whose files this service has an address for."""
    rows = [(form, f"/{dump_path(one.name, form)}") for form in forms_of(one.name)]
    return [{"form": form, "href": path} for form, path in rows if navigation.exists(request, path)]

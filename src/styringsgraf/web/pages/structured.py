"""schema.org descriptions for search engines, as data for ``<script type="application/ld+json">`` in a page's head."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from styringsgraf.texts import LANGUAGES, Text, pick

_CONTEXT: Final = "https://schema.org/"


@dataclass(frozen=True)
class Download:
    """One distribution of a dataset: its address, media type, and size in bytes where known."""

    href: str
    media_type: str
    size: int | None = None
    sha256: str = ""


def dataset(  # noqa: PLR0913 - one parameter a property, by name
    *,
    iri: str,
    page: str,
    name: Text,
    description: Text,
    lang: str,
    licence: str,
    publisher: tuple[str, Text],
    version: str = "",
    issued: str = "",
    modified: str = "",
    temporal: tuple[str, str] = ("", ""),
    places: Iterable[str] = (),
    keywords: Iterable[Text] = (),
    downloads: Iterable[Download] = (),
    catalogue: str = "",
) -> dict[str, Any]:
    """Return a schema.org Dataset in the language of its page; dates are ISO, ('', end) and (start, '') are open."""
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": iri,
        "url": page,
        "identifier": iri,
        "name": pick(name, lang),
        "description": pick(description, lang),
        "inLanguage": list(LANGUAGES),
        "license": licence,
        "isAccessibleForFree": True,
        "creator": _organisation(*publisher, lang),
        "publisher": _organisation(*publisher, lang),
        "version": version,
        "datePublished": issued,
        "dateModified": modified,
        "temporalCoverage": f"{temporal[0] or '..'}/{temporal[1] or '..'}" if any(temporal) else "",
        "spatialCoverage": [{"@type": "Place", "@id": place} for place in places],
        "keywords": [pick(word, lang) for word in keywords],
        "distribution": [_download(one) for one in downloads],
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": catalogue} if catalogue else {},
    }
    return {key: value for key, value in found.items() if value not in ("", [], {})}


def _organisation(iri: str, name: Text, lang: str) -> dict[str, str]:
    return {"@type": "Organization", "@id": iri, "name": pick(name, lang)}


def _download(one: Download) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": "DataDownload", "contentUrl": one.href, "encodingFormat": one.media_type}
    if one.size is not None:
        made["contentSize"] = f"{one.size} B"
    if one.sha256:
        made["sha256"] = one.sha256
    return made

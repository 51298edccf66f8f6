"""The same catalogue in schema.org's words, for search engines: a DataCatalog, a Dataset, as JSON-LD in pages."""

from collections.abc import Sequence
from typing import Any, Final

from styringsgraf.publish import dataset as dcat
from styringsgraf.publish.doors import DOORS, access_path
from styringsgraf.publish.facts import Dataset
from styringsgraf.publish.forms import dump_path, forms_of
from styringsgraf.publish.publisher import Publisher
from styringsgraf.texts import Text, pick, text

#: Licences by the address people and search engines know them under; others keep the EU's.
_LICENCES: Final = {
    "CC_BY_4_0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "NLOD_2_0": "https://data.norge.no/nlod/no/2.0",
}


def licence_page(publisher: Publisher) -> str:
    """Return the address of the licence's text where it is known, else its IRI."""
    return _LICENCES.get(publisher.licence.rpartition("/")[2], publisher.licence)


def data_catalogue(datasets: Sequence[Dataset], publisher: Publisher, lang: str) -> dict[str, Any]:
    """Return the catalogue with its datasets by name."""
    return {
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "@id": f"{publisher.base}catalogue",
        "name": pick(text("catalogue.title"), lang),
        "description": pick(text("catalogue.description"), lang),
        "license": licence_page(publisher),
        "publisher": _publisher(publisher, lang),
        "dataset": [
            {"@type": "Dataset", "@id": one.iri, "name": pick(dcat.title(one), lang), "url": one.iri,
             "description": pick(dcat.description(one), lang), "license": licence_page(publisher)}
            for one in datasets
        ],
    }  # fmt: skip


def one_dataset(one: Dataset, publisher: Publisher, lang: str) -> dict[str, Any]:
    """Return one dataset with its downloads."""
    made: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": one.iri,
        "url": one.iri,
        "identifier": one.iri,
        "name": pick(dcat.title(one), lang),
        "description": pick(dcat.description(one), lang),
        "keywords": [pick(word, lang) for word in dcat.keywords(one)],
        "license": licence_page(publisher),
        "isAccessibleForFree": True,
        "inLanguage": ["nb", "nn", "en"],
        "version": one.age.release,
        "datePublished": one.age.issued,
        "dateModified": one.age.modified,
        "publisher": _publisher(publisher, lang),
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{publisher.base}catalogue"},
        "distribution": _distributions(one, publisher, lang),
    }
    if one.start or one.end:
        made["temporalCoverage"] = f"{one.start or '..'}/{one.end or '..'}"
    if one.organisation is not None:
        made["creator"] = {
            "@type": "Organization",
            "@id": one.organisation.iri,
            "name": pick(one.organisation.name, lang),
        }
        made["spatialCoverage"] = [{"@type": "Place", "@id": place} for place in dcat.places(one)]
    return made


def _publisher(publisher: Publisher, lang: str) -> dict[str, Any]:
    return {"@type": "Organization", "@id": publisher.iri, "name": pick(publisher.name, lang)}


def _distributions(one: Dataset, publisher: Publisher, lang: str) -> list[dict[str, Any]]:
    files = [
        _download(form.title, form.content_type, publisher.address + dump_path(one.name, form), lang)
        for form in forms_of(one.name)
    ]
    return files + [
        _download(door.title, door.media_type, publisher.address + access_path(door), lang) for door in DOORS
    ]


def _download(name: Text, media_type: str, address: str, lang: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": pick(name, lang),
        "encodingFormat": media_type,
        "contentUrl": address,
    }

"""The parser of Signposting follows a page from its address to identifier, data and licence."""

from collections.abc import Iterable
from typing import Any
from urllib.request import Request, urlopen

import pytest
from signposting import find_signposting_http

BASE = "https://w3id.org/styringsgraf/"
LICENCE = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
#: Page → its identifier.
PAGES = {
    "doc/eksempel/kommuneplan-2023": "id/eksempel/kommuneplan-2023",
    "doc/asker": "id/asker",
    "dataset/asker": "dataset/asker",
    "catalogue": "catalogue",
}


def targets(links: Iterable[Any]) -> set[str]:
    return {str(link.target) for link in links}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_identifier_data_and_licence(site: str, page: str) -> None:
    found = find_signposting_http(f"{site}/{page}.html")
    assert str(found.citeAs.target) == f"{BASE}{PAGES[page]}"
    assert str(found.license.target) == LICENCE
    assert "https://schema.org/AboutPage" in targets(found.types)
    assert len(targets(found.types)) > 1
    described = {str(link.target): str(link.type) for link in found.describedBy}
    assert {"text/turtle", "application/ld+json"} <= set(described.values())
    for address, media in described.items():
        assert address.startswith(f"{site}/")
        with urlopen(Request(address, headers={"Accept": "*/*"}), timeout=60) as answer:  # noqa: S310 - our own
            assert answer.headers.get_content_type() == media
        # The way back: what the data is about, and where its page is.
        back = find_signposting_http(address)
        assert str(back.citeAs.target) == f"{BASE}{PAGES[page]}"


def test_datasets_and_catalogue_lead_to_each_other(site: str) -> None:
    catalogue = find_signposting_http(f"{site}/catalogue.html")
    assert f"{BASE}dataset/asker" in targets(catalogue.items)
    document = find_signposting_http(f"{site}/doc/asker.html")
    assert str(document.collection.target) == f"{BASE}dataset/asker"

"""schema.org descriptions: what search engines ask for is there, and nothing that is not known."""

import json

from styringsgraf.web.pages.structured import Download, dataset

NAME = {"nb": "Planene til Lia", "en": "The plans of Lia"}
NEEDED = {
    "iri": "https://w3id.org/styringsgraf/dataset/lia",
    "page": "https://data.example/dataset/lia.html",
    "name": NAME,
    "description": {"nb": "Mål og tiltak"},
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "publisher": ("https://w3id.org/styringsgraf/id/lia", {"nb": "Lia kommune"}),
}


def test_a_dataset_is_told_in_the_language_of_its_page() -> None:
    found = dataset(**NEEDED, lang="en")  # type: ignore[arg-type]
    assert (found["@context"], found["@type"]) == ("https://schema.org/", "Dataset")
    assert (found["name"], found["description"]) == ("The plans of Lia", "Mål og tiltak")
    assert found["publisher"] == {
        "@type": "Organization", "@id": "https://w3id.org/styringsgraf/id/lia", "name": "Lia kommune",
    }  # fmt: skip
    assert json.loads(json.dumps(found)) == found


def test_what_is_not_known_is_left_out() -> None:
    found = dataset(**NEEDED, lang="nb")  # type: ignore[arg-type]
    absent = {"version", "datePublished", "dateModified", "temporalCoverage", "spatialCoverage", "keywords",
              "distribution", "includedInDataCatalog"}  # fmt: skip
    assert not absent & found.keys()


def test_files_come_with_type_size_and_hash() -> None:
    files = [
        Download("https://data.example/lia.nq.gz", "application/n-quads", 1200, "ab12"),
        Download("/x", "text/csv"),
    ]
    found = dataset(**NEEDED, lang="nb", temporal=("2014-01-01", ""), downloads=files, keywords=[NAME])  # type: ignore[arg-type]
    assert found["temporalCoverage"] == "2014-01-01/.."
    assert found["keywords"] == ["Planene til Lia"]
    assert found["distribution"] == [
        {
            "@type": "DataDownload",
            "contentUrl": "https://data.example/lia.nq.gz",
            "encodingFormat": "application/n-quads",
            "contentSize": "1200 B",
            "sha256": "ab12",
        },
        {"@type": "DataDownload", "contentUrl": "/x", "encodingFormat": "text/csv"},
    ]

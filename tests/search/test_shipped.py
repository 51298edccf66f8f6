"""Searching the release that is built from the shipped data, at every door."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from starlette.testclient import TestClient

from styringsgraf import cli, resources
from styringsgraf.namespaces import Minter
from styringsgraf.releases import ReleaseStore
from styringsgraf.search import NAME, SearchIndex
from styringsgraf.search.extract import DOCUMENT, GROUPS
from styringsgraf.service import Service
from styringsgraf.settings import Settings
from styringsgraf.web.app import create_app


@pytest.fixture(scope="module")
def client(service: Service) -> TestClient:
    # Not entered as a context: leaving it would close the service that other tests use.
    return TestClient(create_app(service))


def rows(service: Service, lang: str = "nb", **given: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.ask("search", given, lang=lang, limit=1000).as_json()["rows"]
    return found


def test_the_classes_offered_are_those_of_the_index() -> None:
    header = yaml.safe_load((resources.questions() / "search.yaml").read_text(encoding="utf-8"))
    assert set(header["parameters"]["class"]["choices"]) == {"any", DOCUMENT, *GROUPS}


@pytest.mark.parametrize("group", [DOCUMENT, *GROUPS])
def test_every_class_has_something(group: str, service: Service) -> None:
    found = rows(service, **{"q": {"un": "3", "term": "grønn"}.get(group, "e"), "class": group})
    if not found:  # one letter is a whole word only
        found = [
            row
            for q in ("kommune", "helse", "trygg", "plan", "S10", "barn")
            for row in rows(service, q=q, **{"class": group})
        ]
    assert found


@pytest.mark.parametrize(
    ("one", "other"),
    [("sjukefråvær", "sykefravær"), ("skule", "skole"), ("barnehagar", "barnehager"), ("helsa", "helse")],
)
def test_nynorsk_and_bokmal_find_the_same(one: str, other: str, service: Service) -> None:
    found = {row["node"] for row in rows(service, q=one)}
    assert found == {row["node"] for row in rows(service, q=other)}
    assert found


def test_a_code_finds_its_editions_first(service: Service) -> None:
    found = rows(service, q="S.1.1", organisation="asker")
    assert {row["code"] for row in found if row["match"] == "code"} == {"S.1.1"}
    assert [row["match"] for row in found] == sorted((row["match"] for row in found), key=["code", "words"].index)
    assert {row["code"] for row in rows(service, q="MA.1")} >= {"MA.1", "MA.1.1"}
    assert rows(service, q="3.4")[0]["node"] == "http://metadata.un.org/sdg/3.4"


def test_what_is_in_force_comes_first(service: Service) -> None:
    found = [row["inForce"] for row in rows(service, q="skole", organisation="eksempel")]
    assert True in found
    assert False in found
    assert found == sorted(found, key=lambda stands: stands is False)


def test_an_organisation_is_searched_alone_and_only_as_a_whole(service: Service, client: TestClient) -> None:
    assert {row["organisation"].rpartition("/")[2] for row in rows(service, q="helse", organisation="asker")} == {
        "asker"
    }
    answer = client.get(
        "/api/v1/search",
        params={"q": "helse", "organisation": "https://w3id.org/styringsgraf/id/eksempel/service-area/oppvekst"},
    )
    assert answer.status_code == 400
    assert "organisation=eksempel" in answer.json()["detail"]


def test_pages_over_http(client: TestClient) -> None:
    whole = client.get("/api/v1/search", params={"q": "skole"}).json()
    assert whole["truncated"] is False
    first = client.get("/api/v1/search", params={"q": "skole", "limit": 4}).json()
    assert first["truncated"] is True
    second = client.get(first["next"]).json()
    assert [row["node"] for row in (*first["rows"], *second["rows"])] == [row["node"] for row in whole["rows"][:8]]
    past = client.get("/api/v1/search", params={"q": "skole", "offset": 5000}).json()
    assert past["rows"] == []
    assert "5000" in past["empty"]


def test_every_format(client: TestClient) -> None:
    data = client.get("/api/v1/search", params={"q": "skole", "format": "json"}).json()["rows"]
    table = list(csv.DictReader(io.StringIO(client.get("/api/v1/search", params={"q": "skole", "format": "csv"}).text)))
    assert [row["node"] for row in table] == [row["node"] for row in data]
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/api/v1/search", params={"q": "skole", "format": "xlsx"}).content)
    )
    assert book.active is not None
    assert book.active.max_row == len(data) + 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"q": "x" * 10_000}, "1000"), ({"q": ""}, "q"), ({}, "q"), ({"q": "?!«»"}, "bokstav"),
        ({"q": "\x00"}, "bokstav"), ({"q": "skole", "class": "katt"}, "measure"),
        ({"q": " ".join(f"o{n}" for n in range(30))}, "20"),
        ({"q": "skole", "limit": "0"}, "limit"),
    ],
)  # fmt: skip
def test_what_cannot_be_searched_for_is_a_clear_400(given: dict[str, str], words: str, client: TestClient) -> None:
    answer = client.get("/api/v1/search", params=given)
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_an_unknown_organisation_is_a_404(client: TestClient) -> None:
    assert client.get("/api/v1/search", params={"q": "skole", "organisation": "atlantis"}).status_code == 404


def test_the_command(shipped_folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert (
        cli.run(["search", "sjuke", "--data", str(shipped_folder), "--organisation", "asker", "--format", "csv"]) == 0
    )
    found = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode())))
    assert {row["organisation"].rpartition("/")[2] for row in found} == {"asker"}
    assert any("ykefravær" in row["text"] for row in found)
    assert cli.run(["search", "--data", str(shipped_folder), "--", "--"]) == 2
    assert "bokstav" in capsysbinary.readouterr().err.decode()


def test_about_follows_a_word_to_who_does_what(service: Service) -> None:
    found = service.ask("about", {"word": "sjukefråvær", "organisation": "eksempel"}, lang="nb", limit=100).as_json()[
        "rows"
    ]
    named = [row for row in found if row["basis"] == "named"]
    assert {"S10", "O12"} <= {row["code"] for row in named}
    (course,) = (row for row in found if row["code"] == "T14")
    assert (course["basis"], course["responsibleLabel"], course["statusLabel"]) == (
        "contributes",
        ["Personal"],
        "påbegynt",
    )
    assert any(row["indicator"] and row["period"] and row["band"] for row in named)


def test_about_and_indicator_status_agree(service: Service) -> None:
    status = service.ask("indicator-status", {}, lang="nb", limit=1000).as_json()["rows"]
    colours = {(row["indicator"], row["area"].rpartition("/")[2], row["period"]): row["band"] for row in status}
    words = ("sykefravær", "skole", "trygg", "klima", "ensom", "vei", "vann", "språk")
    answers = [service.ask("about", {"word": word}, lang="nb", limit=1000).as_json() for word in words]
    compared = 0
    for row in (row for body in answers for row in body["rows"] if row["value"] is not None):
        org = service._minter.organisation_of(row["indicator"])
        if (row["indicator"], org, row["period"]) in colours:
            assert colours[row["indicator"], org, row["period"]] == row["band"]
            compared += 1
    assert compared >= 5


def test_the_index_of_the_shipped_release_is_whole(shipped_settings: Settings) -> None:
    index = SearchIndex(Minter(shipped_settings.base))
    store = ReleaseStore(shipped_settings.data, companions=(index,))
    assert store.verify().faults == ()
    with store.reader() as reader:
        assert reader.companion(NAME).exists()

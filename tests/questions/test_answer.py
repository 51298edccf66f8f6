"""The shape of an answer: paging, labels in the reader's language, reasons, formats."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Store

from styringsgraf.engine import Limits, Table
from styringsgraf.engine.embedded import Embedded
from styringsgraf.namespaces import PREFIXES, Minter
from styringsgraf.questions import Catalogue, answer
from styringsgraf.questions.labels import Names, fetch
from styringsgraf.tables import render

REFERENCE_DATE = date(2026, 1, 1)

ID = "https://w3id.org/styringsgraf/id/prove"


class Counting:
    """An engine that counts the queries it is asked."""

    def __init__(self, inner: Embedded) -> None:
        self.inner, self.asked = inner, 0

    def table(self, query: str, limits: Limits | None = None) -> Table:
        self.asked += 1
        return self.inner.table(query, limits)

    answer: Any = None


def test_pages_follow_each_other_and_end(ask: Any) -> None:
    whole = ask("plan-changes", **{"from": "prove/handlingsprogram-2024-2027", "to": "handlingsprogram-2025-2028"})
    assert not whole.truncated
    given = {"from": "prove/handlingsprogram-2024-2027", "to": "handlingsprogram-2025-2028"}
    rows, offset = [], 0
    while True:
        page = ask("plan-changes", limit=5, offset=offset, lang="nn", **given)
        rows += page.as_json()["rows"]
        assert page.truncated is (page.next is not None)
        if page.next is None:
            break
        address = urlsplit(page.next)
        assert address.path == "/api/v1/questions/plan-changes"
        query = dict(parse_qsl(address.query))
        assert {name: query[name] for name in given} == given
        assert (query["lang"], query["limit"]) == ("nn", "5")
        offset = int(query["offset"])
    nynorsk = ask("plan-changes", lang="nn", **given)
    assert rows == nynorsk.as_json()["rows"]
    assert len(rows) == len(whole.grid.rows) == 16


def test_computed_questions_are_paged_too(ask: Any) -> None:
    first = ask("what-if-dropped", node="prove/kommuneplan-2023/S1", limit=4)
    second = ask("what-if-dropped", node="prove/kommuneplan-2023/S1", limit=5, offset=4)
    assert first.truncated
    assert not second.truncated
    assert len(first.grid.rows) + len(second.grid.rows) == 9


def test_past_the_end_is_said(ask: Any) -> None:
    body = ask("unmeasurable-goals", offset=7, lang="en").as_json()
    assert body["rows"] == []
    assert body["empty"] == "The answer does not have that many rows: nothing after the first 7."


def test_a_reader_is_told_which_plans_were_taken_for_granted(ask: Any) -> None:
    (note,) = ask("status-by-focus-area", organisation="prove", lang="en").notes
    assert note.startswith("The answer is about the plans in force on 2026-01-01, or the newest edition: prove/")
    assert "prove/handlingsprogram-2025-2028" in note
    assert "prove/handlingsprogram-2024-2027" not in note
    assert ask("status-by-focus-area", plan="prove/handlingsprogram-2025-2028").notes == ()


def test_the_json_shape(ask: Any) -> None:
    result = ask("measures-for-target", target="13.2", limit=1)
    body = json.loads(render(result, "json", "nb"))
    assert list(body) == ["question", "parameters", "columns", "rows", "truncated", "release", "next", "empty"]
    assert body["question"] == "measures-for-target"
    assert body["parameters"] == {"target": "http://metadata.un.org/sdg/13.2", "organisation": None}
    assert body["truncated"] is True
    assert body["release"] == "000001-00000000"
    assert body["empty"] is None
    (row,) = body["rows"]
    assert list(row) == [column["name"] for column in body["columns"]]
    assert row["measure"] == f"{ID}/handlingsprogram-2025-2028/measure/T1"
    assert row["responsible"] == [f"{ID}/service-area/helse", f"{ID}/unit/frivilligsentralen"]
    assert [(edge["from"], edge["to"], edge["basis"]) for edge in row["path"]] == [
        (row["measure"], f"{ID}/handlingsprogram-2025-2028/assignment/O2", "stated"),
        (f"{ID}/handlingsprogram-2025-2028/assignment/O2", "http://metadata.un.org/sdg/13.2", "claimed"),
    ]
    basis = next(column for column in body["columns"] if column["name"] == "basis")
    assert basis["values"] == {"stated": "oppgitt", "claimed": "påstått"}


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("nb", ["Folkehelse", "Færre er ensomme", "3.4", "rød", "FN-delmål", "https://example.org/x"]),
        ("nn", ["Folkehelse", "Færre er einsame", "3.4", "raud", "FN-delmål", "https://example.org/x"]),
        ("en", ["Public health", "Færre er ensomme", "3.4", "red", "UN target", "https://example.org/x"]),
    ],
)
def test_names_in_the_readers_language_or_the_nearest(lang: str, expected: list[str], engine: Embedded) -> None:
    iris = [
        f"{ID}/kommuneplan-2023/focus-area/F1",
        f"{ID}/kommuneplan-2023/sub-goal/D1",
        "http://metadata.un.org/sdg/3.4",
        "https://w3id.org/styringsgraf/code/band-colour/red",
        "http://metadata.un.org/sdg/ontology#Target",
        "https://example.org/x",
    ]
    names = fetch(engine, iris, lang)
    assert [names.name(iri) for iri in iris] == expected
    assert names.full(iris[0]) == f"F1 {expected[0]}"
    assert names.full(iris[2]) == "3.4"


def test_the_number_of_queries_does_not_follow_the_rows(engine: Embedded, catalogue: Catalogue) -> None:
    def asked(name: str, limit: int, **given: str) -> int:
        counting = Counting(engine)
        answer(
            catalogue.get(name), given, engine=counting, minter=Minter("https://w3id.org/styringsgraf/"),
            release="r", reference_date=REFERENCE_DATE, lang="nb", limit=limit,
        )  # fmt: skip
        return counting.asked

    editions = {"from": "prove/handlingsprogram-2024-2027", "to": "handlingsprogram-2025-2028"}
    assert asked("plan-changes", 1, **editions) == asked("plan-changes", 1000, **editions) <= 6
    for name in ("indicator-status", "orphan-measures", "unmeasurable-goals"):
        assert asked(name, 1) == asked(name, 1000) <= 5
    assert asked("measures-for-target", 1000, target="3") <= 30  # three a level of the thread


def test_csv_for_programs_and_for_people(ask: Any) -> None:
    result = ask("indicator-status", organisation="prove", year="2024")
    rows = list(csv.DictReader(io.StringIO(render(result, "csv", "nb").decode())))
    assert [(row["code"], row["value"], row["band"]) for row in rows] == [
        ("I1", "14.94", "yellow"), ("I2", "", ""), ("I4", "-0.3", ""),
    ]  # fmt: skip
    text = render(result, "csv-no", "nb").decode("utf-8-sig")
    people = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["Kode"], row["Resultat"], row["Farge"], row["Målestatus"]) for row in people] == [
        ("I1", "14,94", "gul", "målt"), ("I2", "", "", "ikke målt"), ("I4", "-0,3", "", "ikke sammenlignbar"),
    ]  # fmt: skip
    measures = render(ask("orphan-measures", organisation="prove"), "csv", "nb").decode()
    assert ",'=Helsestasjon på kveldstid," in measures


def test_a_release_without_plans_says_that_there_is_nothing(catalogue: Catalogue) -> None:
    asked = 0
    for question in catalogue.questions:
        if "plan" not in question.header.parameters or any(parameter.required for parameter in question.parameters):
            continue
        result = answer(
            question, {}, engine=Embedded(Store()), minter=Minter("https://w3id.org/styringsgraf/"),
            release="r", reference_date=REFERENCE_DATE, lang="nb", limit=10,
        )  # fmt: skip
        assert result.grid.rows == ()
        assert result.empty == question.header.empty[-1].words
        asked += 1
    assert asked == 24


def test_names_in_another_language_are_said_anew() -> None:
    names = Names("nb", {"a:a": {"nb": "tiltak", "en": "measure"}})
    assert names.name("a:a") == "tiltak"
    assert replace(names, lang="en").name("a:a") == "measure"
    names.add([(NamedNode("a:a"), NamedNode(PREFIXES["dct"] + "title"), Literal("nytt", language="nb"))])
    assert names.name("a:a") == "nytt"

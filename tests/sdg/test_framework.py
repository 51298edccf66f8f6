"""The UN side as it ships: complete, in three languages, every target taken apart, editions of the indicators."""

import csv
import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from styringsgraf.namespaces import SDG, Minter
from styringsgraf.sdg import sdg_codes, sdg_quads, shipped_segments
from styringsgraf.sdg.tables import folder, table
from styringsgraf.terms import RdfFormat, parse

MINTER: Final = Minter("https://w3id.org/styringsgraf/")
OFFICIAL: Final = (
    Path(os.environ.get("STYRINGSGRAF_SHARED", Path(__file__).parents[3] / "shared"))
    / "data" / "un-sdg" / "sdg-kos-goals-targets-indicators.ttl"
)  # fmt: skip


def test_every_title_is_there_in_three_languages_and_short() -> None:
    seen = Counter[str]()
    for name, least in (("goals", 17), ("targets", 169), ("indicators", 252)):
        rows = list(table(name))
        assert len(rows) == least
        for row in rows:
            for lang in ("nb", "nn", "en"):
                title = row[f"title_{lang}"]
                assert 1 <= len(title.split()) <= 12, (row["code"], lang, title)
                assert title == title.strip().removesuffix("."), title
                seen[f"{name}-{lang}"] += title == row["title_nb"]
    assert seen["targets-nn"] < 60  # nynorsk is written, not copied


def test_no_two_targets_have_the_same_title() -> None:
    for lang in ("nb", "nn", "en"):
        assert len({row[f"title_{lang}"] for row in table("targets")}) == 169


def test_editions_of_the_indicator_set() -> None:
    rows = list(table("indicators"))
    assert Counter(row["added"] for row in rows) == {"2019": 244, "2020": 8}
    assert sorted(row["code"] for row in rows if row["retired"]) == ["1.a.3", "11.c.1", "13.3.2", "17.6.2", "8.9.2"]
    # The UN counted 247 codes after the review of 2020.
    assert sum(1 for row in rows if not row["retired"]) == 247
    assert all(row["tier"] for row in rows if row["added"] == "2019")
    assert not any(row["tier"] for row in rows if row["added"] == "2020")


def test_shared_indicators_have_one_node_at_the_un_and_one_title() -> None:
    shared = [row for row in table("indicators") if row["shared"]]
    assert len(shared) == 22
    titles: dict[str, set[str]] = {}
    for row in shared:
        titles.setdefault(row["shared"], set()).add(row["title_nb"])
    assert len(titles) == 10
    assert {node: found for node, found in titles.items() if len(found) > 1} == {}


def test_every_target_is_taken_apart() -> None:
    by_target = Counter(one.target for one in shipped_segments())
    assert len(by_target) == 169
    assert min(by_target.values()) >= 1
    assert {one.code for one in shipped_segments()} <= sdg_codes()


def roles(target: str) -> list[str]:
    return [one.role for one in shipped_segments() if one.target == target and one.role != "qualifier"]


def test_the_three_worked_examples() -> None:
    assert roles("3.4") == ["end", "means", "end"]
    assert Counter(roles("6.3")) == {"end": 1, "means": 3, "sub-objective": 2}
    assert set(roles("9.5")) == {"means"}
    (third,) = [one for one in shipped_segments() if one.target == "3.4" and one.quantity]
    assert (str(third.quantity), third.unit, third.direction, third.target_year) == (
        "33.3", "relative-percent", "lower-is-better", 2030,
    )  # fmt: skip


def test_targets_without_an_end_are_counted_and_say_so() -> None:
    without = {one.target for one in shipped_segments()} - {
        one.target for one in shipped_segments() if one.role in ("end", "sub-objective")
    }
    assert "9.5" in without
    assert 25 <= len(without) <= 60
    first = {one.target: one for one in reversed(shipped_segments())}
    assert all(first[target].note for target in without)


def test_the_statements_of_a_segment() -> None:
    quads = [q for q in sdg_quads(MINTER) if q.subject.value == MINTER.segment("3.4-s2")]
    values = {(q.predicate.value.rpartition("#")[2] or q.predicate.value, q.object.value) for q in quads}
    assert ("partOfTarget", f"{SDG}3.4") in values
    assert ("achievedBy", MINTER.segment("3.4-s3")) in values
    assert ("segmentIndicator", f"{SDG}C030401") in values
    assert ("type", "https://w3id.org/styringsgraf/ns#EndSegment") in values
    assert ("value", "33.3") in values


def official_texts() -> dict[str, str]:
    """Return the UN's English text of each target; where the file has two, the longer."""
    found: dict[str, str] = {}
    for one in parse(OFFICIAL.read_bytes(), format=RdfFormat.TURTLE):
        if one.predicate.value.endswith("#prefLabel") and one.object.language == "en":
            code = one.subject.value.removeprefix(SDG)
            found[code] = max(found.get(code, ""), one.object.value, key=len)
    return found


@pytest.mark.skipif(not OFFICIAL.exists(), reason="needs ../shared/data/un-sdg")
def test_spans_lie_on_words_of_the_official_text() -> None:
    texts = official_texts()
    for one in shipped_segments():
        piece = texts[one.target][one.start : one.end]
        assert piece == piece.strip(" ,;"), one.code
        assert len(piece) == one.end - one.start, one.code
        around = texts[one.target][max(0, one.start - 1) : one.end + 1]
        assert not (one.start > 0 and around[0].isalpha()), one.code


@pytest.mark.skipif(not OFFICIAL.exists(), reason="needs ../shared/data/un-sdg")
def test_the_recorded_words_are_those_of_the_official_text() -> None:
    texts = official_texts()
    with (folder() / "passes" / "tokens.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 169
    for row in rows:
        text = texts[row["target"]]
        assert int(row["length"]) == len(text)
        assert row["sha256"] == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.skipif(not OFFICIAL.exists(), reason="needs ../shared/data/un-sdg")
def test_our_english_is_our_own() -> None:
    texts = official_texts()
    same = [
        one.code
        for one in shipped_segments()
        if len(one.texts["en"].split()) > 4 and one.texts["en"].casefold() in texts[one.target].casefold()
    ]
    assert same == []

"""The UN's goals, targets and indicators: complete, joined, and with the official addresses."""

import csv
from pathlib import Path

import pytest

from styringsgraf.namespaces import sdg_iri

COUNTS = {"goals": 17, "targets": 169, "indicators": 252}


def _read(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_complete_unique_and_with_official_addresses(data: Path, name: str, count: int) -> None:
    rows = _read(data / "sdg" / f"{name}.csv")
    assert len(rows) == len({row["code"] for row in rows}) == len({row["iri"] for row in rows}) == count
    assert all(row["iri"] == sdg_iri(row["code"]) for row in rows)


def test_every_target_has_its_goal_and_every_indicator_its_target(data: Path) -> None:
    goals = {row["code"] for row in _read(data / "sdg" / "goals.csv")}
    targets = _read(data / "sdg" / "targets.csv")
    indicators = _read(data / "sdg" / "indicators.csv")
    assert {row["goal"] for row in targets} == goals
    assert {row["target"] for row in indicators} == {row["code"] for row in targets}
    assert all(row["code"].startswith(row["goal"] + ".") for row in targets)
    assert all(row["code"].startswith(row["target"] + ".") for row in indicators)
    assert {row["un_type"] for row in targets} == {"outcome", "means-of-implementation"}
    assert {row["added"] for row in indicators} == {"2019", "2020"}


def test_goals_have_a_short_title_in_three_languages(data: Path) -> None:
    for row in _read(data / "sdg" / "goals.csv"):
        titles = [row[f"title_{lang}"] for lang in ("nb", "nn", "en")]
        assert all(1 <= len(title.split()) <= 12 for title in titles), row


@pytest.mark.parametrize("name", COUNTS)
def test_same_codes_and_addresses_as_the_collected_facts(data: Path, facts: Path, name: str) -> None:
    ours = _read(data / "sdg" / f"{name}.csv")
    theirs = _read(facts / "sdg" / f"{name}.tsv", "\t")
    code = "goal" if name == "goals" else "code"
    assert {(row["code"], row["iri"]) for row in ours} == {(row[code], row["uri"]) for row in theirs}
    if name == "targets":
        assert {(row["code"], row["goal"], row["un_type"]) for row in ours} == {
            (row["code"], row["goal"], row["un_type"]) for row in theirs
        }
    if name == "indicators":
        assert {(row["code"], row["added"] == "2019") for row in ours} == {
            (row["code"], row["in_kos2019"] == "True") for row in theirs
        }

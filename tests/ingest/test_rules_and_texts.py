"""The table of import rules, and the sentences that go with them."""

import re
from pathlib import Path

import pytest

from styringsgraf.ingest import findings
from styringsgraf.ingest.findings import LISTED, RULES, Findings, Place
from styringsgraf.texts import LANGUAGES, catalogue

SOURCE = Path(findings.__file__).parent
STOPPING = {"SG-D06", "SG-E01", "SG-E02", "SG-E03"}


def test_what_would_be_lost_stops_a_publish_and_nothing_else_does() -> None:
    assert len(RULES) == 43
    for name, rule in RULES.items():
        assert rule.stops == (rule.severity == "violation"), name
    assert set(RULES) >= STOPPING
    assert all(RULES[name].stops for name in STOPPING)


def used_keys() -> set[str]:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    found = set(re.findall(r'"SG-[A-Z]\d\d",\s*"([a-z_]+)"', code))
    found |= set(re.findall(r'"ingest\.([a-z_]+)"', code))
    found |= set(re.findall(r'Resolution\(None, "[^"]+", "([a-z_]+)"\)', code))
    found |= set(re.findall(r'key = "([a-z_]+)" if .+ else "([a-z_]+)"', code)[0])
    return found


def test_every_sentence_exists_and_is_used() -> None:
    used = used_keys() | {
        key
        for pair in (
            ("formula_error", "formula_uncalculated"),
            ("sdg_comma", "link_to_nothing_or_sdg"),
            ("code_twice", "code_differs", "values_differ"),
        )
        for key in pair
    }
    assert len(used) > 50
    assert used == set(catalogue("ingest"))


def test_every_rule_has_a_label() -> None:
    shared = {"SG-D06", "SG-E01", "SG-E02", "SG-E03"}  # judged by shapes/ too, which label them
    own = {name for name in catalogue("rules") if not name.startswith("SG-U")}  # the UN side has its own
    assert own == set(RULES) - shared


def test_every_rule_is_used() -> None:
    files = [*SOURCE.glob("*.py"), *(SOURCE.parent / "pipeline").glob("*.py")]  # what shows between editions only
    code = "\n".join(path.read_text(encoding="utf-8") for path in files if path.stem != "findings")
    assert {rule for rule in RULES if f'"{rule}"' not in code} == set()


@pytest.mark.parametrize("name", sorted(catalogue("ingest")))
def test_a_sentence_names_a_place_in_every_language(name: str) -> None:
    entry = catalogue("ingest")[name]
    assert set(entry) == set(LANGUAGES)
    assert all(sentence.endswith(".") and "{" in sentence for sentence in entry.values())


def test_a_finding_is_softened_never_hardened_by_the_caller() -> None:
    sink = Findings("a.xlsx")
    sink.add("SG-E01", "code_number", Place("Ark", 2, "Kode", "A"), value="3.4", severity="info")
    (found,) = sink.all()
    assert (found.severity, found.stops) == ("info", False)


def test_a_cut_list_ends_with_its_count_and_still_stops() -> None:
    sink = Findings("a.xlsx")
    count = LISTED["violation"] + 7
    for row in range(count):
        sink.add("SG-I08", "number_unreadable", Place("Ark", row, "Verdi", "B"), value=f"x{row}")
    found = sink.all()
    assert len(found) == LISTED["violation"] + 1
    assert "7" in found[-1].message["nb"]
    assert found[-1].stops
    assert found[-1].cell is not None
    assert found[-1].cell.row == count - 1

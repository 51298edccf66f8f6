"""The example plan set: complete, every link lands, and built to show what the questions ask."""

import csv
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib

EDITIONS = ("kommuneplan-2023", "handlingsprogram-2025-2028", "handlingsprogram-2026-2029", "arsrapport-2025")
Plans = dict[str, dict[str, list[dict[str, Any]]]]
LINKS = {
    "Hovedmål": ("Satsingsområde", "Støtter FN"),
    "Delmål": ("Hovedmål", "Støtter FN"),
    "Strategier": ("Mål", "Støtter FN"),
    "Oppdrag": ("Strategi", "Støtter FN"),
    "Tiltak": ("Oppdrag", "Støtter FN"),
}
PARTS = {sheet: columns[0] for sheet, columns in LINKS.items()}


@pytest.fixture(scope="module")
def plans(plan: Callable[[str], dict[str, list[dict[str, Any]]]]) -> Plans:
    return {edition: plan(f"eksempel/{edition}") for edition in EDITIONS}


def _split(cell: str | None) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", cell or "") if part.strip()]


def _codes(plans: Plans) -> set[str]:
    return {
        f"{edition}:{row['Kode']}"
        for edition, sheets in plans.items()
        for name, rows in sheets.items()
        if name != "Organisasjon"
        for row in rows
        if "Kode" in row
    }


def _full(edition: str, code: str) -> str:
    return code if ":" in code or re.match(r"\d", code) else f"{edition}:{code}"


def _edges(plans: Plans, editions: tuple[str, ...]) -> set[tuple[str, str]]:
    return {
        (f"{edition}:{row['Kode']}", _full(edition, target))
        for edition in editions
        for sheet, columns in LINKS.items()
        for row in plans[edition].get(sheet, [])
        for column in columns
        for target in _split(row[column])
    }


def _reached(edges: set[tuple[str, str]], without: str | None = None) -> dict[str, set[str]]:
    """Every node with all it leads to, on paths that do not pass ``without``."""
    onward: dict[str, set[str]] = {}
    parts = {(end, end.partition("-s")[0]) for _, end in edges if re.fullmatch(r"[\d.a-z]+-s\d+", end)}
    for start, end in edges | parts:
        if without not in (start, end):
            onward.setdefault(start, set()).add(end)

    @cache
    def of(node: str) -> frozenset[str]:
        steps = onward.get(node, set())
        return frozenset(steps.union(*(of(step) for step in steps)))

    return {node: set(of(node)) for node in onward}


IN_FORCE = ("kommuneplan-2023", "handlingsprogram-2026-2029")


def _supporters(plans: Plans, target: str, without: str | None = None) -> set[str]:
    measures = {f"{e}:{row['Kode']}" for e in IN_FORCE for row in plans[e].get("Tiltak", [])}
    reached = _reached(_edges(plans, IN_FORCE), without)
    goals = {f"kommuneplan-2023:{row['Kode']}" for row in plans["kommuneplan-2023"]["Delmål"]}
    # What leads to no goal at all any more falls with what was dropped, whatever UN target it names itself.
    return {m for m in measures if target in reached.get(m, set()) and reached[m] & goals}


def test_counts(plans: Plans) -> None:
    counts = {edition: {name: len(rows) for name, rows in sheets.items()} for edition, sheets in plans.items()}
    assert counts["kommuneplan-2023"] == {
        "Dokument": 1, "Organisasjon": 21, "Utfordringer": 3, "Satsingsområder": 4, "Hovedmål": 4, "Delmål": 10,
        "Strategier": 10, "Indikatorer": 11, "Måltall": 14,
    }  # fmt: skip
    assert counts["handlingsprogram-2025-2028"] == {
        "Dokument": 1, "Organisasjon": 21, "Oppdrag": 12, "Tiltak": 13, "Indikatorer": 2, "Måltall": 2,
        "Bevilgninger": 41,
    }  # fmt: skip
    assert counts["handlingsprogram-2026-2029"] == {
        "Dokument": 1, "Organisasjon": 21, "Oppdrag": 12, "Tiltak": 15, "Indikatorer": 3, "Måltall": 3,
        "Bevilgninger": 45, "Prosjekter": 2,
    }  # fmt: skip
    assert counts["arsrapport-2025"] == {"Dokument": 1, "Organisasjon": 21, "Målinger": 66, "Bidrag": 4}


def test_marked_as_made_up(plans: Plans) -> None:
    for sheets in plans.values():
        document = sheets["Dokument"][0]
        assert document["Organisasjonsnavn"] == "Eksempel kommune (oppdiktet)"
        assert "oppdiktet eksempel" in document["Tittel"]
        assert document["Kilde"] == "Oppdiktet eksempel"


def test_in_force_at_the_reference_date(plans: Plans) -> None:
    day = datetime.fromisoformat("2026-06-30")
    for edition in IN_FORCE:
        document = plans[edition]["Dokument"][0]
        assert document["Vedtatt dato"] <= day
        assert document["Gyldig fra"] <= day <= document["Gyldig til"]
    assert plans[IN_FORCE[1]]["Dokument"][0]["Erstatter"] == "handlingsprogram-2025-2028"


def test_codes_are_unique_in_each_document_and_every_link_lands(plans: Plans, data: Path) -> None:
    with (data / "sdg" / "targets.csv").open(encoding="utf-8", newline="") as lines:
        un = {row["code"] for row in csv.DictReader(lines)} | {str(n) for n in range(1, 18)}
    with (data / "sdg" / "segments.csv").open(encoding="utf-8", newline="") as lines:
        un |= {row["segment"] for row in csv.DictReader(lines)}
    known = _codes(plans) | un
    edges = _edges(plans, EDITIONS)
    assert len(edges) > 100
    assert {end for _, end in edges} <= known
    for edition, sheets in plans.items():
        codes = [row["Kode"] for rows in sheets.values() for row in rows if "Kode" in row]
        assert len(codes) == len(set(codes)), edition
        for row in (row for rows in sheets.values() for row in rows):
            links = [
                row.get(name) for name in ("Forløper", "Fra", "Til", "Gjelder", "Indikator", "Leverer", "Svarer på")
            ]
            if "Hovedmål" in row or "Satsingsområde" in row:
                links.remove(row["Gjelder"])  # whose state a goal is, not a link
            assert {_full(edition, code) for cell in links for code in _split(cell)} <= known, row


def test_nothing_breaks_the_thread(plans: Plans) -> None:
    seen = 0
    for sheets in plans.values():
        for name, column in PARTS.items():
            for row in sheets.get(name, []):
                assert _split(row[column]), row["Kode"]
                seen += 1
    assert seen == 4 + 10 + 10 + 12 + 12 + 13 + 15
    ends = {end for _, end in _edges(plans, IN_FORCE)}
    assert {f"{IN_FORCE[1]}:{row['Kode']}" for row in plans[IN_FORCE[1]]["Oppdrag"]} <= ends
    assert {f"kommuneplan-2023:{row['Kode']}" for row in plans["kommuneplan-2023"]["Strategier"]} <= ends


def test_every_sub_goal_is_measured_and_every_indicator_complete(plans: Plans) -> None:
    indicators = [row for edition in EDITIONS for row in plans[edition].get("Indikatorer", [])]
    measured = {code for row in plans["kommuneplan-2023"]["Indikatorer"] for code in _split(row["Måler"])}
    assert {row["Kode"] for row in plans["kommuneplan-2023"]["Delmål"]} <= measured
    for row in indicators:
        needed = (
            "Enhet",
            "Retning",
            "Frekvens",
            "Datakilde",
            "Basisår",
            "Basisverdi",
            "Grønn",
            "Gul",
            "Rød",
            "Ansvarlig",
        )
        assert all(row[name] is not None for name in needed), row["Kode"]
    targeted = {(e, row["Indikator"]) for e in EDITIONS for row in plans[e].get("Måltall", [])}
    assert targeted == {(e, row["Kode"]) for e in EDITIONS for row in plans[e].get("Indikatorer", [])}


def test_bands_meet_without_gap_or_overlap(plans: Plans) -> None:
    for row in (row for edition in EDITIONS for row in plans[edition].get("Indikatorer", [])):
        low, high = row["Gul"].split("–")
        good, bad = (f"<{low}", f">{high}") if row["Retning"] == "lavere er bedre" else (f">{high}", f"<{low}")
        assert (row["Grønn"], row["Rød"]) == (good, bad), row["Kode"]


def test_the_story_of_the_measurements(plans: Plans) -> None:
    values: dict[tuple[str, str | None], dict[int, Any]] = {}
    for row in plans["arsrapport-2025"]["Målinger"]:
        values.setdefault((row["Indikator"], row["Område"]), {})[row["År"]] = (
            row["Verdi"] if row["Verdi"] is not None else row["Status"]
        )
    assert values["kommuneplan-2023:I3", None] == {2021: 14, 2022: 15, 2023: 16, 2024: 17, 2025: 18}  # red twice: >16
    assert values["kommuneplan-2023:I2", None][2023] == values["kommuneplan-2023:I8", None][2022] == "ikke målt"
    assert {area for code, area in values if code == "kommuneplan-2023:I1"} == {
        None,
        "helsestasjon-nord",
        "helsestasjon-sor",
    }
    own = {code for code, area in values if area is None and 2025 in values[code, area]}
    assert own == {f"kommuneplan-2023:I{n}" for n in range(1, 12)} | {
        f"handlingsprogram-2025-2028:M{n}" for n in (1, 3)
    }


def test_target_3_4_is_supported_on_paths_of_different_length(plans: Plans) -> None:
    ends = {(start, end) for start, end in _edges(plans, IN_FORCE) if end.partition("-")[0] == "3.4"}
    assert ends == {
        ("handlingsprogram-2026-2029:T3", "3.4"),
        ("kommuneplan-2023:S1", "3.4-s3"),  # the strategy is a way that the UN names
        ("kommuneplan-2023:D1.1", "3.4"),
        ("kommuneplan-2023:D1.2", "3.4-s4"),  # the goal is the second end of the target
    }
    assert {m.split(":")[1] for m in _supporters(plans, "3.4")} == {"T1", "T2", "T3", "T4"}


def test_dropping_the_first_strategy_takes_one_target_and_leaves_another(plans: Plans) -> None:
    strategy = "kommuneplan-2023:S1"
    assert {m.split(":")[1] for m in _supporters(plans, "16.2")} == {"T1", "T2", "T4"}
    assert _supporters(plans, "16.2", without=strategy) == set()
    assert {m.split(":")[1] for m in _supporters(plans, "3.4", without=strategy)} == {"T3", "T4"}


def test_two_editions_differ_in_every_way(plans: Plans) -> None:
    old, new = (plans[f"handlingsprogram-{years}"] for years in ("2025-2028", "2026-2029"))
    changes: dict[str, set[str]] = {"added": set(), "dropped": set(), "reworded": set(), "recoded": set()}
    for sheet in ("Oppdrag", "Tiltak"):
        before = {row["Kode"]: row for row in old[sheet]}
        continued = set()
        for row in new[sheet]:
            if row["Forløper"] is None:
                changes["added"].add(row["Kode"])
                continue
            earlier = before[row["Forløper"].split(":")[1]]
            continued.add(earlier["Kode"])
            if earlier["Kode"] != row["Kode"]:
                changes["recoded"].add(row["Kode"])
            if earlier["Ordlyd"] != row["Ordlyd"]:
                changes["reworded"].add(row["Kode"])
        changes["dropped"] |= set(before) - continued
        # A code is not used again for something else.
        assert not {row["Kode"] for row in new[sheet] if row["Forløper"] is None} & set(before)
    assert changes == {
        "added": {"O10", "T8", "T12", "T15"}, "dropped": {"O13", "T16"}, "reworded": {"O4", "T2", "T7"},
        "recoded": {"O11", "T13"},
    }  # fmt: skip


def test_claims_carry_reasons_and_are_not_stated_links(plans: Plans) -> None:
    rows = plans["arsrapport-2025"]["Bidrag"]
    assert [row["Type"] for row in rows] == ["påstått", "påstått", "påstått", "målkonflikt"]
    assert all(len(row["Begrunnelse"]) > 40 for row in rows)
    reached = _reached(_edges(plans, IN_FORCE))
    assert all(row["Til"] not in reached[row["Fra"]] for row in rows)


def test_words_in_choice_cells_are_in_the_code_lists(plans: Plans, data: Path) -> None:
    graph = rdflib.Graph().parse(data.parent / "ontology" / "codes.ttl")
    known = {
        str(label) for label in graph.objects(None, rdflib.SKOS.prefLabel) if getattr(label, "language", "") == "nb"
    }
    lists = {
        "Indikatorer": ("Enhet", "Retning", "Frekvens", "Resultatnivå", "Datakvalitet"), "Hovedmål": ("Gjelder",),
        "Delmål": ("Gjelder",), "Oppdrag": ("Aktivitetstype",), "Tiltak": ("Aktivitetstype", "Status", "Samskaping"),
        "Prosjekter": ("Fase",), "Bidrag": ("Type", "Styrke"), "Målinger": ("Status",), "Bevilgninger": ("Type",),
    }  # fmt: skip
    found = {
        row[column]
        for sheets in plans.values()
        for name, columns in lists.items()
        for row in sheets.get(name, [])
        for column in columns
        if row[column]
    }
    assert len(found) > 20
    assert found <= known


def test_titles_in_three_forms_and_wordings_in_two(plans: Plans) -> None:
    seen = 0
    for sheets in plans.values():
        for row in (row for rows in sheets.values() for row in rows if "Tittel" in row):
            assert row["Tittel"]
            assert row["Tittel nynorsk"]
            assert row["Tittel engelsk"]
            assert (row.get("Ordlyd") is None) == (row.get("Ordlyd nynorsk") is None)
            seen += 1
    assert seen > 90


def test_wordings_follow_the_method(plans: Plans) -> None:
    for sheet in ("Hovedmål", "Delmål"):
        for row in plans["kommuneplan-2023"][sheet]:
            assert not re.search(r"\b(skal|vil|må)\b", row["Ordlyd"])
            assert not re.search(r"\b(skal|vil|må)\b", row["Ordlyd nynorsk"])
    for row in plans["kommuneplan-2023"]["Strategier"]:
        assert row["Ordlyd"].startswith("Eksempel kommune skal ")
    for edition in EDITIONS[1:3]:
        for row in plans[edition]["Oppdrag"]:
            assert re.match(r"Tjenesteområdet [A-ZÆØÅ][a-zæøå ]+ skal ", row["Ordlyd"])
            assert re.match(r"Tenesteområdet [A-ZÆØÅ][a-zæøå ]+ skal ", row["Ordlyd nynorsk"])
        names = {row["Kode"]: row["Navn"] for row in plans[edition]["Organisasjon"]}
        for row in plans[edition]["Tiltak"]:
            assert row["Ordlyd"].startswith(names[_split(row["Ansvarlig"])[0]])

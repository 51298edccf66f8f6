"""What a finding tells the planner to do: the remedy fits the fault, in the reader's language."""

from collections.abc import Callable
from typing import Any

import pytest

from styringsgraf.ingest.mapping import find

Plan = Callable[..., Any]
ASSIGNMENT = ("Kode", "Tittel", "Strategi", "Ansvarlig", "Støtter FN")
MEASURE = ("Kode", "Tittel", "Oppdrag", "Ansvarlig")
TWO = [ASSIGNMENT, ("O1", "a", "", "lia", ""), ("O2", "b", "", "lia", "")]


@pytest.mark.parametrize("cell", ["O1, O2", "O1 og O2", "O1/O2", "O1 & O2"])
def test_codes_separated_in_another_way_get_the_right_separator(plan: Plan, cell: str) -> None:
    found = plan(Oppdrag=TWO, Tiltak=[MEASURE, ("T1", "c", cell, "lia")])
    finding = found.only("SG-E03")
    assert finding.stops
    assert "semikolon mellom kodene: O1; O2." in finding.message["nb"]
    assert found.values("lia/hp-2026/measure/T1", "sg:fulfils") == set()


def test_a_list_with_one_unknown_code_is_a_link_to_nothing(plan: Plan) -> None:
    finding = plan(Oppdrag=TWO, Tiltak=[MEASURE, ("T1", "c", "O1, O9", "lia")]).only("SG-E03")
    assert "semikolon" not in finding.message["nb"]


def test_no_nearest_code_is_invented(plan: Plan) -> None:
    finding = plan(Oppdrag=[ASSIGNMENT, ("O1", "a", "", "Kari Nordmann", "")]).only("SG-E03")
    assert "Nærmeste" not in finding.message["nb"]
    assert "–" not in finding.message["nb"]


def test_words_are_offered_as_they_are_written_the_most_similar_first(plan: Plan) -> None:
    rows = [("Kode", "Tittel", "Måler", "Enhet", "Retning"), ("M1", "Andel", "", "prosentandeler", "synkende")]
    found = plan(Indikatorer=rows)
    unit, direction = (next(f for f in found.findings if f.value == word) for word in ("prosentandeler", "synkende"))
    assert "Bruk «prosentandel», «prosent», " in unit.message["nb"]
    assert unit.message["nb"].endswith(" ….")
    assert direction.message["nb"].endswith("Bruk «høyere er bedre», «lavere er bedre», «innenfor et område».")


def test_an_unknown_column_is_compared_only_with_what_is_like_it(plan: Plan) -> None:
    rows = [(*ASSIGNMENT, "Intern huskelapp", "Startdatoen"), ("O1", "t", "", "lia", "", "husk", "2026")]
    found = plan(Oppdrag=rows)
    (note,) = [f for f in found.findings if f.value == "Intern huskelapp"]
    assert "ligner" not in note.message["nb"]
    (start,) = [f for f in found.findings if f.value == "Startdatoen"]
    assert "«Startdato»" in start.message["nb"]


def test_an_unknown_sheet_gets_the_nearest_name_or_all_there_are(plan: Plan) -> None:
    found = plan(Oppdrag=TWO, Tiltakene=[("hei",)], Kladd=[("hei",)])
    like, unlike = (next(f for f in found.findings if f.value == name) for name in ("Tiltakene", "Kladd"))
    assert "ligner på «Tiltak»" in like.message["nb"]
    assert "ligner" not in unlike.message["nb"]
    assert "«Oppdrag»" in unlike.message["nb"]


CARD = ("Sentrale utfordringer", "Måleindikatorer", "Enhet", "Ønsket resultat", "Resultat 2025")
S11 = ("S.1 Vekst", "S.1.1 Folketall", "prosent", ">1", "1,2")


def card(load: Plan, make: Plan, document: Any, **sheets: Any) -> Any:
    return load(make(Dokument=document, **sheets), mapping=find("goal-card"))


def test_a_label_above_the_headings_is_corrected(load: Plan, make: Plan, document: Any) -> None:
    rows = [("Satsingsomraade", "S Samfunn"), ("Fokusmål", "S.0 Folk trives"), ("Notat", "x"), (), CARD, S11]
    found = card(load, make, document, Samfunn=rows)
    like, unlike = (next(f for f in found.findings if f.value == name) for name in ("Satsingsomraade", "Notat"))
    assert "ligner på «Satsingsområde»" in like.message["nb"]
    assert "«Fokusmål»" in unlike.message["nn"]


def test_a_code_that_says_something_else_on_another_card_is_told_so(load: Plan, make: Plan, document: Any) -> None:
    above = [("Satsingsområde", "S Samfunn"), ("Fokusmål", "S.0 Folk trives")]
    other = ("S.1 Vekst", "S.1.1 Folketall", "prosent", ">2", "1,4")
    cards = {"Samfunn": [*above, CARD, S11], "Oppvekst": [("Område", "Oppvekst"), *above, CARD, other]}
    finding = card(load, make, document, **cards).only("SG-D06")
    assert "ulikt innhold" in finding.message["nb"]
    assert finding.stops


def test_a_part_taken_in_by_name_is_described_in_the_readers_language(load: Plan, make: Plan, document: Any) -> None:
    above = [("Satsingsområde", "S Samfunn"), ("Fokusmål", "S.0 Folk trives"), ("Område", "Oppvekst")]
    finding = card(load, make, document, Oppvekst=[*above, CARD, S11]).only("SG-I22")
    assert "(tjenesteområde)" in finding.message["nb"]
    assert "(tenesteområde)" in finding.message["nn"]
    assert "(service area)" in finding.message["en"]


def test_words_planners_use_are_known(load: Plan, make: Plan, document: Any) -> None:
    headings, values = document
    above = [("Satsningsområde", "S Samfunn"), ("Fokusmål", "S.0 Folk trives")]
    columns = (*CARD[:2], "Måleenhet", CARD[3], "Resultat i 2025", "Målefrekvens", "Datakilde")
    rows = [*above, columns, (*S11, "årlig", "Folkeregisteret")]
    found = load(make(Dokument=[(*headings, "Status"), (*values, "høring")], Samfunn=rows), mapping=find("goal-card"))
    assert found.findings == ()
    indicator = "lia/hp-2026/indicator/S.1.1"
    assert found.values(indicator, "sg:frequency") == {"https://w3id.org/styringsgraf/code/frequency/yearly"}
    assert found.values(indicator, "sg:indicatorSource") == {"Folkeregisteret"}
    assert found.values("lia/hp-2026", "sg:documentStatus") == {
        "https://w3id.org/styringsgraf/code/document-status/hearing"
    }
    assert any(predicate == "sg:value" and value == "1.2" for _, predicate, value in found.triples())


def test_a_misspelt_reason_for_a_missing_result_is_corrected(load: Plan, make: Plan, document: Any) -> None:
    above = [("Satsingsområde", "S Samfunn"), ("Fokusmål", "S.0 Folk trives")]
    finding = card(load, make, document, Samfunn=[*above, CARD, (*S11[:4], "ikke mål")]).only("SG-I08")
    assert "Skriv tallet, eller bruk «ikke målt», " in finding.message["nb"]
    finding = card(load, make, document, Samfunn=[*above, CARD, (*S11[:4], "ca. 40")]).only("SG-I08")
    assert "er ikke et tall" in finding.message["nb"]

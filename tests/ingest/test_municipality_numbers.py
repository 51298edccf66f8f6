"""The numbers a municipality has had: each a node with its days; and the registers that know the municipality."""

from typing import Any

import pytest

from styringsgraf.errors import InputError

HEAD = ("Organisasjon", "Organisasjonsnavn", "Kommunenummer", "Organisasjonsnummer", "Offisielle lenker", "Utgave",
        "Tittel", "Type")  # fmt: skip
PLAN = ("nye-lia", "Nye Lia", "3203", "", "", "plan-2020", "Plan", "plan")
NUMBERS = ("Organisasjon", "Nummer", "Gyldig fra", "Gyldig til", "Kilde")


def test_each_number_is_a_node_of_the_municipality_with_its_days(make: Any, load: Any) -> None:
    rows = [("nye-lia", "3025", "1.1.2020", "31.12.2023", "https://example.org/"), ("nye-lia", "3203", "2024", "", "")]
    found = load(make(Dokument=[HEAD, PLAN], Kommunenumre=[NUMBERS, *rows]))
    assert found.findings == ()
    said = found.triples()
    assert {(o, p) for s, p, o in said if s == "nye-lia" and p == "adms:identifier"} == {
        ("nye-lia/number/3025", "adms:identifier"),
        ("nye-lia/number/3203", "adms:identifier"),
    }
    assert {(p, o) for s, p, o in said if s == "nye-lia/number/3025"} == {
        ("rdf:type", "adms:Identifier"),
        ("skos:notation", "3025"),
        ("sg:validFrom", "2020-01-01"),
        ("sg:validTo", "2023-12-31"),
        ("dct:source", "https://example.org/"),
    }
    assert ("nye-lia/number/3203", "sg:validFrom", "2024-01-01") in said
    # The one column still says which number it has now.
    assert ("nye-lia", "sg:municipalityNumber", "3203") in said


def test_the_one_column_is_enough_where_the_number_never_changed(make: Any, load: Any) -> None:
    found = load(make(Dokument=[HEAD, PLAN]))
    assert found.findings == ()
    assert ("nye-lia", "sg:municipalityNumber", "3203") in found.triples()
    assert not [o for s, p, o in found.triples() if p == "adms:identifier"]


def test_official_links_are_links_one_a_line(make: Any, load: Any) -> None:
    links = "https://data.example.org/kommune/1\nhttps://data.example.org/enheter/920125298"
    found = load(make(Dokument=[HEAD, (*PLAN[:3], "920125298", links, *PLAN[5:])]))
    assert found.findings == ()
    assert {o for s, p, o in found.triples() if (s, p) == ("nye-lia", "rdfs:seeAlso")} == set(links.split("\n"))
    assert ("nye-lia", "dct:identifier", "920125298") in found.triples()


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        (("nye-lia", "32030", "", "", ""), "SG-E02", "Nummer"),
        (("nye-lia", "", "", "", ""), "SG-I02", "Nummer"),
        (("ingen", "3203", "", "", ""), "SG-E03", "Organisasjon"),
        (("nye-lia", "3203", "en gang", "", ""), "SG-I09", "Gyldig fra"),
    ],
)
def test_a_bad_cell_is_a_finding_with_its_place(make: Any, load: Any, row: Any, rule: str, column: str) -> None:
    found = load(make(Dokument=[HEAD, PLAN], Kommunenumre=[NUMBERS, row]))
    places = [(one.rule, one.cell.sheet, one.cell.row, one.cell.column) for one in found.findings]
    assert (rule, "Kommunenumre", 2, column) in places


def test_a_wrong_organisation_number_is_refused(make: Any, load: Any) -> None:
    found = load(make(Dokument=[HEAD, (*PLAN[:3], "920125299", *PLAN[4:])]))
    assert [one.rule for one in found.findings] == ["SG-E02"]
    assert not [o for s, p, o in found.triples() if p == "dct:identifier"]


def test_no_plan_can_take_the_place_of_the_numbers(make: Any, load: Any) -> None:
    for edition in ("number", "change"):
        with pytest.raises(InputError, match=edition):
            load(make(Dokument=[HEAD, (*PLAN[:5], edition, *PLAN[6:])]))

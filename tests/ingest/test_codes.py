from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.ingest.codes import (
    coded,
    from_date,
    municipality_number,
    names_sdg,
    read_code,
    sdg_code,
    split,
)
from styringsgraf.ingest.model import Percent
from styringsgraf.namespaces import Minter, sdg_code_of
from styringsgraf.registers import organisation_number_valid
from styringsgraf.sdg import sdg_codes


@pytest.mark.parametrize("code", ["8.1", "16.1", "17.1"])
def test_a_numeric_code_that_may_have_lost_a_zero_names_both(code: str) -> None:
    reading = read_code(float(code), sdg_codes())
    assert (reading.text, reading.was, reading.candidates) == (code, "ambiguous", (code, f"{code}0"))


@pytest.mark.parametrize(("raw", "text"), [(3.4, "3.4"), (3.0, "3"), (16.6, "16.6"), (Percent(0.5), "0.5")])
def test_other_numbers_are_taken_as_printed(raw: float, text: str) -> None:
    reading = read_code(raw, sdg_codes())
    assert (reading.text, reading.was) == (text, "number")


@pytest.mark.parametrize(
    ("day", "likely"),
    [
        (date(2026, 4, 3), ("3.4", "4.3")),
        (date(2026, 3, 4), ("4.3", "3.4")),
        (date(2026, 2, 6), ("6.2", "2.6") if "2.6" in sdg_codes() else ("6.2",)),
        (date(2026, 12, 25), ("25.12",)),
    ],
)
def test_a_date_is_never_a_code_but_tells_what_it_was(day: date, likely: tuple[str, ...]) -> None:
    assert from_date(day, sdg_codes())[: len(likely)] == likely
    assert read_code(day, sdg_codes()).text is None


def test_codes_are_composed_and_without_invisible_marks() -> None:
    assert read_code("  O\u0308.1\u00a0 ").text == "Ö.1"
    assert read_code("S\u00ad.1").text == "S.1"


@pytest.mark.parametrize(
    ("cell", "code", "text"),
    [
        ("S.1 Vekst og utvikling", "S.1", "Vekst og utvikling"),
        ("S Samfunn", "S", "Samfunn"),
        ("Ø.1.1 Netto driftsresultat", "Ø.1.1", "Netto driftsresultat"),
        ("MA.1.1/2016 Sykefravær", "MA.1.1/2016", "Sykefravær"),
        ("2.3: Trygge veier", "2.3", "Trygge veier"),
        ("S.1\u00a0–\u00a0Vekst", "S.1", "Vekst"),
        ("S.1", "S.1", ""),
    ],
)
def test_a_coded_text_is_taken_apart(cell: str, code: str, text: str) -> None:
    assert coded(cell) == (code, text)


@pytest.mark.parametrize("cell", ["Vekst og utvikling", "", "s.1 Vekst"])
def test_a_text_without_code_is_not_given_one(cell: str) -> None:
    assert coded(cell) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("SDG 3.4", "3.4"), ("3.4", "3.4"), ("03.04", "3.4"), ("9.A", "9.a"), ("FN 3", "3"), ("03.04.01", "3.4.1"),
     ("http://metadata.un.org/sdg/3.4", "3.4"), ("SDG 3,4", None), ("3.4.1.2", None), ("tre", None),
     ("3.4-s2", "3.4-s2"), ("SDG 3.4-S02", "3.4-s2"), ("03.04\u2013s2", "3.4-s2"), ("9.A - s10", "9.a-s10"),
     ("3-s2", None), ("3.4.1-s2", None), ("3.4-2", None), ("3.4-s", None)],
)  # fmt: skip
def test_forms_of_un_codes(written: str, code: str | None) -> None:
    assert sdg_code(written) == code


def test_all_un_codes_are_known_and_read_back() -> None:
    codes = sdg_codes()
    assert len([c for c in codes if c.count(".") == 0]) == 17
    assert len([c for c in codes if c.count(".") == 1 and "-s" not in c]) == 169
    assert len([c for c in codes if "-s" in c]) >= 2 * 169
    minter = Minter("https://example.org/")
    assert all(sdg_code(c) == c and sdg_code_of(minter.un(c) or "") == c for c in codes)


def test_only_a_named_code_says_it_is_the_un_s() -> None:
    assert names_sdg("SDG 3.4")
    assert not names_sdg("3.4")


def test_references_are_separated_by_semicolon_and_line_break() -> None:
    assert split(" O1 ;O2\n\nO3;") == ("O1", "O2", "O3")


@pytest.mark.parametrize(
    ("raw", "text", "was"), [(301.0, "0301", "padded"), ("0301", "0301", ""), ("301", "0301", "padded")]
)
def test_a_municipality_number_gets_its_zero_back(raw: float | str, text: str, was: str) -> None:
    reading = municipality_number(raw)
    assert (reading.text, reading.was) == (text, was)


@pytest.mark.parametrize("raw", ["30", "30101", "abcd", 12345.0, date(2026, 1, 3)])
def test_what_is_no_municipality_number_is_not_guessed(raw: object) -> None:
    assert municipality_number(raw).text is None  # type: ignore[arg-type]


def test_check_digit_of_organisation_numbers() -> None:
    assert organisation_number_valid("974760673")
    assert not organisation_number_valid("974760674")
    assert not organisation_number_valid("97476067")


@given(st.from_regex(r"[A-ZÆØÅ]{1,3}(\.[0-9]{1,2}){1,3}", fullmatch=True), st.text(min_size=1).filter(str.strip))
def test_a_code_in_front_of_any_text_is_found(code: str, text: str) -> None:
    found = coded(f"{code} tekst {text}")
    assert found is not None
    assert found[0] == code


@given(st.sampled_from(sorted(sdg_codes())))
def test_every_un_code_typed_as_a_number_is_read_back_or_doubted(code: str) -> None:
    if code.count(".") > 1 or not code.replace(".", "").isdigit():
        return
    reading = read_code(float(code), sdg_codes())
    assert code == reading.text or code in reading.candidates


@given(st.sampled_from(sorted(c for c in sdg_codes() if c.count(".") == 1 and c.replace(".", "").isdigit())))
def test_every_un_target_turned_into_a_date_is_among_the_likely_codes(code: str) -> None:
    day, month = (int(part) for part in code.split("."))
    if day <= 31 and month <= 12:
        assert code in from_date(date(2026, month, min(day, 28)), sdg_codes())

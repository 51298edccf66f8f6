import contextlib
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from styringsgraf.ingest.model import Percent
from styringsgraf.ingest.numbers import NotANumber, decimals, from_float, parse, read_number

DISGUISES = {
    "12": "12",
    "1 234,5": "1234.5",
    "1\u00a0234,5": "1234.5",
    "1\u202f234\u202f567": "1234567",
    "1.234,50": "1234.50",
    "1,234.50": "1234.50",
    "1.234.567": "1234567",
    "1,234,567": "1234567",
    "12 %": "12",
    "98,21\u00a0%": "98.21",
    "40 prosent": "40",
    "–4,4": "-4.4",
    "−4,4": "-4.4",
    "- 4,4": "-4.4",
    "4,4-": "-4.4",
    "(4,4)": "-4.4",
    "+4,4": "4.4",
    "1e3": "1000",
    "1,5E-2": "0.015",
    "0,234": "0.234",
    "0.234": "0.234",
    "1,234": "1.234",
    "1234.567": "1234.567",
    ",5": "0.5",
    "kr 1 000": "1000",
    "1 000 kr": "1000",
    "250,-": "250",
    "1'234,5": "1234.5",
    "9\u00ad9,34": "99.34",
}


@pytest.mark.parametrize(("written", "value"), DISGUISES.items())
def test_a_number_in_disguise_is_read_exactly(written: str, value: str) -> None:
    assert parse(written).value == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "½",
        "ca. 5",
        "5-7",
        "12 34",
        "1.2.3",
        "1,2,3",
        "--4",
        "(-4)",
        "-4-",
        "1e999",
        "nan",
        "inf",
        "٣",
        "５",
        "5,",
        "#",
    ],
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(NotANumber):
        parse(written)


def test_a_point_before_three_digits_has_two_readings() -> None:
    with pytest.raises(NotANumber) as problem:
        parse("1.234")
    assert problem.value.readings == ("1 234", "1,234")


def test_a_cell_that_shows_a_percentage_is_read_as_shown() -> None:
    number = read_number(Percent(0.9821))
    assert number.value == Decimal("98.21")
    assert number.percent


def test_floating_noise_of_a_spreadsheet_is_removed() -> None:
    assert from_float(0.1 + 0.2) == Decimal("0.3")
    assert str(from_float(1e6)) == "1000000"


@pytest.mark.parametrize("raw", [True, float("nan"), float("inf")])
def test_what_only_looks_numeric_is_refused(raw: float) -> None:
    with pytest.raises(NotANumber):
        read_number(raw)


@pytest.mark.parametrize(("written", "count"), [("1,30", 2), ("7.6", 1), ("95", 0), ("4,50 %", 2)])
def test_printed_decimals_are_counted(written: str, count: int) -> None:
    assert decimals(written) == count


def norwegian(value: Decimal, thousands: str, minus: str) -> str:
    sign, digits, _ = value.as_tuple()
    whole, _, fraction = f"{abs(value):f}".partition(".")
    assert digits
    groups = f"{int(whole):,}".replace(",", thousands)
    return (minus if sign else "") + groups + (f",{fraction}" if fraction else "")


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False),
    st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    st.sampled_from(["-", "–", "−"]),
)
@example(Decimal("1234.500"), "\u00a0", "–")
def test_every_norwegian_number_comes_back(value: Decimal, thousands: str, minus: str) -> None:
    assert parse(norwegian(value, thousands, minus)).value == value


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_cell_s_float_is_kept_to_fifteen_digits(value: float) -> None:
    assert float(from_float(value)) == pytest.approx(value, rel=1e-14, abs=1e-15)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(written: str) -> None:
    with contextlib.suppress(NotANumber):
        assert parse(written).value.is_finite()

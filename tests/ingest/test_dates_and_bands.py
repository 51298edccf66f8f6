from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsgraf.ingest.bands import Interval, NotABand, read_band
from styringsgraf.ingest.dates import NotADate, read_date, read_year

D = Decimal


@pytest.mark.parametrize(
    ("raw", "value", "was"),
    [
        (date(2026, 1, 31), date(2026, 1, 31), ""),
        (datetime(2026, 1, 31, 0, 0), date(2026, 1, 31), ""),  # noqa: DTZ001 - a cell has no time zone
        ("31.01.2026", date(2026, 1, 31), ""),
        ("31.1.2026", date(2026, 1, 31), ""),
        ("2026-01-31", date(2026, 1, 31), ""),
        ("2026-01-31 00:00:00", date(2026, 1, 31), ""),
        ("31. januar 2026", date(2026, 1, 31), ""),
        ("9\u00a0juni 2020", date(2020, 6, 9), ""),
        (42370.0, date(2016, 1, 1), "number"),
        (20160101.0, date(2016, 1, 1), "number"),
    ],
)
def test_dates_in_every_form(raw: object, value: date, was: str) -> None:
    reading = read_date(raw)  # type: ignore[arg-type]
    assert (reading.value, reading.was) == (value, was)


@pytest.mark.parametrize("raw", ["31.01.26", "31.02.2026", "2026", 2026.0, "januar 2026", True, "1/2", 1.5])
def test_a_date_that_could_be_two_is_not_guessed(raw: object) -> None:
    with pytest.raises(NotADate):
        read_date(raw)  # type: ignore[arg-type]


def test_a_whole_year_is_its_first_or_last_day_where_the_mapping_says_so() -> None:
    assert read_date("2016", "first").value == date(2016, 1, 1)
    assert read_date(2019.0, "last").value == date(2019, 12, 31)


@given(st.dates(min_value=date(1960, 1, 1), max_value=date(2100, 12, 31)))
def test_every_date_comes_back_from_its_norwegian_form_and_serial(day: date) -> None:
    assert read_date(f"{day.day}.{day.month}.{day.year}").value == day
    assert read_date(float((day - date(1899, 12, 30)).days)).value == day


@pytest.mark.parametrize("raw", ["2016", 2016.0, " 2016 "])
def test_years(raw: str | float) -> None:
    assert read_year(raw) == 2016


@pytest.mark.parametrize("raw", ["16", 2016.5, "2016-2019", 42370.0, ""])
def test_what_is_no_year(raw: str | float) -> None:
    with pytest.raises(NotADate):
        read_year(raw)


BANDS: dict[str, tuple[tuple[Interval, ...], int]] = {
    "1,30–1,69": ((Interval(D("1.30"), D("1.69")),), 2),
    "1,00–1,29 eller 1,70–1,99": ((Interval(D("1.00"), D("1.29")), Interval(D("1.70"), D("1.99"))), 2),
    "<0,99 eller >2,00": ((Interval(None, D("0.99"), upper_open=True), Interval(D("2.00"), None, lower_open=True)), 2),
    ">70": ((Interval(D(70), None, lower_open=True),), 0),
    "≥3": ((Interval(D(3)),), 0),
    "≤ 7,6 %": ((Interval(None, D("7.6")),), 1),
    "3 eller bedre": ((Interval(D(3)),), 0),
    "3 eller mer": ((Interval(D(3)),), 0),
    "4 eller mindre": ((Interval(None, D(4)),), 0),
    "minst 10": ((Interval(D(10)),), 0),
    "0": ((Interval(D(0), D(0)),), 0),
    "6": ((Interval(D(6), D(6)),), 0),
    "0–4": ((Interval(D(0), D(4)),), 0),
    "95-100": ((Interval(D(95), D(100)),), 0),
    "80–100 %": ((Interval(D(80), D(100)),), 0),
    "–5––1": ((Interval(D(-5), D(-1)),), 0),
    "0,5\u00a0–\u00a01,99": ((Interval(D("0.5"), D("1.99")),), 2),
    "50 til 70": ((Interval(D(50), D(70)),), 0),
    "1 000–1 499": ((Interval(D(1000), D(1499)),), 0),
}


@pytest.mark.parametrize("text", BANDS)
def test_bands_as_goal_cards_print_them(text: str) -> None:
    intervals, decimals = BANDS[text]
    assert read_band(text) == type(read_band(text))(intervals, decimals)


@pytest.mark.parametrize("text", ["", "bra", "70–50", "5–", "–", "< ", "1–2–3", "over middels", "1,3 1,69"])
def test_what_is_no_band(text: str) -> None:
    with pytest.raises(NotABand):
        read_band(text)


def test_a_word_stands_for_the_side_of_zero_the_other_bands_leave_free() -> None:
    others = (Interval(D(10)), Interval(D(0), D("9.9")))
    assert read_band("økning", others).intervals == (Interval(None, D(0), upper_open=True),)
    below = (Interval(None, D(-1)),)
    assert read_band("økning", below).intervals == (Interval(D(0), None, lower_open=True),)
    assert read_band("Auke").intervals == (Interval(D(0), None, lower_open=True),)
    with pytest.raises(NotABand):
        read_band("økning", (Interval(D(-5), D(5)),))


@given(st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2), st.sampled_from(["–", "-", " – "]))
def test_every_printed_range_comes_back(a: Decimal, b: Decimal, dash: str) -> None:
    low, high = sorted((a, b))
    text = f"{low:f}{dash}{high:f}".replace(".", ",")
    assert read_band(text).intervals == (Interval(low, high),)
    assert read_band(text).decimals == 2

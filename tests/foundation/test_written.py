"""Numbers and dates as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from styringsgraf.texts.written import day, number, percent
from styringsgraf.web.pages.numbers import written

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("value", "places", "nb", "en"),
    [
        (Decimal("12.50"), None, "12,50", "12.50"),
        (Decimal("-0.3"), None, "−0,3", "−0.3"),
        (2500, None, "2500", "2,500"),
        (1234567, None, "1\u00a0234\u00a0567", "1,234,567"),
        (Decimal("2.5"), 0, "3", "3"),
        (Decimal("-2.5"), 0, "−3", "−3"),
        (7, 2, "7,00", "7.00"),
        ("ukjent", 1, "ukjent", "ukjent"),
        ("NaN", None, "NaN", "NaN"),
        ("1e400", None, "1e400", "1e400"),
    ],
)
def test_numbers(value: Decimal | str, places: int | None, nb: str, en: str) -> None:
    assert (number(value, places, "nb"), number(value, places, "nn"), number(value, places, "en")) == (nb, nb, en)


def test_per_cent_and_dates() -> None:
    assert (percent(Decimal("0.425"), "nb"), percent(0.425, "en", 1)) == ("43\u00a0%", "42.5%")
    assert (day("2026-06-30", "nn"), day(date(2026, 6, 30), "en"), day("2026", "nb")) == (
        "30.06.2026",
        "2026-06-30",
        "2026",
    )


@pytest.mark.parametrize(
    ("value", "datatype", "told"),
    [
        ("true", "boolean", "ja"),
        ("2.5", f"{XSD}decimal", "2,5"),
        ("2026-01-02", "date", "02.01.2026"),
        ("x", "string", "x"),
    ],
)
def test_literals_by_their_type(value: str, datatype: str, told: str) -> None:
    assert written(value, datatype, "nb") == told

"""Numbers and dates as people write them in a language. Pure.

Norwegian: decimal comma, a space between thousands from 10 000 on, a real minus, 30.06.2026. English: decimal point,
comma between thousands, the date as 2026-06-30, which no reader takes for another one.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

#: A space that no line breaks at.
SPACE: Final = "\N{NO-BREAK SPACE}"
_MINUS: Final = "\N{MINUS SIGN}"
_ENGLISH: Final = "en"
_FOUR: Final = 4  # Norwegian writes 2500 as it is
_LONGEST: Final = 20  # a number of more digits is nothing that people write out


def number(value: Decimal | float | str, places: int | None, lang: str) -> str:
    """Return a number with so many decimals (None: as many as it has); rounds halves away from zero.

    What is no number, or has more digits than people write out, comes back as it is.
    """
    try:
        exact = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    if not exact.is_finite() or abs(exact.adjusted()) > _LONGEST:
        return str(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, point, rest = f"{abs(exact):f}".partition(".")
    sign = _MINUS if exact < 0 else ""
    if lang == _ENGLISH:
        return f"{sign}{int(whole):,}{point}{rest}"
    grouped = f"{int(whole):,}".replace(",", SPACE) if len(whole) > _FOUR else whole
    return f"{sign}{grouped}{',' if point else ''}{rest}"


def percent(share: Decimal | float, lang: str, places: int = 0) -> str:
    """Return a share of one in per cent: 0.425 → '43 %'."""
    told = number(Decimal(str(share)) * 100, places, lang)
    return f"{told}%" if lang == _ENGLISH else f"{told}{SPACE}%"


def day(value: date | str, lang: str) -> str:
    """Return a date; what is no whole date ('2026', '') comes back as it is."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        return str(value)
    return f"{found:%Y-%m-%d}" if lang == _ENGLISH else f"{found:%d.%m.%Y}"

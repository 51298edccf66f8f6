"""Numbers of public registers: whether they can be right, by their check digit."""

import re
from typing import Final

_NINE: Final = re.compile(r"[0-9]{9}")
_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2)


def organisation_number_valid(digits: str) -> bool:
    """Tell whether nine digits are an organisation number (modulus 11, Brønnøysundregistrene)."""
    if not _NINE.fullmatch(digits):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return rest != 1 and int(digits[8]) == (11 - rest) % 11

"""Recognises personal data that must not be published by accident: names, addresses, identity numbers."""

import re
from collections.abc import Sequence
from typing import Final

from styringsgraf.ingest.model import Value
from styringsgraf.namespaces import clean

_HEADINGS: Final = re.compile(
    r"\b(?:kontaktperson|saksbehandl\w*|personnavn|fornavn|etternavn|førenamn|etternamn|fødselsnummer|fødselsdato|"
    r"personnummer|fødsels- og personnummer|e-?post\w*|epost\w*|mobil\w*|telefon\w*|tlf|navn på \w+|namn på \w+|"
    r"prosjektleder|prosjektleiar|leder|leiar|contact person|first name|surname|e-?mail|phone|project manager)\b",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_WORD: Final = r"[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøåé]+)?"
_NAME: Final = re.compile(rf"{_WORD}(?: (?:{_WORD}|[A-ZÆØÅ]\.)){{1,3}}")
_ID: Final = re.compile(r"(?<!\d)(\d{6}) ?(\d{5})(?!\d)")
_FIRST: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_READ: Final = 1_000
_MOST: Final = 0.8
_ENOUGH: Final = 3


def column_is_personal(heading: str, values: Sequence[Value]) -> bool:
    """Tell whether a column seems to hold names, contact details or identity numbers of people."""
    if _HEADINGS.search(heading):
        return True
    texts = [clean(value[:_READ]) for value in values if isinstance(value, str)]
    if any(("@" in text and _EMAIL.search(text)) or has_identity_number(text) for text in texts):
        return True
    named = sum(_NAME.fullmatch(text) is not None for text in texts)
    return len(texts) >= _ENOUGH and named / len(texts) >= _MOST


def has_identity_number(text: str) -> bool:
    """Tell whether a text holds a Norwegian identity number: eleven digits with both check digits right."""
    return any(_checks(match[1] + match[2]) for match in _ID.finditer(text))


def _checks(digits: str) -> bool:
    numbers = [int(digit) for digit in digits]
    first = sum(n * w for n, w in zip(numbers, _FIRST, strict=False)) % 11
    second = sum(n * w for n, w in zip(numbers, _SECOND, strict=True)) % 11
    return first == 0 and second == 0

"""Values from the data as a page writes them: numbers, shares, dates, and literals by their datatype."""

from typing import Final

from styringsgraf.namespaces import PREFIXES
from styringsgraf.texts import pick, text
from styringsgraf.texts.written import day, number, percent

__all__ = ["day", "number", "percent", "written"]

_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = frozenset({"decimal", "double", "float", "integer", "nonNegativeInteger", "positiveInteger"})


def written(value: str, datatype: str, lang: str) -> str:
    """Return a literal's value, by its datatype (an IRI or the name of one in XSD), as people write it."""
    kind = datatype.removeprefix(_XSD)
    if kind == "boolean" and value in {"true", "false"}:
        return pick(text("resource.is-true" if value == "true" else "resource.is-false"), lang)
    if kind == "date":
        return day(value, lang)
    return number(value, None, lang) if kind in _NUMBERS else value
